"""From paths to a ledger: finds the files, reads their tables and gives each to the importer that claims it."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.decisions import Taught
from app.core.discrepancy import FactValue
from app.core.explanation import Problem, SourceReport
from app.core.facts import Ledger
from app.core.papers import APP_LIST
from app.importers.forms import as_it_stands, forms, otherwise
from app.importers.importer import Imported, Reader
from app.importers.lenders.plan_versions import read_plans_apart
from app.importers.mapped import mapped
from app.importers.opening import Opener, problem
from app.importers.reading import apart
from app.importers.reading.containers import Finder, Held, Item, Refusal
from app.importers.reading.errors import Refused
from app.importers.reading.limits import Limits
from app.importers.reading.progress import Progress, Watch
from app.importers.reading.slashed_days import with_whole_days
from app.importers.reading.stated_days import with_stated_days
from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import is_value
from app.importers.recognising.on_its_side import Upright, set_upright
from app.importers.recognising.stacked import stacked
from app.importers.registry import Claim, above, beside, mappings_of, recognise
from app.importers.screens.joining import join
from app.importers.screens.screen_table import ScreenTable
from app.importers.screens.several import pages_in

_READ_APART = (".xlsx", ".xls", ".docx", ".pdf", ".png", ".jpg", ".jpeg")
"""Ends of names of files that are likely to be read apart; what a file is, its bytes say."""
_ROWS_NAMED = 5  # rows of one kind of trouble that are named one by one


@dataclass(frozen=True, slots=True)
class Reading:
    """All facts of the files given, and what became of every file, in an order that depends on contents only.

    ``passed_over`` counts hidden and system files, which are no one's bills.
    """

    ledger: Ledger
    sources: tuple[SourceReport, ...]
    passed_over: int = 0


def read_paths(
    paths: Iterable[str | os.PathLike[str]],
    *,
    passwords: Iterable[str] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits | None = None,
    held: Iterable[Held] = (),
    taught: Taught | None = None,
) -> Reading:
    """Read files, folders and zips, in any order; the same content given twice counts once.

    ``passwords`` are all tried on every encrypted file. ``progress(done, total, file)`` counts bytes; ``cancelled`` is
    asked every 40 ms, and True raises Cancelled. ``held`` are files whose bytes a case keeps; they are read as if they
    lay at their paths. ``taught`` says how to read tables that no importer knows (see `registry.mappings_of`), and what
    pictures show.
    A file that cannot be read becomes a SourceReport with its problem; nothing is raised.
    """
    bounds, told = limits or Limits.from_environment(), taught or Taught()
    watch = Watch(progress, cancelled)
    given = tuple(passwords)
    listing = Finder(given, bounds, watch).find(paths, held)
    if any(item.name.casefold().endswith(_READ_APART) for item in listing.items):
        apart.warm()
    reader = _Reader(Opener(given, bounds, watch, told.pictures), told.mappings)
    total, done = sum(item.size for item in listing.items), 0
    for item in listing.items:
        watch.begin(done, item.size, total, item.name)
        reader.read(item)
        done += item.size
    reader.finish()
    watch.begin(done, 0, total, "")
    refused = [(Ledger(), _refused(refusal)) for refusal in listing.refused]
    return _assembled([*reader.parts, *refused], listing.passed_over)


def _assembled(parts: list[tuple[Ledger, SourceReport]], passed_over: int) -> Reading:
    ordered = sorted(parts, key=lambda part: (part[1].sha256, part[1].file, part[1].path))
    facts = (
        tuple(fact for ledger, _ in ordered for fact in getattr(ledger, name)) for name in Ledger.__dataclass_fields__
    )
    return Reading(Ledger(*facts), tuple(report for _, report in ordered), passed_over)


def _refused(refusal: Refusal) -> SourceReport:
    said = problem(refusal.why.code, refusal.name, None, refusal.why.facts)
    return SourceReport(refusal.name, refusal.sha256, "", 0, 0, problems=(said,), path=refusal.path)


class _Reader:
    """Reads one item after the other; the same content counts once."""

    def __init__(self, opener: Opener, mappings: Mapping[str, str]) -> None:
        self._opener = opener
        self._taught = mappings_of(mappings)
        self._first: dict[str, str] = {}
        self._pages: list[tuple[_Account, list[ScreenTable]]] = []
        self.parts: list[tuple[Ledger, SourceReport]] = []

    def read(self, item: Item) -> None:
        try:
            data = item.load()
        except Refused as why:
            self.parts.append((Ledger(), _refused(Refusal(item.name, item.path, why))))
            return
        account = _Account(item.name, item.path, self._digest(data))
        account.problems += [problem(note, item.name) for note in item.notes]
        if account.sha256 in self._first:
            other = self._first[account.sha256]
            account.problems.append(problem("given-twice", item.name, None, {"other": other}))
        else:
            self._first[account.sha256] = item.name
            opened = self._opener.open(data, item.name, account.sha256[:16])
            del data  # the tables hold what they need
            account.problems += opened.problems
            if pages := [table for table in opened.tables if isinstance(table, ScreenTable)]:
                self._pages.append((account, pages))
                return
            while opened.tables:
                self._table(opened.tables.pop(0), account)
        if item.is_cover and not account.imported:
            return
        self.parts.append((account.ledger(), account.report()))

    def finish(self) -> None:
        """Read the pictures of pages, those of one page together."""
        join([page for _, pages in self._pages for page in pages])
        for account, pages in self._pages:
            for page in pages:
                self._table(page, account)
            self.parts.append((account.ledger(), account.report()))

    def _digest(self, data: bytes) -> str:
        digest = hashlib.sha256()
        for at in range(0, len(data), 1 << 20):
            digest.update(memoryview(data)[at : at + (1 << 20)])
            self._opener.watch.check()
        return digest.hexdigest()

    def _recognised(self, table: Table) -> tuple[Table, Claim]:
        """The table with who claims it, in yuan, and parted as pasted text is where nobody claims it as it stands.

        What a person taught of one of its forms goes before that.
        """
        table = as_it_stands(table)
        claim = recognise(table, self._taught)
        for form in forms(table) if self._taught and _is_of_text(claim) else ():
            if mapped(form, self._taught):
                return form, recognise(form, self._taught)
        for other in otherwise(table) if _is_loose(claim) else ():
            found = recognise(other, self._taught)
            if found.reader and not _is_loose(found):
                return other, found
        if [importer.name for importer in claim.importers] == ["contract"]:  # with its plan, where that is whole
            for other in otherwise(table):
                found = recognise(other, self._taught)
                if found.reader and [importer.name for importer in found.importers] == ["lender"]:
                    return other, found
        for made in _of_lenders(table) if _is_loose(claim) else ():
            found = recognise(made, self._taught)
            if found.reader and [importer.name for importer in found.importers] == ["lender"]:
                return made, found
        return table, claim

    def _table(self, table: Table, account: _Account) -> None:
        account.sheets += [table.sheet] if table.sheet else []
        table, claim = self._recognised(table)
        if _is_loose(claim) and (pages := pages_in(table, self._by_whom)):
            account.imported += pages
            return
        if [importer.name for importer in claim.importers] == ["lender"] and not isinstance(table, Upright):
            held = stacked(table)
            account.problems += [_unread(table, row) for row in held.unread]
            for part in held.tables if len(held.tables) > 1 else ():
                if not self._apart(part, account):
                    self._claimed(part, recognise(part, self._taught), account, alone=False)
            if len(held.tables) > 1:
                return
        is_one = (claim.importers and claim.importers[0].name != "lender") or isinstance(table, Upright)
        if is_one or not self._apart(table, account):
            self._claimed(table, claim, account)

    def _apart(self, table: Table, account: _Account) -> bool:
        """Whether a table held several plans, before and after a change, which are read or told of."""
        found = read_plans_apart(table, self._by_whom)
        if isinstance(found, Problem):
            account.problems.append(found)
        elif found:
            account.imported += found
        return found is not None

    def _by_whom(self, table: Table) -> tuple[str, Reader | None]:
        claim = recognise(table, self._taught)
        return claim.importers[0].name if claim.reader else "", claim.reader

    def _claimed(self, table: Table, claim: Claim, account: _Account, *, alone: bool = True) -> None:
        if claim.reader is None:
            is_aside = bool(table.sheet) and not _has_values(table)
            (account.asides if is_aside else account.problems).append(_unclaimed(table, claim))
            return
        read = claim.reader()
        if not read.used and _is_loose(claim) and (heads := recognise(table, known=())).header:
            # Who reads lines of text found none: a table is told as one that nobody knows, which a person may teach.
            account.problems.append(_unclaimed(table, heads))
            return
        account.imported.append(table.restored(read) if isinstance(table, Upright) else read)
        if also := beside(table, claim.importers[0]):
            # A contract's plan is the one at drawdown, so that it names no day is as it should be.
            account.imported[-1] = _without(account.imported[-1], "lender-plan-without-day")
            account.imported.append(also())
        elif alone and (loan := above(table, claim.importers[0])):
            plan = account.imported[-1]
            account.imported[-1] = replace(plan, ledger=plan.ledger + Ledger(loans=(loan,)))
        account.problems += _ragged(table)


def _has_values(table: Table) -> bool:
    """Whether any cell is a day or an amount; a sheet of a workbook that has none explains the others."""
    return any(is_value(clean(cell)) for number in range(1, len(table) + 1) for cell in table.row(number))


def _without(imported: Imported, code: str) -> Imported:
    return replace(imported, problems=tuple(problem for problem in imported.problems if problem.code != code))


def _of_lenders(table: Table) -> Iterator[Table]:
    """The table in forms that are those of lenders' tables alone: days month by month, a column for each period."""
    yield from filter(None, (with_whole_days(table, of_plan=True), set_upright(table), with_stated_days(table)))


