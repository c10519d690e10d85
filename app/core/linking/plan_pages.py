"""The pages of a plan: each as it stood on one day, every period with the day on which it starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.facts import LoanRecord, PeriodState, PlanRow
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A plan page: every period as it stood at the start of ``as_of``, in order of period."""

    as_of: date
    rows: tuple[PlanRow, ...]

    def row(self, period: int) -> PlanRow | None:
        """The page's row of a period."""
        return next((row for row in self.rows if row.period == period), None)

    @property
    def open_rows(self) -> tuple[PlanRow, ...]:
        """The rows of periods that are still to be paid."""
        return tuple(row for row in self.rows if row.state is not PeriodState.SETTLED)


def pages_of(rows: Iterable[PlanRow], records: dict[str, LoanRecord]) -> dict[str, tuple[Snapshot, ...]]:
    """The pages of each contract in order of day; a plan without a day is the one at drawdown and comes first."""
    by_page: dict[str, dict[date, list[PlanRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_page[row.contract][row.as_of or date.min].append(row)
    return {
        contract: tuple(
            Snapshot(_page_day(day, group, records.get(contract)), _with_starts(group, records.get(contract)))
            for day, group in sorted(pages.items())
        )
        for contract, pages in by_page.items()
    }


def _with_starts(rows: Sequence[PlanRow], record: LoanRecord | None) -> tuple[PlanRow, ...]:
    """The rows of a page in order; where the page has no such column, a period starts when the one before falls due.

    The first period starts on the day of the drawdown.
    """
    ordered = sorted(rows, key=_plan_row_order)
    dues = {row.period: row.due for row in ordered}
    if record and record.drawn_at:
        dues[0] = record.drawn_at.date()
    return tuple(row if row.starts else replace(row, starts=dues.get(row.period - 1)) for row in ordered)


def _plan_row_order(row: PlanRow) -> tuple[int, date, Fen, Fen]:
    return (row.period, row.due, row.principal, row.interest)


def _page_day(day: date, rows: Sequence[PlanRow], record: LoanRecord | None) -> date:
    if day != date.min:
        return day
    if record and record.drawn_at:
        return record.drawn_at.date()
    return min(row.starts or row.due for row in rows)
