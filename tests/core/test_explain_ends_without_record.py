"""Loans without any record of the lender: settled, with a fee or not, given back though shown as paid, reduced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Posting, Product, Purpose, Source, WalletKind
from app.core.loans import Period
from app.core.loans.settlement import settle
from app.core.pipeline import explain
from app.workspace.tables import lender_rules
from tests.core.case_builder import CONTRACT, CaseBuilder, at, day

WORDED = "招联消费金融-好期贷还款"


def begun(paid: int = 2) -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan of 招联 with its plan page of the day it was drawn, of which the bank shows the first debits."""
    case = CaseBuilder()
    plan = case.loan()
    loans = tuple(replace(loan, product=Product.ZHAOLIAN) for loan in case.ledger.loans)
    case.ledger = replace(case.ledger, loans=loans, wallet=())
    for period in plan[:paid]:
        case.bank(period.due, -period.total, WORDED)
    return case, plan


def to_settle(plan: tuple[Period, ...], on: date, paid: int = 2) -> tuple[int, int]:
    """Principal that is open after ``paid`` periods, and its interest at 0.04 % a day to ``on``."""
    principal = sum(p.principal for p in plan[paid:])
    return principal, (principal * 4 * (on - plan[paid - 1].due).days + 5000) // 10000


def told(case: CaseBuilder) -> dict[str, Discrepancy]:
    return {d.code: d for d in explain(case.ledger, rules=lender_rules()).discrepancies}


def test_a_debit_of_all_principal_and_the_interest_to_the_day_settles_the_loan_though_no_later_page_shows_it() -> None:
    case, plan = begun()
    on = day("03-27")
    case.bank(on, -sum(to_settle(plan, on)), WORDED)
    found = told(case)
    assert set(found) == {"SETTLE-INTEREST-TO-DATE"}
    assert (found["SETTLE-INTEREST-TO-DATE"].variant, found["SETTLE-INTEREST-TO-DATE"].unexplained) == ("closes", 0)


@pytest.mark.parametrize("parts", [(3000_00,), (3000_00, 2000_00)])
def test_several_debits_of_one_day_settle_the_loan_together(parts: tuple[int, ...]) -> None:
    case, plan = begun()
    on = day("03-27")
    for part in (*parts, sum(to_settle(plan, on)) - sum(parts)):
        case.bank(on, -part, WORDED)
    settled = told(case)["SETTLE-INTEREST-TO-DATE"]
    assert (settled.variant, settled.unexplained) == ("closes", 0)
    assert dict(settled.facts)["amount"] == sum(to_settle(plan, on))


@pytest.mark.parametrize("beyond", [1, -1])
def test_debits_of_one_day_that_do_not_make_it_up_settle_nothing(beyond: int) -> None:
    case, plan = begun()
    on = day("03-27")
    case.bank(on, -3000_00, WORDED)
    case.bank(on, -sum(to_settle(plan, on)) + 3000_00 - beyond, WORDED)
    assert "SETTLE-INTEREST-TO-DATE" not in told(case)


def in_parts(way: str, first: date, last: date, paid: int = 5000_00) -> tuple[CaseBuilder, tuple[Period, ...], int]:
    """A loan settled in a debit of ``paid`` and one of the rest days later, with the interest that one way gives."""
    case, plan = begun()
    principal, to_first = to_settle(plan, first)
    left = principal - paid + (to_first if way == "interest-first" else 0)
    later = (left * 4 * (last - first).days + 5000) // 10000
    interest = {
        "to-first-day": to_first,
        "to-last-day": to_settle(plan, last)[1],
    }.get(way, to_first + later)
    case.bank(first, -paid, WORDED)
    case.bank(last, -(principal + interest - paid), WORDED)
    return case, plan, interest


@pytest.mark.parametrize("way", ["interest-first", "principal-first", "to-first-day", "to-last-day"])
def test_debits_of_days_that_follow_each_other_settle_the_loan_by_each_days_balance(way: str) -> None:
    case, _, interest = in_parts(way, day("03-27"), day("03-28"))
    settled = told(case)["SETTLE-INTEREST-TO-DATE"]
    facts = dict(settled.facts)
    assert (settled.variant, settled.unexplained, settled.certainty) == ("in-parts", 0, Certainty.PROVED)
    assert (facts["rule"], facts["interest"]) == (f"settled-in-parts.{way}", interest)
    assert (facts["times"], facts["paid"], facts["first_at"]) == (2, 5000_00, at("03-27 00:00"))


