"""The tables below the timeline, folded to their tabs where the window is low or the person wishes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject

from app.gui.panels.tables_panel import TablesPanel
from app.gui.services.settings import Settings
from app.gui.window.regions import Regions

_LOW, _LOW_LINES = 660, 34
"""Pixels and lines of text: lower regions have no room for timeline and tables together."""
_HEIGHT = "tables-height"
_OPEN_SHARE = 0.4
"""How much of the column opened tables take where they were not open before."""


class Folding(QObject):
    """Folds and opens the tables; what the person chose is remembered for low and for other windows."""

    def __init__(self, regions: Regions, tables: TablesPanel, settings: Settings) -> None:
        super().__init__(regions)
        self._regions, self._tables, self._settings = regions, tables, settings
        self._low: bool | None = None
        regions.installEventFilter(self)
        tables.fold_asked.connect(self._choose)
        tables.open_asked.connect(lambda: self.fold(False))

    @property
    def low(self) -> bool:
        """Whether the window is too low for everything at once."""
        return self._regions.height() < max(_LOW, _LOW_LINES * self._regions.fontMetrics().lineSpacing())

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
        self._regions.changed.emit()

    def remember(self) -> None:
        """Keep how high the tables are while they are open."""
        if self._tables.isVisible() and not self._tables.folded:
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
