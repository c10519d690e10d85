"""A case: the files a person gave, what they explain, and what the person decided. Every view of a case enters here."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.decisions import (
    Decided,
    Decision,
    DecisionKind,
    History,
    Mark,
    Step,
    StepKind,
    decided,
    discrepancy_keys,
    replay,
)
from app.core.explanation import Explanation, SourceReport
from app.core.facts import Ledger, Source
from app.resource_files import resource

if TYPE_CHECKING:
    from app.core.calendar import WorkCalendar
    from app.core.discrepancy import Discrepancy
    from app.importers.read import Reading
    from app.importers.reading.containers import Held
    from app.storage.case_store import InMemory, Keeper
    from app.storage.errors import ReadOnly
    from app.storage.originals import Packed
    from app.storage.recovery import Recovered
    from app.storage.unnamed_cases import Unfinished
    from app.texts.catalogue import Language

Progress = Callable[[int, int, str], None]
"""Told the bytes done, the bytes in all as known so far, and the name of the file at work."""

_NOTHING = Explanation(date.min, (), (), (), (), ())
_FACTS_OF_THE_CASE = {
    DecisionKind.ADD_SOURCES,
    DecisionKind.REMOVE_SOURCE,
    DecisionKind.ACCEPT_LINK,
    DecisionKind.REFUSE_LINK,
}


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What some paths hold, read but not yet part of the case. ``known`` are digests that the case already has."""

    paths: tuple[Path, ...]
    reading: Reading
    known: frozenset[str] = frozenset()

    @property
    def sources(self) -> tuple[SourceReport, ...]:
        """What became of each file."""
        return self.reading.sources

    @property
    def fresh(self) -> tuple[SourceReport, ...]:
        """The files that the case does not have yet."""
        return tuple(s for s in self.sources if digest_of(s) not in self.known)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step would lead to, with the sources it adds; computed anywhere, taken over by `Workspace.adopt`."""

    step: Step
    history: History
    decided: Decided
    explanation: Explanation
    explained_anew: bool
    sources: tuple[Packed, ...] = ()
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What an adopted step changed."""

    step: Step
    decision: Decision | None
    explanation: bool


def _now() -> datetime:
    return datetime.now(UTC)


