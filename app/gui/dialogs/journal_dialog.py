"""Takes an entry of the journal: what happened, with whom, on which day, and by when an answer is to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QFormLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.journal import EntryKind
from app.gui.dialogs.buttons import keep_or_cancel
from app.gui.dialogs.unfinished import Unfinished
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import heading, paragraph, plain_label, size_within_screen
from app.gui.widgets.choice_box import ChoiceBox
from app.gui.widgets.day_field import DayField, qt_date

_LOWEST_TEXT = 40
"""So that a dialog of this many fields stands on a low screen."""


class JournalDialog(Unfinished):
    """``parties`` are ids with their names; another name may be typed. The day the answer is due may be changed."""

    def __init__(
        self, title: str, parties: Sequence[tuple[str, str]], today: date, days: int, wording: Wording, parent: QWidget
    ) -> None:
        super().__init__("journalDialog", wording, parent)
        say = wording.say
        self._parties, self._days = parties, days
        self.setWindowTitle(say("journal.title"))
        self.kind = ChoiceBox(self)
        for kind in EntryKind:
            self.kind.addItem(say(f"journal.kind.{kind.value}"))
        self.to = ChoiceBox(self)
        self.to.setEditable(True)
        self.to.addItems([name for _, name in parties])
        self.on, self.due = DayField(self), DayField(self)
        self.on.setMaximumDate(qt_date(today))  # what is recorded has happened
        self.on.set_day(today)
        self.due.set_day(today + timedelta(days=days))
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(_LOWEST_TEXT)
        self.form = QFormLayout()
        fields = (("kind", self.kind), ("to", self.to), ("on", self.on), ("due", self.due), ("text", self.text))
        for name, field in fields:
            field.setAccessibleName(say(f"journal.field.{name}"))
            self.form.addRow(plain_label(say(f"journal.field.{name}"), self), field)
        self.hint = paragraph(say("journal.due-hint", days=days), self, secondary=True, factor=Sizes.small)
        buttons, self.keep = keep_or_cancel(self, say("journal.keep"), say("window.cancel"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(title, self, Sizes.heading))
        layout.addLayout(self.form)
        layout.addWidget(self.hint)
        layout.addWidget(buttons)
        self.on.dateChanged.connect(self._follow)
        self.kind.currentIndexChanged.connect(self._show_fields)
        size_within_screen(self, 480, 400)

    @property
    def entry_kind(self) -> EntryKind:
        """What the entry records."""
        return list(EntryKind)[self.kind.currentIndex()]

    def is_unfinished(self) -> bool:
        """Whether words of one's own would be lost; days and parties are quickly chosen again."""
        return bool(self.text.toPlainText().strip())

    @property
    def party(self) -> str:
        """The id of a party that was chosen, or the name as it was typed; none for a note."""
        name = self.to.currentText().strip()
        known = next((party for party, called in self._parties if called == name), name)
        return "" if self.entry_kind is EntryKind.NOTE else known

    @property
    def day(self) -> date:
        """The day of the entry."""
        return self.on.day

    @property
    def answer_due(self) -> date | None:
        """The day by which an answer is to come; only a question has one."""
        asked = self.entry_kind is EntryKind.ASKED
        return self.due.day if asked else None

    def _follow(self, day: QDate) -> None:
        self.due.setDate(day.addDays(self._days))

    def _show_fields(self) -> None:
        kind = self.entry_kind
        self.form.setRowVisible(self.to, kind is not EntryKind.NOTE)
        self.form.setRowVisible(self.due, kind is EntryKind.ASKED)
        self.hint.setVisible(kind is EntryKind.ASKED)
