"""The largest difference as a table that follows its block live, and as a waterfall drawn from that table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from app.core.discrepancy import Discrepancy, Severity
from app.core.money import Fen
from app.export.workbook.charts import CHART_ROWS, add_waterfall
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, blank, place, total
from app.export.workbook.sheets.explanations import AMOUNT_COLUMN, Told
from app.export.workbook.sheets.top import heads
from app.export.workbook.styles import Look

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TITLES = ("item", "amount", "running", "base", "adds", "takes", "whole")


_BEFORE_REMAINDER = 2
"""Rows between the causes and the remainder: their sum and what happened."""


@dataclass(frozen=True)
class Waterfall:
    """The causes of the largest difference, one column each, from nothing to the whole."""

    context: WorkbookContext
    blocks: Told

    def rows(self, first: int) -> list[Row]:
        """A heading and the table's header, from row ``first`` the causes and the whole; room for the chart."""
        d = _largest(self.context.explanation.discrepancies)
        if d is None:
            return []
        title = self.context.say(
            "summary.largest", number=self.context.numbers[d.id], title=self.context.texts.title(d)
        )
        titles = [self.context.say(f"waterfall.{name}") for name in _TITLES]
        return [
            Row(),
            Row([Cell(title, Look.SECTION)], 24),
            heads(titles, range(1, len(_TITLES))),
            *self._steps(d, first),
            *blank(CHART_ROWS),
        ]

    def draw(self, worksheet: Worksheet, first: int) -> None:
        """Draw the chart below the table."""
        d = _largest(self.context.explanation.discrepancies)
        if d is not None:
            last = first + len(_amounts(d))
            add_waterfall(worksheet, self.context.texts.title(d), first, last, at=f"A{last + 2}")

    def _steps(self, d: Discrepancy, first: int) -> list[Row]:
        names = [self.context.texts.component(part) for part in d.bridge]
        if d.unexplained:
            names.append(self.context.say("block.unexplained"))
        amounts = _amounts(d)
        running = list(accumulate(amounts))
        steps = [self._step(d, name, index, first, amounts, running) for index, name in enumerate(names)]
        last = first + len(steps) - 1
        added = Formula(total(f"B{first}:B{last}"), d.difference)
        whole = Cell(Formula(f"B{last + 1}", d.difference), Look.SIGNED)
        return [*steps, Row([
            Cell(self.context.say("block.difference"), Look.TOTAL_TEXT), Cell(added, Look.TOTAL),
            Cell("", Look.TOTAL_TEXT), Cell(0, Look.MONEY), Cell(0, Look.MONEY), Cell(0, Look.MONEY), whole,
        ])]  # fmt: skip

    def _step(
        self, d: Discrepancy, name: str, index: int, first: int, amounts: Sequence[Fen], running: Sequence[Fen]
    ) -> Row:
        row, sign = first + index, -1 if running[-1] < 0 else 1
        cause = index < len(d.bridge)
        at = self.blocks.bridges[d.id] + 1 + index + (0 if cause else _BEFORE_REMAINDER)
        amount, after, before = amounts[index], running[index], running[index - 1] if index else 0
        earlier = f"C{row - 1}" if index else "0"
        mid, word = (min, "MIN") if sign > 0 else (max, "MAX")
        mark = "" if sign > 0 else "-"
        return Row([
            Cell(name),
            Cell(Formula(place(self.context.sheet("explanations"), at, AMOUNT_COLUMN), amount), Look.SIGNED),
            Cell(Formula(f"ROUND({earlier}+B{row},2)" if index else f"B{row}", after), Look.MONEY),
            Cell(Formula(f"{word}({earlier},C{row})", mid(before, after)), Look.MONEY),
            Cell(Formula(f"{mark}MAX(B{row},0)", sign * max(amount, 0)), Look.MONEY),
            Cell(Formula(f"{mark}MAX(-B{row},0)", sign * max(-amount, 0)), Look.MONEY),
            Cell(0, Look.MONEY),
        ])  # fmt: skip


def _amounts(d: Discrepancy) -> list[Fen]:
    return [*(part.amount for part in d.bridge), *([d.unexplained] if d.unexplained else [])]


def _largest(found: Sequence[Discrepancy]) -> Discrepancy | None:
    """The largest difference that is more than a remark and whose steps stay on one side of nothing.

    One cause alone is no picture: two equal columns say nothing.
    """
    drawn = [d for d in found if d.difference and len(_amounts(d)) > 1 and _one_sided(d)]
    loud = [d for d in drawn if d.severity is not Severity.INFO] or drawn
    return max(loud, key=lambda d: abs(d.difference), default=None)


def _one_sided(d: Discrepancy) -> bool:
    running = list(accumulate(_amounts(d)))
    return all(x >= 0 for x in running) or all(x <= 0 for x in running)
