"""What was paid for a monthly bill: late, twice, by the minimum, and payments that name no month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ahead import MarkBasis
from app.core.comparison import Subject
from app.core.discrepancy import Certainty, Discrepancy
from app.core.facts import LineKind, Product, Purpose, Trigger, WalletRow
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

HUABEI = Product.HUABEI


def with_bills(*amounts: int, minimum: int | None = None) -> CaseBuilder:
    """Bills of April 2026 and the months after it, each with one purchase and due on the tenth."""
    case = CaseBuilder()
    for month, amount in enumerate(amounts, 4):
        case.bill(month, [case.line(date(2026, month - 1, 5), amount)], minimum=minimum)
    return case


def pays(case: CaseBuilder, moment: datetime, amount: int, month: int | None = 4, **more: object) -> WalletRow:
    """A repayment of 花呗 by the wallet, booked by the bank."""
    named = (2026, month) if month else None
    case.bank(moment.date(), -amount, "支付宝-花呗还款")
    return case.wallet(moment, amount, product=HUABEI, bill_month=named, text="花呗还款", **more)


def only(case: CaseBuilder) -> Discrepancy:
    found = case.found()
    assert len(found) == 1, list(found)
    return next(iter(found.values()))


@pytest.mark.parametrize("month", [4, None])
def test_a_bill_paid_late_with_a_charge_is_explained_by_the_day_to_the_fen(month: int | None) -> None:
    """1,000.00 by 0.05 % for three days: 0.50 a day."""
    case = with_bills(1_000_00)
    pays(case, at("04-13 10:00"), 1_001_50, month)
    late = only(case)
    assert (late.code, late.variant, late.difference, late.unexplained) == ("DEBIT-LATE", "bill-charged", 1_50, 0)
    assert late.bridge[0].component == "bill-late-charge"


def test_a_charge_that_no_published_rate_gives_stays_unexplained_in_full() -> None:
    case = with_bills(1_000_00)
    pays(case, at("04-13 10:00"), 1_007_77)
    late = only(case)
    assert (late.difference, late.unexplained, late.certainty) == (7_77, 7_77, Certainty.OPEN)


@pytest.mark.parametrize("month", [4, None])
def test_a_bill_paid_by_hand_and_collected_again_was_paid_twice(month: int | None) -> None:
    case = with_bills(213_00)
    pays(case, at("04-10 07:32"), 213_00, month, trigger=Trigger.MANUAL)
    pays(case, at("04-10 13:10"), 213_00, month, trigger=Trigger.AUTO)
    twice = only(case)
    assert (twice.code, twice.variant, twice.difference) == ("DEBIT-MANUAL-AUTO-OVERLAP", "bill-kept", 213_00)


@pytest.mark.parametrize(("off", "variant"), [(213_00, "taken-off-bill"), (100_00, "kept")], ids=["all", "a part"])
def test_what_a_bill_takes_off_was_not_kept_though_the_bill_that_was_paid_twice_is_not_here(
    off: int, variant: str
) -> None:
    case = CaseBuilder()
    pays(case, at("04-10 07:32"), 213_00, trigger=Trigger.MANUAL)
    pays(case, at("04-10 13:10"), 213_00, trigger=Trigger.AUTO)
    case.bill(5, [case.line(day("04-20"), 800_00), case.line(day("04-25"), -off, LineKind.CREDIT)])
    twice = case.found()["DEBIT-MANUAL-AUTO-OVERLAP"]
    assert (twice.variant, twice.difference) == (variant, 0 if variant == "taken-off-bill" else 213_00)


def test_a_second_payment_that_the_next_bill_does_not_take_off_says_so_with_its_rows() -> None:
    case = with_bills(213_00)
    pays(case, at("04-10 07:32"), 213_00, trigger=Trigger.MANUAL)
    pays(case, at("04-10 13:10"), 213_00, trigger=Trigger.AUTO)
    case.bill(5, [case.line(day("04-20"), 80_00)])
    told = only(case)
    assert dict(told.facts)["checked_month"] == "2026-05"
    may = case.ledger.bills[-1]
    assert set(may.sources) <= set(told.evidence)
    checks = explain(case.ledger, as_of=day("05-20")).comparison.checks
    assert [c.discrepancies for c in checks if c.subject is Subject.BILL and c.on == may.due] == [()]


def test_what_was_taken_off_a_later_bill_is_not_lost() -> None:
    case = with_bills(213_00)
    pays(case, at("04-10 07:32"), 213_00, trigger=Trigger.AUTO)
    pays(case, at("04-10 13:10"), 213_00, trigger=Trigger.AUTO)
    case.bill(5, [case.line(day("04-05"), 300_00), case.line(day("04-11"), -213_00, LineKind.OTHER)])
    twice = only(case)
    assert (twice.code, twice.variant, twice.difference) == ("DEBIT-DUPLICATE", "bill-returned", 0)


@pytest.mark.parametrize(
    ("bought", "variant", "kept"),
    [(150_00, "bill-partly-returned", 63_00), (300_00, "bill-kept", 213_00)],
    ids=["nothing left to pay", "most of the bill left to pay"],
)
def test_a_surplus_above_the_next_bill_is_missing_but_for_what_that_bill_took_off(
    bought: int, variant: str, kept: int
) -> None:
    case = with_bills(213_00)
    pays(case, at("04-10 07:32"), 213_00, trigger=Trigger.MANUAL)
    pays(case, at("04-10 13:10"), 213_00, trigger=Trigger.AUTO)
    case.bill(5, [case.line(day("04-15"), bought), case.line(day("04-11"), -150_00, LineKind.CREDIT)])
    twice = case.found()["DEBIT-MANUAL-AUTO-OVERLAP"]
    assert (twice.variant, twice.difference, twice.unexplained) == (variant, kept, 0)


def test_a_bill_paid_in_parts_is_paid_once() -> None:
    case = with_bills(900_00)
    pays(case, at("04-03 07:32"), 400_00, trigger=Trigger.MANUAL)
    pays(case, at("04-10 13:10"), 500_00, trigger=Trigger.AUTO)
    assert case.found() == {}


def paid_in_part(reserve: bool = False) -> CaseBuilder:
    """900.00 asked for, 400.00 of it perhaps a reserve advance; 500.00 collected on the due date; all days covered."""
    case = CaseBuilder()
    kind = LineKind.RESERVE if reserve else LineKind.PURCHASE
    case.bill(4, [case.line(day("03-05"), 500_00), case.line(day("03-20"), 400_00, kind)])
    pays(case, at("04-10 13:10"), 500_00, trigger=Trigger.AUTO)
    case.covers(day("03-01"), day("06-01"))
    return case


def test_a_rest_that_is_the_reserve_on_the_bill_is_said_to_be_it_and_is_no_arrears() -> None:
    case = paid_in_part(reserve=True)
    short = only(case)
    assert (short.code, short.variant, short.difference, short.certainty) == (
        "DEBIT-MISSED", "bill-rest-unclear", -400_00, Certainty.PATTERN,
    )  # fmt: skip
    assert dict(short.facts)["reserve_on"] == day("03-20")
    (bill,) = case.ledger.bills
    assert set(bill.lines[1].sources) <= set(short.evidence)
    months = explain(case.ledger, as_of=day("06-01")).ahead.credit.months
    assert all(month.basis is not MarkBasis.UNPAID for month in months)


def test_a_later_repayment_of_exactly_the_rest_may_be_it() -> None:
    case = paid_in_part()
    pays(case, at("04-25 10:00"), 400_00, None, purpose=Purpose.PREPAYMENT)
    short = only(case)
    assert (short.variant, dict(short.facts)["later_on"]) == ("bill-rest-unclear", day("04-25"))


def test_without_such_a_hint_the_rest_is_still_to_be_paid() -> None:
    assert only(paid_in_part()).variant == "bill-rest"


def test_a_next_bill_of_which_only_the_sum_is_known_does_not_show_what_became_of_the_rest() -> None:
    case = paid_in_part(reserve=True)
    case.bill(5, [], declared=300_00)
    pays(case, at("05-10 09:00"), 300_00, 5)
    assert only(case).variant == "bill-rest-unclear"


def test_another_payment_of_the_product_leaves_it_open_what_the_rest_was() -> None:
    case = paid_in_part(reserve=True)
    pays(case, at("04-12 10:00"), 150_00, None, purpose=Purpose.PREPAYMENT)
    assert case.found() == {}


@pytest.mark.parametrize("purpose", [Purpose.SETTLEMENT, Purpose.PREPAYMENT])
def test_what_a_bill_lists_and_was_repaid_ahead_of_it_is_not_called_unpaid(purpose: Purpose) -> None:
    """Settled on 20 March what the bill of April then lists: nothing is open, and no month is overdue."""
    case = with_bills(900_00)
    pays(case, at("03-20 20:11"), 900_00, None, purpose=purpose)
    case.covers(day("03-01"), day("06-01"))
    assert case.found() == {}
    months = explain(case.ledger, as_of=day("06-01")).ahead.credit.months
    assert all(month.basis is not MarkBasis.UNPAID for month in months)


def test_another_amount_repaid_ahead_leaves_open_what_it_paid() -> None:
    case = with_bills(900_00)
    pays(case, at("03-20 20:11"), 350_00, None, purpose=Purpose.PREPAYMENT)
    case.covers(day("03-01"), day("06-01"))
    assert case.found() == {}


def test_two_bills_of_one_amount_each_paid_without_naming_a_month_are_right() -> None:
    case = with_bills(300_00, 300_00)
    pays(case, at("04-10 09:00"), 300_00, None)
    pays(case, at("05-10 09:00"), 300_00, None)
    assert case.found() == {}


def test_a_payment_that_fits_no_bill_is_laid_to_none() -> None:
    case = with_bills(300_00)
    pays(case, at("04-10 09:00"), 300_00, None)
    pays(case, at("04-20 09:00"), 77_00, None)
    assert case.found() == {}


def carried(case: CaseBuilder, interest: int, rest: int, posted: str = "04-30") -> None:
    """The bill of May with the rest of April's and interest on it."""
    lines = [case.line(day("04-05"), 100_00), case.line(day("04-10"), rest, LineKind.CARRIED)]
    case.bill(5, [*lines, case.line(day(posted), interest, LineKind.INTEREST)])


