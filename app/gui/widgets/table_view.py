"""A table to read, sort and copy from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QByteArray, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QDrag, QFontMetrics, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.core.money import Fen
from app.gui.models.rows_model import COPY_ROLE, ID_ROLE, RowsModel
from app.gui.services.dragged import rows_data
from app.gui.services.settings import Settings
from app.gui.services.translator import Wording

_LOOKED_AT = 60
"""Rows that are looked at for the width of a column."""
_WIDEST = 44
"""Characters a column may take when it is fitted to its contents."""
_LEAST = 10
"""Characters that a column keeps when the view is too narrow for all."""
_FRAME = 4
"""What the frame around the cell that the keyboard is at takes of its room."""
_COMPUTED = ("=", "+", "-", "@")
_NUMBER = re.compile(r"[-+]?(?:[\d,]+(?:\.\d+)?%?)?")


class TableView(QTableView):
    """Rows are selected whole; ``chosen`` carries the id of the current one."""

    chosen = Signal(str)

    def __init__(self, name: str, model: RowsModel[Any], settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"table-{name}")
        self._settings = settings
        self._name = name
        self.rows = model
        self._unfitted = True
        self._by_hand = {int(n) for n in bytes(settings.layout(f"sized-{name}").data()).split()}
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setSectionsMovable(True)
        head.setSortIndicatorClearable(True)
        head.setResizeContentsPrecision(_LOOKED_AT)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.fit()
        state = settings.layout(f"table-{name}")
        if not state.isEmpty():
            head.restoreState(state)
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.sectionResized.connect(self._sized)
        model.filled.connect(self.fit_new)
        self.setDragEnabled(True)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def refit(self) -> None:
        """Make room for other words or another font: no column is narrower than it needs, wide ones stay, and so does
        what a person sized.

        The last one shown takes what room is left, so its current width is nobody's wish.
        """
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(self.font()).height() + 11)
        head = self.horizontalHeader()
        shown = [column for place in range(head.count()) if not self.isColumnHidden(column := head.logicalIndex(place))]
        self._widen(shown[:-1])
        self._fit(shown[-1:])

    def fit(self) -> None:
        """Size rows and columns by the font."""
        metrics = QFontMetrics(self.font())
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 11)
        for number, column in enumerate(self.rows.columns):
            self.setColumnWidth(number, metrics.horizontalAdvance("0") * column.width + 20)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit a table that was filled behind another one."""
        if self._unfitted:
            self.fit_new()
        super().showEvent(event)

    def fit_new(self) -> None:
        """Fit a table to its contents when it is first seen with some, and later where they are wider.

        Widths that a person gave it hold.
        """
        if not (self.rows.rowCount() and self.isVisible()):
            return
        if self._unfitted:
            self._unfitted = False
            self._fit(set(range(len(self.rows.columns))) - self._by_hand)
        else:
            self._widen(range(len(self.rows.columns)))

    def _widen(self, columns: Iterable[int]) -> None:
        """Make columns as wide as they need to be, but for those that a person sized."""
        before = {number: self.columnWidth(number) for number in columns if number not in self._by_hand}
        self._fit(before)
        for number, width in before.items():
            self.setColumnWidth(number, max(width, self.columnWidth(number)))

    def _sized(self, column: int, _before: int, _now: int) -> None:
        """Keep in mind what a person sized: nothing else does while a mouse button is held down on the heading."""
        if self.horizontalHeader().underMouse() and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._by_hand.add(column)

    def select_id(self, row_id: str) -> None:
        """Select the row of an id without telling anyone; nothing where it is not shown."""
        position = self.rows.position_of(row_id)
        blocked = self.selectionModel().blockSignals(True)
        if position is None:
            self.selectionModel().clear()
        else:
            index = self.rows.index(position, max(0, self.currentIndex().column()))
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.selectionModel().blockSignals(blocked)
        self.viewport().update()

    def step(self, by: int) -> None:
        """Select the next or the previous row, around the ends."""
        if count := self.rows.rowCount():
            at = self.currentIndex().row()
            position = (at + by) % count if at >= 0 else (0 if by > 0 else count - 1)
            self.selectRow(position)

    def titles(self) -> list[tuple[int, str]]:
        """Each column by number with the words above it, in the order shown."""
        head = self.horizontalHeader()
        columns = [head.logicalIndex(place) for place in range(head.count())]
        return [(c, str(self.rows.headerData(c, Qt.Orientation.Horizontal))) for c in columns]

    @property
    def shown_columns(self) -> int:
        """How many columns are not hidden."""
        return sum(not self.isColumnHidden(number) for number in range(len(self.rows.columns)))

    def fit_contents(self) -> None:
        """Make every column as wide as what stands in it, within reason, also those that a person sized."""
        self._by_hand.clear()
        self._fit(range(len(self.rows.columns)))

    def _fit(self, columns: Iterable[int]) -> None:
        widest = QFontMetrics(self.font()).horizontalAdvance("0") * _WIDEST
        for number in columns:
            self.resizeColumnToContents(number)
            self.setColumnWidth(number, min(self.columnWidth(number) + _FRAME, widest))

    def fit_inside(self) -> None:
        """Take what is too wide for the view off the widest columns, so that the last one is seen."""
        head = self.horizontalHeader()
        shown = [column for column in range(len(self.rows.columns)) if not self.isColumnHidden(column)]
        least = QFontMetrics(self.font()).horizontalAdvance("0") * _LEAST
        while shown and (excess := head.length() - self.viewport().width()) > 0:
            widest, *others = sorted((self.columnWidth(column) for column in shown), reverse=True)
            target = max(widest - excess, others[0] - 1 if others else 0, least)
            if target >= widest:
                return
            self.setColumnWidth(next(c for c in shown if self.columnWidth(c) == widest), target)

    def reset_columns(self) -> None:
        """Show every column in its own place and width, in no order of sorting."""
        head = self.horizontalHeader()
        for number in range(len(self.rows.columns)):
            self.setColumnHidden(number, False)
            head.moveSection(head.visualIndex(number), number)
        self.forget_order()
        self.fit()
        self.fit_contents()

    def forget_order(self) -> None:
        """Show the rows in their own order."""
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def sums(self) -> list[tuple[str, Fen]]:
        """The sum of the selected rows in each column of amounts, by the words above it; none for a single row."""
        selected = [self.rows.row_at(index.row()) for index in self.selectionModel().selectedRows()]
        if len(selected) < 2:
            return []
        return [
            (str(self.rows.headerData(number, Qt.Orientation.Horizontal)), sum(column.fen(row) for row in selected))
            for number, column in enumerate(self.rows.columns)
            if column.fen is not None and not self.isColumnHidden(number)
        ]

    def copy(self) -> None:
        """Put the selected rows on the clipboard as cells, with their header."""
        if text := self.selected_cells():
            QGuiApplication.clipboard().setText(text)

    def remember(self) -> None:
        """Keep widths, order and sorting for the next run, and which widths are a person's own."""
        sized = " ".join(map(str, sorted(self._by_hand)))
        self._settings.set_layout(f"sized-{self._name}", QByteArray(sized.encode()))
        self._settings.set_layout(f"table-{self._name}", self.horizontalHeader().saveState())

    def selected_cells(self) -> str:
        """The selected rows as cells parted by tabs, with their header; empty where none is selected."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return self._cells(rows) if rows else ""

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected rows out as cells."""
        drag = QDrag(self)
        drag.setMimeData(rows_data(self.accessibleName(), self.selected_cells()))
        drag.exec(Qt.DropAction.CopyAction)

    def _cells(self, rows: list[int]) -> str:
        head = self.horizontalHeader()
        columns = [head.logicalIndex(place) for place in range(head.count())]
        columns = [column for column in columns if not self.isColumnHidden(column)]
        titles = [str(self.rows.headerData(c, Qt.Orientation.Horizontal)) for c in columns]
        lines = [[_cell(self.rows.index(row, c).data(COPY_ROLE)) for c in columns] for row in rows]
        return "\n".join("\t".join(line) for line in [titles, *lines])

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and self.selectionModel().isSelected(current):  # not where the keyboard only arrives
            self.chosen.emit(str(current.data(ID_ROLE)))


def told_sums(count: int, sums: list[tuple[str, Fen]], wording: Wording) -> str:
    """How many rows are selected and what their amounts add up to; empty for a single row."""
    said = [wording.say("window.status.sum", what=what, amount=amount) for what, amount in sums]
    return " · ".join([wording.say("window.status.selected", count=count), *said]) if said else ""


def _cell(value: object) -> str:
    """A value as one cell; what a spreadsheet would compute from a file's text is marked as text."""
    text = " ".join(str(value or "").split())
    return f"'{text}" if text.startswith(_COMPUTED) and not _NUMBER.fullmatch(text) else text
