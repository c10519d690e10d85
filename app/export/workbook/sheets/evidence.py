"""Every row that is used, as it stands in its file, with links to where it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.core.facts import Source
from app.export.workbook.context import EVIDENCE_HEADING, WorkbookContext
from app.export.workbook.evidence_columns import NUMBER, ONE_LINE, PART_POINTS, ROW, USED, lines_high
from app.export.workbook.evidence_pages import EvidenceKind
from app.export.workbook.grid import Cell, Row, Sheet, wide
from app.export.workbook.paper import led_in, room_of
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import Look

FIRST_CELL = 4
"""The column in which the cells of the file begin; file and sheet follow after them, for whoever filters."""
_SHEET = 12.0
_SHORT_FILE, _LONG_FILE = 30.0, 80.0
"""What the names of files take, which are not printed."""


def sheet(context: WorkbookContext) -> Sheet:
    """The sheet with one row for each row of a file that is used."""
    widths = context.evidence_columns.widths
    count = len(widths)
    titles = [context.say(f"evidence.{name}") for name in ("number", "used", "row")]
    titles += [context.say("evidence.cell", number=n) for n in range(1, count + 1)]
    titles += [context.say(f"evidence.{name}") for name in ("file", "sheet")]
    named = max((wide(file) for file in {s.file for s in context.cells}), default=0.0)
    rows = [*top(context, "evidence"), heads(titles, right=(2,)), *_rows(context, widths)]
    whole = Sheet(
        name=context.sheet("evidence"),
        widths=[NUMBER, USED, ROW, *widths, min(max(named + 1, _SHORT_FILE), _LONG_FILE), _SHEET],
        rows=rows,
        heading=EVIDENCE_HEADING,
        filtered=True,
        frozen_columns=1,
        printed=FIRST_CELL - 1 + count,
        pages=5,
    )
    areas = _areas(context, len(rows))
    starts = [first for first, _, _ in areas[1:]]
    lines = enumerate(context.evidence_lines, start=EVIDENCE_HEADING + 1)
    starts += [at for at, line in lines if line.kind is EvidenceKind.FILE_AGAIN]
    again = rows[EVIDENCE_HEADING - 1].height or 0.0
    breaks = led_in(rows, _leads(context), room_of(whole), again, frozenset(starts))
    return replace(whole, page_breaks=sorted({*breaks, *starts}), areas=areas)


def _areas(context: WorkbookContext, last: int) -> list[tuple[int, int, int]]:
    """What is printed: tables that one page can show by its columns alone, wider ones by their own; first and last row.

    Empty where all tables are alike in that. What stands above a table, and above a part, goes with it.
    """
    columns, starts, begins = context.evidence_columns, list[tuple[int, bool]](), 0
    printed: list[int] = []
    for at, line in enumerate(context.evidence_lines if columns.on_a_page else (), start=EVIDENCE_HEADING + 1):
        if line.kind is not EvidenceKind.ROW:
            begins = begins or at
            continue
        own = columns.wide_tables.get((line.source.digest, line.source.sheet), 0)
        if not starts or starts[-1][1] != bool(own):
            starts.append(((begins or at) if starts else 1, bool(own)))
            printed.append(columns.on_a_page)
        printed[-1], begins = max(printed[-1], own), 0
    ends = [first - 1 for first, _ in starts[1:]] + [last]
    return [(first, end, FIRST_CELL - 1 + n) for (first, _), end, n in zip(starts, ends, printed, strict=False)]


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
                yield Row([Cell(context.say(f"evidence.{told}"), Look.SECTION)], PART_POINTS)
            case EvidenceKind.FILE | EvidenceKind.FILE_AGAIN:
                name = f"{source.file} · {source.sheet}" if source.sheet else source.file
                name = context.say("evidence.continued", file=name) if kind is EvidenceKind.FILE_AGAIN else name
                yield Row([Cell(name, Look.GROUP), *[Cell("", Look.GROUP)] * (FIRST_CELL - 2 + len(widths))], ONE_LINE)
            case EvidenceKind.HEADINGS:
                yield _headings(context, source, widths)


def _headings(context: WorkbookContext, source: Source, widths: Sequence[float]) -> Row:
    """The file's own headings over the columns of its rows."""
    own = context.headings[source.digest, source.sheet].cells[: len(widths)]
    cells = [None] * (FIRST_CELL - 1) + [Cell(text, Look.HEAD) for text in own]
    return Row(cells, lines_high(own, widths) or ONE_LINE)


def _row(context: WorkbookContext, source: Source, widths: Sequence[float], joint: str) -> Row:
    used = context.uses.get(source, [])
    place = context.discrepancy_place(used[0]) if used else ""
    texts = [*context.cells.get(source, ())[: len(widths)]]
    high = lines_high(texts, widths)
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