def _is_loose(claim: Claim) -> bool:
    """Whether nobody claims a table but, at most, who reads lines of text: its cells may be parted in another way."""
    return all(importer.name in ("messages", "page-text") for importer in claim.importers)


def _is_of_text(claim: Claim) -> bool:
    """Whether nobody claims a table but, at most, who reads lines of text or the list of a wallet's page."""
    return _is_loose(claim) or [importer.name for importer in claim.importers] == [APP_LIST]


def _unclaimed(table: Table, claim: Claim) -> Problem:
    sheet: dict[str, FactValue] = {"sheet": table.sheet}
    if claim.importers:
        names = tuple(sorted(importer.name for importer in claim.importers))
        return problem("two-formats", table.file, None, {**sheet, "formats": names})
    if not claim.header and claim.doubt:
        return claim.doubt
    if not claim.header:
        return problem("no-table", table.file, None, sheet)
    facts: dict[str, FactValue] = {**sheet, "row": claim.header_row, "header": claim.header, "shape": claim.shape}
    if claim.doubt:
        return problem(claim.doubt.code, table.file, claim.doubt.source, {**facts, **dict(claim.doubt.facts)})
    code = "unknown-format-like" if claim.nearest else "unknown-format"
    return problem(code, table.file, table.source(claim.header_row), {**facts, "nearest": claim.nearest})


