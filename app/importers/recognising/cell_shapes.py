"""Says what the cells of a column look like: days, amounts, rates, period numbers, ids, account names, known words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.money import Fen
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.reading.remembered import remembered
from app.importers.recognising.vocabulary import meaning, plain

_NOTHING = frozenset({"", "-", "--", "---", "/", "—", "——", "无", "n/a", "na", "nan", "null", "none", "nil", "暂无"})
_PERIOD = re.compile(
    r"(?:第|period|term|no\.?)?\s*(\d{1,3})(?:\.0+)?\s*(?:期|个月|月|months?)?(?:\s*(?:/|of|\(?共)\s*共?\d{1,3}\s*期?\)?)?"
)
_CHINESE_PERIOD = re.compile(r"(?<=第)[一二三四五六七八九]?十?[一二三四五六七八九]?(?=期)")
_MONTH_DAY = re.compile(r"(?:每月|每个月|monthly on|day)?\s*(\d{1,2})(?:\.0+)?\s*(?:日|号|st|nd|rd|th)?")
_DAYS = re.compile(r"(\d{1,3})(?:\.0+)?\s*(?:天|日|个?自然日|days?)")
_WHOLE = re.compile(r"\d{1,4}(?:\.0+)?")
_ID = re.compile(r"(?=.*\d)[A-Za-z0-9*_\-/]{8,64}")
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")
_ACCOUNT = re.compile(
    r"银行|储蓄|信用卡|借记卡|余额|零钱|尾号|支付宝|微信|钱包|账户|优惠券|卡\b|bank|card|balance|alipay|wechat|wallet"
    r"|[(（]\d{3,4}[)）]$|\*+\s?\d{3,4}$"
)
_CHINESE_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"十": "10", "点": "."}
_LONGEST = 100  # characters of a value; blanks may stand in many places of one, and a page of them takes minutes
_RATE = re.compile(
    r"(?:日利率|日息|利率)?\s*(?P<before>万分之|万|千分之|百分之)?\s*"
    r"(?P<number>\d*\.?\d+|[零一二三四五六七八九十点]+)\s*(?P<after>[%‰‱])?\s*(?:/\s*(?:天|日|day))?"
)
_SCALES = {
    "percent": Decimal("0.01"),
    "per-mille": Decimal("0.001"),
    "per-ten-thousand": Decimal("0.0001"),
    "": Decimal(1),
    "万分之": Decimal("0.0001"),
    "万": Decimal("0.0001"),
    "‱": Decimal("0.0001"),
    "千分之": Decimal("0.001"),
    "‰": Decimal("0.001"),
    "百分之": Decimal("0.01"),
    "%": Decimal("0.01"),
}
_READINGS = {"": ("", "percent"), "daily": ("", "percent", "per-ten-thousand")}
_PLAUSIBLE = (Decimal("0.00002"), Decimal("0.0015"))  # 0.7 % to 54 % a year: consumer credit in China lies inside


@remembered
def present(text: str) -> str:
    """The cell's text without padding and a spreadsheet's text marks; empty for ``-``, ``无``, ``N/A``."""
    bare = text.strip(" \t\r\n\u3000\u00a0\ufeff`").removeprefix("'")
    if bare.startswith('="') and bare.endswith('"'):
        bare = bare[2:-1]
    return "" if plain(bare) in _NOTHING else bare


@dataclass(frozen=True, slots=True)
class Profile:
    """The share of a column's sampled cells that has each shape, empty ones aside; ``filled`` is the share of those."""

    filled: float
    shares: Mapping[str, float]
    cells: tuple[str, ...]

    def share(self, shape: str, vocabulary: str = "") -> float:
        """The share of cells of this shape; for ``words``, of those that stand in ``vocabulary``."""
        if shape != "words":
            return self.shares.get(shape, 0.0)
        if self.shares["text"] < 0.5:
            return 0.0
        return _share([meaning(vocabulary, cell) is not None for cell in self.cells])


