"""Parts a sheet or page that holds tables of several kinds one above the other: a list of loans, then its plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import present
from app.importers.recognising.labels import is_totals
from app.importers.recognising.understanding import Understanding, names_columns, understand

_MOST = 3_000  # rows; a page with several tables is short
_BETWEEN = 12  # lines of words above a table
_LEAST = 3  # cells of a row that belongs to a table


@dataclass(frozen=True, slots=True)
class _Block:
    """A header with the rows below it: where its lines of words begin, the header, and the row behind its last."""

    start: int
    header: int
    end: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stacked:
    """The tables that a sheet holds, each with its own row numbers, and the headers below which nothing was read."""

    tables: tuple[Table, ...]
    unread: tuple[int, ...] = ()


def stacked(table: Table) -> Stacked:
    """The tables of a sheet in order; the sheet as it stands where it holds one.

    Each begins at another row that names columns and is understood by itself. What stands at the top of the sheet and
    holds a number, as the day of asking does, holds for each; so does a table of one row for the one below it.
    """
    blocks = list(_blocks(table)) if len(table) <= _MOST else []
    if len(blocks) < 2:
        return Stacked((table,))
    first = blocks[0].start
    parts = [_part(table, first, block, before) for before, block in zip([None, *blocks], blocks, strict=False)]
    known = [isinstance(understand(part), Understanding) for part in parts]
    if not any(known):
        return Stacked((table,))
    unread = tuple(b.header for b, is_known in zip(blocks, known, strict=True) if not is_known and len(b.rows) > 1)
    if sum(known) == 1 and known[-1]:
        return Stacked((table,), unread)  # what stands above the one table may say whose it is
    return Stacked(tuple(part for part, is_known in zip(parts, known, strict=True) if is_known), unread)


def _blocks(table: Table) -> Iterator[_Block]:
    """Each header that differs from the one before it, with its rows; a header without rows is a group of columns."""
    found = list(_headers(table))
    begin = 1
    for at, header in enumerate(found):
        end = found[at + 1] if at + 1 < len(found) else len(table) + 1
        rows = tuple(number for number in range(header + 1, end) if _holds_values(table.row(number)))
        if not rows:
            continue
        start = _first_line(table, header, begin)
        following = _first_line(table, end, rows[-1] + 1) if end <= len(table) else end
        yield _Block(start, header, following, rows)
        begin = following


def _headers(table: Table) -> Iterator[int]:
    before: list[str] = []
    for number in range(1, len(table) + 1):
        texts = [clean(cell) for cell in table.row(number) if clean(cell)]
        if len(texts) >= _LEAST and texts != before and names_columns(texts):
            yield number
            before = texts


def _holds_values(row: Sequence[str]) -> bool:
    cells = [clean(cell) for cell in row if present(cell)]
    return len(cells) >= _LEAST and _has_number(cells) and not is_totals(list(row))


def _first_line(table: Table, header: int, begin: int) -> int:
    """The first of the lines of words above a header, down from row ``begin``."""
    start = header
    while start > begin and header - start < _BETWEEN and _is_line(table.row(start - 1)):
        start -= 1
    return start


def _is_line(row: Sequence[str]) -> bool:
    return sum(1 for cell in row if present(cell)) < _LEAST and not is_totals(list(row))


def _part(table: Table, first: int, block: _Block, before: _Block | None) -> Table:
    """One table of the sheet; blank rows stand for what is not its own."""
    rows: list[list[str]] = [[] for _ in range(block.start - 1)]
    for number in range(1, min(first + _BETWEEN, block.start)):
        if number < (before.header if before else 1) and _is_line(table.row(number)) and _has_number(table.row(number)):
            rows[number - 1] = table.row(number)
    if before and len(before.rows) == 1:
        names, values = table.row(before.header), table.row(before.rows[0])
        said = [f"{clean(n)}:{clean(v)}" for n, v in zip(names, values, strict=False) if clean(n) and present(v)]
        rows[before.rows[0] - 1] = said
    rows += [table.row(number) for number in range(block.start, block.end)]
    return table.with_rows(rows, is_parted=table.is_parted)


def _has_number(row: Sequence[str]) -> bool:
    return any(map(str.isdigit, "".join(row)))
