"""Refunds that came after their bill was paid, and that no bill lists: the wallet's row says where the money went."""

from __future__ import annotations

import pytest

from app.core.discrepancy import Discrepancy, Severity
from app.core.facts import LineKind, Product, WalletKind
from tests.core.case_builder import CARD, CaseBuilder, at, day

AS_OF = day("06-20")


def april(paid: int = 1_000_00) -> CaseBuilder:
    """A purchase of 400.00 by 花呗 on the bill of April, of which ``paid`` was paid on its due day."""
    case = CaseBuilder()
    case.covers(day("03-01"), AS_OF)
    case.wallet(
        at("03-05 12:00"),
        400_00,
        WalletKind.PURCHASE,
        product=Product.HUABEI,
        account="花呗",
        order_no="A-1",
        text="鞋",
    )
    case.bill(4, [case.line(day("03-05"), 400_00, order="A-1"), case.line(day("03-07"), 600_00, order="A-2")])
    case.wallet(at("04-10 11:00"), paid, product=Product.HUABEI, bill_month=(2026, 4), text="花呗还款")
    return case


def refund(case: CaseBuilder, when: str = "04-15 12:00", account: str = "花呗", amount: int = 400_00) -> None:
    case.wallet(at(when), amount, WalletKind.REFUND, product=Product.HUABEI, refund_of="A-1", account=account)


def told(case: CaseBuilder) -> Discrepancy | None:
    return case.found(AS_OF).get("REFUND-AFTER-BILL")


@pytest.mark.parametrize(("account", "variant"), [("花呗", "to-product"), (CARD, "to-account"), ("", "unnamed")])
def test_it_is_told_where_a_refund_after_the_payment_went(account: str, variant: str) -> None:
    case = april()
    refund(case, account=account)
    found = told(case)
    assert found is not None
    assert (found.variant, found.severity, found.difference, found.unexplained) == (variant, Severity.INFO, -400_00, 0)


@pytest.mark.parametrize("amount", [400_00, 150_00])
def test_the_banks_credit_shows_that_it_arrived(amount: int) -> None:
    case = april()
    refund(case, account=CARD, amount=amount)
    case.bank(day("04-16"), amount, "支付宝-退款")
    found = told(case)
    assert found is not None
    assert dict(found.facts)["booked_on"] == day("04-16")
    assert {s.file for s in found.evidence} >= {"wallet.csv", "bank.csv", "bill-4.csv"}


def test_a_credit_of_another_amount_shows_nothing() -> None:
    case = april()
    refund(case, account=CARD)
    case.bank(day("04-16"), 399_00, "支付宝-退款")
    found = told(case)
    assert found is not None
    assert "booked_on" not in dict(found.facts)


def test_a_bill_made_after_it_that_does_not_list_it_is_named() -> None:
    case = april()
    refund(case)
    case.bill(5, [case.line(day("04-20"), 30_00)])
    found = told(case)
    assert found is not None
    assert (found.variant, dict(found.facts)["later_month"]) == ("not-on-next", "2026-05")


def test_a_bill_whose_lines_are_not_all_there_cannot_lack_it() -> None:
    case = april()
    refund(case)
    case.bill(5, [case.line(day("04-20"), 30_00)], declared=45_00)
    found = told(case)
    assert found is not None
    assert found.variant == "to-product"


@pytest.mark.parametrize("order", ["A-1", ""])
def test_what_a_bill_lists_is_not_told_as_missing_from_it(order: str) -> None:
    case = april()
    refund(case)
    case.bill(5, [case.line(day("04-20"), 900_00), case.line(day("04-15"), -400_00, LineKind.REFUND, order=order)])
    assert told(case) is None


def test_a_line_that_names_another_purchase_is_not_it() -> None:
    case = april()
    refund(case)
    case.bill(5, [case.line(day("04-20"), 900_00), case.line(day("04-15"), -400_00, LineKind.REFUND, order="A-2")])
    found = told(case)
    assert found is not None
    assert found.variant == "not-on-next"


@pytest.mark.parametrize(("when", "paid"), [("04-09 12:00", 1_000_00), ("04-15 12:00", 999_00)])
def test_before_the_bill_was_paid_in_full_nothing_of_the_kind_is_said(when: str, paid: int) -> None:
    case = april(paid)
    refund(case, when)
    assert told(case) is None


@pytest.mark.parametrize("account", ["花呗&余额", "余额"])
def test_another_account_or_several_are_named_as_they_are_written(account: str) -> None:
    case = april()
    refund(case, account=account)
    found = told(case)
    assert found is not None
    assert (found.variant, dict(found.facts)["account"]) == ("to-account", account)
