"""What a person decided about a case: an append-only log from which the state and the undo history are built."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from app.core.journal import JournalEntry, entry_from_json


class DecisionKind(Enum):
    """What a decision is about; ``decision.<value>`` names it for the undo menu."""

    ADD_SOURCES = "add-sources"  # subjects: digests of what was added; value: the paths, one a line
    REMOVE_SOURCE = "remove-source"  # subjects: the digest
    MAP_COLUMNS = "map-columns"  # subjects: the shape of a table; value: the mapping as JSON
    CONFIRM_PICTURE = "confirm-picture"  # subjects: the digest of a picture; value: its rows as JSON
    ACCEPT_LINK = "accept-link"  # subjects: the keys of both facts
    REFUSE_LINK = "refuse-link"
    MARK = "mark"  # subjects: the discrepancy's key; value: a Mark
    NOTE = "note"  # subjects: the discrepancy's key; value: the note, empty takes it away
    JOURNAL = "journal"  # subjects: the discrepancy's key; value: an entry, or that one is taken away, as JSON
    SET_DAY = "set-day"  # no subject; value: the day the case is seen on (ISO), "" goes back to what its files say
    NAME_LOAN = "name-loan"  # subjects: the loan's id; value: what the person calls it, empty takes that away
    HIDE_INFO = "hide-info"  # no subject; value: "1" hides what is only informational, "" shows it


OF_DISCREPANCIES = (DecisionKind.MARK, DecisionKind.NOTE, DecisionKind.JOURNAL)
"""Decisions whose one subject is a discrepancy, by its key."""


class Mark(Enum):
    """How far a person is with a discrepancy."""

    OPEN = ""
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. Subjects are content keys, so that it stays with its rows when files are exported anew.

    ``at`` is when it was made; ``label`` is how the person saw the subject then (a title, a file's name).
    """

    kind: DecisionKind
    at: datetime
    subjects: tuple[str, ...] = ()
    value: str = ""
    label: str = ""


class StepKind(Enum):
    """What a line of the log does."""

    DECIDE = "decide"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the log; ``decision`` is None where the line undoes or redoes."""

    kind: StepKind
    at: datetime
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The decisions in force, oldest first, and those undone, the next to redo last."""

    done: tuple[Decision, ...] = ()
    undone: tuple[Decision, ...] = ()

    def after(self, step: Step) -> History:
        """The history once ``step`` is added; an undo or redo with nothing to act on changes nothing."""
        if step.kind is StepKind.DECIDE and step.decision is not None:
            return History((*self.done, step.decision))
        if step.kind is StepKind.UNDO and self.done:
            return History(self.done[:-1], (*self.undone, self.done[-1]))
        if step.kind is StepKind.REDO and self.undone:
            return History((*self.done, self.undone[-1]), self.undone[:-1])
        return self


def replay(log: Iterable[Step]) -> History:
    """The history that a whole log amounts to."""
    history = History()
    for step in log:
        history = history.after(step)
    return history


@dataclass(frozen=True, slots=True)
class Taught:
    """What a person said of files that reading alone does not tell.

    ``mappings`` say what the columns of a table mean (JSON, by the table's shape), ``pictures`` are pages as the person
    confirmed them (JSON, by the picture's digest).
    """

    mappings: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """What holds after all decisions in force.

    ``sources`` are the digests in the case, in order of adding. ``links`` says of two facts' keys (in order) whether
    they belong together. ``marks`` and ``notes`` are by discrepancy key, ``mappings`` by the shape of a table,
    ``pictures`` (pages as a person confirmed them) by the picture's digest.
    """

    sources: tuple[str, ...] = ()
    links: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    mappings: Mapping[str, str] = field(default_factory=dict)
    info_hidden: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    """The day the person chose to see the case on."""
    journal: Mapping[str, tuple[JournalEntry, ...]] = field(default_factory=dict)
    """What was asked and answered about each discrepancy, by its key, in order of days."""
    loan_names: Mapping[str, str] = field(default_factory=dict)
    """What the person calls a loan, by its id; for the window alone, nothing that is passed on bears it."""

    @property
    def taught(self) -> Taught:
        """What files are read under."""
        return Taught(self.mappings, self.pictures)


