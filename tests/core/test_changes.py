"""What has changed between two exports: nothing is guessed, every row is told or counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.explanation import Event, EventKind, Explanation
from app.core.views.changes import changes
from app.texts import Phrasebook
from app.texts.changes_texts import ChangesTexts
from tests.languages import ENGLISH
from tests.timeline_cases import discrepancy, event, explanation, sketch_case

KINDS = (EventKind.DEBIT, EventKind.FAILED_DEBIT, EventKind.DUE, EventKind.BANK, EventKind.POSTING)


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        day = date(2025, 1, 1) + timedelta(days=draw(st.integers(0, 40)))
        at = draw(st.sampled_from([day, datetime(day.year, day.month, day.day, 8, 15)]))
        period = draw(st.sampled_from([None, 1, 2]))
        amount = draw(st.sampled_from([100, 250]))
        found.append(event(f"e{number}", draw(st.sampled_from(KINDS)), at, amount, period=period))
    return found


@given(events(), events())
def test_every_row_of_both_sides_is_told_or_counted_exactly_once(old: list[Event], new: list[Event]) -> None:
    found = changes(explanation(old), explanation(new))
    both = found.same + len(found.changed)
    untold_old = sum(e.kind in found.kinds_before for e in old)
    untold_new = sum(e.kind in found.kinds_after for e in new)
    assert both + len(found.only_before) + found.outside_before + untold_old == len(old)
    assert both + len(found.only_after) + found.outside_after + untold_new == len(new)


@given(events())
def test_what_is_compared_with_itself_has_not_changed(rows: list[Event]) -> None:
    found = changes(explanation(rows), explanation(list(reversed(rows))))
    assert found.same == len(rows)
    assert not found.changed and not found.only_before and not found.only_after
    assert not found.outside_before and not found.outside_after


@given(events(), events())
def test_the_other_way_round_it_tells_the_same(old: list[Event], new: list[Event]) -> None:
    one, other = changes(explanation(old), explanation(new)), changes(explanation(new), explanation(old))
    assert (one.same, len(one.changed)) == (other.same, len(other.changed))
    assert (one.outside_before, one.outside_after) == (other.outside_after, other.outside_before)
    assert one.kinds_before == other.kinds_after


def of(*rows: Event) -> Explanation:
    return explanation(list(rows))


FIRST = event("a", EventKind.DEBIT, datetime(2025, 1, 1, 8), 100)
LAST = event("z", EventKind.DEBIT, datetime(2025, 3, 1, 8), 300)


def test_a_debit_that_is_told_with_another_outcome_later_is_one_changed_row() -> None:
    taken = event("b", EventKind.DEBIT, datetime(2025, 2, 1, 8), 200)
    failed = replace(taken, kind=EventKind.FAILED_DEBIT)
    one = event("f", EventKind.FAILED_DEBIT, datetime(2025, 1, 2, 8), 7)
    found = changes(of(FIRST, one, taken, LAST), of(FIRST, one, failed, LAST))
    assert [(pair.before, pair.after) for pair in found.changed] == [(taken, failed)]
    assert not found.only_before


def test_a_period_of_which_a_page_shows_another_sum_is_one_changed_row() -> None:
    was = event("d", EventKind.DUE, date(2025, 2, 10), 90041, period=7)
    now = replace(was, amount=66441)
    found = changes(of(was), of(now))
    assert [(pair.before, pair.after) for pair in found.changed] == [(was, now)]


def test_two_payments_of_one_day_without_a_time_are_not_taken_for_one_that_changed() -> None:
    was = event("b", EventKind.BANK, date(2025, 2, 10), -500)
    now = event("c", EventKind.BANK, date(2025, 2, 10), -900)
    found = changes(of(was), of(now))
    assert not found.changed
    assert (found.only_before, found.only_after) == ((was,), (now,))


def test_what_came_after_the_last_day_of_the_earlier_export_is_counted_and_not_listed() -> None:
    later = event("l", EventKind.DEBIT, datetime(2025, 4, 1, 8), 400)
    found = changes(of(FIRST, LAST), of(FIRST, LAST, later))
    assert found.only_after == ()
    assert found.outside_after == 1


def test_a_discrepancy_of_another_sum_is_told_as_changed_and_one_that_stayed_is_not_listed() -> None:
    at = datetime(2025, 2, 1, 8)
    stays = discrepancy("x", datetime(2025, 1, 1, 8))
    before = explanation([FIRST], discrepancies=[stays, discrepancy("y", at, amount=108)])
    after = explanation([FIRST], discrepancies=[replace(stays, id="other"), discrepancy("y", at, amount=54)])
    found = changes(before, after)
    assert [(one.difference, other.difference) for one, other in found.found if one and other] == [(108, 54)]
    assert len(found.found) == found.found_same == 1


def test_a_whole_case_compares_with_itself() -> None:
    case = sketch_case()
    found = changes(case, case)
    assert found.found == ()
    assert found.same


def test_discrepancies_that_are_told_alike_in_both_are_counted_and_not_listed() -> None:
    case = sketch_case()
    groups = dict(ChangesTexts(case, case, changes(case, case), Phrasebook(ENGLISH)).groups())
    assert groups["Discrepancies"] == [f"{len(case.discrepancies)} are told alike in both."]
