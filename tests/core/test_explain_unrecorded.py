"""A lender's plan and a bank statement suffice: late, in parts, twice and settled, of products that no paper names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.discrepancy import Discrepancy
from app.core.explanation import Explanation
from app.core.facts import Outcome, PeriodState, Product, Purpose, WalletKind
from app.core.loans import Period
from app.core.money import product
from app.core.pipeline import explain, tell
from app.workspace.tables import work_calendar
from tests.core.case_builder import CONTRACT, DRAWN, RATE, CaseBuilder, at, day

WORDS = {
    Product.WEILIDAI: "深圳前海微众银行股份有限公司 微粒贷还款",
    Product.JINTIAO: "京东支付-金条还款",
    Product.BANK_LOAN: "贷款还款 某银行股份有限公司 消费贷自动扣款",
    Product.FANGXINJIE: "抖音支付-放心借还款",
}


def planned(terms: int = 12) -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan whose papers name no product and whose drawdown no wallet shows, with its plan page of that day."""
    case = CaseBuilder()
    plan = case.loan(terms=terms)
    loans = tuple(replace(loan, product=Product.OTHER) for loan in case.ledger.loans)
    case.ledger = replace(case.ledger, loans=loans, wallet=())
    return case, plan


def pays(case: CaseBuilder, on: date, amount: int, product: Product = Product.WEILIDAI) -> None:
    case.bank(on, -amount, WORDS[product])


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def told(case: CaseBuilder) -> Explanation:
    return explain(case.ledger)


def only(case: CaseBuilder) -> Discrepancy:
    found = told(case).discrepancies
    assert len(found) == 1, [d.id for d in found]
    return found[0]


@pytest.mark.parametrize("product", WORDS)
def test_the_product_of_a_loan_is_the_one_whose_debits_are_its_periods(product: Product) -> None:
    case, plan = planned()
    for period in plan[:3]:
        pays(case, period.due, period.total, product)
    context = tell(case.ledger)
    assert context.loans[0].product is product
    assert told(case).discrepancies == ()


def test_a_loan_that_nothing_was_paid_for_has_no_brand() -> None:
    case, plan = planned()
    pays(case, plan[0].due, plan[0].total + 3_00)
    assert tell(case.ledger).loans[0].product is Product.OTHER


def test_two_products_that_fit_as_well_name_neither() -> None:
    case, plan = planned()
    pays(case, plan[0].due, plan[0].total, Product.WEILIDAI)
    pays(case, plan[0].due, plan[0].total, Product.JINTIAO)
    assert tell(case.ledger).loans[0].product is Product.OTHER


@pytest.mark.parametrize(("settled", "product"), [((1, 2, 3), Product.WEILIDAI), ((1, 2), Product.JINTIAO)])
def test_of_two_products_that_debited_the_amounts_the_page_tells_which_one_it_is(
    settled: tuple[int, ...], product: Product
) -> None:
    case, plan = planned()
    for period in plan[:3]:
        pays(case, period.due, period.total, Product.WEILIDAI)
    for period in plan[:2]:
        pays(case, period.due, period.total, Product.JINTIAO)
    case.page(day("05-01"), plan, settled=settled, overdue=[n for n in (3,) if n not in settled])
    assert tell(case.ledger).loans[0].product is product


@pytest.mark.parametrize("times", [1, 2])
def test_of_two_equal_loans_a_lender_that_debits_each_period_once_has_one(times: int) -> None:
    case, plan = planned()
    (record,) = case.ledger.loans
    case.page(day("05-01"), plan, settled=(1, 2), overdue=(3,))
    other = tuple(
        replace(
            row,
            contract="JB-2",
            state=PeriodState.SETTLED if row.period < 4 and row.as_of == day("05-01") else row.state,
        )
        for row in case.ledger.plan_rows
    )
    loans = (record, replace(record, contract="JB-2"))
    case.ledger = replace(case.ledger, loans=loans, plan_rows=(*case.ledger.plan_rows, *other))
    for period in plan[:3]:
        for _ in range(times):
            pays(case, period.due, period.total)
    first, second = tell(case.ledger).loans
    assert (first.product, second.product) == (Product.OTHER if times == 1 else Product.WEILIDAI, Product.WEILIDAI)


