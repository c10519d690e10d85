"""Instalments that bills stop asking for before the last one: settled, refunded, billed at once, or nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Input, Severity, Term, Unit
from app.core.facts import Bill, BillLine, LineKind, Source
from app.core.linking.bill_scopes import scope_of
from app.core.linking.billed_plans import BilledPlan, Share, billed_plans
from app.core.linking.payments import Movement
from app.core.loans.flat_fees import OpenFee, fees_charged
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.bill_accounts import month_of
from app.core.rules.bill_instalments import CODE, rows, told
from app.core.rules.context import Context
from app.core.rules.instalment_causes import Refunded, ahead_of_bills, made_on, refunds_of, whole_of
from app.core.rules.writing import Bridge, Occurrence, discrepancy

_NOTHING = Bridge()
_MOST_MORE = 5
"""A repayment that may have settled the rest holds at most one part in so many beside the principal."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Plans that a whole bill does not go on with, and fees that run on after what they are for was refunded."""
    for plan in billed_plans(context.books.bills):
        if plan.is_open and plan.missing and not plan.unseen:
            yield from _gone(context, plan, plan.missing[0])


def _gone(context: Context, plan: BilledPlan, later: Bill) -> Iterator[Discrepancy]:
    if _repaid_with_bill(context, plan.last.bill):
        return  # it is told of that payment
    end, refund = _End(context, plan.last, later), refunds_of(context, plan, plan.last.bill, plan.missing[-1])
    kept = _fees_after(context, plan)
    if refund and kept:
        yield _fees_kept(end, refund, kept)
    yield _settled(plan, end) or _billed_at_once(end) or _refunded(end, refund) or _untold(plan, end)


