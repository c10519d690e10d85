"""One payment for a bill and more: the reserve that was out, purchases not billed yet, both, or nothing that fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.discrepancy import Discrepancy
from app.core.facts import LineKind, Product, Purpose, WalletKind
from app.core.pipeline import explain
from app.importers.recognising.billed_lines import worded
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


@pytest.mark.parametrize(
    ("reserve", "bought", "fees"), [(False, 0, 0), (False, 0, 1), (False, 88_00, 2), (True, 0, 1), (True, 88_00, 9)]
)
def test_a_payment_of_all_that_was_open_holds_the_later_instalments_too(reserve: bool, bought: int, fees: int) -> None:
    """9 instalments of 500.00 with 44.00 of fee each are left after number 3 of 12."""
    beyond = 9 * 500_00 + fees * 44_00 + bought + (501_99 if reserve else 0)
    case = april(1_544_00 + beyond, Purpose.SETTLEMENT, reserve=reserve, bought=bought)
    line = worded(replace(case.line(day("03-31"), 500_00, LineKind.INSTALMENT), text="手机分期 第3/12期"))
    fee = worded(replace(case.line(day("03-31"), 44_00, LineKind.FEE), text="手机分期手续费 第3/12期"))
    (bill,) = case.ledger.bills
    whole = replace(bill, lines=(*bill.lines, line, fee), declared=1_544_00, declared_lines=3)
    case.ledger = replace(case.ledger, bills=(whole,))
    case.bill(5, [case.line(day("04-20"), 60_00)])
    found = {name: d for name, d in told(case).items() if d.code != "DEBIT-MISSED"}
    name = "RESERVE-IN-SETTLE-SCOPE.bill" if reserve else "SETTLE-SCOPE-UNPOSTED.instalments"
    assert list(found) == [name]  # that the next bill asks for none of them is told by this
    assert (found[name].difference, found[name].unexplained) == (beyond, 0)
    assert dict(found[name].facts)["principal"] == 9 * 500_00


def test_a_payment_of_a_bill_and_of_what_was_bought_since_needs_no_alarm() -> None:
    found = told(april(1_088_00, Purpose.SETTLEMENT, bought=88_00))
    assert {name: d.difference for name, d in found.items()} == {"SETTLE-SCOPE-UNPOSTED.unbilled": 88_00}


def test_an_advance_that_had_been_returned_was_not_repaid_with_the_bill() -> None:
    case = april(1_500_00, reserve=True)
    case.wallet(at("04-05 09:00"), 501_99, WalletKind.RESERVE_RETURNED, product=Product.RESERVE, text="备用金归还")
    assert "RESERVE-IN-SETTLE-SCOPE.bill" not in told(case)


def test_a_payment_that_nothing_makes_up_is_laid_to_no_bill() -> None:
    assert told(april(1_234_56, Purpose.SETTLEMENT, reserve=True, bought=88_00)) == {}
