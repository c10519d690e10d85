"""Reads the dates and times that exports write, as naive China time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))

_DAY = r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"
_PACKED_DAY = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
_TIME = r"(?P<hour>\d{1,2})\s*[:时]\s*(?P<minute>\d{1,2})(?:\s*[:分]\s*(?P<second>\d{1,2})(?:\.\d+)?\s*秒?|\s*分)?"
_PACKED_TIME = r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_ZONE = r"\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}(?:[\sT]*{_TIME}{_ZONE})?",
        rf"{_PACKED_DAY}(?:[\sT]+{_TIME}{_ZONE})?",
        rf"{_PACKED_DAY}[\sT]*{_PACKED_TIME}{_ZONE}",
        rf"{_DAY}[\sT]+{_PACKED_TIME}{_ZONE}",
        rf"{_DAY}-(?P<hour>\d{{2}})\.(?P<minute>\d{{2}})\.(?P<second>\d{{2}})(?:\.\d+)?",
    )
)
_ENGLISH = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<day>\d{{1,2}})[\s-]*{_NAME}[\s,-]*(?P<year>\d{{4}}|\d{{2}})(?:,?\s+{_TIME})?",
        rf"{_NAME}\s*(?P<day>\d{{1,2}}),?\s*(?P<year>\d{{4}})(?:,?\s+{_TIME})?",
    )
)
"""With the month's name; with numbers alone 02/10/2026 may be either month, and is no date."""
_WEEKDAY = re.compile(r"\s*[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?")
_HALVES = re.compile(
    r"(?P<before>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|[AP]M)?\s*(?<![\d:])(?P<hour>\d{1,2})"
    r"(?P<rest>(?:\s*[:时]\s*\d{1,2}){1,2}\s*[分秒]?)\s*(?P<behind>[AP]\.?M\.?)?",
    re.IGNORECASE,
)
_HALF = re.compile(r"[上下中]午|凌晨|清晨|早上|早晨|傍晚|晚上|(?<![A-Za-z])[AaPp]\.?[Mm]\b")
_USUAL_LENGTH = len("2024-03-15 10:00:00")  # what most files write
_LONGEST = 100  # characters; blanks may stand in many places of a date, and a page of them takes seconds
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EXCEL_EPOCH = datetime(1899, 12, 30)
_YEARS = range(1980, 2200)


class UnreadableDate(ValueError):
    """A text that is no date, or a day that no calendar has; ``text`` is what stood in the cell."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not a date: {text!r}")
        self.text = text


def parse_moment(text: str) -> tuple[datetime, bool]:
    """Read a date with or without a time; the second value says whether the text gave a time of day.

    Understood are ``2024-03-15 10:00:00`` ``2024/3/5 9:05`` ``20240315 10:48:51`` ``20240315104851`` ``20240315``
    ``2024年3月15日 06:37:33`` ``15 Mar 2024`` ``15-Mar-24`` ``March 15, 2024`` ``2024-03-15T10:00:00Z`` (a zone is
    turned into China time) ``24:00:00`` (the next midnight), ``下午2:20`` and ``2:20 PM``, a weekday behind the day,
    and spreadsheet serials as text (``45366.5``). Raises UnreadableDate for anything else.
    """
    if len(text) == _USUAL_LENGTH and text[4::3] == "-- ::" and (moment := _usual(text)):
        return moment, True
    if len(text) > _LONGEST:
        raise UnreadableDate(text)
    plain = in_24_hours(_WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text))).strip()
    for form in _FORMS:
        if match := form.fullmatch(plain):
            return _moment(match.groupdict(), text)
    for form in _ENGLISH if plain.isascii() and any(map(str.isalpha, plain)) else ():
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            century = "20" if len(parts["year"]) == 2 else ""
            named = {"month": str(_MONTHS.index(parts["name"].lower()) + 1), "year": century + parts["year"]}
            return _moment({**parts, **named}, text)
    if _SERIAL.fullmatch(plain):
        return _from_serial(plain), "." in plain and plain.rstrip("0")[-1] != "."
    raise UnreadableDate(text)


def in_24_hours(text: str) -> str:
    """A text with ``14:20`` where its time of day is told as ``下午2:20`` or ``2:20 PM``; any other as it is."""
    if len(text) > _LONGEST or not _HALF.search(text):
        return text
    return _HALVES.sub(_full_hour, text, count=1)


def _full_hour(match: re.Match[str]) -> str:
    half = (match["before"] or match["behind"] or "").upper().replace(".", "")
    hour = int(match["hour"])
    if not half or hour > 12:
        return f" {match['hour']}{match['rest']}"
    if half == "晚上" and hour == 12:  # of this day's night or of the next one's
        return match[0]
    if half in ("AM", "凌晨", "清晨", "早上", "早晨", "上午"):
        hour %= 12
    elif half != "中午" or hour < 10:  # 中午11:30 is before noon
        hour = hour % 12 + 12
    return f" {hour:02d}{match['rest']}"


_ZEROS = str.maketrans("123456789", "0" * 9)


def usual_moments(texts: Sequence[str]) -> list[datetime] | None:
    """What `parse_moment` reads in every text, where all are written as most files do, ``2024-03-15 10:00:00``.

    None otherwise. One pass over all of them: to try each for every form takes ten times as long.
    """
    if "\n".join(texts).translate(_ZEROS) != "\n".join(["0000-00-00 00:00:00"] * len(texts)):
        return None
    try:
        moments = list(map(datetime.fromisoformat, texts))  # which knows the days of each month
    except ValueError:
        return None
    return moments if not moments or (min(moments).year in _YEARS and max(moments).year in _YEARS) else None


def parse_day(text: str) -> date:
    """Read a date; a time behind it is dropped. Raises UnreadableDate."""
    return parse_moment(text)[0].date()


def _usual(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.year in _YEARS else None


def _moment(parts: dict[str, str | None], text: str) -> tuple[datetime, bool]:
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    ends_the_day = (hour, minute, second) == (24, 0, 0)
    try:
        year, month, day = (int(parts[name] or 0) for name in ("year", "month", "day"))
        moment = datetime(year, month, day, 0 if ends_the_day else hour, minute, second)
    except ValueError:
        raise UnreadableDate(text) from None
    if moment.year not in _YEARS:
        raise UnreadableDate(text)
    return _in_china(moment + timedelta(days=ends_the_day), parts.get("zone")), parts.get("hour") is not None


def _in_china(moment: datetime, zone: str | None) -> datetime:
    if not zone:
        return moment
    offset = datetime.strptime("+0000" if zone in {"Z", "UTC"} else zone, "%z").tzinfo
    return moment.replace(tzinfo=offset).astimezone(CHINA).replace(tzinfo=None)


def _from_serial(text: str) -> datetime:
    # Whole seconds: a serial holds days as a binary fraction, so 10:00:00 may read 09:59:59.999997.
    whole, _, part = text.partition(".")
    seconds = (int(part) * 86_400 * 2 + 10 ** len(part)) // (2 * 10 ** len(part)) if part else 0
    moment = _EXCEL_EPOCH + timedelta(days=int(whole), seconds=seconds)
    if moment.year not in _YEARS:
        raise UnreadableDate(text)  # 12000.00 is a sum
    return moment
