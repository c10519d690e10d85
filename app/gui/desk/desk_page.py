"""What the desk's window shows of a folder: what all cases come to, the table of them, and what repeats in them."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from app.desk.table import Entry
from app.desk.wording import pattern_text
from app.gui.desk.desk_model import DeskModel, desk_columns, totals_text
from app.gui.desk.desk_work import Opened
from app.gui.services.settings import Settings
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Theme
from app.gui.style.widgets import paragraph
from app.gui.widgets.table_view import TableView
from app.texts import Phrasebook

_TOTAL_AFTER_MS = 120
_PATTERN_ROWS = 5


class DeskPage(QWidget):
    """``opened`` is the folder that is shown, each row as soon as its case is done; None before one is chosen."""

    def __init__(self, wording: Wording, theme: Theme, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._wording = wording
        self.opened: Opened | None = None
        self.model = DeskModel(desk_columns(wording), lambda e: e.case, wording, theme, self)
        self.table = TableView("desk", self.model, settings, self)
        self.patterns = QListWidget(self)
        self.summary = paragraph("", self)
        self._total_soon = QTimer(self)
        self._total_soon.setSingleShot(True)
        self._total_soon.setInterval(_TOTAL_AFTER_MS)
        self._total_soon.timeout.connect(self._tell_so_far)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, GAP, EDGE, GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.patterns)
        layout.addStretch()
        self.patterns.setWordWrap(True)
        self.patterns.hide()
        self.table.hide()

    def show_folder(self, opened: Opened) -> None:
        """Show the cases of a folder; the one at hand stays at hand, else it is the first."""
        self.opened = opened
        chosen = self.table.currentIndex()
        case = self.model.row_at(chosen.row()).case if chosen.isValid() else ""
        self.model.fill(opened.entries)
        self._tell_totals()
        self.table.show()  # before a row of it is chosen
        if self.model.position_of(case) is not None:
            self.table.select_id(case)
        elif self.model.rowCount():
            self.table.selectRow(0)
            self.table.setFocus()

    def put(self, entry: Entry) -> None:
        """Show what was found in a case that is just done, in the place that it has."""
        if self.opened is not None:
            self.opened = self.opened.with_row(entry)
            self.model.put(entry)
            if not self._total_soon.isActive():
                self._total_soon.start()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        say = self._wording.say
        self.table.setAccessibleName(say("desk.window.table"))
        self.patterns.setAccessibleName(say("desk.window.patterns"))
        self.model.retranslate()
        self._tell_totals()

    def _tell_totals(self) -> None:
        opened = self.opened
        self.summary.setText(totals_text(opened, self._wording))
        self.patterns.clear()
        if opened is None:
            return
        self.patterns.addItems([pattern_text(p, Phrasebook(self._wording.language)) for p in opened.patterns])
        high = self.patterns.fontMetrics().height() + 8
        self.patterns.setFixedHeight(high * min(max(len(opened.patterns), 1), _PATTERN_ROWS) + 4)
        self.patterns.setVisible(bool(opened.patterns))

    def _tell_so_far(self) -> None:
        """Say what the rows come to while a run fills them; no column is narrower than what it holds by now."""
        self.summary.setText(totals_text(self.opened, self._wording))
        self.table.fit_new()
