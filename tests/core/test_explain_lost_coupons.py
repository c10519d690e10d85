"""A coupon that a failed debit had and that was gone when the whole due was collected: what it was is named."""

from __future__ import annotations

import pytest

from app.core.discrepancy import Discrepancy
from app.core.facts import Outcome
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at

COUPON = 10_00


def collected_again(
    *, recorded: bool = True, named: str = "还款红包", later: str = "", off: int = 0
) -> dict[str, Discrepancy]:
    """What is told where the first due failed less ten yuan and succeeded that evening, ``off`` fen less.

    ``named`` and ``later`` are the reductions that the wallet names of the two.
    """
    case = CaseBuilder()
    due = case.loan()[0]
    case.wallet(at("02-15 09:00"), due.total - COUPON, outcome=Outcome.FAILED, reduction=named)
    case.wallet(at("02-15 20:00"), due.total - off, reduction=later)
    if recorded:
        case.record(at("02-15 20:00"), 1, due.principal, due.interest)
    return {d.code: d for d in explain(case.ledger).discrepancies}


@pytest.mark.parametrize("recorded", [True, False])
def test_the_difference_is_the_coupon_and_it_is_named(recorded: bool) -> None:
    lost = collected_again(recorded=recorded)["COUPON-FORFEITED"]
    assert (lost.difference, lost.unexplained, dict(lost.facts)["wording"]) == (COUPON, 0, "还款红包")
    assert {question.to for question in lost.questions} == {"wallet"}


def test_a_coupon_used_after_all_is_not_lost() -> None:
    assert "COUPON-FORFEITED" not in collected_again(later="还款红包", off=COUPON)


def test_a_smaller_try_that_names_no_coupon_is_none() -> None:
    assert "COUPON-FORFEITED" not in collected_again(named="")
