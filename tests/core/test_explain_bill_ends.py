"""Bills that payments do not make up: by a coupon, a refund, instalments, another payer; and bills that are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.ahead import MarkBasis
from app.core.comparison import Standing, Subject
from app.core.facts import BillLine, LineKind, Outcome, Product, Trigger, WalletKind
from app.core.linking.payments import Movement
from app.core.pipeline import explain, tell
from app.texts import Phrasebook
from app.texts.comparison_texts import ComparisonTexts
from tests.core.case_builder import CARD, CaseBuilder, at, day
from tests.languages import CHINESE

HUABEI = Product.HUABEI
AS_OF = day("06-20")


def pays(case: CaseBuilder, when: str, amount: int, month: int | None = 4, **more: object) -> None:
    """A repayment of 花呗 by the wallet that names a month of 2026."""
    named = (2026, month) if month else None
    case.wallet(at(when), amount, product=HUABEI, bill_month=named, text="花呗还款", **more)


def april(*more: BillLine, asked: int = 1_000_00, minimum: int | None = None) -> CaseBuilder:
    """Bills of April and May 2026, May's paid; the wallet's export covers all days."""
    case = CaseBuilder()
    case.covers(day("03-01"), AS_OF)
    case.bill(4, [case.line(day("03-05"), asked, order="A-1")], minimum=minimum)
    case.bill(5, [case.line(day("04-05"), 300_00), *more])
    pays(case, "05-10 11:00", 300_00 + sum(line.amount for line in more), 5)
    return case


def unpaid_months(case: CaseBuilder) -> list[tuple[int, int]]:
    """The months of which the credit record may say that a bill was left unpaid."""
    months = explain(case.ledger, as_of=AS_OF).ahead.credit.months
    return [m.month for m in months if m.basis in (MarkBasis.UNPAID, MarkBasis.WITHIN)]


def standing_of_april(case: CaseBuilder) -> Standing:
    checks = explain(case.ledger, as_of=AS_OF).comparison.checks
    return next(c.standing for c in checks if c.subject is Subject.BILL and c.on == day("04-10"))


def test_a_bill_of_which_the_next_asks_for_nothing_is_not_called_overdue() -> None:
    """A friend may have paid it, or another account: no file shows how, and none shows that it was left."""
    case = april()
    assert case.found(AS_OF) == {}
    assert unpaid_months(case) == []
    assert standing_of_april(case) is Standing.NOT_CHECKED


@pytest.mark.parametrize("paid", [0, 400_00])
def test_the_rest_of_the_last_bill_that_a_covering_wallet_does_not_show_is_told_to_the_fen(paid: int) -> None:
    case = CaseBuilder()
    case.covers(day("03-01"), AS_OF)
    case.bill(3, [case.line(day("02-05"), 300_00)])
    pays(case, "03-10 11:00", 300_00, 3)
    case.bill(4, [case.line(day("03-05"), 1_000_00)])
    if paid:
        pays(case, "04-10 11:00", paid)
    missed = case.found(AS_OF)["DEBIT-MISSED"]
    assert (missed.variant, missed.difference) == ("bill-rest" if paid else "bill", paid - 1_000_00)


def test_two_persons_bills_of_one_month_are_two_payments_of_which_one_alone_was_compared() -> None:
    case = CaseBuilder()
    case.covers(day("02-01"), AS_OF)
    case.wallet(at("03-05 09:00"), 300_00, WalletKind.PURCHASE, product=HUABEI, order_no="A-1", account="花呗")
    case.bill(4, [case.line(day("03-05"), 300_00, order="A-1")])
    case.bill(4, [case.line(day("03-06"), 200_00, order="theirs")])
    pays(case, "04-10 11:00", 300_00)
    checks = [c for c in explain(case.ledger, as_of=AS_OF).comparison.checks if c.subject is Subject.BILL]
    assert {(c.amount, c.standing) for c in checks} == {(300_00, Standing.AGREES), (200_00, Standing.NOT_CHECKED)}
    assert len({c.matter for c in checks}) == 2


@pytest.mark.parametrize(("order", "codes"), [("theirs", set()), ("B-1", {"DEBIT-MISSED"}), ("", {"DEBIT-MISSED"})])
def test_a_bill_of_purchases_that_the_covering_wallet_never_made_is_somebody_elses(order: str, codes: set[str]) -> None:
    case = CaseBuilder()
    case.covers(day("02-01"), AS_OF)
    for when, number in (("02-05 09:00", "A-1"), ("03-05 09:00", "B-1")):
        case.wallet(at(when), 300_00, WalletKind.PURCHASE, product=HUABEI, order_no=number, account="花呗")
    case.bill(3, [case.line(day("02-05"), 300_00, order="A-1")])
    pays(case, "03-10 11:00", 300_00, 3)
    case.bill(4, [case.line(day("03-05"), 300_00, order=order)])
    assert set(case.found(AS_OF)) == codes


def test_a_payment_that_names_no_bill_leaves_the_last_one_in_doubt() -> None:
    case = CaseBuilder()
    case.covers(day("03-01"), AS_OF)
    case.bill(4, [case.line(day("03-05"), 1_000_00)])
    pays(case, "04-10 11:00", 1_077_00, None)
    assert case.found(AS_OF) == {}
    assert unpaid_months(case) == []


def test_a_red_packet_pays_the_rest_of_a_bill() -> None:
    case = april()
    pays(case, "04-10 11:00", 995_00, reduction="花呗还款红包")
    found = case.found(AS_OF)["EXPORT-NET-AMOUNT"]
    assert (found.variant, found.difference, found.unexplained) == ("bill-reduced", -5_00, 0)
    assert unpaid_months(case) == []


def test_a_red_packet_is_no_excuse_where_the_next_bill_asks_for_the_rest() -> None:
    case = CaseBuilder()
    case.bill(4, [case.line(day("03-05"), 1_000_00)])
    pays(case, "04-10 11:00", 995_00, reduction="花呗还款红包")
    case.bill(5, [case.line(day("04-05"), 300_00), case.line(day("04-10"), 5_00, LineKind.CARRIED)])
    assert "EXPORT-NET-AMOUNT" not in case.found(AS_OF)


def test_a_refund_before_the_due_day_that_was_paid_less_is_set_beside_the_bill() -> None:
    case = april()
    case.wallet(at("04-04 12:00"), 450_00, WalletKind.REFUND, product=HUABEI, refund_of="A-1", account="花呗")
    pays(case, "04-10 11:00", 550_00)
    found = case.found(AS_OF)["REFUND-OFFSET"]
    assert (found.variant, found.difference) == ("bill", -450_00)
    assert standing_of_april(case) is Standing.AGREES
    assert unpaid_months(case) == []


@pytest.mark.parametrize("wording", ["账单分期 第1/3期", "账单分期 第1期/共3期", "账单分期 第 1 期，共 3 期"])
def test_a_rest_that_later_bills_ask_for_in_instalments_was_not_left_unpaid(wording: str) -> None:
    case = CaseBuilder()
    first = replace(case.line(day("04-30"), 233_33, LineKind.INSTALMENT), text=wording)
    case.bill(4, [case.line(day("03-05"), 1_000_00)])
    pays(case, "04-10 11:00", 300_00)
    case.bill(5, [case.line(day("04-05"), 300_00), first])
    pays(case, "05-10 11:00", 533_33, 5)
    case.covers(day("03-01"), AS_OF)
    found = case.found(AS_OF)["PLAN-BILL-INSTALMENT"]
    assert (found.difference, dict(found.facts)["times"]) == (-700_00, 3)
    assert unpaid_months(case) == []


def test_what_the_next_bill_takes_over_is_overdue_until_that_one_is_paid_and_no_more_than_the_rest() -> None:
    case = CaseBuilder()
    case.covers(day("03-01"), AS_OF)
    case.bill(4, [case.line(day("03-05"), 1_000_00)])
    pays(case, "04-10 11:00", 800_00)
    case.bill(5, [case.line(day("04-05"), 300_00), case.line(day("04-10"), 200_00, LineKind.CARRIED)])
    pays(case, "05-10 11:00", 500_00, 5)
    months = {m.month: m for m in explain(case.ledger, as_of=AS_OF).ahead.credit.months}
    assert (months[2026, 4].basis, months[2026, 4].overdue) == (MarkBasis.UNPAID, 200_00)
    assert (months[2026, 5].basis, months[2026, 5].days) == (MarkBasis.WITHIN, 30)
    assert months[2026, 6].basis is MarkBasis.ON_TIME


def test_a_part_by_hand_and_then_the_whole_bill_is_that_part_too_much() -> None:
    case = april()
    pays(case, "04-08 09:00", 300_00, trigger=Trigger.MANUAL)
    pays(case, "04-10 12:00", 1_000_00, trigger=Trigger.AUTO)
    found = case.found(AS_OF)["DEBIT-MANUAL-AUTO-OVERLAP"]
    assert (found.variant, found.difference) == ("bill-part-kept", 300_00)


def test_a_part_too_much_that_a_later_bill_takes_off_is_not_lost() -> None:
    case = CaseBuilder()
    case.bill(4, [case.line(day("03-05"), 1_000_00)])
    case.bill(5, [case.line(day("04-05"), 500_00), case.line(day("04-10"), -300_00, LineKind.OTHER)])
    pays(case, "04-08 09:00", 300_00, trigger=Trigger.MANUAL)
    pays(case, "04-10 12:00", 1_000_00, trigger=Trigger.AUTO)
    found = case.found(AS_OF)["DEBIT-MANUAL-AUTO-OVERLAP"]
    assert (found.variant, found.difference) == ("bill-part-returned", 0)


def test_more_paid_by_hand_than_asked_is_said_without_alarm() -> None:
    case = april()
    pays(case, "04-08 09:00", 1_100_00, trigger=Trigger.MANUAL)
    found = case.found(AS_OF)["BILL-OVERPAID"]
    assert (found.variant, found.difference) == ("more", 100_00)


def test_what_was_paid_beyond_a_bill_and_came_back_is_told_as_done() -> None:
    case = april()
    pays(case, "04-08 09:00", 1_100_00, trigger=Trigger.MANUAL)
    debit = case.ledger.wallet[-1]
    case.wallet(
        at("04-09 09:00"), 100_00, WalletKind.REFUND, product=HUABEI, refund_of=debit.order_no, text="退款-花呗还款"
    )
    (told,) = case.found(AS_OF).values()
    assert (told.code, told.variant, told.difference) == ("SURPLUS-RETURNED", "bill", 0)
    assert {*debit.sources, *case.ledger.wallet[-1].sources} <= set(told.evidence)


def test_what_was_paid_beyond_a_bill_agrees_where_the_next_one_takes_it_off() -> None:
    case = april()
    pays(case, "04-08 09:00", 1_100_00, trigger=Trigger.MANUAL)
    assert standing_of_april(case) is Standing.NOT_CHECKED
    case = april(BillLine(day("04-08"), LineKind.CREDIT, -100_00))
    pays(case, "04-08 09:00", 1_100_00, trigger=Trigger.MANUAL)
    assert case.found(AS_OF)["BILL-OVERPAID"].variant == "set-off"
    assert standing_of_april(case) is Standing.AGREES


def test_credits_on_two_later_bills_are_what_was_paid_beyond_one() -> None:
    case = april(BillLine(day("04-08"), LineKind.CREDIT, -60_00))
    case.bill(6, [case.line(day("05-05"), 300_00), BillLine(day("04-08"), LineKind.CREDIT, -40_00)])
    pays(case, "04-08 09:00", 1_100_00, trigger=Trigger.MANUAL)
    found = case.found(AS_OF)["BILL-OVERPAID"]
    assert (found.variant, dict(found.facts)["later_month"]) == ("set-off-parts", "2026-06")


def test_a_part_that_names_no_month_pays_the_bill_of_which_the_next_takes_over_the_rest() -> None:
    case = april(BillLine(day("04-10"), LineKind.CARRIED, 600_00), minimum=100_00)
    pays(case, "04-09 11:00", 400_00, None)
    assert [m.amount for m in paid_for_april(case)] == [400_00]
    case = april(BillLine(day("04-10"), LineKind.CARRIED, 500_00), minimum=100_00)
    pays(case, "04-09 11:00", 400_00, None)
    assert paid_for_april(case) == ()


def paid_for_april(case: CaseBuilder) -> tuple[Movement, ...]:
    context = tell(case.ledger, AS_OF)
    return next(context.bill_payments[id(b)] for b in context.books.bills if b.month == (2026, 4))


def test_what_a_line_takes_out_of_a_bill_stands_in_instalments_on_the_next() -> None:
    case = CaseBuilder()
    out = replace(case.line(day("03-20"), -600_00, LineKind.INSTALMENT), text="账单分期转出")
    first = replace(case.line(day("04-30"), 200_00, LineKind.INSTALMENT), text="账单分期 第1/3期")
    case.bill(4, [case.line(day("03-05"), 1_000_00), out])
    case.bill(5, [case.line(day("04-05"), 300_00), first])
    pays(case, "04-10 11:00", 400_00)
    pays(case, "05-10 11:00", 500_00, 5)
    found = case.found(AS_OF)["PLAN-BILL-INSTALMENT"]
    assert (found.variant, found.difference, found.actual) == ("taken-out", -600_00, 400_00)


def test_a_whole_bill_put_into_instalments_agrees_with_the_bill_that_asks_for_the_first() -> None:
    case = CaseBuilder()
    first = replace(case.line(day("04-30"), 333_34, LineKind.INSTALMENT), text="账单分期 第1/3期")
    fee = replace(case.line(day("04-30"), 8_33, LineKind.FEE), text="账单分期手续费 第1/3期")
    case.bill(4, [case.line(day("03-05"), 1_000_00)])
    case.bill(5, [case.line(day("04-05"), 300_00), first, fee])
    pays(case, "05-10 11:00", 641_67, 5)
    found = case.found(AS_OF)["PLAN-BILL-INSTALMENT"]
    assert (dict(found.facts)["fee"], dict(found.facts)["charged"]) == (8_33, 3 * 8_33)
    assert standing_of_april(case) is Standing.AGREES


def test_a_bill_that_asks_for_nothing_needs_no_payment() -> None:
    case = CaseBuilder()
    case.bill(4, [case.line(day("03-05"), 200_00), case.line(day("03-20"), -450_00, LineKind.REFUND)])
    explanation = explain(case.ledger, as_of=AS_OF)
    assert explanation.comparison.counts.all == 0


def bill_of(case: CaseBuilder, month: int, due: date, *lines: BillLine) -> None:
    """One more bill of a month, made ten days before it is due."""
    total = sum(line.amount for line in lines)
    case.bill(month, lines)
    stated = due.replace(day=due.day - 9)
    made = replace(case.ledger.bills[-1], due=due, declared=total, statement_date=stated)
    case.ledger = replace(case.ledger, bills=(*case.ledger.bills[:-1], made))


def test_two_bills_of_one_month_after_a_moved_statement_day_are_each_paid_by_their_payment() -> None:
    case = CaseBuilder()
    bill_of(case, 4, day("04-10"), case.line(day("03-05"), 800_00))
    bill_of(case, 4, day("04-20"), case.line(day("04-05"), 77_00))
    pays(case, "04-10 11:00", 800_00)
    pays(case, "04-20 11:00", 77_00)
    case.covers(day("03-01"), AS_OF)
    explanation = explain(case.ledger, as_of=AS_OF)
    assert explanation.discrepancies == ()
    assert {c.standing for c in explanation.comparison.checks if c.subject is Subject.BILL} == {Standing.AGREES}
    assert unpaid_months(case) == []


@pytest.mark.parametrize("month", [4, None])
def test_bills_of_two_lenders_behind_one_brand_are_paid_by_one_payment(month: int | None) -> None:
    case = CaseBuilder()
    bill_of(case, 4, day("04-10"), case.line(day("03-05"), 800_00, order="A-1"))
    bill_of(case, 4, day("04-10"), case.line(day("03-07"), 77_00, order="B-1"))
    pays(case, "04-10 11:00", 877_00, month)
    case.covers(day("03-01"), AS_OF)
    assert case.found(AS_OF) == {}
    assert unpaid_months(case) == []


def test_two_pages_of_one_bill_are_one_bill_the_later_of_them() -> None:
    case = CaseBuilder()
    bought = [case.line(day("03-05"), 450_00, order="A-1"), case.line(day("03-09"), 300_00, order="A-2")]
    back = case.line(day("04-04"), -450_00, LineKind.REFUND, traded=datetime(2026, 4, 4, 9), order="A-1")
    bill_of(case, 4, day("04-10"), *bought)
    bill_of(case, 4, day("04-10"), *bought, back)
    pays(case, "04-10 11:00", 300_00)
    case.covers(day("03-01"), AS_OF)
    assert case.found(AS_OF) == {}
    assert unpaid_months(case) == []


def test_equal_bills_of_two_people_are_not_made_one_without_a_payment_of_their_sum() -> None:
    case = CaseBuilder()
    bill_of(case, 4, day("04-10"), case.line(day("03-05"), 800_00, order="A-1"))
    bill_of(case, 4, day("04-10"), case.line(day("03-07"), 77_00, order="B-1"))
    pays(case, "04-10 11:00", 800_00)
    pays(case, "04-10 12:00", 77_00, account=CARD)
    explanation = explain(case.ledger, as_of=AS_OF)
    bills = [c for c in explanation.comparison.checks if c.subject is Subject.BILL]
    assert [c.standing for c in bills] == [Standing.AGREES] * 2


def test_the_record_that_would_tell_of_a_bill_and_of_its_payment_is_asked_for_once() -> None:
    case = april()
    pays(case, "04-08 09:00", 1_100_00, trigger=Trigger.MANUAL)
    explanation = explain(case.ledger, as_of=AS_OF)
    asked = [want.paper for want in explanation.comparison.wanted]
    assert [paper.kind for paper in asked].count("repayment-record") == 1
    names = [fetch.name for fetch in ComparisonTexts(explanation, Phrasebook(CHINESE)).fetch_once()]
    assert len(set(names)) == len(names)


def april_alone(asked: int = 1_000_00) -> CaseBuilder:
    """The last bill of an account whose wallet's export covers all days."""
    case = CaseBuilder()
    case.covers(day("03-01"), AS_OF)
    case.bill(3, [case.line(day("02-05"), 50_00)])
    pays(case, "03-10 11:00", 50_00, 3)
    case.bill(4, [case.line(day("03-05"), asked)])
    return case


