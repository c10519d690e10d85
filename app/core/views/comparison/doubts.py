"""Which rows differ: those that a discrepancy names, in the way its kind declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.core.discrepancy import Discrepancy
from app.core.facts import Source
from app.core.kinds import Differing, kind_of


class Doubts:
    """Finds the discrepancies of rows."""

    def __init__(self, found: Iterable[Discrepancy]) -> None:
        self._by_row: dict[Source, list[str]] = defaultdict(list)
        for d in found:
            for source in _rows(d):
                self._by_row[source].append(d.id)

    def of(self, sources: Iterable[Source]) -> tuple[str, ...]:
        """The ids of the discrepancies that speak of any of these rows, each once, in order of the list."""
        return tuple(dict.fromkeys(name for source in sources for name in self._by_row.get(source, ())))


def _rows(d: Discrepancy) -> Iterable[Source]:
    match kind_of(d.code).differing:
        case Differing.EVIDENCE:
            return d.evidence
        case Differing.BRIDGE:
            return {source for part in d.bridge for source in part.evidence}
    return ()
