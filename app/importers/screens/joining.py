"""Joins the pictures of one scrolled plan where they overlap, so that the plan closes as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.importers.screens.checking import checked
from app.importers.screens.page import Cell, ScreenPage, ScreenRow, with_cells
from app.importers.screens.screen_table import ScreenTable
from app.importers.screens.years import whole_day, with_years

_SAME = ("total", "principal", "interest")
_MOST = 200  # pictures that are compared with one another


def join(tables: Sequence[ScreenTable]) -> None:
    """Give each picture of a plan that closes only together with others its part of the whole.

    Pictures belong together where a period stands on both with the same day and sums, and no period differs. The rows
    that overlap stay on the picture that shows more of the head; what does not close stays as it was read.
    """
    open_plans = [table for table in tables if table.page.kind == "plan" and not table.page.is_proved][:_MOST]
    for group in _groups(open_plans):
        whole = _whole([table.page for table in group])
        if whole is not None and whole.is_closed:
            _share(group, whole)


def _groups(tables: Sequence[ScreenTable]) -> list[list[ScreenTable]]:
    """The pictures that overlap, directly or by others between them; each group has two at least."""
    groups: list[list[ScreenTable]] = []
    for table in sorted(tables, key=lambda t: (_first_period(t.page), t.digest)):
        touching = [group for group in groups if any(_overlap(table.page, other.page) for other in group)]
        merged = [other for group in touching for other in group]
        groups = [group for group in groups if group not in touching]
        groups.append([*merged, table])
    return [group for group in groups if len(group) > 1]


def _first_period(page: ScreenPage) -> int:
    return min(_by_period(page), default=0)


def _overlap(a: ScreenPage, b: ScreenPage) -> bool:
    first, second = _by_period(a), _by_period(b)
    shared = first.keys() & second.keys()
    return bool(shared) and all(_is_same(first[period], second[period]) for period in shared)


def _by_period(page: ScreenPage) -> dict[int, ScreenRow]:
    """The rows that stand whole on the picture."""
    return {int(row.text("period")): row for row in page.rows if _is_whole(row)}


def _is_whole(row: ScreenRow) -> bool:
    return row.text("period").isdecimal() and bool(row.text("due")) and all(row.text(role) for role in _SAME)


def _is_cut_at_its_edges_alone(page: ScreenPage) -> bool:
    """Whether every row but the first and the last stands whole, each with a period of its own."""
    whole = [row for row in page.rows if _is_whole(row)]
    return all(map(_is_whole, page.rows[1:-1])) and len(whole) == len(_by_period(page))


def _is_same(a: ScreenRow, b: ScreenRow) -> bool:
    return a.text("due")[-5:] == b.text("due")[-5:] and all(a.text(role) == b.text(role) for role in _SAME)


def _whole(pages: Sequence[ScreenPage]) -> ScreenPage | None:
    """The page that a picture of all would show; None where their heads or a period contradict one another."""
    rows: dict[int, ScreenRow] = {}
    front: dict[str, Cell] = {}
    products = {page.product for page in pages} - {""}
    for page in pages:
        for period, row in _by_period(page).items():
            if period in rows and not _is_same(rows[period], row):
                return None
            if period not in rows or whole_day(rows[period].text("due")) is None:
                rows[period] = _unmarked(row)
        if any(front[label].text != cell.text for label, cell in page.front.items() if label in front):
            return None
        front |= page.front
    if len(products) > 1 or not all(map(_is_cut_at_its_edges_alone, pages)):
        return None
    ordered = with_years([rows[period] for period in sorted(rows)], "due", front, steps_by_month=True)
    return checked(ScreenPage("plan", "".join(products), tuple(ordered), front))


def _unmarked(row: ScreenRow) -> ScreenRow:
    """The row whose year the other pictures may tell."""
    due = row.cells["due"]
    return with_cells(row, due=replace(due, note="")) if due.note == "year-missing" else row


def _share(group: Sequence[ScreenTable], whole: ScreenPage) -> None:
    """Each picture keeps the rows that no picture before it shows, and is known as a part of the whole."""
    rows: Mapping[int, ScreenRow] = _by_period(whole)
    taken: set[int] = set()
    for table in group:
        own = [period for period in _by_period(table.page) if period not in taken]
        taken |= set(own)
        part = tuple(replace(rows[period], line=_by_period(table.page)[period].line) for period in own)
        has_head = "loan_amount" in table.page.front
        table.take(replace(whole, rows=part, terms=len(rows), has_head=has_head, parts=len(group)))