class Workspace:
    """The state of one case. Reading it is cheap; `preview` and `outcome` do the work and touch no state.

    A case made by `create` or `open`, or saved, is in a file, and every decision is on the disk when it is taken. One
    made by ``Workspace()`` is in memory alone until it is saved.
    """

    def __init__(self, clock: Callable[[], datetime] = _now, *, as_of: date | None = None) -> None:
        self._clock = clock
        self._as_of = as_of
        self._readings: list[Reading] = []
        self._held: tuple[Held, ...] = ()
        self._passwords: tuple[str, ...] = ()
        self._log: list[Step] = []
        self._saved = 0
        self._kept: Keeper | None = None
        self.history = History()
        self.decided = Decided()
        self.explanation = _NOTHING

    @classmethod
    def create(cls, folder: Path, clock: Callable[[], datetime] = _now, *, as_of: date | None = None) -> Workspace:
        """A new case that is kept in ``folder`` from the first decision on, until it gets a name."""
        from app.storage.case_store import Keeper

        workspace = cls(clock, as_of=as_of)
        workspace._kept = Keeper(clock, folder)
        return workspace

    # -- what is there ---------------------------------------------------------------------------------------------

    @property
    def sources(self) -> tuple[SourceReport, ...]:
        """The files of the case, in order of adding, with what became of each."""
        return self._reports(self.decided)

    @property
    def log(self) -> tuple[Step, ...]:
        """Everything that was decided, undone and redone, oldest first."""
        return tuple(self._log)

    @property
    def path(self) -> Path | None:
        """The file of a case that has a name, or None."""
        return self._kept.path if self._kept is not None else None

    @property
    def read_only(self) -> ReadOnly | None:
        """Why the case may only be read (``storage.read-only.<value>`` says it), or None."""
        return self._kept.read_only if self._kept is not None else None

    @property
    def is_read_only(self) -> bool:
        """Whether decisions are refused, because another program has the case or it cannot be written."""
        return self.read_only is not None

    @property
    def is_empty(self) -> bool:
        """Whether the case has no file."""
        return not self.decided.sources

    @property
    def is_changed(self) -> bool:
        """Whether something was decided that is in no file with a name."""
        return len(self._log) != self._saved

    @property
    def needs_saving(self) -> bool:
        """Whether leaving now would lose something: a case that was never filled or is emptied again has nothing."""
        return self.is_changed and not (self.is_empty and self.path is None)

    def mark_of(self, found: Discrepancy) -> Mark:
        """How far the person is with a discrepancy."""
        return self.decided.marks.get(self._key(found), Mark.OPEN)

    def note_on(self, found: Discrepancy) -> str:
        """The person's note on a discrepancy, empty where there is none."""
        return self.decided.notes.get(self._key(found), "")

    # -- files -----------------------------------------------------------------------------------------------------

    def preview(
        self,
        paths: Iterable[Path],
        passwords: Sequence[str] = (),
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        mappings: Mapping[str, str] | None = None,
    ) -> ImportPreview:
        """Read paths without adding them; ``mappings`` (JSON, by shape of a table) come on top of those decided.

        Raises Cancelled of the reading where ``cancelled`` says so.
        """
        from app.importers.read import read_paths

        wanted = tuple(paths)
        self._passwords = tuple(dict.fromkeys((*self._passwords, *passwords)))
        reading = read_paths(
            wanted,
            passwords=self._passwords,
            progress=progress,
            cancelled=cancelled,
            mappings={**self.decided.mappings, **(mappings or {})},
        )
        return ImportPreview(wanted, reading, frozenset(self.decided.sources))

    def keep(self, preview: ImportPreview) -> Decision:
        """Hold what was read and return the decision that adds it; nothing changes until that is adopted."""
        self._readings.append(preview.reading)
        digests = tuple(digest_of(s) for s in preview.fresh)
        names = ", ".join(s.file for s in preview.fresh)
        paths = "\n".join(str(p) for p in preview.paths)
        return Decision(DecisionKind.ADD_SOURCES, self._clock(), digests, paths, names)

    def rows_around(
        self,
        wanted: Sequence[Source],
        reach: int = 2,
        cancelled: Callable[[], bool] | None = None,
        others: Iterable[SourceReport] = (),
    ) -> dict[Source, list[tuple[int, list[str]]]]:
        """The cells of rows as they stand in their files, with ``reach`` rows above and below, by row number.

        ``others`` are files that are not in the case yet. A row whose file is gone or changed since is left out.
        """
        from app.importers.reading.rows_around import rows_around

        held = {one.path for one in self._held}
        places = {digest_of(s): container_of(s.path, held) for s in (*others, *self.sources) if s.path}
        return rows_around(wanted, places, reach, self._passwords, cancelled, self._held)

    def add(self, paths: Iterable[Path], passwords: Sequence[str] = (), progress: Progress | None = None) -> Changes:
        """Read paths and add them at once."""
        return self.decide(self.keep(self.preview(paths, passwords, progress)))

    def remove_source(self, digest: str) -> Changes:
        """Take a file out of the case with all its rows; undo brings it back."""
        return self.decide(self.removal(digest))

    # -- decisions -------------------------------------------------------------------------------------------------

    def removal(self, digest: str) -> Decision:
        """The decision that takes a file out."""
        label = next((s.file for s in self.sources if digest_of(s) == digest), "")
        return Decision(DecisionKind.REMOVE_SOURCE, self._clock(), (digest,), label=label)

    def mapping(self, shape: str, columns: str, label: str) -> Decision:
        """The decision to read tables of a shape in a way; ``columns`` is what `mapping_text` made."""
        return Decision(DecisionKind.MAP_COLUMNS, self._clock(), (shape,), columns, label)

    def marking(self, found: Discrepancy, mark: Mark, label: str) -> Decision:
        """The decision that sets how far the person is with a discrepancy."""
        return Decision(DecisionKind.MARK, self._clock(), (self._key(found),), mark.value, label)

    def noting(self, found: Discrepancy, note: str, label: str) -> Decision:
        """The decision that sets the note on a discrepancy."""
        return Decision(DecisionKind.NOTE, self._clock(), (self._key(found),), note.strip(), label)

    def linking(self, a: str, b: str, *, same: bool, label: str) -> Decision:
        """The decision that two events (by id) are one story, or are not."""
        facts = {event.id: event.fact for event in self.explanation.events}
        kind = DecisionKind.ACCEPT_LINK if same else DecisionKind.REFUSE_LINK
        return Decision(kind, self._clock(), (facts[a], facts[b]), label=label)

    def hiding_info(self, hidden: bool) -> Decision:
        """The decision to show or hide what is only informational."""
        return Decision(DecisionKind.HIDE_INFO, self._clock(), value="1" if hidden else "")

    def decide(self, decision: Decision) -> Changes:
        """Take a decision at once."""
        return self.adopt(self.outcome(Step(StepKind.DECIDE, decision.at, decision)))

    def undo(self) -> Changes:
        """Take the latest decision back; with none, nothing changes."""
        return self.adopt(self.outcome(self.undoing()))

    def redo(self) -> Changes:
        """Take the decision undone last again."""
        return self.adopt(self.outcome(self.redoing()))

    def undoing(self) -> Step:
        """The step that undoes the latest decision."""
        return Step(StepKind.UNDO, self._clock())

    def redoing(self) -> Step:
        """The step that redoes what was undone last."""
        return Step(StepKind.REDO, self._clock())

    def needs_explaining(self, step: Step) -> bool:
        """Whether a step changes what the case explains, so that its outcome takes time."""
        touched = set(self.history.done) ^ set(self.history.after(step).done)
        return any(d.kind in _FACTS_OF_THE_CASE for d in touched)

    def outcome(self, step: Step) -> Outcome:
        """What a step leads to. Changes nothing, so it may run beside the window. Raises OSError for a file gone."""
        history = self.history.after(step)
        state = decided(history.done)
        anew = self.needs_explaining(step)
        explained = self._explained(state) if anew else self.explanation
        return Outcome(step, history, state, explained, anew, self._packed(step))

    def record(self, outcome: Outcome) -> Outcome:
        """Put an outcome's step and sources on the disk, where the case has a file; it must be adopted then.

        May run beside the window, as large sources take time. Raises ReadOnlyCase, CaseMoved and OSError.
        """
        if outcome.history != self.history and self._kept is not None and not outcome.recorded:
            self._kept.add(outcome.step, outcome.sources, self._passwords)
        return replace(outcome, sources=(), recorded=True)

    def adopt(self, outcome: Outcome) -> Changes:
        """Make an outcome the state of the case, on the disk too where the case has a file.

        Raises ReadOnlyCase, CaseMoved and OSError; then nothing has changed.
        """
        before = self.history.done
        if outcome.history != self.history:
            self.record(outcome)
            self._log.append(outcome.step)
            self._saved += self.path is not None
        self.history, self.decided, self.explanation = outcome.history, outcome.decided, outcome.explanation
        longer, shorter = sorted((before, self.history.done), key=len, reverse=True)
        return Changes(outcome.step, longer[-1] if longer != shorter else None, outcome.explained_anew)

    # -- the case as a file ----------------------------------------------------------------------------------------

    def save(self, path: Path, *, password: str | None = None) -> None:
        """Give the case a name and a place, whole or not at all, and go on there; an unnamed file is taken away.

        ``password`` None leaves the protection as it is, an empty one takes it away. Raises OSError and CaseInUse.
        """
        from app.storage.case_store import Keeper

        kept = self._kept or Keeper(self._clock)
        kept.save(path, self._in_memory(), password)
        self._kept, self._saved = kept, len(self._log)
        self._hold()

    def save_copy(self, path: Path, *, originals: bool = True, password: str | None = None) -> None:
        """Write a copy and go on with the case at hand. Raises OSError and CaseInUse.

        Without ``originals`` the copy has what was read of the files, but not the files, where they lay and their
        passwords; it explains the same and shows no other rows of them.
        """
        from app.storage.case_store import Keeper

        facts = None if originals else self._read_so_far()
        (self._kept or Keeper(self._clock)).save_copy(path, self._in_memory(), facts, password)

    def forget_changes(self) -> None:
        """Give up what is in no file with a name, once the person chose to leave without saving."""
        if self._kept is not None:
            self._kept.forget_unnamed()
        self._saved = len(self._log)

    def close(self) -> None:
        """Let the file go, so that others may write it. An unnamed case stays and is offered by `unfinished_cases`."""
        if self._kept is not None:
            self._kept.close(is_empty=self.is_empty)

    @property
    def view(self) -> Mapping[str, str]:
        """How the case was shown last, by name; what the values mean is the view's own affair."""
        return self._kept.view() if self._kept is not None else {}

    def remember_view(self, name: str, value: str) -> None:
        """Keep how the case is shown, where it has a file. Raises CaseMoved and OSError."""
        if self._kept is not None:
            self._kept.remember_view(name, value)

    def shown(self, *, mask: bool = False) -> Explanation:
        """The explanation as it may leave the program; with ``mask`` names and numbers are pseudonyms."""
        if not mask:
            return self.explanation
        from app.export.masking import masked

        return masked(self.explanation)

    def complaint(self, language: Language, found: Iterable[Discrepancy] = (), *, mask: bool = False) -> str:
        """The letters to send about some discrepancies, all of them by default; empty where nothing is to be asked."""
        from app.export.complaint import complaint_pack
        from app.export.masking import masked
        from app.texts.catalogue import Phrasebook

        told = self.explanation
        told = replace(told, discrepancies=tuple(found) or told.discrepancies)
        return complaint_pack(masked(told) if mask else told, Phrasebook(language))

    def export_letters(self, path: Path, language: Language, *, mask: bool = False) -> None:
        """Write the letters of `complaint` as text in UTF-8, whole or not at all. Raises OSError."""
        from app.atomic_write import write_whole

        write_whole(path, self.complaint(language, mask=mask).encode())

    def export_workbook(self, path: Path, language: Language, *, mask: bool = False) -> None:
        """Write the Excel workbook, whole or not at all. Raises OSError."""
        from app.export.masking import mask_of
        from app.export.workbook.context import FollowUp, rows_used
        from app.export.workbook.workbook import write_workbook

        shown = self.explanation
        originals = self.rows_around(rows_used(shown), reach=0)
        cells = {source: rows[0][1] for source, rows in originals.items() if rows}
        followed = [FollowUp(self.mark_of(d).value, self.note_on(d)) for d in shown.discrepancies]
        if mask:
            names = mask_of(shown, [*(t for row in cells.values() for t in row), *(f.note for f in followed)])
            shown, cells = names.value(shown), names.cells(cells)
            followed = [replace(f, note=names.text(f.note)) for f in followed]
        write_workbook(shown, path, language, masked=mask, cells=cells, followed=followed)

    @classmethod
    def open(
        cls, path: Path, passwords: Sequence[str] = (), progress: Progress | None = None, *, password: str = ""
    ) -> Workspace:
        """Open a case; where it may only be read, ``read_only`` says why. ``passwords`` are those of locked sources.

        Raises OSError, CaseNeedsPassword, WrongCasePassword, NewerCase, and DamagedCase (`recover` may help).
        """
        from app.storage.case_file import CaseFile
        from app.storage.case_store import Keeper

        file = CaseFile.open(path, password)
        try:
            workspace = cls()
            workspace._kept = Keeper(workspace._clock, file=file)
            workspace._load(file.log(), (*file.passwords(), *passwords), progress)
        except BaseException:
            file.close()
            raise
        return workspace

    # -- inside ----------------------------------------------------------------------------------------------------

    def _key(self, found: Discrepancy) -> str:
        return discrepancy_keys(self.explanation.discrepancies)[found.id]

    def _load(self, log: Sequence[Step], passwords: Sequence[str], progress: Progress | None) -> None:
        from app.importers.read import Reading, read_paths

        self._log, self._passwords = list(log), tuple(dict.fromkeys(passwords))
        self.history = replay(log)
        self.decided = decided(self.history.done)
        self._saved = len(self._log) if self.path is not None else 0
        self._hold()
        if self._kept is not None and self._kept.file is not None and any(facts := self._kept.file.facts()):
            self._readings.append(Reading(*facts))
        mappings = self.decided.mappings
        read = read_paths((), passwords=self._passwords, progress=progress, mappings=mappings, held=self._held)
        self._readings.append(read)
        self.explanation = self._explained(self.decided)

    def _hold(self) -> None:
        """Know the sources whose bytes are in the case's file."""
        from app.importers.reading.containers import Held

        if self._kept is not None and (file := self._kept.file) is not None:
            self._held = tuple(Held(kept.path, kept.size, partial(file.content, kept)) for kept in file.sources())

    def _packed(self, step: Step) -> tuple[Packed, ...]:
        """The sources that a step adds, ready to be kept; none where the case is in memory alone."""
        if self._kept is None or not self._kept.is_durable or step.decision is None:
            return ()
        if step.decision.kind is not DecisionKind.ADD_SOURCES:
            return ()
        from app.storage.originals import pack

        return tuple(map(pack, self._places(step.decision.subjects)))

    def _places(self, digests: Iterable[str]) -> list[str]:
        """The files that hold these sources; what could not be read at all has none."""
        held, wanted = {one.path for one in self._held}, set(digests)
        reports = (s for reading in self._readings for s in reading.sources if s.path and s.sha256)
        return list(dict.fromkeys(container_of(s.path, held) for s in reports if digest_of(s) in wanted))

    def _in_memory(self) -> InMemory:
        """Every file ever added, also those undone or removed, so that undo works after opening the case again."""
        from app.storage.case_store import InMemory

        added = [digest for step in self._log if step.decision for digest in step.decision.subjects]
        return InMemory(self.log, self._places(added), self._passwords)

    def _read_so_far(self) -> tuple[Ledger, tuple[SourceReport, ...]]:
        ledger = sum((reading.ledger for reading in self._readings), Ledger())
        reports = (replace(s, path="") for reading in self._readings for s in reading.sources)
        return ledger, tuple(reports)

    def _reports(self, state: Decided) -> tuple[SourceReport, ...]:
        by_digest: dict[str, SourceReport] = {}
        for report in (s for reading in reversed(self._readings) for s in reading.sources):
            by_digest.setdefault(digest_of(report), report)
        return tuple(by_digest[digest] for digest in state.sources if digest in by_digest)

    def _explained(self, state: Decided) -> Explanation:
        if not state.sources:
            return _NOTHING
        from app.core.pipeline import explain

        ledger, seen = Ledger(), set[str]()
        for reading in reversed(self._readings):  # what was read last, under the latest mapping, holds
            fresh = {digest_of(s) for s in reading.sources} & set(state.sources) - seen
            ledger += only(reading.ledger, fresh)
            seen |= fresh
        return explain(ledger, self._reports(state), as_of=self._as_of, links=state.links, calendar=work_calendar())


