"""Periods that the lender's own page says were repaid after they fell due, where no record of repayments tells how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import PeriodState, PlanRow, Source
from app.core.linking.claims import Claim
from app.core.linking.periods import PeriodActivity
from app.core.loans.overdue import Overdue
from app.core.rules.context import Context
from app.core.rules.debits import failed_tries, told_of_holiday
from app.core.rules.penalties import Late, Penalty, explain_penalty
from app.core.rules.writing import Bridge, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """What a page's day of repayment says of a period: counted late though paid in time, or paid on an unknown day."""
    for activity in context.activity.periods:
        found = None if activity.book.repayments else _Shown.of(context, activity)
        if found is None:
            continue
        paid = found.paid_in_time
        if paid:
            yield _counted_late(context, found, paid)
        elif not activity.claims:
            yield _shown_late(context, found)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A period with the page's row that says on which day after its due date it was repaid."""

    activity: PeriodActivity
    row: PlanRow
    on: date

    @classmethod
    def of(cls, context: Context, activity: PeriodActivity) -> _Shown | None:
        """The last page's word, where it is a day after the due date and no early repayment ended the period."""
        rows = [row for _, row in activity.pages() if row.state is PeriodState.SETTLED and row.cleared_on]
        on = rows[-1].cleared_on if rows else None
        if on is None or on <= activity.due or context.activity.early_of(activity.book):
            return None
        return cls(activity, rows[-1], on)

    @property
    def days(self) -> int:
        """How many days after the due date the page says it was repaid."""
        return (self.on - self.activity.due).days

    @property
    def paid_in_time(self) -> tuple[Claim, ...]:
        """The debits that paid the whole period by its due date; none where they did not."""
        claims = self.activity.claims
        in_time = all(claim.debit.on <= self.activity.due for claim in claims)
        return claims if in_time and sum(claim.amount for claim in claims) >= self.activity.expected else ()

    def penalty(self, context: Context) -> Penalty:
        """How the penalty that the page shows for these days comes about."""
        row = self.activity.row
        overdue = (Overdue(row.principal, row.interest, self.days, self.row.sources),)
        accruals = context.accruals(self.activity)
        return explain_penalty(self.row.penalty, overdue, accruals, Late.of(self.activity), context.rules.penalties)

    def rows(self, claims: tuple[Claim, ...]) -> tuple[Source, ...]:
        """The page's rows, and those of debits."""
        debits = (source for claim in claims for source in claim.debit.sources)
        return distinct((*self.activity.row.sources, *self.row.sources, *debits))


def _counted_late(context: Context, found: _Shown, claims: tuple[Claim, ...]) -> Discrepancy:
    """Paid in time by the debits, and counted by the page on a later day."""
    activity, penalty, charged = found.activity, found.penalty(context), found.row.penalty
    paid = max((claim.debit for claim in claims), key=lambda m: (m.at, m.sources))
    lag = (found.on - paid.on).days
    severity = Severity.SERIOUS if charged else Severity.WARNING if lag > 1 else Severity.INFO
    return discrepancy(
        of_period(activity, paid.at, found.rows(claims)),
        "POST-LAG",
        "charged" if charged else "no-charge",
        severity,
        Certainty.OPEN if penalty.rest else Certainty.STRONG,
        Bridge(activity.expected, activity.expected + charged, parts=penalty.parts, unexplained=penalty.rest),
        paid_at=paid.at,
        counted_on=found.on,
        days=lag,
        amount=sum(claim.amount for claim in claims),
        charged=charged,
        **penalty.facts,
    )


def _shown_late(context: Context, found: _Shown) -> Discrepancy:
    """Counted on a day after the due date by the page, and no file tells by which payment."""
    activity, penalty, charged = found.activity, found.penalty(context), found.row.penalty
    told = {} if charged else told_of_holiday(context, activity, found.on)
    graced = not charged and (bool(told) or found.days <= activity.book.grace_days)
    severity = Severity.SERIOUS if charged else Severity.INFO if graced else Severity.WARNING
    return discrepancy(
        of_period(activity, found.on, found.rows(())),
        "DEBIT-LATE",
        "shown-charged" if charged else "shown",
        severity,
        Certainty.OPEN,
        Bridge(activity.expected, activity.expected + charged, parts=penalty.parts, unexplained=penalty.rest),
        missing=("bank-statement",),
        paid_on=found.on,
        days=found.days,
        amount=activity.expected,
        charged=charged,
        tries=failed_tries(activity),
        grace=0 if penalty.keeps_grace else activity.book.grace_days,
        **told,
        **penalty.facts,
    )
