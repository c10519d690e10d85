"""The loans of a case as chips: pressing one shows only that loan everywhere; many become one button with a menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from app.core.explanation import Explanation
from app.gui.services.display_names import Names
from app.gui.services.translator import Wording
from app.gui.style.widgets import cleared, plain_tip
from app.gui.widgets.switch import Switch

_GAP = 6


class LoanChips(QWidget):
    """``chosen`` carries the ids of the loans to show, none of them for all; ``name_asked`` one that is to be named."""

    chosen = Signal(object)
    name_asked = Signal(str)

    def __init__(self, wording: Wording, names: Names, parent: QWidget) -> None:
        super().__init__(parent)
        self._wording, self._names = wording, names
        self._loans: dict[str, str] = {}
        self._only: frozenset[str] = frozenset()
        self.chips: dict[str, Switch] = {}
        self.more = Switch(self)
        self.more.setProperty("chip", "loan")
        self.more.asked.connect(self._open_menu)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_loans(self, explanation: Explanation, only: frozenset[str]) -> None:
        """Show the loans of a case, and which of them are looked at alone."""
        names = {f.id: self._names.facility(f.id) for f in explanation.facilities}
        if names != self._loans:
            self._loans = names
            self._make()
        self._only = only
        say = self._wording.say
        for loan, chip in self.chips.items():
            chip.show_on(loan in only)
            chip.setText(names[loan])
            official = self._names.official(loan)
            tip = say("summary.loans.only-tip", loan=names[loan])
            chip.setToolTip(plain_tip(tip if names[loan].startswith(official) else f"{official}\n{tip}"))
            chip.setAccessibleName(say("summary.loans.only", loan=names[loan]))
        self.more.show_on(bool(only))
        one = names.get(next(iter(only), ""), "")
        self.more.setText(f"{one if len(only) == 1 else say('summary.loans.chosen', count=len(names))} ▾")
        self.more.setAccessibleName(say("summary.figure.loans"))
        self.more.setToolTip(say("summary.figure.loans"))
        self._arrange()

    def _make(self) -> None:
        self._row.removeWidget(self.more)
        cleared(self._row)
        self.chips = {}
        for loan in self._loans:
            chip = Switch(self)
            chip.setProperty("chip", "loan")
            chip.asked.connect(partial(self._toggle, loan))
            chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            chip.customContextMenuRequested.connect(partial(self._open_menu_of, loan))
            self.chips[loan] = chip
            self._row.addWidget(chip)
        self._row.addWidget(self.more)
        self._row.addStretch(1)

    def _toggle(self, loan: str) -> None:
        self.chosen.emit(frozenset() if self._only == {loan} else frozenset({loan}))

    def _arrange(self) -> None:
        """Chips where all of them fit, else the one button."""
        needed = sum(chip.sizeHint().width() + _GAP for chip in self.chips.values())
        fits = needed <= self.width() + _GAP
        for chip in self.chips.values():
            chip.setVisible(fits and len(self.chips) > 1)
        self.more.setVisible(not fits and len(self.chips) > 1)

    def _open_menu(self) -> None:
        self.more.show_on(bool(self._only))
        menu = QMenu(self)
        every = menu.addAction(self._wording.say("summary.loans.all"))
        self._choice(every, not self._only, frozenset())
        menu.addSeparator()
        for loan, name in self._loans.items():
            self._choice(menu.addAction(name.replace("&", "&&")), loan in self._only, frozenset({loan}))
        if len(self._only) == 1:
            menu.addSeparator()
            (one,) = self._only
            menu.addAction(self._wording.say("summary.loans.name")).triggered.connect(lambda: self.name_asked.emit(one))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _open_menu_of(self, loan: str, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(self._wording.say("summary.loans.name")).triggered.connect(lambda: self.name_asked.emit(loan))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.chips[loan].mapToGlobal(at))

    def _choice(self, action: QAction, checked: bool, loans: frozenset[str]) -> None:
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda _checked=False: self.chosen.emit(loans))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chips or the one button, as there is room."""
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        """One line of chips; it does with less."""
        width = sum(chip.sizeHint().width() + _GAP for chip in self.chips.values())
        return QSize(max(width, 0), self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The one button."""
        return self.more.sizeHint() if len(self._loans) > 1 else QSize(0, self.more.sizeHint().height())
