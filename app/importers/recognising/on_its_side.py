"""Tables that lie on their side, a column for each period and the names at the left, set upright and told by rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.core.explanation import Problem
from app.importers.importer import Imported
from app.importers.reading.months import month_in
from app.importers.reading.periods_with_days import PERIOD
from app.importers.reading.stated_units import in_stated_unit
from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import moment_in
from app.importers.recognising.understanding import lies_on_its_side
from app.importers.recognising.vocabulary import heading

_LEAST, _WIDEST, _MOST_ROWS = 4, 400, 200
_NUMBERED = re.compile(r"第\s{0,3}[\d一二三四五六七八九十]{1,3}\s{0,3}期")
_ROW = "row"
_OF_LENDERS = ("loans", "plan_rows", "plan_totals", "postings", "waivers")


class Upright(Table):
    """A table set upright: what stands above its columns as it is, then a row for each column.

    ``above`` is the number of rows that stand as they did; ``block`` are the rows of the file that hold the columns.
    ``is_counted`` says that periods were counted, because the columns are headed by months.
    """

    above: int
    block: range
    is_counted: bool

    def restored(self, read: Imported) -> Imported:
        """What was read, with each fact told by the rows of the file that hold it, and rows counted as columns."""
        sources = tuple(self.source(number) for number in self.block)
        own = {
            name: tuple(replace(fact, sources=sources) for fact in getattr(read.ledger, name)) for name in _OF_LENDERS
        }
        if self.is_counted:
            own["postings"] = tuple(replace(posting, period=None) for posting in own["postings"])
        told = Problem("table-set-upright", sources[0], (("file", self.file), (_ROW, self.block.start)))
        counted = [Problem("lender-period-counted", told.source, told.facts)] if self.is_counted else []
        problems = (told, *counted, *(self._of_column(problem) for problem in read.problems))
        return replace(read, ledger=replace(read.ledger, **own), problems=problems)

    def _of_column(self, problem: Problem) -> Problem:
        facts: tuple[Any, ...] = tuple(
            (name, max(value - self.above, 1) if name == _ROW and isinstance(value, int) else value)
            for name, value in problem.facts
        )
        return replace(problem, source=problem.source and self.source(self.block.start), facts=facts)


def set_upright(table: Table) -> Upright | None:
    """The table with a row for each of its columns; None where it does not lie on its side."""
    if len(table) > _MOST_ROWS or not lies_on_its_side(table):
        return None
    block = max(_blocks(table), key=len)
    across = [table.row(number)[:_WIDEST] for number in block]
    turned = [[row[at] if at < len(row) else "" for row in across] for at in range(max(map(len, across)))]
    if sum(1 for row in turned[1:] if _NUMBERED.fullmatch(clean(row[0]))) >= _LEAST - 1:
        turned[0][0] = PERIOD  # where 项目 or nothing stands in the corner
    counted = _is_due_by_month(turned)
    if counted:
        turned[0][0] = PERIOD
        for number, row in enumerate(turned[1:], 1):
            row[0] = f"{number}"
    above = [table.row(number) for number in range(1, block.start)]
    below = [table.row(number) for number in range(block.stop, len(table) + 1)]
    plain = table.with_rows([*above, *turned, *below])
    stated = in_stated_unit(plain) or plain
    rows = [stated.row(number) for number in range(1, len(stated) + 1)]
    found = Upright(table.file, table.sheet, table.digest, rows)
    found.above, found.block, found.is_counted = len(above), block, counted
    return found


def _is_due_by_month(turned: list[list[str]]) -> bool:
    """Whether each column is headed by a month in which the day lies that it names as due, and none tells of payments.

    Months without such a day may be those of anything, and repayments have no number to be counted.
    """
    names = [heading(name).concepts for name in turned[0]]
    dues = [at for at, named in enumerate(names) if at and named & {"due", "repay"} and "date" in named]
    if len(dues) != 1 or any(named & {"paid", "actual", "posted"} for named in names):
        return False
    months = [month_in(clean(row[0])) for row in turned[1:]]
    days = [moment_in(clean(row[dues[0]])) for row in turned[1:]]
    alike = [day is not None and month == (day.year, day.month) for month, day in zip(months, days, strict=True)]
    return len(alike) >= _LEAST - 1 and all(alike) and len(set(months)) == len(months)


def _blocks(table: Table) -> Iterator[range]:
    """The runs of rows that hold several cells each."""
    start = 0
    for number in range(1, len(table) + 2):
        is_wide = sum(1 for cell in table.row(number) if clean(cell)) >= _LEAST
        if is_wide and not start:
            start = number
        elif not is_wide and start:
            yield range(start, number)
            start = 0