def test_the_minimum_paid_in_time_is_not_late_and_the_interest_is_explained() -> None:
    """1,862.86 by 0.05 % is 0.93 a day; 20 days from 10 to 30 April."""
    case = with_bills(2_069_84, minimum=206_98)
    pays(case, at("04-10 11:07"), 206_98)
    carried(case, 18_60, 1_862_86)
    found = only(case)
    assert (found.code, found.difference, found.unexplained) == ("MINPAY-REVOLVING", 18_60, 0)
    assert dict(found.facts)["minimum"] == 206_98
    assert "bill_paid_on" not in dict(found.facts)
    pays(case, at("05-10 11:07"), 100_00 + 1_862_86 + 18_60, 5)
    assert dict(only(case).facts)["bill_paid_on"] == day("05-10")


def test_a_rest_paid_within_the_month_bears_interest_until_then() -> None:
    """1,270.72 by 0.05 % is 0.64 a day; six days from 10 to 16 April."""
    case = with_bills(1_411_91, minimum=141_19)
    pays(case, at("04-10 11:07"), 141_19)
    pays(case, at("04-16 10:24"), 1_270_72)
    case.bill(5, [case.line(day("04-05"), 100_00), case.line(day("04-30"), 3_84, LineKind.INTEREST)])
    assert (only(case).difference, only(case).unexplained) == (3_84, 0)


