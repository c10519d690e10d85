"""Knows every importer and finds the one that claims a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from app.core.explanation import Problem
from app.importers.importer import Importer, Reader
from app.importers.reading.records import is_json
from app.importers.reading.table import Table, clean

if TYPE_CHECKING:
    from app.core.facts import LoanRecord
    from app.importers.recognising.understanding import Mappings

_BY_HEADER = (
    "mapped.typed",
    "screens.importer",
    "wallets.alipay",
    "wallets.wechat",
    "wallets.jd",
    "wallets.meituan",
    "banks",
    "lenders.interface_files",
)
_BY_MEANING = ("lenders.tables", "lenders.monthly_bill", "lenders.reserve_record", "screens.reserve_journal")
_TOTALS = ("lenders.plan_totals", "lenders.payment_totals")
_DISCLOSED = ("papers.disclosure",)
_PAPERS = (
    "papers.calendars",
    "papers.certificate",
    "papers.english_letters",
    "papers.credit_report",
    "papers.receipts",
    "papers.wallet_lists",
)
_PASTED = ("screens.pasted",)  # before contracts: the page of a loan is headed as its contract is, and has the plan too
_BALANCES, _BILL_PAGES = ("screens.reserve_page", "screens.balance_page"), ("screens.bill_page", "screens.bill_history")
_CONTRACTS, _LOAN_SHEETS, _NOTES = ("papers.contract",), ("screens.loan_sheet",), ("screens.loan_notes",)
_IN_YUAN = {
    "lender",
    "bill",
    "bill-list",
    "loan-sheet",
    "bill-history",
    "reserve",
    "reserve-journal",
    "page-text",
    "bill-page",
    "balance-page",
    "reserve-page",
    "contract",
    "account-book",
}
"""Who reads sums without asking for their currency."""
_MESSAGES = ("papers.messages",)
_BILL_LISTS = ("lenders.bill_lists",)
_BOOKS = ("papers.account_books",)  # before who weighs meanings: a book has the days and amounts of all papers
_ANY_WALLET, _ANY_BANK, _BARE = ("wallets.unknown",), ("banks.unknown",), ("mapped.bare_statement",)
_HEADER_WITHIN = 60  # rows looked through for the one that looks most like a header
_HEADER_CELLS = 20
_WIDEST = 1_000
_HEADER_LETTERS = 30
_SUM = re.compile(r"\d\.\d{2}(?!\d)")
_GONE = re.compile(r"[?？\ufffd锟斤拷]{2,30}")
_FEWEST_GONE = 2  # headings that hold nothing but question marks, as a program writes letters that it cannot
_LIKENESS = 85  # of 100; below that the table is another's, and no known format whose header was changed


@cache
def importers() -> tuple[Importer, ...]:
    """Every importer of one family's tables, by the order of the provider modules; not who reads any statement."""
    return tuple(importer for tier in tiers()[:4] for importer in tier)


@cache
def tiers() -> tuple[tuple[Importer, ...], ...]:
    """The importers in the order they are asked.

    Who knows a format by its header goes before who weighs meanings; then who reads any wallet, bank or paper.
    """
    asked = (
        _BY_HEADER, _BOOKS, _BILL_LISTS, _BY_MEANING, _ANY_WALLET, _ANY_BANK, _BARE, _TOTALS, _DISCLOSED, _PAPERS,
        _LOAN_SHEETS, _PASTED, _BALANCES, _BILL_PAGES, _CONTRACTS, _NOTES, _MESSAGES,
    )  # fmt: skip
    modules = ((import_module(f"app.importers.{name}") for name in names) for names in asked)
    return tuple(tuple(importer for module in tier for importer in module.IMPORTERS) for tier in modules)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims a table: one importer, several, or none. ``reader`` is how the one reads it.

    With none, ``header_row`` and ``header`` are the row that looks most like a header (0 and nothing where none does),
    ``shape`` is its fingerprint, ``nearest`` the family most like it, and ``doubt`` what it may be.
    """

    importers: tuple[Importer, ...]
    header_row: int = 0
    header: tuple[str, ...] = ()
    shape: str = ""
    nearest: str = ""
    doubt: Problem | None = None
    reader: Reader | None = None


def recognise(table: Table, taught: Mappings | None = None, known: Iterable[Importer] | None = None) -> Claim:
    """Ask every importer whether the table is its own; nothing is taken on likeness alone.

    What a person has taught (by the shape of the header) goes before every claim.
    """
    from app.importers.lenders.tables import doubt
    from app.importers.mapped import mapped
    from app.importers.papers.guesses import of_another, seems_to_be
    from app.importers.recognising.currency import is_foreign
    from app.importers.recognising.understanding import fingerprint, lies_on_its_side

    if found := mapped(table, taught or {}):
        importer, said = found
        if importer is None:
            return Claim((), doubt=said)
        return Claim((importer,), doubt=said, reader=importer.recognise(table))
    if of_another(table):
        return Claim((), doubt=Problem("paper-another", table.source(1), (("file", table.file),)))
    asked = tiers() if known is None else (tuple(known),)
    for tier in asked:
        if claiming := [(importer, reader) for importer in tier if (reader := importer.recognise(table))]:
            if claiming[0][0].name in _IN_YUAN and is_foreign(table):
                return Claim((), doubt=Problem("foreign-currency", table.source(1), (("file", table.file),)))
            reader = claiming[0][1] if len(claiming) == 1 else None
            return Claim(tuple(importer for importer, _ in claiming), reader=reader)
    if form := "json-unknown" if is_json(table) else "table-on-its-side" if lies_on_its_side(table) else "":
        return Claim((), doubt=Problem(form, table.source(1), (("file", table.file),)))
    row, header = likely_header(table)
    if seeming := seems_to_be(table):
        return Claim((), doubt=Problem(f"paper-{seeming}", table.source(1), (("file", table.file),)))
    if nothing := _nothing_to_read(table, row, header):
        return Claim((), doubt=nothing)
    if not row:
        return Claim((), doubt=_without_header(table))
    told = _unrounded(table, row) or doubt(table)
    return Claim((), row, header, fingerprint(table, row), nearest(header, (i for tier in asked for i in tier)), told)


def _nothing_to_read(table: Table, row: int, header: tuple[str, ...]) -> Problem | None:
    """What to tell of a table whose letters are gone, or of a header of sums and days with nothing below; else None."""
    from app.importers.banks.sections import is_header, roles_of
    from app.importers.recognising.understanding import names_columns

    facts = (("file", table.file), ("row", row), ("header", header))
    if row and sum(1 for cell in header if _GONE.fullmatch(cell)) >= _FEWEST_GONE:
        return Problem("letters-gone", table.source(row), facts)
    is_known = names_columns(header) or is_header(header, roles_of(header))
    below = range(row + 1, len(table) + 1)
    if row and is_known and not any(clean(cell) for number in below for cell in table.row(number)):
        return Problem("header-without-rows", table.source(row), facts)
    return None


def _unrounded(table: Table, row: int) -> Problem | None:
    """What to tell of a lender's table whose sums a formula left with parts of a fen."""
    from app.importers.recognising.unrounded import unrounded_amounts

    names = unrounded_amounts(table, row)
    facts = (("file", table.file), ("row", row), ("columns", names))
    return Problem("amounts-unrounded", table.source(row), facts) if names else None


