"""What a debit took beyond its record, plan or bill and gave back: told as done, with the rows of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import BankSays
from app.core.linking.bank_returns import RETURN_DAYS
from app.core.linking.payments import Movement, Return
from app.core.linking.records import LinkedDebit
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy, of_period


def surplus_returns(context: Context, debits: Sequence[Movement], surplus: Fen) -> tuple[Return, ...]:
    """What brought exactly the ``surplus`` of some debits back: the returns known of them, or a bank's credit.

    Where no wallet's row says which debit a credit is of, it calls itself a return, came soon and to that account, is
    the return of nothing else that is known, and the only one of that amount. Empty where less or more came back.
    """
    known = tuple(back for debit in debits for back in debit.returns)
    if surplus <= 0 or known:
        return known if surplus > 0 and sum(back.amount for back in known) == surplus else ()
    booked = [row for debit in debits for row in debit.bank]
    if not booked:
        return ()
    accounts, last = {(row.bank, row.account) for row in booked}, max(row.on for row in booked)
    used = {source for m in context.moved for back in m.returns for source in back.sources}
    found = [
        row for account in accounts for row in context.bank_rows.get(account, ())
        if row.amount == surplus and BankSays.RETURNED in row.says and 0 <= (row.on - last).days <= RETURN_DAYS
        and used.isdisjoint(row.sources)
    ]  # fmt: skip
    if len(found) != 1 or _may_be_of_another(context, debits, surplus):
        return ()
    return (Return(found[0].at or datetime.combine(found[0].on, time()), surplus, found[0].sources),)


def _may_be_of_another(context: Context, debits: Sequence[Movement], surplus: Fen) -> bool:
    """Whether another debit about those days took as much too much: then nobody can say of which it came back."""
    beyond = [(link.debit, link.rest) for link in context.activity.linked if link.repayments]
    beyond += [(claim.debit, claim.debit.amount - claim.amount) for claim in context.activity.claims]
    return any(
        rest == surplus and not m.returned and all(m is not own for own in debits)
        and any(abs((m.on - own.on).days) <= RETURN_DAYS for own in debits)
        for m, rest in beyond
    )  # fmt: skip


def explain(context: Context) -> Iterator[Discrepancy]:
    """All debits of loans that took too much and gave just that back."""
    claimed: Counter[int] = Counter()
    for claim in context.activity.claims:
        claimed[id(claim.debit)] += claim.amount
    linked = (link for link in context.activity.linked if link.repayments and not context.activity.is_joined(link))
    unrecorded = (e.link for e in context.activity.early if e.link and not e.repayment.sources)
    for link in (*linked, *unrecorded):
        surplus = link.rest - claimed[id(link.debit)]
        if back := surplus_returns(context, (link.debit,), surplus):
            yield _beyond_record(link, surplus, back)
    for activity in context.activity.periods:
        debit = activity.claims[0].debit if len(activity.claims) == 1 and not activity.book.repayments else None
        if debit and debit.on <= activity.due:
            surplus = debit.amount - claimed[id(debit)]
            named = any(row.penalty == surplus for _, row in activity.pages())  # which is told as that
            if not named and (back := surplus_returns(context, (debit,), surplus)):
                yield discrepancy(
                    of_period(activity, debit.at, (*debit.sources, *activity.row.sources)),
                    "SURPLUS-RETURNED", "planned", Severity.INFO, Certainty.STRONG,
                    bridge_of(activity.expected, (debit,), back), **told_of((debit,), back), planned=claimed[id(debit)],
                )  # fmt: skip


def bridge_of(expected: Fen, debits: Sequence[Movement], back: Sequence[Return]) -> Bridge:
    """From what was expected, in fen, over what some debits took beyond it and what came back, to the same again."""
    surplus = sum(one.amount for one in back)
    taken = given("paid-too-much", surplus, (s for m in debits for s in m.wallet_sources or m.bank_sources))
    return Bridge(expected, expected, (taken, given("refund", -surplus, (s for one in back for s in one.sources))))


def told_of(debits: Sequence[Movement], back: Sequence[Return]) -> dict[str, Any]:
    """The facts ``amount``, what was taken, ``paid_on``, ``returned`` and ``refunded_on``, when the last of it came."""
    return {
        "amount": sum(m.amount for m in debits),
        "paid_on": max(m.on for m in debits),
        "returned": sum(one.amount for one in back),
        "refunded_on": max(one.at for one in back).date(),
    }


def _beyond_record(link: LinkedDebit, surplus: Fen, back: Sequence[Return]) -> Discrepancy:
    """A debit of more than its record has; a settlement without a record is what was kept of its debit."""
    first, debit = link.repayments[0], link.debit
    periods = {part.period for r in link.repayments for part in r.parts}
    recorded = tuple(s for r in link.repayments for s in r.sources)
    expected, told = debit.amount - surplus, told_of((debit,), back)
    told |= {"recorded": link.recorded} if recorded else {"rest": expected}
    return discrepancy(
        Occurrence(
            debit.at, (*debit.sources, *recorded), facility=first.contract, product=debit.product,
            period=first.parts[0].period if len(periods) == 1 else None,
        ),
        "SURPLUS-RETURNED", "recorded" if recorded else "settled", Severity.INFO, Certainty.STRONG,
        bridge_of(expected, (debit,), back), **told,
    )  # fmt: skip
