"""Charges that another payee than the lender took beside a loan: guarantee, membership, credit enhancement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import WalletKind
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.rules.context import Context, discrepancy

BESIDE_REPAYMENT = timedelta(days=1)
"""How near to a repayment another payee's charge must be to count as taken with it."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every charge by another payee that was not given back in full, with how often it recurred."""
    repaid = [m for m in context.moved if m.kind is WalletKind.REPAYMENT and m.done]
    charges = [m for m in context.moved if m.kind is WalletKind.CHARGE and m.done and m.returned < m.amount]
    for charge in charges:
        yield _charge(charge, repaid, [m for m in charges if payee_of(m) == payee_of(charge)])


def payee_of(charge: Movement) -> str:
    """Who took it, by the wallet's counterparty, else by the bank's."""
    if charge.row:
        return charge.row.counterparty
    return charge.bank[0].counterparty or charge.text


def _charge(charge: Movement, repaid: Sequence[Movement], alike: Sequence[Movement]) -> Discrepancy:
    beside = [m for m in repaid if abs(m.at - charge.at) <= BESIDE_REPAYMENT or (not charge.row and m.on == charge.on)]
    kept = charge.amount - charge.returned
    return discrepancy(
        "FEE-THIRD-PARTY",
        "with-repayment" if beside else "alone",
        Severity.WARNING,
        Certainty.STRONG if beside else Certainty.PATTERN,
        charge.at,
        evidence=(*charge.sources, *(s for m in beside for s in (m.wallet_sources or m.bank_sources))),
        parts=[given("third-party-fee", kept, charge.sources)],
        expected=0,
        actual=kept,
        product=beside[0].product if beside else charge.product,
        payee=payee_of(charge),
        wording=charge.text,
        amount=kept,
        times=len(alike) if len(alike) > 1 else 0,
        total=sum(m.amount - m.returned for m in alike),
    )
