"""The tokens of a page: periods, dates, sums, states, labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from app.importers.pictures.words import Word
from app.importers.screens.lines import Line
from app.importers.screens.screen_words import screen_words


class TokenKind(Enum):
    """What a token is."""

    PERIOD = "period"
    DAY = "day"
    TIME = "time"
    MONEY = "money"
    RATE = "rate"
    COUNT = "count"
    STATE = "state"
    LABEL = "label"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place. ``value`` is its normal form, ``meant`` the role of a label.

    Days are ``YYYY-MM-DD``, ``--MM-DD`` without a year, ``YYYY-MM`` for a month, ``YYYY`` for a year, or ``today``;
    sums are yuan with two decimals; periods ``3`` or ``3/12``. ``repaired`` marks a sum whose point was read as
    a comma.
    """

    kind: TokenKind
    word: Word
    line: int
    value: str
    meant: str = ""
    repaired: bool = False

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.word.box[0]

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.word.box[2]

    @property
    def sure(self) -> float:
        """How sure the reader is of its text."""
        return self.word.sure


_BETWEEN = " |｜>·:：,，、()（）"
_SUM = r"\d{1,3}(?:[,，]\d{3})+[.．]\d{2}|\d+[.．]\d{2}"
_NO_SUM = r"(?<![\d.,¥￥额金息计还])(?<!^[-−–+])(?<![^\d][-−–+])"
"""What stands before no month such as 2025.06: a currency, a sign, the last letter of 应还, 金额, 本金, 利息, 合计."""

_PATTERNS = (
    ("partly", r"(?:已还|未还|待还|剩余|还剩)\s*\d{1,3}\s*(?:期|个月|天)|逾期\s*\d{1,3}\s*(?:期|个月)"),
    ("full_day", r"(?P<y>20\d{2})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"),
    ("month", r"(?P<my>20\d{2})\s*(?:年\s*(?P<mm>\d{1,2})\s*月(?:份)?|[-/](?P<mn>0[1-9]|1[0-2])(?![\d.,]))"),
    ("dotted_month", rf"{_NO_SUM}(?P<dy>20[1-3]\d)\.(?P<dn>0[1-9]|1[0-2])(?![\d.,]|\s*元)"),
    ("time", r"(?<!:)(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)"),
    ("rate", r"(?P<rate>\d+(?:\.\d+)?)\s*[%％‰]"),
    ("sum", rf"(?<![\d.])(?:(?P<sign>[-−–+])\s*)?(?:[¥￥]\s*)?(?P<sum>{_SUM})(?![\d%％‰])\s*元?"),
    ("mended", r"(?<![\d.,])[-+]?[¥￥]?(?P<mended>\d{1,3}(?:,\d{3})*,\d{2}|\d{4,},\d{2})(?!\d)\s*元?"),
    ("whole_sum", r"[¥￥]\s*(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?![\d.])|(?P<yuan>\d{1,3}(?:,\d{3})+|\d+)\s*元"),
    ("of", r"第?\s*(?P<this>\d{1,3})\s*/\s*(?P<all>\d{1,3})\s*期?(?![\d/])"),
    ("period", r"第\s*(?P<period>\d{1,3})\s*期"),
    ("terms", r"(?:共|分)?\s*(?P<terms>\d{1,3})\s*(?:期|个月)"),
    ("day", r"(?<!\d)(?P<dm>\d{1,2})\s*月\s*(?P<dd>\d{1,2})\s*日"),
    ("short_day", r"(?<![\d.,/-])(?P<sm>0[1-9]|1[0-2])[-/.](?P<sd>[0-3]\d)(?:(?=[012]\d:\d\d)|(?![\d.,/-]))"),
    ("only_month", r"(?<!\d)(?P<om>\d{1,2})月(?!\d)"),
    ("year", r"(?<!\d)(?P<year>20\d{2})\s*年"),
    ("today", r"今天|今日"),
    ("count", r"(?:共|合计)\s*(?P<count>\d+)\s*[笔条]"),
    ("number", r"(?<![\d.,])(?P<number>\d{1,3})(?![\d.,%])"),
)


def tokens_of(line: Line) -> list[Token]:
    """The tokens of a line from left to right; what is no token is text between them."""
    found: list[Token] = []
    for word in line.words:
        found += _in_word(word, line.number)
    return found


