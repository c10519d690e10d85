"""Reads the export of a bookkeeping program, whose rows move money from one account of the person to another.

What a person wrote into a book is a word, and no proof: each transfer to a loan is told as a payment that was noted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from functools import partial

from app.core.explanation import Problem
from app.core.facts import Ledger, Product
from app.core.papers import OWN_LIST, Notice, NoticeKind, PictureRow, PictureStanding
from app.importers.banks import statement_words
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.double_entry import moves_in
from app.importers.papers.message_words import product_of
from app.importers.papers.transfer_books import transfers_in
from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import amount_in, moment_in
from app.importers.wallets.layout import tidy

_HEADER_WITHIN, _WIDEST, _SAMPLE, _ROWS_NAMED = 30, 60, 200, 5
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "kind": ("交易类型", "类型", "收支类型", "记账类型", "账单类型", "交易类别", "type", "transactiontype"),
    "at": ("日期", "时间", "交易时间", "记账时间", "交易日期", "账单时间", "date", "datetime", "time"),
    "money": ("金额", "金额(元)", "交易金额", "记账金额", "amount"),
    "whence": (
        "账户1",
        "账户",
        "转出账户",
        "付款账户",
        "支出账户",
        "资金账户",
        "账户名称",
        "fromaccount",
        "source_name",
        "account",
    ),
    "whither": ("账户2", "转入账户", "收款账户", "目标账户", "关联账户", "toaccount", "destination_name", "account2"),
}
_TEXTS = (
    "备注",
    "说明",
    "描述",
    "商家",
    "子分类",
    "二级分类",
    "分类",
    "类别",
    "一级分类",
    "description",
    "notes",
    "note",
    "payee",
    "category",
)
_SORTED, _CATEGORIES = {"kind", "at", "money"}, {"类别", "分类", "账目分类", "一级分类", "大类", "记账分类"}
_OF_STATEMENTS = {"counterparty", "reference", "status", "balance"}
"""Parts of a statement or of a wallet's export that nobody writes into a book sorted by what was bought."""
_MOVES = frozenset(
    {
        "转账",
        "还款",
        "信用卡还款",
        "花呗还款",
        "还债",
        "还贷",
        "转出",
        "转入",
        "transfer",
        "withdrawal",
        "deposit",
        "repayment",
    }
)
_SPENDS = frozenset({"支出", "费用", "expense"})
_BORROWS = frozenset({"借入", "贷款", "负债", "borrowed", "loan"})
_KINDS = (
    _MOVES
    | _SPENDS
    | _BORROWS
    | {"收入", "余额变更", "负债变更", "债权变更", "借出", "收债", "报销", "退款", "income"}
    | {"modifybalance", "balancemodification", "openingbalance", "reconciliation"}
)
_ZONED = re.compile(r"(?<=\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?$")
_MORE_DIGITS = re.compile(r"(\.\d\d)0{1,20}$")
_HOLDS_MONEY = ("银行", "储蓄", "卡", "余额", "零钱", "支付", "现金", "理财", "基金")
"""What stands in the name of an account that holds money: 网商银行 alone is no loan."""
_REPAYS = ("还款", "还借呗", "还花呗", "还白条", "还月付", "还贷", "归还", "扣款", "repa")


@dataclass(frozen=True, slots=True)
class _Head:
    """The header's row and the place of each column."""

    row: int
    places: Mapping[str, int]
    texts: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountBooks(Recognising):
    """Tables with a type of entry, a day, an amount, and the accounts that money left and reached (随手记, 钱迹 …)."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "account-book"

    def recognise(self, table: Table) -> Reader | None:
        """Read a table whose types are those of entries in a book; not a bank's, which has a balance."""
        moved = moves_in(table) or transfers_in(table)
        book = moved or table
        head = _head(book)
        is_one = head is not None and _is_book(book, head)
        return partial(_read, book, head, is_whole=moved is not None) if head and is_one else None


def _head(table: Table) -> _Head | None:
    for number in range(1, min(len(table), _HEADER_WITHIN) + 1):
        cells = table.row(number)
        names = tuple(tidy(cell) for cell in cells) if 5 <= len(cells) <= _WIDEST else ()
        if not names or any(statement_words.role_of(cell) == "balance" for cell in cells):
            continue
        places = {part: names.index(word) for part, word in _first_words(names)}
        if places.keys() >= _SORTED and _CATEGORIES & set(names) and not _OF_STATEMENTS & _roles(cells):
            places = {
                "whence": len(names),
                "whither": len(names),
                **places,
            }  # a book of one purse: no cell stands there
        if places.keys() == _COLUMNS.keys():
            texts = tuple(names.index(word) for word in _TEXTS if word in names)
            return _Head(number, places, texts, tuple(clean(cell) for cell in cells))
    return None


def _roles(cells: list[str]) -> set[str]:
    return {statement_words.role_of(cell) for cell in cells}


