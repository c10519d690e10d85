"""A row of tools of which those without room stand in a menu at its end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QPushButton, QWidget

from app.gui.style.widgets import cleared, plain_tip
from app.gui.widgets.flow import Flow


class ToolRow(QFrame):
    """Tools side by side. What is wanted and has no room is pressed in the menu of ``more``.

    Tools that no menu can hold, as a slider, have others beside them that do the same. ``most_lines`` is how many lines
    they may take before some leave; those that never leave take more where they must.
    """

    def __init__(self, margins: tuple[int, int, int, int], gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.most_lines = 1
        self.more = QPushButton(self)
        self.more.clicked.connect(self._open)
        self.menu: QMenu | None = None
        self._tools: tuple[QWidget, ...] = ()
        self._leaving: tuple[QWidget, ...] = ()
        self._unwanted: set[QWidget] = set()
        self._flow = Flow(gap)
        self._flow.setContentsMargins(*margins)
        self.setLayout(self._flow)

    def fill(self, tools: Sequence[QWidget], leaving: Sequence[QWidget]) -> None:
        """Take tools in the place of those before, and which leave where there is no room, the first first."""
        self._flow.removeWidget(self.more)
        cleared(self._flow)
        self._tools, self._leaving, self._unwanted = tuple(tools), tuple(leaving), set()
        for tool in (*tools, self.more):
            self._flow.addWidget(tool)
        if tools:
            self.setTabOrder(tools[-1], self.more)
        self.fit()

    def name_more(self, text: str, tip: str) -> None:
        """Say what the button of the menu is."""
        self.more.setText(text)
        self.more.setToolTip(plain_tip(tip))
        self.more.setAccessibleName(tip)
        self.fit()

    def want(self, tool: QWidget, wanted: bool) -> None:
        """Say whether a tool is of use now; `fit` shows it where there is room."""
        (self._unwanted.discard if wanted else self._unwanted.add)(tool)

    def is_wanted(self, tool: QWidget) -> bool:
        """Whether a tool is of use now, in the row or in the menu."""
        return tool not in self._unwanted

    def fit(self) -> None:
        """Show what there is room for."""
        told = [tool for tool in self._tools if self.is_wanted(tool)]
        left: list[QWidget] = []
        for tool in self._leaving:
            if self._lines_of([t for t in told if t not in left], more=bool(left)) <= self.most_lines:
                break
            left += [tool] if tool in told else []
        for tool in self._tools:
            tool.setVisible(tool in told and tool not in left)
        self.more.setVisible(any(isinstance(tool, QAbstractButton) for tool in left))

    def below(self, tool: QWidget) -> QPoint:
        """Where a menu of a tool opens: below it, or below the button in whose menu it stands."""
        shown = self.more if tool.isHidden() else tool
        return shown.mapToGlobal(shown.rect().bottomLeft())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def _lines_of(self, tools: Sequence[QWidget], *, more: bool) -> int:
        """How many lines tools take."""
        margins, gap = self._flow.contentsMargins(), self._flow.spacing()
        room, lines, used = self.width() - margins.left() - margins.right(), 1, -gap
        for tool in [*tools, self.more] if more else tools:
            used += gap + tool.sizeHint().width()
            if used > room:
                lines, used = lines + 1, tool.sizeHint().width()
        return lines

    def _open(self) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self)
        for tool in self._tools:
            if isinstance(tool, QAbstractButton) and tool.isHidden() and self.is_wanted(tool):
                action = self.menu.addAction(tool.text())
                action.setCheckable(tool.isCheckable())
                action.setChecked(tool.isChecked())
                action.setEnabled(tool.isEnabled())
                action.triggered.connect(tool.click)
        self.menu.popup(self.more.mapToGlobal(QPoint(0, 0)) - QPoint(0, self.menu.sizeHint().height()))
