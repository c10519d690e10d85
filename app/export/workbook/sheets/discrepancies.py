"""The list of discrepancies, a row each, with links to the explanation and the evidence and a status to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.core.discrepancy import Discrepancy
from app.core.views.summary import claim_of
from app.export.workbook.context import DISCREPANCY_HEADING, WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, Sheet, column, height, place
from app.export.workbook.sheets.explanations import AMOUNT_COLUMN, Told
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, SEVERITY_LOOK, SYMBOLS, Look
from app.palette import Ink

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_COLUMNS = (
    "number", "severity", "title", "difference", "explained", "unexplained", "certainty", "date", "facility", "period",
    "expected", "actual", "answer", "question", "deadline", "evidence", "status", "note", "claim", "check", "code",
)  # fmt: skip
_WIDTHS = (6, 17, 38, 13, 13, 13, 16, 12, 24, 9, 13, 13, 52, 86, 44, 20, 13, 30, 18, 9, 26)
_RIGHT = tuple(_COLUMNS.index(c) for c in ("difference", "explained", "unexplained", "period", "expected", "actual"))
CHECK, CLAIM = (column(_COLUMNS.index(name) + 1) for name in ("check", "claim"))
_STATUS = column(_COLUMNS.index("status") + 1)
_TALLEST = 154.0
"""Points: ten lines, which every question that the program asks fits in. Nothing is cut, on paper neither."""
STATUSES = ("open", "in-progress", "promised", "settled", "accepted")


def sheet(context: WorkbookContext, blocks: Told) -> Sheet:
    """The sheet with one row for each discrepancy, worst first."""
    found = context.explanation.discrepancies
    titles = [context.say(f"discrepancies.{name}") for name in _COLUMNS]
    return Sheet(
        name=context.sheet("discrepancies"),
        widths=_WIDTHS,
        rows=[
            *top(context, "discrepancies")[:2],
            _sums(context),
            heads(titles, right=_RIGHT),
            *(_row(context, d, blocks) for d in found),
        ],
        heading=DISCREPANCY_HEADING,
        filtered=True,
        frozen_columns=3,
        printed=_COLUMNS.index("note") + 1,
        pages=16,
        tab=COLOURS[Ink.SERIOUS] if found else "",
        finish=lambda worksheet, rows: _add_statuses(context, worksheet, rows),
    )


def _sums(context: WorkbookContext) -> Row:
    """What is unexplained in the rows in view: it follows the filter. Differences of unlike things have no sum."""
    found = context.explanation.discrepancies
    last = DISCREPANCY_HEADING + max(len(found), 1)
    cells: list[Cell | None] = [None] * len(_COLUMNS)
    cells[0] = top(context, "discrepancies")[2].cells[0]
    cells[2] = Cell(context.say("discrepancies.shown-open"), Look.TOTAL_TEXT)
    index = _COLUMNS.index("unexplained")
    letters = column(index + 1)
    text = f"ROUND(SUBTOTAL(109,{letters}{DISCREPANCY_HEADING + 1}:{letters}{last}),2)"
    cells[index] = Cell(Formula(text, sum(d.unexplained for d in found)), Look.TOTAL)
    return Row(cells, height=22)


def _row(context: WorkbookContext, d: Discrepancy, blocks: Told) -> Row:
    number, texts = context.numbers[d.id], context.texts
    follow = context.follow_up(number)
    title, answer, deadline = texts.title(d), texts.answer(d), texts.deadline(d)
    questions = "\n".join(_questions(context, d))
    rows = context.evidence_place(d.evidence[0]) if d.evidence else ""
    row, amounts = DISCREPANCY_HEADING + number, d.expected is not None and d.actual is not None
    first = blocks.bridges[d.id]
    sheet_name, after = context.sheet("explanations"), first + len(d.bridge) + 2
    expected, actual, rest = (place(sheet_name, at, AMOUNT_COLUMN) for at in (first, after, after + 1))
    flags = f"'{sheet_name}'!H{first}:H{blocks.ends[d.id]}"
    check = f"ABS({place(sheet_name, after + 2, AMOUNT_COLUMN)})+SUM({flags})"
    cells = [
        Cell(f"#{number}", Look.LINK, context.block_place(d)),
        Cell(f"{SYMBOLS[d.severity]} {context.book.say(f'severity.{d.severity.value}')}", SEVERITY_LOOK[d.severity]),
        Cell(title, Look.WRAP),
        Cell(Formula(f"ROUND({actual}-{expected},2)", d.difference), Look.SIGNED),
        Cell(Formula(f"ROUND(D{row}-F{row},2)", d.difference - d.unexplained), Look.SIGNED),
        Cell(Formula(rest, d.unexplained), Look.SIGNED),
        Cell(context.book.say(f"certainty.{d.certainty.value}.name"), Look.CENTRE),
        Cell(d.at.date(), Look.DATE),
        Cell(context.facility(d.facility), Look.WRAP),
        Cell(d.period, Look.COUNT),
        Cell(Formula(expected, d.expected) if amounts else d.expected, Look.MONEY),
        Cell(Formula(actual, d.actual) if amounts else d.actual, Look.MONEY),
        Cell(answer, Look.WRAP),
        Cell(questions, Look.WRAP),
        Cell(deadline, Look.WRAP),
        Cell(context.evidence_labels(d.evidence, 2), Look.LINK_WRAP, rows),
        Cell(context.say(f"status.{follow.mark or 'open'}"), Look.CHOICE),
        Cell(follow.note, Look.WRAP),
        Cell(context.say(f"claim.{claim_of(d).value}"), Look.WRAP),
        Cell(Formula(check, 0), Look.CHECK),
        Cell(d.code, Look.TEXT),
    ]
    told = (("title", title), ("answer", answer), ("question", questions), ("deadline", deadline))
    needed = height([(text, _WIDTHS[_COLUMNS.index(name)]) for name, text in told])
    return Row(cells, height=min(needed, _TALLEST))


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
    choice.add(f"{_STATUS}{DISCREPANCY_HEADING + 1}:{_STATUS}{rows}")
    worksheet.add_data_validation(choice)
