"""Each loan's payments against the lender's records, line by line, and the balance by the lender and put right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core.money import Fen, yuan
from app.core.reconciliation import Line, LoanAccount, Reason
from app.export.workbook.charts import CHART_ROWS, Lines, add_lines
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, Sheet, blank, height, total
from app.export.workbook.paper import kept_whole
from app.export.workbook.sheets.timeline import HEADING, LOAN_COLUMN, TimelineRows, lane_column
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WILD = re.compile(r"[*?~]")
_WIDTHS = (24, 12.5, 11.5, 12.5, 12.5, 11.5, 12.5, 12.5, 11.5, 11.5, 33, 6, 14)
_LINE_COLUMNS = (
    "on", "paid", "returned", "recorded", "principal-part", "interest-part", "charge-part", "rest", "named", "open",
    "why", "discrepancy", "rows",
)  # fmt: skip
_CAUSE = _LINE_COLUMNS.index("discrepancy") + 1
_OVERVIEW_COLUMNS = ("loan", "drawn", "lenders", "applies", "adjusted", "overpaid", "recorded-check", "open")
_CHECKS = ("G", "H")
"""Columns of the overview in which every cell must be 0.00."""
_MOST_POINTS = 2_000
"""Points a chart of balances draws; a case with more months than that has no chart worth reading."""


@dataclass
class Page:
    """The rows so far, with where the tables of the charts stand, and the cells that must be nothing."""

    rows: list[Row]
    checks: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """The rows in which blocks begin that shall stay whole on paper."""
    balances: list[tuple[str, int, int]] = field(default_factory=list)

    def add(self, *cells: Cell | None, high: float | None = None, level: int = 0) -> int:
        """Add a row and return its number."""
        self.rows.append(Row(cells, high, level))
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class _Totals:
    """The rows in which the results of a loan stand."""

    sums: int
    principal: int
    book: int
    adjusted: int
    overpaid: int
    recorded_check: int


def written(context: WorkbookContext) -> Page:
    """An overview of all loans, each loan's lines, then the balances over time."""
    page = Page(top(context, "reconciliation"))
    accounts = context.explanation.accounts
    if accounts:
        _overview(context, accounts, page)
        for account in accounts:
            _account(context, account, page)
    else:
        page.add(Cell(context.say("reconciliation.none"), Look.PLAIN))
        page.add()
    _balances(context, page)
    return page


def sheet(context: WorkbookContext, page: Page) -> Sheet:
    """The sheet of a page."""
    widths = (context.loan_width(_WIDTHS[0]), *_WIDTHS[1:])
    return Sheet(
        name=context.sheet("reconciliation"),
        widths=widths,
        rows=page.rows,
        tab=COLOURS[Ink.POSTED],
        page_breaks=kept_whole(page.rows, page.starts, widths),
        pages=6,
        finish=lambda worksheet, _: _charts(context, page, worksheet),
    )


# -- overview ----------------------------------------------------------------------------------------------------------


def _overview(context: WorkbookContext, accounts: Sequence[LoanAccount], page: Page) -> None:
    """A row for each loan that takes its figures from the loan's own block below."""
    say = context.say
    page.add(Cell(say("reconciliation.overview"), Look.SECTION), high=24)
    titles = [say(f"reconciliation.{n}") for n in _OVERVIEW_COLUMNS]
    page.rows.append(heads(titles, range(1, len(titles)), _WIDTHS))
    first = len(page.rows) + 1
    start = first + len(accounts) + 1
    for account in accounts:
        at = _places(account, start)
        page.add(
            Cell(context.facility(account.facility), Look.LINK, f"'{context.sheet('reconciliation')}'!A{start}"),
            Cell(Formula(f"H{at.principal}", account.principal or 0), Look.MONEY),
            Cell(Formula(f"H{at.book}", account.book), Look.MONEY),
            Cell(Formula(f"ROUND(E{len(page.rows) + 1}-C{len(page.rows) + 1},2)", account.adjusted - account.book),
                 Look.SIGNED),
            Cell(Formula(f"H{at.adjusted}", account.adjusted), Look.MONEY),
            Cell(Formula(f"H{at.overpaid}", account.overpaid), Look.MONEY),
            Cell(Formula(f"H{at.recorded_check}", 0), Look.CHECK),
            Cell(Formula(f"J{at.sums}", account.residual), Look.CHECK),
        )  # fmt: skip
        start += _height(account)
    page.add()
    sheet_name = context.sheet("reconciliation")
    page.checks += [f"'{sheet_name}'!{letters}{first}:{letters}{first + len(accounts) - 1}" for letters in _CHECKS]


