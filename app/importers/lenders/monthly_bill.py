"""Reads monthly bills (花呗, 信用购 and bills of the same shape): what they declare, their lines, their total."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial

from app.core.discrepancy import FactValue
from app.core.facts import Bill, BillLine, LineKind, Source
from app.core.money import Fen
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.lenders.bill_front import Front, Total
from app.importers.lenders.bill_months import by_month, month_column, stated, together
from app.importers.lenders.bill_years import with_bill_years
from app.importers.lenders.signs import as_charges
from app.importers.reading.table import Table
from app.importers.recognising.billed_lines import worded
from app.importers.recognising.cell_shapes import amount_in, present
from app.importers.recognising.cells import Cells, Unreadable
from app.importers.recognising.labels import count_in, is_totals
from app.importers.recognising.role_assignment import Column
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.understanding import Mappings, Understanding, fingerprint, understand, unit
from app.importers.recognising.vocabulary import heading, meaning, usual_word, word_of

_COUNTING = frozenset({"分期", "期数", "分期期数", "分期信息"})
_ONE_OF = re.compile(r"第?(\d{1,2})\s?/\s?(\d{1,2})\s?期?")


@dataclass(frozen=True, slots=True)
class MonthlyBill(Recognising):
    """A monthly bill with lead lines, lines and a total."""

    mappings: Mappings = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The family's id."""
        return "bill"

    def recognise(self, table: Table) -> Reader | None:
        """Read as a bill where it is surely a list of bill lines, and says beside them which month it is for."""
        found = understand(table, self.mappings)
        if found is None:
            table = with_bill_years(table)
            found = understand(table, self.mappings)
        if not isinstance(found, Understanding) or found.kind != "bill":
            return None
        front = Front.of(table, found, taught=fingerprint(table, found.header) in self.mappings)
        if front.column is None and (column := month_column(found)):
            return partial(self._of_months, table, found, front.charged(), column)
        front = replace(front, labels=(*front.labels, *stated(table, found, front.rows)))
        if front.month is None:
            return None  # before all lines are looked through, for most tables end here
        front = front.charged()
        return partial(self.bill, table, found, front) if front.is_a_bill else None

    @staticmethod
    def _of_months(table: Table, found: Understanding, front: Front, column: Column) -> Imported:
        """The table as a bill for each month that a column names."""
        parts = by_month(table, found, column)
        fronts = (replace(front, table=part, labels=(*told, *front.labels)) for part, told in parts)
        return together([MonthlyBill.bill(one.table, found, one) for one in fronts])

    @staticmethod
    def bill(table: Table, found: Understanding, front: Front) -> Imported:
        """The table as one bill; its sources are the lines that declare something."""
        gathering = Gathering(table, f"bill-{front.product.value}")
        lines, total = _lines(gathering, found)
        bill = front.bill(tuple(lines), total)
        gathering.facts.append(bill)
        _check(gathering, bill, total)
        if front.is_product_assumed:
            gathering.problem("bill-product-assumed", None)
        return gathering.imported(found.taken, _declared(bill), declaring=bill.sources)


def _lines(gathering: Gathering, found: Understanding) -> tuple[list[BillLine], Total | None]:
    table, lines, total = gathering.table, [], None
    header = [present(cell) for cell in table.row(found.header)]
    for number in range(found.header + 1, len(table) + 1):
        texts = [present(cell) for cell in table.row(number)]
        if is_totals(texts):
            total = total or _total(number, texts, found)
        elif sum(1 for text in texts if text) >= 2 and texts != header:
            lines += _line_at(gathering, number, texts, found)
    charges = as_charges(lines)
    if charges != lines and total and total.amount:
        total = replace(total, amount=abs(total.amount))
    return charges, total


def _line_at(gathering: Gathering, number: int, texts: list[str], found: Understanding) -> list[BillLine]:
    roles = found.roles
    values = {role: texts[column.index] for role, column in roles.items() if column.index < len(texts)}
    names = {role: column.name for role, column in roles.items()}
    if part := _instalment_at(texts, found):
        values["text"] = f"{values.get('text', '')} {part}".strip()
        values.setdefault("line_kind", usual_word("line_kind", LineKind.INSTALMENT.value))
    cells = Cells(number, values, names, {role: unit(column.heading) for role, column in roles.items()})
    gathering.rows += 1
    try:
        line = _line(cells, gathering.table.source(number))
    except Unreadable as trouble:
        gathering.trouble(number, trouble)
        return []
    gathering.used += 1
    if line.kind is LineKind.OTHER and cells.text("line_kind") and not _names_items(cells):
        gathering.problem("bill-line-kind-unknown", number, kind=cells.text("line_kind"), text=line.text)
    return [line]


