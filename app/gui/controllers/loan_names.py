"""What a person calls a loan: asked, kept in the case, and shown wherever the window names the loan."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.gui.dialogs.loan_name_dialog import LoanNameDialog
from app.gui.services.selection_model import SelectionModel
from app.gui.services.shared import Services


class LoanNaming:
    """``shown`` is called when loans are called something else, so that tables say it too."""

    def __init__(
        self, services: Services, selection: SelectionModel, shown: Callable[[], object], window: QWidget
    ) -> None:
        self._session, self._selection = services.session, selection
        self._wording, self._names, self._window = services.wording, services.names, window
        self._shown = shown
        self._told = dict(self._session.workspace.decided.loan_names)
        self.dialog: LoanNameDialog | None = None
        self._session.decided.connect(self._follow)
        self._session.explained.connect(self._follow)

    @property
    def loan(self) -> str:
        """The loan that is looked at: the only one that is shown, or that of what is selected; empty for none."""
        only = self._session.view.scope.loans
        if len(only) == 1:
            return next(iter(only))
        found, event = self._selection.discrepancy, self._selection.current_event
        named = found.facility if found is not None else event.facility if event is not None else None
        return named if named in {f.id for f in self._session.explanation.facilities} else ""

    def ask(self, loan: str = "") -> None:
        """Ask what a loan is called: the one that is looked at where none is given."""
        loan = loan or self.loan
        if not loan:
            return
        workspace = self._session.workspace
        official, known = self._names.official(loan), workspace.decided.loan_names.get(loan, "")
        dialog = LoanNameDialog(official, known, self._wording, self._window)
        self.dialog = dialog

        def closed(result: int) -> None:
            self.dialog = None
            if result and dialog.name != known:
                self._session.decide(workspace.naming_loan(loan, dialog.name, official))
            dialog.deleteLater()

        dialog.finished.connect(closed)
        dialog.open()

    def _follow(self) -> None:
        names = dict(self._session.workspace.decided.loan_names)
        if names != self._told:
            self._told = names
            self._names.fill(self._session.explanation, names)
            self._shown()
