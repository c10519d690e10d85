"""One paper says paid from an account, and the whole statement of that account lacks it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cached_property

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import BankRow, BankSays, Coverage, WalletKind
from app.core.linking.bank_wording import same_account
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.loans.formulas import given
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

LEAST_OF_FILE = 3
"""So many payments from one account must stand in a file that names none before it is taken for its statement."""

LEAST_BOOKED = 2
"""So many other payments of the wallet must stand in a statement before it can be said to lack one."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every successful repayment that the statement of its account should hold and does not."""
    for m, statement in lacking(context):
        yield _lacking(m, statement)


def lacking(context: Context) -> Iterator[tuple[Movement, Coverage]]:
    """Every such repayment with the statement that lacks it."""
    statements = _Statements(context)
    for m in context.moved_as(WalletKind.REPAYMENT):
        paid = m.done and m.row is not None and not m.bank
        if paid and not m.returns and m.account and "&" not in m.account:
            statement = statements.of(m)
            if statement and not statements.may_be_elsewhere(m, statement):
                yield m, statement


class _Statements:
    """The statements by the words of a wallet for an account, each looked for once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, tuple[Coverage, ...]] = {}
        booked = [m for m in context.booked if m.row]
        self._booked = Counter((m.bank[0].bank, m.bank[0].account) for m in booked)
        self._words = _words_in_files(booked)

    def of(self, m: Movement) -> Coverage | None:
        """The one statement of the account, if it speaks of all days on which a bank may book the payment."""
        if m.account not in self._known:
            self._known[m.account] = self._of_account(m.account)
        own = self._known[m.account]
        days = [m.on + timedelta(days=n) for n in range(BOOKING_DAYS + 1)] if own else []
        return next((c for c in own if all(self._context.speaks_of(c, day) for day in days)), None)

    def _of_account(self, words: str) -> tuple[Coverage, ...]:
        """Every statement of the one account that the words mean, if it holds enough of the wallet's payments."""
        if not any(c.isdigit() for c in words):
            return ()
        bank = self._context.books.bank
        accounts = {(row.bank, row.account) for row in bank if row.account and same_account(words, row)}
        if not accounts:
            return self._without_number(words)
        if len(accounts) != 1:
            return ()
        ((name, account),) = accounts
        if self._booked[name, account] < LEAST_BOOKED:
            return ()
        digests = {s.digest for row in bank if row.account == account for s in row.sources}
        return tuple(c for c in self._context.coverages if c.digest in digests and c.account == account)

    def _without_number(self, words: str) -> tuple[Coverage, ...]:
        """The statements that name no account and hold what the wallet paid from this one, and from no other."""
        own = (digest for digest, used in self._words.items() if set(used) == {words} and used[words] >= LEAST_OF_FILE)
        digests = set(own)
        return tuple(c for c in self._context.coverages if c.digest in digests and not c.account)

    def may_be_elsewhere(self, m: Movement, statement: Coverage) -> bool:
        """Whether a debit near it that belongs to nothing may hold it: joined with others, or less a reduction."""
        return any(_is_near(row, m, statement) for row in self._loose)

    @cached_property
    def _loose(self) -> tuple[BankRow, ...]:
        """The bank's rows that belong to no payment."""
        used = {source for m in self._context.booked for source in m.bank_sources}
        return tuple(row for row in self._context.books.bank if used.isdisjoint(row.sources))


def _words_in_files(booked: Iterable[Movement]) -> dict[str, Counter[str]]:
    """How many payments from each account, in a wallet's words, stand in each file that names no account."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for m in booked:
        if m.account and not m.bank[0].account:
            for digest in {source.digest for source in m.bank[0].sources}:
                found[digest][m.account] += 1
    return found


def _is_near(row: BankRow, m: Movement, statement: Coverage) -> bool:
    """Whether a row of a statement is a debit of about the amount and the day of a payment."""
    days = (row.on - m.on).days
    about = BankSays.REPAYMENT in row.says or 2 * -row.amount >= m.amount
    return row.amount < 0 and row.account == statement.account and -1 <= days <= BOOKING_DAYS and about


def _lacking(m: Movement, statement: Coverage) -> Discrepancy:
    return discrepancy(
        Occurrence(m.at, (*m.wallet_sources, *statement.declaring), product=m.product),
        "SOURCE-CONTRADICTION",
        "not-in-statement",
        Severity.WARNING,
        Certainty.STRONG,
        Bridge(m.amount, 0, parts=(given("not-in-statement", -m.amount, m.wallet_sources),)),
        amount=m.amount,
        account=m.account,
        paid_on=m.on,
    )
