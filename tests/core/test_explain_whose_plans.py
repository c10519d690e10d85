"""A page without a number that may be of two loans that are alike is laid to neither; nor is a debit of one doubled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.explanation import Explanation
from app.core.facts import Ledger, PeriodState, Product
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

OTHER = "JB-2"


def beside_a_page(principal: int, *, planned: bool) -> Explanation:
    """Two numbered loans of one day, the second of ``principal`` fen with a plan or without, and a page of the first.

    The page is of 20 March and bears no number; the first due was debited twice.
    """
    case = CaseBuilder()
    plan = case.loan()
    (loan,) = case.ledger.loans
    second = replace(loan, contract=OTHER, principal=principal)
    rows = case.ledger.plan_rows
    page = tuple(
        replace(row, contract="", as_of=day("03-20"), state=PeriodState.OPEN, sources=case._row("page.csv"))
        for row in rows
    )
    theirs = tuple(replace(row, contract=OTHER, principal=row.principal * principal // 12_000_00) for row in rows)
    case.ledger = replace(case.ledger, loans=(loan, second))
    case.ledger += Ledger(plan_rows=(*page, *(theirs if planned else ())))
    for moment in ("02-15 09:00", "02-15 09:05"):
        case.wallet(at(moment), plan[0].total, product=Product.JIEBEI)
    return explain(case.ledger)


@pytest.mark.parametrize("planned", [True, False])
def test_it_is_laid_to_neither_and_no_third_loan_is_made_of_it(planned: bool) -> None:
    told = beside_a_page(12_000_00, planned=planned)
    assert [d.variant for d in told.discrepancies] == ["whose-plan"]
    assert {f.id for f in told.facilities} == {"JB-1", OTHER}


@pytest.mark.parametrize("planned", [True, False])
def test_beside_a_loan_of_another_amount_it_is_the_first_one_s(planned: bool) -> None:
    told = beside_a_page(6_000_00, planned=planned)
    variants = {d.variant for d in told.discrepancies}
    assert "whose-plan" not in variants
    assert "kept" in variants  # the second debit has no other loan to be of
