"""Plans without a contract number: pages of one loan stay together, those of two loans are never taken for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import permutations

import pytest

from app.core.facts import Ledger, LoanRecord, PeriodState, PlanRow, Posting, Product, Source
from app.core.nameless_plans import told_apart

DAYS = (date(2026, 2, 8), date(2026, 3, 8), date(2026, 4, 8))
LATER = (date(2026, 2, 18), date(2026, 3, 18), date(2026, 4, 18))


def page(
    file: str, as_of: date, dues: Sequence[date] = DAYS, amount: int = 1_000_00, settled: int = 0, first: int = 1
) -> Iterator[PlanRow]:
    for n, due in enumerate(dues, first):
        state = PeriodState.SETTLED if n <= settled else PeriodState.OPEN
        yield PlanRow("", n, as_of, due, amount, 10_00, state=state, sources=(Source(file, "", n, file),))


def contracts(*rows: Iterator[PlanRow], loans: tuple[LoanRecord, ...] = ()) -> dict[str, set[str]]:
    """The names of the loans by file."""
    ledger = told_apart(Ledger(plan_rows=tuple(row for own in rows for row in own), loans=loans))
    found: dict[str, set[str]] = {}
    for row in ledger.plan_rows:
        found.setdefault(row.sources[0].file, set()).add(row.contract)
    return found


def test_a_lone_plan_stays_without_a_name() -> None:
    assert contracts(page("a", date(2026, 1, 8))) == {"a": {""}}


def test_pages_of_two_days_that_agree_on_the_first_period_are_of_one_loan() -> None:
    assert contracts(page("a", date(2026, 1, 8)), page("b", date(2026, 3, 1), settled=1)) == {"a": {""}, "b": {""}}


def test_a_page_whose_later_periods_were_computed_anew_is_of_the_same_loan() -> None:
    moved = (DAYS[0], *LATER[1:])
    again = page("b", date(2026, 3, 1), moved, settled=1)
    assert contracts(page("a", date(2026, 1, 8)), again) == {"a": {""}, "b": {""}}


@pytest.mark.parametrize(
    "other",
    [
        page("b", date(2026, 3, 1), LATER),
        page("b", date(2026, 1, 8), amount=2_000_00),
        page("b", date(2026, 3, 1), amount=2_000_00, settled=1),
    ],
    ids=["another first due date", "other amounts on one day", "a first period repaid with another amount"],
)
def test_pages_that_contradict_each_other_are_of_two_loans(other: Iterator[PlanRow]) -> None:
    found = contracts(page("a", date(2026, 1, 8), settled=1), other)
    assert len(found["a"]) == len(found["b"]) == 1 and found["a"] != found["b"] and "" not in found["a"] | found["b"]


def test_titles_of_two_products_are_two_loans() -> None:
    rows = [replace(row, product=Product.WEILIDAI) for row in page("a", date(2026, 1, 8))]
    others = [replace(row, product=Product.JINTIAO) for row in page("b", date(2026, 3, 1))]
    found = contracts(iter(rows), iter(others))
    assert found["a"] != found["b"]


def test_the_loans_told_apart_do_not_depend_on_the_order_of_files() -> None:
    pages = [
        tuple(page("a", date(2026, 1, 8))), tuple(page("b", date(2026, 3, 1), LATER)),
        tuple(page("c", date(2026, 3, 1), settled=1)),
    ]  # fmt: skip
    told = {str(sorted(contracts(*map(iter, order)).items())) for order in permutations(pages)}
    assert len(told) == 1


def record(contract: str, principal: int = 3_000_00, drawn: date = date(2026, 1, 8)) -> LoanRecord:
    return LoanRecord(contract, principal, datetime.combine(drawn, datetime.min.time()), 3)


def test_a_plan_is_of_the_one_record_that_it_repays() -> None:
    assert contracts(page("a", date(2026, 1, 8)), loans=(record("L-1"),)) == {"a": {"L-1"}}


@pytest.mark.parametrize(
    "loans",
    [
        (record("L-1", 4_000_00),),
        (record("L-1", drawn=date(2025, 1, 8)),),
        (record("L-1"), record("L-2")),
    ],
    ids=["another amount", "drawn long before", "two that fit"],
)
def test_a_plan_is_of_no_record_that_does_not_fit_alone(loans: tuple[LoanRecord, ...]) -> None:
    assert contracts(page("a", date(2026, 1, 8)), loans=loans) == {"a": {""}}


def test_what_was_repaid_is_of_the_loan_whose_periods_it_pays() -> None:
    small, large = page("a", date(2026, 1, 8)), page("b", date(2026, 1, 8), amount=2_000_00)
    paid = Posting(
        "", 1, datetime(2026, 2, 8, 9), date(2026, 2, 8), 2_010_00, 2_000_00, 10_00, sources=(Source("r", "", 1, "r"),)
    )
    ledger = told_apart(Ledger(plan_rows=(*small, *large), postings=(paid,)))
    names = {row.sources[0].file: row.contract for row in ledger.plan_rows}
    assert [posting.contract for posting in ledger.postings] == [names["b"]]


def repaid(contract: str, months_later: int = 0, penalty: int = 0) -> tuple[Posting, ...]:
    """The first two periods of `page` as repaid on their due dates, or so many months later."""
    days = [datetime(due.year, due.month + months_later, due.day, 9) for due in DAYS[:2]]
    return tuple(
        Posting(
            contract, n, at, at.date(), 1_010_00 + penalty, 1_000_00, 10_00, penalty=penalty,
            sources=(Source("repaid", "", n, "repaid"),),
        )
        for n, at in enumerate(days, 1)
    )  # fmt: skip


def named_by(*postings: Posting) -> set[str]:
    """The names that a lone plan is given beside these repayments."""
    rows = tuple(page("a", date(2026, 1, 8)))
    return {row.contract for row in told_apart(Ledger(plan_rows=rows, postings=postings)).plan_rows}


@pytest.mark.parametrize("penalty", [0, 5_40])
def test_a_plan_is_of_the_contract_whose_repayments_pay_its_periods_to_the_fen(penalty: int) -> None:
    assert named_by(*repaid("L1", penalty=penalty)) == {"L1"}


@pytest.mark.parametrize(
    "postings",
    [(*repaid("L1"), *repaid("L2")), repaid("L1", months_later=6), tuple(replace(p, period=3) for p in repaid("L1"))],
    ids=["two contracts fit", "months away from the due dates", "other periods"],
)
def test_a_plan_stays_without_a_name_where_repayments_do_not_tell_whose_it_is(postings: tuple[Posting, ...]) -> None:
    assert named_by(*postings) == {""}


def test_two_plans_in_one_table_are_of_two_loans() -> None:
    first, second = page("a", date(2026, 1, 8)), page("a", date(2026, 1, 8), LATER)
    below = (replace(row, sources=(replace(row.sources[0], row=20 + row.period),)) for row in second)
    rows = tuple(told_apart(Ledger(plan_rows=(*first, *below))).plan_rows)
    names = {row.contract for row in rows}
    assert len(names) == 2 and "" not in names
    assert {row.contract for row in rows if row.due in LATER} | {row.contract for row in rows[:1]} == names


def test_pages_of_two_days_in_one_table_stay_together() -> None:
    first, second = page("a", date(2026, 1, 8)), page("a", date(2026, 3, 1), (DAYS[0], *LATER[1:]), settled=1)
    below = (replace(row, sources=(replace(row.sources[0], row=20 + row.period),)) for row in second)
    assert contracts(first, iter([*below])) == {"a": {""}}