def test_less_than_the_minimum_in_time_is_late() -> None:
    case = with_bills(1_000_00, minimum=100_00)
    pays(case, at("04-10 11:07"), 50_00)
    pays(case, at("04-12 11:07"), 950_00)
    assert only(case).variant == "bill"


@pytest.mark.parametrize(("paid", "lacking"), [(85_00, 15_00), (100_00, None)])
def test_what_was_less_than_the_minimum_is_said_where_the_next_bill_took_the_rest_over(
    paid: int, lacking: int | None
) -> None:
    case = with_bills(1_000_00, minimum=100_00)
    pays(case, at("04-10 11:07"), paid)
    carried(case, interest := 20 * round((1_000_00 - paid) * 5 / 10_000), 1_000_00 - paid)
    found = case.found()["MINPAY-REVOLVING"]
    assert (found.difference, found.unexplained, dict(found.facts).get("lacking")) == (interest, 0, lacking)


def test_interest_on_a_bill_that_was_paid_in_full_is_not_laid_to_it() -> None:
    case = with_bills(1_000_00, minimum=100_00)
    pays(case, at("04-10 11:07"), 1_000_00)
    case.bill(5, [case.line(day("04-05"), 100_00), case.line(day("04-30"), 3_84, LineKind.INTEREST)])
    assert only(case).variant == "charge-without-cause"


