"""Tables that say above their header that all sums are in another unit than yuan: 单位：万元, 单位：分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from app.importers.reading.table import Table, clean, in_one_width

_STATED = re.compile(
    r"(?:^|[(【\[\s,;。])(?:金额|货币|计量|计价)?单位\s*:\s*(?:人民币)?\s*(万元|千元|百元|分)(?=$|[)】\]\s,;。])"
)
_YUAN = {"万元": Decimal(10_000), "千元": Decimal(1_000), "百元": Decimal(100), "分": Decimal("0.01")}
_OF_SUMS = re.compile(
    r"金额|本金|利息|余额|结余|收入|支出|存入|取出|支取|转入|转出|发生额|借方|贷方|合计|总额|小计|应还|实还|已还|待还|未还|应收|实收"
    r"|罚息|违约金|复利|费|月供|amount|balance|principal|interest|total|debit|credit|fee",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"[日月年]期?$|时间|[期次笔天]数|期次|利率|费率|号|方式|状态|标志|方向|元|分\)|date|rate|no\b", re.IGNORECASE
)
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_HEADER_WITHIN, _MOST_ROWS, _LEAST_COLUMNS = 60, 100_000, 3


def in_stated_unit(table: Table) -> Table | None:
    """The table with its sums in yuan; None where nothing above its header names another unit for all of them.

    Row numbers stay. A column that names its own unit is left to who reads it, and so are sums in fen that are not
    whole: what is stated and what stands there are at odds.
    """
    stated = _stated(table)
    if stated is None or len(table) > _MOST_ROWS:
        return None
    at, unit = stated
    rows = [list(table.row(number)) for number in range(1, len(table) + 1)]
    header = next((n for n in range(at, min(len(rows), _HEADER_WITHIN)) if _columns(rows[n])), None)
    if header is None:
        return None
    columns = _columns(rows[header])
    below = [(row, place) for row in rows[header + 1 :] for place in columns if place < len(row)]
    if unit < 1 and any("." in clean(row[place]) for row, place in below):
        return None
    for row, place in below:
        row[place] = _yuan(row[place], unit)
    return table.with_rows(rows, is_parted=table.is_parted)


def _stated(table: Table) -> tuple[int, Decimal] | None:
    """The first row that states a unit, counted from 1, and what one of it is in yuan."""
    for number in range(1, min(len(table), _HEADER_WITHIN) + 1):
        for cell in table.row(number):
            if "单位" in cell and (found := _STATED.search(in_one_width(cell))):
                return number, _YUAN[found[1]]
    return None


def _columns(row: Sequence[str]) -> list[int]:
    """The places of a header's sums; none for a row that is no header."""
    cells = [in_one_width(cell) for cell in row]
    if sum(1 for cell in cells if cell) < _LEAST_COLUMNS or any(_NUMBER.fullmatch(cell) for cell in cells):
        return []
    return [at for at, cell in enumerate(cells) if _OF_SUMS.search(cell) and not _OF_OTHERS.search(cell)]


def _yuan(cell: str, unit: Decimal) -> str:
    text = in_one_width(cell).removeprefix("¥").strip()
    if not _NUMBER.fullmatch(text):
        return cell
    try:
        yuan = (Decimal(text.replace(",", "")) * unit).normalize()
    except InvalidOperation:
        return cell
    return f"{yuan:.2f}" if yuan == yuan.quantize(Decimal("0.01")) else f"{yuan:f}"