@cache
def work_calendar() -> WorkCalendar:
    """The working days of mainland China, from the dated table that comes with the program."""
    import tomllib

    from app.core.calendar import WorkCalendar

    return WorkCalendar.read(tomllib.loads(resource("tables", "holidays_cn.toml").read_text(encoding="utf-8")))


def table_kinds() -> dict[str, tuple[str, ...]]:
    """The kinds of tables a person can teach, each with the roles its columns may have, the necessary ones first."""
    from app.importers.recognising.vocabulary import kinds

    return {kind.name: kind.roles for kind in kinds()}


def mapping_text(kind: str, roles: Mapping[str, str]) -> str:
    """What a person taught of a table, as it is remembered: its kind and the role of each column by its heading."""
    used = {name: role for name, role in roles.items() if role}
    return json.dumps({"": kind, **used}, ensure_ascii=False, sort_keys=True)


def digest_of(source: SourceReport) -> str:
    """The digest by which rows name their file: the first 16 hex digits of its SHA-256; its name if it was not read."""
    return source.sha256[:16] or f"unread {source.file}"


def container_of(path: str, held: Container[str] = ()) -> str:
    """The file that holds a source: itself, or the zip it is a member of (``bills.zip!march.csv``).

    ``held`` are places whose bytes the case has, even where the file is gone from the disk.
    """
    place = path
    while not (place in held or Path(place).is_file()) and "!" in place:
        place = place.rpartition("!")[0]
    return place


def unfinished_cases(folder: Path) -> tuple[Unfinished, ...]:
    """The cases in ``folder`` that were never named and hold something, the latest first."""
    from app.storage.unnamed_cases import unfinished_cases

    return unfinished_cases(folder)


def recover(path: Path, into: Path, password: str = "") -> Recovered:
    """Put what can be read of a damaged case into a new file; the damaged one is left as it is.

    Raises OSError, NothingToRecover, NewerCase, CaseNeedsPassword and WrongCasePassword.
    """
    from app.storage.recovery import recover_case

    return recover_case(path, into, password)


def only(ledger: Ledger, digests: set[str]) -> Ledger:
    """The facts of a ledger that stand in the files of these digests."""

    def belongs(fact: object) -> bool:
        if (digest := getattr(fact, "digest", None)) is not None:
            return digest in digests
        return any(source.digest in digests for source in getattr(fact, "sources", ()))

    return Ledger(*(tuple(filter(belongs, getattr(ledger, name))) for name in Ledger.__dataclass_fields__))
