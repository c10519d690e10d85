"""Which years a case is of, so that a day alone is not taken for another year's."""

from __future__ import annotations

from datetime import date

from app.core.explanation import EventKind
from tests.timeline_cases import Book, explanation


def years(*days: date, as_of: date) -> set[int]:
    book = Book()
    for day in days:
        book.add(EventKind.DUE, day, 90_041, None)
    return set(explanation(book.events, as_of=as_of).years)


def test_a_case_is_of_the_years_of_its_events_and_of_its_day() -> None:
    assert years(date(2023, 10, 19), date(2024, 2, 19), as_of=date(2024, 11, 13)) == {2023, 2024}
    assert years(date(2025, 3, 1), as_of=date(2026, 1, 4)) == {2025, 2026}


def test_what_falls_due_after_its_day_makes_a_case_no_longer() -> None:
    assert years(date(2026, 1, 10), date(2027, 1, 10), as_of=date(2026, 7, 15)) == {2026}


def test_a_case_without_a_day_is_of_no_year() -> None:
    assert years(as_of=date.min) == set()