def decided(decisions: Iterable[Decision]) -> Decided:
    """Build what holds from the decisions in force; a later decision on the same subject replaces an earlier one."""
    sources: dict[str, None] = {}
    links: dict[tuple[str, str], bool] = {}
    marks: dict[str, Mark] = {}
    notes: dict[str, str] = {}
    taught: dict[DecisionKind, dict[str, str]] = defaultdict(dict)
    info_hidden = False
    day: date | None = None
    journal: dict[str, dict[str, JournalEntry | None]] = {}
    for decision in decisions:
        match decision.kind, decision.subjects:
            case DecisionKind.ADD_SOURCES, digests:
                sources |= dict.fromkeys(digests)
            case DecisionKind.REMOVE_SOURCE, digests:
                sources = {digest: None for digest in sources if digest not in digests}
            case ((DecisionKind.MAP_COLUMNS | DecisionKind.CONFIRM_PICTURE | DecisionKind.NAME_LOAN), (key,)):
                taught[decision.kind][key] = decision.value
            case ((DecisionKind.ACCEPT_LINK | DecisionKind.REFUSE_LINK), (a, b)):
                links[min(a, b), max(a, b)] = decision.kind is DecisionKind.ACCEPT_LINK
            case DecisionKind.MARK, (key,):
                marks[key] = Mark(decision.value)
            case DecisionKind.NOTE, (key,):
                notes[key] = decision.value
            case DecisionKind.JOURNAL, (key,):
                name, entry = entry_from_json(decision.value)
                journal.setdefault(key, {})[name] = entry
            case DecisionKind.HIDE_INFO, _:
                info_hidden = bool(decision.value)
            case DecisionKind.SET_DAY, _:
                day = date.fromisoformat(decision.value) if decision.value else None
            case _:
                raise ValueError(f"a {decision.kind.value} decision does not have {len(decision.subjects)} subjects")
    told = {key: note for key, note in notes.items() if note}
    named = {loan: name for loan, name in taught[DecisionKind.NAME_LOAN].items() if name}
    mappings, pictures = taught[DecisionKind.MAP_COLUMNS], taught[DecisionKind.CONFIRM_PICTURE]
    return Decided(tuple(sources), links, marks, told, mappings, info_hidden, pictures, day, _in_order(journal), named)


def _in_order(journal: Mapping[str, Mapping[str, JournalEntry | None]]) -> dict[str, tuple[JournalEntry, ...]]:
    kept = {key: [entry for entry in entries.values() if entry is not None] for key, entries in journal.items()}
    return {key: tuple(sorted(entries, key=lambda e: (e.on, e.id))) for key, entries in kept.items() if entries}


def step_to_json(step: Step) -> dict[str, object]:
    """A step as plain JSON values, for the case file."""
    line: dict[str, object] = {"step": step.kind.value, "at": step.at.isoformat()}
    if (decision := step.decision) is not None:
        line |= {
            "kind": decision.kind.value,
            "subjects": list(decision.subjects),
            "value": decision.value,
            "label": decision.label,
        }
    return line


def step_from_json(line: Mapping[str, object]) -> Step:
    """Read what `step_to_json` wrote. Raises KeyError or ValueError for anything else."""
    at = datetime.fromisoformat(str(line["at"]))
    kind = StepKind(line["step"])
    if kind is not StepKind.DECIDE:
        return Step(kind, at)
    subjects = line["subjects"]
    if not isinstance(subjects, list):
        raise ValueError("the subjects of a decision are a list")
    made = Decision(
        DecisionKind(line["kind"]), at, tuple(str(s) for s in subjects), str(line["value"]), str(line["label"])
    )
    return Step(kind, at, made)