def _adjusting(account: LoanAccount) -> list[Line]:
    return [line for line in account.lines if line.applies]


def _height(account: LoanAccount) -> int:
    """Rows of a loan: title, header, lines, sums, the balance with its adjustments, an empty row."""
    return 3 + len(account.lines) + 6 + len(_adjusting(account)) + 1


def _places(account: LoanAccount, start: int) -> _Totals:
    sums = start + 2 + len(account.lines)
    adjusted = sums + 4 + len(_adjusting(account))
    return _Totals(sums, sums + 1, sums + 3, adjusted, adjusted + 1, adjusted + 2)


# -- one loan ----------------------------------------------------------------------------------------------------------


def _account(context: WorkbookContext, account: LoanAccount, page: Page) -> None:
    page.starts.append(len(page.rows) + 1)
    at = _places(account, len(page.rows) + 1)
    page.add(Cell(context.facility(account.facility), Look.SECTION), high=24)
    page.rows.append(heads([context.say(f"reconciliation.{n}") for n in _LINE_COLUMNS], range(1, 10), _WIDTHS))
    first = len(page.rows) + 1
    for line in account.lines:
        page.add(*_line(context, account, line, len(page.rows) + 1), high=_high(context, account, line))
    last = len(page.rows)
    sums = (
        account.paid + sum(x.returned for x in account.lines), sum(x.returned for x in account.lines),
        account.recorded, *(sum(getattr(x.recorded, n) for x in account.lines) for n in _PARTS),
        account.paid - account.recorded, sum(x.named for x in account.lines), account.residual,
    )  # fmt: skip
    cells = [
        Cell(Formula(total(f"{c}{first}:{c}{last}"), v), Look.TOTAL) for c, v in zip("BCDEFGHIJ", sums, strict=True)
    ]
    page.add(Cell(context.say("reconciliation.sums"), Look.TOTAL_TEXT), *cells)
    _balance(context, account, page, at)
    page.add()


_PARTS = ("principal", "interest", "charges")


def _line(context: WorkbookContext, account: LoanAccount, line: Line, row: int) -> Iterator[Cell]:
    source = line.sources[0] if line.sources else None
    yield Cell(line.on, Look.DATE)
    yield Cell(line.paid, Look.INPUT_MONEY)
    yield Cell(line.returned, Look.INPUT_MONEY) if line.returned else Cell("")
    parts = total(f"E{row}:G{row}")
    yield Cell(Formula(parts, line.recorded.total), Look.MONEY)
    for name in _PARTS:
        yield Cell(getattr(line.recorded, name), Look.INPUT_MONEY)
    yield Cell(Formula(f"ROUND(B{row}-C{row}-D{row},2)", line.rest), Look.SIGNED)
    yield Cell(line.named, Look.INPUT_MONEY) if line.named else Cell("")
    yield Cell(Formula(f"ROUND(H{row}-I{row},2)", line.residual), Look.CHECK)
    yield Cell(_why(context, account, line), Look.WRAP)
    yield _cause(context, line)
    yield (Cell(context.first_labels(line.sources), Look.LINK, context.evidence_place(source)) if source else Cell(""))


def _high(context: WorkbookContext, account: LoanAccount, line: Line) -> float:
    return height([(_why(context, account, line), _WIDTHS[10])])


def _cause(context: WorkbookContext, line: Line) -> Cell:
    """The number of the discrepancy that states why, with the way to it."""
    if not line.discrepancies:
        return Cell("")
    d = context.explanation.discrepancies_by_id[line.discrepancies[0]]
    return Cell(f"#{context.numbers[d.id]}", Look.LINK, context.block_place(d))


def _why(context: WorkbookContext, account: LoanAccount, line: Line) -> str:
    """Why a payment and its record differ, or that one debit paid several loans."""
    told = []
    if line.debit > line.paid > 0:
        told.append(context.say("reconciliation.share", debit=line.debit))
    if line.reason is not Reason.NONE:
        told.append(context.say(f"reconciliation.reason.{line.reason.value}"))
        found = [context.explanation.discrepancies_by_id[x] for x in line.discrepancies[:1]]
        told += [context.texts.title(d) for d in found]
    return "\n".join(told)


