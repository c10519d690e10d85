"""Asks what the person calls a loan."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from app.gui.dialogs.buttons import keep_or_cancel
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import heading, paragraph

LONGEST = 24


class LoanNameDialog(QDialog):
    """``name`` counts once the dialog is accepted; an empty one takes the name away."""

    def __init__(self, loan: str, name: str, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("loanNameDialog")
        say = wording.say
        self.setWindowTitle(say("summary.loans.name-title"))
        self.edit = QLineEdit(name, self)
        self.edit.setMaxLength(LONGEST)
        self.edit.setAccessibleName(say("summary.loans.name-title"))
        self.edit.setPlaceholderText(say("summary.loans.name-example"))
        buttons, self.keep = keep_or_cancel(self, say("summary.loans.name-keep"), say("window.cancel"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("summary.loans.name-of", loan=loan), self, Sizes.heading))
        layout.addWidget(paragraph(say("summary.loans.name-text"), self, secondary=True))
        layout.addWidget(self.edit)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(440, 220)

    @property
    def name(self) -> str:
        """What was written."""
        return self.edit.text().strip()