@given(
    amounts=st.lists(st.integers(100_00, 5_000_00), min_size=1, max_size=4),
    early=st.integers(0, 8),
    named=st.booleans(),
)
def test_bills_paid_in_full_and_in_time_never_make_a_discrepancy(amounts: list[int], early: int, named: bool) -> None:
    case = with_bills(*amounts, minimum=10_00)
    for month, amount in enumerate(amounts, 4):
        pays(case, datetime(2026, month, 10 - early, 9), amount, month if named else None)
    assert case.found() == {}


def charged_in_may(case: CaseBuilder, *amounts: int, kind: LineKind = LineKind.PENALTY) -> None:
    """The bill of May with a charge for April's lateness, posted on the day it was paid, and what was waived of it."""
    lines = [case.line(day("04-13"), amount, kind) for amount in amounts]
    case.bill(5, [case.line(day("04-05"), 300_00), *lines])


@pytest.mark.parametrize("next_bill", ["absent", "silent", "charges too"])
def test_whether_the_next_bill_charges_again_is_told_where_that_bill_is_there(next_bill: str) -> None:
    case = with_bills(1_000_00)
    pays(case, at("04-13 10:00"), 1_001_50)
    if next_bill != "absent":
        charged_in_may(case, *([1_50] if next_bill == "charges too" else []))
    facts = dict(case.found()["DEBIT-LATE"].facts)
    assert facts.get("later_month") == ("2026-05" if next_bill == "silent" else None)


def test_the_charge_for_a_late_bill_is_found_on_the_next_bill_to_the_fen() -> None:
    case = with_bills(1_000_00)
    pays(case, at("04-13 10:00"), 1_000_00)
    charged_in_may(case, 1_50)
    late = only(case)
    assert (late.variant, late.difference, late.unexplained) == ("bill-charged-later", 1_50, 0)


@pytest.mark.parametrize("paid", [1_000_00, 1_001_50])
def test_a_bill_further_on_is_not_the_next_one_which_is_named_as_missing(paid: int) -> None:
    """Of June, after a late bill of April: its charge is of a day after April's, and may be for May."""
    case = with_bills(1_000_00)
    pays(case, at("04-13 10:00"), paid)
    case.bill(6, [case.line(day("05-05"), 300_00), case.line(day("05-13"), 1_50, LineKind.PENALTY)])
    late = case.found(day("06-05"))["DEBIT-LATE"]
    charged = paid - 1_000_00
    assert (late.variant, late.difference) == ("bill-charged" if charged else "bill", charged)
    assert (dict(late.facts)["unheld_month"], late.missing) == ("2026-05", ("bill",))


def test_interest_on_a_bill_further_on_is_not_laid_to_what_the_minimum_left() -> None:
    case = with_bills(1_000_00, minimum=100_00)
    pays(case, at("04-10 11:07"), 100_00)
    carried_over = case.line(day("05-10"), 900_00, LineKind.CARRIED)
    case.bill(6, [carried_over, case.line(day("05-31"), 9_00, LineKind.INTEREST)])
    assert case.found(day("06-05")) == {}


@pytest.mark.parametrize(("waived", "left"), [(1_50, 0), (1_00, 50)])
def test_a_charge_that_the_next_bill_takes_off_again_is_told_as_waived(waived: int, left: int) -> None:
    case = with_bills(1_000_00)
    pays(case, at("04-13 10:00"), 1_000_00)
    charged_in_may(case, 1_50, -waived)
    late = only(case)
    assert (late.variant, late.difference) == ("bill-charged-later" if left else "bill-waived", left)
    assert dict(late.facts)["waived"] == waived


