"""Brings double-entry books (GnuCash, beancount, ledger) to rows that move money from one account to another.

An entry has postings that add up to nothing; what left the account with the largest debit went to the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.money import Fen
from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import amount_in
from app.importers.wallets.layout import tidy

HEADER = ["类型", "日期", "金额", "账户1", "账户2", "备注"]

_MOST_ROWS, _HEADER_WITHIN, _LEAST_POSTINGS = 100_000, 5, 2
_BEGUN_WITHIN, _LONGEST = 400, 600
_SPLITS: Mapping[str, tuple[str, ...]] = {
    "entry": ("transactionid", "交易id"),
    "day": ("date", "日期"),
    "text": ("description", "描述"),
    "account": ("fullaccountname", "accountname", "完整科目名称", "科目全称", "科目名称", "账户全称"),
    "sum": ("valuenum.", "amountnum.", "数值", "金额数值"),
    "currency": ("commodity/currency", "商品/货币", "货币/商品"),
}
_ENTRY = re.compile(
    r"(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:=\S{1,12})?\s{1,9}(?:(?:[*!]|txn)\s{1,9}|(?=\S))(?:\([^)]{0,20}\)\s{0,9})?(?P<text>.{0,300})"
)
_POSTING = re.compile(
    r"\s{1,20}(?:[*!]\s{1,9})?(?P<account>[^\s;#\"'\d][^;\t]{0,120}?)(?:\s{2,40}|\t{1,9})(?P<sum>[^;{@]{1,60})?.{0,200}"
)
_DIRECTIVE = re.compile(
    r"\d{4}-\d\d-\d\d\s+(?:open|close|balance|pad|note|price|event|document|commodity|custom|query)\b"
)
_YUAN = re.compile(r"(?:CNY|RMB|CNH|[¥￥元])", re.IGNORECASE)
_OTHER_MONEY = re.compile(r"[A-Z]{2,6}|[$€£]")
_OWES, _SPENDS = (
    re.compile(r"^(?:liabilit|负债|loans?\b)", re.IGNORECASE),
    re.compile(r"^(?:expense|支出|费用)", re.IGNORECASE),
)
_EARNS, _EQUITY = (
    re.compile(r"^(?:income|revenue|收入)", re.IGNORECASE),
    re.compile(r"^(?:equity|所有者权益|权益)", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class _Posting:
    """What an account gained, in fen; None where the text leaves out the sum that follows from the others."""

    account: str
    gained: Fen | None


def moves_in(table: Table) -> Table | None:
    """The entries of a book below `HEADER` in row 1, each at the row it begins in; None where the table is no book.

    An entry in another currency than the yuan, or one that does not add up, gives no row.
    """
    if len(table) > _MOST_ROWS:
        return None
    found = list(_of_splits(table)) or (list(_of_lines(table)) if _is_journal(table) else [])
    rows: list[list[str]] = [[] for _ in range(len(table))]
    for number, day, text, postings in found:
        if move := _move(day, text, postings):
            rows[max(number, 2) - 1] = move  # of an entry in the first row the second is a posting
    if not any(rows):
        return None
    return table.with_rows([HEADER, *rows[1:]])


def _is_journal(table: Table) -> bool:
    """Whether one of the first lines begins an entry with a posting below it."""
    for number in range(1, min(len(table), _BEGUN_WITHIN) if table.is_text else 1):
        below = table.joined(number + 1)[:_LONGEST]
        if below[:1] in (" ", "\t") and _ENTRY.fullmatch(table.joined(number)[:_LONGEST].rstrip()):
            return _POSTING.fullmatch(f"{below.rstrip()}  ") is not None
    return False


def _move(day: str, text: str, postings: Sequence[_Posting]) -> list[str] | None:
    """An entry as a row: from the account that lost most, to what is owed if that gained, else to who gained most."""
    known = [posting.gained for posting in postings if posting.gained is not None]
    rest = -sum(known)
    if len(postings) - len(known) > 1 or (len(known) == len(postings) and rest):
        return None
    whole = [(posting.account, rest if posting.gained is None else posting.gained) for posting in postings]
    gained = sorted(((sum_, account) for account, sum_ in whole if sum_ > 0), reverse=True)
    lost = sorted((sum_, account) for account, sum_ in whole if sum_ < 0)
    if not gained or not lost:
        return None
    owed = [account for _, account in gained if _OWES.match(account)]
    whence, whither = lost[0][1], owed[0] if owed else gained[0][1]
    kind = "支出" if _SPENDS.match(whither) else "收入" if _EARNS.match(whence) else "转账"
    kind = "余额变更" if any(_EQUITY.match(account) for account, _ in whole) else kind
    size = abs(lost[0][0])
    return [kind, day, f"{size // 100}.{size % 100:02d}", whence, whither, text]


Entry = tuple[int, str, str, list[_Posting]]
"""The row an entry begins in, its day, its text and its postings."""


def _of_splits(table: Table) -> Iterator[Entry]:
    """The entries of a table with a row for each split, as GnuCash exports them; later rows may leave out the day."""
    for header in range(1, min(len(table), _HEADER_WITHIN) + 1):
        names = [tidy(cell) for cell in table.row(header)]
        places = {
            part: next((names.index(word) for word in words if word in names), -1) for part, words in _SPLITS.items()
        }
        if min(places[part] for part in ("entry", "day", "account", "sum")) >= 0:
            break
    else:
        return
    entry: Entry | None = None
    named = ""
    for number in range(header + 1, len(table) + 1):
        cells = table.row(number)
        held = {part: clean(cells[at]) if 0 <= at < len(cells) else "" for part, at in places.items()}
        if entry is None or (held["entry"] and held["entry"] != named):
            if entry:
                yield entry
            entry, named = (number, held["day"], held["text"], []), held["entry"]
        currency = held["currency"].rpartition("::")[2]
        if not currency or _YUAN.fullmatch(currency):
            entry[3].append(_Posting(held["account"], amount_in(held["sum"])))
        elif held["account"]:
            entry[3].extend([_Posting("", None)] * 2)  # what is in two currencies does not add up
    if entry:
        yield entry


def _of_lines(table: Table) -> Iterator[Entry]:
    """The entries of a text: a line with the day, and below it indented lines with an account each."""
    entry: Entry | None = None
    for number in range(1, len(table) + 1):
        line = table.joined(number)[:_LONGEST]
        posting = _POSTING.fullmatch(f"{line.rstrip()}  ") if entry and line[:1] in " \t" else None
        if posting:
            entry[3].append(_posting(posting["account"], posting["sum"] or ""))  # type: ignore[index]
            continue
        if line[:1] in " \t" and line.strip():
            continue  # a comment or what beancount keeps beside an entry
        if entry and len(entry[3]) >= _LEAST_POSTINGS:
            yield entry
        begun = None if _DIRECTIVE.match(line) else _ENTRY.fullmatch(line.rstrip())
        entry = (number, begun["day"], _told(begun["text"]), []) if begun else None
    if entry and len(entry[3]) >= _LEAST_POSTINGS:
        yield entry


def _posting(account: str, text: str) -> _Posting:
    """A posting; one in another currency has no sum, and neither has the one behind it, so that nothing adds up."""
    plain = _YUAN.sub("", text).strip()
    if _OTHER_MONEY.search(plain):
        return _Posting(account, None)
    return _Posting(account.strip(), amount_in(plain) if plain else None)


def _told(text: str) -> str:
    """The words of an entry without its marks: "支付宝" "借呗还款" ^loan-1 #repay."""
    quoted = re.findall(r'"([^"]{0,200})"', text)
    return " ".join(quoted) if quoted else re.sub(r"\s[#^;]\S{0,60}", "", text).strip()
