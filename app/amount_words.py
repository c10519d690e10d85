"""Amounts written in Chinese numerals, 人民币壹仟贰佰元整, and in digits with units, 12元3角4分."""

from __future__ import annotations

import re

from app.core.money import Fen

NUMERALS = "零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿"
"""The numerals in which papers write sums; those of speech (一百元) name coupons and packets as well."""

_DIGITS = {numeral: value for value, numeral in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"〇": 0}
_UNITS = {"拾": 10, "佰": 100, "仟": 1_000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
_WRITTEN = re.compile(
    rf"(?:人民币|rmb)?\s?:?(?P<yuan>[{NUMERALS}]{{1,30}})[元圆](?:(?P<jiao>[{NUMERALS}])角)?"
    rf"(?:零?(?P<fen>[{NUMERALS}])分)?[整正]?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?P<yuan>\d{1,12})元(?:(?P<jiao>\d)角)?(?:(?P<fen>\d)分)?[整正]?")


def amount_in_words(text: str) -> Fen | None:
    """The amount in fen that a text in one width is in numerals or with 角 and 分; None for any other text."""
    if found := _WRITTEN.fullmatch(text):
        yuan = _number(found["yuan"])
        parts = [_DIGITS.get(found[name] or "零") for name in ("jiao", "fen")]
        if yuan is None or None in parts:
            return None
        return yuan * 100 + (parts[0] or 0) * 10 + (parts[1] or 0)
    if found := _COUNTED.fullmatch(text.replace(",", "")):
        return int(found["yuan"]) * 100 + int(found["jiao"] or 0) * 10 + int(found["fen"] or 0)
    return None


def _number(numerals: str) -> int | None:
    """The number, in which units fall within each group and groups fall too; None where they do not."""
    whole, group, digit = 0, 0, None
    last_unit, last_group = 10_000, 10**12
    for numeral in numerals:
        if numeral in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[numeral]
        elif numeral in _UNITS:
            unit = _UNITS[numeral]
            if unit >= last_unit or (not digit and unit != 10):
                return None
            group, last_unit, digit = group + (digit or 1) * unit, unit, None
        else:
            size = _GROUPS[numeral]
            if size >= last_group or not (group or digit):
                return None
            whole, last_group = whole + (group + (digit or 0)) * size, size
            group, last_unit, digit = 0, 10_000, None
    return whole + group + (digit or 0)
