"""Days that stand in three columns (年, 月, 日), and two days in one (起始日~到期日): each in a column of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.importers.reading.table import Table, in_one_width

_PARTS = (re.compile(r"年份?|year"), re.compile(r"月份?|month"), re.compile(r"日期?|号|day"))
_DAY = r"20\d{2}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日|\d{4})"
_BETWEEN = r"\s{0,3}(?:~|至|到|—|–|--|-)\s{0,3}"
_RANGE = re.compile(f"({_DAY}){_BETWEEN}({_DAY})")
_HEADED = re.compile(rf"(.{{2,12}}?){_BETWEEN}(.{{2,12}})")
_NAMES_A_DAY = re.compile(r"日期?$|时间$|date$", re.IGNORECASE)
_JOINED = "日期"
"""How the column of a day is headed whose parts had no heading in common."""

_HEADER_WITHIN, _WIDEST, _MOST_ROWS, _LEAST_ROWS = 60, 60, 5_000, 2


def with_days_in_columns(table: Table) -> Table | None:
    """The table with each day in a column of its own; None where no heading and all cells below it say so.

    Row numbers stay; columns behind the days move.
    """
    if len(table) > _MOST_ROWS:
        return None
    for header in range(1, min(len(table), _HEADER_WITHIN) + 1):
        names = [in_one_width(cell).casefold() for cell in table.row(header)[:_WIDEST]]
        for place, name in enumerate(names):
            three = names[place : place + 3]
            if len(three) == 3 and all(p.fullmatch(n) for p, n in zip(_PARTS, three, strict=True)):
                return _joined(table, header, place)
            if (both := _HEADED.fullmatch(name)) and all(_NAMES_A_DAY.search(part) for part in both.groups()):
                return _apart(table, header, place, [both[1], both[2]])
    return None


def _joined(table: Table, header: int, place: int) -> Table | None:
    """The table with one day for the three parts of each row, under what is written above them where that is."""
    above = table.row(header - 1)
    group = in_one_width(above[place]) if place < len(above) else ""
    heading = group if _NAMES_A_DAY.search(group) and not any(above[place + 1 : place + 3]) else _JOINED
    told = ((number, _day(row[place : place + 3])) for number, row in _below(table, header))
    return _rewritten(table, header, range(place, place + 3), [heading], {n: [day] if day else None for n, day in told})


def _apart(table: Table, header: int, place: int, headings: list[str]) -> Table | None:
    """The table with the first and the last day of each row in two columns."""
    found = {
        n: _RANGE.fullmatch(in_one_width(row[place])) if place < len(row) else None for n, row in _below(table, header)
    }
    days = {number: match and [match[1], match[2]] for number, match in found.items()}
    return _rewritten(table, header, range(place, place + 1), headings, days)


def _rewritten(
    table: Table, header: int, places: range, headings: list[str], days: dict[int, list[str] | None]
) -> Table | None:
    """The table with other cells at ``places``; None where a row that holds digits there has no day."""
    untold = [number for number, told in days.items() if not told]
    if len(days) - len(untold) < _LEAST_ROWS or any(
        _has_digits(table.row(n)[places.start : places.stop]) for n in untold
    ):
        return None
    rows = []
    for number in range(1, len(table) + 1):
        row = list(table.row(number))
        if number == header:
            row[places.start : places.stop] = headings
        elif number > header and len(row) > places.start:
            row[places.start : places.stop] = days.get(number) or ["" for _ in headings]
        elif number < header and len(row) > places.stop:
            row[places.start : places.stop] = [row[places.start], *("" for _ in headings[1:])]
        rows.append(row)
    return table.with_rows(rows, is_parted=table.is_parted)


def _below(table: Table, header: int) -> Iterator[tuple[int, list[str]]]:
    """The rows below a header that hold more than one cell."""
    for number in range(header + 1, len(table) + 1):
        row = table.row(number)
        if sum(1 for cell in row if in_one_width(cell)) > 1:
            yield number, row


def _day(parts: list[str]) -> str | None:
    digits = [re.sub(r"(?:\.0+|[年月日号])$", "", in_one_width(part)) for part in parts]
    if len(digits) != 3 or not all(map(str.isdecimal, digits)) or len(digits[0]) != 4:
        return None
    try:
        return f"{date(*map(int, digits))}"
    except ValueError:
        return None


def _has_digits(cells: list[str]) -> bool:
    return any(any(map(str.isdigit, cell)) for cell in cells)
