"""Gives rows the day of the row above where one merged cell holds it for several, and their balances go on from it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.money import Fen
from app.importers.banks.loose_amounts import plain_amount
from app.importers.banks.sections import Section
from app.importers.reading.table import Table, clean

_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_MONEY = ("in", "out", "amount", "booked-amount")


def with_carried_days(table: Table, sections: Iterable[Section]) -> Table | None:
    """The table in which such rows have their day; None where there is none."""
    carried = {row: day for section in sections for row, day in _carried(table, section)}
    if not carried:
        return None
    rows = [table.row(number) for number in range(1, len(table) + 1)]
    for number, (column, day) in carried.items():
        rows[number - 1] = [*rows[number - 1][:column], day, *rows[number - 1][column + 1 :]]
    return table.with_rows(rows, is_parted=table.is_parted)


def _carried(table: Table, section: Section) -> Iterable[tuple[int, tuple[int, str]]]:
    """By row the column of the day and the day: of rows without one whose balance follows from the row above."""
    place, balance = section.place("booked", "traded"), section.place("balance")
    if place is None or balance is None or section.packed:
        return
    above: list[str] = []
    day = ""
    for number in range(section.header + 1, section.last + 1):
        row = table.row(number)
        if place < len(row) and (own := clean(row[place])):
            above, day = (row, own) if section.is_row(row) else ([], "")
        elif above and not _day_in(section.moment_text(row)) and (moved := _moved(row, section)):
            left, before = _fen(row, balance), _fen(above, balance)
            if left is None or before is None or abs(left - before) not in (moved, _moved(above, section)):
                return
            above = row
            yield number, (place, day)


def _day_in(text: str) -> bool:
    """Whether the text where a row's day belongs holds more than a time of day, which may have a column of its own."""
    return bool(text) and _TIME.fullmatch(text) is None


def _moved(row: list[str], section: Section) -> Fen | None:
    """The one amount of a row, without its sign; None where it has none or two."""
    told = [fen for name in _MONEY for column in section.roles.get(name, ()) if (fen := _fen(row, column))]
    return abs(told[0]) if len(told) == 1 else None


def _fen(row: list[str], column: int) -> Fen | None:
    try:
        return parse_yuan(plain_amount(row[column]) or "") if column < len(row) else None
    except UnreadableAmount:
        return None