@pytest.mark.parametrize(("lacking", "paid"), [(0, {1, 2, 3}), (1, set())])
def test_shares_of_two_lenders_that_no_table_names_pay_the_loan_they_make_up(lacking: int, paid: set[int]) -> None:
    case, plan = planned()
    for period in plan[:3]:
        share = period.total // 5
        case.bank(period.due, -share, "某某消费金融公司 代扣 甲银行")
        case.bank(period.due, share - period.total + lacking, "某某消费金融公司 代扣 合作机构")
    assert {claim.period for claim in tell(case.ledger).activity.claims} == paid


@pytest.mark.parametrize(("booked", "late"), [("05-16", False), ("05-17", True), ("05-18", True)])
def test_a_bank_that_books_on_days_off_books_what_was_paid_in_time_by_the_next_day(booked: str, late: bool) -> None:
    """15 February and 15 March are days off; 15 May is a Friday."""
    case, plan = planned()
    for period in plan[:3]:
        pays(case, period.due, period.total)
    pays(case, day(booked), plan[3].total)
    found = explain(case.ledger, calendar=work_calendar()).discrepancies
    assert [d.variant for d in found] == (["unrecorded-booked"] if late else [])


def with_late_second(charge: int, days: int = 2) -> CaseBuilder:
    case, plan = planned()
    pays(case, plan[0].due, plan[0].total)
    pays(case, plan[1].due + timedelta(days=days), plan[1].total + charge)
    pays(case, plan[2].due, plan[2].total)
    return case


def penalty(principal: int, interest: int, days: int) -> int:
    """Principal and interest at 0.06 % a day, each rounded half-up once."""
    return (principal * days * 6 + 5000) // 10000 + (interest * days * 6 + 5000) // 10000


def test_a_debit_after_the_due_date_with_its_penalty_is_late_to_the_fen() -> None:
    _, plan = planned()
    charge = penalty(plan[1].principal, plan[1].interest, 2)
    late = only(with_late_second(charge))
    assert (late.code, late.variant) == ("DEBIT-LATE", "unrecorded-charged")
    assert (late.difference, late.unexplained, late.period) == (charge, 0, 2)


def test_a_bank_row_some_days_after_the_due_date_without_a_penalty_may_be_a_booking_only() -> None:
    assert told(with_late_second(0)).discrepancies == ()


def test_an_amount_beyond_the_instalment_that_is_no_penalty_is_not_called_late_by_a_bank_alone() -> None:
    assert told(with_late_second(7_77)).discrepancies == ()


def test_a_period_collected_in_parts_is_late_with_what_was_left() -> None:
    case, plan = planned()
    pays(case, plan[0].due, plan[0].total)
    part = plan[1].interest + 300_00
    rest = plan[1].total - part
    charge = penalty(rest, 0, 1)
    pays(case, plan[1].due, part)
    pays(case, plan[1].due + timedelta(days=1), rest + charge)
    late = only(case)
    assert (late.variant, late.difference, late.unexplained) == ("unrecorded-charged", charge, 0)


def test_a_period_collected_in_two_parts_on_its_day_is_paid() -> None:
    case, plan = planned()
    pays(case, plan[0].due, 400_00)
    pays(case, plan[0].due, plan[0].total - 400_00)
    pays(case, plan[1].due, plan[1].total)
    assert told(case).discrepancies == ()


