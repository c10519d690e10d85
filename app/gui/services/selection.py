"""One selection for list, timeline, tables and explanation: whoever changes it, the others follow."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.core.discrepancy import Discrepancy
from app.core.explanation import Chain, Event
from app.gui.panels.discrepancy_panel import DiscrepancyPanel
from app.gui.panels.explanation_panel import WhyPanel
from app.gui.panels.tables_panel import TablesPanel
from app.gui.services.session import Session
from app.gui.timeline import TimelineView


class Selection(QObject):
    """The selected discrepancy and event. ``changed`` is sent after every view follows."""

    changed = Signal()

    def __init__(
        self, session: Session, listed: DiscrepancyPanel, timeline: TimelineView, tables: TablesPanel, why: WhyPanel
    ) -> None:
        super().__init__(session)
        self._session, self._list, self._timeline, self._tables, self._why = session, listed, timeline, tables, why
        self.discrepancy: Discrepancy | None = None
        self.current: Event | None = None
        listed.chosen.connect(self.choose_discrepancy)
        timeline.discrepancySelected.connect(self.choose_discrepancy)
        timeline.eventSelected.connect(self.choose_event)
        tables.event_chosen.connect(self.choose_event)
        tables.chain_chosen.connect(self._choose_chain)
        session.explained.connect(self._refresh)

    def choose_discrepancy(self, found_id: str) -> None:
        """Select a discrepancy, and with it the event nearest to its moment; an empty id selects nothing."""
        found = next((d for d in self._session.explanation.discrepancies if d.id == found_id), None)
        if found is self.discrepancy:
            return
        self.discrepancy = found
        self._follow(self._nearest(found) if found else None)

    def choose_event(self, event_id: str) -> None:
        """Select an event; where it belongs to a discrepancy, that one too."""
        event = self._event(event_id)
        if event is None or event is self.current:
            return
        if self.discrepancy is None or event.id not in self.discrepancy.events:
            owners = [d for d in self._session.explanation.discrepancies if event.id in d.events]
            self.discrepancy = owners[0] if owners else self.discrepancy
        self._follow(event)

    def chain(self) -> Chain | None:
        """The chain that the selected event belongs to."""
        if self.current is None:
            return None
        return next((c for c in self._session.explanation.chains if self.current.id in c.events), None)

    def _follow(self, event: Event | None) -> None:
        self.current = event
        found = self.discrepancy
        self._list.select(found.id if found else "")
        self._timeline.select_discrepancy(found.id if found else None)
        if event is not None:
            self._timeline.select_event(event.id)
            self._tables.select_event(event.id)
        self._why.explain(found)
        self.changed.emit()

    def _choose_chain(self, chain_id: str) -> None:
        chain = self._tables.chain(chain_id)
        if chain and chain.events:
            self.choose_event(chain.events[0])

    def _refresh(self) -> None:
        known = {d.id: d for d in self._session.explanation.discrepancies}
        self.discrepancy = known.get(self.discrepancy.id) if self.discrepancy else None
        self.current = self._event(self.current.id) if self.current else None
        self._follow(self.current)

    def _nearest(self, found: Discrepancy) -> Event | None:
        known = [event for event_id in found.events if (event := self._event(event_id)) is not None]
        return min(known, key=lambda event: abs(event.at - found.at), default=None)

    def _event(self, event_id: str) -> Event | None:
        return next((e for e in self._session.explanation.events if e.id == event_id), None)
