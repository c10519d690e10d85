"""What stands above the lines of a monthly bill: its month, its days, its product and what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from app.core.facts import BILLED, Bill, BillLine, Product
from app.core.money import Fen
from app.importers.reading.months import Month, month_within
from app.importers.reading.table import Table
from app.importers.recognising.bill_dues import due_behind
from app.importers.recognising.cell_shapes import amount_in, present
from app.importers.recognising.labels import Label, count_in, day_in, labels, value_of
from app.importers.recognising.understanding import Understanding
from app.importers.recognising.vocabulary import meaning

_MOST, _SHORT = 2_000, 20
"""So many lines, and texts of so many letters, are looked at for what the interest is of."""


@dataclass(frozen=True, slots=True)
class Total:
    """The line of totals: its row, and the count and the sum that it states."""

    row: int
    count: int | None
    amount: Fen | None


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above a bill's lines; ``column`` is the one that a person said to hold the bill's month.

    ``taught`` says that a person said that it is a bill. ``charging`` is the product that its lines of interest name.
    """

    table: Table
    header: int
    labels: tuple[Label, ...]
    column: int | None = None
    taught: bool = False
    charging: Product | None = None

    @classmethod
    def of(cls, table: Table, found: Understanding, *, taught: bool = False) -> Front:
        """The front of the bill whose lines begin below the header that was found."""
        month = found.roles.get("bill_month")
        above = tuple(labels(table, range(1, found.header)))
        return cls(table, found.header, above, month.index if month else None, taught)

    def charged(self) -> Front:
        """The front with the product that the lines of interest name, where what stands above them names none."""
        if self._product() is not None or self._of_a_bank():
            return self
        return replace(self, charging=_charging(self.table, self.header))

    @property
    def rows(self) -> range:
        """The rows below the header."""
        return range(self.header + 1, len(self.table) + 1)

    @property
    def is_a_bill(self) -> bool:
        """Whether it names a month and a product that sends such bills, or at least declares an amount for a month.

        Of what a person called a bill the month is enough.
        """
        if self.taught or self.column is not None:
            return self.month is not None and not self._of_a_bank()
        named = self._product() is not None
        declares = value_of(self.labels, "declared") is not None
        return self.month is not None and (named or declares) and not self._of_a_bank()

    @property
    def month(self) -> Month | None:
        """The bill's month, by its label, its title, its statement date or its due date; by its column where one is."""
        if self.column is not None:
            rows = map(self.table.row, self.rows)
            told = {month_within(present(row[self.column])) for row in rows if len(row) > self.column}
            months = {month for month in told if month}
            return months.pop() if len(months) == 1 else None
        label = value_of(self.labels, "bill_month")
        texts = [label.value] if label else []
        texts += [text for text in self._texts() if "账单" in text and ":" not in text and "：" not in text]
        found = next((month for text in texts if (month := month_within(text))), None)
        day = self.statement_date or self._day("due")
        return found or ((day.year, day.month) if day else None)

    @property
    def statement_date(self) -> date | None:
        """The day the bill was made."""
        return self._day("statement_date")

    @property
    def due(self) -> date | None:
        """The day it is to be paid by; one without a year is the first behind the beginning of the bill's month."""
        label, month = value_of(self.labels, "due"), self.month
        with suppress(ValueError):
            return self._day("due") or (due_behind(month, label.value) if label and month else None)
        return None

    @property
    def product(self) -> Product:
        """The product that the bill names; 花呗 where it names none, unless a person said what its columns are."""
        return self._product() or (Product.HUABEI if self.is_product_assumed else Product.OTHER)

    @property
    def is_product_assumed(self) -> bool:
        """Whether neither the bill nor a person says of which product it is."""
        return self._product() is None and not self.taught and self.column is None

    @property
    def declared(self) -> Fen | None:
        """The amount that the front says is due, in fen."""
        label = value_of(self.labels, "declared")
        return amount_in(label.value) if label else None

    @property
    def minimum(self) -> Fen | None:
        """The least that the front says is to be paid by the due date, in fen."""
        label = value_of(self.labels, "minimum")
        return amount_in(label.value) if label else None

    def asked(self, lines: Sequence[BillLine], total: Total | None) -> tuple[Fen | None, Fen]:
        """What the bill asks for in all, and what it says was repaid of that when it was looked at, in fen.

        Some fronts declare only what is left of the sum of their lines: that sum is then what the bill asks for.
        """
        told = {name: value_of(self.labels, name) for name in ("repaid", "remaining")}
        repaid, remaining = ((label and amount_in(label.value)) or 0 for label in told.values())
        held = total.amount if total and total.amount is not None else sum(line.amount for line in lines)
        declared = self.declared if self.declared is not None else total.amount if total else None
        left = self.declared if self.declared is not None else remaining
        if repaid > 0 and left + repaid == held:
            return held, repaid
        return declared, repaid if declared is not None and repaid <= declared else 0

    def bill(self, lines: tuple[BillLine, ...], total: Total | None) -> Bill:
        """The bill with these lines; where the front declares no amount, the total's stands in for it."""
        if self.month is None:
            raise ValueError("a bill whose front names no month")
        rows = {label.row for label in self.labels if label.meaning in _DECLARING} | ({total.row} if total else set())
        rows |= {self.header + 1} if self.column is not None else set()
        stated = value_of(self.labels, "lines")
        count = count_in([stated.value]) or (int(stated.value) if stated.value.isdigit() else None) if stated else None
        declared, repaid = self.asked(lines, total)
        return Bill(
            product=self.product,
            month=self.month,
            due=self.due,
            declared=declared,
            lines=lines,
            statement_date=self.statement_date,
            declared_lines=total.count if total and total.count is not None else count,
            sources=tuple(self.table.source(row) for row in sorted(rows or {self.header})),
            minimum=self.minimum,
            repaid=repaid,
        )

    def _day(self, meant: str) -> date | None:
        found = (day_in(label.value) for label in self.labels if label.meaning == meant)
        return next((day for day in found if day), None)

    def _product(self) -> Product | None:
        found = (meaning("product", text) for text in self._texts())
        return next((Product(name) for name in found if name), None) or self.charging

    def _of_a_bank(self) -> bool:
        return any("信用卡" in text or "银行" in text for text in self._texts())

    def _texts(self) -> list[str]:
        above = (present(cell) for row in range(1, self.header) for cell in self.table.row(row))
        return [self.table.sheet, *(text for text in above if text)]


_DECLARING = frozenset({"bill_month", "statement_date", "due", "declared", "lines", "minimum", "repaid", "remaining"})


def _charging(table: Table, header: int) -> Product | None:
    """The one product that lines of interest and penalty name as theirs (分付利息); purchases may name any."""
    rows = range(header + 1, min(len(table), header + _MOST) + 1)
    cells = {text for row in rows for cell in table.row(row) if len(text := present(cell)) <= _SHORT}
    charges = (cell for cell in cells if meaning("line_kind", cell) in ("interest", "penalty"))
    named = {Product(name) for cell in charges if (name := meaning("product", cell))} & BILLED
    return named.pop() if len(named) == 1 else None
