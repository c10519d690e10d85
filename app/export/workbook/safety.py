"""Makes any text safe to stand in a cell: never executed, never too long, no character that breaks the file."""

from __future__ import annotations

import re

LONGEST = 32_767
"""Characters a cell may hold."""
CUT = "…"
_EXECUTED = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff]|_x")
_ESCAPES = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": ""})
_NAME = re.compile(r"[\[\]:*?/\\']")


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text as a formula if it were typed; a minus sign alone is only a dash."""
    return len(text) > 1 and text.startswith(_EXECUTED)


def plain(text: str) -> str:
    """A text as a cell can hold it: control characters shown as U+FFFD, cut with an ellipsis where too long."""
    shown = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
    units = len(shown) + sum(c > "\uffff" for c in shown) if len(shown) > LONGEST // 2 else 0
    while units > LONGEST:  # Excel counts UTF-16 units
        shown = shown[: LONGEST - 1 - (units - len(shown))] + CUT
        units = len(shown) + sum(c > "\uffff" for c in shown)
    return shown


def markup(text: str) -> str:
    """A text as it stands between XML tags; what looks like an escape of the format (``_x0041_``) stays as written."""
    if len(text) <= LONGEST // 2 and not _UNSAFE.search(text):
        return text  # nearly all of them
    return _ESCAPES.sub("_x005F_", plain(text)).translate(_MARKUP)


def sheet_name(text: str) -> str:
    """A text as the name of a sheet: no forbidden sign, at most 31 characters."""
    return _NAME.sub(" ", plain(text)).strip()[:31]
