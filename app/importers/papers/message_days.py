"""Reads the days in and beside messages: with a year, without one, or as today and tomorrow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s{0,3}[-/.年]\s{0,3})?(?<!\d)(?P<month>1[0-2]|0?[1-9])(?:\s{0,3}月\s{0,3}|\s{0,3}[-/.]\s{0,3})"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.%元,，]\d)(?!\d)(?!\s*[期/])\s{0,3}[日号]?"
    r"(?:\s{0,3}(?:星期|周)[一二三四五六日天])?(?:\s{0,3}(?P<half>上午|下午|晚上|中午|凌晨|早上|AM|PM)?\s{0,3}"
    r"(?P<hour>[01]?\d|2[0-3])\s{0,3}[:：时]\s{0,3}(?P<minute>[0-5]\d)(?:\s{0,3}[:：分]\s{0,3}(?P<second>[0-5]\d))?)?"
)
_RELATIVE = re.compile(r"(今天|今日|本日|昨天|昨日|明天|明日|后天)(?:\s{0,3}(\d{1,2})\s{0,3}[:：]\s{0,3}(\d{2}))?")
_APART = {"今天": 0, "今日": 0, "本日": 0, "昨天": -1, "昨日": -1, "明天": 1, "明日": 1, "后天": 2}
_AHEAD = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Told:
    """A day as written: its year where it has one, and the time of day where it has one."""

    month: int
    day: int
    year: int | None = None
    time: tuple[int, int, int] | None = None
    start: int = 0

    def on(self, near: date | None, *, ahead: bool = False) -> date | None:
        """The day with its year, or with the one that lays it next to ``near``: before it, or ``ahead``."""
        if self.year:
            return _day(self.year, self.month, self.day)
        if near is None:
            return None
        days = [day for year in (near.year - 1, near.year, near.year + 1) if (day := _day(year, self.month, self.day))]
        if ahead:
            return min((day for day in days if near - timedelta(days=31) <= day <= near + _AHEAD), default=None)
        return max((day for day in days if day <= near + timedelta(days=1)), default=None)


def days_in(text: str) -> list[Told]:
    """Every day that a text names, in order."""
    found = []
    for match in _DAY.finditer(text):
        is_short = match["year"] is None and "月" not in match[0]
        if is_short and not re.search(r"[-/]", match[0]):
            continue  # 3.15 is an amount sooner than a day
        year = int(match["year"]) if match["year"] else None
        found.append(Told(int(match["month"]), int(match["day"]), year, _time(match), match.start()))
    return found


def relative_in(text: str, sent: datetime | None) -> datetime | date | None:
    """The day that 今日 or 明天 means in a message of that moment."""
    match = _RELATIVE.search(text)
    if not match or sent is None:
        return None
    on = sent.date() + timedelta(days=_APART[match[1]])
    return datetime(on.year, on.month, on.day, int(match[2]), int(match[3])) if match[2] and int(match[2]) < 24 else on


def _time(match: re.Match[str]) -> tuple[int, int, int] | None:
    if match["hour"] is None:
        return None
    hour = int(match["hour"])
    if match["half"] in ("下午", "晚上", "PM") and hour < 12:
        hour += 12
    return hour, int(match["minute"]), int(match["second"] or 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
