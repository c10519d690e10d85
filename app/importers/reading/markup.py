"""Reads the tables and lines of HTML, and of Excel's 2003 XML, which banks hand out under the name ``.xls``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from app.importers.reading.errors import too_much
from app.importers.reading.limits import Limits
from app.importers.reading.progress import IDLE, Watch

_HEAD = re.compile(
    r"\s*(<\?xml\b[^>]*\?>\s*)?(<!--(?:(?!-->).)*-->\s*)*"
    r"(<!doctype html|<html|<table|<head|<body|<div|<meta|<center|<\?mso|<workbook)",
    re.I | re.S,
)
_TAG = re.compile(
    r"<(?:(?P<comment>!--)|(?P<plain>!\[CDATA\[)|(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<rest>[^<>]*)>|[!?][^<>]*>)"
)
_INDEX = re.compile(r"\bss:index\s{0,9}=\s{0,9}[\"']?(\d{1,7})\b", re.I)
_SPAN = re.compile(r"\b(col|row)span\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{1,4})", re.I)
_ASIDE = {name: re.compile(f"</{name}", re.I) for name in ("script", "style", "title")}  # their text is not the page's
_ROWS, _CELLS = {"tr", "row"}, {"td", "th", "cell"}
_LINES = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "hr", "body", "center"}
_FARTHEST_ROW, _FARTHEST_CELL = 1 << 20, 1 << 14  # as far as a sheet reaches
_WIDEST_SPAN, _DEEPEST = 64, 200


def is_markup(text: str) -> bool:
    """Whether the text begins as an HTML page or as Excel's XML does."""
    return bool(_HEAD.match(text[:4096]))


def rows(text: str, watch: Watch = IDLE, limits: Limits | None = None) -> list[list[str]]:
    """The cells of all table rows and the lines between tables, in order, counted from 1. Raises Refused.

    A row that holds a table of its own keeps what stands beside that table; the rows of the inner one follow. A merged
    cell stands where it begins, and empty cells fill the rest. Entities other than characters are text. Every character
    is looked at once, whatever is left open.
    """
    page = _Page(limits or Limits(), has_lines="<workbook" not in text[:4096].lower())
    at = 0
    while found := _TAG.search(text, at):
        watch.check()
        page.text(text[at : found.start()])
        at = found.end()
        name = (found["name"] or "").lower()
        if found["comment"] or found["plain"]:
            closed = text.find("-->" if found["comment"] else "]]>", at)
            page.text("" if found["comment"] else text[at : closed if closed >= 0 else None], escaped=False)
            at = closed + 3 if closed >= 0 else len(text)
        elif name in _ASIDE and not found["end"]:
            closing = _ASIDE[name].search(text, at)
            at = closing.start() if closing else len(text)
        elif name:
            page.tag(name, found["rest"], is_end=bool(found["end"]))
    page.text(text[at:])
    return page.done()


@dataclass(slots=True)
class _Level:
    """Where one table is read: its row and cell, the cell's width and height, and columns that cells above fill.

    ``start`` is how many rows stood before it, ``at`` the place of its row, ``inner`` what tables in the row's cells
    gave: the cell's column and their rows.
    """

    start: int = 0
    row: list[str] | None = None
    at: int = 0
    inner: list[tuple[int, list[list[str]]]] = field(default_factory=list)
    cell: list[str] | None = None
    across: int = 1
    down: int = 1
    filled: dict[int, int] = field(default_factory=dict)


