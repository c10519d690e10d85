"""Parts a text that holds several pages one after the other: the bills of three months, the plans of two loans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from app.importers.importer import Imported, Reader
from app.importers.papers.running_text import fen, packed
from app.importers.reading.lines import line
from app.importers.reading.table import Table

_MOST_LINES, _LONGEST, _MOST_PAGES = 600, 200, 24
_BILL_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月份?账单|20\d{2}[年\-/.](1[0-2]|0?[1-9])账单")
_FIRST_PERIOD = re.compile(r"第0?1(?:/\d{1,3})?期|第一期|^0?1/\d{1,3}期?(?!\d)")
_ORDER = re.compile(r"(?:(?:分期)?订单|借据|合同)(?:编)?号[:：]?([A-Za-z0-9-]{6,40})")
_SUM = re.compile(r"(?<![\d.])\d[\d,]*\.\d{2}(?!\d)")
_PLAN = "分期计划"
_OF_PAGES = frozenset({"page-text", "bill-page"})

Recognise = Callable[[Table], tuple[str, Reader | None]]
"""Who claims a table, by name, and how it is read."""


def pages_in(table: Table, recognise: Recognise) -> list[Imported]:
    """What each page of a text gives, where every one of them is read by itself; nothing for another text.

    Each page has a month of its own, or a loan of its own, whose periods begin anew, or the number of its own order.
    """
    texts = [packed(line(table, number)) for number in range(1, len(table) + 1)] if len(table) <= _MOST_LINES else []
    if any(len(text) > _LONGEST or "【" in text for text in texts):
        return []
    for unit in (_months, _first_periods, _orders):
        for starts in _starts(texts, unit):
            parts = _parts(table, starts, of_orders=unit is _orders)
            read = [reader() for part in parts if (reader := _page_reader(part, recognise))]
            agrees = unit is not _orders or _make_up(read, texts[: starts[0] - 1])
            if len(read) == len(starts) and _are_apart(read) and agrees:
                return read
    return []


def are_several(table: Table) -> bool:
    """Whether the periods of a plan begin anew further down: two plans stand in one text."""
    texts = [packed(line(table, number)) for number in range(1, min(len(table), _MOST_LINES) + 1)]
    return sum(len(_first_periods(text)) for text in texts) > 1


def _page_reader(part: Table, recognise: Recognise) -> Reader | None:
    name, reader = recognise(part)
    return reader if name in _OF_PAGES else None


def _months(text: str) -> list[str]:
    return [(found[1] or found[2]).lstrip("0") for found in _BILL_MONTH.finditer(text)]


def _first_periods(text: str) -> list[str]:
    return ["1"] if _FIRST_PERIOD.search(text) else []


def _orders(text: str) -> list[str]:
    return _ORDER.findall(text)


def _starts(texts: list[str], unit: Callable[[str], list[str]]) -> Iterator[list[int]]:
    """The rows at which pages may begin: lines of one form, of which each has one month, or one first period, below."""
    units = [unit(text) for text in texts]
    named = [one for found in units for one in found]
    count = len(named) if unit is _first_periods else len(set(named))
    if not 2 <= count <= _MOST_PAGES:
        return
    shapes = [re.sub(r"\d+", "#", text) for text in texts]
    often = Counter(shape for shape in shapes if shape)
    for shape in dict.fromkeys(shape for shape in shapes if often.get(shape) == count):
        starts = [number for number, other in enumerate(shapes) if other == shape]
        groups = [units[a:b] for a, b in zip(starts, [*starts[1:], len(texts)], strict=True)]
        held = [[one for found in group for one in found] for group in groups]
        alone = all(len(set(one)) == 1 for one in held) and len({one[0] for one in held}) == count
        if all(len(one) == 1 for one in held) if unit is _first_periods else alone:
            yield [number + 1 for number in starts]


def _parts(table: Table, starts: list[int], *, of_orders: bool) -> Iterator[Table]:
    """A table for each page with its own rows at their numbers, below what stands above the first.

    Above several orders stand what they ask for together, and what the first one is called: of these lines each order's
    page has the title alone, and is called the plan that it is a part of.
    """
    head = [[line(table, number)] for number in range(1, starts[0])]
    if of_orders:
        head = [row if not at else [_PLAN] if at == 1 else [] for at, row in enumerate(head)]
    for start, end in zip(starts, [*starts[1:], len(table) + 1], strict=True):
        blank: list[list[str]] = [[] for _ in range(starts[0], start)]
        rows = [[text] if (text := line(table, number)) else [] for number in range(start, end)]
        yield table.with_rows([*head, *blank, *rows])


def _make_up(read: list[Imported], head: list[str]) -> bool:
    """Whether the periods of several orders make up each sum that stands above them; of a cut page they do not."""
    asked = sum(row.instalment for one in read for row in one.ledger.planned)
    return all(fen(amount) == asked for text in head for amount in _SUM.findall(text))


def _are_apart(read: list[Imported]) -> bool:
    """Whether the pages are of several bills, or each of another loan."""
    bills = [(bill.product, bill.month) for one in read for bill in one.ledger.bills]
    if bills:
        return len(set(bills)) == len(bills) == len(read)
    keys = {key for one in read for key in [_loan_of(one)] if key}
    return len(keys) == len(read)


def _loan_of(read: Imported) -> object:
    """What tells the loan of a page from others: its name, else the day on which it first falls due."""
    rows = read.ledger.planned
    names = {row.contract for row in rows} | {loan.contract for loan in read.ledger.loans}
    named = names.pop() if len(names) == 1 else None
    return named or (min(row.due for row in rows) if rows and named == "" else None)
