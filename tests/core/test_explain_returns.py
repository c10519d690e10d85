"""Money that came back, clocks that differ, and two persons' papers: none of these is called twice or not posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.discrepancy import Severity
from app.core.facts import Coverage, Ledger, PeriodState, PlanRow, Purpose, Source, Trigger, WalletKind
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

DUPLICATES = {"DEBIT-DUPLICATE", "DEBIT-MANUAL-AUTO-OVERLAP"}


def returned_and_collected_again(back: date, again: datetime, recorded: datetime, words: str = "退汇") -> CaseBuilder:
    """The first period paid on its due day, given back by the bank, and collected again."""
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 18:30"), first.total)
    case.bank(day("02-15"), -first.total)
    case.bank(back, first.total, f"支付宝-借呗还款 {words}")
    case.wallet(again, first.total)
    case.bank(again.date(), -first.total)
    case.record(recorded, 1, first.principal, first.interest)
    return case


@pytest.mark.parametrize("words", ["退汇", "冲正", "退回"])
def test_a_debit_that_the_bank_gave_back_and_collected_again_was_paid_once(words: str) -> None:
    case = returned_and_collected_again(day("02-16"), at("02-17 10:00"), at("02-17 10:00"), words)
    late = case.found()["DEBIT-LATE"]
    assert (late.variant, late.difference, late.unexplained) == ("returned", 0, 0)
    facts = dict(late.facts)
    assert (facts["taken_on"], facts["returned_on"], facts["paid_on"]) == (day("02-15"), day("02-16"), day("02-17"))


def test_a_record_that_bears_the_day_of_the_first_debit_belongs_to_the_second() -> None:
    case = returned_and_collected_again(day("02-16"), at("02-17 10:00"), at("02-15 18:30"))
    assert set(case.found()) == {"DEBIT-LATE"}


def test_a_return_and_a_new_debit_on_the_due_day_itself_leave_nothing_to_explain() -> None:
    case = returned_and_collected_again(day("02-15"), at("02-15 22:00"), at("02-15 22:00"))
    assert case.found() == {}


def test_the_new_debit_may_hold_the_penalty_too() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    penalty = 1_12 + 18  # 931.69 and 148.80 at 0.06 % for two days
    case.wallet(at("02-15 18:30"), first.total)
    case.bank(day("02-15"), -first.total)
    case.bank(day("02-16"), first.total, "支付宝-借呗还款 冲正")
    case.paid(first, at("02-17 10:00"), penalty=penalty)
    late = case.found()["DEBIT-LATE"]
    assert (late.variant, late.difference, late.unexplained) == ("returned-charged", penalty, 0)


def test_a_second_debit_that_the_bank_gave_back_is_still_a_second_debit() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.paid(first, at("02-15 09:00"))
    case.wallet(at("02-15 09:05"), first.total)
    case.bank(day("02-15"), -first.total)
    case.bank(day("02-18"), first.total, "支付宝-借呗还款 退回")
    twice = case.found()["DEBIT-DUPLICATE"]
    assert (twice.variant, twice.difference) == ("returned", 0)


@pytest.mark.parametrize(
    ("words", "share", "variant"),
    [
        ("支付宝-借呗还款", 1, "returned"),
        ("支付宝-借呗还款", 2, "kept"),
        ("支付宝-花呗还款", 1, "kept"),
        ("张三还款", 1, "kept"),
        ("支付宝-借呗放款", 1, "kept"),
    ],
    ids=["the whole", "a part", "another product", "a person", "a payout"],
)
def test_a_credit_worded_as_the_products_repayment_gives_the_whole_of_a_debit_back(
    words: str, share: int, variant: str
) -> None:
    """Nobody else pays a person what is worded as a repayment of the loan."""
    case = CaseBuilder()
    first, *_ = case.loan()
    case.paid(first, at("02-15 09:00"))
    case.wallet(at("02-15 09:05"), first.total)
    case.bank(day("02-15"), -first.total)
    case.bank(day("02-18"), first.total // share, words)
    assert case.found()["DEBIT-DUPLICATE"].variant == variant


def test_a_debit_that_came_back_and_was_never_collected_again_leaves_the_period_unpaid() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.covers(day("01-01"), day("03-01"))
    case.wallet(at("02-15 18:30"), plan[0].total)
    case.bank(day("02-15"), -plan[0].total)
    case.bank(day("02-16"), plan[0].total, "支付宝-借呗还款 退汇")
    case.page(day("03-01"), plan, overdue=[1])
    assert set(case.found()) == {"DEBIT-MISSED"}


def test_a_bank_that_dates_a_payment_after_midnight_on_the_day_before_knows_one_payment() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 00:10"), first.total)
    case.bank(day("02-14"), -first.total)
    case.record(at("02-15 00:10"), 1, first.principal, first.interest)
    assert case.found() == {}


def test_what_is_not_in_a_record_that_nobody_gave_is_not_called_not_posted() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 09:00"), plan[0].total)
    case.page(day("02-20"), plan, settled=[1])
    assert case.found() == {}


def test_what_lies_before_a_record_begins_is_not_called_not_posted() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 09:00"), plan[0].total)
    case.paid(plan[1])
    case.page(day("03-20"), plan, settled=[1, 2])
    assert case.found() == {}


def in_another_wallet(ledger: Ledger, account: str) -> Ledger:
    """The wallet rows of a case as if they stood in the export of another account."""

    def moved(source: Source) -> Source:
        return Source(f"{account}.csv", "", source.row, account)

    rows = tuple(replace(row, sources=tuple(map(moved, row.sources)), provider="alipay") for row in ledger.wallet)
    coverage = Coverage("alipay", account, datetime(2026, 1, 1), datetime(2026, 12, 31), digest=account)
    return replace(Ledger(), wallet=rows, coverages=(coverage,))


def of_two_persons() -> Ledger:
    """One person's loan with all its papers, and another person's wallet with an equal loan."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    mine = in_another_wallet(case.ledger, "138******01")
    hers = in_another_wallet(case.ledger, "139******02")
    rows = tuple(replace(r, at=r.at + timedelta(hours=1), account="工商银行储蓄卡(5678)") for r in hers.wallet)
    return replace(case.ledger, wallet=(), coverages=()) + mine + replace(hers, wallet=rows)


