"""Takes what is private out of a text for the log and the crash report: amounts, numbers, names, places."""

from __future__ import annotations

import re

_HIDDEN = (
    (re.compile(r"[\w.+*-]+@[\w-]+(?:\.[\w-]+)+"), "•@•"),
    # A card's number in groups, its last ones too.
    (re.compile(r"(?<!\d)\d{3,6}(?:[ -]\d{2,6}){2,}(?!\d)"), "•••••"),
    # A place names its owner or the matter; one with blanks goes on where another part follows.
    (re.compile(r"(?<![\w.])(?:[A-Za-z]:)?[/\\](?:[^\s\"':,]| (?=[^\n\"':,]*[/\\]))+"), "…"),
    # 138******00, as wallets write a phone, and digits of full width.
    (re.compile(r"\d[\d*＊•]*[*＊•][\d*＊•]*|[*＊•]+\d[\d*＊•]*"), "•••••"),
    (re.compile(r"[０-９][０-９．，,.]*"), "•••••"),
    (re.compile(r"(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}(?![\d.]*\d)"), "•.••"),
    (re.compile(r"(?<!\d)\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?!\d)"), "••••-••"),
    (re.compile(r"[A-Za-z]*\d[A-Za-z\d*]*\d{3}[A-Za-z\d*]*|\d{4,}"), "•••••"),
    (re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b|\b[A-Z]{2,}(?: [A-Z]{2,})+\b"), "••"),  # a name in Latin letters
    (re.compile(r"[\u3400-\u9fff*·]*[\u3400-\u9fff][\u3400-\u9fff*·]*"), "••"),
    (re.compile(r"(['\"])(?:(?!\1)[^\n])*\1"), r"\1•\1"),
)
"""In this order: what a later pattern would tear apart goes first."""

_CODE = re.compile(r'^  File "(?P<path>[^"]*)", line (?P<line>\d+), in (?P<name>\S+)$')
_PROGRAM = re.compile(r"(?:^|[/\\])((?:app|site-packages|lib[/\\]python[\d.]+)[/\\].*)$")


def redacted(text: str) -> str:
    """A text without amounts, dates, numbers of four digits and more, names, quotations, addresses and places.

    The lines of a traceback keep the program's own file, line and function, which tell where it failed.
    """
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    if (code := _CODE.match(line)) is not None:
        known = _PROGRAM.search(code["path"])
        return f'  File "{known[1] if known else "…"}", line {code["line"]}, in {code["name"]}'
    for pattern, instead in _HIDDEN:
        line = pattern.sub(instead, line)
    return line
