"""A bill repaid together with the reserve advance that was out, purchases on no bill yet, or later instalments."""

from __future__ import annotations

from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.linking.bill_scopes import Scope
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.bill_accounts import BillAccount
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def with_scope(account: BillAccount, payment: Movement, beyond: Fen, scope: Scope) -> Discrepancy:
    """Why one payment was more than the bill: each thing that it repaid too, to the fen."""
    parts, told, reserve = [], dict[str, Any](), scope.reserve
    if reserve:
        parts.append(given("reserve-outstanding", reserve.amount, reserve.sources))
        told = {"reserve": reserve.amount, "taken_on": reserve.on, "fee": scope.fee}
    if scope.fee:
        parts.append(given("reserve-fee", scope.fee, payment.sources))
    if scope.purchases:
        parts.append(given("unbilled-purchases", scope.unbilled, (s for m in scope.purchases for s in m.sources)))
    if scope.instalments:
        lines = [line for share in scope.instalments for line in (share.line, *share.fees)]
        parts.append(given("later-instalments", scope.principal, (s for x in lines for s in x.sources)))
        told |= {"principal": scope.principal, "left": sum(share.left for share in scope.instalments)}
        told |= {"charged": scope.instalment_fees}
    if scope.instalment_fees:
        parts.append(given("later-instalment-fees", scope.instalment_fees, payment.sources))
    return discrepancy(
        Occurrence(payment.at, (*account.rows, *payment.sources), product=account.bill.product),
        "RESERVE-IN-SETTLE-SCOPE" if reserve else "SETTLE-SCOPE-UNPOSTED",
        "bill" if reserve else "instalments" if scope.instalments else "unbilled",
        Severity.WARNING if reserve else Severity.INFO,
        Certainty.STRONG,
        Bridge(account.declared, account.declared + beyond, parts=tuple(parts)),
        month=account.month,
        due=account.due,
        amount=account.declared,
        paid=account.declared + beyond,
        paid_on=payment.on,
        rest=scope.unbilled,
        **told,
    )
