"""What was compared: every amount due, debit, bank row and bill with its standing, and the rows it met or lacks."""

from __future__ import annotations

from app.core.comparison import Check, Standing
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Row, Sheet, height
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink
from app.texts.comparison_texts import ComparisonTexts

_COLUMNS = ("on", "what", "loan", "period", "amount", "standing", "row", "with", "discrepancy", "missing")
_WIDTHS = (11.5, 18, 26, 7, 12.5, 13, 9, 26, 12, 48)
_LOOKS = {Standing.AGREES: Look.PLAIN, Standing.DIFFERS: Look.WRAP, Standing.NOT_CHECKED: Look.NOTE}


def sheet(context: WorkbookContext) -> Sheet:
    """The sheet with one row for each check, in order of time."""
    titles = [context.say(f"checks.{name}") for name in _COLUMNS]
    texts = ComparisonTexts(context.explanation, context.book)
    return Sheet(
        name=context.sheet("checks"),
        widths=_WIDTHS,
        rows=[
            *top(context, "checks"),
            heads(titles, (4,), _WIDTHS),
            *(_row(context, texts, check) for check in context.explanation.comparison.checks),
        ],
        heading=4,
        filtered=True,
        frozen_columns=1,
        tab=COLOURS[Ink.POSTED],
    )


def _row(context: WorkbookContext, texts: ComparisonTexts, check: Check) -> Row:
    loan = context.facility(check.facility)
    missing = texts.name(check.paper) if check.paper else ""
    subject = context.book.say(f"comparison.subject.{check.subject.value}")
    own = check.sources[0] if check.sources else None
    number = context.numbers[check.discrepancies[0]] if check.discrepancies else None
    cells = [
        Cell(check.on, Look.DATE),
        Cell(subject, Look.WRAP),
        Cell(loan, Look.WRAP),
        Cell(check.period, Look.COUNT),
        Cell(check.amount, Look.MONEY),
        Cell(context.book.say(f"comparison.standing.{check.standing.value}"), _LOOKS[check.standing]),
        Cell(context.evidence_label(own), Look.LINK, context.evidence_place(own)) if own else Cell(""),
        Cell(context.evidence_labels(check.met, 3), Look.LINK, context.evidence_place(check.met[0]))
        if check.met
        else Cell(""),
        Cell(f"#{number}", Look.LINK, context.discrepancy_place(number)) if number else Cell(""),
        Cell(missing, Look.WRAP),
    ]
    return Row(cells, height=height([(subject, _WIDTHS[1]), (loan, _WIDTHS[2]), (missing, _WIDTHS[-1])]))
