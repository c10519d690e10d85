"""The rows of one sheet as a small table: a badge for what the file is, its own headings, the deciding cells marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.core.facts import Source
from app.gui.services.messages import show_folder_of
from app.gui.services.translator import Wording
from app.gui.style.theme import Sizes
from app.gui.style.widgets import card, cleared, font_scaled, link_button, paragraph, plain_label, plain_tip, shortened
from app.gui.widgets.flow import Flow
from app.palette import Ink
from app.workspace.evidence import EvidenceRow, EvidenceSheet, column_width

SHOWN_AT_FIRST = 6
_FIRST_WIDTH = 340
_LONGEST_NAME = 30
_NUMBER = re.compile(r"[-+¥￥]?[\d,]+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file is called on its badge, the ink of its lane, and where it lies (empty where that is not known)."""

    badge: str
    ink: Ink
    place: str


class EvidenceTable(QWidget):
    """One sheet; ``show_in_timeline`` is given a row's source and says whether that has a mark there."""

    def __init__(
        self,
        sheet: EvidenceSheet,
        origin: Origin,
        wording: Wording,
        show_in_timeline: Callable[[Source], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.sheet, self._origin, self._wording, self._show = sheet, origin, wording, show_in_timeline
        self._opened: set[int] = set()
        self._columns: tuple[int, ...] = ()
        self._measure = plain_label("", self)
        self._measure.hide()
        font_scaled(self._measure, Sizes.small)
        self._whole = len(sheet.runs) <= SHOWN_AT_FIRST
        self.links: list[QPushButton] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(self._head())
        self._box = card(self)
        self._grid = QGridLayout(self._box)
        self._grid.setContentsMargins(10, 8, 10, 8)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        outer.addWidget(self._box)
        self._for_width = -1
        self._metrics = QFontMetrics(self._measure.font())
        self._link_width = max(self._metrics.horizontalAdvance(words) for words in self._row_words())
        self._choose_columns(parent.width() if parent.isVisible() else _FIRST_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many columns as there is room for."""
        super().resizeEvent(event)
        self._choose_columns(self.width())

    def _choose_columns(self, width: int) -> None:
        if width == self._for_width:
            return  # a layout gives a widget its place several times, and to choose takes a while
        self._for_width = width
        inner = width - self._grid.contentsMargins().left() * 2 - self._link_width
        columns = self.sheet.columns(inner // (self._metrics.horizontalAdvance("0") + 1))
        if columns != self._columns or not self.links:
            self._columns = columns
            self._fill()

    def _row_words(self) -> list[str]:
        return [self._words(run) for run in self.sheet.runs] or [""]

    def _words(self, run: tuple[EvidenceRow, ...]) -> str:
        first, last = run[0].source.row, run[-1].source.row
        if len(run) > 1:
            return self._wording.say("window.why.rows", first=first, last=last)
        return self._wording.say("window.why.row", row=first)

    def _head(self) -> Flow:
        say, first = self._wording.say, self.sheet.first
        badge = plain_label(self._origin.badge, self)
        badge.setProperty("badge", self._origin.ink.value)
        font_scaled(badge, Sizes.small)
        file = link_button(shortened(first.file, _LONGEST_NAME), self)
        font_scaled(file, Sizes.small)
        file.setToolTip(plain_tip(f"{first.file}\n{say('window.why.reveal')}"))
        file.setAccessibleName(f"{first.file} · {say('window.why.reveal')}")
        file.setEnabled(bool(self._origin.place) and Path(self._origin.place).exists())
        file.clicked.connect(lambda: show_folder_of(Path(self._origin.place)))
        line = Flow(8)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(badge)
        line.addWidget(file)
        return line

    def _fill(self) -> None:
        cleared(self._grid)
        self.links = []
        say, columns = self._wording.say, self._columns
        for at, column in enumerate(columns, 1):
            title = paragraph(self.sheet.title(column), self._box, secondary=True, factor=Sizes.small)
            title.setAlignment(self._side(column) | Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(title, 0, at)
            self._grid.setColumnStretch(at, column_width(self.sheet.heading, self.sheet.rows, column))
        runs = self.sheet.runs if self._whole else self.sheet.runs[:SHOWN_AT_FIRST]
        line = 1
        for run in runs:
            split = run[0].source.row in self._opened and len(run) > 1
            for part in [(row,) for row in run] if split else [run]:
                line = self._line(part, line)
        if not self._whole:
            more = link_button(say("window.why.more-rows", count=len(self.sheet.runs) - SHOWN_AT_FIRST), self._box)
            more.clicked.connect(self._show_all)
            self._grid.addWidget(more, line, 0, 1, -1)
            line += 1
        if self.sheet.lost:
            which = "row-not-readable" if self._origin.place else "no-originals"
            told = paragraph(say(f"window.why.{which}"), self._box, secondary=True, factor=Sizes.small)
            self._grid.addWidget(told, line, 0, 1, -1)

    def _line(self, run: tuple[EvidenceRow, ...], line: int) -> int:
        """One row, or a run of them in one line; returns the next free line of the grid."""
        say, first = self._wording.say, run[0]
        many = len(run) > 1
        words = self._words(run)
        link = link_button(words, self._box)
        font_scaled(link, Sizes.small)
        tip = say("window.why.open-run") if many else say("window.why.neighbours")
        link.setToolTip(tip)
        link.setAccessibleName(f"{self.sheet.first.file} {words}: {self._spoken(run)}")
        link.setAccessibleDescription(tip)
        link.setCheckable(not many)
        self.links.append(link)
        self._grid.addWidget(link, line, 0, Qt.AlignmentFlag.AlignTop)
        for at, column in enumerate(self._columns, 1):
            self._grid.addWidget(self._cell(run, column), line, at)
        if many:
            link.clicked.connect(lambda: self._open_run(first.source.row))
        else:
            link.toggled.connect(lambda opened, at=line: self._open(first, at + 1, opened))
        return line + 2

    def _cell(self, run: tuple[EvidenceRow, ...], column: int) -> QWidget:
        text = run_text([row.cells[column] if column < len(row.cells) else "" for row in run])
        label = paragraph(text, self._box, factor=Sizes.small)
        label.setAlignment(self._side(column) | Qt.AlignmentFlag.AlignTop)
        words = [word for word in text.split() if word.isascii()]
        label.setMinimumWidth(max((self._metrics.horizontalAdvance(word) for word in words), default=0) + 8)
        if any(column in row.deciding for row in run):
            label.setProperty("deciding", True)
            label.setToolTip(self._wording.say("window.why.deciding"))
            label.setAccessibleName(f"{self.sheet.title(column)} {text}, {self._wording.say('window.why.deciding')}")
        else:
            label.setAccessibleName(f"{self.sheet.title(column)} {text}".strip())
        return label

    def _side(self, column: int) -> Qt.AlignmentFlag:
        texts = [row.cells[column].strip() for row in self.sheet.rows if column < len(row.cells)]
        amounts = any("." in t for t in texts) and all(not t or _NUMBER.fullmatch(t) for t in texts)
        return Qt.AlignmentFlag.AlignRight if amounts else Qt.AlignmentFlag.AlignLeft

    def _spoken(self, run: tuple[EvidenceRow, ...]) -> str:
        said = []
        for column in self._columns:
            text = run_text([row.cells[column] if column < len(row.cells) else "" for row in run])
            said += [f"{self.sheet.title(column)} {text}".strip()] if text else []
        return ", ".join(said)

    def _open_run(self, first: int) -> None:
        self._opened.add(first)
        self._fill()
        if self.links:
            self.links[0].setFocus()

    def _show_all(self) -> None:
        self._whole = True
        self._fill()

    def _open(self, row: EvidenceRow, line: int, opened: bool) -> None:
        """Show the whole row by its headings, with its neighbours, and where it lies in time."""
        if (item := self._grid.itemAtPosition(line, 0)) is not None and (old := item.widget()) is not None:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        if opened:
            marked = self._show(row.source)
            self._grid.addWidget(self._whole_row(row, marked=marked), line, 0, 1, -1)

    def _whole_row(self, row: EvidenceRow, *, marked: bool) -> QWidget:
        box = QWidget(self._box)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 2, 0, 6)
        layout.setSpacing(2)
        for column, text in enumerate(row.cells):
            if text.strip() and column not in self._columns:
                said = f"{title}: {text}" if (title := self.sheet.title(column)) else text
                layout.addWidget(paragraph(said, box, secondary=True, factor=Sizes.small))
        for number, cells in row.around:
            if number != row.source.row:
                layout.addWidget(paragraph(f"{number}  {joined(cells)}", box, secondary=True, factor=Sizes.small))
        if not marked:
            told = self._wording.say("window.why.no-mark")
            layout.addWidget(paragraph(told, box, secondary=True, factor=Sizes.small))
        return box


def run_text(texts: list[str]) -> str:
    """What a column says over a run: the one text that all have, or the first and the last."""
    plain = [" ".join(text.split()) for text in texts]
    return plain[0] if len(set(plain)) == 1 else f"{plain[0]} … {plain[-1]}"


def joined(cells: tuple[str, ...]) -> str:
    """The cells of a row in one line, empty ones left out."""
    return "  ".join(text for cell in cells if (text := " ".join(cell.split())))
