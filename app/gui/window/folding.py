"""The tables below the timeline: folded where the window is low or the person wishes it, high where lanes are few."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject

from app.gui.panels.tables_panel import TablesPanel
from app.gui.panels.timeline_panel import TimelinePanel
from app.gui.services.settings import Settings
from app.gui.window.regions import Regions

_LOW, _LOW_LINES = 660, 34
"""Pixels and lines of text: lower regions have no room for timeline and tables together."""
_ENOUGH = 180
"""The height of tables that is worth opening them for in a low window, below a timeline of few lanes."""
_UNBOUNDED = 16777215
_HEIGHT = "tables-height"
_OPEN_SHARE = 0.4
"""How much of the column opened tables take where they were not open before."""


class Folding(QObject):
    """Folds and opens the tables; what the person chose is remembered for low and for other windows.

    While lanes are too few for the timeline's part of the column, ``_own`` is that part.
    """

    def __init__(self, regions: Regions, timeline: TimelinePanel, tables: TablesPanel, settings: Settings) -> None:
        super().__init__(regions)
        self._regions, self._timeline, self._tables, self._settings = regions, timeline, tables, settings
        self._low: bool | None = None
        self._own: float | None = None
        regions.installEventFilter(self)
        regions.changed.connect(self._share)
        regions.down.splitterMoved.connect(self._take_drag)
        timeline.highest_changed.connect(self._follow_timeline)
        tables.fold_asked.connect(self._choose)
        tables.open_asked.connect(lambda: self.fold(False))

    @property
    def low(self) -> bool:
        """Whether the window is too low for everything at once."""
        height, line = self._regions.height(), self._regions.fontMetrics().lineSpacing()
        return height < max(_LOW, _LOW_LINES * line) and height - (self._timeline.highest or height) < _ENOUGH

    @property
    def of_their_own(self) -> bool:
        """Whether the tables are as high as the person or the window wants them, and not for want of lanes."""
        return not self._tables.folded and self._own is None

    def fold(self, folded: bool) -> None:
        """Fold the tables to their tabs, or open them as high as they were."""
        if folded == self._tables.folded:
            return
        if folded:
            self.remember()
            self._tables.set_folded(True)
        else:
            self._tables.set_folded(False)
            down = self._regions.down
            height, kept = sum(down.sizes()), self._settings.choice(_HEIGHT)
            below = min(int(kept), height // 2) if kept.isdigit() else round(height * _OPEN_SHARE)
            down.setSizes([height - below, below])
            self._own = None
        self._regions.changed.emit()

    def _follow_timeline(self) -> None:
        """Few lanes in a low window leave room for the tables."""
        if self._low is None:  # the regions have no size yet
            return
        if self.low != self._low:
            self._low = self.low
            self.follow()
        self._share()

    def _share(self) -> None:
        """Give the tables what would stay empty below a timeline of few lanes; take it back where they are more."""
        if self._tables.folded or self._tables.isHidden():
            self._timeline.setMaximumHeight(_UNBOUNDED)
            return
        down = self._regions.down
        now, height = down.sizes()[0], down.height() - down.handleWidth()
        own = now if self._own is None else round(height * self._own)
        highest = self._timeline.highest
        top = own if highest is None else min(own, highest)
        self._own = self._own or own / max(height, 1) if top < own else None
        self._timeline.setMaximumHeight(_UNBOUNDED if self._own is None else top)
        if top != now:
            down.setSizes([top, height - top])

    def _take_drag(self) -> None:
        """What the person drags stays; only what lanes cannot use goes back to the tables."""
        if self._timeline.height() < self._timeline.maximumHeight():
            self._own = None
            self._timeline.setMaximumHeight(_UNBOUNDED)

    def remember(self) -> None:
        """Keep how high the tables are while they are open."""
        if self._tables.isVisible() and self.of_their_own:
            self._settings.set_choice(_HEIGHT, str(self._tables.height()))

    def follow(self) -> None:
        """Fold or open as the height and the person's choice for it ask."""
        chosen = self._settings.choice(self._name())
        self.fold(chosen == "folded" if chosen else self.low)

    def _choose(self, folded: bool) -> None:
        self._settings.set_choice(self._name(), "folded" if folded else "open")
        self.fold(folded)

    def _name(self) -> str:
        return "tables-low" if self.low else "tables"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height where it becomes low, or no longer is."""
        if watched is self._regions and event.type() is QEvent.Type.Resize and self.low != self._low:
            self._low = self.low
            self.follow()
        return super().eventFilter(watched, event)
