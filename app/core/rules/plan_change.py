"""Two successive plan pages that differ, and what took principal off between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.calendar import add_months
from app.core.discrepancy import distinct
from app.core.facts import PeriodState, PlanRow, Source
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement, Return
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class PlanChange:
    """Two successive plan pages that differ. ``before`` and ``after`` are the rows of periods not settled later."""

    book: LoanBook
    first: Snapshot
    second: Snapshot
    before: tuple[PlanRow, ...]
    after: tuple[PlanRow, ...]
    prepayments: tuple[EarlyRepayment, ...]
    repaid_more: Fen = 0  # principal that periods settled since repaid beyond the earlier page's
    unrecorded: tuple[Movement, ...] = ()  # a debit that no record shows and that can have prepaid what is gone
    refunds: tuple[Return, ...] = ()  # of the purchase that the plan pays off
    untold: tuple[PlanRow, ...] = ()  # settled since, and no paper or debit tells whether by the earlier plan
    since: tuple[PeriodActivity, ...] = ()  # settled by the changed plan, of which the later page has no amounts
    in_part: tuple[EarlyRepayment, ...] = ()  # paid of a period on its due day, before the rest of it was put off

    @property
    def cause_known(self) -> bool:
        """Whether the files show what took principal off the plan."""
        return bool(self.prepayments or self.unrecorded or self.refunds) or self.principal_gone <= 0

    @property
    def next_before(self) -> PlanRow:
        """The first row of ``before``; where all that the earlier page has is settled, its last one."""
        return self.before[0] if self.before else self.first.rows[-1]

    @property
    def is_untold(self) -> bool:
        """Whether principal went or came by the pages, or so it seems: by what was settled since, nobody can tell."""
        return (
            bool(self.untold) and self.principal_gone != 0 and not (self.prepayments or self.unrecorded or self.refunds)
        )

    @property
    def added(self) -> int:
        """How many periods the later page has more."""
        return len(self.after) - len(self.before)

    @property
    def joined(self) -> int:
        """How many of the next instalments are to be paid together with the one after them; 0 where none are."""
        count = -self.added
        if not 0 < count < len(self.before):
            return 0
        joint, kept = self.before[: count + 1], self.before[count + 1 :]
        same = [(r.due, r.principal) for r in self.after[1:]] == [(r.due, r.principal) for r in kept]
        whole = (joint[-1].due, sum(r.principal for r in joint))
        return count if same and (self.after[0].due, self.after[0].principal) == whole else 0

    @property
    def shift_days(self) -> int:
        """By how many days the first due date that moved has moved."""
        old = {row.period: row.due for row in self.before}
        moves = [(r.due - old[r.period]).days for r in self.after if r.period in old and old[r.period] != r.due]
        return moves[0] if moves else 0

    @property
    def months_later(self) -> int:
        """By how many whole months all that is left falls due later, each on the day of the month it had; else 0."""
        old = {row.period: row.due for row in self.before}
        dues = [(old[row.period], row.due) for row in self.after if row.period in old]
        later = {(new.year - due.year) * 12 + new.month - due.month for due, new in dues}
        if len(later) != 1 or len(dues) != len(self.after):
            return 0
        months, due_day = later.pop(), max(due.day for pair in dues for due in pair)  # a short month cuts it
        kept = all(add_months(due, 0, due_day) == due and add_months(new, 0, due_day) == new for due, new in dues)
        return months if months > 0 and kept else 0

    @property
    def principal_gone(self) -> Fen:
        """By how much the principal still to be paid fell between the pages, beside what periods settled since repaid.

        A plan that was cut anew between the pages may have repaid more, or less, with a period than the earlier page
        had for it; the later page then shows that period with its new amounts.
        """
        return sum(r.principal for r in self.before) - sum(r.principal for r in self.after) - self.repaid_more

    @property
    def paid_more(self) -> Fen:
        """The interest of periods settled between the pages, by the later page beyond the earlier one, in fen."""
        settled = {r.period: r for r in self.second.rows if r.state is PeriodState.SETTLED and r.amounts_kept}
        old = (row for row in self.first.open_rows if row.period in settled and row.amounts_kept)
        return sum(settled[row.period].interest - row.interest for row in old)

    @property
    def paid_ahead(self) -> bool:
        """Whether a period was repaid early with less interest, and all else is that the next one bears more."""
        pairs = list(zip(self.before, self.after, strict=False))
        if self.paid_more >= 0 or len(self.before) != len(self.after):
            return False
        (first, now), *others = pairs
        same = all((a.due, a.principal, a.interest) == (b.due, b.principal, b.interest) for a, b in others)
        return same and (first.due, first.principal) == (now.due, now.principal) and now.interest > first.interest

    @property
    def fee_change(self) -> Fen:
        """Flat fees of the later page less those of the earlier one, in fen; 0 where a refund took them away."""
        return 0 if self.refunds else sum(r.fee for r in self.after) - sum(r.fee for r in self.before)

    @property
    def of_fees_alone(self) -> bool:
        """Whether the fees of the same periods are all that changed."""
        if not self.fee_change or len(self.before) != len(self.after):
            return False
        pairs = zip(self.before, self.after, strict=True)
        return all(
            (a.period, a.due, a.principal, a.interest) == (b.period, b.due, b.principal, b.interest) for a, b in pairs
        )

    @property
    def interest_on_prepaid(self) -> Fen:
        """The interest paid with the prepayment: by its record, else what its debit holds beyond the principal gone."""
        recorded = sum(part.interest for h in self.prepayments for part in h.repayment.parts)
        debited = sum(m.amount for m in self.unrecorded)
        return recorded or max(debited - self.principal_gone, 0)

    @property
    def code(self) -> str:
        """The kind of change: put off or longer, refunded or prepaid principal, moved dates, else another rate."""
        if self.is_untold and self.added <= 0:
            return "PLAN-REAMORTISED"
        if self.joined:
            return "PLAN-DEFERRED"
        put_off = self.months_later and not (self.refunds or self.principal_gone > 0 or self.prepayments)
        if self.added > 0 or put_off:
            return "PLAN-DEFERRED"
        if self.refunds:
            return "REFUND-OFFSET"
        if self.principal_gone > 0 or self.prepayments or self.paid_ahead:
            return "PLAN-REAMORTISED"
        return "PLAN-DUE-DAY-CHANGED" if self.shift_days else "PLAN-RATE-CHANGED"

    def with_emptied(self) -> PlanChange:
        """The change with the periods that a refund took away whole: the later page may show those as settled at 0.00.

        They still lie ahead, so nobody settled them; as long as the refunds cover their principal.
        """
        known = {row.period for row in self.before}
        pairs = [
            (row, now) for row in self.first.open_rows
            if row.amounts_kept and row.period not in known and (now := self.second.row(row.period))
            and now.state is PeriodState.SETTLED and not now.instalment and now.due > self.second.as_of
        ]  # fmt: skip
        counted = sum(row.principal for row, now in pairs if now.amounts_kept)
        whole = replace(
            self,
            before=tuple(sorted((*self.before, *(row for row, _ in pairs)), key=lambda row: row.period)),
            after=tuple(sorted((*self.after, *(now for _, now in pairs)), key=lambda row: row.period)),
            repaid_more=self.repaid_more + counted,
        )
        return whole if whole.principal_gone <= sum(r.amount for r in self.refunds) else self

    @property
    def evidence(self) -> tuple[Source, ...]:
        """The rows of both pages and what happened between them: prepayment or refund."""
        rows = (s for row in (*self.before, *self.after) for s in row.sources)
        told = [*(h.sources for h in (*self.prepayments, *self.in_part)), *(m.sources for m in self.unrecorded)]
        told += [r.sources for r in self.refunds]
        told += [(*a.row.sources, *(s for c in a.claims for s in c.debit.sources)) for a in self.since]
        told += [row.sources for row in self.untold]
        return distinct((*rows, *(s for sources in told for s in sources)))
