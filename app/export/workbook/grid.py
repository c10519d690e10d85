"""Sheets as data: what stands in which cell, in which look, leading where; openpyxl comes only after this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from app.core.money import Fen, grouped
from app.export.workbook.styles import Look

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""Rows a sheet may have (ECMA-376 leaves it open; every spreadsheet program ends here)."""
MOST_LINKS = 65_000
"""Links a sheet may have before Excel refuses to open it (65,530), with room for headings."""
TALLEST = 400.0
"""Points of a row; spreadsheet programs know none higher than 409."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula without its equals sign; ``value`` is the program's own result, for whoever checks."""

    text: str
    value: Fen | Decimal | str | None = None


Value: TypeAlias = str | int | Decimal | date | datetime | Formula | None


class Cell(NamedTuple):
    """A value in its look. Amounts are fen where the look is one of money; ``link`` is a place such as 'A'!B2."""

    value: Value
    look: Look = Look.TEXT
    link: str = ""


class Row(NamedTuple):
    """A row; None leaves a cell out. ``height`` in points, else by its font; ``level`` is its depth in the outline."""

    cells: Sequence[Cell | None] = ()
    height: float | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: ``widths`` in characters, rows from the top, and what the frame around them needs to know.

    ``heading`` is the row number of the table's header, 0 where there is none: rows down to it stay in view, repeat on
    every printed page, and ``filtered`` puts the filter there. ``frozen_columns`` stay in view as well.
    What is wider than a page can show in letters of a readable size goes on several pages side by side: on ``beside``,
    or as many as its widths need.
    ``finish`` adds what only openpyxl knows (charts, choices) once the number of rows is known.
    """

    name: str
    widths: Sequence[float]
    rows: Iterable[Row]
    heading: int = 0
    filtered: bool = False
    frozen_columns: int = 0
    merged: Sequence[str] = ()
    tab: str = ""
    printed: int = 0  # columns that are printed, all of them where 0
    beside: int = 0
    areas: Sequence[tuple[int, int, int]] = ()  # first and last row, last column of what is printed together
    folded: Sequence[int] = ()  # columns behind a mark to open them, for whoever needs them
    one_page: bool = False
    page_breaks: Sequence[int] = ()  # rows that begin a page
    pages: int = 2  # its share of printed pages where the workbook is long
    drawing: bytes = b""  # a drawing part of its own
    finish: Callable[[Worksheet, int], None] | None = None


def blank(count: int = 1) -> list[Row]:
    """Empty rows."""
    return [Row()] * count


def total(cells: str) -> str:
    """The sum of a range, without the crumbs that binary fractions leave (a sum of 0.00 would show as −0.00)."""
    return f"ROUND(SUM({cells}),2)"


def column(index: int) -> str:
    """The letters of a column counted from 1."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(sheet: str, row: int, col: int = 1) -> str:
    """A cell of another sheet, as formulas and links name it; empty where a sheet ends before."""
    if row > MOST_ROWS:
        return ""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{column(col)}{row}"


def fixed(sheet: str, row: int, col: int = 1) -> str:
    """A cell of a sheet as a defined name refers to it."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!${column(col)}${row}"


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers in order as runs of neighbours, first and last: 3, 4, 5, 9 is (3, 5), (9, 9)."""
    found: list[tuple[int, int]] = []
    for n in sorted(numbers):
        if found and n == found[-1][1] + 1:
            found[-1] = (found[-1][0], n)
        else:
            found.append((n, n))
    return found


def wide(text: str) -> float:
    """How many columns of an ordinary digit a text needs; an East Asian character or quote takes nearly two."""
    return 0.92 * len(text) if text.isascii() else sum(1.92 if c >= "\u2e80" or c in "“”" else 0.92 for c in text)


def word_width(text: str) -> float:
    """The width of a column in which no word of its heading is broken."""
    return max((wide(word) for word in text.split()), default=0) * BOLD + 1


INDENT = 0.9
"""What stands empty at the right of numbers and of their headings."""


def amount_width(*amounts: Fen) -> float:
    """The width of a column in which amounts, also in bold, are shown as figures and not as a row of ``#``."""
    return max(map(figures_width, map(grouped, amounts))) * BOLD + _BESIDE


def figures_width(shown: str) -> float:
    """How many columns of an ordinary digit the figures of an amount or day need, rather too many."""
    return sum(_FIGURE if sign.isdigit() else _POINT for sign in shown)


_FIGURE, _POINT = 1.06, 0.6
"""A digit and a sign between digits, in the widest of the fonts of workbooks."""
BOLD, _BESIDE = 1.06, 2.0
"""How much wider bold letters are, and what stays empty beside an amount."""


def height(texts: Iterable[tuple[str, float]], line: float = 15.0, least: int = 1) -> float:
    """The height in points at which texts, each in its width, show all their lines when wrapped."""
    lines = max((sum(-(-max(wide(p), 1) // max(w - 1, 1)) for p in t.split("\n")) for t, w in texts if t), default=1)
    return min(max(float(lines), least) * line + 4, TALLEST)
