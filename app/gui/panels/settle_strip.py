"""What settling would cost on a day that is chosen by a slider or typed, and by which rows and rules."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSlider, QVBoxLayout, QWidget

from app.core.explanation import Explanation
from app.core.money import grouped
from app.core.views.settlement_outlook import (
    SettlementOutlook,
    SettlementQuestion,
    may_be_told,
    settlement_outlook,
)
from app.gui.services.translator import Wording
from app.gui.style.theme import GAP, Sizes
from app.gui.style.widgets import font_scaled, paragraph, plain_label
from app.gui.widgets.day_field import DayField, qt_date
from app.texts.settlement_texts import SettlementTexts

_ONE_DAY = timedelta(days=1)
_MOST_LINES = 6
"""Lines of the arithmetic that are shown at once; the picture needs the rest of the room."""
_LOW_LINES = 36
"""A window of fewer lines is low."""


class SettleStrip(QFrame):
    """``day_chosen`` carries the day and what settling costs on it, in few words; ``closed`` that it is put away."""

    day_chosen = Signal(object, str)
    closed = Signal()

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settleStrip")
        self._wording = wording
        self._explanation: Explanation | None = None
        self._first = date(2000, 1, 1)
        self.label, self.amount = plain_label("", self), plain_label("", self)
        font_scaled(self.amount, Sizes.title, bold=True)
        self.edit = DayField(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.text = paragraph("", self, secondary=True)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.close_button = QPushButton(self)
        self.close_button.setProperty("tool", True)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for widget, stretch in (
            (self.label, 0), (self.edit, 0), (self.slider, 1), (self.amount, 0), (self.close_button, 0),
        ):  # fmt: skip
            row.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 10, 6)
        column.setSpacing(4)
        column.addLayout(row)
        self.area.setWidget(self.text)
        for ground in (self.area.viewport(), self.text):  # the strip's own ground shows through
            ground.setAutoFillBackground(False)
        column.addWidget(self.area)
        self.slider.valueChanged.connect(lambda days: self._choose(self._first + days * _ONE_DAY))
        self.edit.dateChanged.connect(lambda _day: self._choose(self.edit.day))
        self.close_button.clicked.connect(self.closed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the arithmetic take the lines that it has at this width."""
        super().resizeEvent(event)
        self._fit_lines()

    def _fit_lines(self) -> None:
        """As high as the lines are, whole ones, up to the most; where the window is low, up to half of these."""
        line = self.fontMetrics().lineSpacing()
        most = _MOST_LINES if self.window().height() > _LOW_LINES * line else _MOST_LINES // 2
        needed = self.text.heightForWidth(self.area.viewport().width())
        self.area.setFixedHeight(max(min(needed, most * line + 2), line))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        say = self._wording.say
        self.label.setText(say("timeline.settle.day"))
        self.edit.setAccessibleName(say("timeline.settle.day"))
        self.slider.setAccessibleName(say("timeline.settle.slider"))
        self.slider.setToolTip(say("timeline.settle.slider"))
        self.close_button.setText(say("timeline.settle.close"))
        self.close_button.setAccessibleName(say("timeline.settle.close-tip"))
        self._tell()

    def show_case(self, explanation: Explanation) -> bool:
        """Offer the days for which the papers may tell; say whether there are any."""
        self._explanation = explanation
        standings = [s for s in explanation.standings if s.readings and not s.doubts]
        bills = [b for b in explanation.bill_standings if not b.doubts]
        if not may_be_told(explanation):
            return False
        before = self.day
        known = [*(s.known_until for s in standings), *(b.known_until for b in bills)]
        self._first = max([*known, explanation.as_of])
        ends = [p.due for s in standings for r in s.readings for p in r.periods]
        last = max([*ends, *(b.due for each in bills for b in each.bills)], default=self._first)
        for control in (self.slider, self.edit):
            control.blockSignals(True)
        self.slider.setRange(0, max((last - self._first).days, 0))
        self.edit.setDateRange(qt_date(self._first), qt_date(max(last, self._first)))
        for control in (self.slider, self.edit):
            control.blockSignals(False)
        self._choose(before if self._first <= before <= last else self._first)
        return True

    @property
    def day(self) -> date:
        """The day that is chosen."""
        return self.edit.day

    def _choose(self, day: date) -> None:
        for control in (self.slider, self.edit):
            control.blockSignals(True)
        self.edit.set_day(day)
        self.slider.setValue((day - self._first).days)
        for control in (self.slider, self.edit):
            control.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        if self._explanation is None:
            return
        outlook = settlement_outlook(self._explanation, SettlementQuestion(self.day))
        texts = SettlementTexts(self._wording.book, self._explanation.facilities)
        self.text.setText("\n".join(texts.lines(outlook)))
        amount = self._amount(outlook)
        self.amount.setText(amount)
        self._fit_lines()
        self.updateGeometry()
        self.day_chosen.emit(self.day, amount)

    def _amount(self, outlook: SettlementOutlook) -> str:
        """What loans and bills come to together, with what stands on no bill yet."""
        day, bills, say = outlook.day, [b for b in outlook.bills if b.usual], self._wording.say
        if not (day.told or bills):
            return say("timeline.settle.untold")
        beside = sum(b.unbilled for b in bills)
        least = day.least + beside + sum(b.least for b in bills)
        most = day.most + beside + sum(b.most for b in bills)
        if least == most:
            return say("timeline.settle.amount", amount=grouped(least))
        return say("timeline.settle.amount", amount=f"{grouped(least)}–{grouped(most)}")
