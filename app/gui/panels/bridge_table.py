"""The bridge as lines that end in the same column: cause, formula, amount, and what remains."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.core.discrepancy import Discrepancy
from app.core.money import grouped
from app.gui.services.discrepancy_wording import DiscrepancyWording
from app.gui.services.translator import Wording
from app.gui.style.theme import Sizes
from app.gui.style.widgets import font_scaled, paragraph, plain_label


class BridgeTable(QFrame):
    """Every part of a bridge, the remainder even where it is 0.00, and the sum."""

    def __init__(self, found: Discrepancy, texts: DiscrepancyWording, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)
        self.setAccessibleName(wording.say("window.why.arithmetic"))
        say = wording.say
        if found.expected is not None:
            self._line(say("window.why.expected"), "", grouped(found.expected))
        for part in found.bridge:
            self._line(texts.part(part), _informative_more(texts.formula(part)), grouped(part.amount, signed=True))
        self._line(say("window.why.unexplained"), "", grouped(found.unexplained, signed=True))
        self._rule()
        if found.actual is not None:
            self._line(say("window.why.actual"), "", grouped(found.actual), strong=True)
        else:
            self._line(say("window.why.difference"), "", grouped(found.difference, signed=True), strong=True)

    def _line(self, name: str, formula: str, amount: str, *, strong: bool = False) -> None:
        row = self._grid.rowCount()
        what = paragraph(name, self)
        much = plain_label(amount, self)
        much.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        much.setAccessibleName(f"{name} {formula} {amount}")
        if strong:
            font_scaled(what, 1.0, bold=True)
            font_scaled(much, 1.0, bold=True)
        self._grid.addWidget(what, row, 0)
        self._grid.addWidget(much, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        if formula:
            self._grid.addWidget(paragraph(formula, self, secondary=True, factor=Sizes.small), row + 1, 0, 1, 2)

    def _rule(self) -> None:
        rule = QFrame(self)
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setProperty("rule", True)
        self._grid.addWidget(rule, self._grid.rowCount(), 0, 1, 2)


def _informative_more(formula: str) -> str:
    """The formula, or nothing where it only repeats the amount beside it."""
    return formula if any(sign in formula.lstrip("\N{MINUS SIGN}+ ") for sign in ("×", "+", "\N{MINUS SIGN}")) else ""
