"""Turns the pages of lending programs into facts: pictures of them, and pages that were pasted or typed as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger, LoanRecord, Product
from app.core.papers import PictureRow, PictureStanding
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.lenders.bill_front import Front
from app.importers.lenders.monthly_bill import MonthlyBill
from app.importers.lenders.tables import LenderTables
from app.importers.papers.contract import labelled_terms, terms_of
from app.importers.reading.app_lists import states_both_ways
from app.importers.reading.table import Table
from app.importers.recognising.labels import ASKED, labels, value_of
from app.importers.recognising.understanding import understood
from app.importers.recognising.vocabulary import heading
from app.importers.screens.assembling import page_of
from app.importers.screens.checking import fen
from app.importers.screens.lines import lines_of_text
from app.importers.screens.naming import name_of, named_loans, plan_name
from app.importers.screens.page import ScreenPage
from app.importers.screens.page_kinds import speaks_of_dues
from app.importers.screens.paid_totals import shows_totals_alone, totals_imported
from app.importers.screens.picture_text import PictureTexts
from app.importers.screens.screen_table import ScreenTable
from app.importers.screens.several import are_several
from app.importers.screens.tokens import TokenKind, tokens_of
from app.importers.screens.years import whole_day

_LONGEST_PAGE = 600  # lines of a pasted page
_LEAST_LINES, _LEAST_ROWS, _TITLE_LINES = 3, 2, 4
_HEAD_LINES = 12  # above the rows of a page that may name its loan
_VALUES = frozenset({TokenKind.DAY, TokenKind.MONEY})
_MOSTLY = 0.6  # of the lines
_OF_SEVERAL = re.compile(r"(?<![\d第共])(?:[2-9]|[1-9]\d)\s*笔")
"""Line after line, what several loans come to on a day (2 笔 1,570.40 元): no plan of a loan."""
_CLAUSE = re.compile(r"甲方|乙方|本合同|(?:贷款人|借款人)(?:应|有权|逾期|提前)")
"""What contracts say of what may come; no page of a loan says how it stands in such words."""
_MONTHS_BILL = re.compile(r"(?:月份?|20\d{2}[-/.年]\s?\d{1,2})\s?的?账单")
_LONGEST_LINE = 200  # letters; no line of a telephone's page has so many
_SAID_OTHERWISE = {"lender-plan-without-day": "page-plan-without-day"}
"""A page has no column that a person could add."""
_SAID_OF_A_PAGE = ("periods-missing", "principal-differs", "interest-out-of-step", "lines-differ", "sum-without-row")


class Pictures(Recognising):
    """Pictures of pages; they come as tables that say what their columns are."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "picture"

    def recognise(self, table: Table) -> Reader | None:
        """Read a table that comes from a picture, each row with how far it may be trusted."""
        if not isinstance(table, ScreenTable) or (reader := _reader(table, "picture")) is None:
            return None
        return partial(self._page, table, reader)

    @staticmethod
    def _page(table: ScreenTable, reader: Reader) -> Imported:
        return _with_standing(table, reader())


