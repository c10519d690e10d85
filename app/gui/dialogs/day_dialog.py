"""Asks on which day the case is to be seen."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import heading, make_primary, paragraph, plain_label
from app.gui.widgets.day_field import DayField, qt_date


class DayDialog(QDialog):
    """``chosen`` is the day, None for the day that the files speak of; it counts once the dialog is accepted."""

    def __init__(self, day: date, last: date, limits: tuple[date, date], wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dayDialog")
        say = wording.say
        self.setWindowTitle(say("summary.day.title"))
        self._back = False
        self.edit = DayField(self)
        self.edit.setDateRange(*map(qt_date, limits))
        self.edit.set_day(day)
        self.edit.setAccessibleName(say("summary.day.day"))
        buttons = QDialogButtonBox(self)
        self.choose = buttons.addButton(say("summary.day.choose"), QDialogButtonBox.ButtonRole.AcceptRole)
        make_primary(self.choose)
        self.choose.setDefault(True)
        self.back = buttons.addButton(say("summary.day.back"), QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.back.clicked.connect(self._go_back)
        form = QFormLayout()
        form.addRow(plain_label(say("summary.day.day"), self), self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("summary.day.title"), self, Sizes.heading))
        layout.addWidget(paragraph(say("summary.day.text", last=last), self, secondary=True))
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(460, 220)

    @property
    def chosen(self) -> date | None:
        """The day that was chosen."""
        return None if self._back else self.edit.day

    def _go_back(self) -> None:
        self._back = True
        self.accept()
