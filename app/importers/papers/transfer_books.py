"""Brings books that name the other account of a transfer beside a signed amount (MoneyWiz) to rows that move money."""

from __future__ import annotations

from app.importers.papers.double_entry import HEADER
from app.importers.reading.table import Table, clean
from app.importers.wallets.layout import tidy

_HEADER_WITHIN, _WIDEST, _MOST_ROWS = 5, 40, 100_000
_NEEDED = ("account", "transfers", "payee", "date", "amount")
_YUAN = {"", "CNY", "RMB", "CNH"}
_TEXTS = ("description", "payee", "category", "memo")


def transfers_in(table: Table) -> Table | None:
    """The entries below `HEADER` at its row, each at its own; None where the table is no such book.

    The other side of a transfer between two accounts of the book is left out: it is the same entry once more.
    """
    if len(table) > _MOST_ROWS:
        return None
    head = next((n for n in range(1, min(len(table), _HEADER_WITHIN) + 1) if _is_head(table.row(n))), 0)
    if not head:
        return None
    names = [tidy(cell) for cell in table.row(head)]
    rows: list[list[str]] = [[] for _ in range(len(table))]
    rows[head - 1] = HEADER
    for number in range(head + 1, len(table) + 1):
        cells = {name: clean(cell) for name, cell in zip(names, table.row(number), strict=False)}
        if cells.get("date") and cells.get("amount") and cells.get("currency", "") in _YUAN:
            rows[number - 1] = _moved(cells)
    return table.with_rows(rows)


def _is_head(cells: list[str]) -> bool:
    return len(cells) <= _WIDEST and set(_NEEDED) <= {tidy(cell) for cell in cells}


def _moved(cells: dict[str, str]) -> list[str]:
    amount, went_out = cells["amount"].lstrip("+-"), cells["amount"].startswith("-")
    other = cells.get("transfers", "")
    kind = ("转账" if went_out else "") if other else "支出" if went_out else "收入"
    when = f"{cells['date']} {cells.get('time', '')}".strip()
    text = " ".join(dict.fromkeys(filter(None, (cells.get(name, "") for name in _TEXTS))))
    return [kind, when, amount, cells["account"], other, text]
