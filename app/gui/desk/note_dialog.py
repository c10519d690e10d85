"""Asks how far the desk is with some cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk.table import Note, State
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP
from app.gui.style.widgets import make_primary, paragraph
from app.gui.widgets.choice_box import ChoiceBox


class DeskNoteDialog(QDialog):
    """``note`` is what the person wrote. ``answer_due`` knows by which day an answer to a day's question is owed."""

    def __init__(
        self,
        cases: Sequence[str],
        note: Note,
        answer_due: Callable[[date], date | None],
        wording: Wording,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("deskNoteDialog")
        self._wording, self._answer_due = wording, answer_due
        say = wording.say
        which = "note-title" if len(cases) > 1 else "note-title-one"
        self.setWindowTitle(say(f"desk.window.{which}", cases=len(cases), case=cases[0]))
        self.state = ChoiceBox(self)
        for state in State:
            self.state.addItem(say(f"desk.state.{state.value}"), state.value)
        self.state.setCurrentIndex(list(State).index(note.state))
        self.since, self.deadline = QLineEdit(note.since, self), QLineEdit(note.deadline, self)
        self.text = QLineEdit(note.note, self)
        self.trouble = paragraph("", self)
        self.trouble.hide()
        form = QFormLayout()
        for name, field in (("state", self.state), ("since", self.since), ("deadline", self.deadline),
                            ("note", self.text)):  # fmt: skip
            form.addRow(say(f"desk.column.{name}"), field)
            field.setAccessibleName(say(f"desk.column.{name}"))
        for field in (self.since, self.deadline):
            field.setPlaceholderText("2026-01-31")
        buttons = QDialogButtonBox(self)
        make_primary(buttons.addButton(say("desk.window.keep"), QDialogButtonBox.ButtonRole.AcceptRole))
        buttons.addButton(say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept_days)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(paragraph(say("desk.window.note-text"), self, secondary=True))
        layout.addLayout(form)
        layout.addWidget(self.trouble)
        layout.addWidget(buttons)
        self.state.activated.connect(self._suggest)
        self.resize(460, 260)

    @property
    def note(self) -> Note:
        """What was written, once accepted."""
        return Note(
            State(self.state.currentData()),
            self.since.text().strip(),
            self.deadline.text().strip(),
            self.text.text().strip(),
        )

    def _suggest(self) -> None:
        """A question begins today, and a rule may say by when its answer is owed; both can be written over."""
        if self.state.currentData() not in (State.ASKED.value, State.WAITING.value) or self.since.text():
            return
        today = date.today()  # noqa: DTZ011  # the person's own day
        self.since.setText(today.isoformat())
        due = self._answer_due(today)
        if due is not None and not self.deadline.text():
            self.deadline.setText(due.isoformat())

    def accept_days(self) -> None:
        """Accept, once both days are days."""
        for field in (self.since, self.deadline):
            text = field.text().strip()
            try:
                field.setText(date.fromisoformat(text).isoformat() if text else "")
            except ValueError:
                self.trouble.setText(self._wording.say("cli.error.day", text=text))
                self.trouble.show()
                field.setFocus()
                return
        self.accept()
