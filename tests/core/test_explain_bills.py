"""Reserve advances, monthly bills and exports with gaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.discrepancy import Certainty, Severity
from app.core.facts import LineKind, Product, WalletKind
from app.core.views.summary import Claim, claim_of
from tests.core.case_builder import CARD, CaseBuilder, at, day


def parts(found: object) -> dict[str, int]:
    return {part.component: part.amount for part in found.bridge}  # type: ignore[attr-defined]


def test_an_advance_that_moved_to_a_bill_without_a_line_for_it() -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), moved_to=(2026, 4), state="已转入花呗2026年04月账单")
    case.bill(4, [case.line(day("03-05"), 120_00)])
    missing = case.found()["RESERVE-NOT-ON-BILL"]
    assert (missing.difference, missing.certainty) == (-500_00, Certainty.PROVED)


def test_without_the_bill_nothing_is_said_of_it() -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), moved_to=(2026, 4))
    case.bill(5, [case.line(day("04-05"), 120_00)])
    assert case.found() == {}


def test_of_a_bill_whose_lines_are_not_shown_nothing_is_said_to_be_missing() -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), moved_to=(2026, 4), state="已转入花呗2026年04月账单")
    case.bill(4, [], declared=620_00)
    assert case.found() == {}


def test_an_advance_that_stands_on_the_bill_as_recorded_is_no_discrepancy() -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), moved_to=(2026, 4))
    case.bill(4, [case.line(day("04-01"), 500_00, LineKind.RESERVE, at("03-11 10:30"))])
    assert case.found() == {}


def test_a_bill_line_that_differs_from_the_record() -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), moved_to=(2026, 4))
    case.bill(4, [case.line(day("04-01"), 515_00, LineKind.RESERVE, at("03-11 10:30"))])
    assert case.found()["RESERVE-AMOUNT-DIFF"].difference == 15_00


@pytest.mark.parametrize(
    ("on", "amount", "named"), [("03-11", 500_00, True), ("03-12", 500_00, False), ("03-11", 300_00, False)]
)
def test_a_line_without_time_and_number_is_the_advance_of_its_day_and_amount(on: str, amount: int, named: bool) -> None:
    """So bills stand on a telephone's page: a day, a word and a sum."""
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-14 17:00"), returned=500_00)
    case.bill(3, [replace(case.line(day(on), amount, LineKind.RESERVE), traded_at=None)])
    assert ("RESERVE-BILLED-AFTER-RETURN" in case.found()) is named


def test_an_advance_that_was_returned_and_is_billed_all_the_same() -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-14 17:00"), returned=500_00)
    case.bill(4, [case.line(day("04-01"), 500_00, LineKind.RESERVE, at("03-11 10:30"))])
    billed = case.found()["RESERVE-BILLED-AFTER-RETURN"]
    assert (billed.difference, billed.severity) == (500_00, Severity.SERIOUS)


@pytest.mark.parametrize(("paid", "told"), [(500_00, True), (499_00, False)])
def test_a_returned_advance_on_a_bill_that_was_paid_in_full_was_repaid_twice(paid: int, told: bool) -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-14 17:00"), returned=500_00)
    case.bill(4, [case.line(day("04-01"), 500_00, LineKind.RESERVE, at("03-11 10:30"))])
    payment = case.wallet(at("04-10 08:00"), paid, product=Product.HUABEI, bill_month=(2026, 4), text="花呗还款")
    billed = case.found()["RESERVE-BILLED-AFTER-RETURN"]
    assert set(payment.sources) <= set(billed.evidence) or not told
    assert (dict(billed.facts).get("bill_paid_on") == day("04-10")) is told
    assert claim_of(billed) is (Claim.REFUND if told else Claim.CONFIRM)


@pytest.mark.parametrize(
    ("later", "checked"),
    [
        ({}, None),
        ({5: [80_00]}, "2026-05"),
        ({5: [80_00], 6: [90_00]}, "2026-06"),
        ({6: [90_00]}, None),
        ({5: [80_00, -30_00]}, None),
    ],
    ids=["none", "the next", "two in a row", "not the next", "something else taken off"],
)
def test_later_bills_are_said_to_take_nothing_off_only_as_far_as_they_are_here(
    later: dict[int, list[int]], checked: str | None
) -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-14 17:00"), returned=500_00)
    case.bill(4, [case.line(day("04-01"), 500_00, LineKind.RESERVE, at("03-11 10:30"))])
    case.wallet(at("04-10 08:00"), 500_00, product=Product.HUABEI, bill_month=(2026, 4), text="花呗还款")
    for month, amounts in later.items():
        on = day(f"{month - 1:02}-20")
        case.bill(month, [case.line(on, a, LineKind.PURCHASE if a > 0 else LineKind.CREDIT) for a in amounts])
    assert dict(case.found()["RESERVE-BILLED-AFTER-RETURN"].facts).get("checked_month") == checked


