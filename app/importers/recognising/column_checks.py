"""Arithmetic that a table's columns must satisfy if each was taken for the right thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from app.core.money import Fen
from app.importers.reading.remembered import remembered
from app.importers.recognising.cell_shapes import amount_in, moment_in, parse_period, present

Columns = Mapping[str, Sequence[str]]
"""The cells of each role, row by row."""

_KEPT, _BROKEN = 0.8, 0.5


def agreement(kind: str, columns: Columns) -> float:
    """How far the arithmetic of this kind of table holds, from -1 (it does not) over 0 (cannot say) to about 1."""
    return sum(check(columns) for check in _CHECKS.get(kind, ()))


def _parts_make_the_total(columns: Columns) -> float:
    if not {"principal", "interest", "total"} <= columns.keys():
        return 0.0
    rows = [[_amount(cell) for cell in row] for row in _together(columns, "principal", "interest", "total")]
    extras = [[_amount(cell) or 0 for cell in row] for row in _together(columns, "penalty", "fee", blank=True)]
    answers = [
        total in {p + i, p + i + extra[0], p + i + sum(extra)}
        for (p, i, total), extra in zip(rows, extras, strict=True)
        if p is not None and i is not None and total is not None
    ]
    return _verdict(answers, 0.6)


def _dates_in_order(first: str, second: str) -> Callable[[Columns], float]:
    def check(columns: Columns) -> float:
        if not {first, second} <= columns.keys():
            return 0.0
        pairs = [[_moment(cell) for cell in row] for row in _together(columns, first, second)]
        return _verdict([a.date() <= b.date() for a, b in pairs if a and b], 0.3)

    return check


def _due_rises_with_the_period(columns: Columns) -> float:
    if not {"due", "period"} <= columns.keys():
        return 0.0
    groups: dict[tuple[str, str], list[tuple[int, datetime]]] = {}
    for due, period, *group in _together(columns, "due", "period", "contract", "as_of", blank=True):
        number, day = parse_period(present(period)), _moment(due)
        if number is not None and day is not None:
            groups.setdefault((group[0], group[1]), []).append((number, day))
    # Where the number falls, another loan may begin that the table names only above its block; a list with the last
    # period first has no number that rises.
    told = [_rising(group) for group in groups.values()]
    pairs = [pair for group in told for pair in pairwise(group) if pair[0][0] < pair[1][0]]
    return _verdict([earlier[1] < later[1] for earlier, later in pairs], 0.3)


def _rising(group: list[tuple[int, datetime]]) -> list[tuple[int, datetime]]:
    return group[::-1] if all(later[0] < earlier[0] for earlier, later in pairwise(group)) else group


def _numbers_change_with_the_due_date(columns: Columns) -> float:
    """Two periods that follow each other have two numbers; 300.00 month after month is a sum."""
    if not {"due", "period"} <= columns.keys():
        return 0.0
    rows = list(_together(columns, "due", "period", "contract", "as_of", blank=True))
    pairs = [(a, b) for a, b in pairwise(rows) if a[2:] == b[2:] and a[0] != b[0] and a[1] and b[1]]
    return min(0.0, _verdict([a[1] != b[1] for a, b in pairs], 1.0))


def _due_on_one_day_of_the_month(columns: Columns) -> float:
    """Each loan of a plan falls due on one day of the month; repayments wander. A plan that was moved is one too."""
    if "due" not in columns:
        return 0.0
    loans: dict[str, list[datetime]] = {}
    for due, contract in _together(columns, "due", "contract", blank=True):
        if day := _moment(due):
            loans.setdefault(contract, []).append(day)
    if any(len(days) < 3 or len({(day.year, day.month) for day in days}) < 3 for days in loans.values()):
        return 0.0
    usual = {contract: Counter(day.day for day in days).most_common(1)[0][0] for contract, days in loans.items()}
    kept = [day.day == usual[of] or (day + timedelta(days=1)).day == 1 for of, days in loans.items() for day in days]
    return max(0.0, _verdict(kept, 0.4))


def _asked_for_on_one_day(columns: Columns) -> float:
    """Each day of asking shows several periods of a loan, each once."""
    if "as_of" not in columns or "due" not in columns:
        return 0.0
    asked = Counter((as_of, contract) for as_of, contract in _together(columns, "as_of", "contract", blank=True))
    if len(set(columns["due"])) < 2:
        return 0.0
    return 0.2 if max(asked.values()) > 1 else -0.3


def tells_pages_apart(columns: Columns, cells: Sequence[str]) -> bool:
    """Whether ``cells`` are the days on which a plan was asked for, whatever their heading says.

    Periods of a loan stand in the table several times, and only once for each of these days; there are several such
    days, and fewer than due dates.
    """
    if "period" not in columns or not all(_moment(cell) for cell in cells):
        return False
    rows = list(_together({**columns, "asked": cells}, "contract", "period", "asked", blank=True))
    again = len({row[:2] for row in rows}) < len(rows)
    return again and len(set(rows)) == len(rows) and 1 < len(set(cells)) < len(set(columns["due"]))


def _verdict(answers: Sequence[bool], worth: float) -> float:
    if not answers:
        return 0.0
    share = sum(answers) / len(answers)
    return worth if share >= _KEPT else -worth if share < _BROKEN else 0.0


def _together(columns: Columns, *names: str, blank: bool = False) -> Iterable[tuple[str, ...]]:
    length = max(len(cells) for cells in columns.values())
    missing = [""] * length
    return zip(*(columns.get(name, missing) if blank else columns[name] for name in names), strict=True)


@remembered  # for every assignment that is tried the same columns are read
def _amount(cell: str) -> Fen | None:
    return amount_in(present(cell))


@remembered
def _moment(cell: str) -> datetime | None:
    return moment_in(present(cell))


_CHECKS: Mapping[str, tuple[Callable[[Columns], float], ...]] = {
    "plan": (
        _parts_make_the_total,
        _due_rises_with_the_period,
        _numbers_change_with_the_due_date,
        _due_on_one_day_of_the_month,
        _asked_for_on_one_day,
        _dates_in_order("starts", "due"),
    ),
    "totals": (_numbers_change_with_the_due_date,),
    "records": (_parts_make_the_total, _dates_in_order("paid_at", "counted_on")),
    "reserve": (_dates_in_order("taken_at", "returned_at"),),
    "drawdowns": (_dates_in_order("drawn_at", "ends_on"),),
}
