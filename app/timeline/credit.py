"""The months as a credit record may show them, and what a report states of them: a cell for each, the worst first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from app.core.ahead import CreditMonth, MarkBasis, MarkCheck, MarkStanding
from app.core.explanation import Explanation
from app.palette import Ink
from app.timeline.scale import day_number

_WORST_FIRST = (
    MarkBasis.UNPAID, MarkBasis.POSTED_LATE, MarkBasis.WITHIN, MarkBasis.DAY_OFF, MarkBasis.GRACE,
    MarkBasis.UNKNOWN, MarkBasis.ON_TIME,
)  # fmt: skip
_QUIET = frozenset({MarkBasis.ON_TIME, MarkBasis.UNKNOWN})
_STANDINGS = (MarkStanding.CONTRADICTS, MarkStanding.AGREES, MarkStanding.NOT_CHECKED)
_NAMED_BY_MONTH = frozenset({"card-closed", "settled-month", "still-open"})
_NAMED_BY_DAY = frozenset({"enquiry", "card-opened"})
_CONTRADICTED, _STATED, _WRONGED = "≠", "•", "!"
_INKS = {
    MarkBasis.UNPAID: (Ink.SERIOUS_GROUND, Ink.SERIOUS),
    MarkBasis.POSTED_LATE: (Ink.SERIOUS_GROUND, Ink.SERIOUS),
    MarkBasis.WITHIN: (Ink.WARNING_GROUND, Ink.WARNING),
    MarkBasis.DAY_OFF: (Ink.WARNING_GROUND, Ink.WARNING),
    MarkBasis.GRACE: (Ink.WARNING_GROUND, Ink.WARNING),
}


@dataclass(frozen=True, slots=True)
class CreditCell:
    """A month from its ``first`` day number to that of the next month.

    Its loans, the worst first, and what a credit report states of it (marks, ends, cards, enquiries), what contradicts
    the rows first. One of both may be empty.
    """

    first: float
    last: float
    months: tuple[CreditMonth, ...]
    checks: tuple[MarkCheck, ...] = ()

    @property
    def is_contradicted(self) -> bool:
        """Whether a statement of a report contradicts the rows."""
        return bool(self.checks) and self.checks[0].standing is MarkStanding.CONTRADICTS

    @property
    def inks(self) -> tuple[Ink, Ink]:
        """The colour of its ground and of its edge and mark."""
        if self.is_contradicted:
            return (Ink.SERIOUS_GROUND, Ink.SERIOUS)
        plain = (Ink.PANEL, Ink.SECONDARY)
        return _INKS.get(self.months[0].basis, plain) if self.months else plain

    @property
    def mark(self) -> str:
        """What a record may show at worst, ``≠`` where a report contradicts the rows, ``•`` for a card or an enquiry.

        A question mark where no paper tells, ``!`` where the rows contradict what may be shown, nothing where the
        contract decides.
        """
        if self.is_contradicted:
            return _CONTRADICTED
        stated = _STATED if any(check.fact in _NAMED_BY_DAY for check in self.checks) else ""
        return f"{self._worst}{stated}"

    @property
    def _worst(self) -> str:
        if not self.months:
            return ""
        worst = self.months[0]
        match worst.basis:
            case MarkBasis.UNPAID | MarkBasis.WITHIN:
                return f"≤{worst.mark}" if worst.mark.isdigit() else worst.mark
            case MarkBasis.ON_TIME:
                return worst.mark
            case MarkBasis.UNKNOWN:
                return "?"
            case MarkBasis.POSTED_LATE:
                return _WRONGED
        return ""


def tells(explanation: Explanation) -> bool:
    """Say whether any month may show more than that all was paid in time, or a report states anything of one."""
    credit = explanation.ahead.credit
    return any(month.basis not in _QUIET for month in credit.months) or bool(_stated(explanation))


def cells_of(explanation: Explanation) -> tuple[CreditCell, ...]:
    """Return the cells in order of time; none where there is nothing to tell."""
    if not tells(explanation):
        return ()
    by_month: dict[tuple[int, int], list[CreditMonth]] = defaultdict(list)
    for month in explanation.ahead.credit.months:
        by_month[month.month].append(month)
    stated = _stated(explanation)
    return tuple(
        CreditCell(
            day_number(date(year, number, 1)),
            day_number(date(year + number // 12, number % 12 + 1, 1)),
            tuple(sorted(by_month[year, number], key=lambda m: (_WORST_FIRST.index(m.basis), -m.days, m.facility))),
            tuple(
                sorted(stated.get((year, number), ()), key=lambda c: (_STANDINGS.index(c.standing), c.fact, c.lender))
            ),
        )
        for year, number in sorted({*by_month, *stated})
    )


def _stated(explanation: Explanation) -> dict[tuple[int, int], list[MarkCheck]]:
    """What reports state of a month in which something happened or later, by that month."""
    first = min((event.at for event in explanation.events), default=None)
    found: dict[tuple[int, int], list[MarkCheck]] = defaultdict(list)
    for check in explanation.ahead.credit.checks:
        month = _month_of(check)
        if first and month and month >= (first.year, first.month) and _is_worth_a_cell(check):
            found[month].append(check)
    return dict(found)


def _is_worth_a_cell(check: MarkCheck) -> bool:
    """What was not checked of a month says nothing more than the month does; who looked, and when, does."""
    return check.standing is not MarkStanding.NOT_CHECKED or check.fact == "enquiry"


def _month_of(check: MarkCheck) -> tuple[int, int] | None:
    """The month that a statement is about; of what contradicts without one, that of the report's day."""
    if check.month:
        return check.month
    day = check.opened if check.fact in _NAMED_BY_DAY else None
    if check.fact in _NAMED_BY_MONTH:
        year, _, month = str(check.told).partition("-")
        return int(year), int(month)
    if check.standing is MarkStanding.CONTRADICTS:
        day = day or check.reported_on
    return (day.year, day.month) if day else None
