"""A failed debit whose amount is that of several loans' dues is named with each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.discrepancy import Discrepancy
from app.core.facts import Outcome
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day, plan_of

OTHER = "JB-2"


def two_loans(failed: int) -> dict[str | None, Discrepancy]:
    """What is told of each of two loans whose first dues of 15 February failed as one debit and were paid on the 17th.

    ``failed`` is what that debit has beyond both dues, in fen.
    """
    case = CaseBuilder()
    plan = case.loan()
    (loan,) = case.ledger.loans
    other = plan_of(6_000_00, loan.drawn_at.date() if loan.drawn_at else day("01-15"), 6)
    before = len(case.ledger.plan_rows)
    case.page(day("01-15"), other)
    rows = tuple(replace(row, contract=OTHER) for row in case.ledger.plan_rows[before:])
    second = replace(loan, contract=OTHER, principal=6_000_00, terms=6)
    case.ledger = replace(
        case.ledger, loans=(loan, second), plan_rows=(*case.ledger.plan_rows[:before], *rows)
    )  # fmt: skip
    case.covers(day("01-01"), day("02-28"))
    case.wallet(at("02-15 09:00"), plan[0].total + other[0].total + failed, outcome=Outcome.FAILED)
    for due in (plan[0], other[0]):
        case.wallet(at("02-17 20:00"), due.total)
    return {d.facility: d for d in explain(case.ledger).discrepancies if d.code == "DEBIT-LATE"}


def test_it_is_a_try_for_each_of_them() -> None:
    found = two_loans(0)
    amounts = {dict(d.facts)["joint"] for d in found.values()}
    assert len(found) == 2 and amounts == {1_080_49 + plan_of(6_000_00, day("01-15"), 6)[0].total}
    assert {dict(d.facts)["tries"] for d in found.values()} == {1}


@pytest.mark.parametrize("beyond", [1, -1])
def test_a_fen_beside_their_sum_it_is_none(beyond: int) -> None:
    assert {dict(d.facts)["tries"] for d in two_loans(beyond).values()} == {0}
