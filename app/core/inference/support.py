"""Which rows have another near them that the same loan would explain: a cheap look before any rate is computed.

A loan that is paid as planned shows two of its first three instalments at least. In a wallet of many loans most rows
near a due date are other loans'; a search for plain loans leaves those out unread.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from app.core.inference.debits import Pool
from app.core.inference.plausibility import DAYS_EARLY
from app.core.money import Fen

FIRST = 3
"""The periods that are looked at."""
_TOLERANCE = 3
"""Fen by which an instalment foretold from another may be off: two roundings, and one for the day count."""


class Seen(NamedTuple):
    """A row as an instalment of a loan of ``principal`` fen; ``place`` from 0, ``dates`` are drawdown and dues."""

    principal: Fen
    amount: Fen
    place: int
    dates: tuple[date, ...]

    def others(self) -> range:
        """The places of the first periods."""
        return range(min(FIRST, len(self.dates) - 1))


def repeats(seen: Seen, pool: Pool) -> bool:
    """Whether the same amount is debited at another of the first due dates."""
    return any(_is_debited(seen, k, seen.amount, seen.amount, pool) for k in seen.others() if k != seen.place)


def declines(seen: Seen, terms: int, pool: Pool) -> bool:
    """Whether another first due date has what an equal share of the principal and the same rate would give there."""
    share = seen.principal // terms
    for k in seen.others():
        if k != seen.place and k < terms:
            least, most = _interest_there(seen, k, share)
            slack = _TOLERANCE + (terms if k == terms - 1 else 0)  # the last share takes what rounding leaves
            if _is_debited(seen, k, share + least - slack, share + most + slack, pool):
                return True
    return False


def bears(seen: Seen, pool: Pool) -> bool:
    """Whether another first due date has the interest on all of the principal, alone or with the principal."""
    return any(
        _is_debited(seen, k, more + least - _TOLERANCE, more + most + _TOLERANCE, pool)
        for k in seen.others()
        if k != seen.place
        for least, most in (_interest_there(seen, k, 0),)
        for more in (0, seen.principal)
    )


def _interest_there(seen: Seen, index: int, share: Fen) -> tuple[Fen, Fen]:
    """Return the interest of another period at the rate this row implies, by days and by months, the less first."""
    here, there = seen.principal - share * seen.place, seen.principal - share * index
    interest = (seen.amount - share) * there
    by_month = interest // here
    by_day = interest * _days(seen, index) // (here * _days(seen, seen.place))
    return min(by_month, by_day), max(by_month, by_day)


def _days(seen: Seen, index: int) -> int:
    return (seen.dates[index + 1] - seen.dates[index]).days


def _is_debited(seen: Seen, index: int, least: Fen, most: Fen, pool: Pool) -> bool:
    due = seen.dates[index + 1]
    return pool.holds(least, most, due - timedelta(DAYS_EARLY), due)
