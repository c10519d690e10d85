"""What is wrong: the list of discrepancies with its filters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.discrepancy import Discrepancy, Severity
from app.gui.models.discrepancies import DiscrepancyModel, Order
from app.gui.models.discrepancy_search import DiscrepancySearch
from app.gui.panels.discrepancy_delegate import DiscrepancyDelegate
from app.gui.services.discrepancy_wording import DiscrepancyWording
from app.gui.services.dragged import text_data
from app.gui.services.shared import Services
from app.gui.style.severity_icons import severity_pixmap
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import font_scaled, plain_label
from app.gui.widgets.flow import Flow
from app.palette import Ink
from app.texts.comparison_texts import ComparisonTexts

_MARK = 11


class DiscrepancyList(QListView):
    """A list whose lines can be dragged out; ``text_of_current`` says the selected one in sentences."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text_of_current: Callable[[], str] = str
        self.setDragEnabled(True)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected discrepancy out as text."""
        drag = QDrag(self)
        drag.setMimeData(text_data(self.accessibleName(), self.text_of_current()))
        drag.exec(Qt.DropAction.CopyAction)


class DiscrepancyPanel(QWidget):
    """The list with its head; ``chosen`` carries the id of the selected discrepancy, empty for none."""

    chosen = Signal(str)

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("regionList")
        session, wording, texts = services.session, services.wording, services.texts
        self._session, self._wording, self._theme = session, wording, services.theme
        search = DiscrepancySearch(services.names, texts, lambda: session.explanation)
        self.model = DiscrepancyModel(wording, texts, services.names, session.mark_of, search, self)
        self.heading = plain_label("", self)
        self.count = plain_label("", self)
        self.chips = {severity: QPushButton(self) for severity in Severity}
        self.order = QComboBox(self)
        self.view = DiscrepancyList(self)
        self.empty = plain_label("", self)
        self._head_row, self._order_row = QHBoxLayout(), QHBoxLayout()
        self._build(texts)
        self.model.shown_changed.connect(self._show_state)
        session.explained.connect(lambda: self._fill(regroup=True))
        session.decided.connect(lambda: self._fill(regroup=False))
        session.view.changed.connect(lambda: self._fill(regroup=False))

    @property
    def current(self) -> Discrepancy | None:
        """The selected discrepancy."""
        index = self.view.currentIndex()
        return self.model.at(index.row()) if index.isValid() else None

    def select(self, found_id: str) -> None:
        """Select a discrepancy without telling anyone; clears the selection where it is not shown."""
        position, before = self.model.position_of(found_id), self.view.currentIndex()
        blocked = self.view.selectionModel().blockSignals(True)
        if position is None:
            self.view.clearSelection()
            self.view.setCurrentIndex(self.model.index(-1))
        else:
            index = self.model.index(position)
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)
        self.view.selectionModel().blockSignals(blocked)
        for index in (before, self.view.currentIndex()):
            if index.isValid():
                self.view.update(index)  # the two lines alone: each line is told and drawn by us

    def step(self, by: int) -> None:
        """Select the next or the previous discrepancy, around the ends."""
        if count := self.model.rowCount():
            at = self.view.currentIndex().row()
            position = (at + by) % count if at >= 0 else (0 if by > 0 else count - 1)
            self.view.setCurrentIndex(self.model.index(position))

    def step_to_open(self) -> None:
        """Select the next discrepancy that is not done with; where there is none the selection stays."""
        at = self.view.currentIndex().row()
        if at >= 0 and (position := self.model.next_open(at)) is not None:
            self.view.setCurrentIndex(self.model.index(position))

    def search(self, needle: str) -> None:
        """Show only what holds every word."""
        keep = self.current
        self.model.search(needle)
        self._keep(keep)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        say = self._wording.say
        self.heading.setText(say("window.list.heading"))
        self.view.setAccessibleName(say("window.list.heading"))
        self.order.setAccessibleName(say("window.list.order"))
        self.order.setToolTip(say("window.list.order"))
        for position, order in enumerate(Order):
            self.order.setItemText(position, say(f"window.list.by-{order.value}"))
        for policy in ("AdjustToContentsOnFirstShow", "AdjustToContents"):  # or the box keeps the width of other words
            self.order.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy[policy])
        self.tell_anew()

    def tell_anew(self) -> None:
        """Say every line anew: the language or what the person calls a loan is another."""
        keep = self.current
        self.model.retranslate()
        self._keep(keep)

    def recolour(self) -> None:
        """Draw the marks in the current colours."""
        for severity, chip in self.chips.items():
            colours, ratio, icon = self._theme.colours, self.devicePixelRatioF(), QIcon()
            icon.addPixmap(severity_pixmap(severity, colours.severity(severity)[0], _MARK, ratio))
            on = severity_pixmap(severity, colours[Ink.PANEL], _MARK, ratio)  # on its own colour it would not be seen
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Active):
                icon.addPixmap(on, mode, QIcon.State.On)
            chip.setIcon(icon)
        self.view.viewport().update()

    def _build(self, texts: DiscrepancyWording) -> None:
        font_scaled(self.heading, 1.15, bold=True)
        font_scaled(self.count, Sizes.small)
        self.count.setProperty("secondary", True)
        self.empty.setProperty("secondary", True)
        self.empty.setProperty("inset", True)  # margins of a label itself are lost under the style sheet
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.order.addItems(["" for _ in Order])
        self.order.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.order.activated.connect(self._reorder)
        self.view.setModel(self.model)
        self.delegate = DiscrepancyDelegate(self._theme, texts, self._wording, self.view)
        self.view.setItemDelegate(self.delegate)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setWordWrap(True)  # or lines keep their height when a scroll bar makes them narrower
        self.view.setMouseTracking(True)
        self.view.selectionModel().currentChanged.connect(self._tell)
        self.view.selectionModel().selectionChanged.connect(self._follow)
        self.setMinimumWidth(200)
        self.setFocusProxy(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, EDGE - 4, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(self._head())
        layout.addLayout(self._chip_row())
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.view, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words of the head whole."""
        super().resizeEvent(event)
        self._arrange_head()

    def _arrange_head(self) -> None:
        """The order stands beside the heading where there is room, else below it."""
        beside = (self.heading, self.count, self.order)
        wide = sum(w.sizeHint().width() for w in beside) + 2 * EDGE + 3 * GAP <= self.width()
        row = self._head_row if wide else self._order_row
        if row.indexOf(self.order) < 0:
            self._head_row.removeWidget(self.order)
            self._order_row.removeWidget(self.order)
            row.insertWidget(row.count() if wide else 0, self.order)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(EDGE, 0, EDGE, 0)
        self._head_row.addWidget(self.heading)
        self._head_row.addWidget(self.count)
        self._head_row.addStretch(1)
        self._head_row.addWidget(self.order)
        self._order_row.addStretch(1)
        head.addLayout(self._head_row)
        head.addLayout(self._order_row)
        return head

    def _chip_row(self) -> Flow:
        row = Flow(6)
        row.setContentsMargins(EDGE, 0, EDGE, 0)
        for severity, chip in self.chips.items():
            chip.setCheckable(True)
            chip.setProperty("chip", severity.value)
            chip.setIconSize(QSize(_MARK, _MARK))
            chip.toggled.connect(self._restrict)
            row.addWidget(chip)
        return row

    def _fill(self, *, regroup: bool) -> None:
        keep = self.current
        workspace = self._session.workspace
        found = self._session.view.shown.discrepancies
        self.model.fill(found, info_hidden=workspace.decided.info_hidden, regroup=regroup)
        self._keep(keep)
        if regroup and self.current is None:
            self.view.scrollToTop()  # or it begins where the case before was left

    def _keep(self, found: Discrepancy | None) -> None:
        if found is not None and self.model.position_of(found.id) is not None:
            self.select(found.id)
        elif found is not None:
            self.chosen.emit("")

    def _restrict(self) -> None:
        keep = self.current
        self.model.restrict(frozenset(s for s, chip in self.chips.items() if chip.isChecked()))
        self._keep(keep)

    def _reorder(self, position: int) -> None:
        keep = self.current
        self.model.sort_by(list(Order)[position])
        self._keep(keep)

    def _follow(self) -> None:
        """Make what is selected the current one: a screen reader selects without more."""
        selected = self.view.selectionModel().selectedIndexes()
        if selected and selected[0] != self.view.currentIndex():
            self.view.setCurrentIndex(selected[0])

    def _tell(self) -> None:
        found = self.current
        self.chosen.emit(found.id if found else "")

    def _nothing_listed(self) -> str:
        """Why the list is empty: filtered, no case yet, or nothing found; then also whether anything was compared."""
        if self.model.total:
            return self._wording.say("window.list.filtered")
        if self._session.workspace.is_empty:
            return self._wording.say("window.list.empty")
        explanation = self._session.explanation
        compared = ComparisonTexts(explanation, self._wording.book).headline()
        if not explanation.comparison.counts.checked:
            return compared
        return self._wording.say("window.list.none", compared=compared)

    def _show_state(self) -> None:
        say, counts = self._wording.say, self.model.counts()
        if self.model.needle:
            told = say("window.list.found", found=self.model.rowCount(), count=self.model.total)
        else:
            which = "window.list.progress" if self.model.done else "window.list.count"
            facts = {"done": self.model.done} if self.model.done else {}
            told = say(which, count=self.model.total, **facts)
        self.count.setText(told)
        for severity, chip in self.chips.items():
            word = say(f"timeline.severity.{severity.value}")
            chip.setText(say(f"window.list.counted.{severity.value}", count=counts[severity]))
            chip.setAccessibleName(say("window.list.chip", severity=word, count=counts[severity]))
            chip.setToolTip(say(f"window.list.chip-tip.{severity.value}"))
            chip.setVisible(severity in self.model.present or chip.isChecked())
        nothing = self.model.rowCount() == 0
        self.view.setVisible(not nothing)
        self.empty.setVisible(nothing)
        self.empty.setText(self._nothing_listed())
        self.order.setVisible(self.model.total > 1)
        self._arrange_head()
