"""Every row that is used, as it stands in its file, with links to where it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.core.facts import Source
from app.export.workbook.context import Desk
from app.export.workbook.grid import Cell, Row, Sheet, wide
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import Look

FIRST_CELL = 6
"""The column in which the cells of the file begin."""
MOST_CELLS = 40
_WIDEST, _NARROWEST = 30.0, 8.0


def sheet(desk: Desk) -> Sheet:
    """The sheet with one row for each row of a file that is used."""
    count = min(max((len(c) for c in desk.cells.values()), default=1), MOST_CELLS)
    titles = [desk.say(f"evidence.{name}") for name in ("number", "used", "file", "sheet", "row")]
    titles += [desk.say("evidence.cell", number=n) for n in range(1, count + 1)]
    return Sheet(
        name=desk.sheet("evidence"),
        widths=[7, 16, _fitting([s.file for s in desk.used]), 10, 7, *_widths(desk, count)],
        rows=[*top(desk, "evidence"), heads(titles, right=(4,)), *_rows(desk)],
        heading=4,
        filtered=True,
        frozen_columns=1,
    )


def _rows(desk: Desk) -> Iterator[Row]:
    before = None
    for source in desk.used:
        leaf = (source.file, source.sheet, source.digest)
        if leaf != before:
            yield _headings(desk, source)
        before = leaf
        yield Row([*_address(desk, source), *_verbatim(desk, source)], None, 1)


def _headings(desk: Desk, source: Source) -> Row:
    """The file's name, and its own headings over the columns of its rows."""
    own = desk.headings.get((source.digest, source.sheet), ())[:MOST_CELLS]
    left = [Cell("", Look.GROUP), Cell("", Look.GROUP), Cell(source.file, Look.GROUP), Cell(source.sheet, Look.GROUP)]
    return Row([*left, Cell("", Look.GROUP), *(Cell(text, Look.GROUP) for text in own)], 20)


def _address(desk: Desk, source: Source) -> list[Cell]:
    used = desk.uses.get(source, [])
    place = desk.discrepancy_place(used[0]) if used else ""
    return [
        Cell(desk.evidence_label(source), Look.TEXT),
        Cell(desk.say("joint").join(f"#{n}" for n in used), Look.LINK if used else Look.TEXT, place),
        Cell(source.file),
        Cell(source.sheet),
        Cell(source.row, Look.COUNT),
    ]


def _verbatim(desk: Desk, source: Source) -> list[Cell]:
    return [Cell(text) for text in desk.cells.get(source, ())[:MOST_CELLS]]


def _widths(desk: Desk, count: int) -> list[float]:
    rows = list(desk.cells.values())[:500]
    return [_fitting([r[i] for r in rows if i < len(r)]) for i in range(count)]


def _fitting(texts: Sequence[str]) -> float:
    longest = max((wide(t) for t in texts[:500]), default=0)
    return min(max(longest * 1.05 + 2, _NARROWEST), _WIDEST)