def _balance(context: WorkbookContext, account: LoanAccount, page: Page, at: _Totals) -> None:
    """From the principal to what the lender's records leave, then to what is left once they are put right."""
    say = context.say
    repaid = sum(line.recorded.principal for line in account.lines)
    _result(page, say("reconciliation.principal"), Cell(account.principal or 0, Look.INPUT_MONEY))
    _result(page, say("reconciliation.repaid"), Cell(Formula(f"-E{at.sums}", -repaid), Look.SIGNED))
    lenders = Formula(total(f"H{at.principal}:H{at.principal + 1}"), account.book)
    _result(page, say("reconciliation.lenders"), Cell(lenders, Look.TOTAL), Look.TOTAL_TEXT)
    for line in _adjusting(account):
        text = say(f"reconciliation.applies-{'less' if line.applies > 0 else 'more'}", on=line.on)
        _result(page, text, Cell(-line.applies, Look.INPUT_MONEY), cause=_cause(context, line))
    adjusted = Formula(total(f"H{at.book}:H{at.adjusted - 1}"), account.adjusted)
    _result(page, say("reconciliation.adjusted"), Cell(adjusted, Look.TOTAL), Look.TOTAL_TEXT)
    _result(page, say("reconciliation.overpaid"), Cell(account.overpaid, Look.INPUT_MONEY))
    pending = sum(line.named for line in account.lines if line.reason is Reason.PENDING)
    check = Formula(f"ROUND(D{at.sums}-{_posted(context, account, pending)},2)", 0)
    _result(page, say("reconciliation.recorded-why"), Cell(check, Look.CHECK), Look.CHECK_TEXT)


def _result(page: Page, text: str, amount: Cell, look: Look = Look.PLAIN, cause: Cell | None = None) -> None:
    page.add(Cell(text, look), *[Cell("", look)] * 6, amount, *[None] * (_CAUSE - 9 if cause else 0), cause)


def _posted(context: WorkbookContext, account: LoanAccount, pending: Fen) -> str:
    """What the timeline shows as recorded for a loan, live, without what is pending."""
    name, last = context.sheet("timeline"), TimelineRows(context).last
    letters = lane_column("posted")
    amounts = f"'{name}'!${letters}${HEADING + 1}:${letters}${last}"
    loans = f"'{name}'!${LOAN_COLUMN}${HEADING + 1}:${LOAN_COLUMN}${last}"
    label = _WILD.sub(r"~\g<0>", context.facility(account.facility)).replace('"', '""')
    rest = f"+{yuan(pending)}" if pending else ""
    return f'SUMIFS({amounts},{loans},"{label}"){rest}'


# -- over time -----------------------------------------------------------------------------------------------------


def _balances(context: WorkbookContext, page: Page) -> None:
    loans = [f for f in context.explanation.facilities if len(f.balance) > 1]
    if not loans:
        return
    page.starts.append(len(page.rows) + 1)
    page.add(Cell(context.say("reconciliation.balances"), Look.SECTION), high=24)
    titles = [context.say(f"reconciliation.{n}") for n in ("loan", "after", "balance")]
    page.rows.append(heads(titles, (2,)))
    for loan in loans:
        first = len(page.rows) + 1
        for day, owed in loan.balance:
            page.add(Cell(context.facility(loan.id)), Cell(day, Look.DATE), Cell(owed, Look.MONEY))
        page.balances.append((context.facility(loan.id), first, len(page.rows)))
    missing = page.balances[0][1] + CHART_ROWS - len(page.rows)
    page.rows += blank(missing if _drawn(page) else 0)


def _charts(context: WorkbookContext, page: Page, worksheet: Worksheet) -> None:
    if _drawn(page):
        lines = [Lines(name, first, last) for name, first, last in page.balances[:8]]
        at = page.balances[0][1] - 1
        add_lines(worksheet, context.say("reconciliation.balances"), lines, at=f"E{at}")


def _drawn(page: Page) -> bool:
    return bool(page.balances) and page.balances[-1][2] - page.balances[0][1] < _MOST_POINTS
