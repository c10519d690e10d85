"""Reads lists with a row for each monthly bill: its month, what it asks for, its parts, and what was repaid of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from app.core.facts import BILLED, Bill, Product
from app.core.money import Fen
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.reading.months import Month, month_in, month_within
from app.importers.reading.table import Table
from app.importers.recognising.bill_dues import due_behind, is_without_year
from app.importers.recognising.cell_shapes import amount_in, is_value, moment_in, present
from app.importers.recognising.cells import Cells, Unreadable
from app.importers.recognising.labels import is_totals
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.understanding import columns_at, unit
from app.importers.recognising.vocabulary import heading, meaning, plain, word_of

_HEADER_WITHIN, _WIDEST = 20, 40
_OF_ONE = ("declared", "due", "minimum", "repaid", "state")
"""What is read of a table of one bill."""
_PARTS = ("purchase", "instalment", "fee", "interest", "penalty", "reserve", "carried", "reduction", "refund")
_LOWERING = frozenset({"reduction", "refund"})
_OF_BILLS = frozenset({"purchase", "reserve", "minimum", "statement_date"})
_SAYS_BILL = re.compile("[账帐]单|bill|statement", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _List:
    """A list of bills: its header, the place of each meaning's column, their headings, and the product it names.

    ``titled`` is the month of its one bill where that stands above it and in no column; ``by_statement`` says that
    each bill's month is that of the day on which it was made.
    """

    table: Table
    header: int
    places: Mapping[str, int]
    names: Mapping[str, str]
    product: Product | None
    titled: str = ""
    by_statement: bool = False

    def rows(self) -> Iterator[Cells]:
        """The rows with a month."""
        units = {meant: unit(heading(name)) for meant, name in self.names.items()}
        for number in range(self.header + 1, len(self.table) + 1):
            row = [present(cell) for cell in self.table.row(number)]
            values = {meant: row[at] for meant, at in self.places.items() if at < len(row)}
            if self.titled:
                values["month"] = self.titled if any(row) else ""
            if self.by_statement and (made := moment_in(values.get("statement_date", ""))):
                values["month"] = f"{made:%Y-%m}"
            if values.get("month") and not is_totals(row) and values["month"] != self.names.get("month"):
                yield Cells(number, values, self.names, units)


class BillList(Recognising):
    """A list with a row for each monthly bill; a list of the lines of bills has several rows of a month."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "bill-list"

    def recognise(self, table: Table) -> Reader | None:
        """Read the rows where each has a month of its own and one sum that the bill asks for."""
        for header in range(1, min(len(table), _HEADER_WITHIN) + 1):
            names = [present(cell) for cell in table.row(header)[:_WIDEST]]
            if {"month", "statement_date"} & set(map(_meant, names)) and not any(map(is_value, filter(None, names))):
                found = _list_at(table, header, names)
                return partial(_bills, found) if found else None
        single = _of_one_bill(table)
        return partial(_bills, single) if single else None


def _meant(name: str) -> str:
    """What a column of a list of bills is by its whole heading, without its unit; empty for any other."""
    return word_of("bill_column", re.sub(r"[(\[（【]\s*(?:人民币)?元\s*[)\]）】]$", "", plain(name)).strip()) or ""


def _list_at(table: Table, header: int, names: list[str]) -> _List | None:
    meant = [_meant(name) for name in names]
    counted = Counter(filter(None, meant))
    card = Product.CARD if _is_of_card(table, header, names) else None
    texts = [table.sheet, *(present(cell) for row in range(1, header) for cell in table.row(row))]
    others = [name for name, role in zip(names, meant, strict=True) if name and not role]
    by_statement = not counted["month"] and counted["statement_date"] == 1
    if (counted["month"] != 1 and not by_statement) or any(map(_is_of_loan, others)) or _holds_lines(table, header):
        return None
    places = {role: at for at, role in enumerate(meant) if role and counted[role] == 1}
    if "declared" not in places and counted["declared"] == 0 and "amount" in places:
        places["declared"] = places.pop("amount")
    elif counted["declared"] > 1:
        places |= _one_of(table, header, [at for at, role in enumerate(meant) if role == "declared"])
    named = {role: names[at] for role, at in places.items()}
    made = _List(table, header, places, named, _product(texts) or card, by_statement=by_statement)
    found = _with_due(made)
    speaks = any(map(_SAYS_BILL.search, [names[places.get("month", 0)], *texts])) or bool(_OF_BILLS & places.keys())
    of_bills = found.product in BILLED or (found.product is None and speaks)
    return found if of_bills and "declared" in places and _months_differ(found) else None


def _of_one_bill(table: Table) -> _List | None:
    """A table with one row below a title that names a bill's month and a product with bills; None for any other."""
    filled = [n for n in range(1, len(table) + 1) if sum(1 for cell in table.row(n) if present(cell)) > 1]
    if len(filled) != 2 or filled[1] != filled[0] + 1:
        return None
    header = filled[0]
    titles = [table.sheet, *(present(cell) for number in range(1, header) for cell in table.row(number))]
    months = {month for text in titles if _SAYS_BILL.search(text) and (month := month_within(text))}
    names = [present(cell) for cell in table.row(header)[:_WIDEST]]
    meant = [_meant(name) for name in names]
    others = (heading(name).concepts for name in names)
    if len(months) != 1 or any(concepts & {"contract", "period", "foreign"} for concepts in others):
        return None
    if _product(titles) not in BILLED or meant.count("declared") != 1 or meant.count("due") != 1:
        return None
    titled = "{}-{:02d}".format(*months.pop())
    places = {role: meant.index(role) for role in _OF_ONE if role in meant}
    named = {role: names[at] for role, at in places.items()}
    return _List(table, header, places, named, _product(titles), titled=titled)


