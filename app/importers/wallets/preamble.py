"""Reads what a wallet's export declares of itself in the lines above and below its rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.facts import Source
from app.core.money import Fen
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.reading.lines import spaced
from app.importers.reading.table import Table, clean

_WORDS = "已收入|待收入|已支出|待支出|不计收支|中性交易|收入|支出|其他"
_COUNT = re.compile(r"^共:?\s*(\d{1,9})\s*笔")
_SUM = re.compile(
    rf"^({_WORDS}):\s*(\d{{1,9}})\s{{0,9}}笔\s{{0,9}}(?:\([^)]*\))?[,\s]{{0,9}}([\d.,]{{1,30}})\s{{0,9}}元"
)
_BRACKETED_RANGE = re.compile(
    r"起始(?:时间|日期):\s*\[([^\]]{0,60})\].{0,60}?终止(?:时间|日期):\s{0,9}\[([^\]]{0,60})\]"
)
_PLAIN_RANGE = re.compile(
    r"(?:日期区间|交易时间段|对应时间段):?\s{0,9}(\d.{0,60}?\d)\s{0,9}(?:至|到|~|—{1,4}|--)"
    r"\s{0,9}(\d.{0,60}?\d日?)\s*$"
)
_EXPORTED = re.compile(r"(?:导出时间|申请时间):\s*+\[?\s*+(\d[^\]]{0,60}?)\s{0,9}(?:\]|\s{2}|$)")
_ACCOUNT = re.compile(
    r"(?:支付宝账户|支付宝账号|微信昵称|京东账号名|美团用户名|^账号):?\s*\[?(.+?)(?:\]|\s{2,}|中明细|$)"
)
_FILTER = re.compile(r"(?:导出交易类型|导出类型|导出交易场景|交易类型):\s*\[?([^\]]+?)\]?$")
_UNFILTERED = {"全部", "全部类型", "全部交易"}


@dataclass(slots=True)
class Declared:
    """What a file says of itself. Sums are (word, rows, amount); ``filters`` are restrictions other than 全部."""

    rows: int | None = None
    first: datetime | None = None
    last: datetime | None = None
    exported_at: datetime | None = None
    account: str = ""
    sums: list[tuple[str, int, Fen]] = field(default_factory=list)
    filters: list[tuple[str, Source]] = field(default_factory=list)
    declaring: list[Source] = field(default_factory=list)
    count_source: Source | None = None
    sum_sources: dict[str, Source] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def read_preamble(table: Table, rows: Iterable[int]) -> Declared:
    """Read the given rows of ``table``, which are none of its data rows."""
    declared = Declared()
    for row in rows:
        line = line_of(table.row(row))
        if line:
            declared.lines.append(line)
            _take(declared, line, table.source(row))
    return declared


def line_of(cells: Iterable[str]) -> str:
    """The words of a row as one line, commas between cells, full-width forms made plain."""
    return unicodedata.normalize("NFKC", ",".join(cell for raw in cells if (cell := clean(raw))))


def _take(declared: Declared, line: str, source: Source) -> None:
    tight = spaced(line)
    if found := _COUNT.search(tight):
        declared.rows, declared.count_source = int(found[1]), source
        declared.declaring.append(source)
    elif found := _SUM.search(tight):
        _take_sum(declared, found, source)
    elif found := _BRACKETED_RANGE.search(tight) or _PLAIN_RANGE.search(tight):
        _take_range(declared, found, source)
    elif found := _FILTER.search(line):
        if found[1] not in _UNFILTERED:
            declared.filters.append((found[1], source))
    else:
        _take_words(declared, line)


def _take_sum(declared: Declared, found: re.Match[str], source: Source) -> None:
    try:
        amount = parse_yuan(found[3])
    except UnreadableAmount:
        return  # 「x笔,1234.56元」 in files that people made anonymous: not a declaration
    declared.sums.append((found[1], int(found[2]), amount))
    declared.sum_sources[found[1]] = source
    declared.declaring.append(source)


def _take_range(declared: Declared, found: re.Match[str], source: Source) -> None:
    first, last = _moment(found[1]), _moment(found[2], ends=True)
    if first and last:
        declared.first, declared.last = first, last
        declared.declaring.append(source)


def _take_words(declared: Declared, line: str) -> None:
    if found := _EXPORTED.search(line):
        declared.exported_at = _moment(found[1])
    if found := _ACCOUNT.search(line):
        declared.account = declared.account or found[1].strip()


def _moment(text: str, *, ends: bool = False) -> datetime | None:
    try:
        moment, timed = parse_moment(text)
    except UnreadableDate:
        return None
    return moment if timed or not ends else datetime.combine(moment.date(), time(23, 59, 59))
