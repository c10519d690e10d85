"""Reads the part of TOML that catalogues keep to: tables of texts, each in one line, and comments.

A general reader of TOML takes a tenth of the program's start for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r'\[([A-Za-z0-9_.-]+)\]|(?:([A-Za-z0-9_.-]+)|"([^"\\]+)") = "((?:[^"\\]|\\["\\n])*)"')
_ESCAPED = re.compile(r"\\(.)")


def messages_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield id and text of each message, in order. Raises ValueError for a line of any other kind, with its number."""
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line[0] == "#":
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"line {number} is neither a table, a text in one line nor a comment")
        if match[1]:
            table = f"{match[1]}."
        else:
            yield f"{table}{match[2] or match[3]}", _unescaped(match[4])


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] == "n" else m[1], text) if "\\" in text else text
