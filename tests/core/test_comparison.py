"""What was compared is told of every payment, and nothing agrees that had nothing to agree with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.comparison import Check, Comparison, Counts, Role, Standing, Subject
from app.core.explanation import Explanation
from app.core.facts import Ledger, LineKind, Outcome, Product, Purpose
from app.core.pipeline import explain
from tests.core.case_builder import CONTRACT, CaseBuilder, at, day
from tests.core.test_explain_order import busy_case

SUMMER = day("07-01")


def compared(case: CaseBuilder, as_of: date | None = SUMMER) -> Comparison:
    return explain(case.ledger, as_of=as_of).comparison


def of(found: Comparison, subject: Subject) -> list[Check]:
    return [check for check in found.checks if check.subject is subject]


def paid_in_full(case: CaseBuilder, periods: int = 5) -> None:
    for period in case.loan()[:periods]:
        case.paid(period)


def test_a_period_agrees_with_the_rows_of_its_debit_its_bank_row_and_its_record() -> None:
    case = CaseBuilder()
    paid_in_full(case)
    found = compared(case)
    first = of(found, Subject.OBLIGATION)[0]
    assert first.standing is Standing.AGREES
    assert {source.file for source in first.met} == {"wallet.csv", "bank.csv", "records.csv"}
    assert found.counts == Counts(agree=5)
    assert found.roles == (Role.PLAN, Role.RECORD, Role.WALLET, Role.BANK)
    assert found.wanted == ()


def test_a_debit_and_its_bank_row_and_its_period_are_one_payment() -> None:
    case = CaseBuilder()
    paid_in_full(case, 1)
    found = compared(case, day("03-01"))
    assert {c.matter for c in found.checks if c.matter} == {f"{CONTRACT}.1"}
    assert found.counts.all == 1


def test_what_differs_names_its_discrepancy() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1], at("03-18 09:00"), penalty=1_00)
    explanation = explain(case.ledger, as_of=day("04-01"))
    late = next(d for d in explanation.discrepancies if d.code == "DEBIT-LATE")
    told = [c for c in explanation.comparison.checks if c.standing is Standing.DIFFERS]
    assert {c.subject for c in told} == {Subject.OBLIGATION, Subject.DEBIT, Subject.BANK_ROW}
    assert {name for c in told for name in c.discrepancies} == {late.id}
    assert explanation.comparison.counts == Counts(agree=1, differ=1)


def test_a_charge_of_another_payee_is_counted_apart_from_payments() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
        case.bank(period.due, -104_00, "某某融资担保有限公司")
    found = compared(case, day("05-01"))
    assert found.counts == Counts(agree=3, charges=3)
    assert {c.standing for c in of(found, Subject.CHARGE)} == {Standing.DIFFERS}


def test_a_plan_alone_agrees_with_nothing_and_names_the_export_that_would_show_its_payments() -> None:
    case = CaseBuilder()
    case.page(day("01-15"), case.loan()[:3])
    alone = replace(case.ledger, wallet=())
    found = explain(alone, as_of=SUMMER).comparison
    assert found.counts == Counts(unchecked=5, due=5)
    assert [(w.paper.kind, w.paper.source, w.payments) for w in found.wanted] == [("wallet-export", "alipay", 5)]
    assert (found.wanted[0].first, found.wanted[0].last) == (day("02-15"), day("06-15"))


def test_a_period_that_a_page_shows_as_settled_is_not_checked_by_that_alone() -> None:
    case = CaseBuilder()
    case.page(day("03-01"), case.loan(), settled=[1])
    found = compared(case, day("03-01"))
    assert [c.standing for c in of(found, Subject.OBLIGATION)] == [Standing.NOT_CHECKED]


def test_debits_alone_agree_with_nothing_and_name_the_plan() -> None:
    case = CaseBuilder()
    for month in (2, 3, 4):
        case.wallet(datetime(2026, month, 15, 9), 1_093_15)
        case.bank(date(2026, month, 15), -1_093_15)
    found = compared(case)
    assert found.counts == Counts(unchecked=3, booked=3)
    assert [(w.paper.kind, w.paper.product, w.payments) for w in found.wanted] == [("plan-page", Product.JIEBEI, 3)]
    assert {c.standing for c in of(found, Subject.BANK_ROW)} == {Standing.AGREES}


def test_a_record_on_days_of_which_the_wallet_shows_nothing_does_not_agree() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.record(at("02-15 12:00"), 1, plan[0].principal, plan[0].interest)
    assert of(compared(case, day("03-01")), Subject.OBLIGATION)[0].standing is Standing.AGREES
    case.covers(day("01-01"), day("03-01"))
    check = of(compared(case, day("03-01")), Subject.OBLIGATION)[0]
    assert check.standing is Standing.NOT_CHECKED
    assert check.paper is not None


def recorded_without_a_debit(account: str, *, by_another: bool = False, bank: bool = True) -> Check:
    """The check of a first period that the lender recorded, and that a whole wallet does not show."""
    case = CaseBuilder()
    plan = case.loan()
    case.record(at("02-15 12:00"), 1, plan[0].principal, plan[0].interest)
    (posting,) = case.ledger.postings
    case.ledger = replace(case.ledger, postings=(replace(posting, account=account, by_another=by_another),))
    if bank:
        case.bank(day("02-20"), -30_00, "支付宝-某某超市")
    case.covers(day("01-01"), day("03-01"))
    return of(compared(case, day("03-01")), Subject.OBLIGATION)[0]


def test_what_another_person_paid_by_the_record_needs_no_debit_of_ones_own() -> None:
    check = recorded_without_a_debit("他人账户", by_another=True)
    assert (check.standing, check.roles) == (Standing.AGREES, (Role.RECORD,))


def test_a_record_that_is_here_is_not_asked_for_but_a_statement_of_its_account() -> None:
    check = recorded_without_a_debit("中国建设银行储蓄卡(7788)")
    assert check.standing is Standing.NOT_CHECKED
    assert check.paper is not None
    assert (check.paper.kind, check.paper.source) == ("bank-statement", "中国建设银行储蓄卡(7788)")


@pytest.mark.parametrize(
    ("plan", "record", "kind"), [(0, 0, "plan-page"), (1, 0, "repayment-record"), (1, 1, "bank-slip")]
)
def test_a_debit_of_no_known_purpose_asks_for_no_paper_that_is_here(plan: bool, record: bool, kind: str) -> None:
    case = CaseBuilder()
    periods = case.loan()
    if not plan:
        case.ledger = replace(case.ledger, plan_rows=())
    for period in periods[:3]:
        case.bank(period.due, -period.total)
        if record:
            case.record(at(f"{period.due:%m-%d} 12:00"), period.number, period.principal, period.interest)
    case.bank(day("03-01"), -88_00)
    odd = next(c for c in of(compared(case, day("05-01")), Subject.DEBIT) if c.amount == 88_00)
    assert odd.paper is not None
    assert odd.paper.kind == kind


def test_records_alone_of_an_unknown_product_are_payments_that_a_bank_would_check() -> None:
    case = CaseBuilder()
    for month in (2, 3):
        case.record(datetime(2026, month, 15, 12), month - 1, 900_00, 100_00)
    found = compared(case)
    assert found.counts == Counts(unchecked=2)
    assert [w.paper.kind for w in found.wanted] == ["bank-statement"]


def test_a_debit_agrees_with_its_record_where_no_plan_is_here() -> None:
    case = CaseBuilder()
    case.wallet(at("02-15 12:00"), 1_000_00)
    case.record(at("02-15 12:00"), 1, 900_00, 100_00)
    found = compared(case)
    assert found.counts == Counts(agree=1)
    assert found.roles == (Role.RECORD, Role.WALLET)


@pytest.mark.parametrize(
    "kept", [("wallet", "coverages"), ("bank", "wallet"), ("loans", "plan_rows", "bills"), ("postings",), ("reserves",)]
)
def test_papers_of_one_side_agree_with_nothing(kept: tuple[str, ...]) -> None:
    whole = busy_case()
    alone = Ledger(**{name: getattr(whole, name) for name in kept})
    found = explain(alone, as_of=SUMMER).comparison
    assert found.counts.agree == 0
    assert found.counts.all > 0


def test_a_record_that_is_not_final_agrees_with_nothing() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 12:00"), plan[0].total)
    case.record(at("02-15 12:00"), 1, plan[0].principal, plan[0].interest, outcome=Outcome.PENDING)
    found = compared(case, day("03-01"))
    assert found.counts == Counts(unchecked=1, due=1)
    assert [w.paper.kind for w in found.wanted] == ["final-state"]


def test_what_is_not_due_yet_is_no_payment() -> None:
    case = CaseBuilder()
    case.loan()
    assert compared(case, day("02-15")).counts.all == 0
    assert compared(case, day("02-16")).counts.all == 1


def test_periods_after_a_settlement_never_fell_due_and_are_one_payment_with_it() -> None:
    case = CaseBuilder()
    plan = case.loan(terms=6)
    case.paid(plan[0])
    left, interest = sum(p.principal for p in plan[1:]), 72_96
    case.wallet(at("03-05 10:00"), left + interest, purpose=Purpose.SETTLEMENT)
    case.record(at("03-05 10:00"), 2, left, interest)
    found = compared(case)
    assert found.counts.all == 2
    assert [c.period for c in of(found, Subject.OBLIGATION)] == [1]


def test_a_debit_that_came_back_and_belongs_to_nothing_is_no_payment() -> None:
    case = CaseBuilder()
    case.wallet(at("03-05 09:00"), 500_00)
    case.bank(day("03-05"), -500_00)
    case.bank(day("03-06"), 500_00, "退汇")
    found = compared(case)
    assert found.counts.all == 0
    assert {c.subject for c in found.checks} == {Subject.DEBIT, Subject.BANK_ROW}


def test_a_changed_plan_is_no_payment_that_differs() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    moved = [p._replace(due=p.due.replace(day=20), interest=p.interest + 100) for p in plan[1:]]
    case.page(day("02-20"), moved)
    explanation = explain(case.ledger, as_of=day("03-01"))
    assert [d.code for d in explanation.discrepancies] == ["PLAN-DUE-DAY-CHANGED"]
    assert explanation.comparison.counts == Counts(agree=1)


@pytest.mark.parametrize(("paid", "standing"), [(80_00, Standing.AGREES), (79_00, Standing.NOT_CHECKED)])
def test_a_bill_agrees_only_with_payments_of_its_amount(paid: int, standing: Standing) -> None:
    case = CaseBuilder()
    case.bill(3, [case.line(day("02-20"), 80_00, LineKind.PURCHASE)])
    case.wallet(at("03-09 10:00"), paid, product=Product.HUABEI, bill_month=(2026, 3), text="花呗还款")
    found = compared(case)
    assert [c.standing for c in of(found, Subject.BILL)] == [standing]
    assert [c.standing for c in of(found, Subject.DEBIT)] == [standing]


@pytest.mark.parametrize(("paid", "standing"), [(80_00, Standing.AGREES), (79_00, Standing.NOT_CHECKED)])
def test_lines_of_a_bill_without_a_sum_agree_with_what_was_paid_for_its_month(paid: int, standing: Standing) -> None:
    case = CaseBuilder()
    case.bill(3, [case.line(day("02-20"), 50_00), case.line(day("02-22"), 30_00)])
    stated = replace(case.ledger.bills[0], declared=None, due=None, declared_lines=None)
    case.ledger = replace(case.ledger, bills=(stated,))
    case.wallet(at("03-09 10:00"), paid, product=Product.HUABEI, bill_month=(2026, 3), text="花呗还款")
    assert [c.standing for c in of(compared(case), Subject.BILL)] == [standing]


def test_a_discrepancy_that_cannot_be_decided_asks_for_its_paper_too() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.wallet(at("03-15 12:00"), plan[1].total + 7)
    case.record(at("03-15 12:00"), 2, plan[1].principal, plan[1].interest)
    explanation = explain(case.ledger, as_of=day("04-01"))
    (unexplained,) = explanation.discrepancies
    (want,) = explanation.comparison.wanted
    assert (want.paper.kind, want.discrepancies, want.decides) == ("lender-breakdown", (unexplained.id,), 1)


def test_papers_are_ranked_by_what_they_decide() -> None:
    case = CaseBuilder()
    for number, product in enumerate((Product.JIEBEI, Product.WEILIDAI, Product.WEILIDAI)):
        case.wallet(datetime(2026, 3, 5 + number, 9), 500_00 + number, product=product)
    assert [(w.paper.product, w.decides) for w in compared(case).wanted] == [
        (Product.WEILIDAI, 2), (Product.JIEBEI, 1),
    ]  # fmt: skip


def test_bills_of_several_months_are_asked_for_together() -> None:
    case = CaseBuilder()
    for month in (3, 4):
        case.wallet(datetime(2026, month, 9, 9), 50_00, product=Product.HUABEI, bill_month=(2026, month))
    (want,) = compared(case).wanted
    assert (want.paper.kind, want.paper.month, want.decides) == ("bill", "", 2)
    assert (want.first, want.last) == (day("03-09"), day("04-09"))


def test_every_row_of_a_payment_has_one_standing_that_says_why() -> None:
    case = CaseBuilder()
    paid_in_full(case)
    case.wallet(at("06-20 10:00"), 77_00)
    for check in compared(case).checks:
        assert bool(check.discrepancies) == (check.standing is Standing.DIFFERS)
        assert check.standing is not Standing.AGREES or check.met
        assert check.standing is Standing.NOT_CHECKED or check.paper is None


def test_nothing_at_all_names_no_day_and_compares_nothing() -> None:
    nothing: Explanation = explain(Ledger())
    assert nothing.day is None
    assert nothing.comparison == Comparison()


def test_a_credit_card_is_no_matter_of_the_case_where_its_bills_are_not_here() -> None:
    case = CaseBuilder()
    case.wallet(at("03-05 09:00"), 500_00, product=Product.CARD)
    assert compared(case).counts.all == 0