def test_a_later_bill_whose_lines_are_not_all_here_tells_of_nothing_taken_off() -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-14 17:00"), returned=500_00)
    case.bill(4, [case.line(day("04-01"), 500_00, LineKind.RESERVE, at("03-11 10:30"))])
    case.wallet(at("04-10 08:00"), 500_00, product=Product.HUABEI, bill_month=(2026, 4), text="花呗还款")
    case.bill(5, [case.line(day("04-20"), 700_00)], declared=200_00)
    assert "checked_month" not in dict(case.found()["RESERVE-BILLED-AFTER-RETURN"].facts)


@pytest.mark.parametrize(
    ("as_of", "paid", "open_due"), [("04-10", 0, True), ("04-11", 0, False), ("04-09", 500_00, False)]
)
def test_a_day_to_pay_a_bill_by_is_named_only_while_it_can_be_kept(as_of: str, paid: int, open_due: bool) -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-14 17:00"), returned=500_00)
    case.bill(4, [case.line(day("04-01"), 500_00, LineKind.RESERVE, at("03-11 10:30"))])
    if paid:
        case.wallet(at("04-08 08:00"), paid, product=Product.HUABEI, bill_month=(2026, 4), text="花呗还款")
    billed = case.found(day(as_of))["RESERVE-BILLED-AFTER-RETURN"]
    assert (dict(billed.facts).get("open_due") == day("04-10")) is open_due


def test_a_fee_on_return_in_time_is_information() -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-18 23:00"), returned=501_99, fee=1_99)
    assert parts(case.found()["RESERVE-FEE-SEPARATE"]) == {"reserve-fee": 1_99}


def test_each_day_beyond_the_seventh_is_charged() -> None:
    """F14: 500.00 + 1.99 returned two days late is 502.55."""
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-20 09:00"), returned=502_55, fee=2_55)
    late = case.found()["RESERVE-LATE-ACCRUAL"]
    assert parts(late) == {"reserve-fee": 1_99, "late-charge": 56}


def test_a_charge_that_no_rule_of_the_reserve_gives_stays_unexplained() -> None:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-14 09:00"), returned=507_77, fee=7_77)
    assert case.found()["RESERVE-FEE-SEPARATE"].unexplained == 7_77


def test_the_wallet_alone_shows_an_advance_and_its_fee() -> None:
    case = CaseBuilder()
    case.wallet(at("03-11 10:30"), 500_00, WalletKind.RESERVE_TAKEN, account="余额", text="备用金取出至余额")
    case.wallet(at("03-15 10:30"), 502_29, WalletKind.RESERVE_RETURNED, account=CARD, text="备用金归还")
    assert parts(case.found()["RESERVE-FEE-SEPARATE"]) == {"reserve-fee": 2_29}


def test_a_refund_on_a_later_bill_than_its_purchase() -> None:
    case = CaseBuilder()
    case.bill(4, [case.line(day("03-05"), 120_00, order="A1")])
    case.bill(5, [case.line(day("04-08"), -120_00, LineKind.REFUND, order="A1"), case.line(day("04-09"), 30_00)])
    assert case.found()["REFUND-NEXT-BILL"].difference == -120_00


@pytest.mark.parametrize("twins", [1, 2])
def test_a_refund_without_an_order_number_is_of_the_one_purchase_of_its_text_and_amount(twins: int) -> None:
    case = CaseBuilder()
    case.bill(4, [case.line(day("03-05"), 120_00), case.line(day("03-06"), 120_00 if twins == 2 else 90_00)])
    case.bill(5, [case.line(day("04-08"), -120_00, LineKind.REFUND), case.line(day("04-09"), 200_00)])
    found = case.found()
    assert ("REFUND-NEXT-BILL" in found) is (twins == 1)
    if twins == 1:
        assert found["REFUND-NEXT-BILL"].certainty is Certainty.STRONG


