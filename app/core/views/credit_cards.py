"""Lays the cards of a credit report beside card statements: when a card was opened and closed, and whether it was used.

Statements hold purchases and repayments but neither what is owed nor what fell due, so that no balance and no mark is
checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.core.ahead import MarkCheck
from app.core.facts import BankRow
from app.core.papers import CreditAccount, CreditLineKind, CreditReport
from app.core.views.credit_accounts import LAG, Month, lender_of, month_of, month_plus, same_lender, text_of
from app.core.views.credit_beside import AccountBeside

CARDS = frozenset({CreditLineKind.CARD, CreditLineKind.QUASI_CARD})


def card_checks(
    account: CreditAccount, report: CreditReport, rows: Sequence[BankRow], as_of: date
) -> Iterator[MarkCheck]:
    """The statements of a card account that rows of its bank's card can bear out or contradict."""
    beside, lender = AccountBeside.of(account, report, as_of), lender_of(account)
    cards = (row for row in rows if row.provider.endswith("-credit") and row.bank)
    own = [row for row in cards if same_lender(row.bank, lender)]
    twins = [a for a in report.accounts if a.kind in CARDS and same_lender(lender_of(a), lender)]
    if not own or len(twins) > 1 or len({row.account for row in own}) > 1:
        yield beside.unchecked("account", "several-cards" if own else "no-card-rows")
        return
    used = [row for row in own if row.amount < 0]
    yield from _opened(beside, own)
    if account.settled is not None:
        yield from _closed(beside, account.settled, used)
    if account.is_inactive and account.as_of is not None:
        before = [row for row in used if month_of(row.on) <= account.as_of]
        if before:
            first = before[0]
            yield beside.contradicts("card-inactive", "used-before", account.state, first.on, *first.sources)
    if account.balance is not None:
        yield beside.unchecked("balance", "card-owes-untold", account.balance)


def _opened(beside: AccountBeside, own: Sequence[BankRow]) -> Iterator[MarkCheck]:
    """A row before the day of opening contradicts it only where the same card's number stands on later rows too."""
    opened = beside.account.opened
    if opened is None:
        return
    first, later = own[0], [row for row in own if row.on >= opened]
    if first.on >= opened:
        yield beside.agrees("card-opened", opened, first.on, *first.sources)
    elif first.account and later:
        rows = (*first.sources, *later[0].sources)
        yield beside.contradicts("card-opened", "rows-before", opened, first.on, *rows)
    else:
        yield beside.unchecked("card-opened", "several-cards", opened)


def _closed(beside: AccountBeside, settled: Month, used: Sequence[BankRow]) -> Iterator[MarkCheck]:
    after = [row for row in used if month_of(row.on) > month_plus(settled, LAG)]
    if after:
        first = after[0]
        yield beside.contradicts("card-closed", "used-after", text_of(settled), first.on, *first.sources)
    elif used:
        yield beside.agrees("card-closed", text_of(settled), used[-1].on, *used[-1].sources)
