"""What a debit took beyond its record and a bank gave back, where no wallet's row says which debit that was of."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.facts import BankSays
from app.core.linking.bank_returns import RETURN_DAYS
from app.core.linking.payments import Movement
from app.core.money import Fen
from app.core.rules.context import Context


def surplus_came_back(context: Context, debits: Sequence[Movement], surplus: Fen) -> bool:
    """Whether one credit that calls itself a return brought exactly the ``surplus`` back, soon and to that account.

    It is the return of nothing else that is known, and the only one of that amount.
    """
    booked = [row for debit in debits for row in debit.bank]
    if surplus <= 0 or not booked:
        return False
    accounts, last = {(row.bank, row.account) for row in booked}, max(row.on for row in booked)
    known = {source for m in context.moved for back in m.returns for source in back.sources}
    found = [
        row for account in accounts for row in context.bank_rows.get(account, ())
        if row.amount == surplus and BankSays.RETURNED in row.says and 0 <= (row.on - last).days <= RETURN_DAYS
        and known.isdisjoint(row.sources)
    ]  # fmt: skip
    return len(found) == 1
