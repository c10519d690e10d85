"""Due days, month ends and the working days of mainland China."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import WorkCalendar, add_months, due_dates_from, month_end
from app.resource_files import resource
from tests.due_dates import FirstPeriod, due_dates, first_due

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.fixture(scope="module")
def work() -> WorkCalendar:
    return WorkCalendar.read(tomllib.loads(resource("tables", "holidays_cn.toml").read_text(encoding="utf-8")))


def test_a_due_day_gives_way_to_short_months_and_comes_back() -> None:
    assert due_dates(date(2026, 12, 31), 4) == (
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
    )


def test_the_last_day_of_february_is_the_29th_in_a_leap_year() -> None:
    assert due_dates(date(2024, 1, 30), 2) == (date(2024, 2, 29), date(2024, 3, 30))
    assert month_end(2023, 2) == date(2023, 2, 28)


def test_the_first_due_date_falls_in_the_next_month_unless_said_otherwise() -> None:
    assert first_due(date(2024, 7, 10), 26) == date(2024, 8, 26)  # 47 days
    assert first_due(date(2023, 8, 18), 15) == date(2023, 9, 15)  # 28 days


@pytest.mark.parametrize(
    ("drawn", "due_day", "short", "long"),
    [
        (date(2024, 7, 10), 26, date(2024, 7, 26), date(2024, 8, 26)),
        (date(2023, 8, 18), 15, date(2023, 9, 15), date(2023, 10, 15)),
        (date(2024, 5, 15), 15, date(2024, 6, 15), date(2024, 6, 15)),
        (date(2024, 1, 31), 31, date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_first_period_can_be_short_or_long(drawn: date, due_day: int, short: date, long: date) -> None:
    assert first_due(drawn, due_day, FirstPeriod.SHORT) == short
    assert first_due(drawn, due_day, FirstPeriod.LONG) == long


def test_due_dates_go_on_from_a_shortened_first_one() -> None:
    assert due_dates_from(date(2026, 2, 28), 3, 31) == (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))


@given(DAYS, st.integers(1, 60), st.integers(1, 31), st.sampled_from(FirstPeriod))
def test_due_dates_rise_month_by_month_and_keep_their_day(
    drawn: date, terms: int, due_day: int, first: FirstPeriod
) -> None:
    dues = due_dates(drawn, terms, due_day, first)
    assert len(dues) == terms
    assert drawn < dues[0] <= drawn + timedelta(days=62)
    for number, due in enumerate(dues):
        assert due == add_months(dues[0], number, due_day)
        assert due.day == due_day or due == month_end(due.year, due.month)


@given(DAYS, st.integers(-500, 500))
def test_months_added_and_taken_away_keep_the_month(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months


def test_the_table_agrees_with_an_independent_calendar_on_every_day_of_its_notices(work: WorkCalendar) -> None:
    oracle = pytest.importorskip("chinese_calendar")
    day, different = date(2015, 1, 1), []
    while day <= date(2026, 12, 31):
        if oracle.is_workday(day) != work.is_working(day):
            different.append(day)
        day += timedelta(days=1)
    assert different == []


def test_an_exchanged_saturday_is_worked_and_a_holiday_has_its_name(work: WorkCalendar) -> None:
    assert work.is_working(date(2024, 2, 18))  # a Sunday
    assert not work.is_working(date(2024, 2, 16))  # a Friday
    assert work.holiday(date(2024, 2, 16)) == "春节"
    assert work.holiday(date(2024, 3, 16)) == ""


def test_years_without_a_notice_are_estimated(work: WorkCalendar) -> None:
    assert not work.is_estimated(date(2026, 12, 31))
    assert work.is_estimated(date(2027, 1, 1))
    assert not work.is_working(date(2027, 10, 1))
    assert work.is_estimated(date(2031, 5, 6))
    assert work.is_working(date(2031, 5, 6))


def test_after_a_long_holiday_the_first_working_day_is_the_next_one(work: WorkCalendar) -> None:
    assert work.on_or_after(date(2024, 2, 9)) == date(2024, 2, 9)
    assert work.on_or_after(date(2024, 2, 10)) == date(2024, 2, 18)


@given(day=st.dates(date(2015, 1, 1), date(2026, 11, 30)))
def test_no_working_day_lies_between_a_day_and_the_one_found_for_it(work: WorkCalendar, day: date) -> None:
    found = work.on_or_after(day)
    assert work.is_working(found)
    assert not any(work.is_working(day + timedelta(days=n)) for n in range((found - day).days))


def test_every_notice_names_its_source_and_its_days_lie_in_or_beside_its_year(work: WorkCalendar) -> None:
    table = tomllib.loads(resource("tables", "holidays_cn.toml").read_text(encoding="utf-8"))
    assert sorted(int(year) for year in table) == list(range(2015, 2028))
    for year, notice in table.items():
        assert notice["source"]
        assert notice.get("estimated") or notice["published"] < date(int(year), 1, 1)
        assert all(day.weekday() >= 5 for day in notice["working"])
        assert all(span["from"] <= span["to"] for span in notice["off"])
