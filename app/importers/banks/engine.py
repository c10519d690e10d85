"""Reads any bank statement whose layout is declared, and checks it against what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from app.core.facts import BankRow, Coverage, Ledger, Source
from app.core.money import Fen
from app.importers.banks.checks import checked_chain, checked_totals, masked_balances, no_rows, unproved
from app.importers.banks.columns import Columns, find_columns
from app.importers.banks.declared import Declared, declared_facts, joined, read_column_totals, read_declared
from app.importers.banks.layout import Layout
from app.importers.banks.rows import Body, read_body
from app.importers.importer import Imported, Reader, Recognising
from app.importers.reading.table import Table

INCOME, OUTGO = "收入", "支出"


@dataclass(frozen=True, slots=True)
class BankImporter(Recognising):
    """Reads the statements of one bank; ``bank`` is its short Chinese name."""

    name: str
    bank: str
    layouts: tuple[Layout, ...]

    @property
    def headers(self) -> tuple[tuple[str, ...], ...]:
        """The labels each layout is known by, to find the nearest format of an unknown table."""
        return tuple(layout.header for layout in self.layouts)

    def recognise(self, table: Table) -> Reader | None:
        """Read on from one of the bank's headers (below its title, where the header is common)."""
        found = find_columns(table, self.layouts)
        return partial(read_statement, table, *found, self.bank) if found else None


def read_statement(table: Table, layout: Layout, columns: Columns, bank: str) -> Imported:
    """The bank rows below a header that is understood, with problems for what is unreadable or does not agree."""
    preamble = read_declared(table, range(1, columns.row))
    body = read_body(table, layout, columns, bank, preamble.account)
    declared = joined(
        preamble, read_declared(table, body.footer), read_column_totals(table, columns, layout, body.footer)
    )
    return _imported(table, layout, body, declared)


def _imported(table: Table, layout: Layout, body: Body, declared: Declared) -> Imported:
    doubts = unproved(table, layout, body.rows)
    rows = () if doubts else tuple(body.rows)
    breaks, gaps = checked_chain(table, rows)
    coverage = _coverage(table, layout, rows, declared, tuple(b.row.sources[0] for b in breaks))
    checks = (*checked_totals(table, coverage), *masked_balances(table, body), *no_rows(table, body))
    left_out = (
        ("bank-foreign-currency", body.foreign),
        ("bank-unreadable", body.unreadable),
        ("bank-unproved", len(body.rows) - len(rows)),
    )
    return Imported(
        format=layout.id,
        ledger=Ledger(bank=rows, coverages=(coverage,)),
        rows=len(body.rows) + body.foreign + body.unreadable,
        used=len(rows),
        period=_period(rows),
        declared=declared_facts(declared),
        problems=(*body.problems, *doubts, *gaps, *checks),
        skipped=tuple((reason, count) for reason, count in left_out if count),
    )


def _coverage(
    table: Table, layout: Layout, rows: tuple[BankRow, ...], declared: Declared, breaks: tuple[Source, ...]
) -> Coverage:
    ordered = sorted(rows, key=_moment)
    accounts = {row.account for row in rows}
    counts = [count for count, _ in declared.sums.values() if count is not None]
    return Coverage(
        provider=layout.provider,
        account=accounts.pop() if len(accounts) == 1 else declared.account,
        first=_moment(ordered[0]) if ordered else None,
        last=_moment(ordered[-1]) if ordered else None,
        rows=len(rows),
        declared_rows=sum(counts) if len(counts) == 2 else None,
        declared_first=declared.first,
        declared_last=declared.last,
        exported_at=declared.exported_at,
        sums=_sums(rows),
        declared_sums=tuple((word, count or 0, amount) for word, (count, amount) in sorted(declared.sums.items())),
        declaring=tuple(declared.sources),
        oldest_source=ordered[0].sources[0] if ordered else None,
        newest_source=ordered[-1].sources[0] if ordered else None,
        digest=table.digest,
        breaks=breaks,
    )


def _sums(rows: Iterable[BankRow]) -> tuple[tuple[str, int, Fen], ...]:
    """Rows and amount of money in and money out; a row of 0.00 is neither."""
    rows = list(rows)
    sides = ((OUTGO, [-r.amount for r in rows if r.amount < 0]), (INCOME, [r.amount for r in rows if r.amount > 0]))
    return tuple((word, len(amounts), sum(amounts)) for word, amounts in sides)


def _period(rows: Iterable[BankRow]) -> tuple[date, date] | None:
    days = [row.on for row in rows]
    return (min(days), max(days)) if days else None


def _moment(row: BankRow) -> datetime:
    return row.at or datetime.combine(row.on, time.min)
