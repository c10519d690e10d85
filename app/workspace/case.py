"""The state of one case, and the only way to change it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.decisions import Decided, Decision, DecisionKind, History, Step, StepKind, Taught, decided, replay
from app.core.explanation import Explanation, Problem, SourceReport
from app.core.facts import Source
from app.workspace.kept_in_a_file import KeptInAFile
from app.workspace.making_decisions import MakesDecisions
from app.workspace.sources import CaseSources, ImportPreview, Progress, digest_of
from app.workspace.steps import Basis, Changes, Outcome, StaleOutcome, StepUnderWay, needs_explaining, target_of
from app.workspace.tables import lender_rules, work_calendar

if TYPE_CHECKING:
    from app.storage.case_store import Keeper
    from app.storage.originals import Packed
    from app.workspace.pictures import ShownPicture
    from app.workspace.teaching import MappableTable

_NOTHING = Explanation(date.min, (), (), (), (), ())


def _now() -> datetime:
    return datetime.now(UTC)


class Workspace(MakesDecisions, KeptInAFile):
    """The state of one case. Reading it is cheap; `preview` and `outcome` do the work and touch no state.

    A case made by `create` or `open`, or saved, is in a file, and every decision is on the disk when it is taken. One
    made by ``Workspace()`` is in memory alone until it is saved. The state is always what replaying the log gives.
    """

    def __init__(self, clock: Callable[[], datetime] = _now, *, as_of: date | None = None) -> None:
        self._clock = clock
        self._as_of = as_of
        self._sources = CaseSources()
        self._log: list[Step] = []
        self._saved = 0
        self._kept: Keeper | None = None
        self._turn = threading.Lock()
        self._on_disk: Outcome | None = None
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

    # -- what is there ---------------------------------------------------------------------------------------------

    @property
    def sources(self) -> tuple[SourceReport, ...]:
        """The files of the case, in order of adding, with what became of each."""
        return self._sources.reports(self.decided.sources, self.decided.taught)

    @property
    def log(self) -> tuple[Step, ...]:
        """Everything that was decided, undone and redone, oldest first."""
        return tuple(self._log)

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

    # -- files -----------------------------------------------------------------------------------------------------

    def preview(
        self,
        paths: Iterable[Path],
        passwords: Sequence[str] = (),
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        mappings: Mapping[str, str] | None = None,
        pictures: Mapping[str, str] | None = None,
    ) -> ImportPreview:
        """Read paths without adding them; ``mappings`` (JSON, by shape of a table) and ``pictures`` (by digest)
        come on top of those decided.

        Raises Cancelled of the reading where ``cancelled`` says so.
        """
        wanted = tuple(paths)
        confirmed = {**self.decided.pictures, **(pictures or {})}
        taught = Taught({**self.decided.mappings, **(mappings or {})}, confirmed)
        reading = self._sources.read(wanted, passwords, taught, progress, cancelled)
        return ImportPreview(wanted, reading, frozenset(self.decided.sources), taught=taught)

    def keep(self, preview: ImportPreview) -> Decision:
        """Hold what was read and return the decision that adds it; nothing changes until that is adopted."""
        self._sources.keep(preview.reading, preview.taught)
        digests = tuple(digest_of(s) for s in preview.chosen)
        names = ", ".join(s.file for s in preview.chosen)
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
        return self._sources.rows_around(wanted, (*others, *self.sources), reach, cancelled)

    def table_to_map(
        self, report: SourceReport, problem: Problem, cancelled: Callable[[], bool] | None = None
    ) -> MappableTable | None:
        """The table whose header a problem of a file names, in the form in which it is read; None where its file is
        gone or changed. The file need not be in the case. Raises Cancelled.
        """
        from app.workspace.teaching import SAMPLE_ROWS, mappable

        facts, source = dict(problem.facts), problem.source
        if source is None:
            return None
        header = row if isinstance(row := facts.get("row"), int) else source.row
        heads = {source: (header, str(facts["shape"]))} if facts.get("shape") else None
        found = self._sources.rows_around([source], (report, *self.sources), SAMPLE_ROWS, cancelled, heads)
        return mappable(source, header, found[source]) if found.get(source) else None

    def place_of(self, report: SourceReport) -> str:
        """The file on the disk that holds a source; nothing where it has none or where none may be looked at."""
        return self._sources.place_of(report)

    def shown_picture(self, report: SourceReport, cancelled: Callable[[], bool]) -> ShownPicture | None:
        """A picture beside the rows read from it, to be corrected; None where its file is gone. Raises Cancelled."""
        from app.workspace.pictures import shown_picture

        place = self.place_of(report)
        held, known = self._sources.held_at(report.path), self.decided.pictures
        return shown_picture(report, place, self._sources.passwords, cancelled, held, known)

    def add(self, paths: Iterable[Path], passwords: Sequence[str] = (), progress: Progress | None = None) -> Changes:
        """Read paths and add them at once."""
        return self.decide(self.keep(self.preview(paths, passwords, progress)))

    def remove_source(self, digest: str) -> Changes:
        """Take a file out of the case with all its rows; undo brings it back."""
        return self.decide(self.removal(digest))

    # -- decisions -------------------------------------------------------------------------------------------------

    def decide(self, decision: Decision) -> Changes:
        """Take a decision at once."""
        return self.adopt(self.outcome(Step(StepKind.DECIDE, decision.at, decision)))

    def undo(self) -> Changes:
        """Take the latest decision back; with none, nothing changes."""
        return self.adopt(self.outcome(self.undoing()))

    def redo(self) -> Changes:
        """Take the decision undone last again."""
        return self.adopt(self.outcome(self.redoing()))

    def needs_explaining(self, step: Step) -> bool:
        """Whether a step changes what the case explains, so that its outcome takes time."""
        return needs_explaining(target_of(step, self.history), self._sources.subjects(self.decided))

    def outcome(self, step: Step) -> Outcome:
        """What a step leads to. Changes nothing, so it may run beside the window. Raises OSError for a file gone."""
        target = target_of(step, self.history)
        state = decided(self.history.after(step).done)
        anew = needs_explaining(target, self._sources.subjects(self.decided))
        explanation = self._explained(state) if anew else self.explanation
        return Outcome(step, target, Basis.of(state), explanation, anew, self._packed(step))

    def record(self, outcome: Outcome) -> None:
        """Put an outcome's step and sources on the disk, where the case has a file; it must be adopted next.

        May run beside the window, as large sources take time. Until it is adopted no other step is taken, so that the
        disk and the memory keep one order. Raises ReadOnlyCase, CaseMoved, OSError, StaleOutcome and StepUnderWay.
        """
        with self._turn:
            self._check(outcome)
            self._write(outcome)
            self._on_disk = outcome

    def adopt(self, outcome: Outcome) -> Changes:
        """Apply an outcome's step to the case as it is now, on the disk too where the case has a file.

        What was decided since the outcome was computed stays. An explanation that was computed for other sources, links
        or mappings than the case has then is computed anew. Raises ReadOnlyCase, CaseMoved, OSError, StaleOutcome and
        StepUnderWay; then nothing has changed.
        """
        with self._turn:
            self._check(outcome)
            if self._on_disk is None:
                self._write(outcome)
            self._on_disk = None
            if outcome.target is None:
                return Changes(outcome.step, None, False)
            self._log.append(outcome.step)
            self._saved += self.path is not None
            self.history = self.history.after(outcome.step)
            self.decided = decided(self.history.done)
            if outcome.explained_anew:
                fits = outcome.basis == Basis.of(self.decided)
                self.explanation = outcome.explanation if fits else self._explained(self.decided)
            return Changes(outcome.step, outcome.target, outcome.explained_anew)

    def _check(self, outcome: Outcome) -> None:
        if self._on_disk is not None and self._on_disk is not outcome:
            raise StepUnderWay
        if target_of(outcome.step, self.history) != outcome.target:
            raise StaleOutcome

    def _write(self, outcome: Outcome) -> None:
        if outcome.target is not None and self._kept is not None:
            self._kept.add(outcome.step, outcome.sources, self._sources.passwords)

    def _load(self, log: Sequence[Step], passwords: Sequence[str], progress: Progress | None) -> None:
        from app.importers.banks.wording import with_bank_wording
        from app.importers.read import Reading

        self._log = list(log)
        self._sources.know_passwords(passwords)
        self.history = replay(log)
        self.decided = decided(self.history.done)
        self._saved = len(self._log) if self.path is not None else 0
        if self._kept is not None and (file := self._kept.file) is not None:
            self._sources.hold(file)
            if (facts := file.facts())[1]:
                self._sources.keep(Reading(with_bank_wording(facts[0]), facts[1]), self.decided.taught)
        self._sources.read_again(self.decided.taught, progress)
        self.explanation = self._explained(self.decided)

    def _packed(self, step: Step) -> tuple[Packed, ...]:
        """The sources that a step adds, ready to be kept; none where the case is in memory alone."""
        if self._kept is None or not self._kept.is_durable or step.decision is None:
            return ()
        if step.decision.kind is not DecisionKind.ADD_SOURCES:
            return ()
        return self._sources.packed(step.decision.subjects)

    def _explained(self, state: Decided) -> Explanation:
        if not state.sources:
            return _NOTHING
        from app.core.pipeline import explain

        self._sources.read_corrected(state.sources, state.taught)
        ledger = self._sources.ledger(state.sources, state.taught)
        reports = self._sources.reports(state.sources, state.taught)
        day, calendar, rules = state.day or self._as_of, work_calendar(), lender_rules()
        return explain(ledger, reports, as_of=day, links=state.links, calendar=calendar, rules=rules)
