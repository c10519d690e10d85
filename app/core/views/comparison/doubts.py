"""Which rows differ: those that a discrepancy names, in the way its kind declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.core.discrepancy import Discrepancy, Unit
from app.core.facts import Source
from app.core.kinds import Differing, kind_of

_PREPAID = "PLAN-REAMORTISED"
"""The kind that names, beside the rows of both pages, the debit that prepaid what is gone from the later one."""


class Doubts:
    """Finds the discrepancies of rows."""

    def __init__(self, found: Iterable[Discrepancy]) -> None:
        self._by_row: dict[Source, list[str]] = defaultdict(list)
        self._causes: dict[Source, list[str]] = defaultdict(list)
        for d in found:
            for source in d.evidence if d.code == _PREPAID else ():
                self._causes[source].append(d.id)
            for source in _rows(d):
                self._by_row[source].append(d.id)

    def of(self, sources: Iterable[Source]) -> tuple[str, ...]:
        """The ids of the discrepancies that speak of any of these rows, each once, in order of the list."""
        return tuple(dict.fromkeys(name for source in sources for name in self._by_row.get(source, ())))

    def explained_by(self, sources: Iterable[Source]) -> tuple[str, ...]:
        """The ids of the plan changes that these rows of a debit caused, which belongs to no period."""
        return tuple(dict.fromkeys(name for source in sources for name in self._causes.get(source, ())))


def _of_rate_alone(d: Discrepancy) -> set[Source]:
    """The rows that give a rate and nothing else: a plan's other periods show at what rate it was computed."""
    inputs = [i for part in d.bridge for term in part.terms for i in term.inputs]
    rates = {source for i in inputs if i.unit is Unit.RATE for source in i.evidence}
    return rates - {source for i in inputs if i.unit is not Unit.RATE for source in i.evidence}


def _rows(d: Discrepancy) -> Iterable[Source]:
    kind = kind_of(d.code)
    if kind.variants[d.variant].one_paper:
        return ()
    match kind.differing:
        case Differing.EVIDENCE:
            beside = _of_rate_alone(d).union(d.beside)
            return [source for source in d.evidence if source not in beside]
        case Differing.BRIDGE:
            return {source for part in d.bridge for source in part.evidence}
    return ()