def _instalment_at(texts: list[str], found: Understanding) -> str:
    """Which of how many instalments a line is (第2/12期), where a column of its own says so; else empty."""
    told = (texts[column.index] for column in found.unused if column.name in _COUNTING and column.index < len(texts))
    match = next(filter(None, map(_ONE_OF.fullmatch, told)), None)
    return f"第{match[1]}/{match[2]}期" if match and int(match[2]) > 1 else ""


def _line(cells: Cells, source: Source) -> BillLine:
    kind = _kind(cells)
    posted = "posted_on" if cells.text("posted_on") else "traded_at"
    line = BillLine(
        posted_on=cells.day(posted),
        kind=LineKind(kind) if kind else LineKind.OTHER,
        amount=_signed(cells.fen("line_amount"), meaning("line_kind", cells.text("line_kind")) or kind),
        traded_at=cells.moment("traded_at") if cells.text("traded_at") else None,
        text=_text(cells),
        order_no=cells.text("order_no"),
        sources=(source,),
    )
    return worded(line)


def _kind(cells: Cells) -> str | None:
    """What kind of line it is by its own word, else by its text, in which a shop may speak of a coupon too."""
    told = meaning("line_kind", cells.text("text"))
    if cells.text("line_kind"):
        own = meaning("line_kind", cells.text("line_kind"))
        return told if own in _GIVING and told in _CHARGES else own
    return None if told in ("credit", "reduction") and cells.fen("line_amount") > 0 else told


def _text(cells: Cells) -> str:
    """What the line says of itself; a kind that is more than the word for one (手机分期) says it too."""
    said = cells.text("line_kind")
    is_more = bool(said) and word_of("line_kind", said) is None and _names_items(cells)
    return " ".join(filter(None, (said if is_more else "", cells.text("text"))))


def _names_items(cells: Cells) -> bool:
    """Whether the column of kinds is one of items (项目), whose words may be any."""
    return "item" in heading(cells.headings.get("line_kind", "")).concepts


_GIVING, _CHARGES = frozenset({"refund", "reduction"}), frozenset({"interest", "penalty"})
"""Kinds by whose word a line gives something back, and those that it may be of by its text: 减免 of 逾期利息."""


def _signed(amount: Fen, kind: str | None) -> Fen:
    """What lowers the bill does so also where it is written without a minus."""
    return -abs(amount) if kind in ("refund", "credit", "reduction") else amount


def _total(number: int, texts: list[str], found: Understanding) -> Total:
    column = found.roles["line_amount"]
    there = texts[column.index] if column.index < len(texts) else ""
    amount = amount_in(there)
    if amount is None:
        amounts = [sum_ for text in texts if "." in text and (sum_ := amount_in(text)) is not None]
        amount = amounts[-1] if len(amounts) == 1 else None
    return Total(number, count_in(texts), amount)


def _check(gathering: Gathering, bill: Bill, total: Total | None) -> None:
    row = total.row if total else bill.sources[0].row
    if bill.declared_lines is not None and bill.declared_lines != gathering.rows:
        gathering.problem("bill-count-differs", row, declared=bill.declared_lines, found=gathering.rows)
    held = sum(line.amount for line in bill.lines)
    if total and total.amount is not None and total.amount != held:
        _sum_differs(gathering, total.row, total.amount, held)
    elif bill.declared is not None and bill.declared != held:
        _sum_differs(gathering, bill.sources[0].row, bill.declared, held)


def _sum_differs(gathering: Gathering, row: int, declared: Fen, found: Fen) -> None:
    gathering.problem("bill-sum-differs", row, declared=declared, found=found, difference=declared - found)


def _declared(bill: Bill) -> tuple[tuple[str, FactValue], ...]:
    facts: list[tuple[str, FactValue | None]] = [
        ("month", f"{bill.month[0]}-{bill.month[1]:02d}"),
        ("statement_date", bill.statement_date),
        ("due", bill.due),
        ("amount", bill.declared),
        ("lines", bill.declared_lines),
    ]
    return tuple((name, value) for name, value in facts if value is not None)


IMPORTERS: tuple[Importer, ...] = (MonthlyBill(),)
