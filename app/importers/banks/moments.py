"""Reads when a statement's row was booked and when the transaction took place."""

from __future__ import annotations

import re
from datetime import date, datetime

from app.importers.banks.amounts import BadRow, Trouble
from app.importers.banks.columns import Columns
from app.importers.banks.labels import words
from app.importers.banks.layout import Layout
from app.importers.reading.dates import UnreadableDate, parse_moment

_TIME_ALONE = re.compile(r"\d{1,2}:\d{2}:\d{2}")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})/(\d{1,2})")


def booked_and_traded(
    layout: Layout, columns: Columns, cells: list[str]
) -> tuple[date, datetime | None, Trouble | None]:
    """The booking date, the moment of the transaction where a time is printed, and a trouble with that time.

    A row without a booking date counts for the date of its transaction. Raises BadRow for a date no calendar has.
    """
    booked_text = _one_line(columns.cell(cells, layout.booked))
    traded_text = _one_line(columns.cell(cells, layout.traded)) if layout.traded else ""
    traded, timed = _moment(traded_text or booked_text)
    apart = booked_text and traded_text
    booked, booked_timed = _booked(booked_text, traded.date()) if apart else (traded, timed)
    if time_text := _one_line(columns.cell(cells, layout.time)):
        at, trouble = _timed(traded, time_text)
        return booked.date(), at, trouble
    if timed:
        return booked.date(), traded, None
    return booked.date(), booked if booked_timed else None, None


def _one_line(cell: str) -> str:
    return words(cell.replace("\n", " "))


def _moment(text: str) -> tuple[datetime, bool]:
    try:
        return parse_moment(text)
    except UnreadableDate:
        raise BadRow("bank-date-unreadable", text=text) from None


def _booked(text: str, traded: date) -> tuple[datetime, bool]:
    """A booking date; ``02/28`` without a year is the first such day on or after the transaction."""
    if not (match := _MONTH_AND_DAY.fullmatch(text)):
        return _moment(text)
    month, day = int(match[1]), int(match[2])
    year = traded.year + ((month, day) < (traded.month, traded.day))
    return _moment(f"{year}-{month}-{day}")


def _timed(day: datetime, text: str) -> tuple[datetime | None, Trouble | None]:
    """The moment of a time cell, which may hold a date of its own; a time of five digits lost its leading zero."""
    padded = text.zfill(6) if text.isdigit() and len(text) == 5 else text
    with_day = f"{day:%Y-%m-%d} {padded}"
    for candidate in (with_day,) if _TIME_ALONE.fullmatch(padded) else (padded, with_day):
        try:
            moment, timed = parse_moment(candidate)
        except UnreadableDate:
            continue
        if timed:
            return moment, None
    return None, Trouble("bank-time-unreadable", (("text", text),))
