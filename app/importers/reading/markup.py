"""Reads the tables of HTML and of Excel's 2003 XML, which banks hand out under the name ``.xls``."""

from __future__ import annotations

import re
from html import unescape

from app.importers.reading.errors import too_much
from app.importers.reading.limits import Limits
from app.importers.reading.progress import IDLE, Watch

_HEAD = re.compile(
    r"\s*(<\?xml\b[^>]*\?>\s*)?(<!--(?:(?!-->).)*-->\s*)*(<!doctype html|<html|<table|<head|<body|<\?mso|<workbook)",
    re.I | re.S,
)
_TAG = re.compile(
    r"<(?:(?P<comment>!--)|(?P<plain>!\[CDATA\[)|(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<rest>[^<>]*)>|[!?][^<>]*>)"
)
_INDEX = re.compile(r"\bss:index\s*=\s*[\"']?(\d{1,7})\b", re.I)
_ASIDE = {name: re.compile(f"</{name}", re.I) for name in ("script", "style", "title")}  # their text is not the page's
_ROWS, _CELLS = {"tr", "row"}, {"td", "th", "cell"}
_FARTHEST_ROW, _FARTHEST_CELL = 1 << 20, 1 << 14  # as far as a sheet reaches


def is_markup(text: str) -> bool:
    """Whether the text begins as an HTML page with tables or as Excel's XML does."""
    return bool(_HEAD.match(text[:4096]))


def rows(text: str, watch: Watch = IDLE, limits: Limits | None = None) -> list[list[str]]:
    """The cells of all table rows in order; the row number counts rows of the markup from 1. Raises Refused.

    Entities other than characters are text. Every character is looked at once, whatever is left open.
    """
    page = _Page(limits or Limits())
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


class _Page:
    """The rows of a page as its tags go by."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._count = 0

    def tag(self, name: str, rest: str, *, is_end: bool) -> None:
        """Take a tag: ``rest`` holds its attributes."""
        if name in _ROWS | _CELLS:
            self._end_cell()
            if not is_end:
                self._begin(name, rest)
            if rest.endswith("/"):
                self._end_cell()
        elif name == "br" and self._cell is not None:
            self._cell.append("\n")

    def text(self, text: str, *, escaped: bool = True) -> None:
        """Take what stands between two tags."""
        if self._cell is not None and text:
            self._cell.append((unescape(text) if escaped else text).strip("\r\n"))

    def done(self) -> list[list[str]]:
        """All rows."""
        self._end_cell()
        return self._rows

    def _begin(self, name: str, rest: str) -> None:
        index = int(found[1]) if (found := _INDEX.search(rest)) else 0
        if name in _ROWS:
            self._count_on(min(index, _FARTHEST_ROW) - len(self._rows))
            self._rows.extend([] for _ in range(min(index, _FARTHEST_ROW) - 1 - len(self._rows)))
            self._rows.append([])
            return
        if not self._rows:
            self._rows.append([])
        row = self._rows[-1]
        self._count_on(min(index, _FARTHEST_CELL) - len(row))
        row.extend("" for _ in range(min(index, _FARTHEST_CELL) - 1 - len(row)))
        self._cell = []

    def _end_cell(self) -> None:
        if self._cell is not None:
            self._rows[-1].append("".join(self._cell))
            self._cell = None

    def _count_on(self, more: int) -> None:
        # Excel's XML leaves out empty rows and cells and numbers the next one.
        self._count += max(more, 1)
        if self._count > 4 * self._limits.cells:
            raise too_much("sheet-too-large", self._limits, "cells")
