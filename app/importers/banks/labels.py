"""Cells of bank statements as words: labels that can be compared, values without padding and dashes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.importers.reading.radicals import plain_radicals
from app.importers.reading.remembered import remembered
from app.importers.reading.table import clean

_LONGEST_LABEL = 60
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORDS = re.compile(r"[A-Za-z][A-Za-z.'’]*")
_EMPTY = re.compile(r"[-－—]*|（空）|\(空\)")
_GLUED_FOOTER = "本页支出算术合计"  # 工商银行 prints a page's totals into the last cell of its last row
_LEADING_DASHES = re.compile(r"^-{3,}\s*")


def label(cell: str) -> str:
    """A header or label as it can be compared: no blanks, no radicals, no full-width forms, no English beside Chinese.

    ``日 志 号`` is ``日志号``, ``币　　种：`` is ``币种:``, ``Trans Date⏎交易日期`` is ``交易日期``.
    A text too long for a label gives an empty one.
    """
    return _label(cell) if len(cell) <= _LONGEST_LABEL else ""


@lru_cache(maxsize=4096)
def _label(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", plain_radicals(cell))
    if _CHINESE.search(plain):
        plain = _LATIN_WORDS.sub("", plain)
    return "".join(plain.replace("\ufeff", "").split())


@remembered
def words(cell: str) -> str:
    """A text value on one line, without padding; runs of dashes and ``（空）`` stand for nothing."""
    plain = clean(plain_radicals(cell).replace("\r", "").replace("\n", "").partition(_GLUED_FOOTER)[0])
    return "" if _EMPTY.fullmatch(plain) else _LEADING_DASHES.sub("", plain)


@remembered
def number(cell: str) -> str:
    """The text of an amount without any blank inside, empty where the bank prints a dash or nothing."""
    plain = "".join(cell.replace("\ufeff", "").split())
    return "" if _EMPTY.fullmatch(plain) else plain