def _unread(table: Table, row: int) -> Problem:
    """What to say of rows in a sheet that holds several tables, of which these are not read."""
    header = tuple(clean(cell) for cell in table.row(row) if clean(cell))
    return problem("lender-table-beside", table.file, table.source(row), {"row": row, "header": header})


def _ragged(table: Table) -> list[Problem]:
    found = table.ragged()
    problems = []
    for code in dict.fromkeys(code for code, _, _ in found):
        rows = [(row, cells) for kind, row, cells in found if kind == code]
        problems += [
            problem(code, table.file, table.source(row), {"row": row, "cells": cells})
            for row, cells in rows[:_ROWS_NAMED]
        ]
        if (more := len(rows) - _ROWS_NAMED) > 0:
            problems.append(problem(f"{code}-more", table.file, None, {"count": more}))
    return problems


@dataclass(slots=True)
class _Account:
    """What becomes of one file while its tables are read; ``asides`` are told where no other sheet was read."""

    file: str
    path: str
    sha256: str
    imported: list[Imported] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asides: list[Problem] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    def report(self) -> SourceReport:
        """The account of all its tables together."""
        results = self.imported
        asides = () if results else tuple(self.asides)
        skipped: Counter[str] = Counter()
        for result in results:
            skipped.update(dict(result.skipped))
        return SourceReport(
            file=self.file,
            sha256=self.sha256,
            format=", ".join(dict.fromkeys(r.format for r in results)),
            rows=sum(r.rows for r in results),
            used=sum(r.used for r in results),
            period=_spanning(r.period for r in results),
            declared=tuple(d for r in results for d in r.declared),
            problems=tuple(dict.fromkeys((*self.problems, *asides, *(p for r in results for p in r.problems)))),
            skipped=tuple(sorted(skipped.items())),
            columns=tuple(dict.fromkeys(c for r in results for c in r.columns)),
            sheets=tuple(self.sheets),
            path=self.path,
        )

    def ledger(self) -> Ledger:
        """The facts of all its tables."""
        return sum((result.ledger for result in self.imported), Ledger())


def _spanning(periods: Iterable[tuple[date, date] | None]) -> tuple[date, date] | None:
    known = [p for p in periods if p]
    return (min(p[0] for p in known), max(p[1] for p in known)) if known else None
