"""Tables of card instalments that name for each period the day on which the card is charged with it (入账日)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.importers.recognising.role_assignment import Column
from app.importers.recognising.vocabulary import heading

_DUE = "应还日"
_EACH, _INSTALMENTS = "每期", "分期"
_AMOUNTS = frozenset({"principal", "interest", "fee", "total"})
_MOSTLY = 0.9


def with_booked_dues(columns: tuple[Column, ...], titles: Iterable[str]) -> tuple[Column, ...]:
    """The columns, that of the booking days taken for the days on which instalments fall due, where it is that.

    The table speaks of instalments, numbers their periods, shows what each asks for, and has no other day and nothing
    that was paid: a record of repayments has the day on which it was booked too.
    """
    days = [column for column in columns if _holds_days(column)]
    speaks = any(_INSTALMENTS in text for text in (*titles, *(column.name for column in columns)))
    periods = any(_numbers_periods(column) for column in columns)
    if len(days) != 1 or not speaks or not periods or any(_is_of_payment(column) for column in columns):
        return columns
    is_booked = "posted" in days[0].heading.concepts and not {"trade", "due", "next"} & days[0].heading.concepts
    if not is_booked or not any(_asks(column) for column in columns):
        return columns
    return tuple(replace(column, heading=heading(_DUE)) if column is days[0] else column for column in columns)


def _holds_days(column: Column) -> bool:
    return column.profile.share("day") + column.profile.share("moment") >= _MOSTLY


def _numbers_periods(column: Column) -> bool:
    return "period" in column.heading.concepts and not {"terms", "remaining"} & column.heading.concepts


def _is_of_payment(column: Column) -> bool:
    """Whether a column is of what was repaid: an instalment's state says whether the card was charged with it."""
    return bool({"paid", "repay"} & column.heading.concepts - {"due"}) and "due" not in column.heading.concepts


def _asks(column: Column) -> bool:
    concepts = column.heading.concepts
    return bool(concepts & _AMOUNTS) and ("due" in concepts or column.name.strip().startswith(_EACH))
