"""A table gives its rows by their physical number and its records by the names of the header."""

from __future__ import annotations

import pytest

from app.core.facts import Source
from app.importers.reading.table import Table, clean

ROWS = [["标题"], [" 日期 ", "金额\t", "金额", ""], ["2024-01-02 ", "1.00", "2.00", "x"], ["", " "], ["2024-01-03"]]


@pytest.fixture
def table() -> Table:
    return Table("a.csv", "S", "d", ROWS)


def test_records_skip_blank_rows_and_keep_the_first_of_two_columns_of_one_name(table: Table) -> None:
    found = [(record.row, dict(record.cells)) for record in table.records(2)]
    assert found == [(3, {"日期": "2024-01-02", "金额": "1.00"}), (5, {"日期": "2024-01-03"})]


def test_records_end_with_the_last_row_wanted(table: Table) -> None:
    assert [record.row for record in table.records(2, last=3)] == [3]


def test_a_name_that_a_record_lacks_is_blank(table: Table) -> None:
    assert [record["余额"] for record in table.records(2)] == ["", ""]


def test_a_row_beyond_the_end_is_empty(table: Table) -> None:
    assert (table.row(0), table.row(99), len(table)) == ([], [], 5)


def test_a_source_names_file_sheet_row_and_content(table: Table) -> None:
    assert table.source(3) == Source("a.csv", "S", 3, "d")


def test_padding_of_every_kind_is_taken_off() -> None:
    assert clean("\ufeff\u3000 a b\t\u00a0\r\n") == "a b"
