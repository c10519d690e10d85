"""Payments of which a red packet or a coupon paid a part: the wallet shows what was left to pay, and names it."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import PlanRow
from app.core.linking.records import LinkedDebit
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def reduced_dues(context: Context) -> Iterator[Discrepancy]:
    """Debits for which no record is given and whose reduction, as the wallet names it, paid the rest of the due."""
    rows = {(s.book.contract, s.period): s.row for s in context.activity.periods}
    for claim in context.activity.claims:
        debit, rest = claim.debit, claim.amount - claim.debit.amount
        if rest <= 0 or debit.row is None:
            continue
        row = rows[claim.contract, claim.period]
        yield discrepancy(
            Occurrence(
                debit.at,
                (*debit.sources, *row.sources),
                facility=claim.contract,
                period=claim.period,
                product=debit.product,
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
