"""Messages as programs keep them: a notification's JSON, and the XML of programs that back up messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from html import unescape

from app.importers.papers.message_days import Told
from app.importers.papers.message_words import without_links
from app.importers.reading.lines import line
from app.importers.reading.table import Table

_KEYS = (
    "title",
    "text",
    "body",
    "description",
    "content",
    "status",
    "date",
    "money",
    "unit",
    "source",
    "bizName",
    "amount",
)
_MOMENTS = ("t", "mct", "time", "date_sent", "timestamp", "gmtBizCreateTime")
_WRITTEN = re.compile(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?")
_OF_TIME = re.compile(r"date|time|received|sent|时间|日期", re.IGNORECASE)
_CHINA = timezone(timedelta(hours=8))
_JSON_LONGEST = 200_000
_MOST_LINES = 5_000
_TAG = re.compile(r"<sms\s([^<>]{1,8000})>")
_ATTRIBUTE = re.compile(r"([a-z_]{1,20})=(?:\"([^\"]*)\"|'([^']*)')")

Kept = tuple[int, str, Told | None]
"""The physical row a message begins in, its text, and when it was sent."""


def kept(table: Table) -> Iterator[Kept]:
    """The messages of a backup or notification; nothing where the table is none."""
    first = line(table, 1)
    if first.startswith(("{", "[")):
        yield from _of_json(table)
    elif first.startswith("<") and any("<sms" in line(table, n) for n in range(1, min(len(table), 20) + 1)):
        yield from _of_xml(table)


def _of_xml(table: Table) -> Iterator[Kept]:
    """The messages that came in; what was sent (type 2) is the person's own word."""
    for number in range(1, len(table) + 1):
        for tag in _TAG.finditer(line(table, number)):
            held = {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag[1])}
            moment = _moment(held.get("date", ""))
            if held.get("body") and held.get("type", "1") == "1":
                yield number, held["body"].replace("\n", "，"), _told(moment) if moment else None


def _of_json(table: Table) -> Iterator[Kept]:
    whole = "\n".join(line(table, number) for number in range(1, min(len(table), _MOST_LINES) + 1))
    if len(whole) > _JSON_LONGEST:
        return
    try:
        held = json.loads(whole)
    except (ValueError, RecursionError):
        return
    for one in held if isinstance(held, list) else [held]:
        texts, moments = _walked(one, 0)
        if text := "，".join(dict.fromkeys(texts)):
            yield 1, text, _told(moments[0]) if moments else None


def _walked(value: object, depth: int) -> tuple[list[str], list[datetime]]:
    """The texts and moments of a notification, also of those that are packed as texts in it."""
    texts: list[str] = []
    moments: list[datetime] = []
    if depth > 12:
        return texts, moments
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in pairs:
        packed = _unpacked(held)
        if isinstance(packed, dict | list):
            inner = _walked(packed, depth + 1)
            texts += inner[0]
            moments += inner[1]
        elif _OF_TIME.search(str(key)) and (moment := _written(packed)):
            moments.append(moment)
        elif isinstance(packed, str) and key in _KEYS and (said := without_links(packed)):
            texts.append(said.replace("\n", "，"))
        elif key in _MOMENTS and (moment := _moment(packed)):
            moments.append(moment)
    return texts, moments


def _unpacked(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _moment(value: object) -> datetime | None:
    digits = str(value)
    if not digits.isdigit() or len(digits) not in (10, 13):
        return None
    return datetime.fromtimestamp(int(digits[:10]), _CHINA).replace(tzinfo=None)


def _written(value: object) -> datetime | None:
    """A moment that is written out, in China's time; one without a zone is taken to be so."""
    if not isinstance(value, str) or not _WRITTEN.fullmatch(value):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(_CHINA).replace(tzinfo=None) if moment.tzinfo else moment


def _told(moment: datetime) -> Told:
    return Told(moment.month, moment.day, moment.year, (moment.hour, moment.minute, moment.second))
