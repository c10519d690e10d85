"""A table of plain rows that sorts and filters itself; raw id, shown text, sort key and copied text are apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush

from app.core.money import Fen
from app.gui.services.translator import Wording
from app.gui.style.theme import Theme
from app.gui.style.widgets import plain_tip
from app.palette import Ink

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ID_ROLE = Qt.ItemDataRole.UserRole
COPY_ROLE = Qt.ItemDataRole.UserRole + 1
_NONE = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """How one column of a table is shown; ``id`` names its header (``window.column.<id>``).

    ``key`` is what it sorts by and ``copied`` what a copied cell holds, both the shown text where they are None.
    ``fen`` says the amount of a cell in a column whose cells may be added up.
    Such a column, and one that is ``largest_first``, is sorted by the largest when its header is first clicked.
    """

    id: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any] | None = None
    copied: Callable[[Row], str] | None = None
    right: bool = False
    ink: Callable[[Row], Ink | None] | None = None
    width: int = 12
    fen: Callable[[Row], Fen] | None = None
    largest_first: bool = False


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows under columns. ``shown_changed`` is sent when other rows are shown, ``filled`` where they are new ones."""

    shown_changed = Signal()
    filled = Signal()

    def __init__(
        self, columns: Sequence[Column[Row]], id_of: Callable[[Row], str], wording: Wording, theme: Theme,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.columns = tuple(columns)
        self._id_of = id_of
        self._wording = wording
        self._theme = theme
        self._rows: list[Row] = []
        self._order: list[int] = []
        self._places: dict[str, int] | None = None
        self._needle = ""
        self._haystack: list[str] = []
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    # -- filling ---------------------------------------------------------------------------------------------------

    def fill(self, rows: Sequence[Row]) -> None:
        """Show other rows, in the current sort order and under the current filter."""
        self.beginResetModel()
        self._rows = list(rows)
        self._haystack = []
        self._arrange()
        self.endResetModel()
        self.shown_changed.emit()
        self.filled.emit()

    def put(self, row: Row) -> None:
        """Show a row in the place of the one of its id; nothing is sorted again, so that none moves while one reads."""
        row_id = self._id_of(row)
        item = next((n for n, one in enumerate(self._rows) if self._id_of(one) == row_id), None)
        if item is None:
            return
        self._rows[item] = row
        self._haystack = []
        if (place := self.position_of(row_id)) is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def search(self, needle: str) -> None:
        """Show only rows that hold every word of ``needle`` in any column, upper and lower case alike."""
        if needle == self._needle:
            return
        self.beginResetModel()
        self._needle = needle
        self._arrange()
        self.endResetModel()
        self.shown_changed.emit()

    def retranslate(self) -> None:
        """Say everything anew after a change of language or colours."""
        self._haystack = []
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._order:
            last = self.index(len(self._order) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._rows)

    def row_at(self, position: int) -> Row:
        """The row shown at a position. Raises IndexError."""
        return self._rows[self._order[position]]

    def position_of(self, row_id: str) -> int | None:
        """Where the row of an id is shown, or None."""
        if self._places is None:
            self._places = {self._id_of(self._rows[item]): place for place, item in reversed([*enumerate(self._order)])}
        return self._places.get(row_id)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NONE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell in one of its roles."""
        if not index.isValid():
            return None
        row, column = self._rows[self._order[index.row()]], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(column.text(row)) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._header(column)}: {column.text(row)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.right else _LEFT
            case Qt.ItemDataRole.ForegroundRole:
                ink = column.ink(row) if column.ink else None
                return QBrush(self._theme.colours[ink]) if ink else None
        if role == ID_ROLE:
            return self._id_of(row)
        if role == COPY_ROLE:
            return (column.copied or column.text)(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged out."""
        own = super().flags(index)
        return own | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else own

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words above a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._header(self.columns[section])
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            column = self.columns[section]
            down = column.largest_first or column.fen is not None
            return (Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder).value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].right else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column; rows that are equal there keep theirs."""
        self._sorted = (column, order) if 0 <= column < len(self.columns) else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._order[i.row()], i.column()) for i in before]
        self._arrange()
        position = {item: place for place, item in enumerate(self._order)}
        self.changePersistentIndexList(before, [self.index(position[item], col) for item, col in kept])
        self.layoutChanged.emit()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _header(self, column: Column[Row]) -> str:
        return self._wording.say(f"window.column.{column.id}")

    def _arrange(self) -> None:
        self._places = None
        shown = range(len(self._rows))
        order = [i for i in shown if self._matches(i)] if self._needle else list(shown)
        if self._sorted is not None:
            number, direction = self._sorted
            key = self.columns[number].key or self.columns[number].text
            keys = {i: key(self._rows[i]) for i in order}
            order.sort(key=keys.__getitem__, reverse=direction is Qt.SortOrder.DescendingOrder)
        self._order = order

    def _matches(self, item: int) -> bool:
        if not self._haystack:
            self._haystack = [
                " ".join(f"{c.text(row)} {c.copied(row) if c.copied else ''}" for c in self.columns).casefold()
                for row in self._rows
            ]
        return all(word in self._haystack[item] for word in self._needle.casefold().split())
