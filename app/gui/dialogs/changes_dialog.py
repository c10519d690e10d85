"""Shows what has changed since an earlier case or export: the answer, both sides, and lists of what differs."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, GROUP, Sizes
from app.gui.style.widgets import card, heading, paragraph, size_within_screen
from app.texts.changes_texts import ChangesTexts


class ChangesDialog(QDialog):
    """Everything can be selected and copied; ``texts`` are what it says."""

    def __init__(self, name: str, texts: ChangesTexts, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("changesDialog")
        self.texts = texts
        say = wording.say
        self.setWindowTitle(say("changes.title"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("changes.heading", name=name), self, Sizes.title))
        layout.addWidget(paragraph(texts.headline(), self))
        for side in texts.sides():
            layout.addWidget(paragraph(side, self, secondary=True))
        layout.addWidget(self._lists(), 1)
        buttons = QDialogButtonBox(self)
        self.copy_button = buttons.addButton(say("changes.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(texts.text()))
        buttons.addButton(say("window.close"), QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        size_within_screen(self, 760, 640)

    def _lists(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(area)
        body.setObjectName("whyBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        for title, lines in self.texts.groups():
            column.addSpacing(GROUP - GAP)
            column.addWidget(heading(title, body, Sizes.heading))
            box = card(body)
            inside = QVBoxLayout(box)
            inside.setContentsMargins(12, 10, 12, 10)
            inside.setSpacing(6)
            for line in lines:
                inside.addWidget(paragraph(line, box))
            column.addWidget(box)
        column.addStretch(1)
        area.setWidget(body)
        return area
