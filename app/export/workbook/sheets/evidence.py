"""Every row that is used, as it stands in its file, with links to where it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil

from app.core.facts import Source
from app.export.workbook.context import EVIDENCE_HEADING, EvidenceKind, WorkbookContext
from app.export.workbook.grid import Cell, Row, Sheet, figures_width, height, wide
from app.export.workbook.paper import PAGE_WIDTH, led_in, room_of
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import Look

FIRST_CELL = 4
"""The column in which the cells of the file begin; file and sheet follow after them, for whoever filters."""
MOST_CELLS = 40
_WIDEST, _NARROWEST = 30.0, 8.0
_NUMBER, _USED, _ROW, _SHEET = 8.0, 11.0, 6.0, 12.0
_SHORT_FILE, _LONG_FILE = 30.0, 80.0
"""What the names of files take, which are not printed."""
_ONE_LINE, _DIGIT, _WIDEST_CHARACTER = 20.0, 0.92, 1.92
_MEASURED = 500
"""Rows by which columns are measured."""
_READABLE, _MOST_BESIDE = 11.0, 3
"""Columns are narrowed to so much at the least before a row goes on the next page beside it."""


def sheet(context: WorkbookContext) -> Sheet:
    """The sheet with one row for each row of a file that is used."""
    count = min(max((len(c) for c in context.cells.values()), default=1), MOST_CELLS)
    titles = [context.say(f"evidence.{name}") for name in ("number", "used", "row")]
    titles += [context.say("evidence.cell", number=n) for n in range(1, count + 1)]
    titles += [context.say(f"evidence.{name}") for name in ("file", "sheet")]
    widths = _widths(context, count)
    named = max((wide(file) for file in {s.file for s in context.cells}), default=0.0)
    rows = [*top(context, "evidence"), heads(titles, right=(2,)), *_rows(context, widths)]
    whole = Sheet(
        name=context.sheet("evidence"),
        widths=[_NUMBER, _USED, _ROW, *widths, min(max(named + 1, _SHORT_FILE), _LONG_FILE), _SHEET],
        rows=rows,
        heading=EVIDENCE_HEADING,
        filtered=True,
        frozen_columns=1,
        printed=FIRST_CELL - 1 + count,
        pages=5,
    )
    breaks = led_in(rows, _leads(context), room_of(whole), again=rows[EVIDENCE_HEADING - 1].height or 0.0)
    return replace(whole, page_breaks=breaks)


def _leads(context: WorkbookContext) -> list[tuple[int, int]]:
    """What stands above the first row of each table, with that row."""
    leads: list[tuple[int, int]] = []
    first = 0
    for at, line in enumerate(context.evidence_lines, start=EVIDENCE_HEADING + 1):
        if line.kind is not EvidenceKind.ROW:
            first = first or at
        elif first:
            leads.append((first, at))
            first = 0
    return leads


def _rows(context: WorkbookContext, widths: Sequence[float]) -> Iterator[Row]:
    joint = context.say("joint")
    for kind, source in context.evidence_lines:
        match kind:
            case EvidenceKind.ROW:
                yield _row(context, source, widths, joint)
            case EvidenceKind.PART:
                told = "of-discrepancies" if source in context.uses else "others"
                yield Row([Cell(context.say(f"evidence.{told}"), Look.SECTION)], 28)
            case EvidenceKind.FILE:
                name = f"{source.file} · {source.sheet}" if source.sheet else source.file
                yield Row([Cell(name, Look.GROUP), *[Cell("", Look.GROUP)] * (FIRST_CELL - 2 + len(widths))], 20)
            case EvidenceKind.HEADINGS:
                yield _headings(context, source, widths)


def _headings(context: WorkbookContext, source: Source, widths: Sequence[float]) -> Row:
    """The file's own headings over the columns of its rows."""
    own = context.headings[source.digest, source.sheet].cells[: len(widths)]
    cells = [None] * (FIRST_CELL - 1) + [Cell(text, Look.HEAD) for text in own]
    return Row(cells, _high(own, widths) or _ONE_LINE)


def _row(context: WorkbookContext, source: Source, widths: Sequence[float], joint: str) -> Row:
    used = context.uses.get(source, [])
    place = context.discrepancy_place(used[0]) if used else ""
    texts = [*context.cells.get(source, ())[: len(widths)]]
    high = _high(texts, widths)
    texts += [""] * (len(widths) - len(texts))
    cells = [
        Cell(context.evidence_label(source), Look.TEXT),
        Cell(joint.join([f"#{n}" for n in used]) if used else "", Look.LINK_WRAP if used else Look.TEXT, place),
        Cell(source.row, Look.COUNT),
        *[Cell(text, Look.WRAP) for text in texts],
        Cell(source.file),
        Cell(source.sheet),
    ]
    return Row(cells, high)


def _high(texts: Sequence[str], widths: Sequence[float]) -> float | None:
    """The height of a row whose texts need more than one line; none for most rows."""
    for text, width in zip(texts, widths, strict=False):
        long = len(text) * _WIDEST_CHARACTER >= width - 1  # a cheap no for most cells, and for most of the others
        if long and (len(text) * _DIGIT >= width - 1 or not text.isascii()) and wide(text) >= width - 1:
            break
    else:
        return None
    return height(zip(texts, widths, strict=False))


def _widths(context: WorkbookContext, count: int) -> list[float]:
    """As wide as the texts need, on as few pages side by side as leave room to read them."""
    rows = list(context.cells.values())[:_MEASURED]
    columns = [Counter(ceil(_needed(r[i])) for r in rows if i < len(r)) for i in range(count)]
    widths = [min(max(max(texts, default=0) * 1.05 + 2, _NARROWEST), _WIDEST) for texts in columns]
    before = _NUMBER + _USED + _ROW
    own = PAGE_WIDTH - _NUMBER  # which each page begins with
    pages = ceil((before - _NUMBER + sum(min(width, _READABLE) for width in widths)) / own)
    return _narrowed(widths, columns, own * min(pages, _MOST_BESIDE) - before + _NUMBER)


def _needed(text: str) -> float:
    """The width in which a text stands in one line; a number is one word, of which no digit may fall off."""
    return figures_width(text) + 1 if text.isalnum() and text.isascii() else wide(text)


def _narrowed(widths: list[float], columns: Sequence[Mapping[int, int]], room: float) -> list[float]:
    """Columns within some room; each time the one is narrowed of which the fewest texts then take a line more.

    ``columns`` are the widths of the texts of each column with how many are as wide.
    """
    costs = [_more_lines(texts, width) for texts, width in zip(columns, widths, strict=True)]
    while sum(widths) > room and max(widths) > _NARROWEST:
        free = [i for i, width in enumerate(widths) if width > _READABLE] or range(len(widths))
        at = min(free, key=lambda i: (costs[i], -widths[i]))
        widths[at] -= 0.5
        costs[at] = _more_lines(columns[at], widths[at])
    return widths


def _more_lines(texts: Mapping[int, int], width: float) -> int:
    """How many lines more the texts of a column take once it is narrower."""
    if width <= _NARROWEST:
        return sum(texts.values()) * MOST_CELLS
    return sum(count * (ceil(text / (width - 1.5)) - ceil(text / (width - 1))) for text, count in texts.items())
