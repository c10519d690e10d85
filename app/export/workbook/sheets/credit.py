"""The credit record: what the rows let it show, each statement of a report beside the rows, the published rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.core.ahead import CreditMonth, MarkCheck, MarkStanding
from app.export.workbook.context import Desk
from app.export.workbook.grid import Cell, Row, Sheet, blank, height
from app.export.workbook.sheets.top import evidence_link, heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink
from app.texts.credit_texts import CreditTexts

_WIDTHS = (38, 12, 12, 52, 46, 16, 16)
_MONTHS = ("loan", "month", "mark", "text", "rows", "days", "overdue")
_CHECKS = ("account", "month", "standing", "told", "rows-say", "report", "rows")
_LOOKS = {
    MarkStanding.AGREES: Look.TEXT,
    MarkStanding.CONTRADICTS: Look.WARNING,
    MarkStanding.NOT_CHECKED: Look.TEXT,
}
_RANK = (MarkStanding.CONTRADICTS, MarkStanding.AGREES, MarkStanding.NOT_CHECKED)


def is_wanted(desk: Desk) -> bool:
    """Whether a report is given, or a month may show anything else than that all was paid in time."""
    texts = CreditTexts(desk.explanation, desk.book)
    return bool(desk.explanation.ahead.credit.checks or texts.informative_months())


def sheet(desk: Desk) -> Sheet:
    """The report's statements, what contradicts first; then the months, then the rules."""
    texts = CreditTexts(desk.explanation, desk.book)
    rows = [*top(desk, "credit"), *_checks(desk, texts), *_months(desk, texts), *_rules(desk, texts)]
    told = range(len(rows) - len(texts.rules()) + 1, len(rows) + 1)
    return Sheet(
        name=desk.sheet("credit"),
        widths=_WIDTHS,
        rows=rows,
        merged=[f"A{row}:G{row}" for row in told],
        tab=COLOURS[Ink.WARNING],
    )


def _checks(desk: Desk, texts: CreditTexts) -> Iterator[Row]:
    checks = sorted(desk.explanation.ahead.credit.checks, key=lambda check: _RANK.index(check.standing))
    if not checks:
        return
    yield Row([Cell(desk.book.say("ahead.credit.heading-report"), Look.SECTION)], height=24)
    yield Row([Cell(texts.headline(), Look.SUBTITLE)])
    yield heads([desk.say(f"credit.{name}") for name in _CHECKS])
    for check in checks:
        yield _check(desk, texts, check)
    yield from blank()


def _check(desk: Desk, texts: CreditTexts, check: MarkCheck) -> Row:
    account, told, rows = texts.account(check), texts.told(check), texts.rows(check)
    cells = [
        Cell(account, Look.WRAP),
        Cell(date(*check.month, 1) if check.month else None, Look.MONTH),
        Cell(texts.standing(check.standing), _LOOKS[check.standing]),
        Cell(told, Look.WRAP),
        Cell(rows, Look.WRAP),
        evidence_link(desk, check.source),
        evidence_link(desk, check.evidence),
    ]
    return Row(cells, height=height([(account, _WIDTHS[0]), (told, _WIDTHS[3]), (rows, _WIDTHS[4])]))


def _months(desk: Desk, texts: CreditTexts) -> Iterator[Row]:
    months = texts.informative_months()
    if not months:
        return
    yield Row([Cell(desk.book.say("ahead.credit.heading"), Look.SECTION)], height=24)
    yield heads([desk.say(f"credit.{name}") for name in _MONTHS], right=(5, 6))
    for month in months:
        yield _month(desk, texts, month)
    yield from blank()


def _month(desk: Desk, texts: CreditTexts, month: CreditMonth) -> Row:
    loan, text = desk.facility(month.facility), texts.month(month)
    cells = [
        Cell(loan, Look.WRAP),
        Cell(date(*month.month, 1), Look.MONTH),
        Cell(month.mark, Look.CENTRE),
        Cell(text, Look.WRAP),
        evidence_link(desk, month.evidence),
        Cell(month.days, Look.COUNT),
        Cell(month.overdue, Look.MONEY),
    ]
    return Row(cells, height=height([(loan, _WIDTHS[0]), (text, _WIDTHS[3])]))


def _rules(desk: Desk, texts: CreditTexts) -> Iterator[Row]:
    rules = texts.rules()
    if not rules:
        return
    yield Row([Cell(desk.book.say("ahead.credit.heading-rules"), Look.SECTION)], height=24)
    for rule in rules:
        told = texts.rule(rule)
        yield Row([Cell(told, Look.PARAGRAPH)], height([(told, sum(_WIDTHS))]))
