"""The case in the window: one workspace, its undo stack, and the signals that tell views what changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from app.core.decisions import Decision, Mark, Step, StepKind
from app.core.discrepancy import Discrepancy
from app.core.explanation import Explanation
from app.gui.controllers.undo import StepCommand
from app.gui.services.tasks import Report, Tasks
from app.workspace import Changes, Outcome, Workspace

if TYPE_CHECKING:
    from app.timeline.model import Timeline

Trouble = Callable[[Exception], None]


class Session(QObject):
    """Every change of the case goes through here; views listen.

    ``leaving`` is sent before the case makes room for another, ``opened`` after.

    ``explained`` is sent when there is another explanation (or another case), ``decided`` when marks, notes or the
    hiding of informational discrepancies changed, ``touched`` after anything that changes title or enabled actions.
    """

    leaving = Signal()
    opened = Signal()
    explained = Signal()
    decided = Signal()
    touched = Signal()

    def __init__(
        self, tasks: Tasks, folder: Path, name_of: Callable[[Decision], str], trouble: Trouble, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.folder = folder
        self.workspace = Workspace.create(folder)
        self.timeline: Timeline | None = None
        self.stack = QUndoStack(self)
        self._name_of = name_of
        self.trouble = trouble

    @property
    def explanation(self) -> Explanation:
        """What the program has to say about the case."""
        return self.workspace.explanation

    def mark_of(self, found: Discrepancy) -> Mark:
        """How far the person is with a discrepancy."""
        return self.workspace.mark_of(found)

    def decide(self, decision: Decision, label: str = "") -> None:
        """Take a decision; where the case is explained anew that happens beside the window."""
        step = Step(StepKind.DECIDE, decision.at, decision)
        self._take(step, label, lambda: self.stack.push(StepCommand(self, decision, self._name_of(decision))))

    def rename_steps(self) -> None:
        """Name the undo steps anew, in the language of the moment."""
        for index in range(self.stack.count()):
            command = self.stack.command(index)
            if isinstance(command, StepCommand):
                command.setText(self._name_of(command.decision))
        self.stack.undoTextChanged.emit(self.stack.undoText())
        self.stack.redoTextChanged.emit(self.stack.redoText())

    def step_back(self) -> None:
        """Undo in the workspace; called by the undo stack."""
        self._take(self.workspace.undoing(), "", lambda: None)

    def step_forth(self) -> None:
        """Redo in the workspace; called by the undo stack."""
        self._take(self.workspace.redoing(), "", lambda: None)

    def begin_anew(self) -> None:
        """Put an empty case in place, kept from its first decision on."""
        self.replace(Workspace.create(self.folder), None)

    def replace(self, workspace: Workspace, timeline: Timeline | None) -> None:
        """Put another case in place, with the geometry of its timeline."""
        self.leaving.emit()
        self.workspace.close()
        self.workspace, self.timeline = workspace, timeline
        self._restack()
        self.explained.emit()
        self.touched.emit()
        self.opened.emit()

    def save(self, path: Path, password: str | None = None) -> None:
        """Write the case; ``password`` None leaves its protection as it is. Raises OSError."""
        self.workspace.save(path, password=password)
        self.touched.emit()

    def _take(self, step: Step, label: str, then: Callable[[], object]) -> None:
        workspace = self.workspace

        def work(report: Report) -> tuple[Outcome, Timeline | None]:
            outcome = workspace.outcome(step)
            timeline = prepared(outcome.explanation) if outcome.explained_anew else self.timeline
            return (workspace.record(outcome) if report.settle() else outcome), timeline

        def adopt(made: tuple[Outcome, Timeline | None]) -> None:
            try:
                changes = workspace.adopt(made[0])
            except Exception as error:  # the case stays as it was, and the person is told why
                QTimer.singleShot(0, self, self._restack)
                self.trouble(error)
                return
            self.timeline = made[1]
            then()
            self._tell(changes)

        if workspace.needs_explaining(step):
            self.tasks.run(work, label, adopt, self.trouble)
        else:
            adopt((workspace.outcome(step), self.timeline))

    def _restack(self) -> None:
        """Bring the undo stack back to what the case holds."""
        self.stack.clear()
        for decision in self.workspace.history.done:
            self.stack.push(StepCommand(self, decision, self._name_of(decision)))

    def _tell(self, changes: Changes) -> None:
        if changes.explanation:
            self.explained.emit()
        else:
            self.decided.emit()
        self.touched.emit()


def prepared(explanation: Explanation) -> Timeline:
    """The geometry of a timeline; takes time for many events, so it is made beside the window."""
    # What draws it is loaded here as well, so that the window does not pause for it.
    from app.gui.timeline import overview_strip, presenter  # noqa: F401
    from app.timeline import tooltips  # noqa: F401
    from app.timeline.model import prepare

    return prepare(explanation)
