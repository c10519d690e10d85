"""A step on its way from a person's wish to the state of a case: what it leads to, and what it changed."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from app.core.decisions import Decided, Decision, DecisionKind, History, Step
from app.core.explanation import Explanation

if TYPE_CHECKING:
    from app.storage.originals import Packed

_CHANGES_THE_EXPLANATION = {
    DecisionKind.ADD_SOURCES,
    DecisionKind.REMOVE_SOURCE,
    DecisionKind.ACCEPT_LINK,
    DecisionKind.REFUSE_LINK,
    DecisionKind.SET_DAY,
}
_TEACHES = {DecisionKind.CONFIRM_PICTURE, DecisionKind.MAP_COLUMNS}


class StepUnderWay(Exception):
    """Another step is on the disk already and must be adopted first."""


class StaleOutcome(Exception):
    """An outcome that would undo or redo another decision than the one it was computed for; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What an explanation depends on: the sources in the case, the links, mappings, day and pictures decided."""

    sources: tuple[str, ...]
    links: Mapping[tuple[str, str], bool]
    mappings: Mapping[str, str]
    day: date | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, state: Decided) -> Basis:
        """The basis of what holds."""
        return cls(state.sources, state.links, state.mappings, state.day, state.pictures)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step, and the explanation that it leads to if the case still stands on ``basis`` when it is adopted.

    ``target`` is the decision that it takes, undoes or redoes. ``sources`` are the bytes it adds to the case file.
    """

    step: Step
    target: Decision | None
    basis: Basis
    explanation: Explanation
    explained_anew: bool
    sources: tuple[Packed, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What an adopted step changed."""

    step: Step
    decision: Decision | None
    explanation: bool


def target_of(step: Step, history: History) -> Decision | None:
    """The decision that a step takes, undoes or redoes; None where it changes nothing."""
    after = history.after(step)
    longer, shorter = sorted((history.done, after.done), key=len, reverse=True)
    return longer[-1] if longer != shorter else None


def needs_explaining(target: Decision | None, subjects: Container[str] = ()) -> bool:
    """Whether taking, undoing or redoing this decision changes what a case explains.

    ``subjects`` are what its files are known by: their digests, and the shapes of their tables.
    """
    if target is not None and target.kind in _TEACHES:
        return any(subject in subjects for subject in target.subjects)  # while it is imported it explains nothing yet
    return target is not None and target.kind in _CHANGES_THE_EXPLANATION
