"""Every encoding that exports come in is read, and damage is named by its row."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.reading.encodings import decode
from app.importers.reading.errors import Refused

SAMPLE = "交易时间,金额\r\n2024-03-15 10:00:00,借呗还款 1020.00\r\n" * 3
MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE, "utf-8": codecs.BOM_UTF8}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_text_without_a_mark_is_recognised(encoding: str) -> None:
    text = decode(SAMPLE.encode(encoding))
    assert (text.body.decode(), text.encoding, text.damage) == (SAMPLE, encoding, ())


@pytest.mark.parametrize("encoding", MARKS)
def test_a_mark_decides_and_is_taken_off(encoding: str) -> None:
    text = decode(MARKS[encoding] + SAMPLE.encode(encoding))
    assert (text.body.decode(), text.encoding) == (SAMPLE, encoding)


ORDINARY = st.text(st.characters(codec="gb18030", exclude_categories=["Cs", "Co", "Cn", "Cc"]), max_size=60)


@given(st.lists(ORDINARY, min_size=1))
def test_text_in_gb18030_comes_back_unless_it_is_utf8_too(lines: list[str]) -> None:
    text = "\n".join(lines)
    data = text.encode("gb18030")
    try:
        expected = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        expected = text
    assert decode(data + b"\n").body.decode() == expected + "\n"


@given(st.lists(ORDINARY, min_size=1), st.sampled_from(sorted(MARKS)))
def test_text_with_a_mark_comes_back(lines: list[str], encoding: str) -> None:
    text = "\n".join(lines)
    assert decode(MARKS[encoding] + text.encode(encoding)).body.decode() == text


def test_a_long_text_is_decoded_across_blocks() -> None:
    text = "借" + "花呗还款，" * 300_000
    assert decode(text.encode("gb18030")).body.decode() == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_last_character_that_is_cut_off_is_dropped_and_named_by_its_row(encoding: str) -> None:
    whole = (MARKS.get(encoding, b"") if encoding == "utf-16-le" else b"") + (SAMPLE + "备注").encode(encoding)
    text = decode(whole[:-1])
    assert text.body.decode() == SAMPLE + "备"
    assert [(d.code, d.row) for d in text.damage] == [("cut-character", 7)]


def test_one_damaged_place_in_utf8_does_not_turn_the_file_into_gibberish() -> None:
    data = bytearray(SAMPLE.encode() * 30)
    data[data.index("借呗".encode())] = 0xFF
    text = decode(bytes(data))
    assert text.encoding == "utf-8"
    assert [(d.code, d.row) for d in text.damage] == [("damaged-characters", 2)]
    assert "还款" in text.body.decode()


def test_nuls_in_a_text_are_taken_out_and_named() -> None:
    text = decode(b"a,b\n1,\x002\n" + b"3,4\n" * 40)
    assert text.body.startswith(b"a,b\n1,2\n")
    assert [(d.code, d.row, d.count) for d in text.damage] == [("nul-bytes", 2, 1)]


@pytest.mark.parametrize(
    ("data", "code"),
    [(bytes(range(256)) * 20, "binary-file"), ("Ünïcödé ".encode("latin-1") * 9 + b"\xff", "unknown-encoding")],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decode(data)
    assert refusal.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("taken_for", ["latin-1", "windows-1252"])
def test_letters_once_taken_for_western_ones_are_restored(encoding: str, taken_for: str) -> None:
    table = "交易日期,摘要,支出,余额\r\n2026-01-05,还款,1.00,2.00\r\n"
    western = table.encode(encoding).decode("latin-1")
    if taken_for != "latin-1":
        western = "".join(bytes([ord(c)]).decode(taken_for, "ignore") or c for c in western)
    text = decode(western.encode("utf-8"))
    assert (text.body.decode(), [one.code for one in text.damage]) == (table, ["twice-encoded"])


def test_western_words_stay_as_they_are() -> None:
    text = "Désignation,Montant\nCafé à emporter,2.50\n" * 4
    assert (decode(text.encode()).body.decode(), decode(text.encode()).damage) == (text, ())
