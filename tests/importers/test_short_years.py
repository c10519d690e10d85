"""Days with two digits for the year are read where a column tells them by year, month and day, and left where not."""

from __future__ import annotations

import pytest

from app.importers.reading.short_years import with_whole_years
from tests.importers.wallet_tables import table


@pytest.mark.parametrize(
    ("days", "head", "read"),
    [
        (("24-04-05", "24-05-05", "24-06-05"), "应还日", ("2024-04-05", "2024-05-05", "2024-06-05")),
        (("24/4/15", "24/5/15", "24/6/15"), "应还日", ("2024-04-15", "2024-05-15", "2024-06-15")),
        (("24年4月5日", "24.05.05 10:00"), "还款时间", ("2024-04-05", "2024-05-05 10:00")),
        (("24-04-05", "24-05-05"), "due", ("2024-04-05", "2024-05-05")),
        (("24-04-15", "24-05-15"), "due", None),  # as well the 24th of April 2015
        (("03-05-24", "04-05-24"), "日期", None),
        (("24-04-05", "24-13-05"), "日期", None),
        (("28/11/25", "28/12/25", "28/01/26", "28/02/26"), "日期", None),  # in order with the year behind
        (("24-04-05",), "日期", None),
        (("240405", "240505"), "还款日", ("2024-04-05", "2024-05-05")),
        (("240405", "240505"), "金额", None),  # no heading of days
        (("201010", "211105"), "交易时间", None),  # times of day
        (("240405", "241305"), "日期", None),
    ],
)
def test_a_column_of_short_days_is_read_where_it_can_be_read_in_one_way(
    days: tuple[str, ...], head: str, read: tuple[str, ...] | None
) -> None:
    whole = with_whole_years(table(f"{head},x", *(f"{day},1.00" for day in days)))
    assert (whole and tuple(whole.row(number)[0] for number in range(2, len(days) + 2))) == read
