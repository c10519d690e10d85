"""The case in the window: one workspace, and the signals that tell views what changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from app.core.decisions import Decision, Mark, Step, StepKind
from app.core.discrepancy import Discrepancy
from app.core.explanation import Explanation
from app.gui.services.tasks import Report, Tasks
from app.gui.services.view_scope import ViewScope
from app.workspace import Outcome, StepUnderWay, Workspace

if TYPE_CHECKING:
    from app.timeline.model import Timeline

Trouble = Callable[[Exception], None]
Prepare: TypeAlias = "Callable[[Explanation], Timeline]"
"""Makes the geometry of a timeline; takes time for many events, so it is called beside the window."""


class Session(QObject):
    """Every change of the case goes through here; views listen.

    ``leaving`` is sent before the case makes room for another, ``opened`` after.

    ``explained`` is sent when there is another explanation (or another case), ``decided`` when marks, notes or the
    hiding of informational discrepancies changed, ``touched`` after anything that changes title or enabled actions.
    ``stepped`` carries the changes of a step and the explanation that there was before it.
    """

    leaving = Signal()
    opened = Signal()
    explained = Signal()
    decided = Signal()
    touched = Signal()
    stepped = Signal(object, object)

    def __init__(
        self,
        tasks: Tasks,
        folder: Path,
        prepare: Prepare,
        name_of: Callable[[Decision], str],
        trouble: Trouble,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.folder = folder
        self.prepare = prepare
        self.workspace = Workspace.create(folder)
        self.timeline: Timeline | None = None
        self._name_of = name_of
        self.trouble = trouble
        self.origin: Path | None = None
        """The folder or archive that the case at hand was opened from as a whole, which can be opened again."""
        self._under_way: Step | None = None
        self._waiting: list[Decision] = []
        self.view = ViewScope(lambda: self.explanation, self._whole_timeline, self)
        self.leaving.connect(self.view.show_all)

    def _whole_timeline(self) -> Timeline | None:
        return None if self.workspace.is_empty else self.timeline

    @property
    def explanation(self) -> Explanation:
        """What the program has to say about the case."""
        return self.workspace.explanation

    def mark_of(self, found: Discrepancy) -> Mark:
        """How far the person is with a discrepancy."""
        return self.workspace.mark_of(found)

    @property
    def undo_name(self) -> str:
        """What undo would take back, in the current language; empty where there is nothing."""
        done = self.workspace.history.done
        return self._name_of(done[-1]) if done else ""

    @property
    def redo_name(self) -> str:
        """What redo would take again; empty where there is nothing."""
        undone = self.workspace.history.undone
        return self._name_of(undone[-1]) if undone else ""

    @property
    def name(self) -> str:
        """How the case is called: by its file, or by what it was opened from; empty where it has neither."""
        path, origin = self.workspace.path, self.origin
        if path is None and origin is not None and origin.is_dir():
            return origin.name
        place = path or origin
        return place.stem if place is not None else ""

    @property
    def loses_something(self) -> bool:
        """Whether leaving now would lose what a person did; what was only opened from a folder is opened again."""
        only_read = self.origin is not None and len(self.workspace.history.done) <= 1
        return self.workspace.needs_saving and not only_read

    def decide(self, decision: Decision, label: str = "") -> None:
        """Take a decision; where the case is explained anew that happens beside the window.

        While an undo or a redo is being worked out a decision waits for its end, so that the step goes on meaning the
        decision that the person saw. One that takes time waits for whatever step is under way.
        """
        step, before = Step(StepKind.DECIDE, decision.at, decision), self._under_way
        if before is not None and (before.kind is not StepKind.DECIDE or self.workspace.needs_explaining(step)):
            self._waiting.append(decision)
            return
        try:
            self._take(step, label)
        except StepUnderWay:
            self._waiting.append(decision)

    def undo(self) -> None:
        """Take the latest decision back."""
        self._take(self.workspace.undoing(), "")

    def redo(self) -> None:
        """Take the decision undone last again."""
        self._take(self.workspace.redoing(), "")

    def begin_anew(self, origin: Path | None = None) -> None:
        """Put an empty case in place, kept from its first decision on; ``origin`` is what it will be read from."""
        self.replace(Workspace.create(self.folder), None)
        self.origin = origin

    def replace(self, workspace: Workspace, timeline: Timeline | None) -> None:
        """Put another case in place, with the geometry of its timeline."""
        self.leaving.emit()
        self.workspace.close()
        self.workspace, self.timeline, self.origin = workspace, timeline, None
        self.explained.emit()
        self.touched.emit()
        self.opened.emit()

    def save(self, path: Path, password: str | None = None) -> None:
        """Write the case; ``password`` None leaves its protection as it is. Raises OSError."""
        self.workspace.save(path, password=password)
        self.touched.emit()

    def _take(self, step: Step, label: str) -> None:
        """Take a step, beside the window where it takes time. Raises StepUnderWay where it must wait."""
        workspace = self.workspace
        if not workspace.needs_explaining(step):
            self._adopt(workspace, workspace.outcome(step), self.timeline)
            return

        def work(report: Report) -> tuple[Outcome, Timeline]:
            outcome = workspace.outcome(step)
            timeline = self.prepare(outcome.explanation)
            if report.settle():
                workspace.record(outcome)
            return outcome, timeline

        def ended() -> None:
            self._under_way = None
            waiting, self._waiting = self._waiting, []
            for decision in waiting:
                self.decide(decision)

        task = self.tasks.run(work, label, lambda made: self._adopt(workspace, *made), self.trouble)
        self._under_way = step
        task.closed.connect(ended)

    def _adopt(self, workspace: Workspace, outcome: Outcome, timeline: Timeline | None) -> None:
        before = workspace.explanation
        try:
            changes = workspace.adopt(outcome)
        except StepUnderWay:
            raise
        except Exception as error:  # the case stays as it was, and the person is told why
            self.trouble(error)
            return
        fits = workspace.explanation is outcome.explanation
        self.timeline = timeline if fits else self.prepare(workspace.explanation)
        (self.explained if changes.explanation else self.decided).emit()
        self.touched.emit()
        self.stepped.emit(changes, before)
