"""From paths to a ledger: finds the files, reads their tables and gives each to the importer that claims it."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.discrepancies import FactValue
from app.core.events import Ledger, Source
from app.core.explanation import Problem, SourceReport
from app.importers import delimited, encodings, workbooks
from app.importers.base import Imported
from app.importers.containers import Finder, Item, Unopenable
from app.importers.limits import Limits
from app.importers.registry import recognise
from app.importers.table import Table
from app.importers.watch import Progress, Watch

_WORKBOOK_HEADS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@dataclass(frozen=True, slots=True)
class Reading:
    """All facts of the files given, and what became of every file, in an order that depends on contents only."""

    ledger: Ledger
    sources: tuple[SourceReport, ...]
    passed_over: int = 0


def read_paths(
    paths: Iterable[str | os.PathLike[str]],
    *,
    passwords: Iterable[str] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    mappings: Mapping[str, Mapping[str, str]] | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Read files, folders and zips, in any order.

    ``passwords`` are all tried on every encrypted file. ``progress(done, total, file)`` counts bytes; ``cancelled`` is
    asked every 40 ms, and True raises Cancelled. A file that cannot be read becomes a SourceReport with its problem.
    """
    bounds = limits or Limits.from_environment()
    watch = Watch(progress, cancelled)
    listing = Finder(passwords, bounds, watch).find(paths)
    reader = _Reader(bounds, watch)
    total, done = sum(item.size for item in listing.items), 0
    for item in listing.items:
        watch.report(done, total, item.name)
        reader.read(item)
        done += item.size
    watch.report(done, total, "")
    reports = [_refused(name, path, why) for name, path, why in listing.refused]
    return _assembled([*reader.parts, *((Ledger(), r) for r in reports)], listing.passed_over)


def _assembled(parts: list[tuple[Ledger, SourceReport]], passed_over: int) -> Reading:
    ordered = sorted(parts, key=lambda part: (part[1].sha256, part[1].file, part[1].path))
    names = Ledger.__dataclass_fields__
    facts = {name: tuple(fact for ledger, _ in ordered for fact in getattr(ledger, name)) for name in names}
    return Reading(Ledger(**facts), tuple(report for _, report in ordered), passed_over)


def _refused(name: str, path: str, why: Unopenable) -> SourceReport:
    return SourceReport(name, "", "", 0, 0, problems=(_problem(why.code, name, None, **why.facts),), path=path)


def _problem(code: str, file: str, source: Source | None = None, **facts: FactValue) -> Problem:
    return Problem(code, source, (("file", file), *facts.items()))


@dataclass(slots=True)
class _Account:
    """What becomes of one file while its tables are read."""

    file: str
    path: str
    sha256: str
    imported: list[tuple[str, Imported]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    def report(self) -> SourceReport:
        results = [result for _, result in self.imported]
        skipped: Counter[str] = Counter()
        for result in results:
            skipped.update(dict(result.skipped))
        return SourceReport(
            file=self.file,
            sha256=self.sha256,
            format=", ".join(dict.fromkeys(r.format for r in results)),
            rows=sum(r.rows for r in results),
            used=sum(r.used for r in results),
            period=_spanning([r.period for r in results]),
            declared=tuple(d for r in results for d in r.declared),
            problems=(*self.problems, *(p for r in results for p in r.problems)),
            skipped=tuple(sorted(skipped.items())),
            columns=tuple(dict.fromkeys(c for r in results for c in r.columns)),
            sheets=tuple(self.sheets),
            path=self.path,
        )

    def ledger(self) -> Ledger:
        return sum((result.ledger for _, result in self.imported), Ledger())


def _spanning(periods: Iterable[tuple[date, date] | None]) -> tuple[date, date] | None:
    known = [p for p in periods if p]
    return (min(p[0] for p in known), max(p[1] for p in known)) if known else None


class _Reader:
    """Reads one item after the other; the same content counts once."""

    def __init__(self, limits: Limits, watch: Watch) -> None:
        self._limits = limits
        self._watch = watch
        self._first: dict[str, str] = {}
        self.parts: list[tuple[Ledger, SourceReport]] = []

    def read(self, item: Item) -> None:
        try:
            data = item.load()
        except Unopenable as why:
            self.parts.append((Ledger(), _refused(item.name, item.path, why)))
            return
        account = _Account(item.name, item.path, self._digest(data))
        if (first := self._first.setdefault(account.sha256, item.name)) and self._is_repeated(account, first):
            return
        self._tables(data, account)
        self.parts.append((account.ledger(), account.report()))

    def _is_repeated(self, account: _Account, first: str) -> bool:
        if not any(report.sha256 == account.sha256 for _, report in self.parts):
            return False
        account.problems.append(_problem("given-twice", account.file, other=first))
        self.parts.append((Ledger(), replace(account.report(), format="")))
        return True

    def _digest(self, data: bytes) -> str:
        digest = hashlib.sha256()
        for at in range(0, len(data), 1 << 20):
            digest.update(memoryview(data)[at : at + (1 << 20)])
            self._watch.check()
        return digest.hexdigest()

    def _tables(self, data: bytes, account: _Account) -> None:
        if not data.strip():
            account.problems.append(_problem("empty-file", account.file))
            return
        try:
            grids = self._grids(data, account)
        except (encodings.NotText, workbooks.UnreadableWorkbook) as why:
            account.problems.append(_problem(why.code, account.file))
            return
        for sheet, rows in grids:
            account.sheets += [sheet] if sheet else []
            if any(any(cells) for cells in rows):
                self._table(Table(account.file, sheet, account.sha256[:16], rows), account)

    def _grids(self, data: bytes, account: _Account) -> list[tuple[str, list[list[str]]]]:
        if data.startswith(_WORKBOOK_HEADS):
            return workbooks.sheets(data, self._watch)
        text = encodings.decode(data, self._watch)
        for damage in text.damage:
            source = Source(account.file, "", damage.row, account.sha256[:16])
            account.problems.append(
                _problem(damage.code, account.file, source, row=damage.row, count=damage.count)
            )
        return [("", delimited.rows(text.body.decode("utf-8")))]

    def _table(self, table: Table, account: _Account) -> None:
        claim = recognise(table)
        if len(claim.importers) == 1:
            account.imported.append((table.sheet, claim.importers[0].read(table)))
            return
        if claim.importers:
            names = tuple(sorted(i.name for i in claim.importers))
            account.problems.append(_problem("two-formats", account.file, sheet=table.sheet, formats=names))
            return
        code = "unknown-format-like" if claim.nearest else "unknown-format"
        source = table.source(claim.header_row) if claim.header_row else None
        account.problems.append(
            _problem(code, account.file, source, sheet=table.sheet, header=claim.header, nearest=claim.nearest)
        )
