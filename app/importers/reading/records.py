"""Reads lists of records in JSON, or one record on each line, as a table: names at the top, a row for each record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from app.importers.reading.table import Table

_MOST_LINES, _LONGEST = 20_000, 4_000_000
_DEEPEST, _LEAST_RECORDS = 8, 2
_MOST_CELLS = 1_000_000
"""Records that each have names of their own span a table of all names by all records."""
_CHINA = timezone(timedelta(hours=8))
_TIMED = re.compile(r"(?:time|date|at|时间|日期|_ts)$", re.IGNORECASE)
_MONEY = re.compile(r"amount|amt|balance|money|principal|interest|金额|余额|本金|利息|总额|合计", re.IGNORECASE)
_CURRENCY, _YUAN = re.compile(r"currency|ccy|币种|币别", re.IGNORECASE), {"", "CNY", "RMB", "CNH", "156", "人民币"}
_FEN = re.compile(
    r"(?:(?<=[a-z])(?:InFen|Fen|InCents?|Cents?)|[_-](?:in_)?(?:fen|cents?)|\s?[(（](?:单位[:：]?)?(?:分|fen|cents?)[)）])$"
)
"""How the name of a sum says that it is in fen: amountFen, amount_cent, 金额(分)."""
_UNIT, _IS_FEN = re.compile(r"unit|单位", re.IGNORECASE), {"fen", "cent", "cents", "分"}
_MOST_BESIDE, _LONGEST_BESIDE = 40, 80
_STAMP = re.compile(r"1\d{9}(?:\d{3})?")

Records = Sequence[Mapping[str, object]]
Beside = tuple[tuple[str, str], ...]
"""What a text says outside its list, in the records that hold it: names with short texts."""


def is_json(table: Table) -> bool:
    """Whether a text begins as JSON does."""
    return table.is_text and len(table) > 0 and table.joined(1).lstrip("\ufeff \t").startswith(("{", "["))


def of_records(table: Table) -> Table | None:
    """The one list of records in a JSON text as a table; None where it holds none.

    What the text says beside one list stands above it, a name and its value in each row, then the names of the records
    and a row for each. Lists with the same names are read as one. Sums that are all whole numbers may be yuan or fen
    unless their names or a unit say fen, and those of another currency are not compared: nothing is made of either.
    """
    if not is_json(table) or len(table) > _MOST_LINES:
        return None
    whole = "\n".join(table.joined(number) for number in range(1, len(table) + 1))
    if len(whole) > _LONGEST:
        return None
    held = _values(whole)
    lists = [] if _is_foreign(held, 0) else list(_lists(held, 0, ()))
    names = {tuple(dict.fromkeys(name for record in records for name in record)) for records, _ in lists}
    records = [record for one, _ in lists for record in one]
    if len(names) != 1 or len(records) < _LEAST_RECORDS:
        return None
    header, beside = list(names.pop()), lists[0][1] if len(lists) == 1 else ()
    sums = _sums(records)
    in_fen = {name for name in header if _FEN.search(name)} or (sums.keys() if _states_fen(beside) else set())
    if len(header) * len(records) > _MOST_CELLS or (_may_be_fen(sums) and not sums.keys() <= in_fen):
        return None
    if in_fen and not _may_be_fen({name: held for name, held in sums.items() if name in in_fen}):
        return None
    cells = ([_cell(name, record.get(name), in_fen=name in in_fen) for name in header] for record in records)
    return table.with_rows([*map(list, beside), [_FEN.sub("", name) for name in header], *cells])


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


def _lists(value: object, depth: int, beside: Beside) -> Iterator[tuple[Records, Beside]]:
    """The lists whose members are all records of plain values, each with what stands beside it."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        plain = [{str(name): held for name, held in one.items() if _is_plain(held)} for one in value]
        if all(len(one) >= 3 for one in plain):
            yield plain, beside
            return
    if isinstance(value, dict):
        said = ((str(name), held.strip()) for name, held in value.items() if isinstance(held, str))
        beside = (*beside, *(pair for pair in said if pair[1] and len("".join(pair)) <= _LONGEST_BESIDE))
        beside = beside[:_MOST_BESIDE]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for held in inner:
        yield from _lists(held, depth + 1, beside)


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


def _sums(records: Records) -> dict[str, list[str]]:
    """The sums that the records hold, by their names."""
    names = dict.fromkeys(name for record in records for name in record if _MONEY.search(name))
    held = {name: [str(record[name]) for record in records if record.get(name)] for name in names}
    return {name: texts for name, texts in held.items() if texts}


def _may_be_fen(sums: Mapping[str, list[str]]) -> bool:
    texts = [text for held in sums.values() for text in held]
    return bool(texts) and all(text.lstrip("+-").isdigit() for text in texts)


def _states_fen(beside: Beside) -> bool:
    return any(_UNIT.search(name) and value.lower() in _IS_FEN for name, value in beside)


def _cell(name: str, value: object, *, in_fen: bool) -> str:
    if value is None or isinstance(value, bool):
        return ""
    text = str(value)
    if in_fen:
        return f"{Decimal(text) / 100:.2f}" if text else ""
    if _TIMED.search(name) and _STAMP.fullmatch(text):
        return f"{datetime.fromtimestamp(int(text[:10]), _CHINA):%Y-%m-%d %H:%M:%S}"
    return text
