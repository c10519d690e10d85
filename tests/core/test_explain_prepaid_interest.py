"""An instalment collected as before a prepayment: the interest on what was repaid already is named to the fen."""

from __future__ import annotations

from dataclasses import replace

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Purpose
from app.core.loans import Period
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

PREPAID, TO_DATE = 4000_00, 33_60  # of 21 days, 15 March to 5 April, at 0.04 %


def prepaid(interest: int = TO_DATE, *, recorded: bool = True) -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan of which two periods were paid, and 4,000.00 of principal on 5 April."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.paid(period)
    moment = at("04-05 20:10")
    case.wallet(moment, PREPAID + interest, purpose=Purpose.PREPAYMENT, text="借呗提前还款")
    case.bank(moment.date(), -(PREPAID + interest))
    case.record(moment, 3, PREPAID, interest)
    if not recorded:
        case.ledger = replace(case.ledger, postings=())
    return case, plan


def told(case: CaseBuilder) -> Discrepancy | None:
    found = {d.code: d for d in explain(case.ledger).discrepancies}
    return found.get("PREPAID-INTEREST")


def debit_of(case: CaseBuilder, period: Period) -> None:
    case.wallet(at(f"{period.due:%m-%d} 12:00"), period.total)
    case.bank(period.due, -period.total)


def test_interest_paid_with_a_prepayment_and_charged_again_with_the_instalment_is_claimed_to_the_fen() -> None:
    case, plan = prepaid()
    case.paid(plan[2])
    found = told(case)
    assert found is not None
    assert (found.variant, found.difference, found.unexplained) == ("charged", 49_60, 0)  # 4,000.00 × 0.04 % × 31
    assert (found.severity, found.certainty) == (Severity.SERIOUS, Certainty.PROVED)
    assert dict(found.facts)["interest_on_prepaid"] == TO_DATE


def test_without_interest_in_the_prepayment_only_that_of_the_days_after_it_is_too_much() -> None:
    case, plan = prepaid(0)
    case.paid(plan[2])
    found = told(case)
    assert found is not None
    assert (found.difference, found.severity) == (16_00, Severity.WARNING)  # 4,000.00 × 0.04 % × 10
    assert "interest_on_prepaid" not in {name for name, value in found.facts if value}


def test_with_interest_on_the_whole_balance_the_period_bears_that_of_the_rest_from_then_on() -> None:
    case, plan = prepaid(84_94)  # 10,111.79 × 0.04 % × 21
    case.paid(plan[2])
    found = told(case)
    assert found is not None
    assert found.difference == plan[2].interest - 24_45  # 6,111.79 × 0.04 % × 10


def test_an_instalment_of_the_same_amount_with_less_interest_and_more_principal_is_right() -> None:
    case, plan = prepaid()
    lowered = plan[2]._replace(principal=plan[2].principal + 49_60, interest=plan[2].interest - 49_60)
    case.paid(lowered)
    assert told(case) is None


def test_what_came_back_is_not_claimed() -> None:
    case, plan = prepaid()
    case.paid(plan[2])
    case.waived(3, day("04-20"), 49_60)
    assert told(case) is None


def test_without_a_record_nobody_can_tell_and_the_record_is_asked_for() -> None:
    case, plan = prepaid(recorded=False)
    debit_of(case, plan[2])
    found = told(case)
    assert found is not None
    assert (found.variant, found.difference, found.missing) == ("unclear", 0, ("repayment-record",))
    assert dict(found.facts)["beyond"] == 49_60


def test_without_a_record_the_principal_of_the_next_page_tells_it() -> None:
    case, plan = prepaid(recorded=False)
    debit_of(case, plan[2])
    rest = [period._replace(principal=period.principal) for period in plan[3:]]
    rest[-1] = rest[-1]._replace(principal=rest[-1].principal - PREPAID + sum(p.principal for p in rest[:-1]))
    rest = [p._replace(principal=0) for p in rest[:-1]] + rest[-1:]
    case.page(day("04-20"), [*plan[:3], *rest], settled=(1, 2, 3))
    found = told(case)
    assert found is not None
    assert (found.variant, found.difference, found.certainty) == ("charged-unrecorded", 49_60, Certainty.STRONG)


def test_a_next_page_with_as_much_less_principal_is_silent_about_it() -> None:
    case, plan = prepaid(recorded=False)
    debit_of(case, plan[2])
    left = sum(p.principal for p in plan[3:]) - PREPAID - 49_60
    rest = [p._replace(principal=0) for p in plan[3:-1]] + [plan[-1]._replace(principal=left)]
    case.page(day("04-20"), [*plan[:3], *rest], settled=(1, 2, 3))
    found = told(case)
    assert found is None
