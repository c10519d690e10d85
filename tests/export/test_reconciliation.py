"""Both sides of a statement end in the same figure, and what lies between them is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.explanation import Event, EventKind, Explanation
from app.export.reconciliation import Statement, statements
from app.export.workbook.sheets.reconciliation import by_month
from tests.export.export_cases import LOAN, case, event, events


def statement(e: Explanation) -> Statement:
    """The only statement of a case."""
    (only,) = statements(e)
    return only


def with_event(*more: Event) -> Explanation:
    """The case with more events, and with no discrepancy that would explain them."""
    return replace(case(), events=(*events(), *more), discrepancies=())


def test_where_all_is_recorded_nothing_stands_between() -> None:
    s = statement(case())
    assert s.items == ()
    assert s.lenders == s.adjusted == s.borrowers == 2000_00


def test_what_was_recorded_is_principal_and_charges() -> None:
    s = statement(case())
    assert (s.recorded, s.charges) == (1001_62, 1_62)


def test_a_payment_that_nobody_recorded_lowers_the_balance() -> None:
    s = statement(with_event(event(5, EventKind.DEBIT, datetime(2024, 3, 20, 9, 0), 500_00, period=3)))
    assert [(i.kind, i.amount) for i in s.items] == [("unrecorded", 500_00)]
    assert s.lenders - s.adjusted == 500_00
    assert s.adjusted == s.borrowers


def test_a_record_without_a_payment_is_named() -> None:
    s = statement(with_event(event(5, EventKind.POSTING, datetime(2024, 3, 20, 9, 0), 500_00, period=3)))
    assert [(i.kind, i.amount) for i in s.items] == [("unseen", -500_00)]
    assert s.adjusted == s.borrowers


def test_a_refund_takes_a_payment_back() -> None:
    debit = event(5, EventKind.DEBIT, datetime(2024, 3, 20, 9, 0), 500_00)
    refund = event(6, EventKind.REFUND, datetime(2024, 3, 22, 9, 0), 500_00)
    chains = (*case().chains, replace(case().chains[0], id="c2", events=("e5", "e6")))
    s = statement(replace(with_event(debit, refund), chains=chains))
    assert s.items == ()
    assert s.adjusted == s.borrowers


def test_an_item_leads_to_the_discrepancy_that_explains_it() -> None:
    again = event(5, EventKind.DEBIT, datetime(2024, 3, 20, 9, 0), 500_00)
    found = replace(case().discrepancies[0], events=("e5",))
    s = statement(replace(case(), events=(*events(), again), discrepancies=(found,)))
    assert [(i.kind, i.discrepancy) for i in s.items] == [("error", found)]


moved = st.tuples(
    st.sampled_from([EventKind.DEBIT, EventKind.POSTING, EventKind.REFUND, EventKind.SETTLEMENT, EventKind.BANK]),
    st.integers(0, 300),
    st.integers(1, 10**7),
)


@given(st.lists(moved, max_size=8))
def test_both_sides_are_equal_whatever_happened(told: list[tuple[EventKind, int, int]]) -> None:
    more = [
        event(n, kind, datetime(2024, 3, 15) + timedelta(days=day), fen)
        for n, (kind, day, fen) in enumerate(told, start=5)
    ]
    s = statement(with_event(*more))
    assert s.adjusted == s.borrowers


def test_a_loan_without_a_lenders_record_has_no_statement() -> None:
    assert statements(replace(case(), facilities=(replace(case().facilities[0], balance=()),))) == []


def test_months_hold_what_was_due_and_paid() -> None:
    assert by_month(case()) == {date(2024, 3, 1): (1000_00, 1001_62)}
    assert case().facilities[0].id == LOAN
