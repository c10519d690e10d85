"""Whose money it was: a folder may hold the papers of two persons, and one does not pay the other's loan unseen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.core.facts import BankRow, Coverage, WalletRow
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.money import Fen

SAME_MOMENT = timedelta(minutes=5)
"""How far the times of one payment may lie apart to tell whose it was."""


NEAR_DUE = 5
"""How many days from the due date a debit of a period's exact amount may lie to tell whose loan it is."""


def with_payers(moved: Sequence[Movement], coverages: Iterable[Coverage]) -> tuple[Movement, ...]:
    """Give each movement its payer where the files tell several apart: the account that a wallet's export declares.

    A bank's row belongs to the payer in whose wallet its account pays, if that is one alone. Where each kind of wallet
    declares one account, nobody is told apart and every payer is empty.
    """
    accounts = {c.digest: c.account for c in coverages if c.account and c.digest}
    exports = {source.digest for m in moved if m.row is not None for source in m.row.sources}
    if len({accounts[digest] for digest in exports & accounts.keys()}) < 2:
        return tuple(moved)
    of_wallet = {id(m): _of_wallet(m.row, accounts) for m in moved if m.row is not None}
    declared: dict[str, set[str]] = defaultdict(set)
    for payer in filter(None, of_wallet.values()):
        declared[payer.partition(" ")[0]].add(payer)
    several = {payer for payers in declared.values() if len(payers) > 1 for payer in payers}
    if not several:
        return tuple(moved)
    by_card = _cards(moved, of_wallet, several)
    return tuple(replace(m, payer=_payer(m, of_wallet, several, by_card)) for m in moved)


def _of_wallet(row: WalletRow, accounts: Mapping[str, str]) -> str:
    """The declared account of the export that a row stands in, with its kind of wallet before it."""
    named = {accounts[source.digest] for source in row.sources if source.digest in accounts}
    return f"{row.provider.partition('-')[0]} {named.pop()}" if len(named) == 1 else ""


def _cards(moved: Iterable[Movement], of_wallet: Mapping[int, str], several: set[str]) -> dict[tuple[str, str], str]:
    """The payer of each bank account: the only one of those told apart whose wallet rows it booked."""
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for m in moved:
        if (payer := of_wallet.get(id(m), "")) in several:
            for row in m.bank:
                seen[_card(row)].add(payer)
    return {card: payers.pop() for card, payers in seen.items() if len(payers) == 1}


def _card(row: BankRow) -> tuple[str, str]:
    """A bank account; a statement that does not name its own is taken for one of its own."""
    return (row.bank, row.account or min((source.digest for source in row.sources), default=""))


def _payer(m: Movement, of_wallet: Mapping[int, str], several: set[str], by_card: Mapping[tuple[str, str], str]) -> str:
    payer = of_wallet.get(id(m), "")
    if payer in several:
        return payer
    cards = {by_card[_card(row)] for row in m.bank if _card(row) in by_card}
    return cards.pop() if len(cards) == 1 else ""


def payers_of(books: Iterable[LoanBook], debits: Iterable[Movement]) -> dict[str, str]:
    """Who is seen to use each loan, by contract: whoever got the money, else whose debits its records name to the
    minute and the fen, else whose debits are its periods' exact amounts about their due dates.

    Empty where nobody is told apart, or where it cannot be told.
    """
    told: dict[Fen, list[Movement]] = defaultdict(list)
    for m in debits:
        if m.payer:
            told[m.amount].append(m)
    return {book.contract: _payer_of(book, told) for book in books}


def _payer_of(book: LoanBook, told: Mapping[Fen, Sequence[Movement]]) -> str:
    """Who uses a loan, by the debits whose payer is told, which are given by their amount."""
    if book.drawdown is not None and book.drawdown.payer:
        return book.drawdown.payer
    if not told:
        return ""
    recorded: dict[Fen, list[datetime]] = defaultdict(list)
    for repayment in book.repayments:
        recorded[repayment.total].append(repayment.at)
    votes = Counter(
        m.payer
        for amount, moments in recorded.items()
        for m in told.get(amount, ())
        if any(abs(m.at - at) <= SAME_MOMENT for at in moments)
    )
    if not votes:
        planned = {row.instalment for page in book.snapshots for row in page.rows}
        votes = Counter(m.payer for amount in planned for m in told.get(amount, ()) if _as_planned(book, m))
    ranked = votes.most_common(2)
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else ""


def _as_planned(book: LoanBook, debit: Movement) -> bool:
    rows = (book.in_force(period, debit.on) for period in book.periods)
    return any(row and row.instalment == debit.amount and abs((debit.on - row.due).days) <= NEAR_DUE for row in rows)


def may_pay(debit: Movement, payer: str) -> bool:
    """Whether a debit can be for a loan that ``payer`` uses; whoever is not told apart may."""
    return not payer or not debit.payer or debit.payer == payer
