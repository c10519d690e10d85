"""A paper's text without its line ends, in which every place still knows its row."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.amount_text import UnreadableAmount, parse_yuan
from app.amount_words import NUMERALS
from app.core.facts import Source
from app.core.money import Fen
from app.importers.reading.dates import UnreadableDate, parse_day
from app.importers.reading.lines import lines
from app.importers.reading.table import Table

_MOST = 20_000  # lines; no paper of sentences has more
_LONGEST = 2_000_000  # characters
DAY = r"(?:19|20)\d{2}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
WORDED_SUM = rf"[{NUMERALS}]{{1,30}}[元圆](?:[{NUMERALS}]角)?(?:零?[{NUMERALS}]分)?[整正]?"
MONEY = r"(?:人民币|RMB|¥)?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|(?:人民币|RMB|¥)?\d+(?:\.\d{1,2})?"


@dataclass(frozen=True, slots=True)
class RunningText:
    """All lines as one text without white space, in one width; lines may break in the middle of a number or a name."""

    text: str
    starts: tuple[int, ...]
    rows: tuple[int, ...]

    @classmethod
    def of(cls, table: Table) -> RunningText:
        """The text of a table's lines."""
        parts: list[str] = []
        starts: list[int] = []
        rows: list[int] = []
        at = 0
        for number, line in lines(table, _MOST):
            part = packed(line)
            if part and at < _LONGEST:
                starts.append(at)
                rows.append(number)
                parts.append(part)
                at += len(part)
        return cls("".join(parts), tuple(starts), tuple(rows))

    def row(self, place: int) -> int:
        """The physical row that place ``place`` of the text stands in."""
        return self.rows[max(0, bisect_right(self.starts, place) - 1)] if self.rows else 1

    def sources(self, table: Table, start: int, end: int) -> tuple[Source, ...]:
        """The rows of a stretch of the text."""
        first, last = self.row(start), self.row(max(start, end - 1))
        return tuple(table.source(row) for row in self.rows if first <= row <= last)[:20]


def packed(text: str) -> str:
    """A text in one width without white space; ``（`` becomes ``(`` and ``，`` ``,``."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def title_in(table: Table, titles: re.Pattern[str], within: int, longest: int = 30) -> str:
    """The first short line near the top that holds a title; empty where none does."""
    near = (packed(line) for _, line in lines(table, within))
    return next((line for line in near if len(line) <= longest and titles.search(line)), "")


def day(text: str) -> date | None:
    """A date, None where it is none."""
    try:
        return parse_day(text)
    except UnreadableDate:
        return None


def fen(text: str) -> Fen | None:
    """An amount in yuan as fen, None where it is none."""
    try:
        return parse_yuan(text.removeprefix("人民币"))
    except UnreadableAmount:
        return None


def first(pattern: str, text: str) -> re.Match[str] | None:
    """The first place of a pattern."""
    return re.search(pattern, text)


def latest(days: Iterable[date | None]) -> date | None:
    """The latest of some days."""
    return max((day for day in days if day), default=None)
