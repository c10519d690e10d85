"""Reads lists of records in JSON, or one record on each line, as a table: names at the top, a row for each record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone

from app.importers.reading.table import Table

_MOST_LINES, _LONGEST = 20_000, 4_000_000
_DEEPEST, _LEAST_RECORDS = 8, 2
_MOST_CELLS = 1_000_000
"""Records that each have names of their own span a table of all names by all records."""
_CHINA = timezone(timedelta(hours=8))
_TIMED = re.compile(r"(?:time|date|at|时间|日期|_ts)$", re.IGNORECASE)
_MONEY = re.compile(r"amount|amt|balance|money|principal|interest|金额|余额|本金|利息|总额|合计", re.IGNORECASE)
_CURRENCY, _YUAN = re.compile(r"currency|ccy|币种|币别", re.IGNORECASE), {"", "CNY", "RMB", "CNH", "156", "人民币"}
_STAMP = re.compile(r"1\d{9}(?:\d{3})?")

Records = Sequence[Mapping[str, object]]


def is_json(table: Table) -> bool:
    """Whether a text begins as JSON does."""
    return table.is_text and len(table) > 0 and table.joined(1).lstrip("\ufeff \t").startswith(("{", "["))


def of_records(table: Table) -> Table | None:
    """The one list of records in a JSON text as a table whose row 1 holds their names; None where it holds none.

    Lists with the same names are read as one. Sums that are all whole numbers may be yuan or fen, and those of another
    currency are not compared: nothing is made of either.
    """
    if not is_json(table) or len(table) > _MOST_LINES:
        return None
    whole = "\n".join(table.joined(number) for number in range(1, len(table) + 1))
    if len(whole) > _LONGEST:
        return None
    held = _values(whole)
    lists = [] if _is_foreign(held, 0) else list(_lists(held, 0))
    names = {tuple(dict.fromkeys(name for record in records for name in record)) for records in lists}
    records = [record for one in lists for record in one]
    if len(names) != 1 or len(records) < _LEAST_RECORDS or _may_be_fen(records):
        return None
    header = list(names.pop())
    if len(header) * len(records) > _MOST_CELLS:
        return None
    rows = [header, *([_cell(name, record.get(name)) for name in header] for record in records)]
    return table.with_rows(rows)


def _values(text: str) -> object:
    """What a JSON text holds, numbers as they are written; a text of one value on each line holds a list."""
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line, parse_float=str, parse_int=str) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None


def _lists(value: object, depth: int) -> Iterator[Records]:
    """The lists whose members are all records of plain values."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        plain = [{str(name): held for name, held in one.items() if _is_plain(held)} for one in value]
        if all(len(one) >= 3 for one in plain):
            yield plain
            return
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for held in inner:
        yield from _lists(held, depth + 1)


def _is_foreign(value: object, depth: int) -> bool:
    """Whether anything names a currency that is not the yuan."""
    if depth > _DEEPEST:
        return False
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return any(
        (isinstance(held, str) and _CURRENCY.search(str(name)) and held.strip().upper() not in _YUAN)
        or _is_foreign(held, depth + 1)
        for name, held in pairs
    )


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | bool)


def _may_be_fen(records: Records) -> bool:
    sums = [str(held) for record in records for name, held in record.items() if held and _MONEY.search(name)]
    return bool(sums) and all(text.lstrip("+-").isdigit() for text in sums)


def _cell(name: str, value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    text = str(value)
    if _TIMED.search(name) and _STAMP.fullmatch(text):
        return f"{datetime.fromtimestamp(int(text[:10]), _CHINA):%Y-%m-%d %H:%M:%S}"
    return text