def _repaid_with_bill(context: Context, bill: Bill) -> bool:
    """Whether the one payment of a bill took the later instalments too."""
    paid = context.bill_payments[id(bill)]
    beyond = sum(m.amount - m.returned for m in paid) - (bill.declared or 0)
    scope = scope_of(beyond, bill, paid[0], context.moved) if len(paid) == 1 else None
    return bool(scope and scope.instalments)


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a plan: its last instalment, and the bill that goes on without it."""

    context: Context
    last: Share
    later: Bill

    def told(
        self, variant: str, certainty: Certainty = Certainty.STRONG, evidence: Sequence[Source] = (),
        bridge: Bridge = _NOTHING, **more: Any
    ) -> Discrepancy:  # fmt: skip
        """The end by its cause; where no row shows one, no amount is said to differ."""
        last, owed = self.last, self.last.left * self.last.total
        difference = sum(part.amount for part in bridge.parts) + bridge.unexplained
        shown = (*rows(last), *self.later.sources, *evidence)
        return discrepancy(
            Occurrence(made_on(self.later), shown, product=last.bill.product), CODE, variant,
            Severity.WARNING if certainty is Certainty.OPEN else Severity.INFO, certainty,
            replace(bridge, expected=owed, actual=owed + difference), left=last.left,
            principal=last.left * last.line.amount, fee=last.left * last.fee,
            **told(self.context, last, self.later), **more,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Left:
    """What a plan had left after its last instalment: ``principal`` in fen, and the ``rows`` of what it pays off.

    Where these are known the cents of the last period are; else it may hold up to ``cents`` more or less.
    """

    last: Share
    principal: Fen
    cents: int
    rows: tuple[Source, ...] = ()

    @classmethod
    def of(cls, context: Context, plan: BilledPlan) -> _Left:
        last, whole = plan.last, whole_of(context, plan)
        if whole is None or [share.number for share in plan.shares] != list(range(1, last.number + 1)):
            return cls(last, last.left * last.line.amount, last.of)
        return cls(last, whole[0] - sum(share.line.amount for share in plan.shares), 1, whole[1])


def _settled(plan: BilledPlan, end: _End) -> Discrepancy | None:
    """One repayment between the two bills took the principal that was left, and so many of the fees."""
    last, left = end.last, _Left.of(end.context, plan)
    ahead = ahead_of_bills(end.context, plan, last.bill, end.later)
    for m in sorted(ahead, key=lambda m: (m.at, m.amount, m.sources)):
        for count in range(last.left + 1 if last.fee else 1):
            rest = m.amount - left.principal - count * last.fee
            if abs(rest) < left.cents and last.fee:
                return _with_fees(left, m, count, rest)
            if abs(rest) < left.cents:
                rows_of_it = (*m.sources, *left.rows)
                told_of: dict[str, Any] = {"amount": m.amount, "paid_on": m.on}
                return end.told("gone-settled", evidence=rows_of_it, bridge=Bridge(unexplained=rest), **told_of)
    return None


def _untold(plan: BilledPlan, end: _End) -> Discrepancy:
    """No row tells why; the one repayment in between that is somewhat more than the principal left may be it."""
    principal = end.last.left * end.last.line.amount
    ahead = ahead_of_bills(end.context, plan, end.last.bill, end.later)
    near = [m for m in ahead if 0 < m.amount - principal <= principal // _MOST_MORE]
    if len(near) != 1:
        return end.told("gone", Certainty.OPEN)
    hint: dict[str, Any] = {"paid_on": near[0].on, "prepaid": near[0].amount}
    return end.told("gone", Certainty.OPEN, near[0].sources, **hint)


def _with_fees(left: _Left, m: Movement, count: int, rest: Fen) -> Discrepancy:
    """The fees of later periods that the settlement did not take."""
    last = left.last
    fees = fees_charged(count * last.fee, [OpenFee(last.fee, rows(last))] * last.left)
    planned = left.principal + last.left * last.fee
    return discrepancy(
        Occurrence(m.at, (*rows(last), *m.sources, *left.rows), product=last.bill.product), "SETTLE-FEE-REMAINING",
        "all-fees" if count == last.left else "several-fees" if count > 1 else "saved",
        Severity.INFO if count <= 1 else Severity.WARNING, Certainty.STRONG,
        Bridge(planned, m.amount, fees.parts, rest), amount=m.amount, paid_on=m.on,
        days=(m.on - made_on(last.bill)).days, principal=left.principal, interest=0, planned=planned, left=last.left,
        charged=count * last.fee, fees=count, rest=fees.spared, wording=last.wording,
    )  # fmt: skip


def _billed_at_once(end: _End) -> Discrepancy | None:
    """The next bill asks for all that was left in one line, perhaps with fees."""
    last, principal = end.last, end.last.left * end.last.line.amount
    fees = [x for x in end.later.lines if x.kind is LineKind.FEE and last.name and last.name in x.text.replace(" ", "")]
    settling = sum(x.amount for x in fees if not x.instalment)
    for line in end.later.lines:
        beside = line.amount - principal
        whole = any(abs(beside - count * last.fee) < last.of for count in range(last.left + 1 if last.fee else 1))
        if line.kind in (LineKind.INSTALMENT, LineKind.OTHER) and whole and not line.instalment:
            asked = line.amount + (settling if beside < last.fee else 0)
            less = asked - principal - last.left * last.fee
            parts = (_fees_spared(last, less),) if last.fee and less else ()
            bridge = Bridge(parts=parts, unexplained=less - sum(part.amount for part in parts))
            return end.told("gone-billed", evidence=line.sources, bridge=bridge, amount=asked)
    return None


def _fees_spared(last: Share, less: Fen) -> BridgePart:
    """The fees of later periods that were not asked for; cents of the last period are no fee."""
    count = (-less + last.fee // 2) // last.fee
    fee = Input("fee-in-plan", last.fee, Unit.MONEY, rows(last))
    return BridgePart("fees-not-charged", (Term((fee, Input("instalments-left", count, Unit.COUNT)), negative=True),))


def _refunded(end: _End, refund: Refunded | None) -> Discrepancy | None:
    """Refunds cover the principal that was left."""
    principal = end.last.left * end.last.line.amount
    if refund is None or refund.amount + end.last.of <= principal:
        return None
    bridge = Bridge(parts=(given("refund-off-plan", -min(refund.amount, principal), refund.rows),))
    return end.told("gone-refunded", bridge=bridge, returned_on=refund.on, refunded=refund.amount)


def _fees_after(context: Context, plan: BilledPlan) -> list[tuple[Bill, BillLine]]:
    """Lines of the plan's fees on bills after its last instalment."""
    last = plan.last
    found = []
    for bill in context.books.bills:
        for line in bill.lines if bill.product is plan.product and bill.month > last.bill.month else ():
            said = line.instalment if line.amount > 0 else None
            if said and said.is_fee and (said.name, said.of) == (last.name, last.of) and said.number > last.number:
                found.append((bill, line))
    return found


def _fees_kept(end: _End, refund: Refunded, kept: Sequence[tuple[Bill, BillLine]]) -> Discrepancy:
    last, lines = end.last, [line for _, line in kept]
    fees = sum(line.amount for line in lines)
    own = tuple(s for line in lines for s in line.sources)
    return discrepancy(
        Occurrence(lines[0].posted_on, (*own, *refund.rows, *rows(last)), product=last.bill.product),
        "REFUND-FEE-KEPT", "billed", Severity.WARNING, Certainty.STRONG,
        Bridge(0, fees, (given("fees-after-refund", fees, own),)), wording=last.wording, month=month_of(kept[0][0]),
        later_month=month_of(kept[-1][0]), amount=fees, times=len(lines), returned_on=refund.on,
        refunded=refund.amount, **end.context.open_due(kept[-1][0]),
    )  # fmt: skip
