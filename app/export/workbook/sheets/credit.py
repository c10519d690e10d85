"""The credit record: what the rows let it show, each statement of a report beside the rows, the published rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.core.ahead import CreditMonth, MarkCheck, MarkStanding
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Row, Sheet, blank, height
from app.export.workbook.sheets.top import evidence_link, heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink
from app.texts.credit_texts import CreditTexts

_WIDTHS = (34, 11, 12, 52, 46, 15, 15)
_MONTHS = ("loan", "month", "mark", "text", "rows", "days", "overdue")
_CHECKS = ("account", "month", "standing", "told", "rows-say", "report", "rows")
_LOOKS = {
    MarkStanding.AGREES: Look.TEXT,
    MarkStanding.CONTRADICTS: Look.WARNING,
    MarkStanding.NOT_CHECKED: Look.TEXT,
}
_RANK = (MarkStanding.CONTRADICTS, MarkStanding.AGREES, MarkStanding.NOT_CHECKED)


def is_wanted(context: WorkbookContext) -> bool:
    """Whether a report is given, or a month may show anything else than that all was paid in time."""
    texts = CreditTexts(context.explanation, context.book)
    return bool(context.explanation.ahead.credit.checks or texts.informative_months())


def sheet(context: WorkbookContext) -> Sheet:
    """The report's statements, what contradicts first; then the months, then the rules."""
    texts = CreditTexts(context.explanation, context.book)
    rows = [*top(context, "credit"), *_checks(context, texts), *_months(context, texts), *_rules(context, texts)]
    told = range(len(rows) - len(texts.rules()) + 1, len(rows) + 1)
    return Sheet(
        name=context.sheet("credit"),
        widths=_WIDTHS,
        rows=rows,
        merged=[f"A{row}:G{row}" for row in told],
        tab=COLOURS[Ink.WARNING],
    )


def _checks(context: WorkbookContext, texts: CreditTexts) -> Iterator[Row]:
    checks = sorted(context.explanation.ahead.credit.checks, key=lambda check: _RANK.index(check.standing))
    if not checks:
        return
    yield Row([Cell(context.book.say("ahead.credit.heading-report"), Look.SECTION)], height=24)
    yield Row([Cell(texts.headline(), Look.SUBTITLE)])
    yield heads([context.say(f"credit.{name}") for name in _CHECKS])
    for check in checks:
        yield _check(context, texts, check)
    yield from blank()


def _check(context: WorkbookContext, texts: CreditTexts, check: MarkCheck) -> Row:
    account, told, rows = texts.account(check), texts.told(check), texts.rows(check)
    cells = [
        Cell(account, Look.WRAP),
        Cell(date(*check.month, 1) if check.month else None, Look.MONTH),
        Cell(texts.standing(check.standing), _LOOKS[check.standing]),
        Cell(told, Look.WRAP),
        Cell(rows, Look.WRAP),
        evidence_link(context, check.source),
        evidence_link(context, check.evidence),
    ]
    return Row(cells, height=height([(account, _WIDTHS[0]), (told, _WIDTHS[3]), (rows, _WIDTHS[4])]))


def _months(context: WorkbookContext, texts: CreditTexts) -> Iterator[Row]:
    months = texts.informative_months()
    if not months:
        return
    yield Row([Cell(context.book.say("ahead.credit.heading"), Look.SECTION)], height=24)
    yield heads([context.say(f"credit.{name}") for name in _MONTHS], right=(5, 6))
    for month in months:
        yield _month(context, texts, month)
    yield from blank()


def _month(context: WorkbookContext, texts: CreditTexts, month: CreditMonth) -> Row:
    loan, text = context.facility(month.facility), texts.month(month)
    cells = [
        Cell(loan, Look.WRAP),
        Cell(date(*month.month, 1), Look.MONTH),
        Cell(month.mark, Look.CENTRE),
        Cell(text, Look.WRAP),
        evidence_link(context, month.evidence),
        Cell(month.days, Look.COUNT),
        Cell(month.overdue, Look.MONEY),
    ]
    return Row(cells, height=height([(loan, _WIDTHS[0]), (text, _WIDTHS[3])]))


def _rules(context: WorkbookContext, texts: CreditTexts) -> Iterator[Row]:
    rules = texts.rules()
    if not rules:
        return
    yield Row([Cell(context.book.say("ahead.credit.heading-rules"), Look.SECTION)], height=24)
    for rule in rules:
        told = texts.rule(rule)
        yield Row([Cell(told, Look.PARAGRAPH)], height([(told, sum(_WIDTHS))]))