@pytest.mark.parametrize("number", ["A1_RF1", "A1*REFUND_7", "R77"])
def test_a_refund_on_a_bill_may_bear_a_number_of_its_own(number: str) -> None:
    """The number begins with the order's, or the wallet's row of that number says which order it is."""
    case = CaseBuilder()
    case.bill(4, [case.line(day("03-05"), 120_00, order="A1"), case.line(day("03-06"), 120_00, order="A2")])
    case.bill(5, [case.line(day("04-08"), -60_00, LineKind.REFUND, order=number), case.line(day("04-09"), 80_00)])
    if number == "R77":
        assert "REFUND-NEXT-BILL" not in case.found()
        of_order: dict[str, object] = {"product": Product.HUABEI, "refund_of": "A1", "order_no": number}
        case.wallet(at("04-08 09:00"), 60_00, WalletKind.REFUND, account="花呗", **of_order)
    told = case.found()["REFUND-NEXT-BILL"]
    assert (told.difference, told.certainty, dict(told.facts)["amount"]) == (-60_00, Certainty.PROVED, 120_00)


def test_a_refund_whose_number_names_no_purchase_is_laid_to_the_one_of_its_text_and_whole_amount() -> None:
    for amount, told in ((120_00, True), (60_00, False)):
        case = CaseBuilder()
        case.bill(4, [case.line(day("03-05"), 120_00, order="A1")])
        refund = case.line(day("04-08"), -amount, LineKind.REFUND, order="R77")
        case.bill(5, [refund, case.line(day("04-09"), 200_00, order="A3")])
        found = case.found()
        assert ("REFUND-NEXT-BILL" in found) is told
        assert not told or found["REFUND-NEXT-BILL"].certainty is Certainty.STRONG


def test_a_refund_in_the_cycle_of_its_purchase_is_no_discrepancy() -> None:
    case = CaseBuilder()
    purchase = case.line(day("03-05"), 120_00, order="A1")
    case.bill(4, [purchase, case.line(day("03-08"), -120_00, LineKind.REFUND, order="A1")])
    assert case.found() == {}


def test_a_purchase_posted_in_the_next_cycle() -> None:
    case = CaseBuilder()
    case.bill(5, [case.line(day("04-03"), 236_80, traded=at("03-16 12:26"))])
    assert case.found()["BILL-POSTING-CUT"].severity is Severity.INFO


def test_a_bill_that_declares_another_amount_than_its_lines() -> None:
    case = CaseBuilder()
    case.bill(4, [case.line(day("03-05"), 120_00), case.line(day("03-09"), 30_00)], declared=175_00)
    wrong = case.found()["BILL-TOTAL-MISMATCH"]
    assert (wrong.expected, wrong.actual, wrong.difference, wrong.unexplained) == (150_00, 175_00, 25_00, 0)


@pytest.mark.parametrize(
    ("paid_at", "paid", "told"),
    [
        ("03-20 21:00", 40_00, Severity.INFO),  # in the cycle of the bill: what it takes off
        ("03-20 21:00", 39_00, Severity.WARNING),  # another amount
        ("02-20 21:00", 40_00, Severity.WARNING),  # before the cycle
        ("04-20 21:00", 40_00, Severity.WARNING),  # after the bill was made
    ],
)
def test_a_bill_below_its_lines_names_the_payment_that_it_takes_off(paid_at: str, paid: int, told: Severity) -> None:
    case = CaseBuilder()
    case.wallet(at(paid_at), paid, product=Product.HUABEI, text="花呗主动还款")
    case.bill(4, [case.line(day("03-05"), 120_00), case.line(day("03-09"), 30_00)], declared=110_00)
    less = case.found()["BILL-TOTAL-MISMATCH"]
    assert (less.variant, less.severity, less.difference) == ("less", told, -40_00)
    assert dict(less.facts).get("paid_on") == (day("03-20") if told is Severity.INFO else None)


def test_an_export_that_holds_fewer_rows_than_it_declares() -> None:
    case = CaseBuilder()
    case.covers(day("01-01"), day("06-30"), rows=96, declared=110, oldest=day("03-07"))
    gap = case.found()["EXPORT-GAP"]
    assert (dict(gap.facts)["gap_from"], dict(gap.facts)["gap_to"]) == (day("01-01"), day("03-07"))
    assert dict(gap.facts)["short"] == 14
