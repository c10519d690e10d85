"""Puts the words of an unruled PDF statement back into rows and columns, by the header's places and the dates.

A PDF without rules holds words at places, nothing else. The header says where the columns stand, a date in the booking
column starts a row, and wrapped texts stand either centred on their row's line (招商, 农业, 交通) or hang below it
(中国). Which of the two a page does is tried, and the one that explains more of its lines is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise

from app.importers.banks.labels import label
from app.importers.banks.layout import Layout
from app.importers.banks.partial_days import is_day
from app.importers.banks.pdf_headers import heading_by_meaning
from app.importers.reading.pdf_words import SAME_LINE, Word, joined, nearest, place_of, runs_of

_DATE = re.compile(r"\d{4}([-/.年]?)\d{1,2}\1?.*")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_OF_A_DAY = re.compile(r"[\d\s年月日时分秒周星期一二三四五六天/.:：()（）-]{1,40}")
"""What the date's cell goes on with on a line below: the rest of a day, a time, a weekday."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_HEADER_BAND, _NEXT_LINE = 1.2, 1.9


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns of a page from left to right, and which of them holds the booking date.

    ``top`` is where a heading begins that was known by its meaning; its days may lack their year.
    """

    columns: tuple[Word, ...]
    dates: int
    top: float | None = None

    def is_date(self, text: str) -> bool:
        """Whether a line of the date column begins a row."""
        return bool(_DATE.fullmatch(text)) or (self.top is not None and is_day(text))

    @property
    def texts(self) -> list[str]:
        return [label(column.text) for column in self.columns]


@dataclass(frozen=True, slots=True)
class _Assigned:
    """Lines by (row, column), and the lines that belong to no row."""

    cells: dict[tuple[int, int], list[Word]]
    left: list[Word]


def statement_rows(pages: Iterable[Sequence[Word]], layouts: Sequence[Layout]) -> list[list[str]] | None:
    """The rows of a statement's pages: lines above the header, the header, a row per date, lines that are no rows.

    A page without a header goes on with the columns of the page before. Where no layout's header is met, a heading that
    means the same is looked for; None where there is none either.
    """
    pages = list(pages)
    return _rows_under(pages, partial(_find_header, layouts=layouts)) or _rows_under(pages, _header_by_meaning)


def _rows_under(
    pages: Iterable[Sequence[Word]], find: Callable[[Sequence[Word]], _Header | None]
) -> list[list[str]] | None:
    rows: list[list[str]] = []
    header: _Header | None = None
    for words in pages:
        own = find(words)
        header = own or header
        above, below = _parted(words, own) if own else ([], words)
        rows += _plain_lines(above)
        rows += [own.texts] if own else []
        rows += _body(below, header) if header else _plain_lines(below)
    return rows if header else None


def _parted(words: Sequence[Word], header: _Header) -> tuple[list[Word], list[Word]]:
    """The words above a page's header and those below it; the header's own and their English names are left out."""
    bottom = max(column.y for column in header.columns)
    first_date = min((w.y for w in words if w.y > bottom and _DATE.fullmatch(w.text)), default=bottom)
    others = [word for word in words if not (_is_label(word, header) or _translates(word, header, first_date))]
    return [w for w in others if w.y <= bottom], [w for w in others if w.y > bottom]


def _find_header(words: Sequence[Word], layouts: Sequence[Layout]) -> _Header | None:
    runs = [run for run in runs_of(words) if _CHINESE.search(run.text) and not any(map(str.isdigit, run.text))]
    for layout in sorted(layouts, key=lambda known: -len(known.header)):
        for start in (run for run in runs if label(run.text) == layout.header[0]):
            band = [run for run in runs if abs(run.y - start.y) < _HEADER_BAND * start.height]
            names = [label(run.text) for run in band]
            if set(names).issuperset(layout.header):
                columns = tuple(sorted(band, key=lambda run: run.x0))
                return _Header(columns, next(i for i, c in enumerate(columns) if label(c.text) in layout.booked))
    return None


def _header_by_meaning(words: Sequence[Word]) -> _Header | None:
    found = heading_by_meaning(words)
    return _Header(*found) if found else None


def _is_label(word: Word, header: _Header) -> bool:
    if header.top is not None:
        near = SAME_LINE * word.height
        return header.top - near < word.y < header.columns[0].y + near
    same_line = (c for c in header.columns if abs(c.y - word.y) < SAME_LINE * word.height)
    return any(column.x0 <= word.x0 < column.x1 for column in same_line)


def _translates(word: Word, header: _Header, first_date: float) -> bool:
    """Whether a word is of the English names beside the labels; a text of the first row stands nearer to its date."""
    if header.top is not None or not word.text.isascii() or any(map(str.isdigit, word.text)):
        return False
    top = min(column.y for column in header.columns)
    return top - 2.5 * word.height < word.y < first_date - 1.6 * word.height


def _body(words: Sequence[Word], header: _Header) -> list[list[str]]:
    lines = _column_lines(words, header)
    of_days = [line for line in lines[header.dates] if header.is_date(line.text) or _OF_A_DAY.fullmatch(line.text)]
    beside = [line for line in lines[header.dates] if line not in of_days]  # sums and notes right below the last row
    lines[header.dates] = of_days
    dates = sorted(line.y for line in lines[header.dates] if header.is_date(line.text))
    if not dates:
        return _plain_lines(words)
    ways = (_centred(lines, _middles(lines[header.dates], dates)), _hanging(lines, dates))
    best = min(ways, key=lambda way: len(way.left))
    rows = [[_text(best.cells.get((row, column), [])) for column in range(len(lines))] for row in range(len(dates))]
    return rows + _plain_lines(sorted([*best.left, *beside], key=place_of))


def _middles(lines: Sequence[Word], dates: Sequence[float]) -> list[float]:
    """The middle of each row: of its date, or of its date and the time below it."""
    times = [line for line in lines if _TIME.fullmatch(line.text)]
    middles = []
    for y in dates:
        below = next((line.y for line in times if 0 < line.y - y < _NEXT_LINE * line.height), y)
        middles.append((y + below) / 2)
    return middles


def _column_lines(words: Sequence[Word], header: _Header) -> list[list[Word]]:
    """The lines of each column from top to bottom, words of a line joined."""
    columns: list[list[Word]] = [[] for _ in header.columns]
    for run in runs_of(words, header.columns):
        columns[nearest(run, header.columns)].append(run)
    return [[joined(list(line)) for _, line in groupby(sorted(c, key=place_of), key=lambda w: w.y)] for c in columns]


def _centred(lines: list[list[Word]], dates: list[float]) -> _Assigned:
    """Each row's lines stand evenly about its date: take as many as have their middle there."""
    cells: dict[tuple[int, int], list[Word]] = {}
    left: list[Word] = []
    for column, own in enumerate(lines):
        at = 0
        for row, y in enumerate(dates):
            # A line well above this date that no row before has taken belongs to none.
            start, count = _block(own, at, y)
            left += own[at:start]
            cells[row, column] = own[start : start + count]
            at = start + count
        left += own[at:]
    return _Assigned(cells, left)


