"""The line below: what is loaded, what is unexplained, how far the work is, and that nothing leaves the computer."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QPushButton, QStatusBar, QWidget

from app.core.discrepancy import FactValue
from app.core.explanation import Explanation
from app.core.money import Fen
from app.gui.services.shared import Services
from app.gui.style.widgets import plain_label, plain_tip
from app.gui.widgets.elided import Elided
from app.gui.widgets.table_view import told_sums
from app.texts.comparison_texts import ComparisonTexts

SHOW_AFTER_MS = 500


class StatusLine(QStatusBar):
    """Progress appears only where work takes longer than half a second."""

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        session, tasks = services.session, services.session.tasks
        self._session, self._tasks, self._wording = session, tasks, services.wording
        self._messages = services.messages
        self.summary = Elided(self)
        self.privacy, self.masked = plain_label("", self), plain_label("", self)
        self.sums = plain_label("", self)
        self.doing = plain_label("", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.cancel = QPushButton(self)
        self.cancel.setProperty("link", True)
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # or it would leave the focus to whatever comes next
        self.cancel.clicked.connect(self._give_up)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(12, 0, 12, 0)
        self.addWidget(self.summary, 1)
        for widget in (self.doing, self.bar, self.cancel):
            self.addPermanentWidget(widget)
            widget.hide()
        self.addPermanentWidget(self.sums)
        self.addPermanentWidget(self.masked)
        self.addPermanentWidget(self.privacy)
        self.sums.hide()
        self.masked.setObjectName("maskedBadge")
        self.masked.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOW_AFTER_MS)
        self._patience.timeout.connect(self._show_progress)
        tasks.changed.connect(self._work_changed)
        tasks.progressed.connect(self._progressed)
        session.explained.connect(self.refresh)
        session.touched.connect(self.refresh)

    def _give_up(self) -> None:
        """Cancel the work, and say that nothing came of it; what is being put in place already goes on to its end."""
        self._tasks.cancel()
        if self._tasks.current is None:
            self._messages.tell(self._wording.say("window.status.cancelled"))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.cancel.setText(self._wording.say("window.status.cancel"))
        self.cancel.setAccessibleName(self._wording.say("window.status.cancel-work"))
        self.bar.setAccessibleName(self._wording.say("window.status.progress"))
        self.masked.setText(self._wording.say("window.status.masked"))
        self.refresh()

    def refresh(self) -> None:
        """Sum up the case."""
        say, workspace = self._wording.say, self._session.workspace
        if workspace.is_empty:
            self.summary.setText(say("window.status.empty"))
        else:
            summed = self._summed(workspace.explanation)
            compared = ComparisonTexts(workspace.explanation, self._wording.book).headline()
            self.summary.offer(*summed)
            self.summary.setToolTip(plain_tip(f"{summed[0]}\n{compared}"))
        if workspace.read_only is not None:
            self.privacy.setText(say(f"storage.read-only.{workspace.read_only.value}"))
            return
        state = "changed" if self._session.loses_something else "saved" if workspace.path else "offline"
        self.privacy.setText(say(f"window.status.{state}"))

    def _summed(self, explanation: Explanation) -> list[str]:
        """What the case holds, the longest line first."""
        days = [s.period for s in explanation.sources if s.period]
        compared = ComparisonTexts(explanation, self._wording.book)
        facts: dict[str, FactValue] = {
            "compared": compared.short(),
            "files": len(self._session.workspace.sources),
            "unexplained": sum(abs(d.unexplained) for d in explanation.discrepancies),
        }
        shorter = [self._wording.say("window.status.case-undated", **facts), compared.short()]
        if not days:
            return shorter
        first, last = min(d[0] for d in days), max(d[1] for d in days)
        return [self._wording.say("window.status.case", first=first, last=last, **facts), *shorter]

    def show_sums(self, told: tuple[int, list[tuple[str, Fen]]]) -> None:
        """Say how many rows are selected and what their amounts add up to; nothing for a single row."""
        if said := told_sums(*told, self._wording):
            self.sums.setText(said)
        self.sums.setVisible(bool(said))

    def _work_changed(self, busy: bool) -> None:
        if busy:
            self._patience.start()
            self.doing.setText(self._tasks.current.label if self._tasks.current else "")
            self.bar.setRange(0, 0)
            return
        self._patience.stop()
        for widget in (self.doing, self.bar, self.cancel):
            widget.hide()

    def _show_progress(self) -> None:
        for widget in (self.doing, self.bar, self.cancel):
            widget.show()

    def _progressed(self, done: int, total: int, file: str) -> None:
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(done * 1000 // total if total else 0)
        if file:
            self.doing.setText(self._wording.say("window.status.reading", file=file))
        elif self._tasks.current is not None and not total:
            sheet = self._wording.say("window.status.sheet", number=done)
            self.doing.setText(f"{self._tasks.current.label} · {sheet}")
