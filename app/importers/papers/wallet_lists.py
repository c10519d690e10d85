"""Reads the list of a wallet's bill page that was copied from its program: what it tells of loans, as messages tell it.

A list has no way of paying, no state and no order number. What it shows is used as something that was seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger, Product
from app.core.money import Fen, yuan
from app.core.papers import APP_LIST, Notice, NoticeKind
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.message_words import product_of
from app.importers.reading import app_lists
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.reading.lines import lines
from app.importers.reading.table import Table
from app.importers.recognising.understanding import fingerprint

_MOST, _LONGEST, _HEAD = 3_000, 60, 6
_OF_A_WALLET = re.compile(r"账单|支付宝|微信|零钱")
_AMOUNT = re.compile(r"(?P<text>[^\d+¥￥−-].*?)?\s*(?P<sign>[-+−])?\s?[¥￥]?\s?(?P<sum>\d[\d,]*\.\d{2})\s*元?")
_UNDONE = re.compile(r"失败|关闭|处理中|等待|待支付|撤销|已退|已全额退|退还|冲正")
_SENTENCE = re.compile(r"[，。！；]|您")  # messages stand in sentences; 【美团月付】 begins the name of a row
_REPAYS, _LENDS = re.compile(r"还款|还[借花白金微分月]|扣款|归还"), re.compile(r"放款|借款到|提款|支用|取出")
_BETWEEN_PEOPLE = re.compile(r"转账|红包|收款码|二维码|退款|提醒")


_WAYS = {"-": "支出", "+": "收入"}


@dataclass(slots=True)
class _Entry:
    """A row of the list while its lines are read."""

    texts: list[str] = field(default_factory=list)
    sums: list[tuple[str, Fen]] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    row: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the list: its moment (empty where it has no year), sign, amount, words and line."""

    when: str
    sign: str
    amount: Fen
    text: str
    row: int


class WalletLists(Recognising):
    """Lists of bill pages whose rows are whole and make up the sums that the list states."""

    @property
    def name(self) -> str:
        """The family's id."""
        return APP_LIST

    def recognise(self, table: Table) -> Reader | None:
        """Read a list in which some row tells of a loan; not one in which any row may not have gone through."""
        rows = _of_a_wallet(table)
        notices = [notice for row in rows if (notice := _notice(table, row))]
        return partial(_read, table, rows, notices) if notices else None


def listed(table: Table) -> Table | None:
    """The list with a column for each part of its rows, at the lines of their amounts; None where it is no such list.

    The headings stand on the line before the first row, where there is one; that is where a person maps the columns.
    """
    rows = _of_a_wallet(table)
    if not rows:
        return None
    first = rows[0].row
    cells: list[list[str]] = [[] for _ in range(len(table))]
    for number, text in lines(table, first - 1):
        cells[number - 1] = [text]
    if first > 1:
        cells[first - 2] = app_lists.HEADER
    for row in rows:
        cells[row.row - 1] = [row.when, row.text, _WAYS.get(row.sign, ""), yuan(row.amount)]
    return table.with_rows(cells, is_parted=True)


def _of_a_wallet(table: Table) -> list[_Row]:
    """The rows of a wallet's list, all of them whole; none of another text, and where any may not have gone through."""
    told = list(lines(table, _MOST)) if len(table) <= _MOST else []
    head = [text for _, text in told[:_HEAD]]
    if not any(map(_OF_A_WALLET.search, head)) or any(map(app_lists.OF_A_BANK.search, head)):
        return []
    if any(len(text) > _LONGEST or _UNDONE.search(text) or _SENTENCE.search(text) for _, text in told):
        return []
    return _rows(told) or []


