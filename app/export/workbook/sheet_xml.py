"""Writes rows as the XML of the format, straight from fen and dates: no amount passes through a float.

openpyxl makes an object of every cell; for 50,000 rows with links that is most of the time, and a row is simple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from math import inf

from app.core.money import plain_rate, yuan
from app.export.workbook.grid import MOST_LINKS, MOST_ROWS, Formula, Row, column
from app.export.workbook.paper import FEW_ROWS, ROW_POINTS, TIGHT_POINTS
from app.export.workbook.safety import begins_formula, markup
from app.export.workbook.styles import Kind, Look, StyleIds

_EPOCH = date(1899, 12, 30).toordinal()
_DAY = 86_400
_MOST_KEPT = 20_000
"""Texts whose XML is kept; order numbers are all different, and a sheet may have a million of them."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Written:
    """The rows of one sheet as XML, with their links (cell, target), how many they are and how deep they fold."""

    xml: bytes
    links: list[tuple[str, str]]
    count: int
    width: int
    depth: int
    checks: list[str]
    """Cells that must be nothing; they turn red where they are not."""
    page_ends: list[int]
    """The last row of each printed page."""
    is_tight: bool
    """Whether rows without a height of their own are a little lower, so that no page holds a few rows alone."""


class _Pages:
    """Counts rows into printed pages that hold ``room`` points each; ``breaks`` are rows that begin one."""

    def __init__(self, room: float, breaks: Sequence[int], plain: float) -> None:
        """``plain`` is the height of a row that has none of its own."""
        self.ends: list[int] = []
        self.plain = plain
        self._room, self._used, self._breaks = room, 0.0, frozenset(breaks)

    def add(self, number: int, height: float | None) -> None:
        """Count a row."""
        points = height or self.plain
        if number > 1 and (self._used + points > self._room or number in self._breaks):
            self.ends.append(number - 1)
            self._used = 0.0
        self._used += points

    def spills(self, last: int) -> bool:
        """Whether a page holds a few rows alone, of which ``last`` is the last one of all."""
        ends = [0, *self.ends, last]
        return any(end - before <= FEW_ROWS for before, end in pairwise(ends[1:]))


class _Paper:
    """Counts rows into pages at the usual height and at a lower one, which is taken where that saves a page of few."""

    def __init__(self, room: float, breaks: Sequence[int], *, may_tighten: bool) -> None:
        self._usual, self._tight = _Pages(room, breaks, ROW_POINTS), _Pages(room, breaks, TIGHT_POINTS)
        self._may_tighten = may_tighten

    def add(self, number: int, height: float | None) -> None:
        """Count a row."""
        self._usual.add(number, height)
        self._tight.add(number, height)

    def ends(self, last: int) -> tuple[list[int], bool]:
        """The last row of each page, and whether rows are a little lower."""
        fewer = len(self._tight.ends) < len(self._usual.ends)
        is_tight = self._may_tighten and fewer and self._usual.spills(last)
        return [*(self._tight if is_tight else self._usual).ends, last], is_tight