@pytest.mark.parametrize(
    ("first", "last", "beyond"),
    [("03-27", "03-28", 5_00), ("03-27", "04-02", 0), ("04-14", "04-16", 0)],
    ids=["not to the fen", "a week apart", "a due date between"],
)
def test_debits_of_days_that_are_no_one_settlement_settle_nothing(first: str, last: str, beyond: int) -> None:
    case, _, _ = in_parts("interest-first", day(first), day(last))
    *before, end = case.ledger.bank
    case.ledger = replace(case.ledger, bank=(*before, replace(end, amount=end.amount - beyond)))
    assert "SETTLE-INTEREST-TO-DATE" not in told(case)


def test_a_page_between_the_parts_or_one_that_is_still_open_later_denies_them() -> None:
    case, plan, _ = in_parts("interest-first", day("03-27"), day("03-28"))
    case.page(day("04-01"), plan, settled=(1, 2))
    assert "SETTLE-INTEREST-TO-DATE" not in told(case)


def test_parts_worded_as_a_settlement_that_do_not_close_say_what_remains() -> None:
    case, plan = begun()
    principal, interest = to_settle(plan, day("03-28"))
    case.bank(day("03-27"), -5000_00, "招联消费金融-提前结清")
    case.bank(day("03-28"), -(principal + interest + 6_00 - 5000_00), "招联消费金融-提前结清")
    settled = told(case)["SETTLE-INTEREST-TO-DATE"]
    assert (settled.variant, settled.unexplained) == ("above-interest-debited", 6_00)


def test_a_debit_a_fen_beside_it_is_no_settlement() -> None:
    case, plan = begun()
    case.bank(day("03-27"), -sum(to_settle(plan, day("03-27"))) - 1, WORDED)
    assert "SETTLE-INTEREST-TO-DATE" not in told(case)


def test_a_later_page_with_open_periods_denies_it() -> None:
    case, plan = begun()
    case.bank(day("03-27"), -sum(to_settle(plan, day("03-27"))), WORDED)
    case.page(day("04-01"), plan, settled=(1, 2))
    assert "SETTLE-INTEREST-TO-DATE" not in told(case)


def test_an_instalment_debited_after_such_a_settlement_was_taken_too_much() -> None:
    case, plan = begun()
    case.bank(day("03-27"), -sum(to_settle(plan, day("03-27"))), WORDED)
    case.bank(plan[2].due, -plan[2].total, WORDED)
    again = told(case)["DEBIT-DUPLICATE"]
    assert (again.variant, again.difference, again.severity) == ("settled-kept", plan[2].total, Severity.SERIOUS)


@pytest.mark.parametrize(("settled", "shown"), [(range(1, 13), True), (range(1, 12), False)])
def test_where_it_came_back_a_later_page_tells_whether_the_loan_is_still_settled(
    settled: Sequence[int], shown: bool
) -> None:
    case, plan = begun()
    case.bank(day("03-27"), -sum(to_settle(plan, day("03-27"))), WORDED)
    case.bank(plan[2].due, -plan[2].total, WORDED)
    case.bank(plan[2].due + timedelta(days=2), plan[2].total, WORDED)
    case.page(day("05-20"), plan, settled=settled)
    again = case.found(day("05-25")).get("DEBIT-DUPLICATE")
    assert (again is not None and dict(again.facts).get("shown_on") == day("05-20")) is shown
    if again and shown:
        page = {s for row in case.ledger.plan_rows if row.as_of == day("05-20") for s in row.sources}
        assert page <= set(again.evidence), "the page that is named is among the rows that prove it"


def test_a_settlement_is_told_by_a_page_made_after_it_alone() -> None:
    case, plan = begun()
    on = day("03-27")
    case.ledger = replace(case.ledger, plan_rows=())
    case.bank(on, -sum(to_settle(plan, on)), WORDED)
    case.page(day("04-20"), plan, settled=range(1, 13))
    assert told(case)["SETTLE-INTEREST-TO-DATE"].unexplained == 0


