"""What a person decided about links: rows that belong together, and rows that do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.facts import Source

Rows = frozenset[Source]


@dataclass(frozen=True, slots=True)
class LinkOverrides:
    """Pairs of rows that a person joined or kept apart; a decision goes before every rule of the program."""

    accepted: tuple[tuple[Rows, Rows], ...] = ()
    refused: tuple[tuple[Rows, Rows], ...] = ()

    def accepts(self, a: Iterable[Source], b: Iterable[Source]) -> bool:
        """Whether these rows were said to belong together."""
        return bool(self.accepted) and _named(self.accepted, a, b)

    def refuses(self, a: Iterable[Source], b: Iterable[Source]) -> bool:
        """Whether these rows were said not to belong together."""
        return bool(self.refused) and _named(self.refused, a, b)


NONE = LinkOverrides()
"""Nothing was decided."""


def _named(pairs: tuple[tuple[Rows, Rows], ...], a: Iterable[Source], b: Iterable[Source]) -> bool:
    first, second = frozenset(a), frozenset(b)
    return any((x & first and y & second) or (x & second and y & first) for x, y in pairs)
