"""Knows every importer and finds the one that claims a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from app.importers.base import Importer
from app.importers.table import Table, clean

_MODULES = (
    "alipay",
    "wechat",
    "jd",
    "meituan",
    "banks",
    "interface_files",
    "lender_tables",
    "huabei_bill",
    "reserve_record",
)
_HEADER_WITHIN = 60  # rows looked through for the row that looks most like a header


@cache
def importers() -> tuple[Importer, ...]:
    """Every importer, by the order of the provider modules."""
    names = (f"app.importers.{module}" for module in _MODULES)
    return tuple(i for name in names if find_spec(name) for i in import_module(name).IMPORTERS)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims a table: one importer, several, or none and then the header met and the nearest known format."""

    importers: tuple[Importer, ...]
    header_row: int = 0
    header: tuple[str, ...] = ()
    nearest: str = ""


def recognise(table: Table, known: Iterable[Importer] | None = None) -> Claim:
    """Ask every importer whether the table is its own; nothing is taken on likeness alone."""
    candidates = importers() if known is None else tuple(known)
    claiming = tuple(i for i in candidates if i.claims(table))
    if claiming:
        return Claim(claiming)
    row, header = likely_header(table)
    return Claim((), row, header, nearest(header, candidates))


def likely_header(table: Table) -> tuple[int, tuple[str, ...]]:
    """The row near the top with the most different words that are no numbers, and its words; 0 if there is none."""
    best: tuple[int, tuple[str, ...]] = (0, ())
    for number in range(1, min(len(table), _HEADER_WITHIN) + 1):
        words = tuple(dict.fromkeys(w for cell in table.row(number) if (w := clean(cell)) and not _is_value(w)))
        if len(words) > max(1, len(best[1])):
            best = (number, words)
    return best


def nearest(header: tuple[str, ...], known: Iterable[Importer]) -> str:
    """The name of the importer with a header most like this one, or nothing below half a likeness."""
    from rapidfuzz.fuzz import token_set_ratio

    words = " ".join(sorted(header))
    scores = [
        (token_set_ratio(words, " ".join(sorted(names))), importer.name)
        for importer in known
        for names in getattr(importer, "headers", ())
    ]
    score, name = max(scores, default=(0.0, ""))
    return name if score >= 50 else ""


def _is_value(text: str) -> bool:
    return sum(c.isdigit() for c in text) * 2 >= len(text)