def test_the_equal_loan_of_another_person_is_no_second_debit() -> None:
    assert [d.code for d in explain(of_two_persons()).discrepancies] == []


def test_the_debits_of_the_other_persons_wallet_belong_to_no_loan_of_the_first() -> None:
    explanation = explain(of_two_persons())
    hers = {e.facility for e in explanation.events if e.sources[0].digest == "139******02"}
    assert "JB-1" not in hers


@settings(max_examples=60, deadline=None)
@given(
    back=st.integers(0, 5),
    again=st.integers(0, 9),
    hour=st.integers(0, 23),
    on_time=st.booleans(),
    words=st.sampled_from(["退汇", "冲正", "退回", "退还"]),
)
def test_no_return_is_ever_told_as_money_kept(back: int, again: int, hour: int, on_time: bool, words: str) -> None:
    second = datetime(2026, 2, 15 + back, 19) + timedelta(days=again, hours=hour)
    case = returned_and_collected_again(
        day("02-15") + timedelta(days=back),
        second,
        at("02-15 18:30") if on_time and again + back < 8 else second,
        words,
    )
    loud = [d for d in explain(case.ledger).discrepancies if d.code in DUPLICATES and d.severity is Severity.SERIOUS]
    assert loud == []


@pytest.mark.parametrize(("text", "unpaid"), [("支付宝-还款", False), ("支付宝-某某超市", True)])
def test_a_debit_that_came_back_is_not_the_only_one_where_another_of_its_amount_names_no_product(
    text: str, unpaid: bool
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.covers(day("01-01"), day("03-01"))
    case.bank(day("02-15"), -plan[0].total)
    case.bank(day("02-15"), -plan[0].total, text)
    case.bank(day("02-16"), plan[0].total, "支付宝-借呗还款 退汇")
    case.page(day("03-01"), plan, settled=[1])
    assert ("STATUS-SETTLED-PREMATURE" in case.found()) is unpaid


@pytest.mark.parametrize(("named", "given_back"), [("", True), ("2026999999", True), ("", False)])
def test_a_refund_that_names_no_order_gives_back_one_of_two_equal_repayments(named: str, given_back: bool) -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 08:30"), first.total, trigger=Trigger.MANUAL)
    case.wallet(at("02-15 16:30"), first.total, trigger=Trigger.AUTO)
    case.record(at("02-15 08:30"), 1, first.principal, first.interest)
    if given_back:
        number = {"order_no": named, "refund_of": named} if named else {}
        case.wallet(at("02-17 10:00"), first.total, WalletKind.REFUND, text="退款-借呗还款", **number)
    (told,) = (d for code, d in case.found().items() if code in DUPLICATES)
    assert told.difference == (0 if given_back else first.total)


def settled_with_surplus(back: int, *, by_wallet: bool, words: str = "退款", recorded: bool = True) -> CaseBuilder:
    """A loan settled on 3 March by a debit of 100.00 beyond what its record has, of which ``back`` came back."""
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    left = sum(p.principal for p in plan[1:])
    interest = round(left * 4 * 16 / 10_000)
    when, took = at("03-03 12:00"), left + interest + 100_00
    case.bank(day("03-03"), -took, "支付宝-借呗提前结清")
    case.bank(day("03-05"), back, f"支付宝-{words}")
    if by_wallet:
        debit = case.wallet(when, took, text="借呗提前结清", purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
        case.wallet(at("03-05 10:00"), back, WalletKind.REFUND, refund_of=debit.order_no, order_no="back")
    if recorded:
        case.record(when, 2, left, interest)
    return case


@pytest.mark.parametrize("by_wallet", [True, False])
def test_what_a_settlement_took_too_much_and_gave_back_is_no_open_amount(by_wallet: bool) -> None:
    found = settled_with_surplus(100_00, by_wallet=by_wallet).found()
    assert {code: d.difference for code, d in found.items() if code != "SETTLE-INTEREST-TO-DATE"} == {
        "SURPLUS-RETURNED": 0
    }
    assert (found["SURPLUS-RETURNED"].variant, found["SURPLUS-RETURNED"].severity) == ("recorded", Severity.INFO)


def test_without_a_record_the_settlement_is_what_was_kept_of_it() -> None:
    found = settled_with_surplus(100_00, by_wallet=True, recorded=False).found()
    settled, back = found["SETTLE-INTEREST-TO-DATE"], found["SURPLUS-RETURNED"]
    assert (settled.variant, settled.unexplained) == ("closes", 0)
    assert (back.variant, dict(back.facts)["returned"]) == ("settled", 100_00)


@pytest.mark.parametrize(("back", "words"), [(60_00, "退款"), (100_00, "转入")])
def test_another_amount_or_a_credit_that_is_no_return_leaves_the_surplus_open(back: int, words: str) -> None:
    odd = settled_with_surplus(back, by_wallet=False, words=words).found()["UNEXPLAINED"]
    assert (odd.difference, odd.severity) == (100_00, Severity.SERIOUS)


def taken_too_much(back: int, *, recorded: bool, by_wallet: bool, loans: int = 1) -> CaseBuilder:
    """The first period with 50.00 beyond what was due, of which ``back`` came back the next day."""
    case = CaseBuilder()
    first, *_ = plan = case.loan()
    took = first.total + 50_00
    debit = case.wallet(at("02-15 12:00"), took)
    case.bank(day("02-15"), -took)
    if recorded:
        case.record(at("02-15 12:00"), 1, first.principal, first.interest)
    if back and by_wallet:
        case.wallet(at("02-16 12:00"), back, WalletKind.REFUND, refund_of=debit.order_no, text="退款")
    if back:
        case.bank(day("02-16"), back, "支付宝-退款")
    case.page(day("02-20"), plan, settled=(1,))
    return case


@pytest.mark.parametrize("by_wallet", [True, False])
@pytest.mark.parametrize("recorded", [True, False])
def test_what_was_taken_too_much_and_came_back_is_told_as_done_with_the_rows_of_both(
    recorded: bool, by_wallet: bool
) -> None:
    (told,) = taken_too_much(50_00, recorded=recorded, by_wallet=by_wallet).found().values()
    assert (told.code, told.variant) == ("SURPLUS-RETURNED", "recorded" if recorded else "planned")
    assert (told.severity, told.difference, [part.amount for part in told.bridge]) == (
        Severity.INFO,
        0,
        [50_00, -50_00],
    )
    assert {"bank.csv", "wallet.csv"} <= {s.file for s in told.bridge[0].evidence + told.bridge[1].evidence}
    assert (dict(told.facts)["paid_on"], dict(told.facts)["refunded_on"]) == (day("02-15"), day("02-16"))


@pytest.mark.parametrize(("recorded", "left"), [(True, "more"), (False, "taken-above-plan")])
def test_of_what_came_back_in_part_the_rest_is_open_and_what_came_back_is_told(recorded: bool, left: str) -> None:
    (told,) = taken_too_much(30_00, recorded=recorded, by_wallet=True).found().values()
    assert (told.code, told.variant, told.unexplained) == ("UNEXPLAINED", left, 20_00)
    assert dict(told.facts)["returned"] == 30_00


@pytest.mark.parametrize("recorded", [True, False])
def test_what_was_taken_too_much_and_stays_is_not_called_back(recorded: bool) -> None:
    (told,) = taken_too_much(0, recorded=recorded, by_wallet=True).found().values()
    assert (told.code, told.unexplained) == ("UNEXPLAINED", 50_00)


def test_one_credit_is_not_the_return_of_two_debits_that_took_as_much_too_much() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    for minute in (0, 30):
        case.wallet(at(f"02-15 12:{minute:02}"), first.total + 50_00)
        case.bank(day("02-15"), -first.total - 50_00)
        case.record(at(f"02-15 12:{minute:02}"), 1 + minute // 30, first.principal, first.interest)
    case.bank(day("02-16"), 50_00, "支付宝-退款")
    assert not [d for d in explain(case.ledger).discrepancies if d.code == "SURPLUS-RETURNED"]


def equal_loans(refund_of: str = "", unpaid_since: str = "") -> CaseBuilder:
    """Two loans alike, the first period of each paid within a minute, and one of the payments given back a day later.

    ``unpaid_since`` is a loan that a later page shows as unpaid.
    """
    case = CaseBuilder()
    first, *_ = plan = case.loan()
    case.ledger += Ledger(
        loans=(replace(case.ledger.loans[0], contract="JB-2", sources=(Source("loans.csv", "", 99, "loans.csv"),)),),
        plan_rows=of_second(case.ledger.plan_rows),
    )
    for minute, order in ((0, "A-1"), (1, "A-2")):
        case.wallet(at(f"02-15 12:{minute:02}"), first.total, order_no=order)
    named = {"refund_of": refund_of} if refund_of else {}
    case.wallet(at("02-16 12:00"), first.total, WalletKind.REFUND, text="退款-借呗还款", **named)
    if unpaid_since:
        case.page(day("02-20"), plan, settled=() if unpaid_since == "JB-1" else (1,))
        shown = of_second(case.ledger.plan_rows[-len(plan) :])
        states = [
            PeriodState.SETTLED if unpaid_since == "JB-1" and row.period == 1 else PeriodState.OPEN for row in shown
        ]
        case.ledger += Ledger(
            plan_rows=tuple(replace(row, state=s) for row, s in zip(shown, states, strict=True)),
        )
    return case


def of_second(rows: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
    """The same rows as a page of the second loan."""
    return tuple(replace(row, contract="JB-2", sources=(replace(row.sources[0], file="plan2.csv"),)) for row in rows)


def test_of_equal_payments_of_two_loans_one_came_back_and_nobody_knows_which() -> None:
    found = [d for d in explain(equal_loans().ledger, as_of=day("02-21")).discrepancies if d.severity != "info"]
    (told,) = (d for d in found if d.code == "STATUS-SETTLED-PREMATURE")
    assert (told.variant, told.severity, told.difference) == ("one-of-two", Severity.WARNING, 0)
    assert {"plan.csv", "plan2.csv", "wallet.csv"} == {s.file for s in told.evidence}


@pytest.mark.parametrize(
    ("refund_of", "unpaid"), [("A-2", ""), ("", "JB-1"), ("", "JB-2")], ids=["named", "first open", "second open"]
)
def test_which_of_two_came_back_is_known_by_the_order_or_by_a_later_page(refund_of: str, unpaid: str) -> None:
    found = explain(equal_loans(refund_of, unpaid).ledger, as_of=day("02-21")).discrepancies
    assert "one-of-two" not in {d.variant for d in found}
