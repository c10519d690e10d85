"""The rows that prove a discrepancy, as they stand in their files, with the rows above and below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.facts import Source
from app.gui.services.display_names import Names
from app.gui.services.translator import Wording
from app.gui.style.theme import Sizes
from app.gui.style.widgets import card, font_scaled, link_button, paragraph

Rows = Sequence[tuple[int, Sequence[str]]]
SHOWN_AT_FIRST = 8


class EvidenceRow(QWidget):
    """One row: a link that opens its neighbours, and its cells."""

    def __init__(self, source: Source, place: str, wording: Wording, names: Names, parent: QWidget) -> None:
        super().__init__(parent)
        self.source = source
        self._place, self._wording = place, wording
        self._rows: Rows = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self.link = link_button(names.row(source), self)
        self.link.setCheckable(True)
        self.link.setToolTip(wording.say("window.why.neighbours"))
        self.link.setAccessibleDescription(wording.say("window.why.neighbours"))
        self.link.toggled.connect(self._open)
        self.cells = paragraph(wording.say("window.why.reading-row"), self, secondary=True, factor=Sizes.small)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.link)
        line.addStretch(1)
        self._layout.addLayout(line)
        self._layout.addWidget(self.cells)
        self._more: QWidget | None = None

    def show_rows(self, rows: Rows) -> None:
        """Show the row's cells; ``rows`` hold it and its neighbours by number."""
        self._rows = rows
        own = next((cells for number, cells in rows if number == self.source.row), None)
        self.cells.setText(joined(own) if own else self._wording.say("window.why.row-not-readable"))
        self.cells.setAccessibleName(f"{self.link.text()}: {self.cells.text()}")

    def _open(self, opened: bool) -> None:
        if self._more is not None:
            self._more.hide()
            self._more.deleteLater()
            self._more = None
        self.cells.setVisible(not opened)
        if opened:
            self._more = self._neighbours()
            self._layout.addWidget(self._more)

    def _neighbours(self) -> QWidget:
        box = card(self)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(3)
        for number, cells in self._rows:
            line = paragraph(f"{number}  {joined(cells)}", box, secondary=number != self.source.row)
            font_scaled(line, Sizes.small, bold=number == self.source.row)
            layout.addWidget(line)
        reveal = link_button(self._wording.say("window.why.reveal"), box)
        reveal.setEnabled(bool(self._place) and Path(self._place).exists())
        reveal.clicked.connect(lambda: reveal_in_folder(self._place))
        layout.addWidget(reveal)
        return box


class EvidenceView(QWidget):
    """All rows of a discrepancy; ``wanted`` asks for their cells, which come by `show_rows`."""

    wanted = Signal(object)

    def __init__(
        self, sources: Sequence[Source], place_of: Callable[[Source], str], wording: Wording, names: Names,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.rows = [EvidenceRow(s, place_of(s), wording, names, self) for s in sources]
        for number, row in enumerate(self.rows):
            self._layout.addWidget(row)
            row.setVisible(number < SHOWN_AT_FIRST)
        if len(self.rows) > SHOWN_AT_FIRST:
            more = link_button(wording.say("window.why.more-rows", count=len(self.rows) - SHOWN_AT_FIRST), self)
            more.clicked.connect(lambda: self._show_all(more))
            self._layout.addWidget(more)

    def show_rows(self, found: Mapping[Source, Rows]) -> None:
        """Fill in the cells."""
        for row in self.rows:
            row.show_rows(found.get(row.source, ()))

    def _show_all(self, button: QWidget) -> None:
        button.hide()
        for row in self.rows:
            row.show()


def joined(cells: Sequence[str]) -> str:
    """The cells of a row in one line, empty ones left out."""
    return "  ".join(text for cell in cells if (text := " ".join(str(cell).split())))


def reveal_in_folder(place: str) -> None:
    """Open the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(place).parent)))
