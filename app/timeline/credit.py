"""The months as a credit record may show them: a cell for each, the worst of its loans first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from app.core.ahead import CreditMonth, MarkBasis
from app.core.explanation import Explanation
from app.palette import Ink
from app.timeline.scale import day_number

_WORST_FIRST = (
    MarkBasis.UNPAID, MarkBasis.POSTED_LATE, MarkBasis.WITHIN, MarkBasis.GRACE, MarkBasis.UNKNOWN, MarkBasis.ON_TIME,
)  # fmt: skip
_QUIET = frozenset({MarkBasis.ON_TIME, MarkBasis.UNKNOWN})
_INKS = {
    MarkBasis.UNPAID: (Ink.SERIOUS_GROUND, Ink.SERIOUS),
    MarkBasis.POSTED_LATE: (Ink.SERIOUS_GROUND, Ink.SERIOUS),
    MarkBasis.WITHIN: (Ink.WARNING_GROUND, Ink.WARNING),
    MarkBasis.GRACE: (Ink.WARNING_GROUND, Ink.WARNING),
}


@dataclass(frozen=True, slots=True)
class CreditCell:
    """A month from its ``first`` day number to that of the next month; its loans, the worst first."""

    first: float
    last: float
    months: tuple[CreditMonth, ...]

    @property
    def inks(self) -> tuple[Ink, Ink]:
        """The colour of its ground and of its edge and mark."""
        return _INKS.get(self.months[0].basis, (Ink.PANEL, Ink.SECONDARY))

    @property
    def mark(self) -> str:
        """What a record may show at worst; a question mark where no paper tells, nothing where the contract decides."""
        worst = self.months[0]
        match worst.basis:
            case MarkBasis.UNPAID | MarkBasis.WITHIN:
                return f"≤{worst.mark}" if worst.mark.isdigit() else worst.mark
            case MarkBasis.ON_TIME:
                return worst.mark
            case MarkBasis.UNKNOWN:
                return "?"
        return ""


def tells(explanation: Explanation) -> bool:
    """Say whether any month may show something else than that all was paid in time."""
    return any(month.basis not in _QUIET for month in explanation.ahead.credit.months)


def cells_of(explanation: Explanation) -> tuple[CreditCell, ...]:
    """Return the cells in order of time; none where there is nothing to tell."""
    if not tells(explanation):
        return ()
    by_month: dict[tuple[int, int], list[CreditMonth]] = defaultdict(list)
    for month in explanation.ahead.credit.months:
        by_month[month.month].append(month)
    return tuple(
        CreditCell(
            day_number(date(year, number, 1)),
            day_number(date(year + number // 12, number % 12 + 1, 1)),
            tuple(sorted(found, key=lambda m: (_WORST_FIRST.index(m.basis), -m.days, m.facility))),
        )
        for (year, number), found in sorted(by_month.items())
    )
