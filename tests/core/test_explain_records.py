"""Where debit, record and plan page contradict each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.discrepancy import Certainty, Severity
from app.core.facts import Outcome, Trigger, WalletKind
from app.core.views.summary import Claim, claim_of
from tests.core.case_builder import CaseBuilder, at, day


def parts(found: object) -> dict[str, int]:
    return {part.component: part.amount for part in found.bridge}  # type: ignore[attr-defined]


def test_a_payment_in_time_that_is_counted_two_days_later_lags() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total)
    case.record(at("02-15 09:00"), 1, first.principal, first.interest, counted_on=day("02-17"))
    lag = case.found()["POST-LAG"]
    assert (lag.severity, lag.difference, dict(lag.facts)["days"]) == (Severity.WARNING, 0, 2)


def test_a_lag_of_one_day_without_a_charge_is_information() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total)
    case.record(at("02-15 09:00"), 1, first.principal, first.interest, counted_on=day("02-16"))
    assert case.found()["POST-LAG"].severity is Severity.INFO


def test_a_charge_for_a_lag_is_the_lenders_to_explain() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total)
    case.record(at("02-17 03:30"), 1, first.principal, first.interest)
    case.wallet(at("02-17 10:00"), 1_12 + 18, text="借呗还款-逾期费用")
    case.record(at("02-17 10:00"), 1, 0, 0, penalty=1_12 + 18)
    lag = case.found()["POST-LAG"]
    assert lag.severity is Severity.SERIOUS
    assert parts(lag) == {"penalty-on-principal": 1_12, "penalty-on-interest": 18}


def test_a_charge_for_a_payment_made_in_time_is_claimed_whatever_rule_it_follows() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total)
    case.record(at("02-17 03:30"), 1, first.principal, first.interest)
    case.record(at("02-17 10:00"), 1, 0, 0, penalty=7_77)
    lag = case.found()["POST-LAG"]
    assert (parts(lag), lag.unexplained) == ({"charged-though-in-time": 7_77}, 0)
    assert claim_of(lag) is Claim.REFUND


def test_a_charge_where_a_part_was_not_paid_in_time_is_to_be_asked_about() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.principal)
    case.record(at("02-17 03:30"), 1, first.principal, 0)
    case.record(at("02-17 10:00"), 1, 0, 0, penalty=7_77)
    lag = case.found()["POST-LAG"]
    assert (lag.unexplained, claim_of(lag)) == (7_77, Claim.CONFIRM)


def test_a_payment_by_hand_shortly_before_midnight_that_is_charged_for_the_next_day() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 23:50"), first.total, trigger=Trigger.MANUAL)
    case.bank(day("02-16"), -first.total)
    case.record(at("02-16 00:30"), 1, first.principal, first.interest, trigger=Trigger.MANUAL)
    case.wallet(at("02-16 10:00"), 56 + 9, text="借呗还款-逾期费用")
    case.record(at("02-16 10:00"), 1, 0, 0, penalty=56 + 9)
    assert parts(case.found()["DEBIT-CUTOFF-MIDNIGHT"]) == {"penalty-on-principal": 56, "penalty-on-interest": 9}


def test_a_debit_nobody_recorded_while_the_page_shows_the_term_overdue() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 09:00"), plan[0].total)
    case.page(day("03-01"), plan, overdue=[1])
    lost = case.found()["POST-MISSING"]
    assert (lost.difference, lost.severity) == (-plan[0].total, Severity.SERIOUS)


def test_a_page_that_shows_settled_while_the_repayment_is_pending() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 09:00"), plan[0].total)
    case.record(at("02-15 09:00"), 1, plan[0].principal, plan[0].interest, outcome=Outcome.PENDING)
    case.page(day("02-17"), plan, settled=[1])
    premature = case.found()["STATUS-SETTLED-PREMATURE"]
    assert (premature.difference, premature.certainty) == (0, Certainty.PATTERN)


def test_a_page_that_still_shows_as_due_what_was_recorded_before_it() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day("02-17"), plan)
    assert case.found()["STATUS-STALE"].severity is Severity.WARNING


def test_a_page_that_was_wrong_and_is_right_since_asks_nobody_anything() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day("02-17"), plan)
    case.page(day("02-25"), plan, settled=[1])
    stale = case.found()["STATUS-STALE"]
    assert (stale.variant, stale.severity, stale.questions) == ("open-corrected", Severity.INFO, ())
    assert dict(stale.facts)["corrected_on"] == day("02-25")


def test_a_page_of_the_day_of_the_repayment_is_not_stale() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day("02-15"), plan)
    assert case.found() == {}


def test_waived_interest_explains_the_smaller_debit() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total - 48_80)
    case.record(at("02-15 09:00"), 1, first.principal, first.interest - 48_80)
    case.waived(1, day("02-15"), 48_80)
    waiver = case.found()["AMOUNT-WAIVED"]
    assert (waiver.difference, waiver.severity) == (-48_80, Severity.INFO)


def test_an_amount_no_rule_accounts_for_is_left_unexplained() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total + 1_37)
    case.record(at("02-15 09:00"), 1, first.principal, first.interest)
    odd = case.found()["UNEXPLAINED"]
    assert (odd.difference, odd.unexplained, odd.bridge) == (1_37, 1_37, ())


@pytest.mark.parametrize(
    ("rest", "lent", "told"),
    [(500_00, 5_000_00, "another-loan"), (1_37, 5_000_00, "more"), (500_00, 400_00, "more"), (500_00, 0, "more")],
)
def test_what_a_debit_took_more_may_be_a_period_of_a_loan_that_was_drawn_and_has_no_paper(
    rest: int, lent: int, told: str
) -> None:
    """The rest must be able to be a period of that loan: neither a few fen of it, nor more than was lent."""
    case = CaseBuilder()
    first, *_ = case.loan()
    if lent:
        case.wallet(at("01-20 10:00"), lent, WalletKind.DRAWDOWN, text="借呗放款至银行卡")
    case.wallet(at("02-15 09:00"), first.total + rest)
    case.record(at("02-15 09:00"), 1, first.principal, first.interest)
    odd = case.found()["UNEXPLAINED"]
    assert (odd.variant, odd.unexplained) == (told, rest)
    assert odd.severity is (Severity.WARNING if told == "another-loan" else Severity.SERIOUS)
    assert odd.missing == (("plan-page",) if told == "another-loan" else ("lender-breakdown",))


def test_a_repayment_still_pending_after_days_is_unconfirmed() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total, outcome=Outcome.PENDING)
    found = case.found(as_of=day("02-20"))
    assert found["STATUS-UNCONFIRMED"].severity is Severity.WARNING
    assert dict(found["STATUS-UNCONFIRMED"].facts)["waited"] == 5


def test_what_record_and_debit_took_beyond_the_plan_is_never_called_agreed() -> None:
    case = CaseBuilder()
    first, second, *_ = case.loan()
    case.paid(first)
    case.wallet(at("03-15 12:00"), second.total + 19_90)
    case.record(at("03-15 12:00"), 2, second.principal, second.interest + 19_90)
    (found,) = case.found().values()
    assert (found.code, found.unexplained, found.expected, found.actual) == (
        "UNEXPLAINED", 19_90, second.total, second.total + 19_90,
    )  # fmt: skip


def test_a_later_page_that_has_the_higher_amount_is_the_plan() -> None:
    case = CaseBuilder()
    first, second, *rest = case.loan()
    case.paid(first)
    dearer = second._replace(interest=second.interest + 19_90)
    case.page(day("02-20"), [first, dearer, *rest], settled=[1])
    case.wallet(at("03-15 12:00"), dearer.total)
    case.record(at("03-15 12:00"), 2, dearer.principal, dearer.interest)
    assert "UNEXPLAINED" not in case.found()


def recorded_but(missing: int, *, wallet: bool = True, page: bool = False) -> CaseBuilder:
    """Four periods debited on their due days, of which the lender's record lacks one."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:4]:
        noon = at(f"{period.due:%m-%d} 12:00")
        if wallet:
            case.wallet(noon, period.total)
        else:
            case.bank(period.due, -period.total)
        if period.number != missing:
            case.record(noon, period.number, period.principal, period.interest)
    if page:
        case.page(day("05-20"), plan, settled=(1, 2, 3, 4))
    return case


