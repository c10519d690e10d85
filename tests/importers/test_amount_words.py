"""Sums in the numerals of papers and with 角 and 分 are read; what is not written as they are is no sum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.money import Fen
from app.importers.reading.table import Table
from app.importers.registry import recognise

_DIGITS, _UNITS, _GROUPS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿")


def written(fen: Fen) -> str:
    """The sum as a bank writes it: 壹万零伍拾元零陆分."""
    yuan, parts = divmod(fen, 100)
    text = _number(yuan) + "元"
    jiao, cents = divmod(parts, 10)
    text += f"{_DIGITS[jiao]}角" if jiao else "零" if cents else ""
    return text + (f"{_DIGITS[cents]}分" if cents else "整")


def _number(yuan: int) -> str:
    text, is_gap = "", False
    for place in range(len(str(yuan)) - 1, -1, -1):
        digit = yuan // 10**place % 10
        if digit:
            text += ("零" if is_gap and text else "") + _DIGITS[digit] + _UNITS[place % 4]
        is_gap = not digit
        if place % 4 == 0 and yuan // 10**place % 10_000:
            text += _GROUPS[place // 4]
    return text or "零"


@given(st.integers(0, 10**13 - 1))
def test_every_sum_is_read_as_it_was_written(fen: Fen) -> None:
    assert parse_yuan(written(fen)) == parse_yuan(f"人民币{written(fen)}") == fen


@pytest.mark.parametrize(("text", "fen"), [("12元3角4分", 1_234), ("1,949元0角6分", 194_906), ("贰佰圆正", 20_000),
                                           ("拾伍元", 1_500), ("壹仟元零伍分", 100_005)])  # fmt: skip
def test_other_ways_to_write_a_sum(text: str, fen: Fen) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize("text", ["元整", "万元", "壹贰元", "壹佰仟元", "伍角", "一元", "壹仟", "12角", "叁元店"])
def test_what_is_no_sum(text: str) -> None:
    with pytest.raises(UnreadableAmount):
        parse_yuan(text)


def test_of_a_sum_written_twice_the_digits_are_read() -> None:
    dues = [(f"{n}", f"2025-0{n + 3}-12", sum_) for n, sum_ in ((1, 209_306), (2, 209_306), (3, 204_221))]
    for names in (("应还金额（大写）", "应还金额"), ("应还金额", "应还金额大写")):
        texts = {"应还金额": lambda fen: f"{fen / 100:.2f}"}
        rows = [[n, day, *(texts.get(name, written)(fen) for name in names)] for n, day, fen in dues]
        claim = recognise(Table("a.csv", "", "0", [["期数", "还款日", *names], *rows]))
        assert claim.reader
        assert [row.instalment for row in claim.reader().ledger.plan_totals] == [fen for *_, fen in dues]
