"""Writes amounts with a decimal comma (900,41 and 1.900,41) with a point, in text whose cells no comma parts."""

from __future__ import annotations

import re

_LOOKED_AT = 1 << 17  # bytes
_SIGNS = rb"(?:[+-]|\xc2\xa5|\xef\xbf\xa5|\xe2\x82\xac)*"
_BEFORE, _BEHIND = (
    rb'((?:^|[;\t])[ ]*"?' + _SIGNS + rb")",
    rb'(?="?[ ]{0,20}(?:\xe5\x85\x83)?"?[ ]{0,20}(?:[;\t]|\r?$))',
)
_COMMA = re.compile(_BEFORE + rb"(\d{1,3}(?:\.\d{3})+|\d+),(\d{1,2})" + _BEHIND, re.MULTILINE)
_POINT = re.compile(_BEFORE + rb"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}" + _BEHIND, re.MULTILINE)
_GROUPED = re.compile(_BEFORE + rb"(\d{1,3}(?:\.\d{3})+)" + _BEHIND, re.MULTILINE)
"""1.900 is nineteen hundred beside 900,41, and one yuan ninety elsewhere."""


def with_points(body: bytes, part: int) -> tuple[bytes, int]:
    """The text with points in its amounts, and the first line of those from 1; as it stands, and 0, where none is so.

    ``part`` is the byte that parts cells. Where any amount has a point before its fen nothing is changed, as it cannot
    be told then what a comma means.
    """
    if part == ord(",") or not (first := _COMMA.search(body[:_LOOKED_AT])) or _POINT.search(body):
        return body, 0
    row = 1 + body.count(b"\n", 0, first.start(2))
    whole = _GROUPED.sub(lambda match: match[1] + match[2].replace(b".", b""), body)
    return _COMMA.sub(lambda match: match[1] + match[2].replace(b".", b"") + b"." + match[3], whole), row
