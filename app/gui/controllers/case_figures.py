"""Where a figure in the head of a case leads to: the first discrepancy it is made of, the checks, another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.discrepancy import Severity
from app.core.views.summary import Claim, claim_of, summary_of
from app.gui.dialogs.day_dialog import DayDialog
from app.gui.services.selection_model import SelectionModel
from app.gui.services.shared import Services

if TYPE_CHECKING:
    from app.core.explanation import Explanation

_CLAIMS = {"refund": Claim.REFUND, "confirm": Claim.CONFIRM, "explained": Claim.NOTHING}
_AHEAD = timedelta(days=366)


class CaseFigures:
    """``overview`` shows the explanation of the whole case, ``checks`` the table of what was compared."""

    def __init__(
        self,
        services: Services,
        selection: SelectionModel,
        show: tuple[Callable[[], None], Callable[[], None]],
        window: QWidget,
    ) -> None:
        self._session, self._selection = services.session, selection
        self._wording, self._window = services.wording, window
        self._overview, self._checks = show
        self.dialog: DayDialog | None = None

    def follow(self, name: str) -> None:
        """Do what pressing a figure means."""
        if name in _CLAIMS:
            self._choose_first(_CLAIMS[name])
        elif name == "late":
            missed = summary_of(self._session.view.shown).missed
            self._selection.choose_chain(missed[0].id if missed else "")
        elif name == "unchecked":
            self._checks()
        elif name == "as-of":
            self.ask_day()
        else:
            self._overview()

    def _choose_first(self, claim: Claim) -> None:
        order = list(Severity)
        found = [d for d in self._session.view.shown.discrepancies if claim_of(d) is claim]
        if not found:
            self._overview()
            return
        first = min(found, key=lambda d: (order.index(d.severity), -abs(d.difference), d.at, d.id))
        self._selection.choose_discrepancy(first.id)

    def ask_day(self) -> None:
        """Ask for the day on which the case is to be seen."""
        explanation = self._session.explanation
        if explanation.day is None:
            return
        last = last_day(explanation)
        dialog = DayDialog(explanation.day, last, _limits(explanation, last), self._wording, self._window)
        self.dialog = dialog

        def closed(result: int) -> None:
            self.dialog = None
            if result:
                self._set(dialog.chosen)
            dialog.deleteLater()

        dialog.finished.connect(closed)
        dialog.open()

    def _set(self, day: date | None) -> None:
        workspace = self._session.workspace
        if day != workspace.decided.day:
            label = day.isoformat() if day else self._wording.say("summary.day.back")
            working = self._wording.say("window.status.explaining")
            self._session.decide(workspace.setting_day(day, label), working)


def last_day(explanation: Explanation) -> date:
    """The last day that the files of a case speak of, else the day that it is seen on."""
    return max((s.period[1] for s in explanation.sources if s.period), default=explanation.as_of)


def _limits(explanation: Explanation, last: date) -> tuple[date, date]:
    """From the first day of the files to a year after the last."""
    first = min((s.period[0] for s in explanation.sources if s.period), default=last)
    return min(first, explanation.as_of), max(last, explanation.as_of) + _AHEAD
