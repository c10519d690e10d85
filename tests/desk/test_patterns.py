"""Promises of patterns: what was planted is found and named, and chance alone is told of nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from app.desk.patterns import Common, patterns_of
from app.desk.record import Record
from app.desk.wording import pattern_text
from app.texts import Language, Phrasebook
from tests.desk.made_cases import finding, records_of
from tests.languages import EVERY_LANGUAGE

KINDS = ("DEBIT-LATE", "POST-LAG", "PLAN-RATE-CHANGED", "DEBIT-DUPLICATE")
LENDERS = ("甲银行", "乙消费金融", "丙小额贷款")


def desk(seed: int, count: int = 600) -> list[Record]:
    return records_of(random.Random(seed), count, KINDS, LENDERS)


@pytest.mark.parametrize("seed", range(40))
def test_where_nothing_is_in_common_nothing_is_told(seed: int) -> None:
    assert patterns_of(desk(seed)) == []


def planted(records: list[Record], cases: int, lender: str, **found: object) -> list[Record]:
    """The first cases of a lender with one finding more."""
    own = [r.case for r in records if r.days[0][1] == lender][:cases]
    one = finding(lender=lender, **found)  # type: ignore[arg-type]
    days = (one.day,)
    return [
        replace(r, findings=(*r.findings, one), days=(*r.days, ("jiebei", lender, days))) if r.case in own else r
        for r in records
    ]


def test_one_lender_late_on_one_day_is_found_and_named() -> None:
    found = patterns_of(planted(desk(1), 60, "甲银行", at="2026-05-11"))
    first = found[0]
    assert (first.common, first.code, first.lender, first.value) == (Common.DAY, "DEBIT-LATE", "甲银行", "2026-05-11")
    assert len(first.cases) >= 60
    assert {p.common for p in found} <= {Common.DAY, Common.LENDER, Common.AMOUNT}


def test_a_fee_at_one_lender_is_found_and_named() -> None:
    charged = [(f"2026-{1 + n % 12:02d}-{1 + n % 28:02d}", 1990 + 7 * n) for n in range(150)]
    records = desk(2)
    own = [r for r in records if r.days[0][1] == "乙消费金融"][:150]
    fees = {
        r.case: finding("FEE-THIRD-PARTY", day, "乙消费金融", fee)
        for r, (day, fee) in zip(own, charged, strict=True)
    }  # fmt: skip
    some = {
        r.case: finding("FEE-THIRD-PARTY", "2026-01-05", "甲银行", 500) for r in records if r.days[0][1] == "甲银行"
    }
    few = dict(list(some.items())[:4])
    records = [replace(r, findings=(*r.findings, *filter(None, (fees.get(r.case), few.get(r.case))))) for r in records]
    found = [p for p in patterns_of(records) if p.code == "FEE-THIRD-PARTY"]
    assert [(p.common, p.lender, len(p.cases)) for p in found] == [(Common.LENDER, "乙消费金融", 150)]


def test_the_same_amount_in_many_cases_is_found() -> None:
    found = patterns_of(planted(desk(3), 150, "丙小额贷款", at="2026-02-02", difference=1990))
    assert (Common.AMOUNT, "1990") in {(p.common, p.value) for p in found}


def test_findings_on_days_without_an_event_are_counted() -> None:
    bare = [replace(r, days=tuple((p, lender, ()) for p, lender, _ in r.days)) for r in desk(6)]
    assert patterns_of(bare) == []


def test_the_order_of_cases_changes_nothing() -> None:
    records = planted(desk(4), 60, "甲银行", at="2026-05-11")
    assert patterns_of(records[::-1]) == patterns_of(records)


@EVERY_LANGUAGE
def test_a_pattern_is_said_with_its_counts(language: Language) -> None:
    book = Phrasebook(language)
    for pattern in patterns_of(planted(desk(5), 100, "甲银行", at="2026-05-11", difference=1990)):
        told = pattern_text(pattern, book)
        assert str(len(pattern.cases)) in told
        assert "甲银行" in told