def test_paid_by_hand_in_the_wallet_and_collected_by_the_bank_is_twice() -> None:
    case, plan = planned()
    pays(case, plan[0].due, plan[0].total)
    noon = case.wallet(
        _noon(plan[1].due), plan[1].total, product=Product.WEILIDAI, text="微粒贷还款", account="招商银行(1234)"
    )
    pays(case, plan[1].due, plan[1].total)
    pays(case, plan[1].due, plan[1].total)
    twice = only(case)
    assert (twice.code, twice.variant, twice.difference) == ("DEBIT-DUPLICATE", "kept", plan[1].total)
    assert noon.sources[0] in twice.evidence


def settled_on(plan: Sequence[Period], days: int) -> tuple[date, int, int]:
    """Some days into the third period: the day, what is left of the principal, and its interest to the day."""
    left = sum(p.principal for p in plan[2:])
    return plan[1].due + timedelta(days=days), left, (left * days * 4 + 5000) // 10000


def test_a_settlement_by_its_wording_is_principal_and_interest_to_the_day() -> None:
    case, plan = planned()
    for period in plan[:2]:
        pays(case, period.due, period.total)
    on, left, interest = settled_on(plan, 11)
    case.wallet(
        _noon(on), left + interest, product=Product.WEILIDAI, text="微粒贷提前结清还款", purpose=Purpose.SETTLEMENT
    )
    pays(case, on, left + interest)
    found = only(case)
    planned_rest = sum(p.total for p in plan[2:])
    assert (found.code, found.variant) == ("SETTLE-INTEREST-TO-DATE", "closes")
    assert (found.difference, found.unexplained) == (left + interest - planned_rest, 0)


def test_a_settlement_whose_interest_cannot_be_computed_says_so() -> None:
    case, plan = planned()
    for period in plan[:2]:
        pays(case, period.due, period.total)
    on, left, interest = settled_on(plan, 11)
    pays(case, on, left + interest + 1_23)
    case.page(on + timedelta(days=5), plan, settled=[p.number for p in plan])
    assert only(case).variant == "interest-as-debited"


def test_a_large_debit_that_is_not_principal_and_interest_to_the_fen_is_no_settlement() -> None:
    case, plan = planned()
    for period in plan[:2]:
        pays(case, period.due, period.total)
    on, left, interest = settled_on(plan, 11)
    pays(case, on, left + interest + 1_23)
    assert told(case).discrepancies == ()


@given(terms=st.integers(3, 24), paid=st.integers(1, 12), shift=st.integers(0, 3), product=st.sampled_from(list(WORDS)))
def test_right_debits_of_any_product_never_make_a_discrepancy(
    terms: int, paid: int, shift: int, product: Product
) -> None:
    case, plan = planned(terms)
    for period in plan[:paid]:
        pays(case, period.due + timedelta(days=shift), period.total, product)
    assert told(case).discrepancies == ()
    assert tell(case.ledger).loans[0].contract == CONTRACT


def test_a_penalty_taken_in_time_as_the_page_shows_it_is_asked_about_and_the_period_is_paid() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("04-01"), plan, settled=[1, 2], penalty={2: 4_83})
    case.wallet(datetime.combine(plan[0].due, time(8)), plan[0].total)
    case.wallet(datetime.combine(plan[1].due, time(7)), plan[1].total + 4_83)
    case.covers(day("01-01"), day("04-10"))
    (odd,) = case.found().values()
    assert (odd.code, odd.variant, odd.unexplained) == ("UNEXPLAINED", "penalty-in-time", 4_83)
    assert odd.difference == 4_83


def test_a_debit_that_is_no_row_of_the_page_with_its_penalty_is_not_laid_to_it() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("04-01"), plan, settled=[1, 2], penalty={2: 4_83})
    case.wallet(datetime.combine(plan[1].due, time(7)), plan[1].total + 4_82)
    assert all(found.variant != "penalty-in-time" for found in case.found().values())


