"""Splits one record of delimited text exactly, with quotes, quoted line ends and what real exports do to both."""

from __future__ import annotations

import re
from dataclasses import dataclass

CELL_BYTES = 100_000
"""A quoted cell longer than this is taken for a quote that was never closed."""

_BLANK = {ord(","): rb"[ \t]*", ord("\t"): rb" *"}
_OPEN = {part: re.compile(blank + rb'=?"') for part, blank in _BLANK.items()}
_CLOSED = {part: re.compile(blank + b"(?:" + bytes([part]) + rb"|[\r\n]|\Z)") for part, blank in _BLANK.items()}
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The cells of one record, the offset where the next line begins, and whether a quote was never closed."""

    cells: list[str]
    end: int
    unclosed: bool = False


def parse(body: bytes, start: int, part: int) -> Parsed:
    """Split the record that begins at offset ``start``; ``part`` is the byte that parts cells, comma or TAB.

    A cell is quoted if it opens with a quote (after blanks, or after ``=`` as some banks write numbers) and a closing
    quote is followed by the end of the cell; blanks outside the quotes are kept. Any other quote is text as it stands:
    shop titles begin with one often enough. A quoted cell may hold line ends, or a formula that is but a text.
    """
    cells: list[str] = []
    unclosed = False
    at = start
    line_end = _end_of_line(body, start)
    while True:
        opening = _OPEN[part].match(body, at)
        closing = _closing(body, opening.end(), part) if opening else -1
        if opening and closing >= 0:
            line_end = _end_of_line(body, closing)
            after = _end_of_cell(body, closing + 1, line_end, part)
            pad = body[at : opening.end()].rstrip(b'"').removesuffix(b"=")
            inner = _shown(body[opening.end() : closing].replace(b'""', b'"'))
            cells.append((pad + inner + body[closing + 1 : after]).decode("utf-8"))
        else:
            after = _end_of_cell(body, at, line_end, part)
            unclosed = unclosed or bool(opening and body.find(b'"', opening.end(), line_end) < 0)
            cells.append(body[at:after].decode("utf-8"))
        if after >= line_end:
            return Parsed(cells, _next_line(body, line_end), unclosed)
        at = after + 1


def _shown(inner: bytes) -> bytes:
    """What a spreadsheet shows of a quoted cell: of the formula ``="20240105"`` the text."""
    is_formula = len(inner) > 2 and inner[:2] == b'="' and inner[-1:] == b'"' and inner.count(b'"') == 2
    return inner[2:-1] if is_formula else inner


def _end_of_line(body: bytes, at: int) -> int:
    found = _LINE_END.search(body, at)
    return found.start() if found else len(body)


def _next_line(body: bytes, line_end: int) -> int:
    found = _LINE_END.match(body, line_end)
    return found.end() if found else len(body)


def _end_of_cell(body: bytes, at: int, line_end: int, part: int) -> int:
    found = body.find(bytes([part]), at, line_end)
    return found if found >= 0 else line_end


def _closing(body: bytes, at: int, part: int) -> int:
    """The offset of the quote that closes a cell whose text begins at ``at``, or -1 if it is no quoted cell."""
    limit = at + CELL_BYTES
    while (quote := body.find(b'"', at, limit)) >= 0:
        if body[quote + 1 : quote + 2] != b'"':
            return quote if _CLOSED[part].match(body, quote + 1) else -1
        at = quote + 2
    return -1
