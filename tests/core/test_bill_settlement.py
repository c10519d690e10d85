"""What settles bills on a day: what is unpaid, charges by the day as known rules charge them, and what is beside it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.explanation import Explanation
from app.core.facts import BillLine, LineKind, Product, Purpose, WalletKind
from app.core.loans.bill_settlement import BillDoubt, BillPayoff, settle_bills
from app.core.pipeline import explain
from app.core.views.settlement_outlook import SettlementQuestion, settlement_outlook
from app.export.settlement_json import settlement_items
from app.importers.read import read_paths
from app.texts import Language, Phrasebook
from app.texts.settlement_texts import SettlementTexts
from app.workspace.tables import lender_rules
from tests.core.case_builder import CaseBuilder, at, day
from tests.labelled_cases import labelled_cases, reading_of
from tests.languages import EVERY_LANGUAGE


def explained(case: CaseBuilder, as_of: str) -> Explanation:
    case.covers(day("01-01"), day(as_of))
    case.wallet(at("01-02 10:00"), 1, WalletKind.PURCHASE, product=Product.HUABEI, text="某某")
    return explain(case.ledger, as_of=day(as_of), rules=lender_rules())


def payoff(case: CaseBuilder, as_of: str, on: str) -> BillPayoff:
    (found,) = settle_bills(explained(case, as_of).bill_standings, day(on))
    return found


def with_bill(*months: int) -> CaseBuilder:
    case = CaseBuilder()
    for month in months:
        case.bill(month, [case.line(date(2026, month - 1, 12), 800_00)])
    return case


def paid(case: CaseBuilder, when: str, amount: int, month: int) -> None:
    case.wallet(at(when), amount, product=Product.HUABEI, purpose=Purpose.BILL, bill_month=(2026, month))


def test_a_bill_that_is_out_and_not_due_takes_what_it_asks_for() -> None:
    found = payoff(with_bill(4), "04-05", "04-08")
    assert (found.least, found.most, found.unbilled) == (800_00, 800_00, 0)
    assert found.certain
    assert found.usual and found.usual.parts[0].evidence


def test_what_was_paid_of_a_bill_is_taken_off() -> None:
    case = with_bill(4)
    paid(case, "04-03 10:00", 300_00, 4)
    assert payoff(case, "04-05", "04-05").least == 500_00


def test_an_overdue_bill_bears_a_charge_by_each_day_at_the_published_rate() -> None:
    found = payoff(with_bill(4), "04-20", "04-20")
    assert found.usual and found.usual.amount == 800_00 + 10 * 40  # 0.05 % of 800.00 a day
    assert not found.certain or found.least == found.most


def test_a_part_that_was_paid_late_bore_its_charge_until_then() -> None:
    case = with_bill(4)
    paid(case, "04-14 10:00", 300_00, 4)
    found = payoff(case, "04-20", "04-20")
    assert found.usual and found.usual.amount == 500_00 + 4 * 40 + 6 * 25


def test_a_bill_due_after_the_papers_end_is_taken_as_paid_and_said_to_be() -> None:
    found = payoff(with_bill(4), "04-05", "04-20")
    assert [bill.month for bill in found.assumed] == [(2026, 4)]
    assert not found.certain


def test_purchases_since_the_last_bill_are_beside_the_sum_and_those_on_it_are_not() -> None:
    case = with_bill(4)
    line = case.line(day("03-20"), 60_00, order="O1")
    case.bill(5, [line])
    for when, amount, order in (("03-20 09:00", 60_00, "O1"), ("05-02 09:00", 45_00, "O2")):
        case.wallet(at(when), amount, WalletKind.PURCHASE, product=Product.HUABEI, text="某某", order_no=order)
    paid(case, "04-08 10:00", 800_00, 4)
    found = payoff(case, "05-05", "05-05")
    assert (found.least, found.unbilled) == (60_00, 45_00)


def test_instalments_that_later_bills_will_hold_are_told_by_the_last_bill() -> None:
    case = CaseBuilder()
    line = BillLine(
        day("04-01"), LineKind.INSTALMENT, 520_00, at("01-20 14:00"), "电脑 第3/12期", sources=case._row("b.csv")
    )
    case.bill(4, [line])
    found = payoff(case, "04-05", "04-05")
    assert (found.least, found.to_come, found.certain) == (520_00, 9 * 520_00, False)


def test_a_bill_that_took_over_an_earlier_one_is_not_counted_twice() -> None:
    case = with_bill(4)
    case.bill(5, [case.line(day("05-01"), 804_00, LineKind.CARRIED), case.line(day("04-20"), 100_00)])
    found = payoff(case, "05-05", "05-05")
    assert (found.least, found.standing.carried, found.certain) == (904_00, True, False)


def test_once_a_bill_that_took_over_another_is_paid_nothing_more_is_said_of_it() -> None:
    case = with_bill(4)
    case.bill(5, [case.line(day("05-01"), 804_00, LineKind.CARRIED)])
    case.bill(6, [case.line(day("05-12"), 90_00)])
    paid(case, "05-09 10:00", 804_00, 5)
    found = payoff(case, "06-05", "06-05")
    assert (found.least, found.standing.carried) == (90_00, False)


def test_of_a_bill_of_which_no_wallet_tells_nothing_is_said() -> None:
    case = with_bill(4)
    (found,) = settle_bills(explain(case.ledger, as_of=day("04-20")).bill_standings, day("04-20"))
    assert found.doubts == (BillDoubt.UNTOLD,) and not found.ways


def test_the_wallet_of_another_product_tells_nothing_of_a_bill() -> None:
    case = CaseBuilder()
    case.bill(4, [case.line(day("03-12"), 800_00)])
    case.wallet(at("04-12 10:00"), 5_00, WalletKind.PURCHASE, product=Product.FENFU, text="某某")
    case.covers(day("01-01"), day("04-20"))
    (found,) = settle_bills(explain(case.ledger, as_of=day("04-20")).bill_standings, day("04-20"))
    assert found.doubts == (BillDoubt.UNTOLD,)


def test_a_bill_that_is_not_due_and_of_which_no_wallet_tells_is_told_and_never_certain() -> None:
    case = with_bill(4)
    (found,) = settle_bills(explain(case.ledger, as_of=day("04-05")).bill_standings, day("04-05"))
    assert (found.least, found.standing.unbilled, found.certain) == (800_00, None, False)


def test_nothing_is_said_of_a_day_before_the_papers_end() -> None:
    assert payoff(with_bill(4), "04-05", "04-01").doubts == (BillDoubt.BEFORE_PAPERS,)


@given(left=st.integers(1, 10_000_00), days=st.integers(0, 60), more=st.integers(1, 30))
def test_a_later_day_never_costs_less(left: int, days: int, more: int) -> None:
    case = CaseBuilder()
    case.bill(2, [case.line(day("01-12"), left)])
    standings = explained(case, "02-11").bill_standings
    on = day("02-11") + timedelta(days=days)
    (sooner,), (later,) = settle_bills(standings, on), settle_bills(standings, on + timedelta(days=more))
    assert left <= sooner.least <= later.least and sooner.most <= later.most


@EVERY_LANGUAGE
def test_loans_and_bills_are_told_each_and_together(language: Language) -> None:
    case = with_bill(4)
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    book = Phrasebook(language)
    outlook = settlement_outlook(explained(case, "04-16"), SettlementQuestion(day("04-20")))
    told = list(SettlementTexts(book).lines(outlook))
    loan, bill = outlook.day.told[0].ways[0].amount, outlook.bills[0].ways[0].amount
    assert any(f"{(loan + bill) // 100:,}" in line for line in told)
    assert not [line for line in told if "{" in line]
    items = {item["kind"]: item for item in settlement_items(outlook, book)}
    assert (
        items["bill-settlement"]["amount"]
        and items["settlement-together"]["bills"] == items["bill-settlement"]["amount"]
    )


@pytest.mark.slow
def test_of_every_second_case_with_bills_what_was_paid_next_is_what_the_day_before_foretold() -> None:
    from tests.cut_cases import cut

    told = wrong = 0
    for folder in labelled_cases()[::2]:
        whole = reading_of(folder).ledger
        for bill in whole.bills:
            paid_on = [
                r for r in whole.wallet
                if r.kind is WalletKind.REPAYMENT and r.product is bill.product and r.bill_month == bill.month
            ]  # fmt: skip
            if bill.due is None or len(paid_on) != 1 or not bill.statement_date:
                continue
            before = paid_on[0].at.date() - timedelta(days=1)
            if not bill.statement_date <= before < bill.due:
                continue
            standings = explain(cut(whole, before), as_of=before, rules=lender_rules()).bill_standings
            found = [p for p in settle_bills(standings, before) if p.standing.product is bill.product and p.ways]
            own = [x.left for p in found for x in p.left if x.month == bill.month]
            told += len(own)
            wrong += sum(left != paid_on[0].amount for left in own)
    assert told >= 25
    assert wrong / told <= 0.02, (wrong, told)


def test_the_sample_tells_its_bills() -> None:
    folder = Path(__file__).parents[2] / "resources" / "samples"
    standings = explain(read_paths([folder]).ledger).bill_standings
    assert [standing.product for standing in standings] == [Product.HUABEI]
