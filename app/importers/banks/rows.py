"""Turns the rows below a statement's header into bank rows, problems and footer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import BankRow
from app.importers.banks.amounts import BadRow, Trouble, read_balance, row_amount
from app.importers.banks.columns import Columns, money_columns, repeats_header
from app.importers.banks.labels import label, number, words
from app.importers.banks.layout import Layout
from app.importers.banks.moments import booked_and_traded
from app.importers.banks.wording import wording
from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import moment_in

_YUAN = {"", "人民币", "人民币元", "CNY", "CNH", "RMB", "156", "01", "001", "本币"}
_SUM_WORDS = ("合计", "总计", "共计", "小计", "累计")
_FOOTER_WORDS = (*_SUM_WORDS, "总收入", "总支出", "本页", "以上数据", "以上明细", "说明", "温馨提示")
_LABELLED = re.compile(r"[^\W\d]{2}\s{0,9}[:：]|笔数")
_WHOLE_DAY = re.compile(r"20\d{2}(?:\d{4}|[-/.年]\d{1,2}[-/.月]\d{1,2})")
_TIME_ALONE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_PAGE_MARK = re.compile(r"\d{1,3}/\d{1,3}|第?\d+页.*|第.*页.*")


@dataclass(slots=True)
class Body:
    """What stands below the header: facts, problems, foreign rows left out, and the physical rows of the footer.

    ``unreadable`` counts data rows that gave no fact, ``masked`` those whose balance is no amount.
    """

    rows: list[BankRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    footer: list[int] = field(default_factory=list)
    foreign: int = 0
    unreadable: int = 0
    masked: list[int] = field(default_factory=list)


def read_body(table: Table, layout: Layout, columns: Columns, bank: str, account: str) -> Body:
    """Read all rows below the header; a row that cannot be read becomes a problem and the rest goes on."""
    body = Body()
    reader = _RowReader(table, layout, columns, bank, account)
    for place, cells in _filled_rows(table, columns.row + 1):
        if body.rows and (at := reader.time_below(body.rows[-1], cells)):
            body.rows[-1] = replace(body.rows[-1], at=at)
        elif reader.has_date(cells):
            _take(body, reader, place, cells)
        elif repeats_header(layout, cells) or _translates_header(cells):
            continue
        elif is_footer(cells) or reader.stands_aside(cells):
            body.footer.append(place)
        elif body.rows and reader.continues(cells):
            body.rows[-1] = reader.continued(body.rows[-1], cells)
        else:
            _take(body, reader, place, cells)
    return body


def _take(body: Body, reader: _RowReader, place: int, cells: list[str]) -> None:
    try:
        row, troubles = reader.read(place, cells)
    except ForeignRow:
        body.foreign += 1
        return
    except BadRow as bad:
        body.unreadable += 1
        body.problems.append(_problem(reader.table, place, bad.trouble))
        return
    body.rows.append(row)
    body.problems += [_problem(reader.table, place, trouble) for trouble in troubles]
    if row.balance is None and reader.prints_balance(cells):
        body.masked.append(place)


def _problem(table: Table, place: int, trouble: Trouble) -> Problem:
    where: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("row", place))
    return Problem(trouble.code, table.source(place), where + trouble.facts)


def _filled_rows(table: Table, first: int) -> Iterator[tuple[int, list[str]]]:
    for place in range(first, len(table) + 1):
        cells = table.row(place)
        if any(clean(cell) for cell in cells):
            yield place, cells


def _translates_header(cells: list[str]) -> bool:
    """Whether a row is the English line of a bilingual header: ASCII words, and no digit at all."""
    text = "".join(cells)
    return text.isascii() and not any(c.isdigit() for c in text) and any(c.isalpha() for c in text)


def is_footer(cells: list[str]) -> bool:
    """Whether a row without a date holds totals, page marks or fine print."""
    filled = [text for cell in cells if (text := words(cell))]
    first = label(filled[0]) if filled else ""
    if not filled or filled[0].startswith("#") or any(word in first for word in _FOOTER_WORDS):
        return True
    return len(filled) <= 5 and (len(filled[0]) > 30 or bool(_PAGE_MARK.fullmatch(label("".join(filled)))))


class ForeignRow(Exception):
    """A row in another currency than yuan."""


@dataclass(frozen=True, slots=True)
class _RowReader:
    table: Table
    layout: Layout
    columns: Columns
    bank: str
    account: str

    def read(self, place: int, cells: list[str]) -> tuple[BankRow, list[Trouble]]:
        """The fact of a data row, and what is odd about it. Raises BadRow, ForeignRow."""
        self._check_width(cells)
        layout, columns = self.layout, self.columns
        on, at, late = booked_and_traded(layout, columns, cells)
        if columns.text(cells, layout.currency) not in _YUAN:
            raise ForeignRow
        amount, odd = row_amount(layout, columns, cells)
        summary = columns.text(cells, layout.summary)
        counterparty, note = columns.text(cells, self._other_party(amount)), columns.joined(cells, layout.note)
        said = wording(self.bank, summary, counterparty, note, paid=amount < 0)
        row = BankRow(
            on=on,
            amount=amount,
            at=at,
            balance=read_balance(columns.cell(cells, layout.balance)),
            bank=self.bank,
            account=_card_tail(columns.text(cells, layout.account)) or self.account,
            summary=summary,
            counterparty=counterparty,
            note=note,
            reference=columns.text(cells, layout.reference),
            provider=layout.provider,
            product=said.product,
            says=said.says,
            payee=said.payee,
            short_bank=said.short_bank,
            services=said.services,
            lends=said.lends,
            sources=(self.table.source(place),),
        )
        return row, [trouble for trouble in (late, odd) if trouble]

    def continues(self, cells: list[str]) -> bool:
        """Whether a row only goes on with the texts of the row above, as a PDF's wrapped cells do.

        A row cut off in a text file is damage, not a wrapped cell.
        """
        own = (*money_columns(self.layout), self.layout.booked, self.layout.traded, self.layout.balance)
        whole = len(cells) >= self.columns.width or self._lenient
        return whole and not any(number(self.columns.cell(cells, names)) for names in own)

    @staticmethod
    def time_below(row: BankRow, cells: list[str]) -> datetime | None:
        """The moment of a row above a line of nothing but a time, where a date's cell was broken in two lines."""
        if row.at is not None:
            return None
        filled = list(islice((text for cell in cells if (text := words(cell))), 2))
        is_time = len(filled) == 1 and _TIME_ALONE.fullmatch(filled[0])
        return moment_in(f"{row.on} {filled[0]}") if is_time else None

    def stands_aside(self, cells: list[str]) -> bool:
        """Whether a row without a date is a line of text beside the table: one cell in the first place, or labels."""
        filled = [place for place, cell in enumerate(cells) if words(cell)]
        texts = (self.layout.summary, self.layout.counterparty, self.layout.note, self.layout.payer)
        if filled == [0]:
            return self._lenient and all(self.columns.place(names) != 0 for names in texts)
        return any(_LABELLED.search(words(cells[place])) for place in filled) and not self._has_money(cells)

    def _has_money(self, cells: list[str]) -> bool:
        """Whether both an amount and, where the layout has one, a balance stand where they belong."""
        columns = self.columns
        amounts = [read_balance(columns.cell(cells, names)) for names in money_columns(self.layout)]
        balance, has_none = columns.cell(cells, self.layout.balance), columns.place(self.layout.balance) is None
        return any(amount is not None for amount in amounts) and (has_none or read_balance(balance) is not None)

    def continued(self, row: BankRow, cells: list[str]) -> BankRow:
        """The row with the texts of its next line added."""
        layout, columns = self.layout, self.columns
        return replace(
            row,
            summary=row.summary + columns.text(cells, layout.summary),
            counterparty=row.counterparty + columns.text(cells, self._other_party(row.amount)),
            note=row.note + columns.joined(cells, layout.note),
        )

    def prints_balance(self, cells: list[str]) -> bool:
        """Whether something stands where the balance should be."""
        return bool(number(self.columns.cell(cells, self.layout.balance)))

    def _other_party(self, amount: int) -> tuple[str, ...]:
        return self.layout.payer if self.layout.payer and amount > 0 else self.layout.counterparty

    def has_date(self, cells: list[str]) -> bool:
        """Whether something like a date stands where the date should, so that the row is meant as data."""
        columns, layout = self.columns, self.layout
        text = number(columns.cell(cells, layout.booked)) or number(columns.cell(cells, layout.traded))
        is_sum = any(word in text for word in _SUM_WORDS) and not _WHOLE_DAY.match(text)  # 1月小计 1,000.00
        return sum(c.isdigit() for c in text) >= 6 and text[0].isdigit() and not is_sum

    def _check_width(self, cells: list[str]) -> None:
        """Raise BadRow where cells stand beyond the header, or a text file's row ends too early.

        A missing or an added comma moves every cell behind it into another column, so such a row proves nothing.
        Sheets leave empty cells at the end of a row away, and so do some banks; there the amounts must be present.
        """
        width = self.columns.width
        if any(words(cell) for cell in cells[width:]):
            raise BadRow("bank-row-too-long", expected=width, found=len(cells))
        least = self._last_amount() + 1 if self._lenient else width
        if len(cells) < least:
            raise BadRow("bank-row-too-short", expected=width, found=len(cells))

    @property
    def _lenient(self) -> bool:
        return self.layout.short_rows or bool(self.table.sheet) or not self.table.is_text

    def _last_amount(self) -> int:
        """The last column that a row in a lenient layout must reach."""
        match self.columns.place(self.layout.balance), money_columns(self.layout):
            case None, names:
                return max(self.columns.place(name) or 0 for name in names)
            case place, _:
                return place


def _card_tail(text: str) -> str:
    """A card's tail that a workbook holds as a number, ``6688.0``, as it is printed."""
    return text.removesuffix(".0") if text.removesuffix(".0").isdigit() else text
