"""Plans that show only what is due in all: split where one split alone closes them, and left out everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import due_dates_from
from app.core.explanation import Explanation
from app.core.facts import LoanRecord, Method, PeriodState, PlanRow, PlanTotal, Product, Source, WalletKind
from app.core.inference.plan_totals import SAME_WITHIN, with_splits
from app.core.linking.loan_books import loan_books
from app.core.linking.payments import movements
from app.core.loans import Period, Terms, schedule
from app.core.normalise import Books, keep_books
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, day

DRAWN = datetime(2026, 1, 15, 10, 0)
METHODS = (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY)


def plan_of(principal: int, rate: str, method: Method, terms: int, first: date = date(2026, 2, 15)) -> list[Period]:
    return [*schedule(principal, Terms(Decimal(rate), method), DRAWN.date(), due_dates_from(first, terms))]


def totals(plan: Sequence[Period], contract: str = "") -> tuple[PlanTotal, ...]:
    rows = count(2)
    return tuple(
        PlanTotal(
            contract, period.number, None, period.due, period.total, sources=(Source("计划.csv", "", next(rows)),)
        )
        for period in plan
    )


def wallet_of(*lent: tuple[str, int]) -> CaseBuilder:
    """A wallet in which loans were paid out: ``(moment, fen)``."""
    case = CaseBuilder()
    for moment, amount in lent:
        case.wallet(datetime.fromisoformat(f"2026-{moment}"), amount, WalletKind.DRAWDOWN, text="借呗放款至银行卡")
    return case


def split(case: CaseBuilder, page: Sequence[PlanTotal], record: LoanRecord | None = None) -> tuple[PlanRow, ...]:
    books = books_of(case, page, record)
    return with_splits(books, movements(books.wallet, books.bank)).plan_rows


def books_of(case: CaseBuilder, page: Sequence[PlanTotal], record: LoanRecord | None = None) -> Books:
    loans = (*case.ledger.loans, *((record,) if record else ()))
    return keep_books(replace(case.ledger, loans=loans, plan_totals=tuple(page)))


def parts(rows: Sequence[PlanRow | Period]) -> list[tuple[int, int]]:
    return [(row.principal, row.interest) for row in rows]


def test_the_totals_of_an_equal_instalment_are_split_by_the_loan_in_the_wallet() -> None:
    plan = plan_of(500_000, "0.00045", Method.EQUAL_INSTALMENT, 6)
    rows = split(wallet_of(("01-15T10:00", 500_000)), totals(plan))
    assert parts(rows) == parts(plan)
    assert [row.sources[0].row for row in rows] == [2, 3, 4, 5, 6, 7]


def test_a_loan_of_another_amount_leaves_the_plan_unsplit() -> None:
    plan = plan_of(500_000, "0.00045", Method.EQUAL_INSTALMENT, 6)
    assert split(wallet_of(("01-15T10:00", 490_000)), totals(plan)) == ()


def test_without_a_loan_nothing_is_split() -> None:
    assert split(CaseBuilder(), totals(plan_of(500_000, "0.00045", Method.EQUAL_INSTALMENT, 6))) == ()


def test_a_total_that_is_a_fen_off_leaves_the_whole_plan_unsplit() -> None:
    page = totals(plan_of(500_000, "0.00045", Method.EQUAL_INSTALMENT, 6))
    wrong = (*page[:3], replace(page[3], instalment=page[3].instalment + 1), *page[4:])
    assert split(wallet_of(("01-15T10:00", 500_000)), wrong) == ()


def test_a_plan_that_begins_in_its_middle_is_not_split() -> None:
    page = totals(plan_of(500_000, "0.00045", Method.EQUAL_INSTALMENT, 6))
    assert split(wallet_of(("01-15T10:00", 500_000)), page[2:]) == ()


def test_equal_periods_with_a_flat_fee_are_not_taken_for_interest() -> None:
    """1,000.00 over twelve periods with 0.6 % each: a rate of interest fits these totals to the fen as well."""
    dues = due_dates_from(date(2026, 2, 15), 12)
    page = [PlanTotal("", n, None, due, 8_333 + 600) for n, due in enumerate(dues[:-1], 1)]
    page.append(PlanTotal("", 12, None, dues[-1], 8_337 + 600))
    assert split(wallet_of(("01-15T10:00", 100_000)), page) == ()


def test_declining_totals_hold_no_flat_fee_however_round_their_first_interest_is() -> None:
    plan = plan_of(1_000_000, "0.0005", Method.EQUAL_PRINCIPAL, 10)
    assert parts(split(wallet_of(("01-15T10:00", 1_000_000)), totals(plan))) == parts(plan)


def test_days_that_no_loan_has_leave_the_plan_unsplit() -> None:
    page = [PlanTotal("A1", n, None, date(9999, 10 + n, 28), 50_013) for n in (1, 2)]
    record = LoanRecord("A1", 100_000, datetime(9999, 10, 1), 2)
    assert split(CaseBuilder(), page, record) == ()


def test_what_the_page_splits_itself_must_agree() -> None:
    plan = plan_of(500_000, "0.00045", Method.EQUAL_INSTALMENT, 6)
    page = totals(plan)
    right = (replace(page[0], principal=plan[0].principal, interest=plan[0].interest), *page[1:])
    wrong = (replace(page[0], principal=plan[0].principal - 10, interest=plan[0].interest + 10), *page[1:])
    case = wallet_of(("01-15T10:00", 500_000))
    assert parts(split(case, right)) == parts(plan)
    assert split(case, wrong) == ()


def test_a_stated_rate_splits_a_plan_whose_days_were_moved_by_a_holiday() -> None:
    dues = [date(2026, 2, 24), date(2026, 3, 16), date(2026, 4, 15)]
    plan = schedule(300_000, Terms(Decimal("0.00035"), Method.EQUAL_INSTALMENT), DRAWN.date(), dues)
    record = LoanRecord("A1", 300_000, DRAWN, 3, Method.EQUAL_INSTALMENT, Decimal("0.00035"))
    assert parts(split(CaseBuilder(), totals(plan, "A1"), record)) == parts(plan)


def test_a_whole_plan_without_a_record_gets_the_drawdown_of_its_amount() -> None:
    plan = plan_of(500_000, "0.00045", Method.EQUAL_INSTALMENT, 6)
    case = wallet_of(("01-15T10:00", 500_000), ("01-20T10:00", 200_000))
    books = books_of(case, totals(plan))
    moved = movements(books.wallet, books.bank)
    (book,) = loan_books(with_splits(books, moved), moved)
    assert (book.principal, book.drawn_on, book.product) == (500_000, DRAWN.date(), Product.JIEBEI)


def test_of_two_drawdowns_that_fit_none_is_taken_for_the_plan() -> None:
    plan = plan_of(500_000, "0.00045", Method.EQUAL_INSTALMENT, 6)
    books = books_of(wallet_of(("01-15T10:00", 500_000), ("01-15T11:00", 500_000)), totals(plan))
    moved = movements(books.wallet, books.bank)
    (book,) = loan_books(with_splits(books, moved), moved)
    assert book.drawdown is None


def test_a_late_payment_is_explained_by_a_plan_of_totals() -> None:
    plan = plan_of(500_000, "0.00045", Method.EQUAL_INSTALMENT, 6)
    case = wallet_of(("01-15T10:00", 500_000))
    case.wallet(datetime(2026, 2, 15, 8, 0), plan[0].total)
    case.wallet(datetime(2026, 3, 16, 8, 0), plan[1].total + 55)
    case.ledger = replace(case.ledger, plan_totals=totals(plan))
    found = case.found(as_of=day("03-20"))["DEBIT-LATE"]
    assert (found.difference, found.unexplained) == (55, 0)


@given(
    principal=st.integers(50_000, 20_000_000).map(lambda n: n // 100 * 100),
    rate=st.integers(10, 60).map(lambda n: f"0.{n:05d}"),
    method=st.sampled_from(METHODS),
    terms=st.sampled_from((3, 6, 9, 12, 24)),
)
def test_a_split_is_never_another_than_the_loans_own(principal: int, rate: str, method: Method, terms: int) -> None:
    plan = plan_of(principal, rate, method, terms)
    rows = split(wallet_of(("01-15T10:00", principal)), totals(plan))
    assert all(abs(a - b) <= SAME_WITHIN for (a, _), (b, _) in zip(parts(rows), parts(plan), strict=False))


# -- what cannot be split --------------------------------------------------------------------------------------------


def unsplit(*debits: tuple[str, int], state: PeriodState = PeriodState.OPEN) -> Explanation:
    """A plan of four totals of 1,000.00 that no loan splits, the third in a state, and debits in a wallet."""
    case, page = CaseBuilder(), []
    for number, due in enumerate(("02-15", "03-15", "04-15", "05-15"), 1):
        shown = {1: PeriodState.SETTLED, 2: PeriodState.SETTLED, 3: state}.get(number, PeriodState.OPEN)
        source = (Source("计划.csv", "", number + 1),)
        page.append(PlanTotal("JB-9", number, day("05-01"), day(due), 1000_00, state=shown, sources=source))
    for on, amount in debits:
        case.wallet(datetime.fromisoformat(f"2026-{on}T09:00"), amount)
    case.covers(day("02-01"), day("05-01"))
    return explain(replace(case.ledger, plan_totals=tuple(page)))


IN_TIME = (("02-15", 1000_00), ("03-15", 1000_00))


@pytest.mark.parametrize(
    ("more", "state", "found"),
    [
        ((("04-15", 1000_00),), PeriodState.SETTLED, None),
        ((("04-18", 1000_00),), PeriodState.SETTLED, ("DEBIT-LATE", 0)),
        ((), PeriodState.OVERDUE, ("DEBIT-MISSED", -1000_00)),
        ((("04-15", 1000_00), ("04-16", 1000_00)), PeriodState.SETTLED, ("DEBIT-DUPLICATE", 1000_00)),
    ],
)
def test_a_plan_that_cannot_be_split_tells_what_was_late_missed_or_taken_twice(
    more: tuple[tuple[str, int], ...], state: PeriodState, found: tuple[str, int] | None
) -> None:
    told = [(d.code, d.difference) for d in unsplit(*IN_TIME, *more, state=state).discrepancies]
    assert told == ([found] if found else [])


def test_a_plan_that_cannot_be_split_tells_no_balance_rate_or_settlement() -> None:
    told = unsplit(*IN_TIME, ("04-15", 1000_00), state=PeriodState.SETTLED)
    assert (told.standings, told.accounts) == ((), ())
    assert all(not f.versions and not f.balance for f in told.facilities)


@pytest.mark.parametrize("debits", [(), IN_TIME[:1], (("02-15", 600_00), ("02-15", 400_00))])
def test_totals_that_no_debits_bear_out_may_be_a_list_of_what_several_loans_come_to(
    debits: tuple[tuple[str, int], ...],
) -> None:
    assert unsplit(*debits, state=PeriodState.OVERDUE).discrepancies == ()
