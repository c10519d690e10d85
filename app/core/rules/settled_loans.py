"""Every early settlement of a loan, with the plan that it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.discrepancy import BridgePart, distinct
from app.core.facts import PlanRow, Source
from app.core.linking.periods import EarlyRepayment
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.loans.formulas import given
from app.core.loans.plan_rate import Accrual
from app.core.loans.settled import SettledInterest, settled_interest
from app.core.loans.settled_in_parts import InParts, PartPaid, ways_in_parts
from app.core.loans.settled_months import PartOfMonth, parts_that_give
from app.core.loans.settlement import Counted
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Occurrence


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement with the plan it ended. Amounts in fen; ``days`` since the running period began.

    ``within_month`` are the ways to count them that give its interest where the plan's runs by the month, ``in_parts``
    those where it was paid in debits of several days.
    """

    early: EarlyRepayment
    open_rows: tuple[PlanRow, ...]
    paid: Fen
    principal: Fen
    interest: Fen
    days: int
    accrual: Accrual | None
    within_month: tuple[PartOfMonth, ...] = ()
    in_parts: tuple[InParts, ...] = ()

    @property
    def charged(self) -> SettledInterest:
        """How the interest that was charged came about."""
        rows = self.early.repayment.sources
        if self.in_parts:
            return SettledInterest(Counted.TO_THE_DAY, self.in_parts[0].interest, self.interest)
        if self.within_month:
            part = self.within_month[0]
            return settled_interest(self.interest, self.principal, part.days, part.accrual, rows)
        return settled_interest(self.interest, self.principal, self.days, self.accrual, rows)

    @property
    def on(self) -> date:
        """The day it was paid."""
        return self.early.made_on

    @property
    def beyond_record(self) -> Fen:
        """What was debited beyond the lender's record of it."""
        return self.paid - self.early.repayment.total

    @property
    def planned(self) -> Fen:
        """The sum of the periods that were still in the plan."""
        return sum(row.instalment for row in self.open_rows)

    @property
    def not_accrued(self) -> BridgePart:
        """The plan's interest, which is not owed where it was settled before."""
        rows = (s for row in self.open_rows for s in row.sources)
        return given("interest-not-accrued", -sum(row.interest for row in self.open_rows), rows)

    @property
    def shows_what_was_paid(self) -> bool:
        """Whether no page is from before, and the later one shows what it took and not what had been planned.

        The periods behind the running one then bear no interest there.
        """
        rows, on = self.open_rows, self.on
        alone = len(rows) > 1 and self.early.book.page_before(on) is None
        return alone and self.planned == self.early.repayment.total and not any(row.interest for row in rows[1:])

    @property
    def in_fees(self) -> bool:
        """Whether the plan asks flat fees and no interest, as that of an instalment purchase does."""
        return any(row.fee for row in self.open_rows) and not any(row.interest for row in self.open_rows)

    @property
    def evidence(self) -> tuple[Source, ...]:
        """Debit, record and the plan's open rows."""
        return distinct((*self.early.sources, *(s for row in self.open_rows for s in row.sources)))


def settlements(context: Context) -> Iterator[Settlement]:
    """Every early settlement, in order of time."""
    for early in context.activity.early:
        if early.kind is RepaymentKind.SETTLEMENT:
            yield settlement_of(context, early)


def settlement_of(context: Context, early: EarlyRepayment) -> Settlement:
    """The settlement with the plan that it ended."""
    page = early.book.page_before(early.made_on) or early.book.page_after(early.made_on)
    parts = early.repayment.parts
    still_open = early.book.still_open(early.repayment, early.made_on)
    rows = _ended(still_open, early)
    running = next((row for row in rows if row.starts and row.due >= early.made_on), None)
    since = running.starts if running and running.starts else early.made_on
    settled = Settlement(
        early=early,
        open_rows=rows,
        paid=_paid(early),
        principal=sum(part.principal for part in parts),
        interest=sum(part.interest for part in parts),
        days=(early.made_on - since).days,
        accrual=context.accrual(early.book, page),
    )
    if settled.accrual is not None and len({debit.on for debit in early.debits}) > 1:
        evidence = [s for row in rows for s in row.sources]
        paid = [PartPaid(m.on, m.amount, m.sources) for m in early.in_time]
        return replace(settled, in_parts=ways_in_parts(settled.principal, since, paid, settled.accrual, evidence))
    if page is None or running is None or settled.accrual is not None or context.is_cut(early.book, page):
        return settled
    ways = parts_that_give(settled.interest, settled.principal, page.rows, running, early.made_on)
    return replace(settled, within_month=ways)


def _paid(early: EarlyRepayment) -> Fen:
    """What was debited for it: of a debit that paid other things too, what their records leave to it.

    What it took beyond the record and gave back is not counted.
    """
    others = (r for r in early.link.repayments if r is not early.repayment) if early.link else ()
    paid = sum(debit.amount for debit in early.debits) - sum(r.total for r in others)
    recorded = early.repayment.total
    paid -= min(sum(debit.returned for debit in early.debits), max(paid - recorded, 0))
    return paid if paid > 0 else recorded


def _ended(still_open: Sequence[PlanRow], early: EarlyRepayment) -> tuple[PlanRow, ...]:
    """The periods that a settlement ended: those ahead and those it names, unless its principal is that of others.

    What falls due on the very day, or was overdue, is among them where the principal is theirs together.
    """
    parts, on = early.repayment.parts, early.made_on
    principal, named = sum(part.principal for part in parts), {part.period for part in parts}
    ways = (
        tuple(row for row in still_open if row.due > on or row.period in named),
        tuple(row for row in still_open if row.due >= on),
        tuple(still_open),
    )
    return next((rows for rows in ways if sum(row.principal for row in rows) == principal), ways[0])


def of_settlement(settled: Settlement, also: Sequence[Source] = ()) -> Occurrence:
    """The settlement as what occurred, with what every discrepancy of it tells; ``also`` are more rows that show it."""
    book, link = settled.early.book, settled.early.link
    return Occurrence(
        link.debit.at if link else settled.early.repayment.at,
        (*settled.evidence, *also),
        facility=book.contract,
        period=settled.open_rows[0].period if settled.open_rows else None,
        product=book.product,
        told=(
            ("paid_on", settled.on),
            ("amount", settled.paid),
            ("principal", settled.principal),
            ("interest", settled.interest),
            ("planned", settled.planned),
            ("days", settled.days),
        ),
    )
