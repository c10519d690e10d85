"""The pages of a plan: each as it stood on one day, every period with the day on which it starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from app.core.facts import LoanRecord, PeriodState, PlanRow
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A plan page: every period as it stood at the start of ``as_of``, in order of period.

    ``concluded``: no file holds it; it is the plan that alone gives the debits since.
    """

    as_of: date
    rows: tuple[PlanRow, ...]
    beside: tuple[PlanRow, ...] = ()  # what another page of that day shows of a period otherwise
    concluded: bool = False

    def row(self, period: int) -> PlanRow | None:
        """The page's row of a period."""
        return next((row for row in self.rows if row.period == period), None)

    @property
    def open_rows(self) -> tuple[PlanRow, ...]:
        """The rows of periods that are still to be paid."""
        return tuple(row for row in self.rows if row.state is not PeriodState.SETTLED)


Paid = Callable[[str, date], Fen]
"""The most that was paid of a loan, by contract, or may have been on a day, in fen."""


def _nothing(contract: str, day: date) -> Fen:
    return 0


def pages_of(
    rows: Iterable[PlanRow], records: dict[str, LoanRecord], paid: Paid = _nothing
) -> dict[str, tuple[Snapshot, ...]]:
    """The pages of each contract in order of day; a plan without a day is the one at drawdown and comes first."""
    by_page: dict[str, dict[date, list[PlanRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_page[row.contract][row.as_of or date.min].append(row)
    return {
        contract: tuple(_snapshots(pages, records.get(contract), partial(paid, contract)))
        for contract, pages in by_page.items()
    }


def _snapshots(
    pages: Mapping[date, list[PlanRow]], record: LoanRecord | None, paid: Callable[[date], Fen]
) -> Iterator[Snapshot]:
    before: list[PlanRow] = []
    days = sorted(pages)
    for day, after in zip(days, [*days[1:], None], strict=True):
        group = pages[day]
        held = _one_a_period(group, before, pages[after] if after else (), paid(day))
        beside = tuple(row for row in group if row not in held)
        yield Snapshot(_page_day(day, held, record), _with_starts(held, record), beside)
        before = held


def _one_a_period(rows: list[PlanRow], before: Iterable[PlanRow], after: Iterable[PlanRow], paid: Fen) -> list[PlanRow]:
    """One row a period of a day's pages: where files contradict each other, that of the file that was made last.

    That is the one with more periods settled; with less principal open, where that much was ``paid`` that day; else the
    one that agrees with the page after or before. Where nothing tells, one is held so that there is a plan at all.
    """
    if len({row.period for row in rows}) == len(rows):
        return rows
    by_file: dict[tuple[str, str, str], list[PlanRow]] = defaultdict(list)
    for row in rows:
        for source in row.sources:
            by_file[source.digest, source.file, source.sheet].append(row)
    if len(by_file) < 2:  # one table says two things of a period: nobody can tell which page it would be of
        return rows
    earlier, later = set(map(_shown, before)), set(map(_shown, after))
    most = max(map(_open_principal, by_file.values()))

    def made_last(own: list[PlanRow]) -> tuple[object, ...]:
        still, principal = sum(row.state is not PeriodState.SETTLED for row in own), _open_principal(own)
        agreeing = [sum(_shown(row) in known for row in own) for known in (later, earlier)]
        repaid = principal if 0 < most - principal <= paid else most
        return (still, repaid, *(-count for count in agreeing), principal, sorted(map(_plan_row_order, own)))

    held: dict[int, PlanRow] = {}
    for own in sorted(by_file.values(), key=made_last):
        for row in own:
            held.setdefault(row.period, row)
    return [row for row in rows if held[row.period] is row]


def _shown(row: PlanRow) -> tuple[object, ...]:
    return (row.period, row.due, row.principal, row.interest)


def _open_principal(rows: Iterable[PlanRow]) -> Fen:
    return sum(row.principal for row in rows if row.state is not PeriodState.SETTLED)


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
