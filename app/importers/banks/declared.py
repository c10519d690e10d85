"""Reads what a statement says of itself above its header and below its rows: account, range, totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.discrepancy import FactValue
from app.core.facts import Source
from app.core.money import Fen
from app.importers.banks.columns import Columns
from app.importers.banks.labels import label, number, words
from app.importers.banks.layout import Layout, TwoSided
from app.importers.reading.dates import UnreadableDate, parse_day, parse_moment
from app.importers.reading.table import Table

_ACCOUNT_LABEL = (
    r"(?:卡号/账号|借记卡号|银行卡号|卡号(?:末|后|尾)四?位|卡号尾号|卡片尾号|卡号|账号|账户账号|账户|卡/账号|尾号)"
)
_ACCOUNT = re.compile(rf"{_ACCOUNT_LABEL}[:\[]+[^\d*xX]{{0,8}}([\dxX*]{{4,}})")
_ACCOUNT_BEHIND = re.compile(r"(?<!对方)(?<!对手)(?<!收款)(?<!付款)(?:卡号|账号|尾号为?)([\dxX*]{4,})(?![\dxX*])")
_ENGLISH_ACCOUNT = re.compile(r"(?:acct|account|card|bankcard)[ _]?(?:no|num|number|id)?\.?:?", re.IGNORECASE)
_ACCOUNT_ALONE = re.compile(rf"{_ACCOUNT_LABEL}:?")
_NUMBER = re.compile(r"[\dxX*]{4,}")
_DAY = r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{8}|\d{4}年\d{1,2}月\d{1,2}日)"
_RANGE = re.compile(rf"{_DAY}(?:-{{1,3}}|~|—|至|到){_DAY}")
_START = re.compile(rf"(?:(?:起始|开始)日期|起日)[^\d]{{0,4}}{_DAY}")
_END = re.compile(rf"(?:(?:终止|截止|结束)日期|止日)[^\d]{{0,4}}{_DAY}")
_EXPORTED = re.compile(
    r"(?:导出|下载|申请|打印|查询)(?:时间|日期)[^\d]{0,30}(\d{4}\D\d{1,2}\D\d{1,2}日?\s*\d{1,2}:\d{2}(?::\d{2})?)"
)
_SIDE = {"收入": "收入", "贷方": "收入", "支出": "支出", "借方": "支出"}
_SUM = re.compile(
    r"(?:总(收入|支出)|(收入|支出|借方|贷方)(?:合计|总额|总计|发生[数额]));?[:：]?;?(?:(\d+)笔[,，]?共?)?([\d,]+\.\d{1,2})"
)


@dataclass(slots=True)
class Declared:
    """What a statement declares; ``sums`` maps 收入 and 支出 to (rows or None, fen), ``sources`` are the rows read."""

    account: str = ""
    first: datetime | None = None
    last: datetime | None = None
    exported_at: datetime | None = None
    sums: dict[str, tuple[int | None, Fen]] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)


def read_declared(table: Table, rows: Iterable[int]) -> Declared:
    """What the physical ``rows`` of ``table`` (its preamble and footer) declare."""
    declared = Declared()
    for row in rows:
        if _read_line(declared, table.row(row)):
            declared.sources.append(table.source(row))
    return declared


def _read_line(declared: Declared, cells: list[str]) -> bool:
    text = " ".join(filter(None, (words(cell) for cell in cells)))
    packed = label_of_line(cells)
    declared.account = declared.account or _account(cells, packed)
    found = [_read_range(declared, packed), _read_exported(declared, text), *_read_sums(declared, packed)]
    return any(found)


def label_of_line(cells: list[str]) -> str:
    """All cells of a row as one text without blanks and English words; cells are kept apart by ``;``."""
    pieces = (label(part) for cell in cells for part in _short_parts(cell))
    return ";".join(filter(None, pieces))


def _short_parts(cell: str) -> Iterator[str]:
    """A long cell in parts that can be labels: cut at wide gaps and line ends."""
    yield from re.split(r"\n|\s{3,}", cell) if len(cell) > 50 else [cell]


def _account(cells: list[str], packed: str) -> str:
    """The account as written: behind its label in one cell, or in the next cell that is not empty."""
    if match := _ACCOUNT.search(packed) or _ACCOUNT_BEHIND.search(packed):
        return _with_digits(match[1])
    for name, value in pairwise(map(words, cells)):
        if _ENGLISH_ACCOUNT.fullmatch(name) and _NUMBER.fullmatch(value):
            return _with_digits(value)
    labels = [text for cell in cells if (text := label(cell))]
    for name, value in pairwise(labels):
        if _ACCOUNT_ALONE.fullmatch(name) and _NUMBER.fullmatch(value):
            return _with_digits(value)
    return ""


def _with_digits(account: str) -> str:
    return account if any(c.isdigit() for c in account) else ""


def _read_range(declared: Declared, packed: str) -> bool:
    joined_text = packed.replace(";", "")
    if match := _RANGE.search(joined_text):
        first, last = _day(match[1]), _day(match[2])
    else:
        first, last = (_day(m[1]) if (m := form.search(joined_text)) else None for form in (_START, _END))
    if first:
        declared.first = declared.first or datetime.combine(first, time.min)
    if last:
        declared.last = declared.last or datetime.combine(last, time(23, 59, 59))
    return bool(first or last)


def _read_exported(declared: Declared, text: str) -> bool:
    if declared.exported_at or not (match := _EXPORTED.search(text)):
        return False
    try:
        declared.exported_at = parse_moment(match[1])[0]
    except UnreadableDate:
        return False
    return True


def _read_sums(declared: Declared, packed: str) -> list[bool]:
    found = []
    for match in _SUM.finditer(packed):
        try:
            amount = parse_yuan(match[4])
        except UnreadableAmount:
            continue
        declared.sums.setdefault(_SIDE[match[1] or match[2]], (int(match[3]) if match[3] else None, amount))
        found.append(True)
    return found


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except UnreadableDate:
        return None


def joined(*parts: Declared) -> Declared:
    """What all parts declare; the first to say something is heard."""
    whole = Declared()
    for part in parts:
        whole.account = whole.account or part.account
        whole.first = whole.first or part.first
        whole.last = whole.last or part.last
        whole.exported_at = whole.exported_at or part.exported_at
        whole.sums = {**part.sums, **whole.sums}
        whole.sources += [source for source in part.sources if source not in whole.sources]
    return whole


def declared_facts(declared: Declared) -> tuple[tuple[str, FactValue], ...]:
    """What is declared, by name, for the report on the source."""
    facts: list[tuple[str, FactValue]] = []
    if declared.account:
        facts.append(("account", declared.account))
    facts += [(name, value) for name, value in (("first", declared.first), ("last", declared.last)) if value]
    facts += [(word, amount) for word, (_, amount) in sorted(declared.sums.items())]
    return tuple(facts)


def read_column_totals(table: Table, columns: Columns, layout: Layout, rows: Iterable[int]) -> Declared:
    """Totals that a footer writes under the columns of the amounts, as 工商银行 does (人民币合计)."""
    declared = Declared()
    pairs = layout.money.pairs if isinstance(layout.money, TwoSided) else ()
    for row in rows:
        cells = table.row(row)
        if any("合计" in label(cell) for cell in cells[:1]) and _read_totals(declared, columns, cells, pairs):
            declared.sources.append(table.source(row))
    return declared


def _read_totals(declared: Declared, columns: Columns, cells: list[str], pairs: Iterable[tuple[str, str]]) -> bool:
    for pair in pairs:
        for side, name in zip(("收入", "支出"), pair, strict=True):
            with suppress(UnreadableAmount):
                declared.sums.setdefault(side, (None, parse_yuan(number(columns.cell(cells, (name,))))))
    return bool(declared.sums)
