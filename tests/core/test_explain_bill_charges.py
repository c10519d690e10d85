"""Interest on a bill that nothing in the files is the cause of is told; where a cause may be, it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.facts import LineKind, Product, Purpose
from tests.core.case_builder import CaseBuilder, at, day

HUABEI = Product.HUABEI


def billed(
    paid_on: str = "04-10", kind: LineKind = LineKind.INTEREST, also: LineKind = LineKind.PURCHASE
) -> CaseBuilder:
    """The bill of April, paid on a day, and that of May with a charge beside another line."""
    case = CaseBuilder()
    case.bill(4, [case.line(day("03-12"), 800_00)])
    paid = at(f"{paid_on} 11:00")
    case.wallet(paid, 800_00, product=HUABEI, purpose=Purpose.BILL, bill_month=(2026, 4), text="花呗还款")
    case.bill(5, [case.line(day("04-12"), 500_00, also), case.line(day("04-30"), 3_21, kind)])
    return case


@pytest.mark.parametrize("kind", [LineKind.INTEREST, LineKind.PENALTY])
def test_a_charge_after_bills_that_were_paid_in_time_has_no_cause_in_the_files(kind: LineKind) -> None:
    found = billed(kind=kind).found(day("05-05"))["BILL-LINE-DIFF"]
    assert (found.variant, found.difference, found.unexplained) == ("charge-without-cause", 3_21, 3_21)
    assert dict(found.facts)["open_due"] == day("05-10")


def test_where_the_bill_was_late_or_instalments_bear_interest_the_charge_is_not_without_cause() -> None:
    assert "BILL-LINE-DIFF" not in billed("04-13").found(day("05-05"))
    assert "BILL-LINE-DIFF" not in billed(also=LineKind.INSTALMENT).found(day("05-05"))


def test_a_charge_that_the_bill_takes_off_again_needs_no_cause() -> None:
    case = billed()
    (april, may) = case.ledger.bills
    waived = case.line(day("04-30"), -3_21, LineKind.INTEREST)
    case.ledger = type(case.ledger)(wallet=case.ledger.wallet, bills=(april,))
    case.bill(5, [*may.lines, waived])
    assert "BILL-LINE-DIFF" not in case.found(day("05-05"))


def test_a_charge_on_a_bill_whose_month_before_is_not_here_is_not_called_without_cause() -> None:
    case = billed()
    (april, may) = case.ledger.bills
    assert may.due is not None
    case.ledger = replace(case.ledger, bills=(april, replace(may, month=(2026, 6), due=may.due.replace(month=6))))
    assert "BILL-LINE-DIFF" not in case.found(day("06-05"))


def test_interest_of_a_product_that_bears_it_from_the_day_of_spending_needs_no_delay() -> None:
    def of_fenfu(kind: LineKind) -> CaseBuilder:
        case = billed(kind=kind)
        case.ledger = replace(
            case.ledger,
            wallet=tuple(replace(row, product=Product.FENFU) for row in case.ledger.wallet),
            bills=tuple(replace(bill, product=Product.FENFU) for bill in case.ledger.bills),
        )
        return case

    assert "BILL-LINE-DIFF" not in of_fenfu(LineKind.INTEREST).found(day("05-05"))
    assert "BILL-LINE-DIFF" in of_fenfu(LineKind.PENALTY).found(day("05-05"))
