"""Purchases on bills against the wallet: amounts, closed orders, refunds, and what stands on one side alone."""

from __future__ import annotations

import pytest

from app.core.discrepancy import Discrepancy, Severity
from app.core.facts import LineKind, Outcome, Product, WalletKind
from app.core.pipeline import explain
from tests.core.case_builder import CARD, CaseBuilder, at, day

HUABEI, BUY, BACK = Product.HUABEI, WalletKind.PURCHASE, WalletKind.REFUND
AS_OF = day("05-20")


def bought(case: CaseBuilder, when: str, amount: int, order: str, **more: object) -> None:
    case.wallet(at(when), amount, BUY, product=HUABEI, order_no=order, **{"account": "花呗", "text": "耳机", **more})


def april(billed: int = 199_00, order: str = "A") -> CaseBuilder:
    """Bills of April and May with purchases that the wallet has too, but for one of ``billed`` fen; both paid."""
    case = CaseBuilder()
    case.covers(day("02-01"), AS_OF)
    for n in range(3):
        bought(case, f"03-0{n + 2} 12:00", 60_00 + n, f"K-{n}")
    lines = [case.line(day(f"03-0{n + 2}"), 60_00 + n, order=f"K-{n}") for n in range(3)]
    lines += [case.line(day("03-12"), billed, order=order)] if billed else []
    case.bill(4, lines)
    pays(case, 4, sum(line.amount for line in lines))
    bought(case, "04-05 12:00", 45_00, "M")
    case.bill(5, [case.line(day("04-05"), 45_00, order="M")])
    pays(case, 5, 45_00)
    return case


def pays(case: CaseBuilder, month: int, amount: int) -> None:
    case.wallet(at(f"{month:02d}-10 11:00"), amount, product=HUABEI, bill_month=(2026, month), text="花呗还款")


def told(case: CaseBuilder) -> list[Discrepancy]:
    codes = {"BILL-LINE-DIFF", "REFUND-NOT-ON-BILL", "REFUND-AFTER-BILL", "REFUND-NEXT-BILL"}
    return [d for d in explain(case.ledger, as_of=AS_OF).discrepancies if d.code in codes]


def only(case: CaseBuilder) -> Discrepancy:
    found = told(case)
    assert len(found) == 1, [(d.code, d.variant) for d in found]
    return found[0]


@pytest.mark.parametrize(("billed", "variant", "severity"), [(299_00, "more", "warning"), (99_00, "less", "info")])
def test_a_line_of_another_amount_than_its_purchase_is_told_to_the_fen(
    billed: int, variant: str, severity: str
) -> None:
    case = april(billed)
    bought(case, "03-12 12:00", 199_00, "A")
    found = only(case)
    assert (found.variant, found.difference, found.severity.value) == (variant, billed - 199_00, severity)


@pytest.mark.parametrize("account", ["花呗&红包", "花呗&余额宝"])
def test_what_another_means_paid_of_a_purchase_is_on_no_bill(account: str) -> None:
    case = april(150_00)
    bought(case, "03-12 12:00", 199_00, "A", account=account)
    assert told(case) == []


def test_a_line_that_is_one_of_equal_parts_of_its_purchase_may_be_an_instalment_of_it() -> None:
    case = april(66_33)
    bought(case, "03-12 12:00", 199_00, "A", account="花呗分期(3期)")
    assert told(case) == []


def test_a_purchase_less_its_refund_or_in_two_parts_agrees() -> None:
    case = april(150_00)
    bought(case, "03-12 12:00", 199_00, "A")
    case.wallet(at("03-14 12:00"), 49_00, BACK, product=HUABEI, refund_of="A", account="花呗")
    assert not any(d.code == "BILL-LINE-DIFF" for d in told(case))
    parts = april(150_00)
    bought(parts, "03-12 12:00", 199_00, "A")
    parts.bill(6, [parts.line(day("05-02"), 49_00, order="A")])
    assert told(parts) == []


def test_a_line_that_the_wallet_lacks_is_told_where_it_has_the_others_and_covers_the_day() -> None:
    assert (only(april(480_00, "X")).variant, only(april(480_00, "X")).difference) == ("not-in-wallet", 480_00)


def test_a_line_is_not_called_unknown_by_a_wallet_that_begins_later_or_has_it_under_another_order() -> None:
    case = april(480_00, "X")
    bought(case, "03-12 13:00", 480_00, "Y")
    assert not any(d.variant == "not-in-wallet" for d in told(case))
    alone = CaseBuilder()
    alone.covers(day("02-01"), AS_OF)
    alone.bill(4, [alone.line(day("03-12"), 480_00, order="X")])  # the wallet of somebody else
    assert told(alone) == []


def test_an_order_that_the_wallet_says_was_closed_is_asked_about() -> None:
    case = april()
    bought(case, "03-12 12:00", 199_00, "A", outcome=Outcome.CLOSED)
    assert (only(case).variant, only(case).severity) == ("closed", Severity.WARNING)


def test_a_purchase_on_neither_of_two_whole_bills_is_not_billed_yet() -> None:
    case = april(0)
    bought(case, "03-20 12:00", 300_00, "Z")
    found = only(case)
    assert (found.variant, found.difference, found.severity) == ("not-billed", 0, Severity.INFO)


@pytest.mark.parametrize("refund", [299_00, 100_00])
def test_a_refund_before_the_bill_was_paid_that_no_bill_lists_is_asked_about(refund: int) -> None:
    case = april(299_00)
    bought(case, "03-12 12:00", 299_00, "A")
    case.wallet(at("04-03 12:00"), refund, BACK, product=HUABEI, refund_of="A", account="花呗")
    found = only(case)
    assert (found.code, found.variant, found.difference) == ("REFUND-NOT-ON-BILL", "to-product", -refund)
    assert (dict(found.facts)["bill_paid_on"], found.severity) == (day("04-10"), Severity.WARNING)


def test_a_refund_to_a_card_leaves_the_bill_as_it_is() -> None:
    case = april(299_00)
    bought(case, "03-12 12:00", 299_00, "A")
    case.wallet(at("04-03 12:00"), 299_00, BACK, product=HUABEI, refund_of="A", account=CARD)
    assert (only(case).variant, only(case).severity) == ("to-account", Severity.INFO)


def test_a_refund_that_a_bill_lists_is_told_once() -> None:
    case = april(299_00)
    bought(case, "03-12 12:00", 299_00, "A")
    case.wallet(at("04-03 12:00"), 299_00, BACK, product=HUABEI, refund_of="A", account="花呗")
    case.bill(6, [case.line(day("04-03"), -299_00, LineKind.REFUND, order="A"), case.line(day("05-03"), 400_00)])
    assert only(case).code == "REFUND-NEXT-BILL"
