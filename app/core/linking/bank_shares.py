"""The shares by which two lenders behind one loan debit an account what a wallet shows as one payment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from app.core.facts import BankRow, Outcome, WalletKind, WalletRow
from app.core.linking.bank_wording import same_account

MOST_TRIED = 12
"""So many rows about the day of a payment are put together at most."""

Pairs: TypeAlias = dict[int, tuple[BankRow, ...]]
"""Two debits of a bank for each payment of a wallet, by the identity of the wallet's row."""


def paired(
    tries: Iterable[WalletRow],
    taken: Mapping[int, BankRow | None],
    free: Sequence[BankRow],
    near: Callable[[WalletRow, BankRow], bool],
) -> Pairs:
    """The pairs of ``free`` debits that make up the successful payments of which no single row was ``taken``.

    A debit serves one payment. ``near`` says whether a debit can have been booked for a payment by its day.
    """
    found: Pairs = {}
    left = list(free)
    for row in tries if free else ():
        if row.outcome is Outcome.DONE and row.kind is WalletKind.REPAYMENT and taken[id(row)] is None:
            pair = _pair(row, [b for b in left if same_account(row.account, b) and near(row, b)])
            if pair:
                found[id(row)] = pair
                left = [b for b in left if all(b is not one for one in pair)]
    return found


def _pair(row: WalletRow, near: Sequence[BankRow]) -> tuple[BankRow, ...]:
    """The one pair of debits of the product of a payment that makes up its amount, each of another payee; maybe none.

    One lender takes its money at once.
    """
    named = [booked for booked in near if row.product in (booked.product, *booked.lends)]
    own = [booked for booked in named if -row.amount < booked.amount < 0][:MOST_TRIED]
    pairs = [(a, b) for a, b in combinations(own, 2) if a.amount + b.amount == -row.amount and a.payee != b.payee]
    return pairs[0] if len(pairs) == 1 else ()


JOINER = "&"
"""Stands between the sources of a payment that several paid together."""


def parts_of(
    tries: Iterable[WalletRow],
    taken: Mapping[int, BankRow | None],
    free: Sequence[BankRow],
    can_be: Callable[[WalletRow, BankRow], bool],
) -> dict[int, BankRow]:
    """The one row of less that a card paid of each payment from several sources, by the payment's identity.

    The wallet gives one sum for all of its sources; what the others paid stands in no statement.
    """
    found: dict[int, BankRow] = {}
    used: set[int] = set()
    for row in tries if free else ():
        if row.outcome is not Outcome.DONE or taken.get(id(row)) or JOINER not in row.account:
            continue
        fits = [
            b for b in free
            if id(b) not in used and b.product is row.product and 0 < -b.amount < row.amount
            and can_be(row, b) and same_account(row.account, b)
        ]  # fmt: skip
        if len(fits) == 1:
            used.add(id(fits[0]))
            found[id(row)] = fits[0]
    return found
