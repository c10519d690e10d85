"""Lays the cards of a credit report beside card statements: when a card was opened and closed, and whether it was used.

Statements hold purchases and repayments but neither what is owed nor what fell due, so that no balance and no mark is
checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.core.ahead import MarkCheck, MarkStanding
from app.core.discrepancy import FactValue
from app.core.facts import BankRow
from app.core.papers import CreditAccount, CreditLineKind, CreditReport
from app.core.views.credit_accounts import LAG, Month, month_of, same_lender, text_of

CARDS = frozenset({CreditLineKind.CARD, CreditLineKind.QUASI_CARD})
_INACTIVE = ("尚未激活", "未激活")


def card_checks(account: CreditAccount, report: CreditReport, rows: Sequence[BankRow]) -> Iterator[MarkCheck]:
    """The statements of a card account that rows of its bank's card can bear out or contradict."""
    cards = (row for row in rows if row.provider.endswith("-credit") and row.bank)
    own = [row for row in cards if same_lender(row.bank, account.lender)]
    twins = [a for a in report.accounts if a.kind in CARDS and same_lender(a.lender, account.lender)]
    if not own or len(twins) > 1 or len({row.account for row in own}) > 1:
        yield _check(account, report, "account", MarkStanding.NOT_CHECKED, "several-cards" if own else "no-card-rows")
        return
    used = [row for row in own if row.amount < 0]
    yield from _opened(account, report, own)
    if account.settled is not None:
        yield from _closed(account, report, used)
    if account.state in _INACTIVE and account.as_of is not None:
        before = [row for row in used if month_of(row.on) <= account.as_of]
        if before:
            wrong = MarkStanding.CONTRADICTS
            yield _check(
                account, report, "card-inactive", wrong, "used-before", account.state, before[0].on, before[:1]
            )
    if account.balance is not None:
        yield _check(account, report, "balance", MarkStanding.NOT_CHECKED, "card-owes-untold", account.balance)


def _opened(account: CreditAccount, report: CreditReport, own: Sequence[BankRow]) -> Iterator[MarkCheck]:
    """A row before the day of opening contradicts it only where the same card's number stands on later rows too."""
    if account.opened is None:
        return
    first, later = own[0], [row for row in own if row.on >= account.opened]
    told = (account.opened, first.on)
    if first.on >= account.opened:
        yield _check(account, report, "card-opened", MarkStanding.AGREES, "agrees", *told, own[:1])
    elif first.account and later:
        rows = (first, later[0])
        yield _check(account, report, "card-opened", MarkStanding.CONTRADICTS, "rows-before", *told, rows)
    else:
        yield _check(account, report, "card-opened", MarkStanding.NOT_CHECKED, "several-cards", account.opened)


def _closed(account: CreditAccount, report: CreditReport, used: Sequence[BankRow]) -> Iterator[MarkCheck]:
    told = account.settled or (0, 0)
    after = [row for row in used if month_of(row.on) > _lagged(told)]
    wrong = MarkStanding.CONTRADICTS
    if after:
        yield _check(account, report, "card-closed", wrong, "used-after", text_of(told), after[0].on, after[:1])
    elif used:
        fits = MarkStanding.AGREES
        yield _check(account, report, "card-closed", fits, "agrees", text_of(told), used[-1].on, used[-1:])


def _lagged(month: Month) -> Month:
    year, number = divmod(month[0] * 12 + month[1] - 1 + LAG, 12)
    return year, number + 1


def _check(
    account: CreditAccount, report: CreditReport, fact: str, standing: MarkStanding, why: str,
    told: FactValue = "", rows: FactValue | date = "", evidence: Sequence[BankRow] = (),
) -> MarkCheck:  # fmt: skip
    on = report.reported_at.date() if report.reported_at else None
    sources = tuple(s for row in evidence for s in row.sources)
    return MarkCheck(
        fact, standing, why, account.lender, account.sources, "", None, told, rows, sources, account.opened,
        account.amount, on,
    )  # fmt: skip