class PastedPages(Recognising):
    """Pages that were copied from a program as text, line by line."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "page-text"

    def recognise(self, table: Table) -> Reader | None:
        """Read lines that make a page of loans, a plan or repayments, or a bill whose lines make up its sum."""
        page = self._page(table)
        if page is None:
            return None
        reader = _reader(_PastedTable(table, page), "page-text")
        stated = terms_of(table) if page.kind == "plan" else None
        if page.kind == "plan" and not any(row.text("principal") for row in page.rows):
            stated = stated or labelled_terms(table)  # by its day and amount the sums may be split
        if reader and stated:
            return lambda: _with_terms(reader(), stated)
        return partial(_numbered, reader, table, page) if reader and page.kind != "bill" else reader

    @staticmethod
    def _page(table: Table) -> ScreenPage | None:
        page = _shown_on(table)
        readable = page is not None and not page.notes and (page.kind != "bill" or page.is_closed) and _has_sums(page)
        return page if page and readable and not any(row.is_doubtful for row in page.rows) else None


def _shown_on(table: Table) -> ScreenPage | None:
    """The page that the lines of a text make; None where they make none, or are too many or too long for one."""
    if not _LEAST_LINES <= len(table) <= _LONGEST_PAGE:
        return None
    texts = [table.joined(number) for number in range(1, len(table) + 1)]
    told = sum("【" in text for text in texts)  # messages, each with who sent it
    begun = sum(text.lstrip().startswith("【") for text in texts)  # each below its time
    is_none = begun > 1 or 2 * told > len(texts) or any(len(text) > _LONGEST_LINE for text in texts)
    page = None if is_none else page_of(lines_of_text(texts))
    if page is not None and page.kind == "bill" and states_both_ways(texts):
        return None
    if page is not None and page.kind == "drawdowns" and any(map(_CLAUSE.search, texts)):
        return None
    if page is None or page.kind != "plan":
        return page
    several = sum(map(bool, map(_OF_SEVERAL.search, texts))) > 1
    unsaid = not speaks_of_dues(lines_of_text(texts))  # due, or paid: nothing says which
    return None if several or unsaid else page


def page_doubt(table: Table) -> Problem | None:
    """What to tell of a text that nobody claimed and that makes a page, though not all of it holds, or lists sums by
    day and says of none whether it was due or paid; None for others.
    """
    page = _shown_on(table)
    if page is None and len(table) <= _LONGEST_PAGE and (rows := _sums_by_day(table)):
        of = "-bills" if _is_of_bills(table, rows) else "-reserve" if _is_of_reserve(table) else ""
        code = f"page-text{of}-unsaid"
        return Problem(code, table.source(rows[0]), (("file", table.file), ("count", len(rows))))
    if page is None or len(page.rows) < _LEAST_ROWS:
        return None
    if page.kind == "plan" and are_several(table):
        return Problem("page-text-several", table.source(page.rows[0].line), (("file", table.file),))
    doubtful = tuple(str(row.line) for row in page.rows if row.is_doubtful)
    note = "rows-doubtful" if doubtful else next((n for n in page.notes if n in _SAID_OF_A_PAGE), "")
    facts: tuple[tuple[str, FactValue], ...] = (
        ("file", table.file),
        ("kind", f"kind.{page.kind}"),
        ("rows", doubtful),
        ("count", len(doubtful)),
    )
    return Problem(f"page-text-{note}", table.source(page.rows[0].line), facts) if note else None


def _is_of_bills(table: Table, rows: Sequence[int]) -> bool:
    """Whether most of these lines name the bill of a month."""
    return sum(bool(_MONTHS_BILL.search(table.joined(number))) for number in rows) >= _MOSTLY * len(rows)


def _is_of_reserve(table: Table) -> bool:
    return any("reserve" in heading(table.joined(number)).concepts for number in range(1, len(table) + 1))


def _sums_by_day(table: Table) -> list[int]:
    """The lines that hold a whole day and a sum, where most of a text's lines are such; none for other texts."""
    texts = [table.joined(number)[:_LONGEST_LINE] for number in range(1, len(table) + 1)]
    told = (line for line in lines_of_text(texts) if not ASKED.search(line.text))
    kinds = {line.number: {token.kind for token in tokens_of(line)} for line in told}
    rows = [number for number, found in kinds.items() if {TokenKind.DAY, TokenKind.MONEY} <= found]
    above = [number for number, found in kinds.items() if rows and number < rows[0] and not found & _VALUES]
    lines = len(kinds) - min(len(above), _TITLE_LINES)  # a title and headings say nothing of the lines below them
    return rows if len(rows) >= max(_LEAST_ROWS, _MOSTLY * lines) else []


def _has_sums(page: ScreenPage) -> bool:
    """Whether every row of a plan says what is due: by its sum, or by its principal and what it bears."""
    return page.kind != "plan" or all(
        row.text("total") or (row.text("principal") and (row.text("interest") or row.text("fee"))) for row in page.rows
    )


class _PastedTable(ScreenTable):
    """A pasted page whose rows keep the lines they begin on as their sources."""

    def __init__(self, table: Table, page: ScreenPage) -> None:
        super().__init__(table.file, table.digest, page)
        self._from = table

    def source(self, row: int):  # type: ignore[no-untyped-def]  # as in Table
        """The source of physical row ``row``: the line of the text that the page's row begins on."""
        at = row - self.number_of(0)
        return self._from.source(self.page.rows[at].line if 0 <= at < len(self.page.rows) else 1)


def _reader(table: ScreenTable, family: str) -> Reader | None:
    """How a page's table is read: as every lender's is; a bill, once its page says which month it is for."""
    if shows_totals_alone(table):
        return partial(totals_imported, table, family)
    if table.page.kind != "bill":
        reader = LenderTables(table.mappings).recognise(table)
    else:
        found = understood(table, table.mappings, "bill")
        front = Front.of(table, found).charged() if found else None
        reader = partial(MonthlyBill.bill, table, found, front) if found and front and front.month else None
    return partial(_imported, table, reader, family) if reader else None


def _imported(table: ScreenTable, reader: Reader, family: str) -> Imported:
    imported = reader()
    named = plan_name(table.page, is_part=_is_part(table))
    ledger = replace(
        imported.ledger,
        loans=named_loans((*imported.ledger.loans, *_loan_of_plan(table))),
        plan_rows=tuple(replace(row, contract=row.contract or named) for row in imported.ledger.plan_rows),
    )
    contracts = [loan.contract for loan in ledger.loans] + [row.contract for row in ledger.plan_rows]
    nameless = not all([*contracts, *(posting.contract for posting in ledger.postings)])
    kept = (p for p in imported.problems if nameless or p.code != "lender-without-contract")
    problems = tuple(replace(p, code=_SAID_OTHERWISE.get(p.code, p.code)) for p in kept)
    return replace(imported, ledger=ledger, problems=problems, format=f"{family}-{table.page.kind}")


