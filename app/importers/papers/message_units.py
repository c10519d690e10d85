"""Parts a text, a table or a notification's JSON into messages, each with the moment it was sent where that is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.importers.papers.message_backups import kept
from app.importers.papers.message_days import Told, days_in
from app.importers.papers.message_tables import tabled
from app.importers.papers.message_words import rule_of
from app.importers.reading.lines import line, spaced
from app.importers.reading.table import Table, clean

_BEFORE_SENDER = re.compile(r"^(?P<before>[^【】]{0,80})(?P<text>【[^【】]{1,20}】.*)$")
_BEHIND_SENDER = re.compile(
    r"^(?P<text>.{8,}(?:【[^【】]{1,20}】|\[[\u4e00-\u9fff]{0,10}(?:银行|支付宝|金融|农信|农商|信用社|信用卡)\]))\s*$"
)
_CARD_LABEL = re.compile(r"^[^\s:：\d【】]{2,10}\s*[:：]\s*\S")
_TITLE = re.compile(r"^(?!.*\d元)[^\s，。:：]{2,16}(?:通知|提醒|成功|失败|到账|账单)$")
# Of a page, and no sentence.
_VALUE_LINE = re.compile(r"[^\d\s，。：:【】]{2,8}\s{0,3}[:：]?\s{0,3}[¥￥]?-?[\d,]+(?:\.\d{1,2})?元?")
_DAY_LABEL = re.compile(r"[^\s\d:：]{0,6}(?:时间|日期)\s{0,3}[:：]?\s{0,3}20?\d")
_CALLER = re.compile(r"(?:\+?86[\s-]?)?(?:9[56]\d{3,8}|10\d{3}|106\d{0,17}|1[3-9]\d{9})")
"""The number that sent a message, on the line above it or above its day, as lists of a telephone show it."""
_NAME = re.compile(r"[^\d\s，。；：:]{2,12}")  # of the program that shows the next message
_LONGEST = 2_000
_STAMP = re.compile(
    r"(?:(?<=[。！!】])\s{0,9}|(?<![日间期于前为至：:])\s{1,9})[(（\[]?"
    r"(?P<stamp>20\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s{1,9}\d{1,2}:\d{2}(?::\d{2})?)[)）\]]?\s*$"
)
"""When a message was sent, behind its last sentence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A message: the physical row it begins in, its text on one line, the day it was sent, its row's filled cells."""

    row: int
    text: str
    sent: Told | None = None
    cells: int = 1


def units(table: Table, most: int) -> list[Unit]:
    """The messages in the first ``most`` rows."""
    found = [Unit(row, spaced(text)[:_LONGEST], sent) for row, text, sent in (*kept(table), *tabled(table))]
    return found or list(_dated(list(_of_lines(table, most))))


def _dated(parts: Sequence[Unit | Told]) -> Iterator[Unit]:
    """Each message with the day of its own line, else of the line above it, or below where days follow messages."""
    follow = _days_follow(parts)
    sent: Told | None = None
    for at, part in enumerate(parts):
        if isinstance(part, Told):
            sent = part
        elif follow and isinstance(day := parts[at + 1], Told):
            yield replace(part, sent=day)
        else:
            sent = part.sent or sent
            yield replace(part, sent=sent)


def _without_stamp(text: str) -> tuple[str, Told | None]:
    """A line without the full moment behind its last sentence, and that moment, which is when it was sent."""
    stamp = _STAMP.search(text)
    told = days_in(stamp["stamp"]) if stamp else []
    return (text[: stamp.start()], told[0]) if stamp and told and stamp.start() else (text, None)


def _days_follow(parts: Sequence[Unit | Told]) -> bool:
    """Whether every message stands above a line with its day, and no day above the first one."""
    above, below = parts[::2], parts[1::2]
    if len(above) != len(below) or not parts:
        return False
    return all(isinstance(one, Unit) and not one.sent for one in above) and all(isinstance(one, Told) for one in below)


def _of_lines(table: Table, most: int) -> Iterator[Unit | Told]:
    """Messages with the day that stands on their own line, and the days of lines that hold nothing else."""
    held: list[str] = []
    row, sent, was_blank = 0, None, True
    for number in range(1, min(len(table), most) + 1):
        text, stamp = _without_stamp(spaced(line(table, number).strip('"')))
        if not text or (_CALLER.fullmatch(text) and (was_blank or _day_alone(spaced(line(table, number + 1))))):
            was_blank = True
            continue
        day = _day_alone(text)
        is_card = bool(held) and bool(_TITLE.match(held[0]))
        starts = _starts(text, was_blank, is_card=is_card)
        if starts and is_card and len(held) == 1 and not (was_blank or "【" in text[:80]):
            starts = False  # the one sentence, or the second title, below a card's title
        if (day or starts) and held:
            yield Unit(row, _joined(held), sent, _filled(table, row))
            held = []
        if day:
            yield day
        elif starts:
            before, own = _parted(text)
            named = list(days_in(before)) if before else []
            sent = named[0] if named else stamp
            row, held = number, [own]
        elif held and not (was_blank and _NAME.fullmatch(text)):
            held.append(text)
            sent = sent or stamp
        was_blank = False
    if held:
        yield Unit(row, _joined(held), sent, _filled(table, row))


def _filled(table: Table, row: int) -> int:
    return sum(1 for cell in table.row(row)[:100] if clean(cell))


def _joined(parts: list[str]) -> str:
    return "，".join(parts)[:_LONGEST]


def _parted(text: str) -> tuple[str, str]:
    """What stands before a message on its line (date, number, name), and the message."""
    found = _BEFORE_SENDER.match(text)
    if found and not rule_of(found["before"]) and not (found["text"].endswith("】") and "，" in found["before"]):
        return found["before"], found["text"]
    named = [told for told in days_in(text[:40]) if told.start == 0 and told.year]
    return (text[:30], text) if named else ("", text)


def _starts(text: str, was_blank: bool, *, is_card: bool) -> bool:
    """Whether a line begins a message: a sender, a card's title, or a sentence of its own."""
    if "【" in text[:80]:
        return True
    if (is_card and (_CARD_LABEL.match(text) or _DAY_LABEL.match(text))) or _VALUE_LINE.fullmatch(text):
        return False
    if _TITLE.match(text) or _BEHIND_SENDER.match(text):
        return True
    return (was_blank or not _CARD_LABEL.match(text)) and rule_of(text) is not None


def _day_alone(text: str) -> Told | None:
    """The day of a line that holds nothing else, as chats print it between messages, or a year alone."""
    if year := re.fullmatch(r"(20\d{2})\s*年?", text):
        return Told(12, 31, int(year[1]))
    if len(text) > 40 or _CARD_LABEL.match(text) or _DAY_LABEL.match(text) or rule_of(text):
        return None
    named = days_in(text)
    rest = re.sub(r"[\d\s:：\-/.年月日号上下午晚早中星期周一二三四五六天凌晨APM]", "", text)
    return named[0] if named and len(rest) <= 12 else None
