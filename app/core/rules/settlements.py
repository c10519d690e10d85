"""What an early settlement cost, part by part: principal, interest to the day, a day too many, a reserve advance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Severity, distinct
from app.core.facts import PlanRow, Source
from app.core.linking.periods import EarlyRepayment, RepaymentKind
from app.core.loans.formulas import given
from app.core.loans.plan_rate import Accrual
from app.core.loans.reserve_advance import within_settlement
from app.core.loans.settled import SettledInterest, settled_interest
from app.core.loans.settlement import GIVEN_BACK_WITHIN, Counted
from app.core.loans.settlement_fees import fees_that_fit
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.reserves import Advance, advances
from app.core.rules.writing import Bridge, Occurrence, discrepancy


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement with the plan it ended. Amounts in fen; ``days`` since the running period began."""

    early: EarlyRepayment
    open_rows: tuple[PlanRow, ...]
    paid: Fen
    principal: Fen
    interest: Fen
    days: int
    accrual: Accrual | None

    @property
    def charged(self) -> SettledInterest:
        """How the interest that was charged came about."""
        rows = self.early.repayment.sources
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
    def in_fees(self) -> bool:
        """Whether the plan asks flat fees and no interest, as that of an instalment purchase does."""
        return any(row.fee for row in self.open_rows) and not any(row.interest for row in self.open_rows)

    @property
    def evidence(self) -> tuple[Source, ...]:
        """Debit, record and the plan's open rows."""
        return distinct((*self.early.sources, *(s for row in self.open_rows for s in row.sources)))


def explain(context: Context) -> Iterator[Discrepancy]:
    """All discrepancies of settlements of loans that bear interest."""
    for settled in settlements(context):
        if not settled.in_fees:
            yield from _explained(context, settled)


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
    since = next((row.starts for row in rows if row.starts and row.due >= early.made_on), early.made_on)
    return Settlement(
        early=early,
        open_rows=rows,
        paid=early.link.debit.amount if early.link else early.repayment.total,
        principal=sum(part.principal for part in parts),
        interest=sum(part.interest for part in parts),
        days=(early.made_on - since).days,
        accrual=context.accrual(early.book, page),
    )


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


def _explained(context: Context, settled: Settlement) -> Iterator[Discrepancy]:
    if _given_back_at_once(settled):
        yield _cancelled(settled)
        return
    charged = settled.charged
    extra = charged.other_day
    reserve = _open_reserve(context, settled)
    if extra and charged.counted:
        yield _other_day_count(settled, charged, charged.counted, extra)
    if reserve:
        yield _with_reserve(settled, *reserve)
    elif settled.beyond_record:
        yield _unexplained(settled)
    if not extra and not reserve and settled.open_rows:
        if _fee(settled) > 0:
            yield from _with_fee(context, settled)
        else:
            yield _with_fee_debited(context, settled) or _to_date(settled)


def _given_back_at_once(settled: Settlement) -> bool:
    """Whether the whole drawdown came back within a day or so, before anything fell due."""
    book = settled.early.book
    drawn, page = book.drawn_on, book.page_before(settled.on)
    lent = book.principal or (sum(row.principal for row in page.rows) if page else None)
    whole = settled.principal == lent
    return drawn is not None and whole and (settled.on - drawn).days <= GIVEN_BACK_WITHIN and not settled.beyond_record


def _cancelled(settled: Settlement) -> Discrepancy:
    """Nothing of the plan ever fell due: its interest is not owed, but for what was taken for the day or so."""
    own = settled.early.repayment
    parts = [settled.not_accrued]
    if settled.interest:
        parts.append(settled.charged.part)
    return discrepancy(
        of_settlement(settled),
        "LOAN-CANCELLED",
        "with-interest" if settled.interest else "without-interest",
        Severity.INFO,
        Certainty.PROVED,
        Bridge(
            settled.planned,
            own.total,
            parts=tuple(parts),
            unexplained=own.total - settled.planned - sum(part.amount for part in parts),
        ),
    )


def _to_date(settled: Settlement) -> Discrepancy:
    """Principal and interest to the day, against the plan's sum: interest not yet accrued is not charged (F9)."""
    own = settled.early.repayment
    planned = settled.not_accrued
    exact, to_day = settled.charged.counted is Counted.TO_THE_DAY, settled.charged.part
    rest = own.total - settled.planned - planned.amount - to_day.amount
    return discrepancy(
        of_settlement(settled),
        "SETTLE-INTEREST-TO-DATE",
        "closes" if exact else "interest-as-recorded" if own.sources else "interest-as-debited",
        Severity.INFO,
        Certainty.PROVED if exact and not rest else Certainty.STRONG,
        Bridge(
            settled.planned,
            own.total,
            parts=(
                planned,
                to_day,
            ),
            unexplained=rest,
        ),
    )


