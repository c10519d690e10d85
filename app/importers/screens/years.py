"""Completes dates that stand without their year, as 今天 or not at all, from the page itself; never from the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.importers.screens.page import Cell, ScreenRow, with_cells

_OVERDUE, _AHEAD = -31, 62  # days from the day a page was looked at to the first open period


@dataclass(frozen=True, slots=True)
class Calendar:
    """The year and the month that stand above the rows of a page, empty where none do."""

    year: str = ""
    month: str = ""

    def after(self, heading: str) -> Calendar:
        """The calendar below a heading, ``2026``, ``2026-05`` or ``--05``."""
        if heading.startswith("--"):
            return replace(self, month=heading[2:4])
        year, _, month = heading.partition("-")
        return Calendar(year, month)

    def complete(self, cell: Cell) -> Cell:
        """A cell's date with the year above it, where it has none."""
        if self.year and cell.text.startswith("--"):
            return replace(cell, text=f"{self.year}{cell.text[1:]}")
        return cell


def with_years(
    rows: Sequence[ScreenRow], role: str, front: Mapping[str, Cell], *, steps_by_month: bool
) -> list[ScreenRow]:
    """Rows with whole dates where a neighbour or the page's front tells the year; others keep a marked date."""
    found = list(rows)
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        before: date | None = None
        forward = order.step > 0
        for at in order:
            cell = found[at].cells[role]
            known = whole_day(cell.text)
            if known is None and before is not None:
                known = _beside(cell.text, before, found, at, forward=forward, steps_by_month=steps_by_month)
                if known is not None:
                    found[at] = with_cells(found[at], **{role: _completed(cell, known)})
            before = known or before
    if any(whole_day(row.cells[role].text) is None for row in found):
        found = _from_front(found, role, front, steps_by_month=steps_by_month)
    return [_marked(row, role) for row in found]


def with_due_year(front: Mapping[str, Cell]) -> dict[str, Cell]:
    """What stands above the lines of a bill, its month and its day of repayment each with the year the other tells."""
    due, month = front.get("due"), front["bill_month"].text if "bill_month" in front else ""
    if month.startswith("--") and due is not None and (day := whole_day(due.text)):
        year = day.year - (int(month[2:4]) > day.month)
        return {**front, "bill_month": replace(front["bill_month"], text=f"{year}{month[1:]}")}
    if month.startswith("--"):
        return {role: cell for role, cell in front.items() if role != "bill_month"}
    if due is None or not due.text.startswith("--") or due.text.count("-") != 3 or not month:
        return dict(front)
    year = int(month[:4]) + (due.text[2:4] < month[5:7])
    return {**front, "due": replace(due, text=f"{year}{due.text[1:]}")}


def with_periods(rows: Sequence[ScreenRow]) -> list[ScreenRow]:
    """Rows with the number that the reader missed between two whose numbers leave one free; it is marked."""
    found = list(rows)
    for at in range(1, len(found) - 1):
        before, after = found[at - 1].text("period"), found[at + 1].text("period")
        if not found[at].text("period") and before.isdecimal() and after.isdecimal():
            middle, odd = divmod(int(before) + int(after), 2)
            if not odd and abs(int(after) - int(before)) == 2:
                found[at] = with_cells(found[at], period=Cell(str(middle), note="completed"))
    return found


def _from_front(
    rows: list[ScreenRow], role: str, front: Mapping[str, Cell], *, steps_by_month: bool
) -> list[ScreenRow]:
    """Years from the day of the drawdown (the first date follows it) or from a bill's month (a line precedes it)."""
    text = rows[0].cells[role].text
    drawn = whole_day(front["drawn_at"].text) if "drawn_at" in front else None
    month = front["bill_month"].text if "bill_month" in front else ""
    as_of = whole_day(front["as_of"].text) if "as_of" in front else None
    if text.count("-") == 3 and steps_by_month and drawn is None and (first := _next_due(rows, text, as_of)):
        head = with_cells(rows[0], **{role: _completed(rows[0].cells[role], first)})
        return with_years([head, *rows[1:]], role, {}, steps_by_month=True)
    if text.count("-") != 3 or (drawn is None and not month):
        return rows
    if steps_by_month and drawn is not None:
        first = _valid(f"{drawn.year}{text[1:]}")
        if first is not None and first <= drawn:
            first = _valid(f"{drawn.year + 1}{text[1:]}")
        if first is None:
            return rows
        head = with_cells(rows[0], **{role: _completed(rows[0].cells[role], first)})
        return with_years([head, *rows[1:]], role, {}, steps_by_month=True)
    if not month:
        return rows
    year, number = int(month[:4]), int(month[5:7])
    return [
        with_cells(row, **{role: replace(cell, text=f"{year - (int(cell.text[2:4]) > number)}{cell.text[1:]}")})
        if (cell := row.cells[role]).text.startswith("--")
        else row
        for row in rows
    ]


def _next_due(rows: Sequence[ScreenRow], text: str, as_of: date | None) -> date | None:
    """The first date of a plan of which no period is paid, by the day the page was looked at."""
    if as_of is None or any("还清" in row.text("state") or row.text("state").startswith("已") for row in rows):
        return None
    days = (_valid(f"{year}{text[1:]}") for year in (as_of.year - 1, as_of.year, as_of.year + 1))
    return next((day for day in days if day and _OVERDUE <= (day - as_of).days <= _AHEAD), None)


def _beside(
    text: str, before: date, rows: Sequence[ScreenRow], at: int, *, forward: bool, steps_by_month: bool
) -> date | None:
    """The whole date of a row beside one whose date is known: the nearest year that keeps the order."""
    if text in ("", "today") or (text.startswith("--") and text.count("-") == 2):
        return _month_on(before, 1 if forward else -1) if steps_by_month else None
    if not text.startswith("--"):
        return None
    years = (before.year - 1, before.year, before.year + 1)
    days = [day for year in years if (day := _valid(f"{year}{text[1:10]}")) is not None]
    near = min(days, key=lambda day: abs((day - before).days), default=None)
    if near is None:
        return None
    return near if steps_by_month or abs((near - before).days) <= 183 else None


def _completed(cell: Cell, day: date) -> Cell:
    rest = cell.text[cell.text.find(" ") :] if " " in cell.text else ""
    note = cell.note or ("completed" if cell.text in ("", "today") else "")
    return replace(cell, text=f"{day.isoformat()}{rest}", note=note)


def _marked(row: ScreenRow, role: str) -> ScreenRow:
    cell = row.cells[role]
    if whole_day(cell.text) is not None:
        return row
    return with_cells(row, **{role: replace(cell, note="year-missing")})


def _month_on(day: date, months: int) -> date | None:
    month = day.month - 1 + months
    return _valid(f"{day.year + month // 12}-{month % 12 + 1:02d}-{day.day:02d}")


def whole_day(text: str) -> date | None:
    """The date at the beginning of a text, None where it has no year or is none."""
    return _valid(text[:10]) if not text.startswith("--") else None


def _valid(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
