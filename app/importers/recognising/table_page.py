"""Walks the rows of an understood table, with what the page says beside them: contract, day, product, totals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.core.facts import Product, Source
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import present
from app.importers.recognising.cells import Cells
from app.importers.recognising.labels import ASKED, WORDED_NUMBER, Label, day_in, is_totals, labels, value_of
from app.importers.recognising.part_columns import part_column
from app.importers.recognising.role_assignment import Column
from app.importers.recognising.understanding import Understanding, unit
from app.importers.recognising.vocabulary import meaning, meanings

_CARRIED = ("contract", "as_of")
"""What a page writes once and means for the rows below too, as merged cells do."""
_OF_PERIODS = ("period", "due", "paid_at")
"""What it writes once for the rows that each hold a part of one period."""

_TITLE = re.compile("还款计划|计划表|还款记录|还款明细|借款记录|借款明细")
_LONGEST_TITLE = 40  # characters; what is longer is a notice
_LONGEST_BRAND = 8
_NAMING = frozenset({"product_name", "lender", "drawn"})
_LOANS = frozenset({
    Product.JIEBEI, Product.WEILIDAI, Product.JINTIAO, Product.WANGSHANG, Product.FANGXINJIE, Product.MEITUAN_LOAN,
    Product.YOUQIANHUA, Product.JIETIAO_360, Product.FENQILE, Product.PAIPAIDAI, Product.ZHAOLIAN,
})  # fmt: skip
"""Products of which a plan is a loan's; of the others it may be an instalment's that monthly bills ask for."""


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a row without standing in it; ``titled`` is the loan product that the title alone names."""

    contract: str
    as_of: date | None
    product: Product
    titled: Product | None
    source: Source


@dataclass(frozen=True, slots=True)
class Page:
    """A table with what it says of itself beside its rows."""

    table: Table
    found: Understanding
    beside: tuple[Label, ...]
    product: Product | None
    titled: Product | None = None
    products: Column | None = None

    @classmethod
    def of(cls, table: Table, found: Understanding) -> Page:
        """The page of an understood table."""
        above = range(1, found.top)
        texts = [table.sheet, *(present(cell) for row in above for cell in table.row(row))]
        named = next((name for text in texts if (name := meaning("product", text))), None)
        product = Product(named) if named else None
        beside = tuple(labels(table, above))
        return cls(table, found, beside, product, _titled(table, found.top), _products(found))

    @property
    def as_of(self) -> date | None:
        """The day that the page says it was asked for or printed on, by a label, a title or the name of its sheet."""
        label = value_of(self.beside, "as_of")
        titles = (text for row in range(1, self.found.top) for text in self._texts(row) if ASKED.search(text))
        days = (day_in(text) for text in (label.value if label else "", *titles, self.table.sheet))
        return next((day for day in days if day), None)

    def rows(self) -> Iterator[tuple[Cells, Context]]:
        """The data rows; a repeated header, lines of totals and labels between blocks are none."""
        label = value_of(self.beside, "contract")
        carried = {"contract": _number(label.value) if label else "", "as_of": ""}
        are_parts, above = part_column(self.found.unused) is not None, dict[str, str]()
        for number, texts in self._below():
            if _is_label_row(texts) and (named := value_of(labels(self.table, [number]), "contract")):
                carried = {"contract": _number(named.value), "as_of": ""}
            elif sum(1 for text in texts if text) >= 2 and not is_totals(texts):
                cells = self.cells(number)
                if are_parts:
                    own = {role: cells.text(role) for role in _OF_PERIODS if cells.text(role)}
                    above = own or above
                    cells = replace(cells, values={**cells.values, **above})
                if cells.text("contract") not in {"", carried["contract"]}:
                    carried["as_of"] = ""
                carried |= {name: cells.text(name) for name in _CARRIED if cells.text(name)}
                yield cells, self._context(number, carried)

    def totals(self) -> Iterator[Cells]:
        """The lines of totals below the header."""
        for number, texts in self._below():
            if is_totals(texts):
                yield self.cells(number)

    def cells(self, number: int) -> Cells:
        """The cells of physical row ``number`` by role."""
        texts = self._texts(number)
        columns = self.found.roles
        return Cells(
            number,
            {role: texts[column.index] for role, column in columns.items() if column.index < len(texts)},
            {role: column.name for role, column in columns.items()},
            {role: unit(column.heading) for role, column in columns.items()},
            further={
                role: tuple(texts[column.index] for column in more if column.index < len(texts))
                for role, more in self.found.further.items()
            },
        )

    def _below(self) -> Iterator[tuple[int, list[str]]]:
        header = self._texts(self.found.header)
        for number in range(self.found.header + 1, len(self.table) + 1):
            texts = self._texts(number)
            if any(texts) and texts != header:
                yield number, texts

    def _context(self, number: int, carried: dict[str, str]) -> Context:
        as_of = (day_in(carried["as_of"]) if carried["as_of"] else None) or self.as_of
        own = self._product_at(number)
        product = own or self.product or Product.OTHER
        return Context(carried["contract"], as_of, product, own or self.titled, self.table.source(number))

    def _product_at(self, number: int) -> Product | None:
        """The product that the row itself names, where a column tells rows of several apart."""
        texts = self._texts(number)
        cell = texts[self.products.index] if self.products and self.products.index < len(texts) else ""
        return Product(named) if (named := meaning("brand", cell)) else None

    def _texts(self, number: int) -> list[str]:
        return [present(cell) for cell in self.table.row(number)]


def _products(found: Understanding) -> Column | None:
    """The column that names a product in each row, and several of them."""
    for column in found.unused:
        named = {meaning("brand", cell) for cell in column.cells if cell}
        if column.heading.concepts & _NAMING and len(named) > 1 and None not in named:
            return column
    return None


def _number(value: str) -> str:
    """A contract's number without what stuck to it where a page's lines were joined: ``L-17签订日期:…`` is ``L-17``."""
    if worded := re.match(WORDED_NUMBER, value):
        return worded[0]
    stuck = re.match(
        r"[A-Za-z0-9][A-Za-z0-9_/-]{3,}(?=[\u4e00-\u9fff])|(?=\S*\d)[A-Za-z0-9_/-]{4,}(?=\s+[A-Za-z])", value
    )
    return stuck[0] if stuck else value


def _titled(table: Table, top: int) -> Product | None:
    """The loan product whose brand stands in the page's title; None where any line of words names another too.

    The name of a sheet is no title: a program that saves a file gives the sheet the file's name.
    """
    lines = [[present(cell) for cell in table.row(row)] for row in range(1, top)]
    nearest = next((text for line in reversed(lines) for text in line if text), "")
    if not any(_is_title(text) for line in lines for text in line) and not _begins_with_brand(nearest):
        return None
    below = ([present(cell) for cell in table.row(row)] for row in range(top, len(table) + 1))
    lines += [texts for texts in below if len(set(texts) - {""}) < 3]
    named = {name for line in lines for text in (*line, table.sheet) for name in meanings("brand", text)}
    product = Product(named.pop()) if len(named) == 1 else None
    return product if product in _LOANS else None


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and bool(_TITLE.search(text) and meanings("brand", text))


def _begins_with_brand(text: str) -> bool:
    """Whether a line right above the heading begins with a brand: 微粒贷 2026-01-15 借款12000."""
    first = re.split(r"[\s(（:：,，|_-]", text, maxsplit=1)[0]
    return len(text) <= _LONGEST_TITLE and len(first) <= _LONGEST_BRAND and bool(meanings("brand", first))


def _is_label_row(texts: list[str]) -> bool:
    return sum(1 for text in texts if text) < 3
