"""Reads an account's list copied from a bank's program: each row over several lines, with its balance named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.reading.lines import spaced

HEADER = ["交易时间", "交易摘要", "交易金额", "账户余额"]
_FEWEST, _LONGEST = 3, 60
_BALANCE = re.compile(
    r"(?:账户|卡内|可用|当前)?(?:余额|结余)\s{0,3}[:：]?\s{0,3}[¥￥]?\s{0,3}(\d[\d,]*\.\d{2})\s{0,3}元?"
)
_AMOUNT = re.compile(r"(?<![\d.,])[-+−]\s?[¥￥]?\s?\d[\d,]*\.\d{2}(?![\d,.])\s*元?")
_DAY = re.compile(r"20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_MONTH = re.compile(r"(20\d{2})\s?[年/.-]\s?(\d{1,2})\s?月?")
_SHORT_DAY = re.compile(r"(\d{1,2})\s?[-/月]\s?(0?[1-9]|[12]\d|3[01])(?![\d.,/-])日?")
_TIME = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])")


def rows_of(texts: Sequence[str]) -> list[list[str]]:
    """The rows at the lines of their amounts, with `HEADER` above the first; nothing for another text.

    Each row has one signed amount and, in the same order in all of them, one named balance. Its day stands in it or
    alone above it. Whether the cells stand right is for the balances to prove.
    """
    texts = _with_years([spaced(text) for text in texts])
    amounts = [n for n, text in enumerate(texts) if len(_AMOUNT.findall(text)) == 1 and len(text) <= _LONGEST]
    balances = [n for n, text in enumerate(texts) if len(_BALANCE.findall(text)) == 1 and len(text) <= _LONGEST]
    if len(amounts) < _FEWEST or len(amounts) != len(balances):
        return []
    if not all(0 <= b - a == balances[0] - amounts[0] for a, b in zip(amounts, balances, strict=True)):
        return []
    first = max(0, amounts[0] - 1)
    rows: list[list[str]] = [[text] if text and n < first else [] for n, text in enumerate(texts)]
    days = _days(texts, amounts)
    if not all(days):
        return []
    lead = min(at - before - 1 for before, at in zip(balances, amounts[1:], strict=False))  # lines above an amount
    for day, at, balance in zip(days, amounts, balances, strict=True):
        told = " ".join(filter(None, map(_text_of, texts[max(0, at - lead) : at + 1])))
        amount, left = _AMOUNT.findall(texts[at])[0], _BALANCE.findall(texts[balance])[0]
        rows[max(at, 1)] = [day, told, amount, left]
    rows[max(amounts[0], 1) - 1] = HEADER
    return rows


def _with_years(texts: Sequence[str]) -> list[str]:
    """The lines, days without a year with that of the month which stands alone above them, 01-15 below 2024年01月.

    As they stand where a day is of another month than the one above it: then nothing tells its year.
    """
    year, month, written = "", 0, list[str]()
    for text in texts:
        if heading := _MONTH.fullmatch(text.strip()):
            year, month = heading[1], int(heading[2])
        day = _SHORT_DAY.match(text) if year and len(text) <= _LONGEST else None
        if day and int(day[1]) != month:
            return list(texts)
        written.append(f"{year}-{month:02d}-{int(day[2]):02d}{text[day.end() :]}" if day else text)
    return written


def _days(texts: Sequence[str], amounts: Sequence[int]) -> list[str]:
    """Each row's day: at the one distance from its amount at which every row has one, else alone above groups of rows.

    Empty texts where two distances would do, or none, as then a day may be that of the row before or behind.
    """
    dated = {n: found[0] for n, text in enumerate(texts) if (found := _DAY.findall(text))}
    step = min(b - a for a, b in pairwise(amounts))
    places = [d for d in range(1 - step, step) if all(at + d in dated for at in amounts)]
    if len(places) == 1:
        return [_moment(dated[at + places[0]], texts[at + places[0]]) for at in amounts]
    if places or len([n for n in dated if n < amounts[-1]]) >= len(amounts):
        return [""]
    above = ([n for n in dated if n < at] for at in amounts)
    return [_moment(dated[max(lines)], "") if lines else "" for lines in above]


def _moment(day: str, text: str) -> str:
    """A day with the time behind it on its line; empty for what is no day."""
    time = _TIME.search(text)
    whole = f"{day} {time[0]}" if time else day
    try:
        return whole if parse_moment(whole) else ""
    except UnreadableDate:
        return ""


def _text_of(text: str) -> str:
    """What a line says besides days, times and sums."""
    for form in (_BALANCE, _AMOUNT, _DAY, _TIME):
        text = form.sub("", text)
    return re.sub(r"^(?:[周星期一二三四五六日天\s:：]|今天|昨天)+$", "", text).strip()
