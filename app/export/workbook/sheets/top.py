"""The first rows that every sheet shares: its title, and a line that says what it is for."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.facts import Source
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import BOLD, Cell, Row, height, place
from app.export.workbook.styles import Look


def top(context: WorkbookContext, name: str) -> list[Row]:
    """Title, purpose and an empty row: a table's header then stands in row 4."""
    summary = context.sheet("summary")
    back = Cell(f"← {summary}", Look.BACK, place(summary, 1)) if name != "summary" else None
    return [
        Row([Cell(context.sheet(name), Look.TITLE)], height=30),
        Row([Cell(context.say(f"purpose.{name}"), Look.SUBTITLE)], height=18),
        Row([back]),
    ]


def heads(texts: Sequence[str], right: Sequence[int] = (), widths: Sequence[float] = ()) -> Row:
    """A table's header; the columns of ``right`` (from 0) hold numbers. Within ``widths`` every word of it is seen."""
    cells = [Cell(t, Look.HEAD_RIGHT if i in right else Look.HEAD) for i, t in enumerate(texts)]
    least = 34 if not widths and any(len(t) > 8 or "\n" in t for t in texts) else 22
    return Row(cells, height=max(least, height((t, width / BOLD) for t, width in zip(texts, widths, strict=False))))


def evidence_link(context: WorkbookContext, sources: Sequence[Source]) -> Cell:
    """The numbers of some rows of evidence, leading to the first; an empty cell without any."""
    if not sources:
        return Cell("")
    return Cell(context.first_labels(sources), Look.LINK, context.evidence_place(sources[0]))