def profile(cells: Sequence[str], unit: str = "") -> Profile:
    """What a column's cells look like; ``unit`` is the one that its header names."""
    sample = [present(cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}…") for cell in cells]
    kept = [cell for cell in sample if cell]
    counts = Counter(chain.from_iterable(map(_shapes, kept)))
    shares = {name: counts[name] / len(kept) if kept else 0.0 for name in _TESTS}
    if unit == "ten-thousand-yuan":
        shares["amount"] = _share([_is_amount(cell, unit) for cell in kept])
    shares["rate"] = _share([parse_rate(cell, unit) is not None for cell in kept])
    return Profile(len(kept) / len(sample) if sample else 0.0, shares, tuple(kept))


@lru_cache(maxsize=16384)  # values repeat, and a column is profiled under every row that may be its header
def _shapes(cell: str) -> frozenset[str]:
    """The shapes that a cell has, of those that do not depend on the unit of its column."""
    return frozenset(name for name, test in _TESTS.items() if test(cell))


def _short(text: str) -> str:
    """The plain text; nothing for one that is too long to be a value."""
    return plain(text) if len(text) <= _LONGEST else ""


def parse_period(text: str) -> int | None:
    """The number of a period: ``3``, ``3.0``, ``第3期``, ``第三期``, ``3/12``, ``3 of 12``; None for anything else."""
    match = _PERIOD.fullmatch(_CHINESE_PERIOD.sub(_in_digits, _short(text)))
    return int(match[1]) if match and int(match[1]) > 0 else None


def _in_digits(numeral: re.Match[str]) -> str:
    tens, ten, ones = numeral[0].rpartition("十")
    digits = [_CHINESE_DIGITS.get(digit, "0") for digit in (tens or ("一" if ten else "零"), ones or "零")]
    return str(int("".join(digits)))


def parse_month_day(text: str) -> int | None:
    """A day of the month: ``4``, ``4日``, ``每月4号``; None for anything else."""
    match = _MONTH_DAY.fullmatch(_short(text))
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def parse_days(text: str) -> int | None:
    """A number of days: ``3``, ``3天``; None for anything else."""
    match = _DAYS.fullmatch(_short(text)) or _WHOLE.fullmatch(_short(text))
    return int(re.match(r"\d+", match[0])[0]) if match else None  # type: ignore[index]  # both forms begin with digits


@lru_cache(maxsize=8192)  # every cell of a sample is asked whether it is one
def parse_rate(text: str, unit: str = "") -> Decimal | None:
    """A daily rate as a fraction, or None.

    A unit in the cell (``0.04%``, ``万4``, ``万分之五``) wins over ``unit``, the header's. Where neither makes it a
    rate that a consumer loan can have, the one reading that does is taken: ``0.04`` is percent, ``0.0004`` a fraction,
    and ``4`` is 万4 where ``unit`` is ``daily``: the header says that the rate is a day's, and no more.
    """
    match = _RATE.fullmatch(_short(text))
    number = _number(match["number"]) if match else None
    if match is None or number is None or number == 0:
        return number
    if stated := match["before"] or match["after"]:
        return _plausible(number, stated)
    readings = (_plausible(number, name) for name in _READINGS.get(unit, (unit, "")))
    return next((rate for rate in readings if rate is not None), None)


def _plausible(number: Decimal, scale: str) -> Decimal | None:
    rate = number * _SCALES.get(scale, Decimal(1))
    return rate.normalize() if _PLAUSIBLE[0] <= rate <= _PLAUSIBLE[1] else None


def _number(text: str) -> Decimal | None:
    digits = "".join(_CHINESE_DIGITS.get(letter, letter) for letter in text)
    return Decimal(digits) if re.fullmatch(r"\d*\.?\d+", digits) else None


def parse_amount(text: str, unit: str = "") -> Fen:
    """An amount in fen from a cell in ``unit``: ``yuan`` (or none), ``fen``, ``ten-thousand-yuan``.

    Raises UnreadableAmount.
    """
    if unit == "ten-thousand-yuan":
        return parse_yuan(text, in_ten_thousands=True)
    fen = parse_yuan(text)
    if unit != "fen":
        return fen
    if fen % 100:
        raise UnreadableAmount(text)
    return fen // 100


def amount_in(text: str) -> Fen | None:
    """The amount in fen that a cell is; None for any other text."""
    try:
        return parse_amount(text)
    except UnreadableAmount:
        return None


def moment_in(text: str) -> datetime | None:
    """The moment that a cell is, midnight where it has no time; None for any other text."""
    try:
        return parse_moment(text)[0]
    except UnreadableDate:
        return None


def _is_moment(text: str) -> bool:
    return _says_time(text) is True


def _is_day(text: str) -> bool:
    return _says_time(text) is False


def _says_time(text: str) -> bool | None:
    """Whether a date has a time of day; None for what is no date. The ends of a day are how whole days are written."""
    return _timed(text) if len(text) <= _LONGEST else None  # no date is as long


@lru_cache(maxsize=4096)  # three shapes ask it of every cell
def _timed(text: str) -> bool | None:
    try:
        moment, timed = parse_moment(text)
    except UnreadableDate:
        return None
    return timed and (moment.hour, moment.minute) not in {(0, 0), (23, 59)}


def _is_amount(text: str, unit: str = "") -> bool:
    try:
        parse_amount(text, unit)
    except UnreadableAmount:
        return False
    return True


def _is_percentage(text: str) -> bool:
    bare = plain(text).removesuffix("%").strip()
    return bool(_PLAIN_NUMBER.fullmatch(bare)) and 0 <= Decimal(bare.replace(",", "")) <= 100


def _is_text(text: str) -> bool:
    return not (_PLAIN_NUMBER.fullmatch(plain(text)) or _is_day(text) or _is_moment(text))


def is_value(text: str) -> bool:
    """Whether a cell holds a date, a time or a number, as no header does."""
    return not _is_text(text)


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 0.0


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "day": _is_day,
    "moment": _is_moment,
    "amount": _is_amount,
    "whole": lambda cell: bool(_WHOLE.fullmatch(cell)),
    "period": lambda cell: parse_period(cell) is not None,
    "month_day": lambda cell: parse_month_day(cell) is not None,
    "days": lambda cell: parse_days(cell) is not None,
    "percentage": _is_percentage,
    "id": lambda cell: bool(_ID.fullmatch(cell)),
    "account": lambda cell: bool(_ACCOUNT.search(plain(cell))),
    "text": _is_text,
}
