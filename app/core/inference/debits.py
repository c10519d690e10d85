"""The debits a search may use, in order of time, with quick ways to find one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import date, timedelta
from typing import NamedTuple

from app.core.facts import Purpose
from app.core.inference.model import Paid
from app.core.inference.work import Work
from app.core.money import Fen

INSTALMENTS = frozenset({Purpose.UNKNOWN, Purpose.BILL})
"""Wordings under which a row may be an instalment."""


SPARE_ROWS = 2
"""Rows beyond one a period that a path may use: instalments in parts, unnamed prepayments."""


class Row(NamedTuple):
    """A debit in the pool; ``bit`` marks it as used, ``amount`` is what other loans have left of it."""

    bit: int
    key: str
    on: date
    amount: Fen
    purpose: Purpose


class Pool:
    """Debits sorted by day, amount and key, so that nothing depends on the order they came in."""

    def __init__(
        self,
        paid: Iterable[Paid],
        left: Mapping[str, Fen] | None = None,
        shared: bool = False,
        work: Work | None = None,
    ) -> None:
        """Take ``paid``; ``left`` has what remains of rows other loans use; ``shared`` allows one row to serve two.

        ``work`` is what searches among them may still do.
        """
        order = sorted(paid, key=lambda p: (p.on, p.amount, p.key))
        remains = left or {}
        rows = [Row(1 << n, p.key, p.on, remains.get(p.key, p.amount), p.purpose) for n, p in enumerate(order)]
        self.rows = tuple(row for row in rows if row.amount > 0)
        self.shared = shared
        self.work = work or Work()
        self._days = [row.on for row in self.rows]
        self._masks = [0]
        for row in reversed(self.rows):
            self._masks.append(self._masks[-1] | row.bit)
        self._masks.reverse()
        self._named = sum(row.purpose not in INSTALMENTS for row in self.rows)
        self._other_wording = sum(row.bit for row in self.rows if row.purpose not in INSTALMENTS)
        by_amount = sorted((row.amount, row.bit, row.on) for row in self.rows if row.purpose in INSTALMENTS)
        self._amounts = [amount for amount, _, _ in by_amount]
        self._bits_of_amounts = [bit for _, bit, _ in by_amount]
        self._days_of_amounts = [day for _, _, day in by_amount]
        self._by_amount: dict[Fen, list[Row]] = {}
        self._instalments = [row for row in self.rows if row.purpose in INSTALMENTS]
        self._instalment_days = [row.on for row in self._instalments]
        for row in self._instalments:
            self._by_amount.setdefault(row.amount, []).append(row)

    def with_work(self) -> Pool:
        """The same rows with work of their own: a verdict looks at what was found and is never cut short."""
        other = copy(self)
        other.work = Work()
        return other

    def fitting(self, least: Fen, most: Fen) -> int:
        """Return the bits of the rows whose wording or amount lets them count for a plan with such instalments."""
        first = bisect_left(self._amounts, -(-least // 10))
        beyond = bisect_right(self._amounts, 12 * most // 10)
        return self._other_wording | sum(self._bits_of_amounts[first:beyond])

    def most_after(self, day: date, free: int, periods: int) -> int:
        """Return how many rows of ``free`` from ``day`` on a path of so many periods can still use at most."""
        free &= self._masks[bisect_left(self._days, day)]
        return min(free.bit_count(), periods + self._named + SPARE_ROWS)

    def between(self, first: date, last: date, used: int = 0) -> Iterator[Row]:
        """Yield the rows of ``first`` to ``last``, both included, that are not used."""
        for row in self.rows[bisect_left(self._days, first) : bisect_right(self._days, last)]:
            if not row.bit & used:
                yield row

    def instalments(self, first: date, last: date, used: int = 0) -> Iterator[Row]:
        """Yield those of them that may be instalments by their wording."""
        begin, end = bisect_left(self._instalment_days, first), bisect_right(self._instalment_days, last)
        return (row for row in self._instalments[begin:end] if not row.bit & used)

    def dearer(self, first: date, last: date, used: int, above: Fen, most: Fen) -> list[Row]:
        """Return the possible instalments of these days that are dearer than ``above``, up to ``most``."""
        begin, end = bisect_left(self._instalment_days, first), bisect_right(self._instalment_days, last)
        return [row for row in self._instalments[begin:end] if above < row.amount <= most and not row.bit & used]

    def exactly(self, amount: Fen, first: date, last: date, used: int = 0) -> list[Row]:
        """Return the rows of exactly this amount that may be instalments."""
        return [row for row in self._by_amount.get(amount, ()) if first <= row.on <= last and not row.bit & used]

    def holds(self, least: Fen, most: Fen, first: date, last: date) -> bool:
        """Whether a possible instalment of ``least`` to ``most`` fen lies in these days."""
        begin, end = bisect_left(self._amounts, least), bisect_right(self._amounts, most)
        return any(first <= day <= last for day in self._days_of_amounts[begin:end])

    def around(self, day: date, before: int, after: int, used: int = 0) -> Iterator[Row]:
        """Yield possible instalments from ``before`` days before ``day`` to ``after`` days after it."""
        return self.instalments(day - timedelta(days=before), day + timedelta(days=after), used)
