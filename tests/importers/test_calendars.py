"""The days of repaying in a calendar are reminders; what else stands there, and what was done, is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.facts import Product
from app.core.papers import Notice, NoticeKind
from app.importers.read import Reading, read_paths


def read(folder: Path, *events: str) -> Reading:
    path = folder / "日程.ics"
    told = "".join(f"BEGIN:VEVENT\r\nUID:{at}\r\n{event}\r\nEND:VEVENT\r\n" for at, event in enumerate(events))
    path.write_bytes(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{told}END:VCALENDAR\r\n".encode())
    return read_paths([path])


def notices(reading: Reading) -> tuple[Notice, ...]:
    return reading.ledger.notices


def test_an_entry_that_speaks_of_repaying_reminds_of_its_day(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "DTSTART;VALUE=DATE:20260412\r\nSUMMARY:借呗还款 1\\,033.90元 第2期",
        "DTSTART:20260420\r\nSUMMARY:妈妈生日",
    )
    (told,) = notices(reading)
    assert (told.kind, told.product, told.on, told.amount, told.period) == (
        NoticeKind.DUE, Product.JIEBEI, date(2026, 4, 12), 103_390, 2,
    )  # fmt: skip
    assert dict(reading.sources[0].skipped) == {"calendar-other": 1}


def test_an_entry_that_comes_back_every_month_reminds_as_often_as_it_says(tmp_path: Path) -> None:
    rule = "DTSTART;TZID=Asia/Shanghai:20260131T090000\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\nSUMMARY:招联还款日 500.00元"
    assert [told.on for told in notices(read(tmp_path, rule))] == [date(2026, month, 31) for month in (1, 3, 5)]
    until = rule.replace("COUNT=3", "UNTIL=20260228T160000Z").replace("0131", "0112")
    assert [told.on for told in notices(read(tmp_path, until))] == [date(2026, 1, 12), date(2026, 2, 12)]


def test_an_entry_without_an_end_reminds_of_its_first_day_alone(tmp_path: Path) -> None:
    rule = "DTSTART:20260112\r\nRRULE:FREQ=MONTHLY\r\nSUMMARY:借呗还款 500.00元"
    assert [told.on for told in notices(read(tmp_path, rule))] == [date(2026, 1, 12)]


def test_a_time_of_greenwich_is_of_the_day_that_it_is_in_china(tmp_path: Path) -> None:
    assert [told.on for told in notices(read(tmp_path, "DTSTART:20260411T170000Z\r\nSUMMARY:花呗还款"))] == [
        date(2026, 4, 12)
    ]


def test_what_was_done_or_is_of_something_else_reminds_of_nothing(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "DTSTART:20260412\r\nSUMMARY:借呗已还 500.00元", "DTSTART:20260413\r\nSUMMARY:还书",
        "DTSTART:20260414\r\nSTATUS:CANCELLED\r\nSUMMARY:借呗还款 500.00元",
    )  # fmt: skip
    assert notices(reading) == ()
    assert [problem.code for problem in reading.sources[0].problems] == ["calendar-without-dues"]


@pytest.mark.parametrize(
    ("start", "rule", "days"),
    [
        ("20260112", "INTERVAL=9999;COUNT=5", [date(2026, 1, 12), date(2859, 4, 12)]),
        ("20260112", f"INTERVAL={'9' * 5000};COUNT=2", [date(2026, 1, 12), date(2026, 2, 12)]),
        ("20260112", f"COUNT={'9' * 5000}", [date(2026, 1, 12)]),
        ("99991231T230000Z", "COUNT=2", []),
    ],
    ids=["far", "step", "count", "last-day"],
)
def test_numbers_and_days_that_no_calendar_has_end_nothing(
    tmp_path: Path, start: str, rule: str, days: list[date]
) -> None:
    reading = read(tmp_path, f"DTSTART:{start}\r\nRRULE:FREQ=MONTHLY;{rule}\r\nSUMMARY:借呗还款 500.00元")
    assert [told.on for told in notices(reading)][:2] == days


def test_of_an_entry_that_goes_on_without_end_the_beginning_is_read(tmp_path: Path) -> None:
    more = "\r\n ".join(["一" * 70] * 20_000)
    (told,) = notices(read(tmp_path, f"DTSTART:20260112\r\nSUMMARY:借呗还款{more}\r\n 500.00元"))
    assert (told.product, told.amount) == (Product.JIEBEI, None)
