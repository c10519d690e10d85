"""Red packets and coupons: of what they paid the wallet shows what was left to pay, and some are lost by a failure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import PlanRow
from app.core.linking.joint_tries import is_reduced
from app.core.linking.payments import Movement
from app.core.linking.periods import PeriodActivity
from app.core.linking.records import LinkedDebit
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.later_pages import told_as_paid
from app.core.rules.writing import Bridge, Occurrence, discrepancy, of_period


def reduced_dues(context: Context) -> Iterator[Discrepancy]:
    """Debits for which no record is given and whose reduction, as the wallet names it, paid the rest of the due."""
    of = {(s.book.contract, s.period): s for s in context.activity.periods}
    for claim in context.activity.claims:
        debit, rest = claim.debit, claim.amount - claim.debit.amount
        if rest <= 0 or debit.row is None:
            continue
        row = of[claim.contract, claim.period].row
        shown, page = told_as_paid(of[claim.contract, claim.period], debit.on)
        yield discrepancy(
            Occurrence(
                debit.at,
                (*debit.sources, *row.sources),
                facility=claim.contract,
                period=claim.period,
                product=debit.product,
                beside=page,
            ),
            "EXPORT-NET-AMOUNT",
            "reduced-by-plan",
            Severity.INFO,
            Certainty.STRONG,
            Bridge(claim.amount, debit.amount, parts=(given("reduction", -rest, debit.wallet_sources),)),
            amount=debit.amount,
            due=row.due,
            planned=claim.amount,
            rest=rest,
            wording=debit.row.reduction,
            **shown,
        )


def explain(context: Context) -> Iterator[Discrepancy]:
    """Reductions that a failed debit had and that was gone when the due was collected whole."""
    for activity in context.activity.periods:
        links = [p.link for p in activity.paid]
        debits = [link.debit for link in links if link] or [claim.debit for claim in activity.claims]
        tried = [m for m in activity.tries if m.row and m.row.reduction and is_reduced(m.amount, activity.expected)]
        if not tried or not debits or None in links or any(m.row is None or m.row.reduction for m in debits):
            continue
        first, last = debits[0], tried[-1]
        back = activity.waived + sum(m.returned for m in debits)
        lost = activity.expected - last.amount - back
        if lost > 0 and first.at > last.at and sum(m.amount for m in debits) >= activity.expected:
            yield _forfeited(activity, last, debits, lost)


def _forfeited(activity: PeriodActivity, tried: Movement, debits: Sequence[Movement], lost: Fen) -> Discrepancy:
    rows = (*activity.row.sources, *tried.sources, *(s for m in debits for s in m.sources))
    return discrepancy(
        of_period(activity, debits[-1].at, rows),
        "COUPON-FORFEITED",
        "after-failure",
        Severity.WARNING,
        Certainty.STRONG,
        Bridge(tried.amount, tried.amount + lost, parts=(given("reduction-lost", lost, tried.wallet_sources),)),
        amount=activity.expected,
        first_at=tried.at,
        taken_on=debits[-1].on,
        rest=lost,
        wording=tried.row.reduction if tried.row else "",
    )


def reduced_record(link: LinkedDebit, rest: Fen, row: PlanRow | None) -> Discrepancy:
    """The wallet shows what was left to pay after a red packet or a coupon that it names."""
    first, debit = link.repayments[0], link.debit
    return discrepancy(
        Occurrence(
            debit.at,
            (*debit.sources, *(s for r in link.repayments for s in r.sources), *(row.sources if row else ())),
            facility=first.contract,
            period=first.parts[0].period,
            product=debit.product,
        ),
        "EXPORT-NET-AMOUNT",
        "reduced",
        Severity.INFO,
        Certainty.STRONG,
        Bridge(debit.amount - rest, debit.amount, parts=(given("reduction", rest, debit.wallet_sources),)),
        amount=debit.amount,
        recorded=link.recorded,
        rest=-rest,
        wording=debit.row.reduction if debit.row else "",
    )
