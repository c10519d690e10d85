"""Which payment paid out a loan of which less arrived than its record says was lent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from app.core.facts import LoanRecord, Product, WalletKind
from app.core.linking.payments import Movement

_NEAR = timedelta(days=2)
"""How far apart a wallet's and a lender's time of one drawdown may lie."""

_MOST_KEPT = 5
"""At most one part in so many of what was lent; where more is missing, the rest may have gone elsewhere."""


def short_drawdowns(
    records: Mapping[str, LoanRecord], moved: Iterable[Movement], known: Mapping[str, Movement]
) -> dict[str, Movement]:
    """Give each record without a drawdown of its amount the smaller one, where it alone was made about that day.

    A loan that was paid out in several payments, and a payment that fits two records, are left out.
    """
    taken = {id(m) for m in known.values()}
    paid_out = [m for m in moved if m.kind is WalletKind.DRAWDOWN and m.done]
    near = {
        contract: [m for m in paid_out if m.product is loan.product and abs(m.at - loan.drawn_at) <= _NEAR]
        for contract, loan in records.items()
        if contract not in known and loan.drawn_at and loan.product is not Product.OTHER
    }
    wanted = Counter(id(m) for found in near.values() for m in found)
    return {
        contract: found[0] for contract, found in near.items()
        if len(found) == 1 and wanted[id(found[0])] == 1 and id(found[0]) not in taken
        and _is_short(found[0], records[contract])
    }  # fmt: skip


def _is_short(drawdown: Movement, record: LoanRecord) -> bool:
    lent = record.principal or 0
    return not drawdown.returns and 0 < lent - drawdown.amount <= lent // _MOST_KEPT
