"""The head of a case: its name, its loans, and the figures that answer the first questions, never added together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.comparison import Standing
from app.core.money import grouped
from app.core.views.summary import Summary, summary_of
from app.gui.panels.figure import Figure
from app.gui.panels.loan_chips import LoanChips
from app.gui.services.shared import Services
from app.gui.style.theme import EDGE, Sizes
from app.gui.style.widgets import font_scaled
from app.gui.widgets.elided import Elided
from app.texts.summary_texts import SummaryTexts

FIGURES = ("refund", "confirm", "late", "owed", "explained", "unchecked", "as-of", "next")
_GIVEN_UP_FIRST = ("explained", "unchecked", "as-of", "confirm", "owed", "next")
"""Figures that leave the head where it is too narrow, in this order; the overview tells them all."""
_NAME_NARROWEST = 150


class CaseHead(QFrame):
    """``wanted`` carries the name of a figure that was pressed, ``loans_chosen`` ids of the loans to show.

    ``name_asked`` carries the id of a loan that is to be named.
    """

    wanted = Signal(str)
    loans_chosen = Signal(object)
    name_asked = Signal(str)

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("caseHead")
        session, wording, names = services.session, services.wording, services.names
        self._session, self._wording, self._names = session, wording, names
        self.name = Elided(self)
        font_scaled(self.name, Sizes.heading, bold=True)
        self.chips = LoanChips(wording, names, self)
        self.chips.chosen.connect(self.loans_chosen)
        self.chips.name_asked.connect(self.name_asked)
        self.figures = {name: Figure(name, self) for name in FIGURES}
        self._told: dict[str, bool] = {}
        for name, figure in self.figures.items():
            figure.clicked.connect(lambda _checked=False, one=name: self.wanted.emit(one))
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(2)
        left.addStretch(1)  # a name without loans below it stands in the middle
        left.addWidget(self.name)
        left.addWidget(self.chips)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 4, EDGE - 8, 4)
        row.setSpacing(2)
        row.addLayout(left, 1)
        for figure in self.figures.values():
            row.addWidget(figure)
        session.view.changed.connect(self.refresh)
        session.touched.connect(self.refresh)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.refresh()

    def refresh(self) -> None:
        """Tell the figures of what is shown."""
        session, say = self._session, self._wording.say
        if session.workspace.is_empty:
            return
        self.name.setText(session.name or say("window.case.unnamed"))
        self._names.fill(session.explanation, session.workspace.decided.loan_names)
        self.chips.show_loans(session.explanation, session.view.scope.loans)
        self.chips.setVisible(len(session.explanation.facilities) > 1)  # the name stands in the middle without them
        self._tell(summary_of(session.view.shown))
        self._arrange()

    def _tell(self, summary: Summary) -> None:
        places = "summary.figure.places"
        say, told, day = self._wording.say, self.figures, self._session.explanation.day
        known = bool(summary.refunds) or self._session.view.shown.comparison.counts.checked > 0
        claim = grouped(summary.refund) if known else say("summary.figure.untold")  # 0.00 would be taken for an answer
        self._figure("refund", claim, count=len(summary.refunds))
        self._figure("confirm", say(places, count=len(summary.confirm)), count=len(summary.confirm))
        self._figure("late", grouped(summary.late), count=len(summary.missed))
        self._figure("explained", grouped(summary.explained), count=len(summary.harmless))
        unchecked = self._unchecked()
        self._figure("unchecked", say("summary.figure.payments", count=unchecked))
        self._figure("as-of", day.isoformat() if day else "")
        if summary.owed is None:
            tip = say("summary.figure.untold-tip")
            told["owed"].tell(say("summary.figure.owed"), say("summary.figure.untold"), tip)
        elif not summary.untold:
            self._figure("owed", grouped(summary.owed))
        else:  # what is known of some loans would be taken for all of them
            least = "summary.figure.at-least" if summary.owed else "summary.figure.untold"
            lines = SummaryTexts(self._session.view.shown, summary, self._wording.book).owing()
            told["owed"].tell(say("summary.figure.owed"), say(least, amount=summary.owed), " ".join(lines))
        coming = summary.next_due
        if coming is not None:
            years = (day.year,) if day else ()
            value = self._wording.book.say_in(years, "summary.figure.on", on=coming.on, amount=coming.amount or 0)
            self._figure("next", value, loan=self._names.facility(coming.facility))
        self._told = {
            "late": bool(summary.missed),
            "confirm": bool(summary.confirm),
            "explained": bool(summary.harmless),
            "unchecked": bool(unchecked),
            "as-of": day is not None,
            "next": coming is not None,
        }

    def _figure(self, name: str, value: str, **facts: int | str) -> None:
        say = self._wording.say
        self.figures[name].tell(say(f"summary.figure.{name}"), value, say(f"summary.figure.{name}-tip", **facts))

    def _unchecked(self) -> int:
        """How many payments could not be compared: of the whole case as it was counted, of a part by its checks."""
        view = self._session.view
        if view.scope.is_whole:
            return view.shown.comparison.counts.unchecked
        checks = view.shown.comparison.checks
        compared = {c.matter for c in checks if c.standing is not Standing.NOT_CHECKED}
        return len({c.matter for c in checks if c.matter} - compared)

    def _arrange(self) -> None:
        """Show as many figures as there is room for beside the name."""
        shown = [name for name in FIGURES if self._told.get(name, True)]
        room = self.width() - max(_NAME_NARROWEST, self.chips.minimumSizeHint().width()) - 2 * EDGE
        widths = {name: self.figures[name].sizeHint().width() + 2 for name in shown}
        for name in _GIVEN_UP_FIRST:
            if sum(widths[one] for one in shown) > room and name in shown:
                shown.remove(name)
        for name, figure in self.figures.items():
            figure.setVisible(name in shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up or take back figures."""
        super().resizeEvent(event)
        self._arrange()
