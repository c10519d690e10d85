"""A range of time on the timeline: marked by a drag or from outside, with its totals in a card beside it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.gui.style.colours import Colours
from app.gui.timeline.base_view import TimelineArea
from app.timeline.scale import day_number, moment_of

if TYPE_CHECKING:  # numpy comes with the first case, not with the empty window
    from app.gui.timeline.hover_card import HoverCard
    from app.timeline.metrics import Say
    from app.timeline.scale import Scale


class RangeArea(TimelineArea):
    """A timeline on which a range can be marked; while ``marking`` is on a plain drag does it."""

    markingChanged = Signal(bool)
    """Whether a drag marks a range, also without a key held."""
    rangeSelected = Signal(object, object)
    """First and last moment of a marked range, as datetimes; None and None when it is gone."""

    def __init__(self, say: Say, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(say, colours, parent)
        self._card: HoverCard | None = None
        self._range: tuple[float, float] | None = None
        self.marking = False

    def set_marking(self, marking: bool) -> None:
        """Let a drag mark a range of time, or let it move the view again."""
        if marking != self.marking:
            self.marking = marking
            self.viewport().setCursor(Qt.CursorShape.CrossCursor if marking else Qt.CursorShape.ArrowCursor)
            self.markingChanged.emit(marking)

    def mark_range(self, one: float, other: float, *, done: bool) -> None:
        """Mark the time between two pixels and show its totals; nothing between them takes the mark away."""
        if self._stage is None:
            return
        days = sorted(self._stage.scale.day(x) for x in (one, other))
        self._range = (days[0], days[1]) if abs(one - other) >= 2 else None
        self.viewport().update()
        self._forget_hover()
        self._show_range_card()
        if done:
            first, last = (None, None) if self._range is None else (moment_of(days[0]), moment_of(days[1]))
            self._describe("" if self._range is None else self._stage.range_card(self._range).spoken)
            self.rangeSelected.emit(first, last)

    def select_range(self, first: datetime, last: datetime) -> None:
        """Mark a range of time and show its totals."""
        if self._stage is not None:
            scale = self._stage.scale
            self.mark_range(scale.x(day_number(first)), scale.x(day_number(last)), done=True)

    def _floating(self) -> HoverCard:
        from app.gui.timeline.hover_card import HoverCard

        if self._card is None:
            self._card = HoverCard(self.viewport(), self._colours)
        return self._card

    def _show_range_card(self) -> None:
        """The totals stay beside the range while the pointer rests on nothing else."""
        if self._stage is None or self._range is None:
            if self._card is not None:
                self._card.dismiss()
            return
        scale = self._stage.scale
        if self._range[1] < scale.start or self._range[0] > scale.end:
            self._floating().dismiss()
            return
        left, right = (round(min(max(scale.x(day), scale.left), scale.right)) for day in self._range)
        at = QPoint(right - 8, round(self._stage.grid.header))
        self._floating().say(self._stage.range_card(self._range), at, left + 8)

    def _show(self, scale: Scale) -> None:
        """The totals follow their range."""
        super()._show(scale)
        if self._range is not None:
            self._show_range_card()

    def _describe(self, selection: str = "") -> None:
        """Say what is selected."""
