"""The list of discrepancies, a row each, with links to the explanation and the evidence and a status to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.core.discrepancy import Discrepancy
from app.core.views.summary import claim_of
from app.export.workbook.context import DISCREPANCY_HEADING, WorkbookContext
from app.export.workbook.grid import INDENT, Cell, Formula, Row, Sheet, column, height, place, word_width
from app.export.workbook.sheets.explanations import AMOUNT_COLUMN, Told
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, SEVERITY_LOOK, SYMBOLS, Look
from app.palette import Ink

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_PRINTED = {
    "number": 5, "severity": 16, "title": 30,
    "difference": 12, "unexplained": 11, "expected": 12, "actual": 12, "certainty": 13, "date": 12, "facility": 20,
    "period": 6, "answer": 34,
    "question": 60, "deadline": 32, "evidence": 16, "status": 11, "note": 13,
}  # fmt: skip
"""What is printed, with its width: numbers and answer on one page, what to do on the page beside it, both as wide."""
_BESIDE = {"explained": 13, "claim": 18, "check": 9, "code": 26}
_COLUMNS = (*_PRINTED, *_BESIDE)
_WIDTHS = (*_PRINTED.values(), *_BESIDE.values())
_FIRST_PAGE = _COLUMNS.index("answer") + 1
"""Columns on the first of the two pages; all that a list without a row has to print."""
_AMOUNTS = ("difference", "explained", "unexplained", "expected", "actual")
_RIGHT = tuple(_COLUMNS.index(c) for c in (*_AMOUNTS, "period"))
_REPEATED = 3
_TALLEST = 244.0
"""Points: sixteen lines, which every question that the program asks fits in. Nothing is cut, on paper neither."""


def letters(name: str) -> str:
    """The letters of a column by its name."""
    return column(_COLUMNS.index(name) + 1)


STATUSES = ("open", "in-progress", "promised", "settled", "accepted")


def sheet(context: WorkbookContext, blocks: Told) -> Sheet:
    """The sheet with one row for each discrepancy, worst first."""
    found = context.explanation.discrepancies
    titles = [context.say(f"discrepancies.{name}") for name in _COLUMNS]
    widths = _widths(titles)
    told = context.say("purpose.discrepancies")
    purpose = Row([Cell(told, Look.NOTE)], height=height([(told, sum(_WIDTHS[:_REPEATED]))]))
    return Sheet(
        name=context.sheet("discrepancies"),
        widths=widths,
        rows=[
            top(context, "discrepancies")[0],
            purpose,
            _sums(context),
            heads(titles, _RIGHT, widths),
            *(_row(context, d, blocks, widths) for d in found),
        ],
        heading=DISCREPANCY_HEADING,
        filtered=True,
        frozen_columns=_REPEATED,
        printed=len(_PRINTED) if found else _FIRST_PAGE,
        beside=2 if found else 1,
        merged=[f"A2:{column(_REPEATED)}2"],  # so that no page beside the first shows half of it
        folded=(_COLUMNS.index("code") + 1,),
        pages=16,
        tab=COLOURS[Ink.SERIOUS] if found else "",
        finish=lambda worksheet, rows: _add_statuses(context, worksheet, rows),
    )


def _widths(titles: Sequence[str]) -> Sequence[float]:
    """The widths of the columns; where a word of a heading needs more, the answer beside it has so much less."""
    own = slice(_REPEATED, _FIRST_PAGE - 1)
    numbers = [max(width, word_width(title) + INDENT) for width, title in zip(_WIDTHS[own], titles[own], strict=True)]
    answer = _WIDTHS[_FIRST_PAGE - 1] - sum(numbers) + sum(_WIDTHS[own])
    return (*_WIDTHS[:_REPEATED], *numbers, answer, *_WIDTHS[_FIRST_PAGE:])


def _sums(context: WorkbookContext) -> Row:
    """What is unexplained in the rows in view: it follows the filter. Differences of unlike things have no sum."""
    found = context.explanation.discrepancies
    last = DISCREPANCY_HEADING + max(len(found), 1)
    cells: list[Cell | None] = [None] * len(_COLUMNS)
    cells[0] = top(context, "discrepancies")[2].cells[0]
    cells[2] = Cell(context.say("discrepancies.shown-open"), Look.TOTAL_TEXT)
    index = _COLUMNS.index("unexplained")
    own = column(index + 1)
    text = f"ROUND(SUBTOTAL(109,{own}{DISCREPANCY_HEADING + 1}:{own}{last}),2)"
    cells[index] = Cell(Formula(text, sum(d.unexplained for d in found)), Look.TOTAL)
    return Row(cells, height=22)


def _row(context: WorkbookContext, d: Discrepancy, blocks: Told, widths: Sequence[float]) -> Row:
    number, texts = context.numbers[d.id], context.texts
    follow = context.follow_up(number)
    rows = context.evidence_place(d.evidence[0]) if d.evidence else ""
    severity = f"{SYMBOLS[d.severity]} {context.book.say(f'severity.{d.severity.value}')}"
    cells = _amounts(context, d, blocks) | {
        "number": Cell(f"#{number}", Look.LINK, context.block_place(d)),
        "severity": Cell(severity, SEVERITY_LOOK[d.severity]),
        "title": Cell(texts.title(d), Look.WRAP),
        "certainty": Cell(context.book.say(f"certainty.{d.certainty.value}.name"), Look.WRAP),
        "date": Cell(d.at.date(), Look.DATE),
        "facility": Cell(context.facility(d.facility), Look.WRAP),
        "period": Cell(d.period, Look.COUNT),
        "answer": Cell(texts.answer(d), Look.WRAP),
        "question": Cell("\n".join(_questions(context, d)), Look.WRAP),
        "deadline": Cell(texts.deadline(d), Look.WRAP),
        "evidence": Cell(context.first_labels(d.evidence), Look.LINK_WRAP, rows),
        "status": Cell(context.say(f"status.{follow.mark or 'open'}"), Look.CHOICE),
        "note": Cell(follow.note, Look.WRAP),
        "claim": Cell(context.say(f"claim.{claim_of(d).value}"), Look.WRAP),
        "code": Cell(d.code, Look.TEXT),
    }
    ordered = [cells[name] for name in _COLUMNS]
    needed = height((str(x.value), width) for x, width in zip(ordered, widths, strict=True) if x.look is Look.WRAP)
    return Row(ordered, height=min(needed, _TALLEST))


def _amounts(context: WorkbookContext, d: Discrepancy, blocks: Told) -> dict[str, Cell]:
    """The amounts by column, as they stand in the block of the discrepancy, and whether all its checks hold."""
    row, stated = DISCREPANCY_HEADING + context.numbers[d.id], d.expected is not None and d.actual is not None
    first = blocks.bridges[d.id]
    sheet_name, after = context.sheet("explanations"), first + len(d.bridge) + 2
    expected, actual, rest = (place(sheet_name, at, AMOUNT_COLUMN) for at in (first, after, after + 1))
    flags = f"'{sheet_name}'!H{first}:H{blocks.ends[d.id]}"
    check = f"ABS({place(sheet_name, after + 2, AMOUNT_COLUMN)})+SUM({flags})"
    explained = f"ROUND({letters('difference')}{row}-{letters('unexplained')}{row},2)"
    return {
        "difference": Cell(Formula(f"ROUND({actual}-{expected},2)", d.difference), Look.SIGNED),
        "unexplained": Cell(Formula(rest, d.unexplained), Look.SIGNED),
        "explained": Cell(Formula(explained, d.difference - d.unexplained), Look.SIGNED),
        "expected": Cell(Formula(expected, d.expected) if stated else d.expected, Look.MONEY),
        "actual": Cell(Formula(actual, d.actual) if stated else d.actual, Look.MONEY),
        "check": Cell(Formula(check, 0), Look.CHECK),
    }


def _questions(context: WorkbookContext, d: Discrepancy) -> Iterator[str]:
    for question in d.questions:
        yield context.book.say(
            "words.labelled", label=context.texts.party(question), text=context.texts.question(d, question)
        )


def _add_statuses(context: WorkbookContext, worksheet: Worksheet, rows: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if rows <= DISCREPANCY_HEADING:
        return
    listed = ",".join(context.say(f"status.{status}") for status in STATUSES)
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showDropDown=False)
    choice.promptTitle, choice.prompt = context.say("discrepancies.status"), context.say("discrepancies.status-tip")
    choice.showInputMessage = True
    own = letters("status")
    choice.add(f"{own}{DISCREPANCY_HEADING + 1}:{own}{rows}")
    worksheet.add_data_validation(choice)
