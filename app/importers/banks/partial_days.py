"""Gives the days of a statement their year where its rows leave it out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from app.importers.reading.dates import UnreadableDate, in_24_hours, parse_day, parse_moment
from app.importers.reading.remembered import remembered
from app.importers.reading.slashed_days import is_slashed, whole_day, with_year_behind

_MONTH_DAY = re.compile(r"(\d{1,2})\s{0,9}[-/.月]\s{0,9}(\d{1,2})\s{0,9}日?(?:\s{1,9}(\d{1,2}:\d{2}(?::\d{2})?))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_ENGLISH = re.compile(rf"(?P<d>\d{{1,2}})[\s-]*(?P<m>{_NAME})|(?P<name>{_NAME})[\s-]*(?P<day>\d{{1,2}})", re.IGNORECASE)
_PACKED = re.compile(r"(\d{2})(\d{2})")
_SERIALS = range(36_526, 58_000)  # spreadsheets' numbers of the days from 2000 to 2058
_SHORT_YEAR = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s+(\d{1,2}:\d{2}(?::\d{2})?))?")
_FULL = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    rf"|(?<!\d)\d{{1,2}}[\s-]{_NAME}[\s,-]+\d{{4}}|{_NAME}\s\d{{1,2}},?\s\d{{4}}",
    re.IGNORECASE,
)
_PACKED_DAY = re.compile(r"(?<![\d*])20\d{6}(?![\d*])")
_BILL_MONTH = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?!\s*\d)")
_SPAN = re.compile(
    r"(\d{4})\s{0,9}年\s{0,9}\d{1,2}\s{0,9}月\s{0,9}(?:至|到|-|~|—|–)\s{0,9}(?:(\d{4})\s{0,9}年\s{0,9})?(\d{1,2})\s{0,9}月(?!\s{0,9}\d)"
)
_MONTH_TITLE = re.compile(r"(20\d{2})\s*[-/.年]\s*(\d{1,2})\s*月?份?(?:账单|(?:交易)?明细)?")
_DUE = re.compile(r"还款日|到期日|due", re.IGNORECASE)
_WITHIN_A_YEAR = 340  # days from the first of twelve months to the last
_CYCLE = timedelta(days=40)  # a month's bill may close in the month after it
_AFTER = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Years:
    """The day up to which a paper speaks; a day without a year is the last such day not after it.

    ``day_first`` says how 02/03/2026 is to be read; None where its rows do not tell. ``year_behind`` says so of
    28/11/25; None where the year stands first.
    """

    last: date | None
    day_first: bool | None = None
    year_behind: bool | None = None

    @classmethod
    def told(cls, texts: Iterable[str]) -> Years:
        """By the latest day that the words around the rows name: a cycle's end, a closing day, a bill's month."""
        days: list[date] = []
        months: list[date] = []
        for text in texts:
            found = (match for form in (_FULL, _PACKED_DAY) for match in form.finditer(text))
            named = (m for m in found if not _DUE.search(text[max(0, m.start() - 12) : m.start()]))
            days += [day for match in named if (day := _day(match[0]))]
            months += [date(int(y), int(m), 28) for y, m in _BILL_MONTH.findall(text) if 0 < int(m) < 13]
            spans = _SPAN.findall(unicodedata.normalize("NFKC", text))
            months += [date(int(last or first), int(m), 28) for first, last, m in spans if 0 < int(m) < 13]
        return cls(max(days, default=max(months, default=None)))

    def with_months(self, rows: Iterable[list[str]]) -> Years:
        """These where no month stands alone between some rows; else up to the latest such month, or soon after it.

        Unknown where the months are those of more than a year.
        """
        months = [month for row in rows if (month := month_alone(row))]
        if not months:
            return self
        first, last = min(months), max(months)
        if (last - first).days > _WITHIN_A_YEAR:
            return replace(self, last=None)
        return replace(self, last=min(max(last, self.last or last), last + _CYCLE))

    def whole(self, cell: str) -> str:
        """The cell with its year, ``2025-06-10 09:12:00``; as it stands where it has one or none can be told."""
        text = _plain(cell)
        if _is_whole(text):
            return cell
        if is_slashed(text):
            return (None if self.day_first is None else whole_day(text, day_first=self.day_first)) or cell
        if self.year_behind is not None and (read := with_year_behind(text, day_first=self.year_behind)):
            return read
        if (short := _SHORT_YEAR.fullmatch(text)) and (day := _day(f"20{short[1]}-{short[2]}-{short[3]}")):
            return _with_time(day, short[4])
        found = _month_and_day(text)
        if not found or self.last is None:
            return cell
        month, number, time = found
        day = self._placed(month, number)
        return _with_time(day, time) if day else cell

    def _placed(self, month: int, day: int) -> date | None:
        if self.last is None:
            return None
        for year in (self.last.year + 1, self.last.year, self.last.year - 1):
            placed = _day(f"{year}-{month}-{day}")
            if placed and placed <= self.last + _AFTER:
                return placed
        return None


def month_alone(row: list[str]) -> date | None:
    """The last days of the month that a row names and nothing else, as between the rows of a long list; None else."""
    filled = list(islice((text for cell in row if (text := _plain(cell))), 2))
    found = _MONTH_TITLE.fullmatch(filled[0]) if len(filled) == 1 else None
    return date(int(found[1]), int(found[2]), 28) if found and 0 < int(found[2]) < 13 else None


def is_serial(cell: str) -> bool:
    """Whether a cell may be a spreadsheet's number of a day; only under a heading that says so it is one."""
    return len(cell) == 5 and cell.isdecimal() and int(cell) in _SERIALS


@remembered
def is_day(cell: str) -> bool:
    """Whether a cell is a date, with or without its year."""
    text = _plain(cell)
    if _is_whole(text) or is_slashed(text):
        return True
    short = _SHORT_YEAR.fullmatch(text)
    found = (int(short[2]), int(short[3]), None) if short else _month_and_day(text)
    return found is not None and 1 <= found[0] <= 12 and 1 <= found[1] <= 31


def _month_and_day(text: str) -> tuple[int, int, str | None] | None:
    """The month, the day and the time of a day without its year; None for another text."""
    if found := _MONTH_DAY.fullmatch(text) or _PACKED.fullmatch(text):
        return int(found[1]), int(found[2]), found[3] if found.re is _MONTH_DAY else None
    if text.isascii() and (found := _ENGLISH.fullmatch(text)):
        month = (found["m"] or found["name"])[:3].casefold()
        return _MONTHS.index(month) + 1, int(found["d"] or found["day"]), None
    return None


def _plain(cell: str) -> str:
    """A cell in one width, its time of day counted to 24 hours."""
    return in_24_hours(unicodedata.normalize("NFKC", cell)).strip()


@remembered
def _is_whole(text: str) -> bool:
    if text.isdigit() and len(text) != 8 and len(text) != 14:
        return False  # a day's serial number would do for any five digits
    try:
        parse_moment(text)
    except UnreadableDate:
        return False
    return True


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except UnreadableDate:
        return None


def _with_time(day: date, time: str | None) -> str:
    return f"{day:%Y-%m-%d} {time}" if time else f"{day:%Y-%m-%d}"
