"""The files: what each was taken for, what it declares, what was found, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from app.core.discrepancy import FactValue
from app.core.explanation import Problem, SourceReport
from app.core.money import grouped, plain_rate
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Row, Sheet, height
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import Look

_COLUMNS = ("file", "format", "first", "last", "rows", "used", "skipped", "declared", "problems", "sha256")
_WIDTHS = (26, 18, 11.5, 11.5, 7, 7, 20, 28, 32, 25)


def sheet(context: WorkbookContext) -> Sheet:
    """The sheet with one row for each file that was given."""
    titles = [context.say(f"sources.{name}") for name in _COLUMNS]
    return Sheet(
        name=context.sheet("sources"),
        widths=_WIDTHS,
        rows=[*top(context, "sources"), heads(titles, right=(4, 5)), *_rows(context)],
        heading=4,
        filtered=True,
        frozen_columns=1,
    )


def _rows(context: WorkbookContext) -> Iterator[Row]:
    for source in sorted(context.explanation.sources, key=lambda s: (s.file, s.sha256)):
        skipped = "\n".join(f"{context.say_or(f'skipped.{name}', name)} {count}" for name, count in source.skipped)
        declared = "\n".join(_declared(context, source))
        problems = "\n".join(_problem(context, p) for p in source.problems)
        first, last = source.period or (None, None)
        cells = [
            Cell(source.file, Look.WRAP),
            Cell(format_name(context, source), Look.WRAP),
            Cell(first, Look.DATE),
            Cell(last, Look.DATE),
            Cell(source.rows, Look.COUNT),
            Cell(source.used, Look.COUNT),
            Cell(skipped, Look.WRAP),
            Cell(declared, Look.WRAP),
            Cell(problems, Look.WRAP),
            Cell(source.sha256, Look.WRAP),
        ]
        told = ((cell.value, width) for cell, width in zip(cells, _WIDTHS, strict=True) if cell.look is Look.WRAP)
        yield Row(cells, height=height((str(text), width) for text, width in told))


def format_name(context: WorkbookContext, source: SourceReport) -> str:
    """What a file was taken for, in words."""
    if not source.format:
        return context.say("sources.unknown")
    return context.say("joint").join(context.say_or(f"format.{one}", one) for one in source.format.split(", "))


def _declared(context: WorkbookContext, source: SourceReport) -> Iterator[str]:
    for name, value in source.declared:
        direction, _, kind = name.rpartition(".")
        label = context.say_or(f"workbook.declared.{kind}", kind)
        yield f"{direction} {label} {_plain(kind, value)}".strip()


def _plain(kind: str, value: FactValue) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_rate(value)
    if isinstance(value, int) and kind not in ("rows", "count", "lines"):
        return grouped(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _problem(context: WorkbookContext, problem: Problem) -> str:
    text = context.book.say(f"problem.{problem.code}", **dict(problem.facts))
    return f"{context.say('row', row=problem.source.row)} {text}" if problem.source else text
