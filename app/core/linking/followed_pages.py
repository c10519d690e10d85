"""Amounts that a page no longer shows of periods settled since the page before, where its open rows prove them.

Interface files show no amounts of settled periods, and pages of open periods leave them out. Where the plan changed in
one of these periods, what was due by the changed plan stands nowhere; but it gives the rest of the plan to the fen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product

from app.core.calendar import add_months
from app.core.facts import Method, Outcome, PeriodState, PlanRow, WalletKind
from app.core.linking.loan_books import LoanBook, stated_accruals
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.plan_pages import Snapshot
from app.core.loans.changes import change_rate, redate
from app.core.loans.conventions import Terms
from app.core.loans.plan_changes import as_plan, method_of, rolled_back, terms_tried
from app.core.loans.plan_rate import Accrual, accrual_of
from app.core.loans.prepayment import InterestOn, PrepaymentRule, Replan, prepaid_parts, prepay
from app.core.loans.schedules import Period
from app.core.loans.standing import OpenPeriod
from app.core.money import Fen

LEAST_ROWS = 3
"""From so many rows a rate is found that no paper states."""


def with_followed_amounts(books: Sequence[LoanBook], moved: Iterable[Movement]) -> tuple[LoanBook, ...]:
    """The loans, their pages with the amounts of periods settled unseen under a changed plan, where one plan fits."""
    repaid = tuple(m for m in moved if m.kind is WalletKind.REPAYMENT and m.done and not m.returned)
    told = {book.contract: pages for book in books if (pages := _followed(book, repaid))}
    return tuple(replace(book, snapshots=told.get(book.contract, book.snapshots)) for book in books)


def _followed(book: LoanBook, repaid: Sequence[Movement]) -> tuple[Snapshot, ...]:
    pages, changed = list(book.snapshots), False
    for place, (first, second) in enumerate(pairwise(book.snapshots), 1):
        unseen = _hidden_rows(first, second)
        if not book.is_split or not unseen or not _differs(first, second):
            continue
        debits = [m for m in repaid if m.product is book.product and first.as_of <= m.on <= second.as_of]
        if rows := _Gap(book, first, second, unseen, debits).rows():
            pages[place], changed = replace(second, rows=_with_rows(second, rows)), True
    return tuple(pages) if changed else ()


def unseen_rows(book: LoanBook, first: Snapshot, second: Snapshot) -> tuple[PlanRow, ...]:
    """The rows of an earlier page of periods settled since, of which the later one and the record have no amounts."""
    recorded = {part.period for r in book.repayments for part in r.parts}
    return tuple(row for row in _hidden_rows(first, second) if row.period not in recorded)


def _hidden_rows(first: Snapshot, second: Snapshot) -> tuple[PlanRow, ...]:
    listed = {row.period: row for row in second.rows}
    hidden = (row for row in first.open_rows if _is_hidden(row, listed, second.as_of))
    return tuple(row for row in hidden if row.amounts_kept)


def _is_hidden(row: PlanRow, listed: Mapping[int, PlanRow], on: date) -> bool:
    """Whether a later page shows a period as settled without its amounts, or leaves it out as settled."""
    shown = listed.get(row.period)
    if shown is None:
        return bool(listed) and (row.due <= on or row.period < min(listed))
    return shown.state is PeriodState.SETTLED and not shown.amounts_kept


def _differs(first: Snapshot, second: Snapshot) -> bool:
    """Whether what is still open on the later page stands otherwise on the earlier one."""
    after = [_amounts(row) for row in second.open_rows]
    return bool(after) and after != [_amounts(r) for r in first.open_rows if r.period >= second.open_rows[0].period]


def _amounts(row: PlanRow | Period) -> tuple[int, date, Fen, Fen]:
    number = row.number if isinstance(row, Period) else row.period
    return (number, row.due, row.principal, row.interest)


def _with_rows(page: Snapshot, rows: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
    told = {row.period: row for row in (*page.rows, *rows)}
    return tuple(told[period] for period in sorted(told))


@dataclass(frozen=True, slots=True)
class _Gap:
    """Two pages between which the periods ``unseen`` were settled, with the debits of the loan's product since."""

    book: LoanBook
    first: Snapshot
    second: Snapshot
    unseen: tuple[PlanRow, ...]
    debits: Sequence[Movement]

    def rows(self) -> tuple[PlanRow, ...]:
        """The rows of the unseen periods by the one changed plan that the later page and the debits bear out."""
        before, after = self.first.open_rows, self.second.open_rows
        known = stated_accruals(self.book)
        old = accrual_of(before, known)
        new = accrual_of(after, [*known, *([old] if old else [])])
        apart = before[: len(self.unseen)] != self.unseen or any(row.fee for row in (*before, *after))
        if old is None or new is None or apart:
            return ()
        found = {tuple(map(_amounts, plan)): plan for plan in self._closing(old, new)}
        best = max(map(self._borne_out, found.values()), default=0)
        fitting = [plan for plan in found.values() if self._borne_out(plan) == best]
        if not found and (debited := self._as_debited(new, stated=new.rate in {a.rate for a in (old, *known)})):
            return self._settled(debited)
        return self._settled(fitting[0]) if len(fitting) == 1 and fitting[0][0].number <= self.unseen[-1].period else ()

    def _as_debited(self, new: Accrual, *, stated: bool) -> tuple[Period, ...]:
        """The periods debited with the later page's instalment since the first of them, with what they must have held.

        A rate that is found from fewer rows than `LEAST_ROWS` alone is not sure to the fen.
        """
        after, level = self.second.open_rows, self.second.open_rows[0].instalment
        if method_of(_periods(after)) is not Method.EQUAL_INSTALMENT or not (stated or len(after) >= LEAST_ROWS):
            return ()
        anew = [self._is_debited(row.due, level) for row in self.unseen]
        as_before = [self._is_debited(row.due, row.instalment) for row in self.unseen]
        since = anew.index(True) if True in anew else len(anew)
        if (
            self.book.repayments
            or not all(anew[since:])
            or not all(as_before[:since])
            or any(as_before[since:])
            or since == len(anew)
        ):
            return ()
        first = self.unseen[since]
        dues = [(self.second.row(row.period) or row).due for row in self.unseen[since:]]
        owed = sum(row.principal for row in after)
        return rolled_back(owed, level, new, first.starts, dues, first.period) if first.starts else ()

    def _closing(self, old: Accrual, new: Accrual) -> Iterator[tuple[Period, ...]]:
        """Every plan, changed in an unseen period or the next one, that gives the later page's open rows to the fen.

        What was recorded of the unseen periods must be what it has for them.
        """
        wanted = [_amounts(row) for row in self.second.open_rows]
        for place in range(min(len(self.unseen) + 1, len(self.first.open_rows))):
            plan = as_plan([OpenPeriod.of(row) for row in self.first.open_rows[place:]])
            for told in self._tried(plan, old, new) if plan else ():
                if list(map(_amounts, told[-len(wanted) :])) == wanted and self._is_recorded(told):
                    yield told

    def _is_recorded(self, plan: Sequence[Period]) -> bool:
        recorded = self._recorded()
        own = ((row.period, (row.principal, row.interest)) for row in self._settled(plan))
        return all(recorded.get(period, parts) == parts for period, parts in own)

    def _recorded(self) -> dict[int | None, tuple[Fen, Fen]]:
        """Principal and interest recorded of each period, in fen."""
        found: dict[int | None, tuple[Fen, Fen]] = defaultdict(lambda: (0, 0))
        for part in (part for r in self.book.repayments if r.outcome is Outcome.DONE for part in r.parts):
            principal, interest = found[part.period]
            found[part.period] = (principal + part.principal, interest + part.interest)
        return dict(found)

    def _tried(self, plan: Sequence[Period], old: Accrual, new: Accrual) -> Iterator[tuple[Period, ...]]:
        """The plan under the later rate and dates; under that rate from each day on; after each debit as prepaid."""
        for dues in self._dues(plan):
            if len(dues) == len(plan):
                yield _with_interest(plan, new, dues)
        methods = {m for rows in (self.first.open_rows, self.second.open_rows) if (m := method_of(_periods(rows)))}
        for method in sorted(methods, key=lambda m: m.value):
            for terms in terms_tried(new, method):
                yield from (redate(plan, terms, dues) for dues in self._dues(plan))
            for terms in terms_tried(old, method):
                if old.rate == new.rate:
                    yield from self._prepaid(plan, terms)
                    continue
                days = range(1, plan[0].days)
                yield from (change_rate(plan, terms, new.rate, plan[0].starts + timedelta(n)) for n in days)

    def _prepaid(self, plan: Sequence[Period], terms: Terms) -> Iterator[tuple[Period, ...]]:
        owed = sum(period.principal for period in plan)
        for debit in self.debits:
            if not (plan[0].starts <= debit.on < plan[0].due and debit.amount < owed):
                continue
            for replan, interest_on in product(Replan, InterestOn):
                rule = PrepaymentRule(replan, interest_on, flat=True)
                _, principal = prepaid_parts(owed, terms, plan[0].starts, debit.on, debit.amount, rule)
                if principal > 0:  # else it does not even pay the interest to date
                    yield prepay(plan, terms, debit.on, debit.amount, rule).plan

    def _dues(self, plan: Sequence[Period]) -> Iterator[list[date]]:
        """The due dates of the later page with those of the unseen periods: as it shows them, as they were, or months
        before its first.
        """
        later = [row.due for row in self.second.open_rows]
        unseen = [period for period in plan if period.number < self.second.open_rows[0].period]
        shown = [row.due for p in unseen if (row := self.second.row(p.number))]
        if len(shown) == len(unseen):
            yield [*shown, *later]
            return
        yield [*(period.due for period in unseen), *later]
        day = max(due.day for due in later)
        moved = [add_months(later[0], -months, day) for months in range(len(unseen), 0, -1)]
        if moved[0] > plan[0].starts and moved != [period.due for period in unseen]:
            yield [*moved, *later]

    def _borne_out(self, plan: Sequence[Period]) -> int:
        """How many of the unseen periods were recorded, or debited on their days, with the amounts of a plan."""
        recorded = self._recorded()
        rows = self._settled(plan)
        return sum(row.period in recorded or self._is_debited(row.due, row.instalment) for row in rows)

    def _is_debited(self, due: date, amount: Fen) -> bool:
        return any(m.amount == amount and abs((m.on - due).days) <= BOOKING_DAYS for m in self.debits)

    def _settled(self, plan: Sequence[Period]) -> tuple[PlanRow, ...]:
        """The unseen periods as the later page would show them: those before the change as they were."""
        anew = {period.number: period for period in plan}
        rows = []
        for row in self.unseen:
            shown = self.second.row(row.period)
            sources = shown.sources if shown else self.second.open_rows[0].sources
            kept = replace(
                row, as_of=self.second.as_of, state=PeriodState.SETTLED, penalty=0, sources=sources, follows=True
            )
            if period := anew.get(row.period):
                kept = replace(kept, due=period.due, starts=period.starts)
                kept = replace(kept, principal=period.principal, interest=period.interest)
            rows.append(kept)
        return tuple(rows)


def _with_interest(plan: Sequence[Period], accrual: Accrual, dues: Sequence[date]) -> tuple[Period, ...]:
    """The periods with their own principal and the interest of another rate, or of the days of other due dates."""
    owed, since, found = sum(period.principal for period in plan), plan[0].starts, []
    for period, due in zip(plan, dues, strict=True):
        days = (due - since).days
        found.append(period._replace(starts=since, due=due, days=days, interest=accrual.interest(owed, days)))
        owed, since = owed - period.principal, due
    return tuple(found)


def _periods(rows: Sequence[PlanRow]) -> tuple[OpenPeriod, ...]:
    return tuple(OpenPeriod.of(row) for row in rows)
