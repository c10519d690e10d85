"""The payments that a person typed by hand, as a small table that is a source of the case like any other."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial

from app.amount_text import UnreadableAmount, parse_yuan
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.mapped.kinds import PAYMENTS
from app.importers.mapped.payments import read_own_list
from app.importers.reading.dates import UnreadableDate, parse_day
from app.importers.reading.table import Table, clean
from app.importers.recognising.understanding import Understanding, columns_at
from app.importers.recognising.vocabulary import usual_word

TITLE = "自己记的付款 (typed by hand)"
HEADER = ("日期", "金额", "是什么")
_ROLES = ("paid_at", "money", "text")
_HEADER_ROW = 3

Row = tuple[str, str, str]
"""Day, amount and what it is, as typed."""


class TypedLists(Recognising):
    """Lists that `typed_text` made."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "own-list"

    def recognise(self, table: Table) -> Reader | None:
        """Read as a person's own list where title and header stand as they were written."""
        first = table.row(1)
        header = tuple(clean(cell) for cell in table.row(_HEADER_ROW))
        found = bool(first) and clean(first[0]) == TITLE and header == HEADER
        return partial(self._notices, table) if found else None

    @staticmethod
    def _notices(table: Table) -> Imported:
        """Each row as a notice of a payment."""
        columns = columns_at(table, _HEADER_ROW)
        roles = dict(zip(_ROLES, columns, strict=False))
        return read_own_list(table, Understanding(PAYMENTS, _HEADER_ROW, _HEADER_ROW, roles))


def typed_text(rows: Sequence[Row], product: str) -> str:
    """The list as the text of a file; ``product`` is a product's id, empty where the person named none."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([TITLE])
    writer.writerow(["产品", usual_word("product", product) if product else ""])
    writer.writerow(HEADER)
    writer.writerows(row for row in rows if any(row))
    return buffer.getvalue()


def wrong_in(row: Row) -> str:
    """What is wrong with a row: ``day`` or ``amount``; empty where nothing is, and for an empty row."""
    if not any(row):
        return ""
    try:
        parse_day(row[0])
    except UnreadableDate:
        return "day"
    try:
        return "" if parse_yuan(row[1]) > 0 else "amount"
    except UnreadableAmount:
        return "amount"


IMPORTERS: tuple[Importer, ...] = (TypedLists(),)
