"""What falls due month by month: how much of it is certain, computed, or only bounded by what was usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.ahead import DueBasis, NextDue
from app.core.calendar import add_months
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """A month by its first day. Amounts are fen; ``low`` and ``high`` bound what is estimated in it.

    ``untold`` dues have neither an amount nor bounds.
    """

    first: date
    certain: Fen = 0
    computed: Fen = 0
    low: Fen = 0
    high: Fen = 0
    untold: int = 0

    @property
    def known(self) -> Fen:
        """What is certain or computed."""
        return self.certain + self.computed

    @property
    def least(self) -> Fen:
        """The least that may fall due, as far as it is told."""
        return self.known + self.low

    @property
    def most(self) -> Fen:
        """The most that may fall due, as far as it is told."""
        return self.known + self.high


def months_ahead(dues: Sequence[NextDue], most: int) -> tuple[MonthAhead, ...]:
    """Each month from the first due to the last, those without a due among them; ``most`` of them at most."""
    if not dues:
        return ()
    first, last = (min(due.on for due in dues).replace(day=1), max(due.on for due in dues))
    starts = [start for n in range(most) if (start := add_months(first, n)) <= last]
    return tuple(_month(start, [due for due in dues if due.on.replace(day=1) == start]) for start in starts)


def _month(first: date, dues: Sequence[NextDue]) -> MonthAhead:
    certain = computed = low = high = untold = 0
    for due in dues:
        if due.amount is not None and due.basis is DueBasis.CERTAIN:
            certain += due.amount
        elif due.amount is not None and due.basis is DueBasis.COMPUTED:
            computed += due.amount
        elif due.amount is not None:
            low, high = low + due.amount, high + due.amount
        elif due.high is not None:
            low, high = low + (due.low or 0), high + due.high
        else:
            untold += 1
    return MonthAhead(first, certain, computed, low, high, untold)