def test_interest_of_another_kind_on_the_next_bill_is_not_laid_to_lateness() -> None:
    case = with_bills(1_000_00)
    pays(case, at("04-13 10:00"), 1_000_00)
    charged_in_may(case, 12_34, kind=LineKind.INTEREST)
    assert (only(case).variant, only(case).difference) == ("bill", 0)
    assert "bill_paid_on" in dict(only(case).facts)


def test_a_bill_whose_payment_came_back_and_was_collected_again_was_paid_once() -> None:
    case = with_bills(1_000_00)
    pays(case, at("04-10 10:00"), 1_000_00)
    case.bank(day("04-11"), 1_000_00, "支付宝-退汇")
    pays(case, at("04-12 10:00"), 1_000_00)
    late = only(case)
    assert (late.code, late.variant, late.difference) == ("DEBIT-LATE", "bill-returned", 0)


def test_the_minimum_paid_in_two_months_bears_interest_on_both_rests() -> None:
    """900.00 from 10 to 30 April is 0.45 a day; on June's bill it runs on to 10 May, then 1,088.10 to 31 May."""
    case = with_bills(1_000_00, minimum=100_00)
    pays(case, at("04-10 11:07"), 100_00)
    carried_over = case.line(day("04-10"), 900_00, LineKind.CARRIED)
    case.bill(5, [case.line(day("04-05"), 300_00), carried_over, case.line(day("04-30"), 9_00, LineKind.INTEREST)],
              minimum=120_90)  # fmt: skip
    pays(case, at("05-10 11:07"), 120_90, 5)
    rest = case.line(day("05-10"), 1_088_10, LineKind.CARRIED)
    case.bill(6, [rest, case.line(day("05-31"), 10 * 45 + 21 * 54, LineKind.INTEREST)])
    found = explain(case.ledger).discrepancies
    assert [(d.code, d.unexplained) for d in found] == [("MINPAY-REVOLVING", 0)] * 2


@pytest.mark.parametrize("lessens", [True, False])
def test_a_refund_meanwhile_may_lessen_what_bears_interest_or_only_the_bill_that_lists_it(lessens: bool) -> None:
    """1,862.86 bears 0.93 a day, and from 20 April on 1,362.86 bears 0.68, where the refund is set off against it."""
    case = with_bills(2_069_84, minimum=206_98)
    pays(case, at("04-10 11:07"), 206_98)
    refund = case.line(day("04-20"), -500_00, LineKind.REFUND)
    interest = case.line(day("04-30"), 10 * 93 + 10 * (68 if lessens else 93), LineKind.INTEREST)
    case.bill(
        5, [case.line(day("04-05"), 100_00), case.line(day("04-10"), 1_862_86, LineKind.CARRIED), refund, interest]
    )
    found = only(case)
    assert (found.code, found.difference, found.unexplained) == ("MINPAY-REVOLVING", interest.amount, 0)


def test_a_payment_that_only_the_bank_shows_is_late_where_the_next_bill_charges_it() -> None:
    for charge, expected in ((0, set()), (1_50, {"DEBIT-LATE"})):
        case = CaseBuilder()
        case.bill(4, [case.line(day("03-05"), 1_000_00)])
        lines = [case.line(day("04-05"), 300_00)]
        lines += [case.line(day("04-13"), charge, LineKind.PENALTY)] if charge else []
        case.bill(5, lines)
        case.bank(day("04-13"), -1_000_00, "支付宝-花呗还款")
        case.bank(day("05-10"), -300_00 - charge, "支付宝-花呗还款")
        assert set(case.found(day("05-20"))) == expected


@pytest.mark.parametrize(("made", "told"), [("04-12", False), ("04-01", True)])
def test_what_was_collected_before_a_bill_was_made_is_of_another_bill_of_its_month(made: str, told: bool) -> None:
    """The bill day moved in April; its first bill is not among the files."""
    case = CaseBuilder()
    case.bill(4, [case.line(day("04-03"), 300_00)])
    (bill,) = case.ledger.bills
    case.ledger = replace(case.ledger, bills=(replace(bill, statement_date=day(made), due=day("04-21")),))
    pays(case, at("04-10 09:00"), 812_50, trigger=Trigger.AUTO)
    pays(case, at("04-21 09:00"), 300_00, None, trigger=Trigger.AUTO)
    assert ("DEBIT-DUPLICATE" in case.found()) is told
