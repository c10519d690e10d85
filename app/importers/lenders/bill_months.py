"""Tables that hold the lines of several monthly bills, told apart by a column of months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.core.facts import Ledger
from app.importers.importer import Imported
from app.importers.reading.months import Month, month_in
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import present
from app.importers.recognising.labels import Label, label_meaning
from app.importers.recognising.role_assignment import Column
from app.importers.recognising.understanding import Understanding
from app.importers.recognising.vocabulary import meaning

_STATED = frozenset({"due", "declared", "statement_date", "minimum"})


def month_column(found: Understanding) -> Column | None:
    """The column that nothing else was needed from and that says of each row which month's bill it is of."""
    named = (c for c in found.unused if meaning("label", c.name) == "bill_month")
    return next((c for c in named if any(c.cells) and all(month_in(cell) for cell in c.cells if cell)), None)


def by_month(table: Table, found: Understanding, column: Column) -> Iterator[tuple[Table, tuple[Label, ...]]]:
    """For each bill the table with its rows alone, at their numbers, and what its columns state of that bill.

    The column of months is left empty, so that a line of totals begins with its word. Rows without a month belong to no
    bill. A month in which the bill day moved has two bills, told apart by the days on which they were made.
    """
    made = next((c for c in found.unused if meaning("label", c.name) == "statement_date"), None)
    bills: dict[tuple[Month, str], list[int]] = {}
    for number in range(found.header + 1, len(table) + 1):
        if month := month_in(_cell(table, number, column)):
            bills.setdefault((month, _cell(table, number, made) if made else ""), []).append(number)
    for _, own in sorted(bills.items()):
        rows: list[list[str]] = [table.row(n) if n <= found.header else [] for n in range(1, len(table) + 1)]
        for number in own:
            rows[number - 1] = [*table.row(number)]
            rows[number - 1][column.index] = ""
        named = Label("bill_month", _cell(table, own[0], column), own[0])
        yield table.with_rows(rows), (named, *stated(table, found, own))


def stated(table: Table, found: Understanding, rows: Sequence[int]) -> Iterator[Label]:
    """What columns state of the one bill that all of these rows are of: the same in each row that holds it."""
    for column in found.unused:
        meant = label_meaning(column.name) or ""
        values = {text: row for row in reversed(rows) if (text := _cell(table, row, column))}
        if meant in _STATED and len(values) == 1:
            yield Label(meant, *next(iter(values.items())))


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
