"""A list with a line for each reserve advance that was taken and each that was returned gives the advances."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from itertools import permutations

import pytest

from app.core.facts import ReserveAdvance
from app.importers.reading.table import Table
from app.importers.registry import recognise
from app.importers.screens.reserve_journal import ReserveJournal

JOURNAL = ReserveJournal()
HEADER = "时间,类型,金额,状态"
TAKEN, RETURNED = "2026-08-11 20:15:00,备用金使用,500.00,已归还", "2026-08-15 09:02:11,备用金归还,500.00,成功"
PAGE = [
    "备用金使用记录",
    "备用金归还",
    "2026-08-15 09:02",
    "-500.00",
    "备用金取出至余额",
    "2026-08-11 20:15",
    "+500.00",
]


def grid(*lines: str, by: str = ",") -> Table:
    return Table("made-up.csv", "", "0" * 16, list(csv.reader(io.StringIO("\n".join(lines)), delimiter=by)))


def read(*lines: str, by: str = ",") -> list[ReserveAdvance]:
    table = grid(*lines, by=by)
    assert [importer.name for importer in recognise(table).importers] == ["reserve-journal"]
    return sorted(JOURNAL.read(table).ledger.reserves, key=lambda advance: advance.taken_at)


@pytest.mark.parametrize("rows", [*permutations((TAKEN, RETURNED))])
def test_a_return_is_laid_to_the_advance_it_is_of_in_either_order(rows: tuple[str, ...]) -> None:
    (advance,) = read(HEADER, *rows)
    assert (advance.taken_at, advance.amount) == (datetime(2026, 8, 11, 20, 15), 50_000)
    assert (advance.returned_at, advance.returned) == (datetime(2026, 8, 15, 9, 2, 11), 50_000)
    assert (advance.fee, advance.closed, len(advance.sources)) == (0, True, 2)


def test_a_page_that_was_copied_line_by_line_is_read_alike() -> None:
    (advance,) = read(*PAGE)
    assert (advance.returned_at, advance.returned) == (datetime(2026, 8, 15, 9, 2), 50_000)
    assert sorted(source.row for source in advance.sources) == [2, 5]


def test_what_is_returned_beyond_the_advance_is_its_fee() -> None:
    (advance,) = read("备用金", "取用 500.00 2026-08-11 20:15", "归还 502.29 2026-08-20 09:00 含服务费 2.29")
    assert (advance.amount, advance.returned, advance.fee) == (50_000, 50_229, 229)


def test_a_charge_of_its_own_line_is_of_the_return_nearest_to_it() -> None:
    lines = ["2026-08-11,备用金取用,500.00", "2026-08-20,备用金归还,500.00", "2026-08-20,备用金服务费,2.29"]
    (advance,) = read("日期,项目,金额", *lines)
    assert (advance.returned, advance.fee) == (50_229, 229)


def test_of_several_advances_each_has_the_return_of_its_very_amount() -> None:
    lines = ["2026-08-01,备用金取用,200.00", "2026-08-02,备用金取用,300.00", "2026-08-05,备用金归还,300.00"]
    first, second = read("日期,项目,金额", *lines)
    assert (first.returned_at, first.closed, second.returned) == (None, False, 30_000)


def test_an_advance_returned_in_part_is_still_out() -> None:
    (advance,) = read("日期,项目,金额", "2026-08-01,备用金取用,500.00", "2026-08-05,备用金归还,200.00")
    assert (advance.returned_at, advance.returned, advance.closed) == (None, None, False)


def test_a_return_of_an_advance_that_the_list_does_not_show_is_counted_as_such() -> None:
    table = grid("日期,项目,金额", "2026-07-01,备用金归还,400.00", "2026-08-01,备用金取用,500.00")
    result = JOURNAL.read(table)
    assert (result.rows, result.used, result.skipped) == (2, 1, (("lender-reserve-return-alone", 1),))


def test_an_advance_that_moved_names_the_bill() -> None:
    (advance,) = read(HEADER, "2026-08-11 20:15:00,备用金使用,500.00,已转入花呗2026年09月账单")
    assert (advance.moved_to, advance.closed) == ((2026, 9), True)


def test_a_line_of_its_own_tells_that_an_advance_moved_to_a_bill() -> None:
    lines = ["2026-08-11,使用备用金,500.00,7天内归还免费", "2026-08-18,备用金转入花呗,500.00,转入2026年9月账单"]
    (advance,) = read("日期,事项,金额,说明", *lines)
    assert (advance.moved_to, advance.returned_at, advance.closed) == ((2026, 9), None, True)


def test_a_list_in_english_is_read_alike() -> None:
    lines = ["2026-08-11 20:15,Reserve advance taken,500.00", "2026-08-15 09:02,Reserve advance repaid,500.00"]
    (advance,) = read("Date,Action,Amount", *lines)
    assert (advance.amount, advance.returned, advance.closed) == (50_000, 50_000, True)


@pytest.mark.parametrize(
    "lines",
    [
        ["花呗9月账单", "还款日 2026-09-10", "2026-08-11 备用金使用 500.00"],
        ["日期,项目,金额", "2026-08-01,取用,500.00", "2026-08-05,归还,500.00"],
        ["日期,项目,金额", "2026-08-01,备用金取用,500.00", "2026-08-05,备用金,500.00"],
        ["备用金使用记录", "08-11 备用金使用 500.00", "08-15 备用金归还 500.00"],
    ],
    ids=["bill", "without the word", "a line that does not say what", "without a year"],
)
def test_other_lists_are_left_to_others(lines: list[str]) -> None:
    assert not JOURNAL.claims(grid(*lines))


def test_a_list_without_years_is_named_for_what_it_is() -> None:
    claim = recognise(grid("备用金使用记录", "08-11 备用金使用 500.00", "08-15 备用金归还 500.00"))
    assert not claim.importers
    assert claim.doubt is not None
    assert claim.doubt.code == "page-text-reserve-unsaid"
