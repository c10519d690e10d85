"""The first page: what the case is, how it came out, and the worst of it in a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancies import Severity
from app.export.desk import Desk
from app.export.grid import Cell, Row, Sheet, blank, height
from app.export.report import Totals
from app.export.sheets.explanations import Told
from app.export.sheets.top import heads, top
from app.export.sheets.waterfall import Waterfall
from app.export.styles import COLOURS, SEVERITY_LOOK, SYMBOLS, Look
from app.timeline.inks import Ink

_WIDTHS = (24, 14, 16, 16, 16, 16, 56)
_TEXT_WIDTH = sum(_WIDTHS[1:])


def sheet(desk: Desk, blocks: Told) -> Sheet:
    """The summary on one page, with the waterfall of the largest difference."""
    rows: list[Row] = top(desk, "summary")
    merged: list[str] = []
    for label, text in _facts(desk):
        rows.append(Row([Cell(label, Look.NOTE), Cell(text, Look.WRAP)], height=height([(text, _TEXT_WIDTH)])))
        merged.append(f"B{len(rows)}:G{len(rows)}")
    rows += blank()
    rows += _counts(desk)
    rows += blank()
    rows.append(Row([Cell(desk.say("summary.worst"), Look.SECTION)], height=24))
    for row in _worst(desk):
        rows.append(row)
        merged += [f"B{len(rows)}:D{len(rows)}", f"F{len(rows)}:G{len(rows)}"]
    fall = Waterfall(desk, blocks)
    first = len(rows) + 4
    rows += fall.rows(first)
    return Sheet(
        name=desk.sheet("summary"),
        widths=_WIDTHS,
        rows=rows,
        merged=merged,
        tab=COLOURS[Ink.ACCENT],
        finish=lambda worksheet, _: fall.draw(worksheet, first),
    )


def _facts(desk: Desk) -> Iterator[tuple[str, str]]:
    e, report = desk.explanation, desk.report
    conclusion = desk.say(f"conclusion.{report.conclusion}", unexplained=report.all.unexplained)
    yield desk.say("summary.conclusion"), conclusion
    loans = "\n".join(desk.facility(f.id) for f in e.facilities)
    yield desk.say("summary.loans"), loans
    accounts = sorted({event.account for event in e.events if event.account})
    yield desk.say("summary.accounts"), "、".join(accounts[:12])
    if report.period:
        yield desk.say("summary.period"), desk.say("summary.from-to", first=report.period[0], last=report.period[1])
    yield desk.say("summary.as-of"), e.as_of.isoformat()
    yield desk.say("summary.files"), "\n".join(s.file for s in e.sources)
    yield desk.say("summary.privacy"), desk.say("summary.masked" if desk.masked else "summary.unmasked")


def _counts(desk: Desk) -> Iterator[Row]:
    titles = [desk.say(f"summary.{name}") for name in ("severity", "count", "more", "less", "unexplained")]
    yield heads(titles, right=(1, 2, 3, 4))
    for severity in Severity:
        yield _count(desk, severity, desk.report.totals[severity])


def _count(desk: Desk, severity: Severity, totals: Totals) -> Row:
    label = f"{SYMBOLS[severity]} {desk.book.say(f'severity.{severity.value}')}"
    return Row(
        [
            Cell(label, SEVERITY_LOOK[severity]),
            Cell(totals.count, Look.COUNT),
            Cell(totals.more, Look.MONEY),
            Cell(totals.less, Look.MONEY),
            Cell(totals.unexplained, Look.MONEY),
        ]
    )


def _worst(desk: Desk) -> Iterator[Row]:
    if not desk.report.worst:
        yield Row([None, Cell(desk.say("summary.none"), Look.WRAP)])
    for d in desk.report.worst:
        title, answer = desk.texts.title(d), desk.texts.answer(d)
        cells = [
            Cell(f"{SYMBOLS[d.severity]} #{desk.numbers[d.id]}", SEVERITY_LOOK[d.severity]),
            Cell(title, Look.LINK_WRAP, desk.block_place(d)),
            None,
            None,
            Cell(d.difference, Look.SIGNED),
            Cell(answer, Look.WRAP),
            Cell(""),
        ]
        yield Row(cells, height=height([(title, 46), (answer, 72)]))
