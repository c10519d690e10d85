"""Finds what a table says of itself beside its rows: labels with values, titles, and the line of totals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.importers.reading.dates import UnreadableDate, parse_day
from app.importers.reading.lines import spaced
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import present
from app.importers.recognising.part_columns import PARTS
from app.importers.recognising.vocabulary import heading, meaning, plain

# A label begins with a letter, so that the hours of a time are none; its value runs to the next label or the end.
_PAIR = re.compile(
    r"(?P<label>[^\W\d][^:,;|]{0,60}?)\s{0,9}:\s*(?P<value>.*?)(?=[\s,;|]{1,9}[^\W\d][^:\s,;|]{0,60}\s{0,9}:|$)"
)
_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|(?<!\d)\d{8}(?!\d)")
_TOTALS = re.compile(
    r"(?:[本当此每上前][页年期月日季]度?|第?\d{1,4}\s?[页年月季]度?|累计|page )?"
    r"(?:合计|总计|小计|汇总|total|sum|subtotal|sub-total|grand total)\s*:?"
)
_NUMBER = re.compile(r"(?=.*\d)[A-Za-z0-9_-]{4,40}")  # of a contract
_COUNT = re.compile(r"(?:共|合计|总计)?\s{0,9}(?<!\d)(\d{1,9})\s{0,9}(?:笔|条|行|rows|lines|items|transactions)")

ASKED = re.compile(r"截至|截止|查询|截图|截屏|抄录|打印|导出|生成|出具|as of", re.IGNORECASE)
"""What a line says of the day on which a page was asked for."""

WORDED_NUMBER = r"(?:[(\[〔]?\d{4}[)\]〕]?年?)?[\u4e00-\u9fff]{1,8}第[A-Za-z0-9-]{1,20}号"
"""A contract's number as banks write it: 2026消贷字第0620-0001号."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its value as it stands, and what the label means (``due``, ``as_of``, …; empty where unknown)."""

    meaning: str
    value: str
    row: int


def labels(table: Table, rows: Iterable[int]) -> list[Label]:
    """The labels in ``rows``: ``账单日：2024-07-01`` in one cell, in two neighbours, or above their values."""
    found: list[Label] = []
    for number in rows:
        found += _in_cells(table, number)
        found += _above_values(table, number)
    return [label for label in found if label.value]


def label_meaning(text: str) -> str | None:
    """What a label means; one of a part of what is due (本期应还本金) is not of all of it."""
    meant = meaning("label", text)
    return None if meant == "declared" and heading(text).concepts & PARTS else meant


def value_of(found: Iterable[Label], meant: str) -> Label | None:
    """The first label of this meaning."""
    return next((label for label in found if label.meaning == meant), None)


def day_in(text: str) -> date | None:
    """The first date in a text, ``2024-07-01 10:00 导出``; None where there is none."""
    match = _DAY.search(text)
    try:
        return parse_day(match[0]) if match else None
    except UnreadableDate:
        return None


def is_totals(cells: list[str]) -> bool:
    """Whether a row is a line of totals: its first cell that is not empty says so."""
    first = next((plain(cell) for cell in cells if present(cell)), "")
    return bool(_TOTALS.match(first)) or bool(_COUNT.match(first) and first.startswith(("共", "合计", "总计")))


def count_in(cells: list[str]) -> int | None:
    """The number of rows that a line of totals states: ``共3笔``."""
    matches = (_COUNT.search(plain(cell)) for cell in cells)
    return next((int(match[1]) for match in matches if match), None)


def _in_cells(table: Table, number: int) -> Iterator[Label]:
    cells = [unicodedata.normalize("NFKC", present(cell)) for cell in table.row(number)]
    for position, cell in enumerate(cells):
        for match in _PAIR.finditer(spaced(cell)):
            meant = label_meaning(match["label"].strip()) or ""
            beside = cells[position + 1] if position + 1 < len(cells) else ""
            yield Label(meant, present(match["value"]) or ("" if ":" in beside else beside), number)
        if ":" in cell:
            continue
        if position + 1 < len(cells) and _is_label(cell) and not _is_label(cells[position + 1]):
            yield Label(label_meaning(cell) or "", cells[position + 1], number)
        yield from _beside_blanks(cell, number)


def _beside_blanks(cell: str, number: int) -> Iterator[Label]:
    """The labels of one line whose values stand behind a blank: ``本期应还 552.40元 最后还款日 2026-07-08``."""
    for name, value in pairwise(re.split(r"[\s()\[\]【】]+", cell)):
        if _is_label(name):
            meant = label_meaning(name) or ""
            numbered = _NUMBER.match(value) if meant == "contract" else None
            if numbered and value[numbered.end() :][:1] in ("", ",", ";", "、"):
                yield Label(meant, numbered[0], number)
            elif value.lstrip("¥")[:1].isdigit():
                yield Label(meant, value, number)


def _above_values(table: Table, number: int) -> Iterator[Label]:
    names, values = table.row(number), table.row(number + 1)
    if sum(map(_is_label, names)) < 2 or any(map(_is_label, values)):
        return
    for name, value in zip(names, values, strict=False):
        if _is_label(name):
            yield Label(label_meaning(name) or "", present(value), number + 1)


def _is_label(cell: str) -> bool:
    text = plain(present(cell)).rstrip(":")
    return 0 < len(text) <= 20 and not any(map(str.isdigit, text)) and meaning("label", text) is not None
