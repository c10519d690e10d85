"""One payment for a bill and more: the reserve that was out, purchases not billed yet, both, or nothing that fits."""

from __future__ import annotations

import pytest

from app.core.discrepancy import Discrepancy
from app.core.facts import Product, Purpose, WalletKind
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

HUABEI = Product.HUABEI
AS_OF = day("05-01")


def april(paid: int, purpose: Purpose = Purpose.UNKNOWN, reserve: bool = False, bought: int = 0) -> CaseBuilder:
    """A bill of 1,000.00, due on 10 April and paid at once with ``paid`` on the seventh."""
    case = CaseBuilder()
    case.covers(day("02-01"), AS_OF)
    case.bill(4, [case.line(day("03-05"), 1_000_00, order="A-1")])
    if reserve:
        case.wallet(
            at("04-03 14:00"), 500_00, WalletKind.RESERVE_TAKEN, product=Product.RESERVE, text="备用金取出至余额"
        )
    if bought:
        case.wallet(at("04-04 12:00"), bought, WalletKind.PURCHASE, product=HUABEI, text="超市订单")
    case.wallet(at("04-07 20:00"), paid, product=HUABEI, purpose=purpose, text="花呗一键还清")
    return case


def told(case: CaseBuilder) -> dict[str, Discrepancy]:
    return {f"{d.code}.{d.variant}": d for d in explain(case.ledger, as_of=AS_OF).discrepancies}


@pytest.mark.parametrize("purpose", [Purpose.UNKNOWN, Purpose.SETTLEMENT])
@pytest.mark.parametrize(("fee", "bought"), [(0, 0), (1_99, 0), (2_29, 88_00)])
def test_a_payment_of_bill_reserve_fee_and_purchases_is_made_up_of_them_to_the_fen(
    purpose: Purpose, fee: int, bought: int
) -> None:
    found = told(april(1_500_00 + fee + bought, purpose, reserve=True, bought=bought))
    assert list(found) == ["RESERVE-IN-SETTLE-SCOPE.bill"]
    d = found["RESERVE-IN-SETTLE-SCOPE.bill"]
    assert (d.difference, d.unexplained) == (500_00 + fee + bought, 0)
    assert sum(part.amount for part in d.bridge) == d.difference


def test_a_payment_of_a_bill_and_of_what_was_bought_since_needs_no_alarm() -> None:
    found = told(april(1_088_00, Purpose.SETTLEMENT, bought=88_00))
    assert {name: d.difference for name, d in found.items()} == {"SETTLE-SCOPE-UNPOSTED.unbilled": 88_00}


def test_an_advance_that_had_been_returned_was_not_repaid_with_the_bill() -> None:
    case = april(1_500_00, reserve=True)
    case.wallet(at("04-05 09:00"), 501_99, WalletKind.RESERVE_RETURNED, product=Product.RESERVE, text="备用金归还")
    assert "RESERVE-IN-SETTLE-SCOPE.bill" not in told(case)


def test_a_payment_that_nothing_makes_up_is_laid_to_no_bill() -> None:
    assert told(april(1_234_56, Purpose.SETTLEMENT, reserve=True, bought=88_00)) == {}
