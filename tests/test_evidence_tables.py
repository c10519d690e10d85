"""Evidence as small tables: the file's own headings, the columns that tell, the cells that decide, runs in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.facts import Source
from app.export.personal import heading_of
from app.workspace import Workspace
from app.workspace.evidence import EvidenceReader, EvidenceRow, EvidenceSheet, informative_columns
from tests.gui.small_case import write_case


def row(number: int, *cells: str, deciding: frozenset[int] = frozenset()) -> EvidenceRow:
    return EvidenceRow(Source("a.csv", "", number, "0" * 16), cells, deciding, ((number, cells),))


def sheet(*rows: EvidenceRow) -> EvidenceSheet:
    return EvidenceSheet(rows[0].source, (), rows)


def test_rows_stand_under_the_headings_of_their_file_and_the_deciding_cells_are_marked(tmp_path: Path) -> None:
    case = Workspace()
    case.add([write_case(tmp_path)])
    (found,) = case.explanation.discrepancies
    sheets = {s.first.file: s for s in EvidenceReader().read(case, found)}
    records = sheets["还款记录.csv"]
    assert records.title(9) == "还款账户"
    (late,) = [r for r in records.rows if r.cells[3] == "2"]
    marked = {records.title(column): late.cells[column] for column in late.deciding}
    assert marked["还款金额"] == "69.76"
    assert marked["还款时间"].startswith("2024-03-20")
    assert "还款金额" in {records.title(c) for c in records.columns(40)}


def test_every_row_of_evidence_is_in_exactly_one_table(tmp_path: Path) -> None:
    case = Workspace()
    case.add([write_case(tmp_path)])
    for found in case.explanation.discrepancies:
        sheets = EvidenceReader().read(case, found)
        told = [r.source for s in sheets for r in s.rows] + [lost for s in sheets for lost in s.lost]
        assert sorted(told) == sorted(found.evidence)


def test_a_copy_without_its_files_says_which_rows_are_lost(tmp_path: Path) -> None:
    case = Workspace()
    case.add([write_case(tmp_path / "files")])
    case.save_copy(tmp_path / "copy.tally", originals=False)
    copy = Workspace.open(tmp_path / "copy.tally")
    (found,) = copy.explanation.discrepancies
    sheets = EvidenceReader().read(copy, found)
    assert [r for s in sheets for r in s.rows] == []
    assert sorted(lost for s in sheets for lost in s.lost) == sorted(found.evidence)
    copy.close()


BILL = [(1, ["花呗月账单"]), (2, ["账单月份：2026-04", "账单日：2026-04-01", "本期应还：284.40元"]),
        (3, ["入账日期", "类型", "金额(元)"]), (4, ["2026-03-08", "消费", "186.40"])]  # fmt: skip


@pytest.mark.parametrize(("used", "row"), [([4], 3), ([2, 4], 3), ([4, 2], 3)])
def test_what_stands_above_the_headings_of_a_page_takes_them_from_no_row(used: list[int], row: int) -> None:
    heading = heading_of(BILL, used)
    assert heading is not None
    assert (heading.row, list(heading.cells)) == (row, ["入账日期", "类型", "金额(元)"])


def test_a_row_above_all_headings_is_under_none() -> None:
    assert heading_of(BILL, [2]) is None


@given(st.sets(st.integers(2, 60), min_size=1))
def test_runs_hold_every_row_once_in_order_and_only_rows_that_follow_one_another(numbers: set[int]) -> None:
    runs = sheet(*(row(n, "2024-01-01", "1.00") for n in sorted(numbers))).runs
    told = [r.source.row for run in runs for r in run]
    assert told == sorted(numbers)
    for run in runs:
        first = run[0].source.row
        assert [r.source.row for r in run] == list(range(first, first + len(run)))
        assert len(run) == 1 or len(run) >= 4


def test_a_deciding_cell_is_shown_whatever_else_there_is() -> None:
    long = [f"说明文字说明文字{n}" for n in range(12)]
    wide = row(3, *long, "0.16", deciding=frozenset({12}))
    assert 12 in informative_columns((), (wide,), 30)
    assert len(informative_columns((), (wide,), 30)) < 13
    assert informative_columns((), (wide,), 1) == (12,)


def test_empty_columns_are_not_shown() -> None:
    rows = (row(3, "2024-01-01", "/", "", "5.00"), row(9, "2024-02-01", "", "-", "5.00"))
    assert informative_columns((), rows, 80) == (0, 3)
