"""How much of a sheet a printed page holds, and how many pages each sheet of a workbook may take.

A case of thousands of rows is read on a screen; on paper its long tables end after their share of pages and say so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil

from app.export.workbook.grid import Row, Sheet
from app.export.workbook.styles import SIZE

MOST_PAGES = 58
"""Pages that a whole workbook may take."""
ROW_POINTS = 18.0
"""The height of a row that has none of its own."""
TIGHT_POINTS = 15.0
"""The same where a page would else hold a few rows alone; letters of one line still have room in it."""
FEW_ROWS = 5
"""So many rows at the most are too few for a page of their own."""
LEAST_POINTS = 8
"""Points of the smallest letters that are printed: what is read without a glass."""
SIDE, ABOVE, BELOW = 0.4, 0.55, 0.65
"""Inches of the margins."""
_WIDE, _HIGH = 841.9 - 144 * SIDE, 595.3 - 72 * (ABOVE + BELOW)
"""Points of A4 across within the margins."""
_CHARACTER = 5.25
"""Points of a column's character at the least: a wider one only makes letters smaller and pages hold more."""
PAGE_WIDTH = int(_WIDE / _CHARACTER * SIZE / LEAST_POINTS)
"""Characters on a page; more would be printed in smaller letters."""
PAGE_SCALE = int(100 * LEAST_POINTS / SIZE)
"""Percent at which a page holds so many characters."""
_SPARE = 0.97
_OWN_SHARE = 0.2
"""What takes this share of a page before the first block may stand on it alone."""


def side_by_side(sheet: Sheet) -> int:
    """Pages beside each other on which the columns of a sheet go."""
    widths = printed_widths(sheet)
    again = sum(widths[: sheet.frozen_columns])
    if sheet.beside or sum(widths) <= PAGE_WIDTH or again >= PAGE_WIDTH:
        return sheet.beside or 1
    return ceil((sum(widths) - again) / (PAGE_WIDTH - again))


def printed_widths(sheet: Sheet) -> Sequence[float]:
    """The widths of the columns that are printed."""
    return sheet.widths[: sheet.printed or len(sheet.widths)]


def room(widths: Sequence[float]) -> float:
    """Points of rows that a page holds on which these columns are fitted."""
    return _HIGH / _fitted(sum(widths)) * _SPARE


def room_of(sheet: Sheet) -> float:
    """Points of rows that a printed page of a sheet holds."""
    return _HIGH / scale(sheet) * _SPARE


def scale(sheet: Sheet) -> float:
    """How large a sheet is printed, 1 where its letters are as large as on the screen."""
    widths, pages = printed_widths(sheet), side_by_side(sheet)
    again = sum(widths[: sheet.frozen_columns]) if pages > 1 else 0
    return _fitted((sum(widths) - again) / pages + again)


def _fitted(width: float) -> float:
    return min(_WIDE / (_CHARACTER * max(width, 1)), 1)


def high(rows: Sequence[Row]) -> float:
    """The height of rows in points."""
    return sum(row.height or ROW_POINTS for row in rows)


def kept_whole(rows: Sequence[Row], starts: Sequence[int], widths: Sequence[float]) -> list[int]:
    """The blocks, by their first row, that begin a page because the rest of the page before cannot hold them whole.

    A block after one that is longer than a page begins a page too. Rows count from 1; what stands before the first
    block stays with it, but where that is a table of its own and the block fits on the page after it alone.
    """
    holds, breaks = room(widths), []
    used = high(rows[: min(starts, default=1) - 1])
    for number, (start, end) in enumerate(zip(starts, [*starts, len(rows) + 1][1:], strict=True)):
        needed = high(rows[start - 1 : end - 1])
        parted = number or (used > holds * _OWN_SHARE and needed <= holds)
        if parted and used + needed > holds:
            breaks.append(start)
            used = 0.0
        used += needed
    return breaks


def led_in(
    rows: Sequence[Row],
    leads: Sequence[tuple[int, int]],
    holds: float,
    again: float = 0.0,
    begins: Collection[int] = (),
) -> list[int]:
    """The rows that begin a page because what leads in to a table would else be parted from the table's first row.

    ``leads`` are such rows, the first and the last, counted from 1; ``holds`` is what a page holds in points and
    ``again`` what stands on each page again; ``begins`` are rows that begin a page anyway.
    """
    ends, breaks, used = dict(leads), [], 0.0
    for number, row in enumerate(rows, start=1):
        own = high([row])
        used = again if number in begins else used
        if used + max(own, high(rows[number - 1 : ends.get(number, number)])) > holds:
            used = again
            breaks += [number] if number in ends else []
        used += own
    return breaks


def allotted(needed: Sequence[int], shares: Sequence[int], most: int = MOST_PAGES) -> list[int]:
    """The pages of each sheet: its share where it needs so many, then what others left over, first sheets first."""
    given = [min(n, share) for n, share in zip(needed, shares, strict=True)]
    left = most - sum(given)
    for index, n in enumerate(needed):
        more = max(min(n - given[index], left), 0)
        given[index] += more
        left -= more
    return given
