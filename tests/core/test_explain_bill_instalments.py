"""Instalments followed from bill to bill: what comes again, is left out, changes, ends, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.discrepancy import Discrepancy, Severity
from app.core.facts import BillLine, LineKind, Product, Purpose, WalletKind
from app.core.linking.billed_plans import Stride, billed_plans
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

HUABEI = Product.HUABEI
AS_OF = day("09-20")
NAME = "某手机店 手机分期"

Asked = tuple[int, int, int, int]
"""An instalment on a bill: number, count, amount, fee; in fen."""


def lines_of(case: CaseBuilder, month: int, asked: Asked, name: str = NAME) -> list[BillLine]:
    number, of, amount, fee = asked
    line = case.line(day(f"{month:02d}-01"), amount, LineKind.INSTALMENT)
    found = [replace(line, text=f"{name} 第{number}/{of}期")]
    if fee:
        beside = case.line(day(f"{month:02d}-01"), fee, LineKind.FEE)
        found.append(replace(beside, text=f"{name}手续费 第{number}/{of}期"))
    return found


def bills_of(*months: list[Asked], paid: bool = True) -> CaseBuilder:
    """Bills of 2026 from February on, each with a purchase and these instalments, paid in full on their due days."""
    case = CaseBuilder()
    for month, asked in enumerate(months, 2):
        lines = [case.line(day(f"{month - 1:02d}-12"), 88_00, order=f"A-{month}")]
        lines += [line for one in asked for line in lines_of(case, month, one)]
        case.bill(month, lines)
        if paid:
            case.wallet(
                at(f"{month:02d}-10 11:00"), sum(x.amount for x in lines), product=HUABEI, bill_month=(2026, month)
            )
    return case


def told(case: CaseBuilder) -> list[Discrepancy]:
    codes = {"BILL-INSTALMENT", "REFUND-FEE-KEPT", "SETTLE-FEE-REMAINING"}
    return [d for d in explain(case.ledger, as_of=AS_OF).discrepancies if d.code in codes]


def only(case: CaseBuilder) -> Discrepancy:
    found = told(case)
    assert len(found) == 1, [(d.code, d.variant) for d in found]
    assert sum(part.amount for part in found[0].bridge) + found[0].unexplained == found[0].difference
    return found[0]


def run(first: int, count: int, amount: int = 500_00, fee: int = 44_00, of: int = 12) -> list[list[Asked]]:
    return [[(number, of, amount, fee)] for number in range(first, first + count)]


def test_instalments_that_go_on_by_one_are_not_spoken_of() -> None:
    assert told(bills_of(*run(1, 5))) == []
    assert told(bills_of(*run(10, 3), [], [])) == []  # number 12 of 12 was the last


def test_cents_in_the_first_or_last_period_are_no_change() -> None:
    assert told(bills_of(*run(1, 1, 333_34, of=3), *run(2, 2, 333_33, of=3))) == []


def test_a_period_that_stands_on_two_bills_is_told_with_the_day_the_first_was_paid() -> None:
    found = only(bills_of(*run(2, 2), *run(3, 2)))
    assert (found.variant, found.difference, found.severity) == ("again", 544_00, Severity.WARNING)
    assert dict(found.facts)["bill_paid_on"] == day("03-10")


def test_a_period_again_is_not_said_to_be_paid_twice_where_the_first_bill_is_not_seen_paid() -> None:
    assert "bill_paid_on" not in dict(only(bills_of(*run(2, 2), *run(3, 2), paid=False)).facts)


def test_a_period_again_beside_the_next_one_is_found() -> None:
    found = only(bills_of(*run(2, 2), [(3, 12, 500_00, 44_00), (4, 12, 500_00, 44_00)], *run(5, 1)))
    assert (found.variant, found.difference) == ("again", 544_00)


def test_a_period_again_that_a_later_bill_takes_off_is_no_loss() -> None:
    case = bills_of(*run(2, 2), *run(3, 1))
    off = replace(case.line(day("04-20"), -544_00, LineKind.OTHER), text="调账")
    case.bill(5, [*lines_of(case, 5, (4, 12, 500_00, 44_00)), off])
    found = only(case)
    assert (found.variant, found.difference, found.severity) == ("again-off", 0, Severity.INFO)


def test_a_number_twice_on_one_bill_is_told_where_the_bills_before_had_it_once() -> None:
    both: list[Asked] = [(3, 12, 500_00, 0), (3, 12, 500_00, 0)]
    found = only(bills_of(*run(1, 2, fee=0), both))
    assert (found.variant, found.difference) == ("again-same", 500_00)
    assert told(bills_of(*([(n, 12, 500_00, 0), (n, 12, 500_00, 0)] for n in range(1, 4)))) == []


def test_two_equal_purchases_a_month_apart_run_beside_each_other() -> None:
    months = [[(1, 12, 500_00, 44_00)]]
    months += [[(n, 12, 500_00, 44_00), (n - 1, 12, 500_00, 44_00)] for n in range(2, 6)]
    assert told(bills_of(*months)) == []


def test_a_number_left_out_is_told_only_where_both_bills_have_all_their_lines() -> None:
    case = bills_of(*run(1, 1), *run(3, 2))
    found = only(case)
    assert (found.variant, dict(found.facts)["number"], dict(found.facts)["number_after"]) == ("skipped", 1, 3)
    short = tuple(replace(b, declared=(b.declared or 0) + 1_00) if b.month[1] == 3 else b for b in case.ledger.bills)
    case.ledger = replace(case.ledger, bills=short)
    assert told(case) == []


def test_a_month_without_a_bill_hides_nothing_that_could_be_told() -> None:
    case = bills_of(*run(1, 4))
    case.ledger = replace(case.ledger, bills=tuple(b for b in case.ledger.bills if b.month[1] != 3))
    assert told(case) == []


def test_a_pause_of_a_month_moves_the_end_and_asks_for_nothing_twice() -> None:
    found = only(bills_of(*run(1, 2), [], *run(3, 2)))
    assert (found.variant, found.difference, found.severity) == ("later", 0, Severity.INFO)


def test_another_instalment_and_another_fee_stay_open_to_the_fen() -> None:
    more = only(bills_of(*run(1, 2), *run(3, 2, 560_00)))
    assert (more.variant, more.difference, more.unexplained) == ("more", 60_00, 60_00)
    fee = only(bills_of(*run(1, 2), *run(3, 2, 500_00, 52_00)))
    assert (fee.variant, fee.unexplained) == ("fee-more", 8_00)
    ends = only(bills_of(*run(1, 2, fee=0), *run(3, 2, fee=44_00)))
    assert (ends.variant, "fee_before" in dict(ends.facts) and dict(ends.facts)["fee_before"]) == ("fee-more", 0)


def test_a_fee_that_was_left_out_once_is_told_once() -> None:
    found = only(bills_of(*run(1, 2), *run(3, 1, fee=0), *run(4, 2)))
    assert (found.variant, found.difference, found.severity) == ("fee-less", -44_00, Severity.INFO)


def test_interest_that_falls_with_the_rest_is_no_change_of_a_fee() -> None:
    assert told(bills_of(*([(n, 12, 500_00, 44_00 * (13 - n) // 12)] for n in range(1, 6)))) == []
    assert told(bills_of([(1, 12, 500_00, 44_00)], [(2, 12, 500_00, 40_33)])) == []


def test_an_annuity_grows_its_principal_and_keeps_its_sum() -> None:
    assert told(bills_of(*([(n, 12, 500_00 + n * 4_00, 44_00 - n * 4_00)] for n in range(1, 6)))) == []
    assert told(bills_of(*([(n, 12, 500_00 + n * 4_00, 0)] for n in range(1, 6)))) == []


def refunded(case: CaseBuilder, amount: int, when: str = "04-15 15:00") -> None:
    case.wallet(
        at("01-20 12:00"), 6_000_00, WalletKind.PURCHASE, product=HUABEI, account="花呗分期(12期)", order_no="P"
    )
    case.wallet(at(when), amount, WalletKind.REFUND, product=HUABEI, account="花呗", refund_of="P", order_no="P_1")


def test_a_refund_that_shortens_the_plan_closes_to_the_fen() -> None:
    case = bills_of(*run(1, 3), *run(4, 2, of=8))
    refunded(case, 2_000_00)
    found = only(case)
    assert (found.variant, found.difference, found.unexplained) == ("recut-refunded", -2_176_00, 0)


def test_a_refund_spread_over_what_is_left_closes_to_the_fen() -> None:
    case = bills_of(*run(1, 3), *run(4, 2, 300_00, 44_00))
    refunded(case, 1_800_00)
    found = only(case)
    assert (found.variant, found.difference, found.unexplained) == ("less-refunded", -1_800_00, 0)


def test_a_shorter_plan_of_which_no_row_tells_why_stays_open() -> None:
    found = only(bills_of(*run(1, 3), *run(4, 2, of=8)))
    assert (found.variant, found.unexplained) == ("recut", -2_176_00)
    same = only(bills_of(*run(1, 3, 500_00, 0), *run(4, 2, 900_00, 0, of=8)))
    assert (same.variant, same.difference) == ("recut-same", 0)


@pytest.mark.parametrize(("fees", "variant"), [(0, "saved"), (1, "saved"), (2, "several-fees"), (9, "all-fees")])
def test_a_settlement_between_two_bills_ends_the_instalments(fees: int, variant: str) -> None:
    case = bills_of(*run(1, 3), [], [])
    paid = 9 * 500_00 + fees * 44_00
    case.wallet(at("04-20 11:00"), paid, product=HUABEI, purpose=Purpose.SETTLEMENT, text="花呗提前还款")
    found = only(case)
    assert (found.code, found.variant, found.unexplained) == ("SETTLE-FEE-REMAINING", variant, 0)
    assert found.difference == paid - 9 * 544_00


def test_a_settlement_of_instalments_without_fees_is_the_rest() -> None:
    case = bills_of(*run(1, 3, fee=0), [], [])
    case.wallet(at("04-20 11:00"), 4_500_00, product=HUABEI, purpose=Purpose.PREPAYMENT, text="花呗提前还款")
    assert only(case).variant == "gone-settled"


def test_the_rest_in_one_line_of_the_next_bill_is_not_asked_for_twice() -> None:
    case = bills_of(*run(1, 3))
    rest = replace(case.line(day("05-01"), 4_500_00 + 44_00, LineKind.INSTALMENT), text=f"{NAME} 提前结清")
    case.bill(5, [rest])
    found = only(case)
    assert (found.variant, found.difference, found.unexplained) == ("gone-billed", -8 * 44_00, 0)


def test_a_fee_of_settling_beside_the_rest_in_one_line_counts_with_it() -> None:
    case = bills_of(*run(1, 3))
    rest = replace(case.line(day("05-01"), 4_500_00, LineKind.INSTALMENT), text=f"{NAME} 提前结清本金")
    fee = replace(case.line(day("05-01"), 44_00, LineKind.FEE), text=f"{NAME} 提前结清手续费")
    case.bill(5, [rest, fee])
    found = only(case)
    assert (found.variant, found.difference, found.unexplained) == ("gone-billed", -8 * 44_00, 0)


def test_instalments_that_end_without_a_row_that_tells_why_claim_no_amount() -> None:
    found = only(bills_of(*run(1, 3), []))
    assert (found.variant, found.difference, found.unexplained) == ("gone", 0, 0)
    assert dict(found.facts)["principal"] == 9 * 500_00


def test_fees_that_run_on_after_the_refund_of_all_are_told_with_their_sum() -> None:
    case = bills_of(*run(1, 2))
    for month in (4, 5):
        fee = case.line(day(f"{month:02d}-01"), 44_00, LineKind.FEE)
        case.bill(month, [replace(fee, text=f"{NAME}手续费 第{month - 1}/12期")])
    refunded(case, 6_000_00, "03-20 12:00")
    found = {d.code: d for d in told(case)}
    assert found["REFUND-FEE-KEPT"].difference == 2 * 44_00
    assert found["BILL-INSTALMENT"].variant == "gone-refunded"


def test_two_lenders_of_one_month_are_one_month() -> None:
    """The plan stands on the one lender's bill; the other's bill of the month is no break of it."""
    case = bills_of(*run(1, 4))
    for month in range(2, 6):
        case.bill(month, [case.line(day(f"{month - 1:02d}-15"), 10_00 * month)])
    assert told(case) == []


def test_a_bill_that_two_papers_tell_holds_each_instalment_once() -> None:
    """The page of a bill may word its purchases otherwise than its export, so that they are not known as one bill."""
    case = bills_of(*run(1, 4))
    for month in (2, 4):
        again = [case.line(day(f"{month - 1:02d}-13"), 88_00), *lines_of(case, month, (month - 1, 12, 500_00, 44_00))]
        case.bill(month, again)
    assert told(case) == []


@given(st.permutations(range(4)), st.sampled_from([run(1, 2) + run(2, 2), run(1, 1) + run(3, 3), [*run(1, 3), []]]))
def test_what_is_followed_does_not_depend_on_the_order_of_bills(order: list[int], months: list[list[Asked]]) -> None:
    bills = bills_of(*months, paid=False).ledger.bills
    strides = [[step.stride for step in plan.steps] for plan in billed_plans(bills)]
    assert [[s.stride for s in p.steps] for p in billed_plans([bills[n] for n in order])] == strides
    assert all(stride in Stride for own in strides for stride in own)


def test_the_cents_of_a_fee_stand_in_the_first_or_last_period() -> None:
    last = [(3, 3, 166_67, 4_18)]
    assert told(bills_of([(1, 3, 166_66, 4_16)], [(2, 3, 166_66, 4_16)], last)) == []
    more = only(bills_of([(1, 3, 166_66, 4_16)], [(2, 3, 166_66, 4_16)], [(3, 3, 166_67, 4_19)]))
    assert more.variant == "fee-more"
