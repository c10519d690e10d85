"""Rows become exact XML: amounts from fen, days from dates, and never more than a sheet can hold."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel

from app.export.workbook.grid import Cell, Formula, Row, column, height, place, runs
from app.export.workbook.sheet_xml import written
from app.export.workbook.styles import Look, StyleIds

IDS = StyleIds({look: n for n, look in enumerate(Look)}, {look: 500 + n for n, look in enumerate(Look)})


def value(cell: Cell) -> str:
    """What stands between the tags of a cell's value."""
    found = re.search("<v>(.*)</v>", written([Row([cell])], IDS).xml.decode())
    assert found
    return found[1]


@given(st.integers(-(10**15), 10**15))
def test_an_amount_is_written_to_the_fen(fen: int) -> None:
    assert Decimal(value(Cell(fen, Look.MONEY))) == Decimal(fen) / 100


def test_an_amount_that_is_no_whole_fen_is_a_defect() -> None:
    with pytest.raises(TypeError):
        value(Cell(Decimal("1.5"), Look.MONEY))


def test_a_rate_is_written_plainly() -> None:
    assert value(Cell(Decimal("4E-4"), Look.RATE)) == "0.0004"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_a_moment_comes_back_to_the_second(moment: datetime) -> None:
    at = moment.replace(microsecond=0)
    assert abs((from_excel(float(value(Cell(at, Look.TIME)))) - at).total_seconds()) < 0.01


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_day_is_a_whole_number(day: date) -> None:
    assert from_excel(int(value(Cell(day, Look.DATE)))).date() == day


def test_a_formula_has_its_value_beside_it_and_none_is_written_without() -> None:
    xml = written([Row([Cell(Formula("A1<B1", 100), Look.MONEY), Cell(Formula("A2", "甲"))])], IDS).xml.decode()
    assert "<f>A1&lt;B1</f><v>1.00</v></c>" in xml
    assert 't="str"><f>A2</f><v>甲</v></c>' in xml
    with pytest.raises(TypeError, match="without its value"):
        written([Row([Cell(Formula("A1"), Look.MONEY)])], IDS)


def test_rows_beyond_a_sheet_are_counted_in_its_last_row() -> None:
    rows = [Row([Cell(f"row {n}", link="'A'!B1")]) for n in range(10)]
    found = written(rows, IDS, lambda count: f"{count} more", most=4)
    assert (found.count, found.links) == (4, [("A1", "'A'!B1"), ("A2", "'A'!B1"), ("A3", "'A'!B1")])
    assert b"7 more" in found.xml
    assert b"row 3" not in found.xml


def test_a_place_beyond_a_sheet_is_none() -> None:
    assert place("A", 1_048_577) == ""


@given(st.integers(1, 16_384))
def test_letters_of_columns_count_like_a_spreadsheet(index: int) -> None:
    from openpyxl.utils import get_column_letter

    assert column(index) == get_column_letter(index)


@given(st.sets(st.integers(1, 60)))
def test_runs_hold_every_number_once(numbers: set[int]) -> None:
    assert [n for first, last in runs(numbers) for n in range(first, last + 1)] == sorted(numbers)


def test_chinese_text_gets_the_lines_it_needs() -> None:
    assert height([("字" * 40, 20.0)]) > height([("a" * 40, 20.0)]) > height([("a", 20.0)])
