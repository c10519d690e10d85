"""What was compared: every amount due, debit, bank row and bill with its standing, and the rows it met or lacks."""

from __future__ import annotations

from app.core.comparison import Check, Standing
from app.export.workbook.context import Desk
from app.export.workbook.grid import Cell, Row, Sheet, height
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink
from app.texts.comparison_texts import ComparisonTexts

_COLUMNS = ("on", "what", "loan", "period", "amount", "standing", "row", "with", "discrepancy", "missing")
_WIDTHS = (12, 14, 30, 8, 14, 14, 10, 26, 14, 46)
_LOOKS = {Standing.AGREES: Look.PLAIN, Standing.DIFFERS: Look.WRAP, Standing.NOT_CHECKED: Look.NOTE}


def sheet(desk: Desk) -> Sheet:
    """The sheet with one row for each check, in order of time."""
    titles = [desk.say(f"checks.{name}") for name in _COLUMNS]
    texts = ComparisonTexts(desk.explanation, desk.book)
    return Sheet(
        name=desk.sheet("checks"),
        widths=_WIDTHS,
        rows=[
            *top(desk, "checks"),
            heads(titles, (4,), _WIDTHS),
            *(_row(desk, texts, check) for check in desk.explanation.comparison.checks),
        ],
        heading=4,
        filtered=True,
        frozen_columns=1,
        tab=COLOURS[Ink.POSTED],
    )


def _row(desk: Desk, texts: ComparisonTexts, check: Check) -> Row:
    loan = desk.facility(check.facility)
    missing = texts.name(check.paper) if check.paper else ""
    own = check.sources[0] if check.sources else None
    number = desk.numbers[check.discrepancies[0]] if check.discrepancies else None
    cells = [
        Cell(check.on, Look.DATE),
        Cell(desk.book.say(f"comparison.subject.{check.subject.value}"), Look.WRAP),
        Cell(loan, Look.WRAP),
        Cell(check.period, Look.COUNT),
        Cell(check.amount, Look.MONEY),
        Cell(desk.book.say(f"comparison.standing.{check.standing.value}"), _LOOKS[check.standing]),
        Cell(desk.evidence_label(own), Look.LINK, desk.evidence_place(own)) if own else Cell(""),
        Cell(desk.evidence_labels(check.met, 3), Look.LINK, desk.evidence_place(check.met[0]))
        if check.met
        else Cell(""),
        Cell(f"#{number}", Look.LINK, desk.discrepancy_place(number)) if number else Cell(""),
        Cell(missing, Look.WRAP),
    ]
    return Row(cells, height=height([(loan, _WIDTHS[2]), (missing, _WIDTHS[-1])]))
