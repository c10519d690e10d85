"""Checks that every row's balance follows from the row before, whatever the order of the rows in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby

from app.core.facts import BankRow
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class Break:
    """A row whose balance does not follow from any row before it; ``gap`` is what the rows in between must add up to.

    ``gap`` is None where more than one balance could have come before.
    """

    row: BankRow
    gap: Fen | None


def balance_breaks(rows: Iterable[BankRow]) -> tuple[Break, ...]:
    """The rows before which rows are missing, in order of time, per account.

    A row moves its account from ``balance - amount`` to ``balance``. Day by day, each start must be the end of
    yesterday or of another row of the day, so neither the direction of the file nor the order inside a day matters.
    The first row of an account starts from anywhere; a day on which a row has no balance proves nothing.
    """
    found: list[Break] = []
    for _, items in groupby(sorted(rows, key=lambda row: (row.account, *_order(row))), key=lambda row: row.account):
        found += _account_breaks(list(items))
    return tuple(sorted(found, key=lambda item: _order(item.row)))


def chained(rows: Iterable[BankRow]) -> bool:
    """Whether the balances hold together well enough to prove anything: at most half of them start from nowhere."""
    held = [row for row in rows if row.balance is not None]
    return 2 * len(balance_breaks(held)) <= max(0, len(held) - 1)


def _account_breaks(rows: list[BankRow]) -> list[Break]:
    found: list[Break] = []
    ends: set[Fen] | None = None
    for _, items in groupby(rows, key=lambda row: row.on):
        day = list(items)
        if any(row.balance is None for row in day):
            ends = None
            continue
        loose = _unconnected(day, ends)
        gap_from = min(ends) if ends and len(ends) == len(loose) == 1 else None
        found += [Break(row, None if gap_from is None else _start(row) - gap_from) for row in loose]
        ends = _ends(day, ends or set())
    return found


def _unconnected(day: list[BankRow], ends: set[Fen] | None) -> list[BankRow]:
    """The rows of a day that start neither where the day before may have ended nor where another row ends."""
    free = Counter(row.balance for row in day)
    loose = []
    for row in day:
        if free[_start(row)]:
            free[_start(row)] -= 1
        else:
            loose.append(row)
    if ends is None:
        return loose[1:]
    if not loose:
        # The day ends where it began, so its rows hold one another; one of them must touch yesterday's end.
        return [] if any(_start(row) in ends for row in day) else day[:1]
    follower = next((row for row in loose if _start(row) in ends), None)
    return [row for row in loose if row is not follower]


def _ends(day: list[BankRow], before: set[Fen]) -> set[Fen]:
    """The balances at which a day may have ended; more than one where it has breaks or came round to its start."""
    balances = {row.balance for row in day if row.balance is not None}
    left = Counter(row.balance for row in day if row.balance is not None)
    left.subtract(_start(row) for row in day)
    return {balance for balance, count in left.items() if count > 0} or balances & before or balances


def _start(row: BankRow) -> Fen:
    return (row.balance or 0) - row.amount


def _order(row: BankRow) -> tuple[object, ...]:
    at = row.at or datetime.combine(row.on, time.min)
    return row.on, at, row.amount, row.balance or 0, row.summary, row.counterparty, row.note
