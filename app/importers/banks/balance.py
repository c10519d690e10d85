"""Checks that every row's balance follows from the row before, whatever the order of the rows in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby

from app.core.events import BankRow
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
    ends: Counter[Fen] | None = None
    for _, items in groupby(rows, key=lambda row: row.on):
        day = list(items)
        if any(row.balance is None for row in day):
            ends = None
            continue
        loose, left = _unmatched(day, ends)
        if ends is None:
            loose = loose[1:]
        gap_from = next(iter(ends)) if ends and ends.total() == 1 and len(loose) == 1 else None
        found += [Break(row, None if gap_from is None else _start(row) - gap_from) for row in loose]
        ends = left
    return found


def _unmatched(day: list[BankRow], ends: Counter[Fen] | None) -> tuple[list[BankRow], Counter[Fen]]:
    """The rows of a day that start from no known balance, and the balances at which the day may have ended."""
    open_ends = Counter(row.balance for row in day if row.balance is not None)
    before = Counter(ends or ())
    loose = []
    for row in day:
        start = _start(row)
        pool = before if before[start] else open_ends
        if pool[start]:
            pool[start] -= 1
        else:
            loose.append(row)
    return loose, +open_ends or +before


def _start(row: BankRow) -> Fen:
    return (row.balance or 0) - row.amount


def _order(row: BankRow) -> tuple[object, ...]:
    at = row.at or datetime.combine(row.on, time.min)
    return row.on, at, row.amount, row.balance or 0, row.summary, row.counterparty, row.note
