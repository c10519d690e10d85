"""Reserve advances: found on their bill, taken off again, returned twice, extended, or not returned at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.comparison import Subject
from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import LineKind, Outcome, Product, Purpose, Source, WalletKind
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

RESERVE, APRIL = Product.RESERVE, (2026, 4)
TAKEN = at("03-12 14:03")
AS_OF = day("05-20")


def took(case: CaseBuilder, moment: datetime = TAKEN) -> None:
    case.wallet(moment, 500_00, WalletKind.RESERVE_TAKEN, product=RESERVE, text="备用金取出至余额")


def gave(case: CaseBuilder, when: str, amount: int = 501_99) -> None:
    case.wallet(at(when), amount, WalletKind.RESERVE_RETURNED, product=RESERVE, text="备用金归还")


def covered() -> CaseBuilder:
    case = CaseBuilder()
    case.covers(date(2026, 1, 1), AS_OF)
    return case


def told(case: CaseBuilder) -> dict[str, Discrepancy]:
    return {f"{d.code}.{d.variant}": d for d in explain(case.ledger, as_of=AS_OF).discrepancies}


@pytest.mark.parametrize("printed", [datetime(2026, 3, 12), datetime(2026, 3, 12, 23, 59), None])
def test_an_advance_is_found_on_its_bill_by_day_and_amount_whatever_time_the_bill_prints(
    printed: datetime | None,
) -> None:
    case = CaseBuilder()
    took(case)
    case.reserve(TAKEN, moved_to=APRIL)
    case.bill(4, [case.line(day("03-12"), 500_00, LineKind.RESERVE, traded=printed)])
    assert told(case) == {}


def test_of_two_advances_the_one_that_the_bill_lacks_is_named_and_not_the_other() -> None:
    case = CaseBuilder()
    for taken in (at("03-05 14:03"), at("03-20 14:03")):
        took(case, taken)
        case.reserve(taken, moved_to=APRIL)
    case.bill(4, [case.line(day("03-05"), 500_00, LineKind.RESERVE)])
    missing = told(case)["RESERVE-NOT-ON-BILL.missing"]
    assert dict(missing.facts)["taken_on"] == day("03-20")


def test_a_line_that_holds_the_fee_of_the_record_too_is_no_missing_advance() -> None:
    case = CaseBuilder()
    took(case)
    case.reserve(TAKEN, moved_to=APRIL, fee=1_99)
    case.bill(4, [case.line(day("03-12"), 501_99, LineKind.RESERVE)])
    found = told(case)["RESERVE-AMOUNT-DIFF.with-fee"]
    assert (found.difference, found.severity) == (1_99, Severity.INFO)


@pytest.mark.parametrize(("amount", "fee"), [(501_99, 1_99), (520_00, None)])
def test_the_only_line_of_an_advance_on_the_bill_it_moved_to_is_its_line_at_any_amount(
    amount: int, fee: int | None
) -> None:
    case = CaseBuilder()
    took(case)
    case.reserve(TAKEN, moved_to=APRIL)
    case.bill(4, [case.line(day("03-14"), amount, LineKind.RESERVE)])
    assert set(told(case)) == {"RESERVE-AMOUNT-DIFF.more"}
    found = told(case)["RESERVE-AMOUNT-DIFF.more"]
    assert (found.difference, dict(found.facts).get("fee")) == (amount - 500_00, fee)


def test_a_line_from_before_the_taking_is_of_another_advance() -> None:
    case = CaseBuilder()
    took(case)
    case.reserve(TAKEN, moved_to=APRIL)
    case.bill(4, [case.line(day("03-02"), 501_99, LineKind.RESERVE)])
    assert set(told(case)) == {"RESERVE-NOT-ON-BILL.missing"}


@pytest.mark.parametrize("kind", [LineKind.REFUND, LineKind.RESERVE, LineKind.OTHER])
def test_a_returned_advance_that_a_later_bill_takes_off_again_costs_nothing(kind: LineKind) -> None:
    case = CaseBuilder()
    took(case)
    gave(case, "03-18 10:00", 500_00)
    case.reserve(TAKEN, returned_at=at("03-18 10:00"), returned=500_00)
    case.bill(4, [case.line(day("03-12"), 500_00, LineKind.RESERVE)])
    case.bill(5, [case.line(day("04-05"), 900_00), case.line(day("04-15"), -500_00, kind)])
    assert {name: d.difference for name, d in told(case).items()} == {"RESERVE-BILLED-AFTER-RETURN.corrected": 0}


def test_an_advance_returned_a_second_time_is_money_to_claim() -> None:
    case = covered()
    took(case)
    gave(case, "03-18 10:00")
    gave(case, "03-19 14:03")
    twice = told(case)["DEBIT-DUPLICATE.reserve"]
    assert (twice.difference, twice.severity) == (501_99, Severity.SERIOUS)


def test_two_advances_returned_days_apart_are_each_returned_once() -> None:
    case = covered()
    for taken, returned in ((at("03-12 14:03"), "03-15 10:00"), (at("03-15 14:03"), "03-18 10:00")):
        took(case, taken)
        gave(case, returned)
    assert "DEBIT-DUPLICATE.reserve" not in told(case)


def test_a_second_return_is_not_told_where_the_wallet_may_lack_its_taking() -> None:
    case = CaseBuilder()
    case.covers(day("03-10"), AS_OF)
    took(case)
    gave(case, "03-18 10:00")
    gave(case, "03-19 14:03")
    assert "DEBIT-DUPLICATE.reserve" not in told(case)


def test_an_extended_advance_is_not_called_late() -> None:
    case = CaseBuilder()
    case.reserve(TAKEN, returned_at=at("03-26 10:00"), returned=501_99, extended=True)
    found = told(case)
    assert list(found) == ["RESERVE-FEE-SEPARATE.extended"]
    assert found["RESERVE-FEE-SEPARATE.extended"].unexplained == 0


def test_an_advance_that_its_record_still_has_as_out_after_its_days_is_told_as_not_returned() -> None:
    case = covered()
    took(case)
    case.reserve(TAKEN)
    missed = told(case)["DEBIT-MISSED.reserve"]
    assert (missed.difference, dict(missed.facts)["due"]) == (-500_00, day("03-19"))


@pytest.mark.parametrize("why", ["closed", "extended", "not covered", "settled with another payment"])
def test_no_return_is_called_missing_where_it_may_have_gone_another_way(why: str) -> None:
    case = CaseBuilder() if why == "not covered" else covered()
    took(case)
    case.reserve(TAKEN, closed=why == "closed", extended=why == "extended")
    if why == "settled with another payment":
        case.wallet(at("03-17 20:00"), 2_345_67, product=Product.HUABEI, purpose=Purpose.SETTLEMENT, text="花呗结清")
    assert "DEBIT-MISSED.reserve" not in told(case)


def test_an_advance_returned_by_two_payments_is_returned_in_all_and_bears_one_fee() -> None:
    case = covered()
    took(case)
    gave(case, "03-15 10:00", 300_00)
    gave(case, "03-18 10:00", 201_99)
    assert {name: d.difference for name, d in told(case).items()} == {"RESERVE-FEE-SEPARATE.fee": 1_99}


@pytest.mark.parametrize("charged", ["03-12 14:05", "03-19 13:02", "03-19 13:04"], ids=["taking", "before", "after"])
def test_a_fee_taken_by_itself_is_the_advances_fee_whenever_it_was_taken(charged: str) -> None:
    case = covered()
    took(case)
    gave(case, charged, 1_99)
    gave(case, "03-19 13:03", 500_00)
    assert {name: d.difference for name, d in told(case).items()} == {"RESERVE-FEE-SEPARATE.fee": 1_99}


def test_a_part_by_hand_that_is_no_fee_is_still_taken_twice_by_the_debit_of_all() -> None:
    case = covered()
    took(case)
    gave(case, "03-15 10:00", 20_00)
    gave(case, "03-19 13:03", 500_00)
    assert set(told(case)) == {"DEBIT-DUPLICATE.reserve-part"}


@pytest.mark.parametrize(("as_of", "asked"), [("03-19", 0), ("03-20", 1)], ids=["last day", "over"])
def test_an_advance_whose_days_are_not_over_is_not_called_unchecked(as_of: str, asked: int) -> None:
    case = CaseBuilder()
    took(case)
    checks = explain(case.ledger, as_of=day(as_of)).comparison.checks
    assert sum(c.subject is Subject.OBLIGATION for c in checks) == asked


def test_of_an_advance_returned_in_part_only_the_rest_is_told_as_not_returned() -> None:
    case = covered()
    took(case)
    gave(case, "03-15 10:00", 300_00)
    missed = told(case)["DEBIT-MISSED.reserve-part"]
    assert (missed.difference, dict(missed.facts)["paid"]) == (-200_00, 300_00)


def test_a_part_returned_by_hand_before_all_of_it_was_taken_is_money_to_claim() -> None:
    case = covered()
    took(case)
    gave(case, "03-18 10:00", 300_00)
    gave(case, "03-19 14:03")
    found = told(case)
    assert found["DEBIT-DUPLICATE.reserve-part"].difference == 300_00
    assert "DEBIT-MISSED.reserve-part" not in found


def test_a_second_return_is_told_whichever_of_the_two_its_record_names() -> None:
    case = covered()
    took(case)
    gave(case, "03-19 09:12")
    gave(case, "03-19 14:03")
    case.reserve(TAKEN, returned_at=at("03-19 14:03"), returned=501_99, fee=1_99)
    twice = told(case)["DEBIT-DUPLICATE.reserve"]
    assert (twice.difference, dict(twice.facts)["first_at"]) == (501_99, at("03-19 09:12"))


def test_an_advance_out_on_an_older_record_is_returned_where_the_wallet_shows_it() -> None:
    case = covered()
    took(case)
    case.reserve(TAKEN)
    gave(case, "03-18 10:00")
    assert set(told(case)) == {"RESERVE-FEE-SEPARATE.fee"}


def test_an_advance_on_the_bill_of_another_month_than_its_record_says_is_not_lost() -> None:
    case = CaseBuilder()
    took(case)
    case.reserve(TAKEN, moved_to=APRIL)
    case.bill(4, [case.line(day("03-05"), 80_00)])
    case.bill(5, [case.line(day("04-30"), 500_00, LineKind.RESERVE, traded=TAKEN)])
    found = told(case)["RESERVE-NOT-ON-BILL.other-month"]
    assert (found.severity, dict(found.facts)["later_month"]) == (Severity.INFO, "2026-05")


def test_a_returned_advance_taken_off_again_in_two_lines_costs_nothing() -> None:
    case = CaseBuilder()
    took(case)
    case.reserve(TAKEN, returned_at=at("03-18 10:00"), returned=500_00)
    case.bill(4, [case.line(day("03-12"), 500_00, LineKind.RESERVE)])
    lowered = [case.line(day("04-15"), -300_00, LineKind.REFUND), case.line(day("04-16"), -200_00, LineKind.REFUND)]
    case.bill(5, [case.line(day("04-05"), 900_00), *lowered])
    assert {name: d.difference for name, d in told(case).items()} == {"RESERVE-BILLED-AFTER-RETURN.corrected": 0}


def test_a_returned_advance_that_was_paid_with_its_bill_and_then_refunded_leaves_nothing_open() -> None:
    case = covered()
    took(case)
    gave(case, "03-18 10:00", 500_00)
    case.reserve(TAKEN, returned_at=at("03-18 10:00"), returned=500_00)
    case.bill(4, [case.line(day("03-05"), 80_00), case.line(day("03-12"), 500_00, LineKind.RESERVE)])
    paid = case.wallet(at("04-10 19:00"), 580_00, product=Product.HUABEI, bill_month=APRIL, text="花呗自动还款")
    for when, amount in (("04-14 10:00", 300_00), ("04-15 10:00", 200_00)):
        case.wallet(
            at(when),
            amount,
            WalletKind.REFUND,
            product=Product.HUABEI,
            refund_of=paid.order_no,
            text="退款-花呗自动还款",
        )
    assert {name: d.difference for name, d in told(case).items()} == {"RESERVE-BILLED-AFTER-RETURN.refunded": 0}


def test_a_return_that_the_wallet_shows_as_failed_contradicts_the_record() -> None:
    case = covered()
    took(case)
    case.wallet(
        at("03-18 10:00"), 501_99, WalletKind.RESERVE_RETURNED, product=RESERVE, text="备用金归还",
        outcome=Outcome.FAILED, account="",
    )  # fmt: skip
    case.reserve(TAKEN, returned_at=at("03-18 10:00"), returned=501_99, fee=1_99)
    assert told(case)["SOURCE-CONTRADICTION.reserve-failed"].difference == -501_99


def test_a_failed_try_before_the_return_contradicts_nothing() -> None:
    case = covered()
    took(case)
    case.wallet(
        at("03-18 09:58"), 501_99, WalletKind.RESERVE_RETURNED, product=RESERVE, text="备用金归还",
        outcome=Outcome.FAILED, account="",
    )  # fmt: skip
    gave(case, "03-18 10:00")
    case.reserve(TAKEN, returned_at=at("03-18 10:00"), returned=501_99, fee=1_99)
    assert set(told(case)) == {"RESERVE-FEE-SEPARATE.fee"}


def test_one_line_of_a_bill_may_list_several_advances() -> None:
    case = CaseBuilder()
    for taken in (at("03-05 14:03"), at("03-20 14:03")):
        took(case, taken)
        case.reserve(taken, moved_to=APRIL)
    case.bill(4, [case.line(day("04-01"), 1_000_00, LineKind.RESERVE)])
    assert told(case) == {}


def test_lateness_of_an_advance_of_another_amount_is_a_supposition() -> None:
    case = CaseBuilder()
    charged = 1_99 + 3 * 56
    case.reserve(at("03-01 10:00"), amount=1_000_00, returned_at=at("03-11 10:00"), returned=1_000_00 + charged)
    told = case.found()["RESERVE-LATE-ACCRUAL"]
    assert (told.variant, told.certainty, told.unexplained) == ("late-of-share", Certainty.PATTERN, 0)


def test_an_advance_returned_late_with_its_fee_alone_is_not_charged_for_the_days() -> None:
    case = covered()
    took(case)
    gave(case, "03-21 09:00")
    found = told(case)["RESERVE-LATE-ACCRUAL.late-free"]
    assert (found.severity, found.difference, found.unexplained) == (Severity.INFO, 1_99, 0)


@pytest.mark.parametrize("fees", [0, 3_98])
def test_one_payment_returns_two_advances_that_are_out(fees: int) -> None:
    case = covered()
    took(case)
    took(case, at("03-14 10:00"))
    gave(case, "03-18 09:00", 1_000_00 + fees)
    found = told(case)
    assert found.keys() <= {"RESERVE-FEE-SEPARATE.fee"}
    assert all(d.unexplained == 0 for d in found.values())


def test_a_payment_that_is_more_than_two_advances_returns_the_first_alone() -> None:
    case = covered()
    took(case)
    took(case, at("03-14 10:00"))
    gave(case, "03-18 09:00", 1_300_00)
    assert "DEBIT-MISSED.reserve" in told(case)


def test_the_charge_that_is_taken_after_the_return_of_the_very_advance_belongs_to_it() -> None:
    case = covered()
    took(case)
    gave(case, "03-21 09:00", 500_00)
    gave(case, "03-21 09:05", 1_99 + 2 * 28)
    found = told(case)["RESERVE-LATE-ACCRUAL.late"]
    assert (found.difference, found.unexplained) == (1_99 + 2 * 28, 0)


def test_an_advance_that_another_persons_wallet_may_have_returned_is_not_called_missing() -> None:
    case = covered()
    took(case)
    gave(case, "03-18 09:00")
    *others, own = case.ledger.wallet
    assert not told(case).keys() & {"DEBIT-MISSED.reserve"}
    case.ledger = replace(case.ledger, wallet=tuple(others))
    assert "DEBIT-MISSED.reserve" in told(case)
    hers = replace(own, sources=(Source("hers.csv", "", 1, "hers"),))
    his = case.ledger.coverages
    case.ledger = replace(
        case.ledger,
        wallet=(*others, hers),
        coverages=(*his, replace(his[0], account="b", digest="hers")),
    )
    assert "DEBIT-MISSED.reserve" not in told(case)


@pytest.mark.parametrize(
    ("tried", "other", "tries"),
    [("03-19 13:02", False, 1), ("03-15 13:02", False, None), ("03-19 13:02", True, None)],
    ids=["last day", "before its last day", "another out too"],
)
def test_tries_that_failed_from_the_last_day_on_are_told_with_the_lateness(
    tried: str, other: bool, tries: int | None
) -> None:
    case = covered()
    took(case)
    case.wallet(at(tried), 501_99, WalletKind.RESERVE_RETURNED, product=RESERVE, outcome=Outcome.FAILED)
    gave(case, "03-21 08:10", 502_55)
    if other:
        took(case, at("03-14 10:00"))
        gave(case, "03-24 10:00")
    late = [d for d in explain(case.ledger, as_of=AS_OF).discrepancies if d.code == "RESERVE-LATE-ACCRUAL"]
    assert dict(late[0].facts).get("tries") == tries
