"""The correction page of a picture: picture and table side by side, each cell with the piece it was read from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.gui.services.translator import Wording
from app.gui.style.painting import never_raises, painting
from app.gui.style.theme import EDGE, GAP, Sizes, Theme
from app.gui.style.widgets import heading, make_primary, paragraph, plain_label, size_within_screen
from app.palette import Ink
from app.workspace.pictures import ShownCell, ShownPicture

_CELL = Qt.ItemDataRole.UserRole
_PIECE_HIGH = 46
_AROUND = 10  # pixels of the picture around a cell that its piece shows
_MARK = "⚠ "


class PictureView(QWidget):
    """The picture with a frame around the place of the present cell; as wide as there is room."""

    def __init__(self, pixmap: QPixmap, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._pixmap, self._theme = pixmap, theme
        self._place: QRectF | None = None
        self.fit(420)

    def fit(self, wide: int) -> None:
        """Show the picture at a width in pixels."""
        self._scale = wide / max(self._pixmap.width(), 1)
        self.setFixedSize(wide, max(1, round(self._pixmap.height() * self._scale)))

    def mark(self, place: tuple[float, float, float, float] | None) -> QRectF | None:
        """Frame a place in the picture's pixels; returns it in those of the widget."""
        self._place = None
        if place is not None:
            left, top, right, bottom = (side * self._scale for side in place)
            self._place = QRectF(left - 3, top - 3, right - left + 6, bottom - top + 6)
        self.update()
        return self._place

    @never_raises
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and the frame."""
        with painting(self) as painter:
            painter.drawPixmap(self.rect(), self._pixmap)
            if self._place is not None:
                painter.setPen(QPen(QColor(self._theme.colours[Ink.WARNING]), 3))
                painter.drawRoundedRect(self._place, 4, 4)


class PictureDialog(QDialog):
    """Shows what was read; accepted, ``confirmed`` is what the person confirmed. ``left`` more pictures wait."""

    def __init__(self, shown: ShownPicture, left: int, wording: Wording, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pictureDialog")
        self.shown, self._wording, self._theme = shown, wording, theme
        say = wording.say
        self.setWindowTitle(say("window.picture.title"))
        image = QImage(shown.pixels, shown.width, shown.height, 3 * shown.width, QImage.Format.Format_RGB888)
        self._pixmap = QPixmap.fromImage(image)
        self.view = PictureView(self._pixmap, theme, self)
        self.area = QScrollArea(self)
        self.table = QTableWidget(len(shown.rows), len(shown.headings), self)
        self.piece = plain_label("", self)
        self.doubt = paragraph("", self)
        self.checks = paragraph("", self)
        self.add_row = QPushButton(say("window.picture.add-row"), self)
        self.strike_row = QPushButton(say("window.picture.strike-row"), self)
        self.buttons = QDialogButtonBox(self)
        confirm = say("window.picture.confirm-next", count=left) if left else say("window.picture.confirm")
        self.confirm_button = self.buttons.addButton(confirm, QDialogButtonBox.ButtonRole.AcceptRole)
        self._build()
        self._fill()
        self._check()
        self.table.setCurrentCell(*self._first_doubtful())

    @property
    def confirmed(self) -> str:
        """The table as it stands, as it is remembered."""
        return self.shown.confirmed(self.texts())

    def texts(self) -> list[list[str]]:
        """The rows as they stand."""
        return [
            [self._text(row, column) for column in range(self.table.columnCount())]
            for row in range(self.table.rowCount())
        ]

    # -- inside ----------------------------------------------------------------------------------------------------

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().removeprefix(_MARK).strip() if item is not None else ""

    def _cell(self, row: int, column: int) -> ShownCell | None:
        item = self.table.item(row, column)
        held = item.data(_CELL) if item is not None else None
        return held if isinstance(held, ShownCell) else None

    def _fill(self) -> None:
        self.table.blockSignals(True)
        for row, cells in enumerate(self.shown.rows):
            for column, cell in enumerate(cells):
                self.table.setItem(row, column, self._item(cell))
        self.table.blockSignals(False)
        self.table.resizeColumnsToContents()

    def _item(self, cell: ShownCell) -> QTableWidgetItem:
        item = QTableWidgetItem(f"{_MARK}{cell.text}" if cell.note else cell.text)
        item.setData(_CELL, cell)
        if cell.note:
            item.setForeground(QColor(self._theme.colours[Ink.WARNING]))
            item.setToolTip(self._wording.say(f"window.picture.note.{cell.note}"))
        return item

    def _changed(self, item: QTableWidgetItem) -> None:
        """What a person typed is no longer in doubt."""
        held = item.data(_CELL)
        self.table.blockSignals(True)
        item.setText(item.text().removeprefix(_MARK).strip())
        item.setData(_CELL, ShownCell(item.text(), held.place if isinstance(held, ShownCell) else None))
        item.setData(Qt.ItemDataRole.ForegroundRole, None)
        item.setToolTip("")
        self.table.blockSignals(False)
        self._check()
        self._show_cell()

    def _check(self) -> None:
        say, found = self._wording.say, self.shown.check(self.texts())
        said = [say(f"window.picture.note.{note}") for note in found.page]
        for row, notes in enumerate(found.rows, 1):
            said += [say("window.picture.row-note", row=row, note=say(f"window.picture.note.{note}")) for note in notes]
        if found.closes:
            said = [say("window.picture.closes")]
        elif not said:
            said = [say("window.picture.rows-hold")]
        self.checks.setText("\n".join(said))

    def _show_cell(self) -> None:
        cell = self._cell(self.table.currentRow(), self.table.currentColumn())
        place = cell.place if cell is not None else None
        frame = self.view.mark(place)
        if frame is not None:
            self.area.ensureVisible(round(frame.center().x()), round(frame.center().y()), 40, 120)
        self.piece.setPixmap(self._piece(place) if place is not None else QPixmap())
        note = f"window.picture.note.{cell.note}" if cell is not None and cell.note else ""
        self.doubt.setText(self._wording.say(note) if note else "")

    def _piece(self, place: tuple[float, float, float, float]) -> QPixmap:
        left, top, right, bottom = place
        cut = self._pixmap.copy(
            round(left) - _AROUND,
            round(top) - _AROUND,
            round(right - left) + 2 * _AROUND,
            round(bottom - top) + 2 * _AROUND,
        )
        return cut.scaledToHeight(_PIECE_HIGH, Qt.TransformationMode.SmoothTransformation)

    def _first_doubtful(self) -> tuple[int, int]:
        places = ((r, c) for r, cells in enumerate(self.shown.rows) for c, cell in enumerate(cells) if cell.note)
        return next(places, (0, 0))

    def _add(self) -> None:
        row = self.table.currentRow() + 1
        self.table.insertRow(row)
        self.table.setCurrentCell(row, 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._check()

    def _strike(self) -> None:
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())
            self._check()
            self._show_cell()
        self.confirm_button.setEnabled(self.table.rowCount() > 0)

    def _build(self) -> None:
        say = self._wording.say
        self.area.setWidget(self.view)
        self.area.setAccessibleName(say("window.picture.picture"))
        columns = zip(self.shown.roles, self.shown.headings, strict=True)
        self.table.setHorizontalHeaderLabels([self._wording.say_or(f"window.role.{r}", name) for r, name in columns])
        self.table.setAccessibleName(say("window.picture.table"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.itemChanged.connect(self._changed)
        self.table.currentCellChanged.connect(self._show_cell)
        self.table.setTabKeyNavigation(False)
        self.piece.setMinimumHeight(_PIECE_HIGH)
        self.piece.setAccessibleName(say("window.picture.piece"))
        self.add_row.clicked.connect(self._add)
        self.strike_row.clicked.connect(self._strike)
        make_primary(self.confirm_button)
        self.confirm_button.setDefault(True)
        cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText(say("window.cancel"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP, 0, 0, 0)
        column.addWidget(self.table, 1)
        for widget in (self.piece, self.doubt, self.checks):
            column.addWidget(widget)
        rows = QHBoxLayout()
        rows.addWidget(self.add_row)
        rows.addWidget(self.strike_row)
        rows.addStretch(1)
        column.addLayout(rows)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.area)
        split.addWidget(right)
        split.setSizes([450, 620])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("window.picture.heading", file=self.shown.file), self, Sizes.title))
        layout.addWidget(paragraph(say("window.picture.hint"), self, secondary=True))
        layout.addWidget(split, 1)
        layout.addWidget(self.buttons)
        size_within_screen(self, 1120, 720)
