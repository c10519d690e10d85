"""The rows that prove a discrepancy, sheet by sheet as small tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.facts import Source
from app.gui.panels.evidence_table import EvidenceTable, Origin
from app.gui.services.translator import Wording
from app.gui.style.theme import Sizes
from app.gui.style.widgets import paragraph
from app.workspace.evidence import EvidenceSheet


class EvidenceView(QWidget):
    """Says that it reads until `show_sheets` brings the rows."""

    def __init__(
        self,
        origin_of: Callable[[Source], Origin],
        show_in_timeline: Callable[[Source], bool],
        wording: Wording,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._origin_of, self._show, self._wording = origin_of, show_in_timeline, wording
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        self.tables: list[EvidenceTable] = []
        self.waiting = paragraph(wording.say("window.why.reading-row"), self, secondary=True, factor=Sizes.small)
        self._layout.addWidget(self.waiting)

    def show_sheets(self, sheets: Iterable[EvidenceSheet]) -> None:
        """Show the rows."""
        self.waiting.hide()
        self.tables = [EvidenceTable(s, self._origin_of(s.first), self._wording, self._show, self) for s in sheets]
        for table in self.tables:
            self._layout.addWidget(table)

    def show_unread(self, sources: Sequence[Source]) -> None:
        """Say which rows there are where they cannot be read."""
        firsts: dict[tuple[str, str], list[Source]] = {}
        for source in sorted(sources):
            firsts.setdefault((source.digest, source.sheet), []).append(source)
        self.show_sheets(EvidenceSheet(lost[0], (), (), tuple(lost)) for lost in firsts.values())
