"""Puts amounts together again that a program wrote with thousands separators into comma-separated text, unquoted."""

from __future__ import annotations

import re

_LOOKED_AT = 400  # lines
_FEWEST_COMMAS = 2
_AMOUNT = re.compile(
    rb"(?:(?<=,)|^)[ ]*(?:[+-]|\xc2\xa5|\xef\xbf\xa5)*\d{1,3}(?:,\d{3})+\.\d{2}(?=[, ]|\r?$)", re.MULTILINE
)


def with_whole_amounts(body: bytes) -> tuple[bytes, int]:
    """The text with ``10,000.00`` quoted, and the first line of it from 1; as it stands, and 0, where none is torn.

    ``1,500.00`` may be two cells, a period and an amount. So amounts are quoted only where lines hold more cells than
    the heading, and every full line has just as many once they are.
    """
    lines = body[: 1 << 17].splitlines()[:_LOOKED_AT]
    heading = next((n for n, line in enumerate(lines) if _is_heading(line)), None)
    if heading is None:
        return body, 0
    wanted = lines[heading].count(b",")
    full = [(n, line) for n, line in enumerate(lines[heading + 1 :], heading + 2) if line.count(b",") >= wanted]
    torn = [n for n, line in full if line.rstrip(b",").count(b",") > wanted]
    if not torn or any(b'"' in line or _commas(line) != wanted for _, line in full):
        return body, 0
    return _AMOUNT.sub(lambda match: b'"' + match[0] + b'"', body), torn[0]


def _is_heading(line: bytes) -> bool:
    return line.count(b",") >= _FEWEST_COMMAS and not re.search(rb"\d", line)


def _commas(line: bytes) -> int:
    """The commas of a line outside its amounts."""
    return _AMOUNT.sub(b"0", line).count(b",")
