"""Reads a statement that nothing heads, as one copies it from a page, where its balances prove every row of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise

from app.core.explanation import Problem
from app.importers.banks.balance import balance_breaks
from app.importers.banks.loose_amounts import has_sign
from app.importers.banks.statement_words import of_loan
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.mapped.guessing import is_date, running
from app.importers.mapped.kinds import STATEMENT
from app.importers.mapped.statement import read_mapped
from app.importers.reading.dates import UnreadableDate, parse_day
from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import is_value
from app.importers.recognising.role_assignment import Column
from app.importers.recognising.understanding import Understanding, bare_columns

_FEWEST, _MOST = 4, 20_000
_TITLES, _CELLS = 6, 3  # lines of words above the rows, and cells of what may be a header


@dataclass(frozen=True, slots=True)
class BareStatements(Recognising):
    """Rows of a day, a signed amount or two sides, a balance that each row makes, and a text."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "bank-unknown"

    def recognise(self, table: Table) -> Reader | None:
        """Read the rows where all of them follow from one another in the order of their days."""
        table = _without_titles(table) if len(table) <= _MOST else table
        columns = bare_columns(table) if len(table) <= _MOST else ()
        roles = running(columns) if columns and len(columns[0].cells) >= _FEWEST else {}
        days = [column for column in columns if is_date(column)]
        texts = [c for c in columns if c.profile.share("text") and c.name not in roles.values() and c not in days]
        if not roles or len(days) != 1 or not texts:
            return None
        named = {column.name: column for column in columns}
        found = {role: named[name] for role, name in roles.items()} | {"traded_at": days[0], "text": _longest(texts)}
        if "money" in found and not any(map(has_sign, found["money"].cells)):
            return None
        read = read_mapped(table, Understanding(STATEMENT, 0, 0, found)) if _in_order(days[0]) else None
        return partial(_told, table, read) if read and _is_proved(read) else None


def _without_titles(table: Table) -> Table:
    """The table with blank rows where lines of words stand above its first row with a value; such as name the bank."""
    rows = [table.row(number) for number in range(1, len(table) + 1)]
    first = next((at for at, row in enumerate(rows) if any(is_value(clean(cell)) for cell in row)), 0)
    told = [clean(cell) for row in rows[:first] for cell in row]
    if (
        not 0 < first <= _TITLES
        or of_loan(told)
        or any(sum(1 for cell in row if clean(cell)) >= _CELLS for row in rows[:first])
    ):
        return table
    blank: list[list[str]] = [[] for _ in range(first)]
    return table.with_rows([*blank, *rows[first:]], is_parted=table.is_parted)


def _longest(columns: list[Column]) -> Column:
    return max(columns, key=lambda column: sum(map(len, column.cells)))


def _in_order(column: Column) -> bool:
    """Whether days run one way: what is left of a loan runs against its dues."""
    try:
        days: list[date] = [parse_day(cell) for cell in column.cells]
    except UnreadableDate:
        return False
    return all(a <= b for a, b in pairwise(days)) or all(a >= b for a, b in pairwise(days))


def _is_proved(read: Imported) -> bool:
    rows = read.ledger.bank
    held = all(row.balance is not None for row in rows)
    return len(rows) >= _FEWEST and len(rows) == read.rows and held and not balance_breaks(list(rows))


def _told(table: Table, read: Imported) -> Imported:
    said = Problem("bank-read-without-header", table.source(1), (("file", table.file),))
    return replace(read, problems=(said, *read.problems))


IMPORTERS: tuple[Importer, ...] = (BareStatements(),)
