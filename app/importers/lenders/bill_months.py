"""Tables that hold several monthly bills, told apart by a column of months: their lines, or one row for each bill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from app.core.facts import Bill, Ledger, Product
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import present
from app.importers.recognising.cells import Cells
from app.importers.recognising.labels import Label
from app.importers.recognising.role_assignment import Column
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.table_page import Context, Page
from app.importers.recognising.understanding import Mappings, Understanding, understood
from app.importers.recognising.vocabulary import meaning

_MONTH = re.compile(r"(20\d{2})\s*[-/.年]?\s*(0?[1-9]|1[0-2])\s*月?(?:份|账单)?")
_STATED = frozenset({"due", "declared", "statement_date", "minimum"})


def month_in(text: str) -> tuple[int, int] | None:
    """The year and month that a cell is: ``2026-09``, ``202609``, ``2026年9月账单``; None for any other text."""
    match = _MONTH.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


def month_column(found: Understanding) -> Column | None:
    """The column that nothing else was needed from and that says of each row which month's bill it is of."""
    named = (c for c in found.unused if meaning("label", c.name) == "bill_month")
    return next((c for c in named if any(c.cells) and all(month_in(cell) for cell in c.cells if cell)), None)


def by_month(table: Table, found: Understanding, column: Column) -> Iterator[tuple[Table, tuple[Label, ...]]]:
    """For each month the table with its rows alone, at their numbers, and what its columns state of that bill.

    The column of months is left empty, so that a line of totals begins with its word. Rows without a month belong to no
    bill.
    """
    months: dict[tuple[int, int], list[int]] = {}
    for number in range(found.header + 1, len(table) + 1):
        if month := month_in(_cell(table, number, column)):
            months.setdefault(month, []).append(number)
    for _, own in sorted(months.items()):
        rows: list[list[str]] = [table.row(n) if n <= found.header else [] for n in range(1, len(table) + 1)]
        for number in own:
            rows[number - 1] = [*table.row(number)]
            rows[number - 1][column.index] = ""
        named = Label("bill_month", _cell(table, own[0], column), own[0])
        yield Table(table.file, table.sheet, table.digest, rows), (named, *_stated(table, found, own))


def _stated(table: Table, found: Understanding, rows: Sequence[int]) -> Iterator[Label]:
    for column in found.unused:
        meant = meaning("label", column.name) or ""
        value = next(((text, row) for row in rows if (text := _cell(table, row, column))), None)
        if meant in _STATED and value:
            yield Label(meant, *value)


def _cell(table: Table, number: int, column: Column) -> str:
    row = table.row(number)
    return present(row[column.index]) if column.index < len(row) else ""


def together(read: Sequence[Imported]) -> Imported:
    """One account of what the parts of a table gave."""
    days = [day for one in read if one.period for day in one.period]
    return replace(
        read[0],
        ledger=sum((one.ledger for one in read), Ledger()),
        rows=sum(one.rows for one in read),
        used=sum(one.used for one in read),
        period=(min(days), max(days)) if days else None,
        problems=tuple(problem for one in read for problem in one.problems),
        declared=(),
    )


@dataclass(frozen=True, slots=True)
class BillList(Recognising):
    """A list with a row for each monthly bill: its month, its due date and what it asks for."""

    mappings: Mappings = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The family's id."""
        return "bill-list"

    def recognise(self, table: Table) -> Reader | None:
        """Read the rows where each has a month of its own, a due date and one sum."""
        found = understood(table, self.mappings, "totals")
        column = month_column(found) if found else None
        if found is None or column is None or len(set(column.cells)) < len(column.cells):
            return None
        return partial(_bills, table, found, column)


def _bills(table: Table, found: Understanding, column: Column) -> Imported:
    page = Page.of(table, found)
    gathering = Gathering(table, f"bill-{(page.product or Product.HUABEI).value}")
    for cells, context in page.rows():
        gathering.row(cells.row, partial(_bill, cells, context, _cell(table, cells.row, column)))
    return gathering.imported(found.taken)


def _bill(cells: Cells, context: Context, month: str) -> Bill:
    """The bill of a row; of 花呗 where the list names no product, as of single bills."""
    of = month_in(month)
    if of is None:
        raise cells.unreadable("due", "date")
    return Bill(
        product=Product.HUABEI if context.product is Product.OTHER else context.product,
        month=of,
        due=cells.day("due"),
        declared=cells.fen("total"),
        lines=(),
        sources=(context.source,),
    )


IMPORTERS: tuple[Importer, ...] = (BillList(),)
