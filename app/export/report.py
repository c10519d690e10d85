"""The report as data: counts, totals, the worst, and the conclusion, the same in workbook, window and terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.discrepancy import Discrepancy, Severity
from app.core.explanation import Explanation
from app.core.money import Fen

WORST = 5


@dataclass(frozen=True, slots=True)
class Totals:
    """What the discrepancies of one severity come to, in fen: ``more`` and ``less`` than expected, each positive."""

    count: int
    more: Fen
    less: Fen
    unexplained: Fen


@dataclass(frozen=True, slots=True)
class Report:
    """What an explanation says in short. ``conclusion`` is a message id (``workbook.conclusion.<conclusion>``)."""

    totals: Mapping[Severity, Totals]
    worst: tuple[Discrepancy, ...]
    period: tuple[date, date] | None
    conclusion: str

    @property
    def all(self) -> Totals:
        """The totals of all severities together."""
        return added(list(self.totals.values()))


def report_of(explanation: Explanation) -> Report:
    """Sum an explanation up; the order of its discrepancies (worst first) is kept."""
    found = explanation.discrepancies
    return Report(
        totals={severity: totals_of([d for d in found if d.severity is severity]) for severity in Severity},
        worst=tuple(d for d in found if d.severity is not Severity.INFO)[:WORST],
        period=_period(explanation),
        conclusion=_conclusion(explanation),
    )


def totals_of(found: Sequence[Discrepancy]) -> Totals:
    """Count discrepancies and add up their amounts; ``unexplained`` adds sizes, so that more and less do not cancel."""
    return Totals(
        count=len(found),
        more=sum(d.difference for d in found if d.difference > 0),
        less=-sum(d.difference for d in found if d.difference < 0),
        unexplained=sum(abs(d.unexplained) for d in found),
    )


def added(totals: Sequence[Totals]) -> Totals:
    """Totals of several groups together."""
    return Totals(
        sum(t.count for t in totals),
        sum(t.more for t in totals),
        sum(t.less for t in totals),
        sum(t.unexplained for t in totals),
    )


def _period(explanation: Explanation) -> tuple[date, date] | None:
    days = [day for source in explanation.sources if source.period for day in source.period]
    return (min(days), max(days)) if days else None


def _conclusion(explanation: Explanation) -> str:
    found = explanation.discrepancies
    if not any(source.format for source in explanation.sources):
        return "nothing-read"
    if not found:
        return "nothing-found"
    if any(d.unexplained for d in found):
        return "unexplained"
    if any(d.severity is Severity.SERIOUS for d in found):
        return "act"
    return "explained" if any(d.severity is Severity.WARNING for d in found) else "harmless"