def written(
    rows: Iterable[Row],
    ids: StyleIds,
    more: Callable[[int], str] = str,
    most: int = MOST_ROWS,
    room: float = inf,
    breaks: Sequence[int] = (),
    *,
    may_tighten: bool = False,
) -> Written:
    """Write all rows; links beyond what Excel opens are left out, their text stays.

    Of more than ``most`` rows the last one shown says, by ``more``, how many are left out. ``room`` is what a printed
    page holds in points, ``breaks`` are the rows that begin one. ``may_tighten``: nothing drawn counts on their height.
    """
    pages, bodies = _Paper(room, breaks, may_tighten=may_tighten), _Bodies(ids)
    links, pieces, letters, checks = list[tuple[str, str]](), list[str](), list[str](), list[str]()
    amounts = {look: f's="{ids.plain[look]}"><v>' for look in Look if look.kind is Kind.MONEY}
    number = width = depth = 0
    for number, row in enumerate(rows, start=1):
        if number > most:
            continue
        pages.add(number, row.height)
        cells = row.cells
        while len(letters) < len(cells):
            letters.append(column(len(letters) + 1))
        width, depth = max(width, len(cells)), max(depth, row.level)
        texts = [_opening(number, row)]
        for letter, cell in zip(letters, cells, strict=False):
            if cell is None:
                continue
            value, look, link = cell
            if type(value) is str:
                body = bodies[value, look]
            elif type(value) is int and look in amounts:
                body = f"{amounts[look]}{yuan(value)}</v></c>"
            else:
                body = _body(value, look, ids)
            texts.append(f'<c r="{letter}{number}" {body}')
            if look is Look.CHECK:
                checks.append(f"{letter}{number}")
            if link and len(links) < MOST_LINKS:
                links.append((f"{letter}{number}", link))
        pieces.append(f"{''.join(texts)}</row>")
    if number > most:
        pieces[-1] = f'{_opening(most, Row())}<c r="A{most}" {_text(more(number - most + 1), Look.TEXT, ids)}</row>'
        links = [(at, to) for at, to in links if at.lstrip(_LETTERS) != str(most)]
    count = min(number, most)
    return Written("".join(pieces).encode(), links, count, width, depth, checks, *pages.ends(count))


def _opening(number: int, row: Row) -> str:
    height = f' ht="{row.height:.1f}" customHeight="1"' if row.height else ""
    level = f' outlineLevel="{row.level}"' if row.level else ""
    return f'<row r="{number}"{height}{level}>'


class _Bodies(dict[tuple[str, Look], str]):
    """What follows a cell's place, by its text and look: columns repeat their words, so each is written once."""

    def __init__(self, ids: StyleIds) -> None:
        super().__init__()
        self._ids = ids

    def __missing__(self, key: tuple[str, Look]) -> str:
        body = _text(*key, self._ids)
        if len(self) < _MOST_KEPT:
            self[key] = body
        return body


def _body(value: object, look: Look, ids: StyleIds) -> str:
    style = ids.plain[look]
    if value is None:
        return f's="{style}"/>'
    if type(value) is Formula:
        return _formula(value, look, style)
    return f's="{style}"><v>{_NUMBERS[look.kind](value)}</v></c>'


def _formula(formula: Formula, look: Look, style: int) -> str:
    """A formula with the program's own value beside it, for viewers that do not compute."""
    value, text = formula.value, markup(formula.text)
    if value is None:
        raise TypeError(f"a formula without its value: {formula.text}")
    if isinstance(value, str):
        return f's="{style}" t="str"><f>{text}</f><v>{markup(value)}</v></c>'
    return f's="{style}"><f>{text}</f><v>{_NUMBERS[look.kind](value)}</v></c>'


def _text(text: str, look: Look, ids: StyleIds) -> str:
    style = (ids.quoted if begins_formula(text) else ids.plain)[look]
    if not text:
        return f's="{style}"/>'
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f's="{style}" t="inlineStr"><is><t{space}>{markup(text)}</t></is></c>'


def _serial(value: object) -> str:
    """A day as spreadsheets count them from 1900, with the time as a fraction of it."""
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        days = value.toordinal() - _EPOCH
        return f"{days + Decimal(seconds) / _DAY:.12f}" if seconds else str(days)
    if isinstance(value, date):
        return str(value.toordinal() - _EPOCH)
    raise TypeError(f"not a date: {value!r}")


def _money(value: object) -> str:
    if type(value) is not int:
        raise TypeError(f"not an amount in fen: {value!r}")
    return yuan(value)


def _number(value: object) -> str:
    return plain_rate(value) if isinstance(value, Decimal) else str(int(value))  # type: ignore[call-overload]


_NUMBERS: dict[Kind, Callable[[object], str]] = {
    Kind.MONEY: _money,
    Kind.NUMBER: _number,
    Kind.TEXT: _number,
    Kind.DATE: _serial,
}
