"""The bytes of a file become tables or a reason, whatever they are, and every reason has its sentence."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import importers
from app.importers.opening import Opened, Opener
from app.texts import Language, Phrasebook
from tests.importers.test_containers import zipped
from tests.importers.test_pdf import document, statement
from tests.importers.test_workbooks import saved
from tests.languages import EVERY_LANGUAGE


def opened(data: bytes) -> Opened:
    return Opener().open(data, "a", "d")


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (("日期", "金额"), ("2024-01-02", 3.5)):
        book.worksheets[0].append(row)
    return saved(book)


SEEDS = {
    "csv": "日期,金额\r\n2024-01-02,3.50\r\n".encode("gb18030") * 5,
    "quoted": '日期,"金\n额"\n"2024",=3\n'.encode() * 5,
    "utf-16": "日期\t金额\n1\t2\n".encode("utf-16"),
    "xlsx": workbook(),
    "pdf": document(statement),
    "zip": zipped({"a.csv": b"1,2"}),
    "nothing": b"",
}
CHANGES = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=12)


@pytest.mark.parametrize("seed", SEEDS)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(changes=CHANGES, cut=st.one_of(st.none(), st.integers(0, 1 << 16)))
def test_damage_of_any_kind_ends_in_tables_or_a_reason(
    seed: str, changes: list[tuple[int, int]], cut: int | None
) -> None:
    data = bytearray(SEEDS[seed][:cut])
    for place, value in changes:
        if data:
            data[place % len(data)] = value
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries, about the damage
        result = opened(bytes(data))
    assert result.tables or result.problems


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_end_in_tables_or_a_reason(data: bytes) -> None:
    result = opened(data)
    assert result.tables or result.problems


def test_what_a_file_is_shows_in_its_bytes_and_not_in_its_name() -> None:
    found = {seed: [table.row(2)[:2] for table in opened(data).tables] for seed, data in SEEDS.items()}
    assert found["csv"] == [["2024-01-02", "3.50"]]
    assert found["xlsx"] == [["2024-01-02", "3.5"]]
    assert found["utf-16"] == [["1", "2"]]
    assert found["pdf"] == [["记账日期", "货币"]]


@EVERY_LANGUAGE
def test_every_reason_of_reading_has_its_sentence(language: Language) -> None:
    room = Path(importers.__path__[0])
    sources = [path.read_text(encoding="utf-8") for path in (room / "read.py", *(room / "reading").glob("*.py"))]
    pattern = r'(?:Refused|too_much|problem|Damage|append|yield)\(?\(?\s*"([a-z]+(?:-[a-z]+)+)"'
    codes = {code for source in sources for code in re.findall(pattern, source)}
    assert len(codes) > 30
    book = Phrasebook(language)
    assert sorted(code for code in codes if f"problem.{code}" not in book) == []
