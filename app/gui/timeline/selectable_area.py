"""What is selected on the timeline: chosen by id or by steps in time, brought into view, announced and read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.gui.style.colours import Colours
from app.gui.timeline.range_area import RangeArea

if TYPE_CHECKING:  # numpy comes with the first case, not with the empty window
    from app.timeline.metrics import Say
    from app.timeline.navigation import Step


class SelectableArea(RangeArea):
    """A timeline on which one event and one discrepancy are selected, by id; each may be none.

    Setting them from outside and by hand send the same signals, and only when they change, so that they can be shared
    with other views without going round.
    """

    eventSelected = Signal(str)
    """An event is selected; empty when none is."""
    discrepancySelected = Signal(str)
    """A discrepancy is selected; empty when none is."""
    eventActivated = Signal(str)
    """Enter, or two clicks on a single mark: the person wants to read it."""

    def __init__(self, say: Say, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(say, colours, parent)
        self._event: int | None = None
        self._discrepancy: int | None = None

    @property
    def selected_event(self) -> str | None:
        """The id of the selected event."""
        return None if self._stage is None or self._event is None else self._stage.timeline.events[self._event].id

    @property
    def selected_discrepancy(self) -> str | None:
        """The id of the selected discrepancy."""
        if self._stage is None or self._discrepancy is None:
            return None
        return self._stage.timeline.brackets.discrepancies[self._discrepancy].id

    def select_event(self, event: str | None) -> None:
        """Select an event by id and bring it into view; None, or an id that is not shown, selects none."""
        if self._stage is not None:
            self._select(self._stage.timeline.index.get(event or ""), self._discrepancy)

    def select_discrepancy(self, discrepancy: str | None) -> None:
        """Select a discrepancy by id and bring it into view; None, or an id that is not shown, selects none."""
        if self._stage is not None:
            self._select(self._event, self._stage.timeline.brackets.index.get(discrepancy or ""))

    def go(self, step: Step) -> None:
        """Select the event that a step leads to."""
        if self._stage is not None and (event := self._stage.step(self._event, step)) is not None:
            self._select(event, self._discrepancy)

    def go_to_discrepancy(self, forward: bool = True) -> None:
        """Select the next or previous discrepancy in order of time, going round at the ends."""
        if self._stage is not None and (found := self._stage.next_discrepancy(self._discrepancy, forward)) is not None:
            self._select(self._event, found)

    def activate(self) -> None:
        """The person wants to read the selected event."""
        if (event := self.selected_event) is not None:
            self.eventActivated.emit(event)

    def _select(self, event: int | None, discrepancy: int | None) -> None:
        other_event, other_discrepancy = event != self._event, discrepancy != self._discrepancy
        if self._stage is None or not (other_event or other_discrepancy):
            return
        self._event, self._discrepancy = event, discrepancy
        self._stage.choose(event, discrepancy)
        if other_event and event is not None:
            self._reveal(*self._stage.place_of_event(event))
        elif other_discrepancy and discrepancy is not None:
            self._reveal(*self._stage.place_of_discrepancy(discrepancy))
        self.viewport().update()
        self._describe(self._stage.spoken(event if other_event else None, discrepancy))
        if other_event:
            self.eventSelected.emit(self.selected_event or "")
        if other_discrepancy:
            self.discrepancySelected.emit(self.selected_discrepancy or "")

    def _reveal(self, first: float, last: float, top: float, bottom: float) -> None:
        """Move as little as brings a span of days and of height into view, no closer and no farther than now."""
        if self._stage is None:
            return
        scale, edge = self._stage.scale, self._stage.layout.mark * 2
        missing_left = scale.left + edge - scale.x(first)
        missing_right = scale.x(last) - (scale.right - edge)
        if missing_left > 0 or missing_right > 0:
            self._go(scale.panned((scale.left + scale.right) / 2 - scale.x((first + last) / 2)))
        bar, header = self.verticalScrollBar(), self._stage.grid.pinned
        if top - header < bar.value():
            bar.setValue(int(top - header))
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(int(bottom) - self.viewport().height())

    def _describe(self, selection: str = "") -> None:
        """Name the widget and say what is selected, so that a screen reader announces it."""
        whole = self._say("timeline.empty") if self._stage is None else self._stage.summary()
        self.setAccessibleName(self._say("timeline.name"))
        self.setAccessibleDescription(selection or whole)
        if selection and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, selection))
