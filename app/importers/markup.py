"""Reads the tables of HTML and of Excel's 2003 XML, which banks hand out under the name ``.xls``."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from app.importers.watch import IDLE, Watch

_HEAD = re.compile(
    r"\s*(<\?xml\b[^>]*\?>\s*)?(<!--.*?-->\s*)*(<!doctype html|<html|<table|<head|<body|<\?mso|<workbook)", re.I | re.S
)
_BLOCK = 1 << 16


def is_markup(text: str) -> bool:
    """Whether the text begins as an HTML page with tables or as Excel's XML does."""
    return bool(_HEAD.match(text[:4096]))


def rows(text: str, watch: Watch = IDLE) -> list[list[str]]:
    """The cells of all table rows in order; the row number counts rows of the markup from 1."""
    parser = _Rows()
    for at in range(0, len(text), _BLOCK):
        parser.feed(text[at : at + _BLOCK])
        watch.check()
    parser.close()
    return parser.rows


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        match tag:
            case "tr" | "row":
                self._fill(self.rows, known.get("ss:index"), list)
                self.rows.append([])
                self._in_cell = False
            case "td" | "th" | "cell":
                if not self.rows:
                    self.rows.append([])
                self._fill(self.rows[-1], known.get("ss:index"), str)
                self.rows[-1].append("")
                self._in_cell = True
            case "br" if self._in_cell:
                self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "cell", "tr", "row"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data.strip("\r\n")

    @staticmethod
    def _fill(cells: list, index: str | None, empty: type) -> None:  # type: ignore[type-arg]
        # Excel's XML leaves out empty rows and cells and numbers the next one.
        if index and index.isdecimal() and int(index) <= 1 << 20:
            cells.extend(empty() for _ in range(int(index) - 1 - len(cells)))
