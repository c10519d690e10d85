"""A question with named answers, asked beside the work; Esc stays where one is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from app.gui.services.translator import Wording


class Question(QMessageBox):
    """Its answers are offered one by one; that of doing nothing is there from the beginning and is the usual one."""

    def __init__(
        self, name: str, sentence: str, wording: Wording, parent: QWidget, *, more: str = "", warns: bool = False
    ) -> None:
        icon = QMessageBox.Icon.Warning if warns else QMessageBox.Icon.Question
        super().__init__(icon, wording.say("window.name"), sentence, parent=parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setInformativeText(more)
        stay = self.addButton(wording.say("window.cancel"), QMessageBox.ButtonRole.RejectRole)
        self.setEscapeButton(stay)
        self.setDefaultButton(stay)
        self._acts: dict[QAbstractButton, Callable[[], object]] = {}

    def offer(self, text: str, act: Callable[[], object], *, usual: bool = False, destroys: bool = False) -> None:
        """Offer an answer that does ``act``; Enter gives the ``usual`` one."""
        role = QMessageBox.ButtonRole.DestructiveRole if destroys else QMessageBox.ButtonRole.AcceptRole
        button = self.addButton(text, role)
        self._acts[button] = act
        if usual:
            self.setDefaultButton(button)

    def ask(self, closed: Callable[[], object]) -> None:
        """Show it; ``closed`` is called before what the answer does."""

        def answered() -> None:
            chosen = self.clickedButton()
            closed()
            if act := self._acts.get(chosen):
                act()

        self.finished.connect(answered)
        self.open()