def _block(lines: list[Word], first: int, y: float) -> tuple[int, int]:
    """Where the lines centred on ``y`` start, from ``first`` on, and how many they are; none if nothing is centred."""
    for start in range(first, len(lines)):
        if lines[start].y > y + SAME_LINE * lines[start].height:
            break
        for count in range(1, len(lines) - start + 1):
            block = lines[start : start + count]
            if abs((block[0].y + block[-1].y) / 2 - y) < SAME_LINE * block[0].height and _is_close(block):
                return start, count
    return first, 0


def _hanging(lines: list[list[Word]], dates: list[float]) -> _Assigned:
    """A row's first line stands beside its date and the others below, down to the next date."""
    cells: dict[tuple[int, int], list[Word]] = {}
    left: list[Word] = []
    for column, own in enumerate(lines):
        for line in own:
            row = sum(y <= line.y + SAME_LINE * line.height for y in dates) - 1
            block = cells.setdefault((row, column), [])
            above = block[-1].y if block else dates[row]
            if row >= 0 and line.y - above < _NEXT_LINE * line.height:
                block.append(line)
            else:
                left.append(line)
    return _Assigned(cells, left)


def _is_close(block: list[Word]) -> bool:
    """Whether lines follow one another as those of one text do."""
    return all(b.y - a.y < _NEXT_LINE * a.height for a, b in pairwise(block))


def _plain_lines(words: Sequence[Word]) -> list[list[str]]:
    """Lines that are no rows of the table, each with its runs as cells."""
    return [[run.text for run in line] for _, line in groupby(runs_of(words), key=lambda run: run.y)]


def _text(lines: list[Word]) -> str:
    return "".join(line.text for line in lines).strip()
