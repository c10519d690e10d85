"""A plan that shows what was repaid beside what is due: what is due is what counts, and 0.00 repaid is not 0.00 due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from app.core.facts import PeriodState, PlanTotal
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.registry import recognise

_PAID, _OPEN = PeriodState.SETTLED, PeriodState.OPEN


def read(*rows: Sequence[str]) -> Imported:
    claim = recognise(Table("a.csv", "", "0", [list(cells) for cells in rows]))
    assert claim.reader
    return claim.reader()


def by_due(found: Imported) -> list[PlanTotal]:
    return sorted(found.ledger.plan_totals, key=lambda row: row.due)


def test_a_period_that_is_not_repaid_keeps_what_is_due() -> None:
    found = read(
        ("查询日期", "期数", "应还日期", "应还金额", "实还日期", "实还金额", "实还本金", "实还利息", "状态"),
        ("2026-01-05", "1", "2025-11-28", "1541.50", "2025-11-28", "1541.50", "1480.00", "61.50", "已还"),
        ("2026-01-05", "2", "2025-12-28", "1541.50", "2025-12-29", "1541.50", "1500.60", "40.90", "已还"),
        ("2026-01-05", "3", "2026-01-28", "1541.50", "", "0.00", "0.00", "0.00", "未还"),
    )
    assert [(row.due, row.instalment, row.principal, row.state) for row in by_due(found)] == [
        (date(2025, 11, 28), 154_150, 148_000, _PAID),
        (date(2025, 12, 28), 154_150, 150_060, _PAID),
        (date(2026, 1, 28), 154_150, None, _OPEN),
    ]
    assert not found.ledger.plan_rows


def test_where_only_what_was_repaid_is_shown_a_period_without_it_is_left_out() -> None:
    found = read(
        ("查询日期", "期数", "应还日期", "实还日期", "实还本金", "实还利息", "状态"),
        ("2026-01-05", "1", "2025-11-28", "2025-11-28", "1480.00", "61.50", "已还"),
        ("2026-01-05", "2", "2025-12-28", "2025-12-29", "1500.60", "40.90", "已还"),
        ("2026-01-05", "3", "2026-01-28", "", "0.00", "0.00", "未还"),
    )
    assert [(row.period, row.instalment) for row in found.ledger.plan_rows] == [(1, 154_150), (2, 154_150)]
    assert dict(found.skipped) == {"lender-nothing-repaid": 1}


def test_what_is_due_by_its_own_columns_is_split_as_ever() -> None:
    found = read(
        ("查询日期", "期数", "应还日期", "应还本金", "应还利息", "实还本金", "实还利息", "状态"),
        ("2026-01-05", "1", "2025-11-28", "1480.00", "61.50", "1480.00", "61.50", "已还"),
        ("2026-01-05", "2", "2025-12-28", "1500.60", "40.90", "0.00", "0.00", "未还"),
    )
    assert [(row.instalment, row.state) for row in found.ledger.plan_rows] == [(154_150, _PAID), (154_150, _OPEN)]


@pytest.mark.parametrize(
    "header",
    [
        ("应还日", "应还金额", "实还日", "实还金额", "备注"),
        ("应还日", "应还金额", "还款时间", "还款金额", "还款方式"),
        ("还款日", "应还金额", "实际还款日", "实际还款金额", "方式"),
    ],
)
def test_rows_with_a_due_side_and_a_paid_side_are_a_plan_that_says_when_each_was_repaid(
    header: tuple[str, ...],
) -> None:
    found = read(
        header,
        ("2024-04-05", "1036.00", "2024-04-05 08:11:12", "1036.00", "自动还款"),
        ("2024-05-05", "1024.00", "2024-05-08 08:11:12", "1025.50", "主动还款"),
    )
    assert [(row.instalment, row.cleared_on) for row in by_due(found)] == [
        (103_600, date(2024, 4, 5)),
        (102_400, date(2024, 5, 8)),
    ]
    assert "lender-paid-as-said" in {problem.code for problem in found.problems}