class _Page:
    """The rows of a page as its tags go by."""

    def __init__(self, limits: Limits, *, has_lines: bool) -> None:
        self._limits = limits
        self._has_lines = has_lines
        self._rows: list[list[str]] = []
        self._levels = [_Level()]
        self._too_deep = 0
        self._line: list[str] = []
        self._count = 0

    def tag(self, name: str, rest: str, *, is_end: bool) -> None:
        """Take a tag: ``rest`` holds its attributes."""
        if name == "table":
            self._table(is_end=is_end)
        elif name in _ROWS | _CELLS:
            self._end_cell()
            if not is_end:
                self._begin(name, rest)
            elif name in _ROWS:
                self._end_row()
            if rest.endswith("/"):
                self._end_cell()
        elif name == "br" and self._levels[-1].cell is not None:
            self._levels[-1].cell.append("\n")
        elif name in _LINES or name == "br":
            self._end_line()

    def text(self, text: str, *, escaped: bool = True) -> None:
        """Take what stands between two tags."""
        if not text:
            return
        cell = self._levels[-1].cell
        said = unescape(text) if escaped else text
        if cell is not None:
            cell.append(said.strip("\r\n"))
        elif self._has_lines and self._levels[-1].row is None:
            self._line.append(said)

    def done(self) -> list[list[str]]:
        """All rows."""
        for _ in range(len(self._levels)):
            self._table(is_end=True)
        self._end_cell()
        self._end_line()
        return self._rows

    def _table(self, *, is_end: bool) -> None:
        if not is_end:
            self._end_line()
            if len(self._levels) >= _DEEPEST:
                self._too_deep += 1
            else:
                self._levels.append(_Level(len(self._rows)))
            return
        self._end_cell()
        self._end_line()
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._levels) > 1:
            self._end_row()
            start, above = self._levels.pop().start, self._levels[-1]
            given = self._rows[start : start + 2]  # one row is looked for
            if above.row is not None and above.cell is not None and given:
                above.inner.append((len(above.row), given))

    def _begin(self, name: str, rest: str) -> None:
        self._end_line()
        index = int(found[1]) if (found := _INDEX.search(rest)) else 0
        level = self._levels[-1]
        if name in _ROWS:
            self._end_row()
            self._count_on(min(index, _FARTHEST_ROW) - len(self._rows))
            self._rows.extend([] for _ in range(min(index, _FARTHEST_ROW) - 1 - len(self._rows)))
        if level.row is None:
            level.row, level.at = [], len(self._rows)
            self._rows.append(level.row)
        if name in _ROWS:
            return
        if len(level.row) >= _FARTHEST_CELL:  # whoever looks for a heading joins such a row over and over
            raise too_much("sheet-too-large", self._limits, "cells")
        self._count_on(min(index, _FARTHEST_CELL) - len(level.row))
        level.row.extend("" for _ in range(min(index, _FARTHEST_CELL) - 1 - len(level.row)))
        while level.filled.get(len(level.row), 0) > 0:
            level.filled[len(level.row)] -= 1
            level.row.append("")
        spans = {way.lower(): min(int(size), _WIDEST_SPAN) for way, size in _SPAN.findall(rest)}
        level.across, level.down, level.cell = max(1, spans.get("col", 1)), max(1, spans.get("row", 1)), []

    def _end_cell(self) -> None:
        level = self._levels[-1]
        if level.cell is None or level.row is None:
            return
        for column in range(len(level.row), len(level.row) + level.across):
            if level.down > 1:
                level.filled[column] = level.down - 1
        level.row += ["".join(level.cell), *[""] * (level.across - 1)]
        self._count += level.across - 1
        level.cell = None

    def _end_row(self) -> None:
        """End the row; of tables in its cells that hold one text each, the texts are its cells'."""
        level, given = self._levels[-1], self._levels[-1].inner
        row, level.row, level.inner = level.row, None, []
        columns = {column for column, _ in given}
        if row is None or len(row) < 2 or len(columns) != len(given) or any(len(rows) != 1 for _, rows in given):
            return
        texts = {column: [cell for cell in rows[0] if cell.strip()] for column, rows in given}
        if given and all(len(text) <= 1 and not row[column].strip() for column, text in texts.items()):
            for column, text in texts.items():
                row[column] = "".join(text)
            del self._rows[level.at + 1 :]

    def _end_line(self) -> None:
        text = " ".join("".join(self._line).split())
        self._line.clear()
        if text:
            self._count_on(0)
            self._rows.append([text])

    def _count_on(self, more: int) -> None:
        # Excel's XML leaves out empty rows and cells and numbers the next one. A page whose tags are all closed has no
        # room for so many by itself.
        self._count += max(more, 1)
        if self._count > self._limits.cells:
            raise too_much("sheet-too-large", self._limits, "cells")
