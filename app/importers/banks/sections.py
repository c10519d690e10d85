"""Finds the sections of a statement whose bank is not known: each a header with the rows below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.importers.banks import statement_words as words
from app.importers.banks.labels import label
from app.importers.banks.loose_amounts import is_amount
from app.importers.banks.partial_days import is_day, is_serial
from app.importers.reading.table import Table, clean

_HEADER_WITHIN = 300
_WIDEST = 100  # columns; a statement has twenty
_SAMPLE = 40
_MOSTLY = 0.6
_SUMMED = re.compile(r"(?:本[期页月日]|当[期页月日]|累计|收支)?(?:合计|小计|总计)")
_SUM = "计"  # stands in each of them
_CAME_IN = re.compile("[入进][账帐]")
_MONEY = ("in", "out", "amount", "booked-amount", "foreign-amount")


@dataclass(frozen=True, slots=True)
class Section:
    """A header at physical row ``header`` that holds down to ``last``.

    ``roles`` gives for each part its columns from 0, in the order of the header; ``packed`` says that cells are counted
    without the empty ones, as in mails whose header stands in a table of its own.
    """

    header: int
    last: int
    labels: tuple[str, ...]
    roles: Mapping[str, tuple[int, ...]]
    packed: bool = False

    def place(self, *names: str) -> int | None:
        """The first column that plays one of the parts."""
        return next((self.roles[name][0] for name in names if self.roles.get(name)), None)

    def cells(self, row: list[str]) -> list[str]:
        """The cells of a row as the section counts them."""
        return [cell for cell in row if clean(cell)] if self.packed else row

    def moment_text(self, row: list[str]) -> str:
        """The date of a row, as it stands; empty where it has none."""
        cells = self.cells(row)
        for name in ("booked", "traded"):
            for column in self.roles.get(name, ()):
                if column < len(cells) and clean(cells[column]):
                    return clean(cells[column])
        return ""

    def is_row(self, row: list[str]) -> bool:
        """Whether a row has a date and an amount where they belong."""
        moment = self.moment_text(row)
        if not moment or not (is_day(moment) or is_serial(moment)):
            return False
        cells = self.cells(row)
        places = (column for name in _MONEY for column in self.roles.get(name, ()))
        if not any(column < len(cells) and is_amount(cells[column]) for column in places):
            return False
        return not any(_SUM in cell and _SUMMED.fullmatch(clean(cell)) for cell in cells)


def sections(table: Table) -> list[Section]:
    """Every section of the table in which most rows are those of a statement; none where the table is no statement."""
    headers = list(_headers(table))
    found = []
    for place, (row, labels, roles) in enumerate(headers):
        last = headers[place + 1][0] - 1 if place + 1 < len(headers) else len(table)
        tried = (Section(row, last, labels, roles), _packed(Section(row, last, labels, roles)))
        fitting = [section for section in tried if section and _fits(table, section)]
        if fitting:
            found.append(fitting[0])
    return found


def _headers(table: Table) -> Iterator[tuple[int, tuple[str, ...], dict[str, tuple[int, ...]]]]:
    """The rows that are a header, each with its labels and roles; one that stands again unchanged is none."""
    met: tuple[str, ...] = ()
    within = min(len(table), _HEADER_WITHIN)
    for number in range(1, len(table) + 1):
        if number > within and not met:
            return
        cells = table.row(number)
        if not 3 <= len(cells) <= _WIDEST or any(is_amount(cell) for cell in cells):
            continue
        labels = tuple(label(cell) or words.plain(cell)[:60] for cell in cells)
        roles = roles_of(labels)
        last = number
        both = _with_line_below(table, number, labels)
        if both and (not is_header(labels, roles) or {"in", "out"} <= roles_of(both).keys() - roles.keys()):
            last, labels, roles = number + 1, both, roles_of(both)
        if labels != met and is_header(labels, roles):
            met = labels
            yield last, labels, roles


def _with_line_below(table: Table, number: int, labels: tuple[str, ...]) -> tuple[str, ...] | None:
    """The labels of a header of two lines, as under a cell that spans 支出 and 收入; None where the next is none."""
    below = [label(cell) or words.plain(cell)[:60] for cell in table.row(number + 1)] if number < len(table) else []
    if not any(map(words.role_of, labels)) or sum(1 for text in below if words.role_of(text)) < 2:
        return None
    if any(is_amount(text) or is_day(text) for text in below):
        return None
    width = max(len(labels), len(below))
    upper, lower = ([*texts, *[""] * (width - len(texts))] for texts in (labels, below))
    return tuple(under if words.role_of(under) else over or under for over, under in zip(upper, lower, strict=True))


def roles_of(labels: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """The columns that play each part, by the labels of a header."""
    roles: dict[str, list[int]] = {}
    for column, text in enumerate(labels):
        if role := words.role_of(text):
            roles.setdefault(role, []).append(column)
    booked = roles.get("booked-amount", [])
    if "out" in roles and "in" not in roles and len(booked) == 1 and _CAME_IN.match(labels[booked[0]]):
        roles["in"] = roles.pop("booked-amount")  # 入账金额 beside 出账金额; on a card's paper it is what was booked
    return {role: tuple(columns) for role, columns in roles.items()}


def is_header(labels: tuple[str, ...], roles: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether labels are the header of a statement: a date, an amount, and more that only statements have."""
    if words.is_foreign(labels) or not ({"booked", "traded"} & roles.keys()):
        return False
    filled = [text for text in labels if text]
    known = sum(len(columns) for columns in roles.values())
    money = {"in", "out"} <= roles.keys() or bool({"amount", "booked-amount", "foreign-amount"} & roles.keys())
    context = roles.keys() & {"balance", "summary", "counterparty", "note", "mark", "account"}
    return money and bool(context) and 2 * known > len(filled)


def _packed(section: Section) -> Section | None:
    """The section with its columns counted without empty ones; None where there are none to leave out."""
    if all(section.labels):
        return None
    labels = tuple(text for text in section.labels if text)
    return Section(section.header, section.last, labels, roles_of(labels), packed=True)


def _fits(table: Table, section: Section) -> bool:
    """Whether most of the first rows with a date or an amount are rows of a statement, or there is none at all."""
    seen = good = 0
    for number in range(section.header + 1, section.last + 1):
        row = table.row(number)
        if sum(1 for cell in row if clean(cell)) < 3:
            continue
        is_good = section.is_row(row)
        if is_good or any(is_day(clean(cell)) and len(clean(cell)) > 4 for cell in row):
            seen += 1
            good += is_good
        if seen >= _SAMPLE:
            break
    return good >= 1 and good >= _MOSTLY * seen