@pytest.mark.parametrize(("lacking", "found"), [(0, 6), (1, 3)])
def test_another_payee_that_takes_what_the_known_lender_leaves_of_each_period_is_its_partner(
    lacking: int, found: int
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        noon, share = datetime.combine(period.due, time(12)), period.total * 3 // 10
        case.record(noon, period.number, period.principal, period.interest)
        case.bank(period.due, -share, "重庆蚂蚁消费金融有限公司 还款")
        case.bank(period.due, share - period.total + lacking, "某某银行股份有限公司 还款")
    case.ledger = replace(case.ledger, wallet=())
    moved = tell(case.ledger).moved
    assert (len(moved), {m.product for m in moved}) == (found, {Product.JIEBEI})
    assert explain(case.ledger).discrepancies == ()


@pytest.mark.parametrize("shown", [True, False], ids=["the page before shows it overdue", "no page does"])
def test_one_of_two_equal_debits_pays_the_period_that_was_overdue_until_then(shown: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    for on in ("02-15 12:00", "04-15 10:00", "04-15 10:01", "05-15 12:00"):
        case.wallet(at(on), plan[0].total)
    if shown:
        case.page(day("03-20"), plan, settled=[1], overdue=[2])
    case.page(day("05-20"), plan, settled=[1, 2, 3, 4])
    found = case.found()
    assert {"DEBIT-LATE", "DEBIT-DUPLICATE"} & set(found) == {"DEBIT-LATE" if shown else "DEBIT-DUPLICATE"}
    assert not shown or found["DEBIT-LATE"].period == 2


@pytest.mark.parametrize(("tried", "taken"), [("03-15 10:00", ""), ("", ""), ("03-15 10:00", "03-16 10:00")])
def test_two_equal_debits_are_no_double_debit_where_the_one_before_failed_and_was_not_made_up(
    tried: str, taken: str
) -> None:
    case = CaseBuilder()
    if tried:
        case.wallet(at(tried), 800_00, outcome=Outcome.FAILED)
    for on in ("02-15 12:00", taken, "04-15 10:00", "04-15 10:01", "05-15 12:00"):
        if on:
            case.wallet(at(on), 800_00)
    twice = {d.code for d in explain(case.ledger).discrepancies} & {"DEBIT-DUPLICATE"}
    assert bool(twice) is not (bool(tried) and not taken)


def late_by_debits(beyond: int, *, with_next: bool) -> tuple[Discrepancy, int]:
    """What is told of a third period debited five days late, of which no table of the lender is here, and its penalty.

    That, and ``beyond`` fen, was debited by itself on that day or, ``with_next``, with the fourth period.
    """
    plan = CaseBuilder().loan(terms=6)
    third = plan[2]
    penalty = sum(product(part, RATE, Decimal("1.5"), 5) for part in (third.principal, third.interest))
    case = CaseBuilder()
    case.wallet(DRAWN, sum(p.principal for p in plan), WalletKind.DRAWDOWN)
    for n, period in enumerate(plan):
        more = penalty + beyond if with_next and n == 3 else 0
        case.wallet(datetime.combine(period.due + timedelta(days=5 if n == 2 else 0), time(12)), period.total + more)
    if not with_next:
        case.wallet(datetime.combine(third.due + timedelta(days=5), time(12, 1)), penalty + beyond)
    (late,) = [d for d in explain(case.ledger).discrepancies if d.code == "DEBIT-LATE"]
    return late, penalty


@pytest.mark.parametrize(("with_next", "variant"), [(False, "inferred"), (True, "inferred-charged-later")])
def test_a_penalty_debited_beside_the_instalment_or_with_the_next_is_seen_without_any_plan(
    with_next: bool, variant: str
) -> None:
    late, penalty = late_by_debits(0, with_next=with_next)
    assert (late.variant, late.difference, late.unexplained) == (variant, penalty, 0)


@pytest.mark.parametrize("with_next", [False, True])
def test_another_sum_beside_the_instalment_or_with_the_next_is_not_called_its_penalty(with_next: bool) -> None:
    late, _ = late_by_debits(50, with_next=with_next)
    assert (late.variant, late.difference) == ("inferred-no-charge", 0)
