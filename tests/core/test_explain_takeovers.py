"""The rest of a loan that went into another plan without any money moving, and loans that only look like it."""

from __future__ import annotations

from dataclasses import replace

from app.core.discrepancy import Certainty
from app.core.explanation import Explanation
from app.core.facts import PeriodState, WalletKind
from app.core.pipeline import explain
from tests.core.case_builder import CONTRACT, CaseBuilder, at, day, plan_of


def renewed(*, drawn: bool = False, off: int = 0) -> Explanation:
    """Two periods paid, then the rest, less ``off`` fen, over twelve under another number; perhaps paid out anew."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.wallet(at(f"{period.due:%m-%d} 11:30"), period.total)
    case.page(day("03-20"), plan, settled=[1, 2])
    case.ledger = replace(case.ledger, loans=())
    rest = sum(period.principal for period in plan[2:]) - off
    if drawn:
        case.wallet(at("03-25 10:00"), rest, WalletKind.DRAWDOWN, text="借呗放款至银行卡")
    old = case.ledger.plan_rows
    case.page(day("05-20"), plan_of(rest, day("03-15"), 12))
    rows = case.ledger.plan_rows[len(old) :]
    fresh = (
        replace(row, contract="JB-2", due=due, starts=None)
        for row, due in zip(rows, (p.due for p in plan_of(rest, day("03-15"), 14)[2:]), strict=True)
    )
    new = tuple(replace(r, state=PeriodState.SETTLED) if r.period < 3 else r for r in fresh)
    for row in new[:2]:
        case.wallet(at(f"{row.due:%m-%d} 11:30"), row.instalment)
    case.ledger = replace(case.ledger, plan_rows=(*old, *new))
    case.covers(day("01-01"), day("05-20"))
    return explain(case.ledger, as_of=day("05-20"))


def test_the_rest_of_a_loan_that_is_another_plan_s_principal_to_the_fen_is_told_as_taken_over() -> None:
    (told,) = renewed().discrepancies
    assert (told.code, told.variant, told.certainty) == ("PLAN-DEFERRED", "taken-over", Certainty.STRONG)
    assert told.facility == "JB-2"
    assert not told.unexplained


def test_of_a_loan_that_was_taken_over_nothing_falls_due_and_no_month_is_late() -> None:
    told = renewed().ahead
    assert CONTRACT not in {due.facility for due in told.dues}
    assert {month.mark for month in told.credit.months if month.facility == CONTRACT} <= {"N", "C"}


def test_a_new_loan_that_was_paid_out_took_over_nothing() -> None:
    assert "taken-over" not in {d.variant for d in renewed(drawn=True).discrepancies}


def test_a_fen_apart_is_no_takeover() -> None:
    assert "taken-over" not in {d.variant for d in renewed(off=1).discrepancies}
