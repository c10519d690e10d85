"""What a bank's row says of itself, held against a wallet's: the words are read by the importer, their use is here."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from app.core.facts import BankRow, BankSays, Purpose, Trigger, WalletKind, WalletRow

_TAIL = re.compile(r"(\d{3,4})(?!.*\d)")


def wording(row: BankRow) -> str:
    """All words of a bank row: summary, counterparty, note."""
    return " ".join(filter(None, (row.summary, row.counterparty, row.note)))


def trigger_of(row: BankRow) -> Trigger:
    """Who started a repayment, by the bank's wording."""
    if BankSays.AUTOMATIC in row.says:
        return Trigger.AUTO
    return Trigger.MANUAL if BankSays.BY_HAND in row.says else Trigger.UNKNOWN


def purpose_of(row: BankRow) -> Purpose:
    """What a repayment is for, by the bank's wording."""
    if BankSays.SETTLES in row.says:
        return Purpose.SETTLEMENT
    return Purpose.PREPAYMENT if BankSays.PREPAYS in row.says else Purpose.UNKNOWN


def is_charge(row: BankRow) -> bool:
    """Whether a debit is a charge beside a loan, and no repayment of one: of a guarantor or go-between, or for the
    membership or the extension that a lender sells.
    """
    if BankSays.EXTENSION_FEE in row.says:
        return row.amount < 0 and row.product is not None
    beside = BankSays.MEMBERSHIP if row.product else BankSays.THIRD_PARTY_CHARGE
    return row.amount < 0 and beside in row.says and _OTHERWISE.isdisjoint(row.says)


_OTHERWISE = frozenset({BankSays.PAID_OUT, BankSays.RECOVERY})
"""What a guarantor or go-between moves money for that is no charge."""


def same_account(account: str, booked: BankRow) -> bool:
    """Whether a wallet's funding source can be the account of a bank statement; what is not said may agree."""
    names = (booked.bank, booked.short_bank or booked.bank)
    if account and not account.isdigit() and booked.bank and not any(part in account for part in names):
        # A message gives a card's last digits alone; a wallet that funds from its own balance has no bank row; an
        # unnamed source may be any card.
        return False
    mine, theirs = _TAIL.search(account), _TAIL.search(booked.account)
    return mine is None or theirs is None or mine[1] == theirs[1]


def same_wording(row: WalletRow, booked: BankRow) -> int:
    """How well a bank's wording fits a wallet row: 3 names it, 2 names a repayment, 1 says nothing, 0 contradicts."""
    if row.kind is WalletKind.TRANSFER:  # the product that the bank hears in a person's name is none
        named = booked.payee and booked.payee in row.counterparty and BankSays.REPAYMENT not in booked.says
        return 3 if named else 0
    if booked.product is not None:
        return 2 if row.product in booked.lends else 3 if booked.product is row.product else 0
    said = booked.payee
    if said and (said in row.text or said in row.counterparty or (row.counterparty and row.counterparty in said)):
        return 3
    if BankSays.MONEY_MOVED in booked.says:
        return 2
    return 0 if said else 1


def same_statement(one: BankRow | None, other: BankRow) -> bool:
    """Whether two rows stand in statements of one account."""
    return one is not None and (one.bank, one.account) == (other.bank, other.account)


def apart(at: datetime, booked: BankRow) -> timedelta:
    """How far a bank's time lies from a wallet's; a row that bears a day only comes after all that bear a time."""
    return abs(booked.at - at) if booked.at else timedelta.max