@pytest.mark.parametrize("ahead", [(400_00,), (150_00, 250_00)])
def test_payments_by_hand_before_the_bill_that_are_its_rest_to_the_fen_are_for_it(ahead: tuple[int, ...]) -> None:
    case = april_alone()
    for n, amount in enumerate(ahead):
        pays(case, f"03-2{n} 11:00", amount, None, trigger=Trigger.MANUAL)
    pays(case, "04-10 11:00", 600_00)
    assert case.found(AS_OF) == {}
    assert standing_of_april(case) is Standing.AGREES


def test_a_payment_before_the_bill_counts_where_the_debit_tried_only_for_what_it_leaves() -> None:
    case = april_alone()
    pays(case, "03-20 11:00", 400_00, None, trigger=Trigger.MANUAL)
    pays(case, "04-10 11:00", 600_00, None, outcome=Outcome.FAILED)
    missed = case.found(AS_OF)["DEBIT-MISSED"]
    assert (missed.variant, missed.difference) == ("bill-rest", -600_00)


def test_a_payment_by_hand_before_the_bill_of_another_amount_leaves_its_rest_in_doubt() -> None:
    case = april_alone()
    pays(case, "03-20 11:00", 410_00, None, trigger=Trigger.MANUAL)
    pays(case, "04-10 11:00", 600_00)
    assert case.found(AS_OF) == {}
    assert unpaid_months(case) == []


def test_what_a_bill_itself_says_was_repaid_is_not_told_as_open() -> None:
    case = april_alone()
    bills = [replace(b, repaid=400_00) if b.month == (2026, 4) else b for b in case.ledger.bills]
    case.ledger = replace(case.ledger, bills=tuple(bills))
    pays(case, "04-10 11:00", 600_00, None)
    assert case.found(AS_OF) == {}
    assert unpaid_months(case) == []
    assert standing_of_april(case) is Standing.AGREES


def test_a_payment_that_a_line_of_a_bill_takes_off_is_accounted_for() -> None:
    case = april_alone()
    case.bill(5, [case.line(day("04-05"), 900_00), case.line(day("04-21"), -400_00, LineKind.CREDIT)])
    pays(case, "04-10 11:00", 1_000_00)
    pays(case, "04-20 11:00", 400_00, None, trigger=Trigger.MANUAL)
    pays(case, "05-10 11:00", 500_00, 5)
    assert case.found(AS_OF) == {}
    checks = explain(case.ledger, as_of=AS_OF).comparison.checks
    assert {c.standing for c in checks if c.subject is Subject.DEBIT} == {Standing.AGREES}
