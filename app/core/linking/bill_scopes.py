"""What a payment above a bill may have repaid with it: the reserve advance that was out, purchases not billed yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from app.core.facts import Bill, WalletKind
from app.core.linking.billed_plans import Share, shares_of
from app.core.linking.payments import Movement
from app.core.loans.reserve_advance import FEES
from app.core.money import Fen

OUT_AT_MOST = timedelta(days=31)
"""How long an advance that is repaid with a bill may have been out."""

SCOPED = frozenset({WalletKind.RESERVE_TAKEN, WalletKind.RESERVE_RETURNED, WalletKind.PURCHASE})
"""What kinds of movements tell what a payment repaid beside a bill."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """What makes up the amount above a bill, to the fen: an advance, its fee, purchases that no bill holds yet.

    ``instalments`` are those of the bill whose later ones were repaid too, with ``instalment_fees`` in fen.
    """

    reserve: Movement | None = None
    fee: Fen = 0
    purchases: tuple[Movement, ...] = ()
    instalments: tuple[Share, ...] = ()
    instalment_fees: Fen = 0

    @property
    def principal(self) -> Fen:
        """The principal of the later instalments, in fen."""
        return sum(share.left * share.line.amount for share in self.instalments)

    @property
    def unbilled(self) -> Fen:
        """What the purchases come to, less what came back, in fen."""
        return sum(m.amount - m.returned for m in self.purchases)


def scope_of(beyond: Fen, bill: Bill, payment: Movement, moved: Iterable[Movement]) -> Scope | None:
    """What a payment repaid beyond a bill, where that is exactly that amount.

    An advance, the purchases since, both, or each with the instalments that were still to come.
    """
    if beyond <= 0:
        return None
    near = [m for m in moved if m.done and payment.at - OUT_AT_MOST <= m.at <= payment.at + _A_DAY]
    reserve = _reserve_out(payment, near)
    purchases = _unbilled(bill, payment, near)
    bought = sum(m.amount - m.returned for m in purchases)
    if bought == beyond:
        return Scope(purchases=purchases)
    for rest, also in ((beyond, ()), (beyond - bought, purchases)):
        if reserve and rest - reserve.amount in FEES:
            return Scope(reserve, rest - reserve.amount, also)
    return _with_instalments(beyond, bill, (purchases, bought), reserve)


def _with_instalments(
    beyond: Fen, bill: Bill, unbilled: tuple[tuple[Movement, ...], Fen], reserve: Movement | None
) -> Scope | None:
    """All later instalments of a bill with so many of their fees, alone or with purchases, an advance or both."""
    shares = tuple(share for share in shares_of(bill) if share.left)
    if not shares:
        return None
    bases = [(0, Scope()), (unbilled[1], Scope(purchases=unbilled[0]))]
    if reserve:
        bases += [
            (amount + reserve.amount + fee, replace(base, reserve=reserve, fee=fee))
            for amount, base in tuple(bases)
            for fee in FEES
        ]
    principal = sum(share.left * share.line.amount for share in shares)
    for amount, base in bases:
        for count in range(max(share.left for share in shares) + 1):
            fees = sum(min(count, share.left) * share.fee for share in shares)
            if amount + principal + fees == beyond:
                return replace(base, instalments=shares, instalment_fees=fees)
    return None


def _reserve_out(payment: Movement, near: Iterable[Movement]) -> Movement | None:
    """The advance that had been taken and that no return of its own gave back."""
    own = sorted((m for m in near if m.kind in (WalletKind.RESERVE_TAKEN, WalletKind.RESERVE_RETURNED)), key=_at)
    taken = [m for m in own if m.kind is WalletKind.RESERVE_TAKEN and m.at < payment.at]
    returned = [m for m in own if m.kind is WalletKind.RESERVE_RETURNED]
    last = taken[-1] if taken else None
    return last if last and not any(m.at > last.at for m in returned) else None


def _at(m: Movement) -> tuple[object, ...]:
    return (m.at, m.amount, m.text)


def _unbilled(bill: Bill, payment: Movement, near: Iterable[Movement]) -> tuple[Movement, ...]:
    """Purchases with the product since the bill was made, up to the payment, that the bill does not hold."""
    if bill.statement_date is None:
        return ()
    orders = {line.order_no for line in bill.lines if line.order_no}
    return tuple(
        m
        for m in sorted(near, key=_at)
        if m.kind is WalletKind.PURCHASE and m.product is bill.product and bill.statement_date <= m.on
        and m.at <= payment.at and not (m.row and m.row.order_no in orders)
    )  # fmt: skip
