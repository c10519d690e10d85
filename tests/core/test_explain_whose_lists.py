"""A list of payments that names no loan is compared with the loan it shows a due of, and with no other."""

from __future__ import annotations

from dataclasses import replace

from app.core.discrepancy import Discrepancy
from app.core.facts import Ledger, Product, Source
from app.core.papers import OWN_LIST, Notice, NoticeKind
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, day, plan_of

DUE = 1080_49


def listed(*paid: tuple[str, int], product: Product = Product.OTHER) -> dict[str, Discrepancy]:
    """What is told of a loan with its plan alone, beside a list of days and amounts."""
    case = CaseBuilder()
    plan = case.loan()
    assert plan[0].total == DUE
    loans = tuple(replace(loan, product=Product.OTHER) for loan in case.ledger.loans)
    notices = tuple(
        Notice(NoticeKind.REPAID, product, amount, day(on), rule=OWN_LIST, sources=(Source("mine", "", row, "mine"),))
        for row, (on, amount) in enumerate(paid, 2)
    )
    case.ledger = replace(case.ledger, loans=loans, wallet=()) + Ledger(notices=notices)
    return {d.variant: d for d in explain(case.ledger).discrepancies}


def test_a_list_of_another_loan_is_no_late_payment_of_this_one_and_is_asked_about() -> None:
    found = listed(("02-18", DUE + 15_18), ("03-18", DUE + 15_18), ("04-18", DUE + 15_18))
    assert set(found) == {"whose-list"}
    facts = dict(found["whose-list"].facts)
    assert (facts["times"], facts["total"], found["whose-list"].difference) == (3, 3 * (DUE + 15_18), 0)


def test_a_list_that_shows_a_due_of_the_loan_may_hold_a_late_payment_of_it() -> None:
    second = plan_of(12_000_00, day("01-15"), 12)[1]
    charge = sum((part * 18 + 5000) // 10000 for part in (second.principal, second.interest))  # 3 days at 0.06 %
    found = listed(("02-15", DUE), ("03-18", DUE + charge))
    assert "whose-list" not in found
    assert "unrecorded-charged" in found


def test_a_list_that_names_a_product_is_not_asked_about() -> None:
    assert "whose-list" not in listed(("02-18", DUE + 15_18), product=Product.WEILIDAI)