def _in_word(word: Word, line: int) -> Iterator[Token]:
    text = _one_width(word.text)
    at = 0
    for match in _pattern().finditer(text):
        token = _token(match, word.part(match.start(), match.end()), line)
        if token is None:
            continue
        if between := text[at : match.start()].strip(_BETWEEN):
            yield _text(between, word.part(at, match.start()), line)
        yield token
        at = match.end()
    if rest := text[at:].strip(_BETWEEN):
        yield _text(rest, word.part(at, len(text)), line)


def _text(text: str, word: Word, line: int) -> Token:
    """What is no token of its own; the number of a row may be read as one word with the date beside it."""
    is_number = text.isdecimal() and len(text) <= 3
    return (
        Token(TokenKind.COUNT, word, line, str(int(text)), "number")
        if is_number
        else Token(TokenKind.TEXT, word, line, text)
    )


def _one_width(text: str) -> str:
    """The text in one width, letter by letter, so that places stay."""
    return "".join(n if len(n := unicodedata.normalize("NFKC", letter)) == 1 else letter for letter in text)


@cache
def _pattern() -> re.Pattern[str]:
    words = screen_words()
    known = sorted({*words.labels, *words.states}, key=lambda word: (-len(word), word))
    spoken = "|".join(map(re.escape, known))
    parts = [f"(?P<{name}_>{pattern})" for name, pattern in _PATTERNS[:-1]]
    return re.compile("|".join([*parts, f"(?P<spoken>{spoken})", f"(?P<number_>{_PATTERNS[-1][1]})"]))


def _token(match: re.Match[str], word: Word, line: int) -> Token | None:
    got = {name: value for name, value in match.groupdict().items() if value is not None}
    if spoken := got.get("spoken"):
        words = screen_words()
        if spoken in words.labels:
            return Token(TokenKind.LABEL, word, line, spoken, words.labels[spoken])
        return Token(TokenKind.STATE, word, line, spoken)
    return _day_token(got, word, line) or _number_token(got, word, line)


def _day_token(got: dict[str, str], word: Word, line: int) -> Token | None:
    def day(value: str, month: str, number: str = "1") -> Token | None:
        is_real = 1 <= int(month) <= 12 and 1 <= int(number) <= 31
        return Token(TokenKind.DAY, word, line, value) if is_real else None

    if "y" in got:
        return day(f"{got['y']}-{int(got['m']):02d}-{int(got['d']):02d}", got["m"], got["d"])
    if "my" in got:
        month = got.get("mm") or got["mn"]
        return day(f"{got['my']}-{int(month):02d}", month)
    if "dy" in got:
        return day(f"{got['dy']}-{got['dn']}", got["dn"])
    for month, number in (("dm", "dd"), ("sm", "sd")):
        if month in got:
            return day(f"--{int(got[month]):02d}-{int(got[number]):02d}", got[month], got[number])
    if "om" in got:
        return day(f"--{int(got['om']):02d}", got["om"])
    if "year" in got:
        return Token(TokenKind.DAY, word, line, got["year"])
    if "today_" in got:
        return Token(TokenKind.DAY, word, line, "today")
    if "hour" in got:
        return Token(TokenKind.TIME, word, line, f"{got['hour']}:{got['minute']}")
    return None


def _number_token(got: dict[str, str], word: Word, line: int) -> Token | None:
    if "sum" in got:
        sign = "-" if got.get("sign", "+") in "-−–" else ""
        return Token(TokenKind.MONEY, word, line, sign + re.sub("[,，]", "", got["sum"]).replace("．", "."))
    if "mended" in got:
        whole, _, cents = got["mended"].rpartition(",")
        return Token(TokenKind.MONEY, word, line, f"{whole.replace(',', '')}.{cents}", repaired=True)
    if round_sum := got.get("whole") or got.get("yuan"):
        return Token(TokenKind.MONEY, word, line, f"{round_sum.replace(',', '')}.00")
    if "rate" in got:
        return Token(TokenKind.RATE, word, line, word.text.strip())
    if "this" in got:
        is_real = 1 <= int(got["this"]) <= int(got["all"]) <= 360
        return Token(TokenKind.PERIOD, word, line, f"{int(got['this'])}/{int(got['all'])}") if is_real else None
    if "period" in got:
        return Token(TokenKind.PERIOD, word, line, str(int(got["period"])))
    for name in ("terms", "count", "number"):
        if name in got:
            return Token(TokenKind.COUNT, word, line, str(int(got[name])), meant=name)
    return None
