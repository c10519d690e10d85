"""Every date form that exports were seen to use is read, and impossible days are refused."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.reading.dates import UnreadableDate, parse_day, parse_moment, usual_moments

MORNING = datetime(2024, 3, 15, 10, 48, 51)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-15 10:48:51",
        "2024-03-15 10:48:51 ",
        "\t2024-03-15 10:48:51\t",
        "2024/3/15 10:48:51",
        "2024/03/15  10:48:51",
        "2024.03.15 10:48:51",
        "20240315 10:48:51",
        "20240315 104851",
        "20240315104851",
        "2024-03-15 104851",
        "2024年3月15日 10:48:51",
        "2024年03月15日10时48分51秒",
        "2024-03-15T10:48:51",
        "2024-03-15T10:48:51.000",
        "2024-03-15T10:48:51+08:00",
        "2024-03-15T02:48:51Z",
        "2024-03-15 10:48:51",
        "45366.450590277776",
    ],
)
def test_a_date_with_a_time_is_read_in_every_form_met(text: str) -> None:
    assert parse_moment(text) == (MORNING, True)


@pytest.mark.parametrize(
    "text", ["2024-03-15", "2024/3/15", "20240315", "2024年3月15日", "2024.3.15", "45366", "45366.0"]
)
def test_a_date_without_a_time_says_so(text: str) -> None:
    assert parse_moment(text) == (datetime(2024, 3, 15), False)


def test_seconds_lost_in_a_spreadsheet_are_zero() -> None:
    assert parse_moment("2024/3/5 9:05") == (datetime(2024, 3, 5, 9, 5), True)
    assert parse_moment("202403050905") == (datetime(2024, 3, 5, 9, 5), True)


def test_midnight_written_as_24_is_the_next_day() -> None:
    assert parse_moment("2024-12-31 24:00:00") == (datetime(2025, 1, 1), True)


def test_a_time_after_a_day_is_dropped_where_a_day_is_asked_for() -> None:
    assert parse_day("2024-03-15 23:59:59") == date(2024, 3, 15)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "/",
        "交易时间",
        "2023-02-29",
        "2024-13-01",
        "2024-02-30 10:00:00",
        "2024-03-15 77:57:11",
        "2024-03-15 24:00:01",
        "0001-01-01",
        "9999-12-31",
        "15.20",
        "3000",
        "2024-03",
        "12345678",
        "20231341",
        "2024-03-15 10:00:00 x",
    ],
)
def test_what_is_no_date_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        parse_moment(text)
    assert refused.value.text == text


@given(
    st.datetimes(datetime(1980, 1, 1), datetime(2199, 12, 31)).map(lambda moment: moment.replace(microsecond=0)),
    st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y年%m月%d日 %H:%M:%S"]),
)
def test_what_is_written_is_read_back(moment: datetime, form: str) -> None:
    assert parse_moment(moment.strftime(form)) == (moment, True)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        moment, _ = parse_moment(text)
    except UnreadableDate:
        return
    assert moment.tzinfo is None


@given(st.lists(st.datetimes(datetime(1980, 1, 1), datetime(2199, 12, 31)).map(lambda at: at.replace(microsecond=0))))
def test_many_moments_written_as_usual_are_read_at_once_as_each_alone(moments: list[datetime]) -> None:
    assert usual_moments([f"{moment:%Y-%m-%d %H:%M:%S}" for moment in moments]) == moments


@pytest.mark.parametrize(
    "odd",
    ["", "2024-03-15", "2024-03-15 10:00", " 2024-03-15 10:00:00", "2024-02-30 10:00:00", "2024-03-15 24:00:00",
     "1979-12-31 10:00:00", "2200-01-01 10:00:00", "２０24-03-15 10:00:00"],
)  # fmt: skip
def test_of_many_moments_with_one_written_otherwise_none_is_read_at_once(odd: str) -> None:
    assert usual_moments(["2024-03-15 10:00:00", odd, "2024-03-16 10:00:00"]) is None