def test_a_debit_that_the_record_leaves_out_between_others_is_to_be_seen_on_the_plan() -> None:
    for wallet in (True, False):
        found = recorded_but(2, wallet=wallet).found()["POST-MISSING"]
        assert (found.variant, found.severity, found.certainty) == (
            "not-in-record",
            Severity.WARNING,
            Certainty.PATTERN,
        )
        assert dict(found.facts)["later_on"] == day("04-15")


def test_a_record_that_ends_before_a_debit_leaves_nothing_out_and_a_later_page_tells_otherwise() -> None:
    assert not recorded_but(4).found()
    assert "POST-MISSING" not in recorded_but(2, page=True).found()


def test_the_banks_only_debit_of_a_day_is_laid_beside_the_only_record_of_it() -> None:
    for apart, variant, severity in ((37_00, "more", Severity.SERIOUS), (-37_00, "less-in-bank", Severity.WARNING)):
        case = CaseBuilder()
        first, *_ = case.loan()
        case.bank(first.due, -(first.total + apart))
        case.record(at("02-15 12:00"), 1, first.principal, first.interest)
        found = case.found()["UNEXPLAINED"]
        assert (found.variant, found.severity, found.difference) == (variant, severity, apart)


def test_a_debit_of_another_size_on_the_day_of_a_record_is_not_its_payment() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.bank(first.due, -first.total // 2)
    case.record(at("02-15 12:00"), 1, first.principal, first.interest)
    assert not case.found()


def test_a_record_of_sums_without_periods_does_not_lack_what_it_has() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for moment in ("02-15 06:31", "02-15 15:41"):
        case.wallet(at(moment), plan[0].total)
    case.record(at("02-15 06:31"), 1, plan[0].principal, plan[0].interest)
    case.page(day("03-01"), plan, settled=[1])
    postings = tuple(replace(posting, period=None) for posting in case.ledger.postings)
    case.ledger = replace(case.ledger, postings=postings)
    assert "STATUS-SETTLED-PREMATURE" not in case.found(day("03-01"))
