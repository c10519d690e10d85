"""Names rows of evidence in one line."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.facts import Source

MOST_ROWS = 6
"""Rows of evidence that are listed; the JSON and the workbook hold all."""


def rows_text(evidence: Sequence[Source]) -> str:
    """Files (and sheets) with the rows in them, ``bill.csv 12, 14``; long lists end with an ellipsis."""
    by_file: dict[str, list[int]] = {}
    for source in evidence[:MOST_ROWS]:
        place = f"{source.file} › {source.sheet}" if source.sheet else source.file
        by_file.setdefault(place, []).append(source.row)
    listed = "; ".join(f"{file} {', '.join(map(str, rows))}" for file, rows in by_file.items())
    return f"{listed} …" if len(evidence) > MOST_ROWS else listed