def _with_due(found: _List) -> _List:
    """The list with its days of repayment as due dates, where they are that."""
    if "repayment_day" not in found.places or "due" in found.places:
        return found
    places = {"due" if role == "repayment_day" else role: at for role, at in found.places.items()}
    names = {"due" if role == "repayment_day" else role: name for role, name in found.names.items()}
    dated = replace(found, places=places, names=names)
    return found if _tell_payments([cells for cells in dated.rows() if cells.text("due")]) else dated


def _tell_payments(rows: Sequence[Cells]) -> bool:
    """Whether days are those of payments: each beside what was repaid, and not on one day of the month as dues are."""
    days = set()
    for cells in rows:
        try:
            due = _due(cells, month_in(cells.text("month")) or (0, 0))
        except Unreadable:
            return False
        days.add(due.day if due else 0)
    return len(days) > 1 and all(amount_in(cells.text("repaid")) for cells in rows)


def _is_of_loan(name: str) -> bool:
    return bool(heading(name).concepts & {"principal", "contract", "period", "foreign"})


def _holds_lines(table: Table, header: int) -> bool:
    """Whether each row has a day of its own on which something was bought or booked, as lines have."""
    return any(
        {"trade", "posted", "order"} & column.heading.concepts and not _meant(column.name)
        and column.profile.share("day") + column.profile.share("moment") > 0.5
        for column in columns_at(table, header)
    )  # fmt: skip


def _one_of(table: Table, header: int, places: list[int]) -> dict[str, int]:
    """The first of several columns that show the same sum in each row; none where they differ."""
    rows = [[present(cell) for cell in table.row(number)] for number in range(header + 1, len(table) + 1)]
    alike = all(len({row[at] for at in places if at < len(row)}) <= 1 for row in rows)
    return {"declared": places[0]} if alike else {}


def _product(texts: Iterable[str]) -> Product | None:
    named = next((name for text in texts if (name := meaning("product", text))), None)
    if named:
        return Product(named)
    return Product.CARD if any("信用卡" in text or "贷记卡" in text for text in texts) else None


_CARD_NUMBER = re.compile(r"(?:信用)?卡号(?:.{0,2}[末后]四位)?|卡片|信用卡|card(?: ?no\.?| number)?", re.IGNORECASE)


def _is_of_card(table: Table, header: int, names: Sequence[str]) -> bool:
    """Whether a column of each row's card says whose bills they are: other bills have no card of their own."""
    at = next((at for at, name in enumerate(names) if _CARD_NUMBER.fullmatch(name)), None)
    below = (table.row(number) for number in range(header + 1, len(table) + 1))
    return at is not None and any(at < len(row) and present(row[at]) for row in below)


def _months_differ(found: _List) -> bool:
    """Whether each row has a month of its own and a sum, for each product that the rows name."""
    rows = list(found.rows())
    months = [(month_in(cells.text("month")), cells.text("product")) for cells in rows]
    summed = all(amount_in(cells.text("declared")) is not None for cells in rows)
    return bool(rows) and summed and None not in {month for month, _ in months} and len(set(months)) == len(months)


def _bills(found: _List) -> Imported:
    is_untold = found.by_statement and found.product is None and "product" not in found.places
    assumed = Product.OTHER if is_untold else Product.HUABEI
    gathering = Gathering(found.table, f"bill-{(found.product or assumed).value}")
    rows = list(found.rows())
    if is_untold:
        gathering.rows = len(rows)
        gathering.problem("bill-list-untold", found.header)
        return gathering.imported([(found.names[role], role) for role in found.places])
    is_rest = any(cells.fen("declared") == 0 < (_amount(cells, "repaid") or 0) for cells in rows)
    for cells in rows:
        gathering.row(cells.row, partial(_bill, cells, found, gathering, is_rest=is_rest))
    if found.product is None and gathering.facts and "product" not in found.places:
        gathering.problem("bill-product-assumed", None)
    return gathering.imported([(found.names[role], role) for role in found.places])


def _bill(cells: Cells, found: _List, gathering: Gathering, *, is_rest: bool) -> Bill:
    """The bill of a row; of 花呗 where nothing names a product, as of single bills.

    Where a list shows 0.00 as due of what was repaid, what it shows as due is what was left.
    """
    month = month_in(cells.text("month")) or (0, 0)
    repaid = _amount(cells, "repaid") or 0
    asked = cells.fen("declared") + (repaid if is_rest else 0)
    if meaning("period_state", cells.text("state")) == "settled":
        repaid = asked
    parts = {role: amount for role in _PARTS if (amount := _amount(cells, role)) is not None}
    held = sum(-abs(amount) if role in _LOWERING else amount for role, amount in parts.items())
    if len(parts) > 1 and held != asked:
        gathering.problem("bill-parts-differ", cells.row, declared=asked, found=held, difference=asked - held)
    named = meaning("product", cells.text("product"))
    return Bill(
        product=Product(named) if named else found.product or Product.HUABEI,
        month=month,
        due=_due(cells, month),
        declared=asked,
        lines=(),
        statement_date=cells.day_or_none("statement_date"),
        sources=(found.table.source(cells.row),),
        minimum=_amount(cells, "minimum"),
        repaid=min(repaid, asked) if asked > 0 else 0,
    )


def _amount(cells: Cells, role: str) -> Fen | None:
    return cells.fen_or_none(role)


def _due(cells: Cells, month: Month) -> date | None:
    """The due date; one without a year is the first behind the beginning of the bill's month."""
    if not is_without_year(cells.text("due")):
        return cells.day_or_none("due")
    try:
        return due_behind(month, cells.text("due"))
    except ValueError:
        raise cells.unreadable("due", "date") from None


IMPORTERS: tuple[Importer, ...] = (BillList(),)
