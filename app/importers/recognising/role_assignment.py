"""Finds the best assignment of columns to roles, by header words, by the shapes of cells and by arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.importers.recognising.cell_shapes import Profile
from app.importers.recognising.column_checks import agreement
from app.importers.recognising.vocabulary import Heading, Kind, Role, roles

_WORD_WEIGHT, _VALUE_WEIGHT = 0.65, 0.35
_LEAST_WORD = 0.3
_LEAST_VALUE = 0.5
_SURE_VALUE = 0.8
_BEST_CHECKS = 1.8
_UNSURE_WITHIN = 0.12
_FOREIGN = 1.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place from 0, its name in the table, its heading, what its cells look like, and sample cells."""

    index: int
    name: str
    heading: Heading
    profile: Profile
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A table taken for ``kind``, a column for each role; ``unsure`` names the roles that another column may hold."""

    kind: str
    roles: Mapping[str, Column]
    score: float
    unsure: tuple[str, ...] = ()


Fits = dict[str, list[tuple[float, Column]]]
"""The columns of one table that suit a role and how well, by role; filled in as it is asked for."""


def assign(kind: Kind, columns: tuple[Column, ...], bonus: float = 0.0, fits: Fits | None = None) -> Assignment | None:
    """The best assignment for this kind of table, None where a role it must have finds no column.

    Who tries several kinds on the same columns hands one ``fits`` to all of them: kinds share most of their roles.
    """
    search = _Search(kind, columns, {} if fits is None else fits, is_titled=bonus > 0)
    search.run()
    if search.best is None:
        return None
    foreign = sum(1 for column in columns if "foreign" in column.heading.concepts)
    score, chosen = search.best
    return Assignment(kind.name, chosen, score + bonus - _FOREIGN * foreign, search.unsure())


def _leaning(kind: Kind, column: Column) -> float:
    """What a heading says for or against this kind of table: 应还 speaks of a plan, 实还 of repayments."""
    return sum(kind.leans.get(concept, 0.0) for concept in column.heading.concepts)


def suits(role: Role, column: Column) -> float:
    """How well a column suits a role: 0 not at all, 1 in word and value."""
    word = word_score(role, column.heading)
    if word < _LEAST_WORD and not role.value_alone:
        return 0.0
    value = value_score(role, column.profile)
    if column.profile.filled == 0:
        return 0.5 * word if word >= 0.6 else 0.0
    if value < _LEAST_VALUE * max(role.shapes.values()) * 0.4:
        return 0.0
    if word >= _LEAST_WORD:
        return _WORD_WEIGHT * word + _VALUE_WEIGHT * value
    return _VALUE_WEIGHT * value if role.value_alone and value >= _SURE_VALUE and word > -0.3 else 0.0


def word_score(role: Role, header: Heading) -> float:
    """How well a header's words name the role; negative where they name something else."""
    return _word_score(role.name, header)


@lru_cache(maxsize=8192)  # the same headings come in table after table
def _word_score(name: str, header: Heading) -> float:
    role = roles()[name]
    got = {concept for word in header.words for concept in word if concept in role.wanted}
    lost = sum(_loss(role, word) for word in header.words if not word & role.wanted.keys())
    return (min(1.0, sum(role.wanted[concept] for concept in got)) - lost) * (0.5 + 0.5 * header.understood)


def _loss(role: Role, word: frozenset[str]) -> float:
    return max((role.unwanted.get(concept, 0.1) for concept in word), default=0.0)


def value_score(role: Role, cells: Profile) -> float:
    """How well a column's cells look like the role's; a shape counts only if most cells have it."""
    shares = ((cells.share(shape, role.vocabulary), worth) for shape, worth in role.shapes.items())
    return max((share * worth for share, worth in shares if share >= _LEAST_VALUE), default=0.0)


@dataclass(slots=True)
class _Search:
    """Walks all assignments, the most promising first, and leaves a branch that can no longer come near the best."""

    kind: Kind
    columns: tuple[Column, ...]
    fits: Fits
    is_titled: bool
    best: tuple[float, Mapping[str, Column]] | None = None
    near: list[tuple[float, Mapping[str, Column]]] = field(default_factory=list)
    options: list[tuple[str, list[tuple[float, Column]]]] = field(default_factory=list)
    ahead: list[float] = field(default_factory=list)

    def run(self) -> None:
        leaning = {column.index: _leaning(self.kind, column) for column in self.columns}
        has_rows = any(column.profile.filled for column in self.columns)
        for name in self.kind.roles:
            suited = self._suited(name)
            if has_rows and name in self.kind.filled:
                suited = [(score, column) for score, column in suited if column.profile.filled]
            scored = [(score + leaning[column.index], column) for score, column in suited]
            scored.sort(key=lambda pair: (-pair[0], pair[1].index))
            if scored:
                self.options.append((name, scored[:4]))
        if not self._possible({name for name, _ in self.options}):
            return
        self.options.sort(key=lambda option: -option[1][0][0])
        rest = 0.0
        for _, scored in reversed(self.options):
            rest += scored[0][0]
            self.ahead.append(rest)
        self.ahead.reverse()
        self.ahead.append(0.0)
        self._walk(0, 0.0, {})

    def _suited(self, name: str) -> list[tuple[float, Column]]:
        if name not in self.fits:
            role = roles()[name]
            fits = ((suits(role, column), column) for column in self.columns)
            self.fits[name] = [(fit, column) for fit, column in fits if fit > 0]
        return self.fits[name]

    def _walk(self, depth: int, score: float, chosen: dict[str, Column]) -> None:
        if self.best and score + self.ahead[depth] + _BEST_CHECKS < self.best[0] - _UNSURE_WITHIN:
            return
        if depth == len(self.options):
            self._arrive(score, chosen)
            return
        name, scored = self.options[depth]
        taken = {column.index for column in chosen.values()}
        for worth, column in scored:
            if column.index not in taken:
                self._walk(depth + 1, score + worth, {**chosen, name: column})
        self._walk(depth + 1, score, chosen)

    def _arrive(self, score: float, chosen: dict[str, Column]) -> None:
        if not self._possible(chosen.keys()):
            return
        score += agreement(self.kind.name, {name: column.cells for name, column in chosen.items()})
        self.near.append((score, chosen))
        if self.best is None or score > self.best[0]:
            self.best = (score, chosen)

    def _possible(self, names: Iterable[str]) -> bool:
        have = set(names)
        groups = all(group.is_met(have, is_titled=self.is_titled) for group in self.kind.some)
        return groups and have.issuperset(self.kind.required)

    def unsure(self) -> tuple[str, ...]:
        """The essential roles that an assignment nearly as good gives to a column with other values."""
        if self.best is None:
            return ()
        score, chosen = self.best
        rivals = [other for worth, other in self.near if worth > score - _UNSURE_WITHIN]
        return tuple(
            sorted(
                role
                for role in self.kind.essential & chosen.keys()
                if any(other[role].cells != chosen[role].cells for other in rivals if role in other)
            )
        )
