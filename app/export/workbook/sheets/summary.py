"""The first page: what the case is, how it came out, and the worst of it in a sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from app.core.discrepancy import FactValue, Severity
from app.core.views.summary import Claim, claim_of
from app.export.report import Totals
from app.export.workbook.context import DISCREPANCY_HEADING, WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, Sheet, blank, height, place
from app.export.workbook.paper import kept_whole
from app.export.workbook.sheets.discrepancies import letters
from app.export.workbook.sheets.explanations import Told
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.sheets.waterfall import Waterfall
from app.export.workbook.styles import COLOURS, SEVERITY_LOOK, SYMBOLS, Look
from app.palette import Ink
from app.texts.comparison_texts import ComparisonTexts

_WIDTHS = (36, 14, 16, 16, 16, 16, 16, 56)
MOST_PAPERS = 5
"""Missing papers that are listed."""
MOST_LOANS = 8
MOST_FILES = 12
"""Loans and files that are named; the others are counted."""
_TAIL = re.compile(r"(\d{4})\)?$")
"""The last four digits of an account, with or without the bracket that wallets put round them."""
_TEXT_WIDTH = sum(_WIDTHS[1:])
_WHICH = _WIDTHS[3] + _WIDTHS[4]
_TITLE, _ANSWER = sum(_WIDTHS[1:4]), sum(_WIDTHS[5:])
"""What merged cells have: a discrepancy and its answer."""


def sheet(context: WorkbookContext, blocks: Told, reconciled: Sequence[str], others: Sequence[str]) -> Sheet:
    """The summary with the way to the ``others``; the waterfall of the largest difference goes on one page with it
    or on the next."""
    rows: list[Row] = top(context, "summary")
    merged: list[str] = []
    for n, (label, text) in enumerate(_outcome(context)):
        rows.append(_fact(label, text, Look.WRAP if n else Look.ANSWER))
        merged.append(f"B{len(rows)}:H{len(rows)}")
    rows += blank()
    rows.append(_control(context, reconciled))
    merged.append(f"C{len(rows)}:H{len(rows)}")
    rows += blank()
    merged += [f"D{len(rows) + n}:E{len(rows) + n}" for n in range(1, len(Claim) + 2)]
    tables = [*_claims(context), *blank()]
    tables += _counts(context, len(rows) + len(tables) + 1)
    merged.append(f"F{len(rows) + 1}:H{len(rows) + 1}")
    rows += _beside(tables, _contents(context, others))
    worst = len(rows) + 1
    rows += blank()
    rows.append(Row([Cell(context.say("summary.worst"), Look.SECTION)], height=24))
    for row in _worst(context):
        rows.append(row)
        merged += [f"B{len(rows)}:D{len(rows)}", f"F{len(rows)}:H{len(rows)}"]
    fetch = len(rows) + 1
    for row in _fetch(context):
        rows.append(row)
        merged += [f"A{len(rows)}:D{len(rows)}", f"F{len(rows)}:H{len(rows)}"] if len(row.cells) > 1 else []
    rows += blank()
    papers = len(rows) + 1
    for label, text in _papers(context):
        rows.append(_fact(label, text, Look.WRAP))
        merged.append(f"B{len(rows)}:H{len(rows)}")
    fall = Waterfall(context, blocks)
    drawn = len(rows) + 1
    first = drawn + 3
    rows += fall.rows(first)
    return Sheet(
        name=context.sheet("summary"),
        widths=_WIDTHS,
        rows=rows,
        merged=merged,
        tab=COLOURS[Ink.ACCENT],
        page_breaks=kept_whole(rows, sorted({1, worst, fetch, papers, drawn}), _WIDTHS),
        pages=4,
        finish=lambda worksheet, _: fall.draw(worksheet, first),
    )


def accounts_once(written: Iterable[str]) -> list[str]:
    """Each account as one paper writes it: a bank's name and the last four digits stand for the same account.

    A wallet writes ``招商银行储蓄卡(8812)``, the bank's own statement ``招商银行6214****8812``.
    """
    once: dict[tuple[str, str], str] = {}
    for account in sorted(set(written) - {""}):
        tail = _TAIL.search(account)
        once.setdefault((account[:2], tail[1]) if tail else (account, ""), account)
    return list(once.values())


def _fact(label: str, text: str, look: Look) -> Row:
    return Row([Cell(label, Look.NOTE), Cell(text, look)], height=height([(text, _TEXT_WIDTH)]))


def _outcome(context: WorkbookContext) -> Iterator[tuple[str, str]]:
    """How it came out: what whoever opens the workbook reads first."""
    e, report = context.explanation, context.report
    compared = ComparisonTexts(e, context.book).headline()
    facts: dict[str, FactValue] = {"unexplained": report.all.unexplained, "compared": compared}
    yield context.say("summary.conclusion"), context.say(f"conclusion.{report.conclusion}", **facts)
    if e.discrepancies:
        yield context.book.say("comparison.heading"), compared


def _papers(context: WorkbookContext) -> Iterator[tuple[str, str]]:
    """What all of it rests on: loans, accounts, days and files."""
    e, report = context.explanation, context.report
    loans = _first(context, [context.facility(f.id) for f in e.facilities], MOST_LOANS, "plans")
    yield context.say("summary.loans"), "\n".join(loans)
    accounts = accounts_once(event.account for event in e.events)
    yield context.say("summary.accounts"), context.say("joint").join(accounts)
    if report.period:
        yield (
            context.say("summary.period"),
            context.say("summary.from-to", first=report.period[0], last=report.period[1]),
        )
    if e.day:
        yield context.say("summary.as-of"), e.day.isoformat()
    files = _first(context, sorted(s.file for s in e.sources), MOST_FILES, "sources")
    yield context.say("summary.files"), context.say("joint").join(files)
    yield context.say("summary.privacy"), context.say("summary.masked" if context.masked else "summary.unmasked")


def _first(context: WorkbookContext, named: Sequence[str], most: int, where: str) -> list[str]:
    """The first of many names, and where the others are listed: the first page stays one that is read in a minute."""
    left = len(named) - most
    return [
        *named[:most],
        *([context.say("summary.others", count=left, sheet=context.sheet(where))] if left > 0 else []),
    ]


def _counts(context: WorkbookContext, first: int) -> Iterator[Row]:
    """The table of severities whose header stands in row ``first``."""
    titles = [context.say(f"summary.{name}") for name in ("severity", "count", "unexplained")]
    yield heads(titles, (1, 2), _WIDTHS)
    for severity in Severity:
        yield _count(context, severity, context.report.totals[severity])
    both = context.report.all
    amounts, looks = (both.count, both.unexplained), (Look.TOTAL_COUNT, Look.TOTAL)
    sums = [
        Cell(Formula(f"SUM({own}{first + 1}:{own}{first + len(Severity)})", amount), look)
        for own, amount, look in zip("BC", amounts, looks, strict=True)
    ]
    yield Row([Cell(context.say("summary.total"), Look.TOTAL_TEXT), *sums])


def _count(context: WorkbookContext, severity: Severity, totals: Totals) -> Row:
    label = f"{SYMBOLS[severity]} {context.book.say(f'severity.{severity.value}')}"
    return Row(
        [
            Cell(label, SEVERITY_LOOK[severity]),
            Cell(Formula(f'COUNTIF({_list(context, "severity")},"{label}")', totals.count), Look.COUNT),
            Cell(
                Formula(f"{_sizes(context, label, '>0')}-{_sizes(context, label, '<0')}", totals.unexplained),
                Look.MONEY,
            ),
        ]
    )


def _list(context: WorkbookContext, name: str) -> str:
    """A column of the list of discrepancies, by its name."""
    last = DISCREPANCY_HEADING + max(len(context.explanation.discrepancies), 1)
    own = letters(name)
    return f"'{context.sheet('discrepancies')}'!${own}${DISCREPANCY_HEADING + 1}:${own}${last}"


def _sizes(context: WorkbookContext, label: str, side: str) -> str:
    amounts, kinds = _list(context, "unexplained"), _list(context, "severity")
    return f'SUMIFS({amounts},{kinds},"{label}",{amounts},"{side}")'


def _control(context: WorkbookContext, reconciled: Sequence[str]) -> Row:
    """One cell that is 0 while every check of the workbook holds, and red when any does not."""
    squares = ",".join([_list(context, "check"), *reconciled])
    open_rests = sum(a.residual**2 for a in context.explanation.accounts)
    found = Formula(f"ROUND(SUMSQ({squares}),2)", (open_rests + 50) // 100)
    return Row([Cell(context.say("summary.control"), Look.CHECK_TEXT), Cell(found, Look.CHECK),
                Cell(context.say("summary.control-means"), Look.NOTE)])  # fmt: skip


def _claims(context: WorkbookContext) -> Iterator[Row]:
    """What is to be refunded, what is to be confirmed, and where nothing was lost: never added to each other."""
    titles = [context.say(f"summary.{name}") for name in ("claim", "count", "amount", "which")]
    yield heads([*titles, ""], (1, 2), _WIDTHS)
    for claim in Claim:
        found = [d for d in context.explanation.discrepancies if claim_of(d) is claim]
        label, kinds = context.say(f"claim.{claim.value}"), _list(context, "claim")
        which = context.numbered(found)
        amount = Formula(f'SUMIF({kinds},"{label}",{_list(context, "difference")})', sum(d.difference for d in found))
        yield Row([
            Cell(label, Look.WRAP),
            Cell(Formula(f'COUNTIF({kinds},"{label}")', len(found)), Look.COUNT),
            Cell(amount, Look.MONEY) if claim is Claim.REFUND else Cell(""),
            Cell(which, Look.WRAP),
            Cell(""),
        ], height([(which, _WHICH)]))  # fmt: skip


def _fetch(context: WorkbookContext) -> Iterator[Row]:
    """The missing papers that would decide most, with the way to get each."""
    papers = ComparisonTexts(context.explanation, context.book).fetch_once()[:MOST_PAPERS]
    if papers:
        yield from blank()
        yield Row([Cell(context.book.say("comparison.fetch"), Look.SECTION)], height=24)
    for paper in papers:
        named = f"{paper.name}\n{paper.decides}"
        cells = [Cell(named, Look.WRAP), None, None, None, Cell(""), Cell(paper.way, Look.WRAP), Cell(""), Cell("")]
        yield Row(cells, height=height([(named, _WIDTHS[0] + _TITLE), (paper.way, _ANSWER)]))


_CONTENTS = 5
"""The column from which on the other sheets are listed, counted from 0; so many in a row."""
_IN_A_ROW = 3


def _contents(context: WorkbookContext, others: Sequence[str]) -> Iterator[list[Cell]]:
    """The other sheets by name, each leading there."""
    yield [Cell(context.say("summary.contents"), Look.HEAD), *[Cell("", Look.HEAD)] * (_IN_A_ROW - 1)]
    for at in range(0, len(others), _IN_A_ROW):
        yield [Cell(name, Look.LINK, place(name, 1)) for name in others[at : at + _IN_A_ROW]]


def _beside(rows: Sequence[Row], cells: Iterable[Sequence[Cell]]) -> Iterator[Row]:
    """Rows with further cells to the right of them, as far as there are such."""
    for row, more in zip_longest(rows, cells, fillvalue=()):
        own = row if isinstance(row, Row) else Row()
        left = [*own.cells, *[None] * (_CONTENTS - len(own.cells))]
        yield own._replace(cells=[*left, *more] if more else own.cells)


def _worst(context: WorkbookContext) -> Iterator[Row]:
    if not context.report.worst:
        yield Row([None, Cell(context.say("summary.none"), Look.WRAP)])
    for d in context.report.worst:
        title, answer = context.texts.title(d), context.texts.answer(d)
        cells = [
            Cell(f"{SYMBOLS[d.severity]} #{context.numbers[d.id]}", SEVERITY_LOOK[d.severity], context.block_place(d)),
            Cell(title, Look.WRAP),
            None,
            None,
            Cell(d.difference, Look.SIGNED),
            Cell(answer, Look.WRAP),
            Cell(""),
            Cell(""),
        ]
        yield Row(cells, height=height([(title, _TITLE), (answer, _ANSWER)]))
    loud = sum(d.severity is not Severity.INFO for d in context.explanation.discrepancies)
    if (left := loud - len(context.report.worst)) > 0:
        more = context.say("summary.others-found", count=left, sheet=context.sheet("discrepancies"))
        yield Row([None, Cell(more, Look.LINK, place(context.sheet("discrepancies"), 1))])
