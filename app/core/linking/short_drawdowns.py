"""Which payment paid out a loan of which less arrived than its record says was lent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from app.core.facts import BankRow, BankSays, LoanRecord, Outcome, Product, Purpose, Trigger, WalletKind
from app.core.linking.bank_wording import wording
from app.core.linking.payments import Movement
from app.core.sole_fits import sole_fits

_NEAR = timedelta(days=2)
"""How far apart a wallet's and a lender's time of one drawdown may lie."""

_CLOCKS = timedelta(minutes=10)
"""How far apart both clocks may be where nothing but the time joins them."""

LEAST_DEBITS = 2
"""So often must a payee have debited an account to be taken for the lender that a credit came from."""

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
        contract: [m for m in paid_out if _is_about(m, loan, loan.drawn_at)]
        for contract, loan in records.items()
        if contract not in known and loan.drawn_at
    }
    alone = sole_fits(near).items()
    return {c: m for c, m in alone if id(m) not in taken and _is_short(m, records[c])}


def _is_about(paid_out: Movement, loan: LoanRecord, drawn_at: datetime) -> bool:
    """Whether a payment is of a record's product and days; of its very minutes where the record names no product."""
    if loan.product is Product.OTHER:
        return abs(paid_out.at - drawn_at) <= _CLOCKS
    return paid_out.product is loan.product and abs(paid_out.at - drawn_at) <= _NEAR


def booked_drawdowns(
    records: Mapping[str, LoanRecord], bank: Sequence[BankRow], known: Mapping[str, Movement]
) -> dict[str, Movement]:
    """Give each record that no wallet's drawdown fits the bank's credit of less than was lent, where it alone fits.

    It came about that day from a payee that debited the account twice or more since: so the lender pays out and
    collects by itself. A credit that fits two records, or is the whole of another loan, is left out, and so is a loan
    of which the bank shows the whole.
    """
    lent = {loan.principal for loan in records.values()}
    came = {row.amount for row in bank if row.amount in lent}
    lenders = collectors(bank)
    short = (row for row in bank if row.amount > 0 and row.amount not in lent)
    paid_out = [row for row in short if (row.bank, row.account, row.payee) in lenders]
    near = {
        contract: [row for row in paid_out if _is_booked_short(row, loan)]
        for contract, loan in records.items()
        if contract not in known and loan.drawn_at and loan.principal not in came
    }
    return {c: as_booked(row) for c, row in sole_fits(near).items()}


def collectors(bank: Iterable[BankRow]) -> frozenset[tuple[str, str, str]]:
    """The payees that debited an account time and again, each with its bank and account."""
    times = Counter((row.bank, row.account, row.payee) for row in bank if row.amount < 0 and row.payee)
    return frozenset(who for who, count in times.items() if count >= LEAST_DEBITS)


def _is_booked_short(row: BankRow, record: LoanRecord) -> bool:
    lent, drawn = record.principal or 0, record.drawn_at
    soon = drawn is not None and 0 <= (row.on - drawn.date()).days <= _NEAR.days
    named = record.product in (Product.OTHER, row.product) or row.product is None
    return soon and named and BankSays.RETURNED not in row.says and 0 < lent - row.amount <= lent // _MOST_KEPT


def as_booked(row: BankRow) -> Movement:
    """A bank's credit as the drawdown that it is."""
    return Movement(
        at=row.at or datetime.combine(row.on, time()), amount=row.amount, kind=WalletKind.DRAWDOWN,
        product=row.product or Product.OTHER, outcome=Outcome.DONE, trigger=Trigger.UNKNOWN, purpose=Purpose.UNKNOWN,
        account=row.bank + row.account, text=wording(row), row=None, bank=(row,),
    )  # fmt: skip


def _is_short(drawdown: Movement, record: LoanRecord) -> bool:
    lent = record.principal or 0
    return not drawdown.returns and 0 < lent - drawdown.amount <= lent // _MOST_KEPT