@pytest.mark.parametrize(("share", "variant"), [(3, "with-fee-debited"), (4, "above-interest-debited")])
def test_a_fee_beside_the_interest_is_named_where_a_rule_gives_it(share: int, variant: str) -> None:
    case, plan = begun()
    on = day("03-27")
    principal, interest = to_settle(plan, on)
    fee = (principal * share + 50) // 100
    case.bank(on, -principal - interest - fee, f"{WORDED} 提前结清")
    settled = told(case)["SETTLE-INTEREST-TO-DATE"]
    assert (settled.variant, settled.unexplained) == (variant, 0 if share == 3 else fee)
    assert dict(settled.facts)["fee" if share == 3 else "rest"] == fee
    assert settled.certainty is (Certainty.PATTERN if share == 3 else Certainty.OPEN)


@pytest.mark.parametrize(
    ("agreed", "taken", "severity", "certainty", "rest"),
    [
        (3, 3, Severity.INFO, Certainty.PROVED, 0),
        (1, 3, Severity.SERIOUS, Certainty.OPEN, 2),
        (0, 3, Severity.SERIOUS, Certainty.OPEN, 3),
        (5, 3, Severity.WARNING, Certainty.OPEN, 3),
        (None, 3, Severity.WARNING, Certainty.PATTERN, 0),
    ],
    ids=["as agreed", "more than agreed", "agreed to be free", "less than agreed", "no contract"],
)
def test_a_recorded_fee_for_settling_is_held_against_the_loans_own_contract(
    agreed: int | None, taken: int, severity: Severity, certainty: Certainty, rest: int
) -> None:
    """``agreed``, ``taken`` and ``rest`` in per cent of the principal repaid early."""
    case = CaseBuilder()
    plan = case.loan()
    share = None if agreed is None else Decimal(agreed) / 100
    loans = tuple(replace(x, product=Product.ZHAOLIAN, settlement_share=share) for x in case.ledger.loans)
    case.ledger = replace(case.ledger, loans=loans)
    for period in plan[:2]:
        case.paid(period)
    on = day("03-27")
    principal, interest = to_settle(plan, on)
    fee = (principal * taken + 50) // 100
    moment = datetime.combine(on, time(9))
    case.wallet(moment, principal + interest + fee, purpose=Purpose.SETTLEMENT)
    posting = Posting(
        CONTRACT, None, moment, on, principal + interest + fee, principal, interest, fee=fee,
        sources=(Source("records.csv", "", 99),),
    )  # fmt: skip
    case.ledger = replace(case.ledger, postings=(*case.ledger.postings, posting))
    settled = told(case)["SETTLE-INTEREST-TO-DATE"]
    assert (settled.variant, settled.severity, settled.certainty) == ("with-fee", severity, certainty)
    assert abs(settled.unexplained - (principal * rest + 50) // 100) <= 1
    assert ("stated" in dict(settled.facts)) is (agreed is not None and agreed != taken)


@pytest.mark.parametrize(("agreed", "named"), [("0.03", True), ("0", False)])
def test_what_settling_takes_names_the_fee_of_the_contract_and_no_published_one(agreed: str, named: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    loans = tuple(replace(x, product=Product.FANGXINJIE, settlement_share=Decimal(agreed)) for x in case.ledger.loans)
    case.ledger = replace(case.ledger, loans=loans)
    case.paid(plan[0])
    (standing,) = explain(case.ledger, rules=lender_rules(), as_of=day("02-20")).standings
    fee = settle(standing, day("02-20")).fee
    assert (fee is not None and fee[0].id == "stated") is named
    assert (fee is None) is not named


def test_the_whole_interest_of_the_running_period_is_not_called_too_much() -> None:
    case, plan = begun()
    on = day("03-27")
    principal, interest = to_settle(plan, on)
    running = next(p for p in plan if p.due > on)
    assert running.interest > interest
    case.bank(on, -principal - running.interest, f"{WORDED} 提前结清")
    assert told(case)["SETTLE-INTEREST-TO-DATE"].severity is Severity.INFO


@pytest.mark.parametrize("again", [False, True])
def test_a_period_shown_as_paid_whose_debit_came_back_is_not_taken_as_paid(again: bool) -> None:
    case, plan = begun(paid=3)
    case.page(plan[2].due, plan, settled=(1, 2, 3))
    case.bank(plan[2].due + timedelta(days=1), plan[2].total, f"{WORDED} 退汇")
    if again:
        case.bank(plan[2].due + timedelta(days=6), -plan[2].total, WORDED)
    found = told(case)
    assert ("STATUS-SETTLED-PREMATURE" in found) is not again
    if not again:
        shown = found["STATUS-SETTLED-PREMATURE"]
        assert (shown.variant, shown.severity, shown.period) == ("returned", Severity.SERIOUS, 3)


@pytest.mark.parametrize(
    ("less", "wording", "named"), [(12_00, "还款红包", True), (12_00, "", False), (900_00, "还款红包", False)]
)
def test_what_a_named_reduction_paid_of_a_due_is_told_without_a_record_too(
    less: int, wording: str, named: bool
) -> None:
    case = CaseBuilder()
    first, *_ = plan = case.loan()
    case.wallet(at("02-15 09:00"), first.total - less, reduction=wording)
    case.page(day("02-20"), plan, settled=(1,))
    found = told(case)
    assert ("EXPORT-NET-AMOUNT" in found) is named
    if named:
        net = found["EXPORT-NET-AMOUNT"]
        assert dict(net.facts)["shown_on"] == day("02-20")
        assert (net.variant, net.difference, net.unexplained) == ("reduced-by-plan", -less, 0)


@pytest.mark.parametrize(
    ("paid", "fee", "beside", "told"),
    [(2, 0, 0, {"reserve-outstanding": 500_00}), (8, 1_99, 0, {"reserve-outstanding": 500_00, "reserve-fee": 1_99}),
     (2, 0, 1, None)],
)  # fmt: skip
def test_a_settlement_and_the_reserve_taken_in_one_debit_close_without_a_record(
    paid: int, fee: int, beside: int, told: dict[str, int] | None
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:paid]:
        case.wallet(datetime.combine(period.due, time(12)), period.total)
    on = plan[paid - 1].due + timedelta(days=5)
    when = datetime.combine(on, time(20, 15))
    case.reserve(when - timedelta(days=2), returned_at=when, returned=500_00 + fee, fee=fee)
    loan = sum(to_settle(plan, on, paid))
    case.wallet(when, loan + 500_00 + fee + beside, purpose=Purpose.SETTLEMENT, text="借呗提前结清")
    case.page(on + timedelta(days=9), plan, settled=range(1, 13))
    found = {d.code: d for d in explain(case.ledger).discrepancies}
    settled = found.get("RESERVE-IN-SETTLE-SCOPE")
    assert ({p.component: p.amount for p in settled.bridge} if settled else None) == told
    if settled:
        assert (settled.expected, settled.unexplained, settled.certainty) == (loan, 0, Certainty.PROVED)
    else:
        assert found["SETTLE-INTEREST-TO-DATE"].unexplained == 500_00 + beside


def test_what_was_left_of_a_reserve_that_a_settlement_took_is_told_with_what_was_returned_before() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.wallet(datetime.combine(period.due, time(12)), period.total)
    on = plan[1].due + timedelta(days=5)
    when = datetime.combine(on, time(20, 15))
    reserve = {"product": Product.RESERVE}
    case.wallet(when - timedelta(days=3), 500_00, WalletKind.RESERVE_TAKEN, **reserve)
    case.wallet(when - timedelta(days=2), 300_00, WalletKind.RESERVE_RETURNED, **reserve)
    loan = sum(to_settle(plan, on))
    case.wallet(when, loan + 200_00, purpose=Purpose.SETTLEMENT, text="借呗提前结清")
    found = {d.code: d for d in explain(case.ledger).discrepancies}["RESERVE-IN-SETTLE-SCOPE"]
    assert (found.variant, found.expected, found.difference, found.unexplained) == ("included-rest", loan, 200_00, 0)
    assert (dict(found.facts)["paid"], dict(found.facts)["rest"]) == (300_00, 200_00)


@pytest.mark.parametrize("first", ["03-27", "03-28"])
def test_two_debits_of_one_recorded_settlement_leave_no_rest_of_either(first: str) -> None:
    case, plan = begun()
    for period in plan[:2]:
        case.record(datetime.combine(period.due, time(12)), period.number, period.principal, period.interest)
    principal, interest = to_settle(plan, day("03-28"))
    case.bank(day(first), -5000_00, WORDED)
    case.bank(day("03-28"), -(principal + interest - 5000_00), WORDED)
    for period in plan[2:]:
        case.record(at("03-28 12:00"), period.number, period.principal, interest if period is plan[2] else 0)
    (account,) = explain(case.ledger, rules=lender_rules()).accounts
    assert [line.rest for line in account.lines] == [0, 0, 0, 0]