def _first_words(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for part, words in _COLUMNS.items():
        if word := next((word for word in words if word in names), ""):
            yield part, word


def _is_book(table: Table, head: _Head) -> bool:
    """Whether the first rows have nothing but a book's types of entries, and there is a row."""
    last = min(len(table), head.row + _SAMPLE)
    kinds = [_cell(table.row(number), head.places["kind"]) for number in range(head.row + 1, last + 1)]
    told = [tidy(kind) for kind in kinds if kind]
    return bool(told) and all(kind in _KINDS for kind in told)


def _read(table: Table, head: _Head, *, is_whole: bool) -> Imported:
    """What the entries tell of loans; a book that is one file says so also where they tell nothing."""
    notices: list[Notice] = []
    skipped: Counter[str] = Counter()
    unread: list[int] = []
    rows = 0
    for number in range(head.row + 1, len(table) + 1):
        cells = table.row(number)
        if not _cell(cells, head.places["kind"]):
            continue
        rows += 1
        notice = _notice(table, head, number)
        if notice is None:
            is_lost = _kind_of(head, cells) is not None
            unread += [number] if is_lost else []
            skipped["lender-unreadable" if is_lost else "wallet-everyday"] += 1
        else:
            notices.append(notice)
    days = [notice.on for notice in notices if notice.on]
    facts = (("file", table.file), ("count", len(notices)), ("others", skipped["wallet-everyday"]))
    said = (
        (Problem("account-book-read", table.source(head.row), facts),) if notices or is_whole else ()
    )  # others have many sheets
    lost = (_unread(table, head, number) for number in unread[:_ROWS_NAMED])
    parts = {"kind": "channel", "at": "paid_at", "money": "money", "whence": "account", "whither": "text"}
    return Imported(
        format=OWN_LIST,
        ledger=Ledger(
            notices=tuple(notices),
            picture_rows=tuple(PictureRow(PictureStanding.TYPED, False, notice.sources) for notice in notices),
        ),
        rows=rows,
        used=len(notices),
        period=(min(days), max(days)) if days else None,
        problems=(*said, *lost),
        skipped=tuple(sorted((reason, count) for reason, count in skipped.items() if count)),
        columns=tuple(
            (parts[part], head.names[place]) for part, place in head.places.items() if place < len(head.names)
        ),
    )


def _kind_of(head: _Head, cells: list[str]) -> tuple[NoticeKind, Product, str] | None:
    """What a row tells of a loan: repaid or drawn, of which, and the account of the money; None for any other."""
    kind = tidy(_cell(cells, head.places["kind"]))
    whence, whither = _cell(cells, head.places["whence"]), _cell(cells, head.places["whither"])
    said = " ".join(_texts(head, cells))
    if kind in _MOVES:
        owed = _owed(whither)
        if owed or (not _owed(whence) and (owed := _named(said)) and _repays(said)):
            return NoticeKind.REPAID, owed, whence
        return (NoticeKind.DRAWDOWN, lent, whither) if (lent := _owed(whence)) else None
    if kind in _SPENDS and not _owed(whence) and (owed := _named(said)) and _repays(said):
        return NoticeKind.REPAID, owed, whence
    if kind in _BORROWS and (lent := _owed(whence) or _owed(whither) or _named(said)):
        return NoticeKind.DRAWDOWN, lent, whither
    return None


def _notice(table: Table, head: _Head, number: int) -> Notice | None:
    cells = table.row(number)
    told = _kind_of(head, cells)
    at = moment_in(_ZONED.sub(r" \1", _cell(cells, head.places["at"])))
    amount = amount_in(_MORE_DIGITS.sub(r"\1", _cell(cells, head.places["money"])))
    if told is None or at is None or not amount:
        return None
    kind, product, account = told
    texts = [_cell(cells, head.places["whither"]), *_texts(head, cells)]
    return Notice(
        kind=kind,
        product=product,
        amount=abs(amount),
        on=at.date(),
        at=at if at.time() != time() else None,
        account=account,
        text=" ".join(dict.fromkeys(filter(None, texts))),
        rule=OWN_LIST,
        sources=(table.source(number),),
    )


def _unread(table: Table, head: _Head, number: int) -> Problem:
    cells = table.row(number)
    part, wanted = ("money", "amount") if moment_in(_cell(cells, head.places["at"])) else ("at", "date")
    facts = (
        ("file", table.file), ("row", number), ("column", head.names[head.places[part]]),
        ("text", _cell(cells, head.places[part])),
    )  # fmt: skip
    return Problem(f"lender-{wanted}-unreadable", table.source(number), facts)


def _owed(account: str) -> Product | None:
    """The loan that an account's name names; None for one that holds money."""
    return None if any(word in account for word in _HOLDS_MONEY) else _named(account)


def _named(text: str) -> Product | None:
    product = product_of(text, "")
    return None if product in (Product.OTHER, Product.CARD) else product


def _repays(text: str) -> bool:
    return any(word in text.casefold() for word in _REPAYS)


def _texts(head: _Head, cells: list[str]) -> list[str]:
    return [text for place in head.texts if (text := _cell(cells, place))]


def _cell(cells: list[str], place: int) -> str:
    return clean(cells[place]) if place < len(cells) else ""


IMPORTERS: tuple[Importer, ...] = (AccountBooks(),)
