"""What does not agree inside one statement: its balances, its totals, its layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import BankRow, Coverage
from app.importers.banks.balance import Break, balance_breaks, chained
from app.importers.banks.layout import Layout
from app.importers.banks.rows import Body
from app.importers.reading.table import Table

_SIDES = {"收入": "bank.money-in", "支出": "bank.money-out"}


def unproved(table: Table, layout: Layout, rows: list[BankRow]) -> list[Problem]:
    """A problem where a layout known by name only is not proved by its balances."""
    holds = len(rows) > 1 and chained(rows) and not (table.is_parted and _stands_wrong(rows))
    if not layout.proved_by_balance or holds:
        return []
    code = "bank-columns-unproved" if table.is_parted else "bank-layout-unproved"
    return [Problem(code, table.source(1), (("file", table.file),))]


def _stands_wrong(rows: list[BankRow]) -> bool:
    """Whether some amount stands in another column than its own: a balance is gone, or holds with the row turned."""
    breaks = balance_breaks(rows)
    broken = {item.row for item in breaks}
    turned = [replace(row, amount=-row.amount) if row in broken else row for row in rows]
    return any(row.balance is None for row in rows) or (bool(breaks) and len(balance_breaks(turned)) < len(breaks))


def checked_chain(table: Table, rows: Iterable[BankRow]) -> tuple[tuple[Break, ...], list[Problem]]:
    rows = list(rows)
    breaks = balance_breaks(rows)
    if not breaks:
        return (), []
    if not chained(rows):
        facts: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("count", len(breaks)))
        return (), [Problem("bank-balance-unrelated", breaks[0].row.sources[0], facts)]
    return breaks, [_break_problem(table, breaks)]


def _break_problem(table: Table, breaks: tuple[Break, ...]) -> Problem:
    first = breaks[0].row.sources[0]
    places = tuple(str(item.row.sources[0].row) for item in breaks)
    facts: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("count", len(breaks)), ("rows", places))
    if len(breaks) == 1 and breaks[0].gap is not None:
        return Problem("bank-balance-breaks-once", first, (*facts, ("row", first.row), ("gap", breaks[0].gap)))
    return Problem("bank-balance-breaks", first, facts)


def checked_totals(table: Table, coverage: Coverage) -> list[Problem]:
    """What the file declares and its rows do not give."""
    found = {word: (count, amount) for word, count, amount in coverage.sums}
    source = coverage.declaring[-1] if coverage.declaring else None
    problems = []
    for word, count, amount in coverage.declared_sums:
        rows, total = found[word]
        if amount != total:
            facts: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("side", _SIDES[word]))
            problems.append(Problem("bank-sum-differs", source, (*facts, ("declared", amount), ("found", total))))
        elif count and count != rows:
            facts = (("file", table.file), ("side", _SIDES[word]))
            problems.append(Problem("bank-count-differs", source, (*facts, ("declared", count), ("found", rows))))
    return problems


def masked_balances(table: Table, body: Body) -> list[Problem]:
    if not body.masked:
        return []
    facts: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("count", len(body.masked)))
    return [Problem("bank-balance-unreadable", table.source(body.masked[0]), facts)]


def no_rows(table: Table, body: Body) -> list[Problem]:
    """A problem where nothing stands below the header."""
    empty = not (body.rows or body.foreign or body.unreadable)
    return [Problem("bank-no-rows", table.source(1), (("file", table.file),))] if empty else []
