"""Debits beside a plan that changed: the old instalment taken all the same, and a prepayment of an instalment."""

from __future__ import annotations

import pytest

from app.core.discrepancy import Discrepancy
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

LESS = 300_00


def debited(beyond_new: int) -> list[Discrepancy]:
    """What is told of the third period, for which the page of 20 March asks for 300 yuan less than the first one."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.wallet(at(f"{period.due:%m-%d} 12:00"), period.total)
    lowered = [p._replace(principal=p.principal - LESS) if p.number > 2 else p for p in plan]
    case.page(day("03-20"), lowered, settled=(1, 2))
    case.wallet(at("04-15 09:00"), lowered[2].total + beyond_new)
    case.covers(day("01-01"), day("04-30"))
    return [d for d in explain(case.ledger).discrepancies if d.at.date() == day("04-15")]


def test_it_is_named_with_both_plans() -> None:
    (found,) = debited(LESS)
    assert (found.code, found.difference, found.unexplained) == ("PLAN-OLD-INSTALMENT", LESS, 0)
    assert dict(found.facts)["seen_before"] == day("01-15")


@pytest.mark.parametrize("beyond_new", [0, LESS - 1, LESS + 1])
def test_the_new_instalment_and_any_other_amount_is_none(beyond_new: int) -> None:
    assert "PLAN-OLD-INSTALMENT" not in {d.code for d in debited(beyond_new)}


@pytest.mark.parametrize(("beyond_new", "variant"), [(LESS, "old-instalment"), (LESS - 1, "more"), (LESS + 1, "more")])
def test_what_the_record_lacks_of_an_old_instalment_stays_unexplained_and_both_plans_are_named(
    beyond_new: int, variant: str
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.paid(period)
    lowered = [p._replace(principal=p.principal - LESS) if p.number > 2 else p for p in plan]
    case.page(day("03-20"), lowered, settled=(1, 2))
    case.wallet(at("04-15 09:00"), lowered[2].total + beyond_new)
    case.record(at("04-15 09:00"), 3, lowered[2].principal, lowered[2].interest)
    found = case.found()["UNEXPLAINED"]
    assert (found.variant, found.difference, found.unexplained) == (variant, beyond_new, beyond_new)
    assert dict(found.facts).get("seen_before") == (day("01-15") if variant == "old-instalment" else None)


@pytest.mark.parametrize(("beside", "twice"), [(0, False), (1, True)], ids=["the very amount", "another amount"])
def test_the_second_of_two_equal_debits_is_a_prepayment_where_the_next_page_has_so_much_less(
    beside: int, twice: bool
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    gone = plan[1].total
    case.wallet(at("02-15 12:00"), plan[0].total)
    case.page(day("03-14"), plan, settled=[1])
    for clock in ("08:00", "21:00"):
        case.wallet(at(f"03-15 {clock}"), gone)
    share, rest = divmod(gone - beside, 10)
    less = [share + (rest if p.number == 12 else 0) for p in plan[2:]]
    lowered = [p._replace(principal=p.principal - off) for p, off in zip(plan[2:], less, strict=True)]
    case.page(day("03-20"), (*plan[:2], *lowered), settled=[1, 2])
    found = case.found()
    assert ("DEBIT-DUPLICATE" in found) is twice
    assert (found["PLAN-REAMORTISED"].variant == "cause-unknown") is twice
