"""A table to read, sort and copy from."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.gui.models.rows_model import COPY_ROLE, ID_ROLE, RowsModel
from app.gui.services.settings import Settings

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
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.fit()
        state = settings.layout(f"table-{name}")
        if not state.isEmpty():
            head.restoreState(state)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def fit(self) -> None:
        """Size rows and columns by the font."""
        metrics = QFontMetrics(self.font())
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 11)
        for number, column in enumerate(self.rows.columns):
            self.setColumnWidth(number, metrics.horizontalAdvance("0") * column.width + 20)

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

    def copy(self) -> None:
        """Put the selected rows on the clipboard as cells, with their header."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        if rows:
            QGuiApplication.clipboard().setText(self._cells(rows))

    def remember(self) -> None:
        """Keep widths, order and sorting for the next run."""
        self._settings.set_layout(f"table-{self._name}", self.horizontalHeader().saveState())

    def _cells(self, rows: list[int]) -> str:
        head = self.horizontalHeader()
        columns = [head.logicalIndex(place) for place in range(head.count())]
        columns = [column for column in columns if not self.isColumnHidden(column)]
        titles = [str(self.rows.headerData(c, Qt.Orientation.Horizontal)) for c in columns]
        lines = [[_cell(self.rows.index(row, c).data(COPY_ROLE)) for c in columns] for row in rows]
        return "\n".join("\t".join(line) for line in [titles, *lines])

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(str(current.data(ID_ROLE)))


def _cell(value: object) -> str:
    """A value as one cell; what a spreadsheet would compute from a file's text is marked as text."""
    text = " ".join(str(value or "").split())
    return f"'{text}" if text.startswith(_COMPUTED) and not _NUMBER.fullmatch(text) else text
