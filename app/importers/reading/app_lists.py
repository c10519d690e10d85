"""Reads the list of an account copied from a bank's program without balances: name, time and amount on lines each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.importers.reading.dates import UnreadableDate, parse_moment

HEADER = ["交易时间", "交易摘要", "收/支", "交易金额"]
FEWEST, _LONGEST = 2, 60
_ALONE = re.compile(r"([-+−])\s?[¥￥]?\s?(\d[\d,]*\.\d{2})\s*元?")
_MONTH = re.compile(r"(20\d{2})\s*[年/.-]\s*(\d{1,2})\s*月?")
_TOTAL = re.compile(r"(支出|收入)\s*[:：]?\s*[¥￥]?\s*(\d[\d,]*\.\d{2})")
DAY = re.compile(
    r"(?:(20\d{2})\s*[年/.-]\s*)?(\d{1,2})\s*[月/-]\s*(\d{1,2})\s*日?\s*(?:(?:周|星期)[一二三四五六日天])?"
    r"\s*(\d{1,2}:\d{2}(?::\d{2})?)?"
)
_BALANCE = r"(?:账户|可用)?余额\s*[:：]?\s*[¥￥]?\s*-?\d[\d,]*\.\d{2}\s*元?"
_TIME = re.compile(rf"(\d{{1,2}}:\d{{2}}(?::\d{{2}})?)(?:\s+{_BALANCE})?")
_LEFT = re.compile(_BALANCE)
NEAR = re.compile(r"(?:今天|昨天|前天)(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")
OF_A_BANK = re.compile(r"银行|[工农中建交招]行|农商|信用社")


@dataclass(slots=True)
class _Kept:
    """What stands above the next amount; ``is_waiting`` where a day has no row yet."""

    year: str = ""
    month: int = 0
    day: str = ""
    time: str = ""
    texts: list[str] = field(default_factory=list)
    is_waiting: bool = False


def is_list(texts: Sequence[str]) -> bool:
    """Whether it is a list of a bank's or a wallet's program: signed amounts alone on lines, beside days or times."""
    filled = [text for text in texts if text]
    amounts = sum(1 for text in filled if _ALONE.fullmatch(text))
    dated = sum(1 for text in filled if DAY.fullmatch(text) or NEAR.fullmatch(text) or _TIME.fullmatch(text))
    return amounts >= FEWEST and dated >= 1 and 7 * amounts >= len(filled)


def states_both_ways(texts: Iterable[str]) -> bool:
    """Whether a line states what was spent and what came in, as a wallet's page does, and no lender's bill."""
    return any({word for word, _ in _TOTAL.findall(text)} == {"支出", "收入"} for text in texts)


def list_rows(texts: Sequence[str]) -> list[list[str]]:
    """The rows at the lines of their amounts, with `HEADER` above; nothing for another text.

    Each row has its day above its amount, with a year of its own or of the month above it, and a text. The first lines
    name a bank. Where the list states a month's sums its rows must make them up.
    """
    if not is_list(texts) or any(len(text) > _LONGEST for text in texts):
        return []
    first = next(n for n, text in enumerate(texts) if _ALONE.fullmatch(text))
    if not any(OF_A_BANK.search(text) and not re.search(r"\d", text) for text in texts[:first]) or first < 1:
        return []
    rows: list[list[str]] = [[text] if text and n < first - 1 else [] for n, text in enumerate(texts)]
    kept, sums, told = _Kept(), dict[tuple[str, int, str], int](), dict[tuple[str, int, str], int]()
    for number, text in enumerate(texts):
        if amount := _ALONE.fullmatch(text):
            way = "收入" if amount[1] == "+" else "支出"
            row = _row(kept, way, amount[2])
            if not row:
                return []
            key = (row[0][:4], int(row[0][5:7]), way)
            sums[key] = sums.get(key, 0) + fen(amount[2])
            rows[number] = row
        else:
            _take(kept, text, told)
    if kept.is_waiting or kept.texts or kept.time or any(sums.get(key, 0) != fen for key, fen in told.items()):
        return []
    rows[first - 1] = HEADER
    return rows


def month_of(text: str) -> str:
    """The month of a line that names one, alone or before its sums, as ``2026-05``; empty for another line."""
    month = _MONTH.match(text)
    rest = text[month.end() :].strip() if month else ""
    return f"{month[1]}-{int(month[2]):02d}" if month and (not rest or _TOTAL.match(rest)) else ""


def stated(text: str) -> list[tuple[str, int]]:
    """The sums of a month that a line states: the word, and fen."""
    return [(word, fen(amount)) for word, amount in _TOTAL.findall(text)]


def _take(kept: _Kept, text: str, told: dict[tuple[str, int, str], int]) -> None:
    """Go on over a line that is no amount alone."""
    if month := _MONTH.match(text):
        rest = text[month.end() :].strip()
        if not rest or _TOTAL.match(rest):
            kept.year, kept.month, kept.day, kept.time, kept.texts = month[1], int(month[2]), "", "", []
    if totals := _TOTAL.findall(text):
        told.update({(kept.year, kept.month, word): fen(sum_) for word, sum_ in totals if kept.year})
        kept.texts = []
    elif day := DAY.fullmatch(text):
        year = day[1] or (kept.year if int(day[2]) == kept.month else "")
        kept.day, kept.time = (f"{year}-{int(day[2]):02d}-{int(day[3]):02d}" if year else ""), day[4] or ""
        kept.is_waiting = True
    elif NEAR.fullmatch(text):
        kept.day = ""
    elif time := _TIME.fullmatch(text):
        kept.time = time[1]
    elif _LEFT.fullmatch(text):
        return
    elif text and not _MONTH.fullmatch(text):
        kept.texts.append(text)


def _row(kept: _Kept, way: str, amount: str) -> list[str]:
    """A row of what was gathered above its amount; nothing where its day or its text is missing."""
    text = kept.texts[-1] if kept.texts else ""
    when = f"{kept.day} {kept.time}".strip()
    kept.texts, kept.time, kept.is_waiting = [], "", False
    try:
        known = bool(kept.day and text and parse_moment(when))
    except UnreadableDate:
        known = False
    return [when, text, way, amount] if known else []


def fen(amount: str) -> int:
    """An amount as it stands, in fen."""
    return int(amount.replace(",", "").replace(".", ""))