def _rows(told: Sequence[tuple[int, str]]) -> list[_Row] | None:
    """The rows of a list; None where a row is not whole or a month's rows do not make up its sums."""
    kinds = [kind for _, text in told if (kind := _kind(text)) in ("sum", "day")]
    if not kinds or kinds.count("sum") < app_lists.FEWEST:
        return None
    last, rows, entry, month = kinds[-1], list[_Row](), _Entry(), ""
    made, stated = dict[tuple[str, str], Fen](), dict[tuple[str, str], Fen]()
    has_begun = False
    for number, text in told:
        kind = _kind(text)
        if kind in ("month", "sums"):
            if has_begun and entry != _Entry():
                return None
            entry, has_begun = _Entry(), True
            month = app_lists.month_of(text) or month
            stated.update({(month, way): fen for way, fen in app_lists.stated(text)})
            continue
        has_begun = has_begun or kind in ("sum", "day")
        _take(entry, kind, text, number)
        if kind == last and has_begun:
            row = _row(entry, month)
            if row is None:
                return None
            rows.append(row)
            way = _WAYS.get(row.sign, "")
            made[month, way] = made.get((month, way), 0) + row.amount
            entry = _Entry()
    is_whole = entry == _Entry() and all(made.get(key, 0) == fen for key, fen in stated.items())
    return rows if is_whole else None


def _kind(text: str) -> str:
    """What a line is: a month, the sums of one, a row's sum or day, or words."""
    if app_lists.month_of(text):
        return "month"
    if app_lists.stated(text):
        return "sums"
    if app_lists.DAY.fullmatch(text) or app_lists.NEAR.fullmatch(text):
        return "day"
    found = _AMOUNT.fullmatch(text)
    return "sum" if found and not re.search(r"\d", found["text"] or "") else "text"


def _take(entry: _Entry, kind: str, text: str, number: int) -> None:
    if kind == "day":
        entry.days.append(text)
    elif kind == "sum" and (found := _AMOUNT.fullmatch(text)):
        entry.texts += [found["text"].strip()] if found["text"] else []
        entry.sums.append(((found["sign"] or "").replace("−", "-"), app_lists.fen(found["sum"])))
        entry.row = number
    else:
        entry.texts.append(text)


def _row(entry: _Entry, month: str) -> _Row | None:
    if len(entry.sums) != 1 or len(entry.days) != 1 or not entry.texts:
        return None
    (sign, amount), found = entry.sums[0], app_lists.DAY.fullmatch(entry.days[0])
    year = "" if found is None else found[1] or (month[:4] if month[5:] == f"{int(found[2]):02d}" else "")
    when = f"{year}-{int(found[2]):02d}-{int(found[3]):02d} {found[4] or ''}".strip() if found and year else ""
    return _Row(when, sign, amount, " ".join(entry.texts), entry.row)


def _notice(table: Table, row: _Row) -> Notice | None:
    """What a row tells of a loan; None for any other, and where its day is not known."""
    product = product_of(row.text, "")
    is_other = product in (Product.OTHER, Product.CARD) or _BETWEEN_PEOPLE.search(row.text)
    on, at = _moment(row.when)
    if is_other or on is None:
        return None
    repays = row.sign != "+" and _REPAYS.search(row.text)
    if not repays and not (row.sign != "-" and _LENDS.search(row.text)):
        return None
    return Notice(
        kind=NoticeKind.REPAID if repays else NoticeKind.DRAWDOWN,
        product=product,
        amount=row.amount,
        on=on,
        at=at,
        text=row.text,
        rule=APP_LIST,
        sources=(table.source(row.row),),
    )


def _moment(text: str) -> tuple[date | None, datetime | None]:
    try:
        moment, timed = parse_moment(text)
    except UnreadableDate:
        return None, None
    return moment.date(), moment if timed else None


def _days(notices: Sequence[Notice]) -> Iterator[date]:
    return (notice.on for notice in notices if notice.on)


def _read(table: Table, rows: Sequence[_Row], notices: Sequence[Notice]) -> Imported:
    others = len(rows) - len(notices)
    form = listed(table)
    header = max(0, rows[0].row - 1)
    facts: tuple[tuple[str, FactValue], ...] = (
        ("file", table.file),
        ("count", len(notices)),
        ("others", others),
        ("row", header),
        ("shape", fingerprint(form, header) if form else ""),
    )
    return Imported(
        format=APP_LIST,
        ledger=Ledger(notices=tuple(notices)),
        rows=len(rows),
        used=len(notices),
        period=(min(_days(notices)), max(_days(notices))),
        problems=(Problem("app-list-read", table.source(max(1, header)), facts),),
        skipped=(("app-list-other", others),) if others else (),
    )


IMPORTERS: tuple[Importer, ...] = (WalletLists(),)
