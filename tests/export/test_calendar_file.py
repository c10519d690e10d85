"""The calendar file is one that calendars accept, says what is not certain, and takes the place of nobody's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.__main__ import main
from app.core.pipeline import explain
from app.export.calendar_file import escaped, folded, to_ics
from app.own_files import is_own
from app.resource_files import resource
from app.texts import Language, Phrasebook
from tests.core.case_builder import CARD, CaseBuilder, day
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE


def calendar(language: Language = CHINESE, as_of: str = "06-01") -> str:
    case = CaseBuilder()
    for period in case.loan()[:4]:
        case.paid(period)
    return to_ics(explain(case.ledger, as_of=day(as_of)), Phrasebook(language))


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def values(text: str, name: str) -> list[str]:
    return [line.partition(":")[2] for line in unfolded(text) if line.partition(":")[0].partition(";")[0] == name]


@EVERY_LANGUAGE
def test_every_due_is_an_event_of_its_day_and_what_is_not_certain_is_tentative(language: Language) -> None:
    text = calendar(language)
    assert values(text, "DTSTART") == [f"2026{month:02d}15" for month in range(6, 13)] + ["20270115"]
    assert values(text, "STATUS") == ["CONFIRMED", *["TENTATIVE"] * 7]
    assert values(text, "DTSTAMP") == ["20260601T000000Z"] * 8
    assert len(set(values(text, "UID"))) == 8
    assert all("1\\,080" in summary for summary in values(text, "SUMMARY"))
    assert CARD in values(text, "DESCRIPTION")[0]
    assert set(values(text, "TRIGGER")) == {"-PT15H"}, "a reminder rings at nine on the day before, not at midnight"


def test_lines_end_and_fold_as_the_standard_says() -> None:
    text = calendar()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tallyline//")
    assert text.endswith("END:VCALENDAR\r\n") and text.count("\n") == text.count("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    begun = [line for line in unfolded(text) if line.startswith(("BEGIN", "END"))]
    assert begun.count("BEGIN:VEVENT") == begun.count("END:VEVENT") == 8


def test_a_due_keeps_its_name_in_a_newer_export() -> None:
    assert values(calendar(as_of="06-10"), "UID") == values(calendar(), "UID")
    assert calendar() == calendar()


@given(st.text(max_size=300))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    kept = "".join(
        c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or (c >= " " and c != "\x7f")
    )
    lines = list(folded(f"SUMMARY:{escaped(text)}"))
    assert all(len(line.encode()) <= 75 for line in lines)
    joined = lines[0] + "".join(line[1:] for line in lines[1:])
    assert _unescaped(joined.removeprefix("SUMMARY:")) == kept


def _unescaped(text: str) -> str:
    out, at = "", 0
    while at < len(text):
        pair = text[at : at + 2]
        at += 2 if pair[:1] == "\\" else 1
        out += {"\\n": "\n", "\\\\": "\\", "\\;": ";", "\\,": ","}.get(pair, pair[:1])
    return out


def test_the_command_writes_it_over_its_own_but_over_no_file_of_others(tmp_path: Path) -> None:
    target, foreign = tmp_path / "dues.ics", tmp_path / "mine.ics"
    arguments = ["explain", str(resource("samples")), "--quiet", "--lang", "en"]
    assert main([*arguments, "--ics", str(target)]) == 0
    assert main([*arguments, "--ics", str(target)]) == 0
    assert is_own(target.read_bytes())
    foreign.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Someone//\r\n", newline="")
    assert main([*arguments, "--ics", str(foreign)]) == 1
    assert "Someone" in foreign.read_text()
    assert main([*arguments, "--force", "--ics", str(foreign)]) == 0
    assert is_own(foreign.read_bytes())


def test_a_file_that_is_read_is_never_replaced_by_the_calendar(tmp_path: Path) -> None:
    source = tmp_path / "plan.csv"
    source.write_text("查询日期,借据号,期数,应还日期,应还本金,应还利息,应还总额,状态\n", encoding="utf-8")
    before = source.read_bytes()
    main(["explain", str(source), "--quiet", "--force", "--ics", str(source)])
    assert source.read_bytes() == before


def test_where_nothing_falls_due_no_file_is_written_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "sms.txt"
    source.write_text("【某某银行】您尾号1234的账户5月3日消费10.00元。\n", encoding="utf-8")
    main(["explain", str(source), "--lang", "en", "--ics", str(tmp_path / "dues.ics")])
    assert not (tmp_path / "dues.ics").exists()
    capsys.readouterr()
    assert to_ics(explain(CaseBuilder().ledger), Phrasebook(ENGLISH)) == ""


def test_names_and_numbers_are_masked_in_it_where_that_is_wished(tmp_path: Path) -> None:
    target = tmp_path / "dues.ics"
    assert main(["explain", str(resource("samples")), "--quiet", "--mask", "--ics", str(target)]) == 0
    assert "1234" not in target.read_text(encoding="utf-8").replace("\r\n ", "")
