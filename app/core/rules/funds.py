"""What a bank's own balances say of an account on the day on which money was due."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.core.discrepancy import distinct
from app.core.facts import BankRow, Source, WalletKind
from app.core.linking.bank_wording import same_account
from app.core.linking.payments import Movement
from app.core.money import Fen
from app.core.rules.context import Context

CLOCKS = timedelta(minutes=10)
"""How far the clocks of a wallet and a bank may lie apart: what an account held is told over twice that time."""


@dataclass(frozen=True, slots=True)
class Funds:
    """The least and the most that an account held on a day, before and after each of its rows, and those rows."""

    least: Fen
    most: Fen
    rows: tuple[Source, ...]

    def told(self, due: Fen) -> dict[str, Any]:
        """The facts of a day on which it held enough at any time, or too little all day; none where it changed."""
        if self.least >= due:
            return {"funds": self.least, "funds_enough": self.least}
        return {"funds": self.most, "funds_short": due - self.most} if self.most < due else {}


@dataclass(frozen=True, slots=True)
class AccountDay:
    """The rows of an account on one day, all with their balance, and the last one before it."""

    day: date
    before: BankRow
    rows: tuple[BankRow, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The rows that tell it."""
        return distinct(s for row in (self.before, *self.rows) for s in row.sources)

    @property
    def funds(self) -> Funds:
        """What the account held over the day."""
        held = [row.balance or 0 for row in (self.before, *self.rows)]
        return Funds(min(held), max(held), self.sources)

    def held_at(self, moment: datetime) -> Fen | None:
        """The most that the account can have held at a moment; None where the bank prints no times of that day."""
        timed = self._timed()
        if timed is None:
            return None
        past = [own for own in timed if own[0] <= moment - CLOCKS]
        last = [held for at, held in past if at == past[-1][0]] or [self.before.balance or 0]
        near = [held for at, held in timed if moment - CLOCKS < at < moment + CLOCKS]
        return max([*last, *near])

    def enough_since(self, moment: datetime, due: Fen) -> datetime | None:
        """When, after a moment, the account first held what was due."""
        return next((at for at, held in self._timed() or () if at >= moment + CLOCKS and held >= due), None)

    def _timed(self) -> list[tuple[datetime, Fen]] | None:
        timed = [(row.at, row.balance or 0) for row in self.rows if row.at and row.at.date() == self.day]
        return sorted(timed) if len(timed) == len(self.rows) else None


def funds_on(context: Context, paid: Sequence[Movement], tried: Sequence[Movement], day: date) -> Funds | None:
    """What the account that paid, and that alone was tried, held on a day; None where no statement tells."""
    found = account_day(_statement(context, paid, tried), context, day)
    return found.funds if found else None


def day_of_payer(context: Context, paid: Sequence[Movement], tried: Sequence[Movement], day: date) -> AccountDay | None:
    """The day of the account that paid, where tries that name no account can have been on no other that is known.

    An export often leaves the account of a failed try empty. Every repayment of these products that went through must
    have been from the same one then.
    """
    named = [m for m in tried if m.account]
    names = {m.account for m in paid}
    if len(named) < len(tried):
        products = {m.product for m in (*paid, *tried)}
        repaid = context.moved_as(WalletKind.REPAYMENT, WalletKind.RESERVE_RETURNED)
        if any(m.done and m.product in products and m.account not in names for m in repaid):
            return None
    return account_day(_statement(context, paid, named), context, day)


def account_day(rows: Sequence[BankRow], context: Context, day: date) -> AccountDay | None:
    """One day of the rows of an account.

    None where no statement with balances tells: it must cover the day and the one of its last row before, and the
    order of the rows of that last day must be known.
    """
    first, end = (cut(rows, day, key=_on) for cut in (bisect_left, bisect_right))
    before, of_day = last_with_balance(rows, first), tuple(rows[first:end])
    if before is None or before.balance is None or not _is_whole(context, rows, before.on, day):
        return None
    return None if any(row.balance is None for row in of_day) else AccountDay(day, before, of_day)


def _statement(context: Context, paid: Sequence[Movement], tried: Sequence[Movement]) -> Sequence[BankRow]:
    """The rows of the one account that all of the money came from; none where a try may have been on another."""
    accounts = {(row.bank, row.account) for m in paid for row in m.bank}
    if len(accounts) != 1 or not all(m.bank for m in paid):
        return ()
    rows = context.bank_rows[accounts.pop()]
    names = {m.account for m in paid}
    same = (m.account in names or (m.account and same_account(m.account, rows[0])) for m in tried)
    return rows if all(same) else ()


def _is_whole(context: Context, rows: Sequence[BankRow], first: date, day: date) -> bool:
    """Whether one file of these rows speaks of every day from ``first`` to ``day``, without a gap."""
    digests = {source.digest for row in rows for source in row.sources}
    days = [date.fromordinal(n) for n in range(first.toordinal(), day.toordinal() + 1)]
    files = (c for c in context.coverages if c.digest in digests)
    return any(all(context.speaks_of(c, d) for d in days) for c in files)


def _on(row: BankRow) -> date:
    return row.on


def last_with_balance(rows: Sequence[BankRow], before: int | None = None) -> BankRow | None:
    """The latest of these rows of one account that shows a balance; None where the last day's order is not known.

    The rows are in order of day; ``before`` leaves out those from that place on. Rows of one day that bear no time are
    in order only if the balance of one alone is carried on by no other.
    """
    last: list[BankRow] = []
    for place in range((len(rows) if before is None else before) - 1, -1, -1):
        row = rows[place]
        if row.balance is None:
            continue
        if last and row.on < last[0].on:
            break
        last.append(row)
    if len(last) < 2 or all(row.at for row in last):
        return max(last, key=lambda row: (row.at or datetime.combine(row.on, time()), row.sources), default=None)
    ends = [
        row for row in last
        if not any(o is not row and (o.balance or 0) - o.amount == row.balance for o in last)
    ]  # fmt: skip
    return ends[0] if len(ends) == 1 else None
