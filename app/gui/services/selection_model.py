"""The one selection of the window; list, timeline, tables and explanation observe it and set it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.core.discrepancy import Discrepancy
from app.core.explanation import Chain, Event
from app.gui.services.session import Session


class SelectionModel(QObject):
    """The selected discrepancy and event, by id: what the case at hand does not have is not selected."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._discrepancy_id = ""
        self._event_id = ""

    @property
    def discrepancy(self) -> Discrepancy | None:
        """The selected discrepancy."""
        return self._session.view.of_loans.discrepancies_by_id.get(self._discrepancy_id)

    @property
    def current_event(self) -> Event | None:
        """The selected event."""
        return self._session.view.of_loans.events_by_id.get(self._event_id)

    @property
    def chain(self) -> Chain | None:
        """The chain that the selected event belongs to."""
        return self._session.view.of_loans.chain_of.get(self._event_id)

    def choose_discrepancy(self, discrepancy_id: str) -> None:
        """Select a discrepancy, and with it the event nearest to its moment; an empty id selects nothing."""
        if discrepancy_id != self._discrepancy_id:
            self._discrepancy_id = discrepancy_id
            self._event_id = self._nearest_event(self.discrepancy)
            self.changed.emit()

    def choose_key(self, key: str) -> None:
        """Select the discrepancy that a decision knows by its key; nothing changes where it is not shown."""
        shown = self._session.view.of_loans.discrepancies_by_id
        for found_id, known in self._session.explanation.keys.items():
            if known == key and found_id in shown:
                self.choose_discrepancy(found_id)

    def choose_event(self, event_id: str) -> None:
        """Select an event; where it belongs to a discrepancy, that one too."""
        if event_id == self._event_id or event_id not in self._session.view.of_loans.events_by_id:
            return
        found = self.discrepancy
        if found is None or event_id not in found.events:
            owners = self._session.view.of_loans.discrepancies_of.get(event_id, ())
            self._discrepancy_id = owners[0].id if owners else self._discrepancy_id
        self._event_id = event_id
        self.changed.emit()

    def show_event(self, event_id: str) -> None:
        """Select an event and keep the discrepancy that is read, whether it belongs to it or not; "" selects none."""
        if event_id != self._event_id and event_id in {"", *self._session.explanation.events_by_id}:
            self._event_id = event_id
            self.changed.emit()

    def choose_chain(self, chain_id: str) -> None:
        """Select the first event of a chain."""
        chain = self._session.view.of_loans.chains_by_id.get(chain_id)
        if chain is not None and chain.events:
            self.choose_event(chain.events[0])

    def refresh(self) -> None:
        """Forget what another explanation had and this one has not, and let every view show what is left."""
        self._discrepancy_id = self.discrepancy.id if self.discrepancy else ""
        self._event_id = self.current_event.id if self.current_event else ""
        self.changed.emit()

    def _nearest_event(self, found: Discrepancy | None) -> str:
        if found is None:
            return ""
        events = self._session.view.of_loans.events_by_id
        known = [events[event_id] for event_id in found.events if event_id in events]
        nearest = min(known, key=lambda event: abs(event.at - found.at), default=None)
        return nearest.id if nearest else ""