def _without_header(table: Table) -> Problem | None:
    """What to tell of a table of days and amounts that nothing heads, or of a page that does not hold; else None."""
    from app.importers.recognising.understanding import bare_columns, fingerprint
    from app.importers.screens.importer import page_doubt

    columns = bare_columns(table)
    if not columns:
        return page_doubt(table)
    names, shape = tuple(column.name for column in columns), fingerprint(table, 0)
    facts = (("file", table.file), ("row", 0), ("header", names), ("shape", shape))
    return Problem("table-without-header", table.source(1), facts)


def mappings_of(taught: Mapping[str, str]) -> Mappings:
    """What a person has taught, from JSON by shape: each heading's role, and under the empty heading the kind."""
    from app.importers.recognising.understanding import ColumnMapping

    given: dict[str, dict[str, str]] = {shape: json.loads(text) for shape, text in taught.items() if text}
    return {
        shape: ColumnMapping(roles.get("", ""), {name: role for name, role in roles.items() if name})
        for shape, roles in given.items()
    }


def likely_header(table: Table) -> tuple[int, tuple[str, ...]]:
    """The row near the top with the most different short words that are no values, and its words; 0 for none."""
    best: tuple[int, tuple[str, ...]] = (0, ())
    for number in range(1, min(len(table), _HEADER_WITHIN) + 1):
        cells = [clean(cell) for cell in table.row(number)[:_WIDEST]]
        if any(mark in cell for cell in cells for mark in "。，；：") or any(map(_SUM.search, cells)):
            continue  # a sentence, or a row, cut where an amount has its comma
        words = tuple(dict.fromkeys(cell for cell in cells if _is_word(cell)))
        if len(words) > max(1, len(best[1])):
            best = (number, words)
    return best[0], best[1][:_HEADER_CELLS]


def beside(table: Table, claimed: Importer) -> Reader | None:
    """How the words beside a table are read as well: the terms of the contract that it stands in, or that its loans
    are certified to be settled; of a page of one loan both its terms and what it says is owed.
    """
    if claimed.name in ("balance-page", "loan-sheet"):
        from app.importers.screens.loan_sheet import balance_told, loan_told

        return loan_told(table) if claimed.name == "balance-page" else balance_told(table)
    if claimed.name not in ("lender", "disclosure"):
        return None
    papers = (import_module(f"app.importers.papers.{name}").IMPORTERS for name in ("contract", "certificate"))
    readers = (importer.recognise(table) for importers in papers for importer in importers)
    return next((reader for reader in readers if reader), None)


def above(table: Table, claimed: Importer) -> LoanRecord | None:
    """The terms of the one loan that the words above a lender's plan state."""
    if claimed.name != "lender":
        return None
    from app.importers.papers.plan_head import terms_above

    return terms_above(table)


def nearest(header: tuple[str, ...], known: Iterable[Importer]) -> str:
    """The name of the importer with a header most like this one, or nothing where none is like it."""
    from rapidfuzz.fuzz import token_set_ratio

    words = " ".join(sorted(header))
    scores = [
        (token_set_ratio(words, " ".join(sorted(names))), importer.name)
        for importer in known
        for names in getattr(importer, "headers", ())
    ]
    score, name = max(scores, default=(0.0, ""))
    return name if score >= _LIKENESS else ""


def _is_word(text: str) -> bool:
    return 0 < len(text) <= _HEADER_LETTERS and sum(c.isdigit() for c in text) * 2 < len(text)
