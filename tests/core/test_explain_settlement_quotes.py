"""What a message said that settling takes, beside what was paid: told where it fits to the fen, and not otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from app.core.discrepancy import Discrepancy
from app.core.facts import Product, Purpose, Trigger
from app.core.papers import Notice, NoticeKind
from tests.core.case_builder import CaseBuilder, day

QUOTED_ON = day("03-02")


def settled(quoted: int = 0, later: int = 0, *, pays_quote: bool = False) -> Discrepancy:
    """A loan settled some days after a quote that is ``quoted`` fen off, at what it takes that day or took then."""
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    left, on = sum(p.principal for p in plan[1:]), QUOTED_ON + timedelta(days=later)
    then, now = (left + round(left * 4 * (d - plan[0].due).days / 10_000) for d in (QUOTED_ON, on))
    total = then if pays_quote else now
    noon = datetime.combine(on, time(12))
    case.wallet(noon, total, text="借呗提前结清", purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
    case.record(noon, 2, left, total - left)
    said = Notice(NoticeKind.BALANCE, Product.JIEBEI, then + quoted, QUOTED_ON)
    case.ledger = replace(case.ledger, notices=(said,))
    (found,) = case.found().values()
    return found


@pytest.mark.parametrize("later", [0, 1, 3])
def test_a_quote_that_the_same_way_of_counting_gives_is_told(later: int) -> None:
    found = settled(later=later)
    assert (found.code, found.variant) == ("SETTLE-INTEREST-TO-DATE", "closes")
    assert dict(found.facts)["quoted_on"] == QUOTED_ON


def test_a_quote_paid_a_day_later_says_why_a_day_of_interest_lacks() -> None:
    found = settled(later=1, pays_quote=True)
    assert (found.code, found.variant) == ("DAYCOUNT-CONVENTION", "day-less")
    assert dict(found.facts)["quoted_on"] == QUOTED_ON


def test_a_quote_of_another_amount_may_be_of_another_loan_and_tells_nothing() -> None:
    assert "quoted_on" not in dict(settled(quoted=1).facts)
    assert "quoted_on" not in dict(settled(quoted=1, later=1, pays_quote=True).facts)