def _fee(settled: Settlement) -> Fen:
    """What the lender's record holds beyond principal and interest, in fen; nothing where no record is given."""
    own = settled.early.repayment
    beyond = own.total - settled.principal - settled.interest
    return beyond if own.sources else 0


def _with_fee(context: Context, settled: Settlement) -> Iterator[Discrepancy]:
    """Settled with a fee on top: a rule that gives it explains it, a pattern where no public page states it."""
    own, fee = settled.early.repayment, _fee(settled)
    fits = list(fees_that_fit(fee, settled.principal, settled.early.book.product, settled.on, context.rules.fees))
    parts = [settled.not_accrued, settled.charged.part]
    if fits:
        parts.append(fits[0].formula(settled.principal, own.sources))
    told: dict[str, Any] = {"rule": f"settlement-rule.{fits[0].id}"} if fits else {}
    yield discrepancy(
        of_settlement(settled),
        "SETTLE-INTEREST-TO-DATE",
        "with-fee",
        Severity.WARNING,
        (Certainty.PROVED if fits[0].published else Certainty.PATTERN) if fits else Certainty.OPEN,
        Bridge(
            settled.planned,
            own.total,
            parts=tuple(parts),
            unexplained=own.total - settled.planned - sum(part.amount for part in parts),
        ),
        fee=fee,
        tried=len(context.rules.fees),
        **told,
    )


def _with_fee_debited(context: Context, settled: Settlement) -> Discrepancy | None:
    """Settled by a debit that no record splits, which holds a known fee beside the interest to the day; else None."""
    own, charged = settled.early.repayment, settled.charged
    if own.sources or settled.accrual is None or charged.counted is not None:
        return None
    plain, fee = replace(settled, interest=charged.exact), settled.interest - charged.exact
    fit = next(
        fees_that_fit(fee, settled.principal, settled.early.book.product, settled.on, context.rules.fees), None
    )  # fmt: skip
    if fit is None:
        return None
    return discrepancy(
        of_settlement(plain),
        "SETTLE-INTEREST-TO-DATE",
        "with-fee-debited",
        Severity.WARNING,
        Certainty.STRONG if fit.published else Certainty.PATTERN,
        Bridge(
            settled.planned,
            own.total,
            parts=(plain.not_accrued, plain.charged.part, fit.formula(settled.principal, settled.early.sources)),
        ),
        fee=fee,
        rule=f"settlement-rule.{fit.id}",
        tried=len(context.rules.fees),
    )


def _other_day_count(settled: Settlement, own: SettledInterest, counted: Counted, day: BridgePart) -> Discrepancy:
    """Interest for one day more, or less, than the days that passed (F1)."""
    rest = settled.interest - own.exact - day.amount
    expected = settled.principal + own.exact
    return discrepancy(
        of_settlement(settled),
        "DAYCOUNT-CONVENTION",
        "day-more" if counted.days > 0 else "day-less",
        Severity.WARNING,
        Certainty.PROVED,
        Bridge(expected, expected + day.amount + rest, parts=(day,), unexplained=rest),
        counted=settled.days + counted.days,
        exact=own.exact,
        one_day=abs(day.amount),
    )


def _open_reserve(context: Context, settled: Settlement) -> tuple[Advance, tuple[BridgePart, ...]] | None:
    """The reserve advance out that day that makes up what was debited beyond the loan's record, with its formula."""
    found = []
    for advance in advances(context) if settled.beyond_record > 0 else ():
        record = advance.record
        back = record.returned_at.date() if record.returned_at else None
        out = record.taken_at.date() <= settled.on and (back is None or back >= settled.on)
        parts = within_settlement(settled.beyond_record, record.amount, record.fee, record.sources)
        if parts and out and advance.returned is None:
            found.append((advance, parts))
    return found[-1] if found else None


def _with_reserve(settled: Settlement, advance: Advance, parts: Sequence[BridgePart]) -> Discrepancy:
    reserve = advance.record
    returned_then = reserve.returned_at is not None and reserve.returned_at.date() == settled.on
    return discrepancy(
        of_settlement(settled, advance.evidence),
        "RESERVE-IN-SETTLE-SCOPE",
        "included",
        Severity.WARNING,
        Certainty.PROVED if returned_then else Certainty.STRONG,
        Bridge(settled.early.repayment.total, settled.paid, parts=tuple(parts)),
        reserve=reserve.amount,
        taken_on=reserve.taken_at.date(),
    )


def _unexplained(settled: Settlement) -> Discrepancy:
    return discrepancy(
        of_settlement(settled),
        "UNEXPLAINED",
        "more" if settled.beyond_record > 0 else "less",
        Severity.SERIOUS,
        Certainty.OPEN,
        Bridge(settled.early.repayment.total, settled.paid, unexplained=settled.beyond_record),
        missing=("lender-breakdown",),
        recorded=settled.early.repayment.total,
        rest=abs(settled.beyond_record),
    )


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