def _numbered(reader: Reader, table: Table, page: ScreenPage) -> Imported:
    """The plan, repayments or one loan of a page under the one number of a loan or an order above its rows."""
    imported, first = reader(), page.rows[0].line
    lone = page.kind == "drawdowns" and len(page.rows) == 1  # the number may stand among what is said of it
    above = range(1, len(table) + 1) if lone else range(max(1, first - _HEAD_LINES), first)
    label = value_of(labels(table, above), "contract")
    ledger = imported.ledger
    told = any(fact.contract for fact in (*ledger.planned, *ledger.postings))
    if label is None or not any(map(str.isdigit, label.value)) or told:
        return imported
    if page.kind == "drawdowns":  # such a list names its loans by their days; here the page names the one
        loans = tuple(replace(loan, contract=label.value) for loan in ledger.loans)
        return imported if len(loans) != 1 else replace(imported, ledger=replace(ledger, loans=loans))
    loans = tuple(replace(loan, contract=loan.contract or label.value) for loan in ledger.loans)
    postings = tuple(replace(posting, contract=label.value) for posting in ledger.postings)
    rows = tuple(replace(row, contract=label.value) for row in ledger.plan_rows)
    totals = tuple(replace(row, contract=label.value) for row in ledger.plan_totals)
    problems = tuple(problem for problem in imported.problems if problem.code != "lender-without-contract")
    ledger = replace(ledger, loans=loans, plan_rows=rows, plan_totals=totals, postings=postings)
    return replace(imported, ledger=ledger, problems=problems)


def _with_terms(imported: Imported, stated: LoanRecord) -> Imported:
    """The page's one loan with the terms that the page states above its plan."""
    ledger = imported.ledger
    known = ledger.loans[0] if ledger.loans else stated
    name = known.contract or stated.contract or name_of(stated)
    loan = replace(
        known,
        contract=name,
        method=stated.method,
        daily_rate=stated.daily_rate,
        due_day=stated.due_day,
        lender=stated.lender,
        sources=tuple(sorted({*known.sources, *stated.sources})),
    )
    rows = tuple(replace(row, contract=name) for row in ledger.plan_rows)
    totals = tuple(replace(row, contract=name) for row in ledger.plan_totals)
    problems = tuple(problem for problem in imported.problems if problem.code != "lender-without-contract")
    return replace(
        imported, ledger=replace(ledger, loans=(loan,), plan_rows=rows, plan_totals=totals), problems=problems
    )


def _loan_of_plan(table: ScreenTable) -> tuple[LoanRecord, ...]:
    """The loan that a plan names above its periods: what it is, its amount, its day and its periods.

    The plan is whole and closes; of a pasted page that shows some of its periods the head counts too.
    """
    page, is_part = table.page, _is_part(table)
    if page.kind != "plan" or not (page.is_closed or is_part) or not page.has_head:
        return ()
    drawn = whole_day(page.front["drawn_at"].text) if "drawn_at" in page.front else None
    loan = LoanRecord(
        contract=plan_name(page, is_part=is_part),
        principal=fen(page.front["loan_amount"]),
        drawn_at=datetime.combine(drawn, time()) if drawn else None,
        terms=page.terms or (int(page.front["terms"].text) if is_part else len(page.rows)),
        product=Product(page.product) if page.product else Product.OTHER,
        sources=(table.source(2),),
    )
    return (loan,)


def _is_part(table: ScreenTable) -> bool:
    """Whether a pasted page shows some periods of a plan below the day and the amount of its loan."""
    front = table.page.front
    has_head = {"loan_amount", "drawn_at", "terms"} <= front.keys() and front["terms"].text.isdecimal()
    return isinstance(table, _PastedTable) and has_head and int(front["terms"].text) > len(table.page.rows)


def _with_standing(table: ScreenTable, imported: Imported) -> Imported:
    page = table.page
    standing = PictureStanding.of(is_confirmed=page.is_confirmed, is_closed=page.is_closed)
    rows = tuple(
        PictureRow(standing, row.is_doubtful and not page.is_confirmed, (table.source(table.number_of(at)),))
        for at, row in enumerate(page.rows)
    )
    front = PictureRow(standing, False, tuple(table.source(number) for number in (1, 2, 3)))
    ledger = imported.ledger + Ledger(picture_rows=(*rows, front))
    return replace(imported, ledger=ledger, problems=(*_told(table), *imported.problems))


def _told(table: ScreenTable) -> Iterable[Problem]:
    page = table.page
    facts: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("rows", len(page.rows)))
    if page.is_confirmed:
        return
    if page.parts > 1:
        yield Problem("picture-joined", None, (*facts, ("parts", page.parts), ("terms", page.terms)))
    if not page.is_proved:
        yield Problem("picture-unconfirmed", None, facts)
    doubtful = [table.number_of(at) for at, row in enumerate(page.rows) if row.is_doubtful]
    if doubtful:
        yield Problem("picture-doubtful", table.source(doubtful[0]), (*facts, ("count", len(doubtful))))
    for note in page.notes:
        if note in _SAID_OF_A_PAGE:
            yield Problem(f"picture-{note}", None, facts)


IMPORTERS: tuple[Importer, ...] = (Pictures(), PictureTexts())
PASTED: tuple[Importer, ...] = (PastedPages(),)
