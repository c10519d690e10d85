"""Reads the lines and tables of rich text (RTF), as word processors save letters and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.importers.reading.errors import too_much
from app.importers.reading.limits import Limits
from app.importers.reading.progress import IDLE, Watch

HEAD = b"{\\rtf"
_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-z'])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_ASIDE = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "datastore", "listtable", "fldinst",
     "listoverridetable", "generator", "latentstyles", "rsidtbl", "xmlnstbl", "filetbl", "bkmkstart", "bkmkend"}
)  # fmt: skip
"""Groups that hold no text of the page."""
_LETTERS = {"tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"}
_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5", 65001: "utf-8", 1252: "cp1252"}
_WHOLE = 1 << 16


def rows(data: bytes, watch: Watch = IDLE, limits: Limits | None = None) -> list[list[str]]:
    """The rows of tables and the lines between them, in order, counted from 1. Raises Refused where it is too long."""
    bounds = limits or Limits()
    if len(data) > bounds.page_bytes:
        raise too_much("page-too-large", bounds, "page_bytes")
    page = _Page()
    for token in _TOKEN.finditer(data.decode("latin-1")):
        watch.check()
        page.take(token)
    return page.done()


@dataclass(frozen=True, slots=True)
class _Group:
    """How a group is read: whether it stands beside the page, and how many letters stand in for one of Unicode."""

    is_aside: bool = False
    stand_ins: int = 1


@dataclass(slots=True)
class _Page:
    """The rows of a text as its tokens go by."""

    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    encoding: str = "gb18030"
    found: list[list[str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    held: bytearray = field(default_factory=bytearray)  # of a letter of several bytes
    to_skip: int = 0

    def take(self, token: re.Match[str]) -> None:
        """Take one token."""
        match token.lastgroup:
            case "byte":
                self._byte(int(token["byte"], 16))
            case "brace":
                self._brace(token["brace"])
            case "sign":
                self._sign(token["sign"])
            case "text":
                skipped = min(self.to_skip, len(token["text"]))
                self.to_skip -= skipped
                self._put(token["text"][skipped:])
            case _:
                self._word(token["word"], int(token["number"]) if token["number"] else None)

    def done(self) -> list[list[str]]:
        """The rows, the last one ended."""
        self._line()
        return self.found

    def _brace(self, brace: str) -> None:
        self.to_skip = 0
        if brace == "{":
            self.groups.append(self.groups[-1])
        elif len(self.groups) > 1:
            self.groups.pop()

    def _sign(self, sign: str) -> None:
        match sign:
            case "*":
                self.groups[-1] = _Group(is_aside=True)
            case "~":
                self._put(" ")
            case "{" | "}" | "\\":
                self._put(sign)
            case "\n" | "\r":
                self._line()

    def _word(self, word: str, number: int | None) -> None:
        if word in _ASIDE:
            self.groups[-1] = _Group(is_aside=True)
        elif word == "ansicpg" and number is not None:
            self.encoding = _PAGES.get(number, self.encoding)
        elif word == "uc" and number is not None:
            self.groups[-1] = _Group(self.groups[-1].is_aside, max(0, number))
        elif word == "u" and number is not None:
            self._put(chr(number % _WHOLE))
            self.to_skip = self.groups[-1].stand_ins
        elif word in ("par", "line", "sect", "page"):
            self._put("\n") if self.cells else self._line()
        elif word == "cell" and not self.groups[-1].is_aside:
            self.cells.append(self._text())
        elif word == "row" and not self.groups[-1].is_aside:
            self.found.append(self.cells)
            self.cells = []
        elif word in _LETTERS:
            self._put(_LETTERS[word])

    def _byte(self, value: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        elif not self.groups[-1].is_aside:
            self.held.append(value)

    def _put(self, text: str) -> None:
        if text and not self.groups[-1].is_aside:
            self._bytes_read()
            self.parts.append(text)

    def _bytes_read(self) -> None:
        if self.held:
            self.parts.append(bytes(self.held).decode(self.encoding, "replace"))
            self.held.clear()

    def _text(self) -> str:
        self._bytes_read()
        whole = "".join(_joined(self.parts)).strip()
        self.parts = []
        return whole

    def _line(self) -> None:
        self._bytes_read()
        if text := self._text():
            self.found.append([text])


def _joined(parts: list[str]) -> Iterator[str]:
    """The parts as text; letters beyond the first plane stand as two halves."""
    text = "".join(parts)
    yield text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
