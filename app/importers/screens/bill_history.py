"""Reads lists of monthly bills as programs show them and people type them: a line or a few for each bill."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

from app.core.facts import BILLED, Bill, Product
from app.core.money import Fen
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.message_words import product_of
from app.importers.papers.running_text import fen
from app.importers.reading.lines import lines
from app.importers.reading.table import Table
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.vocabulary import meaning, word_of
from app.importers.screens.years_of_bills import Month, asked_on, whole_months

_LEAST, _MOST_LINES, _LONGEST_LINE, _TITLE_LINES = 2, 300, 120, 6
_MONTH = re.compile(
    r"(?<!\d)(?P<year>20\d{2}) ?[年\-/.] ?(?P<month>1[0-2]|0?[1-9])(?![-/.]?\d| ?月? ?\d{1,2} ?日)"
    r" ?月?份?(?: ?的?账单)?"
    r"|(?<!\d)(?P<alone>1[0-2]|0?[1-9]) ?月份?的?账单"
)
_YEAR = re.compile(r"(20\d{2}) ?年?")
_DUE = re.compile(r"还款(?:截止)?日期?:? ?(?:(20\d{2})[年\-/.])?(1[0-2]|0?[1-9])[月\-/.](3[01]|[12]\d|0?[1-9])日?")
_MONEY = re.compile(
    r"(?:¥|人民币|RMB) ?(?P<marked>\d[\d,]*(?:\.\d{1,2})?)|(?<![\d.,-])(?P<sum>\d[\d,]*\.\d{2})(?![\d%])"
)
_LABEL = re.compile(r"[\u4e00-\u9fff]{1,8}(?=[: ]*$)")
_SPOKEN = re.compile(r"[。!;]|您|请|【")


@dataclass(frozen=True, slots=True)
class _Entry:
    """The words of one bill, each line with its row, and the bill's month."""

    month: tuple[int, int]
    lines: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """Its lines as one."""
        return " ".join(text for _, text in self.lines)

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that show its sum or its due date."""
        return tuple(row for row, text in self.lines if _MONEY.search(text) or _DUE.search(text))


class BillHistories(Recognising):
    """Lists of bills in lines: ``2026-05账单 1,234.56 已还清``, or month, sum and state below each other."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "bill-history"

    def recognise(self, table: Table) -> Reader | None:
        """Read two bills or more, of different months, each with one sum that it asked for."""
        filled = islice(lines(table, _MOST_LINES), _MOST_LINES)
        texts = [(number, " ".join(unicodedata.normalize("NFKC", text).split())) for number, text in filled]
        if len(table) > _MOST_LINES or any(len(text) > _LONGEST_LINE or _SPOKEN.search(text) for _, text in texts):
            return None
        entries = list(_entries(texts))
        head = [text for _, text in texts[:_TITLE_LINES]]
        product = next((named for text in head if (named := product_of(text, "")) is not Product.OTHER), None)
        of_bills = any("账单" in text for _, text in texts) and (product is None or product in BILLED)
        bills = [_bill(table, entry, product or Product.HUABEI) for entry in entries] if of_bills else []
        read = [bill for bill in bills if bill]
        differ = len({bill.month for bill in read}) == len(read)
        is_even = len({bill.due is None for bill in read}) == 1  # a page of which a line is missing is not whole
        if not _LEAST <= len(read) == len(entries) or not differ or not is_even:
            return None
        return partial(_imported, table, read, is_named=product is not None)


def _entries(texts: Sequence[tuple[int, str]]) -> Iterator[_Entry]:
    """Each bill with the words up to the next; a line with a year alone holds for the months below it.

    Months of which no year is told take it from what the list says besides.
    """
    asked = {number: day for number, text in texts if (day := asked_on(text))}
    year, months, of = "", list[Month](), list[list[tuple[int, str]]]()
    for number, text in texts:
        if number in asked:
            continue
        if found := _YEAR.fullmatch(text):
            year = found[1]
        elif found := _MONTH.match(text):
            months.append((int(found["year"] or year or 0), int(found["month"] or found["alone"])))
            of.append([(number, text[found.end() :])])
        elif of:
            of[-1].append((number, text))
    if not all(told for told, _ in months):
        dues = {at: due for at, own in enumerate(of) if (due := _DUE.search(" ".join(text for _, text in own)))}
        days = set(asked.values())
        months = whole_months(months, dues, days.pop() if len(days) == 1 else None) or []
    return map(_Entry, months, map(tuple, of))


def _bill(table: Table, entry: _Entry, product: Product) -> Bill | None:
    """The bill of an entry; None where not exactly one sum is what it asked for, or one is of something else."""
    due = _DUE.search(entry.text)
    text = entry.text.replace(due[0], " ") if due else entry.text
    sums: dict[str, Fen] = {}
    for found in _MONEY.finditer(text):
        label = _LABEL.search(text[: found.start()])
        meant = "declared" if label is None else word_of("bill_column", label[0]) or _of_state(label[0])
        amount = fen(found["marked"] or found["sum"])
        if amount is None or meant not in ("declared", "amount", "repaid", "remaining", "minimum"):
            return None
        if sums.setdefault("declared" if meant == "amount" else meant, amount) != amount:
            return None
    asked = sums.get("declared")
    if asked is None:
        return None
    repaid = sums.get("repaid", asked - sums["remaining"] if "remaining" in sums else None)
    if repaid is None:
        repaid = asked if meaning("period_state", _MONEY.sub(" ", text).strip()) == "settled" else 0
    return Bill(
        product, entry.month, _due(due, entry.month), asked, (), sources=tuple(map(table.source, entry.rows)),
        minimum=sums.get("minimum"), repaid=max(0, min(repaid, asked)),
    )  # fmt: skip


def _of_state(label: str) -> str:
    """A state before a sum (已还清 1,234.56) says nothing of it; 待还 and 已还 are labels of their own."""
    return "declared" if label in ("账单", "已还清", "已结清", "未还清", "逾期", "已逾期", "未出账") else ""


def _due(told: re.Match[str] | None, month: tuple[int, int]) -> date | None:
    """The due date; one without a year is the first in or behind the bill's month."""
    if told is None:
        return None
    year = int(told[1]) if told[1] else month[0] + (int(told[2]) < month[1])
    try:
        return date(year, int(told[2]), int(told[3]))
    except ValueError:
        return None


def _imported(table: Table, bills: Sequence[Bill], *, is_named: bool) -> Imported:
    gathering = Gathering(table, f"bill-{bills[0].product.value}")
    for bill in bills:
        gathering.row(bill.sources[0].row, partial(_same, bill))
    if not is_named:
        gathering.problem("bill-product-assumed", None)
    return gathering.imported()


def _same(bill: Bill) -> Bill:
    return bill


IMPORTERS: tuple[Importer, ...] = (BillHistories(),)
