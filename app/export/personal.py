"""Finds who and what a file names: in columns of names, after labels, in preambles, in file and sheet names.

Everything here looks at the shape and the place of a text; what it takes for a name is replaced wherever it stands.
The words by which it knows the places are data (``personal_words.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from app.core.facts import Product
from app.resource_files import resource

LEFT_OUT = "…"
"""Stands in a masked copy where a file has a free remark."""

_HAN = "\u3400-\u9fff"
_TOKEN = re.compile(rf"[{_HAN}·]+|[A-Za-z]+|\d+")
_LATIN_NAME = re.compile(r"(?<![A-Za-z\d_.-])[A-Z][A-Za-z]+(?:[ ·][A-Z][A-Za-z]+){1,2}(?![A-Za-z\d_-])")
_LOWER_NAME = re.compile(r"(?<![A-Za-z\d_.@-])[a-z]{2,}[._][a-z]{2,}(?![A-Za-z\d_@-]|\.[A-Za-z\d])")
_SYLLABLE = (
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|vn|ia|ie|iu|ua|ui|uo|ue|ve|er|a|o|e|i|u|v))"
)
_PINYIN = re.compile(rf"(?:{_SYLLABLE}){{1,3}}", re.IGNORECASE)
_SHORTEST, _SHORTEST_LATIN, _LONGEST = 2, 4, 40
_ADDRESS, _LEAST_PLACE = "址", 4
"""What every heading of a column of addresses holds, and the shortest of them."""


@cache
def words() -> Mapping[str, Sequence[str]]:
    """The words by which names are known, by table."""
    return tomllib.loads(resource("tables", "personal_words.toml").read_text(encoding="utf-8"))


def is_kept(text: str) -> bool:
    """Whether a text names an institution or a product rather than a person."""
    low = text.lower()
    return any(word in low for word in words()["kept"])


def is_name(text: str) -> bool:
    """Whether what stands in the place of a name can be one: letters, no amount, no institution, no label."""
    stripped = text.strip(" 　,，;；:：-/()（）\"'")
    if not _SHORTEST <= len(stripped) <= _LONGEST or not re.search(rf"[{_HAN}A-Za-z]", stripped):
        return False
    if is_kept(stripped) or _plain(stripped) in _labels() or stripped.endswith("号"):
        return False
    return not re.search(r"\d{4}|[*]", stripped)


def _plain(text: str) -> str:
    return re.sub(r"[\s:：()（）*]", "", text).lower()


@cache
def _labels() -> frozenset[str]:
    return frozenset(_plain(w) for name in ("name_labels", "value_labels", "remark_headings") for w in words()[name])


@cache
def _name_labels() -> frozenset[str]:
    return frozenset(map(_plain, words()["name_labels"]))


@cache
def _remarks() -> frozenset[str]:
    return frozenset(map(_plain, words()["remark_headings"]))


# -- rows ------------------------------------------------------------------------------------------------------------


def names_in(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> set[str]:
    """The names in the columns of names of some rows, the parts of their cells that dashes divide, and addresses."""
    at = [n for n, heading in enumerate(headings) if _plain(heading) in _name_labels()]
    cells = {row[n].strip() for row in rows for n in at if n < len(row)}
    parts = {part for cell in cells for part in re.split(r"[\s\-—_,，/;；:：()（）]+", cell) if not part.isascii()}
    whole = {cell for cell in cells if not cell.isascii() or len(cell) >= _SHORTEST_LATIN}
    places = [n for n, heading in enumerate(headings) if _ADDRESS in heading]
    lived = {row[n].strip() for row in rows for n in places if n < len(row)}
    return {name for name in parts | whole if is_name(name)} | {place for place in lived if len(place) >= _LEAST_PLACE}


def without_remarks(headings: Sequence[str], row: Sequence[str]) -> list[str]:
    """A row with its free remarks left out."""
    hidden = {n for n, heading in enumerate(headings) if _plain(heading) in _remarks()}
    return [LEFT_OUT if n in hidden and text.strip(" /-") else text for n, text in enumerate(row)]


class Heading(NamedTuple):
    """The headings of a sheet as they stand in a row of it."""

    row: int
    cells: Sequence[str]


def heading_of(rows: Sequence[tuple[int, Sequence[str]]], used: Iterable[int]) -> Heading | None:
    """The heading above the first of the ``used`` rows that has one: what stands before a heading tells of the page.

    It is the nearest row above with as many words and without any amount or date.
    """
    named = [Heading(number, cells) for number, cells in sorted(rows, reverse=True) if _is_heading(cells)]
    above = (next((h for h in named if h.row < first), None) for first in sorted(used))
    return next(filter(None, above), None)


def _is_heading(cells: Sequence[str]) -> bool:
    filled = [c for c in cells if c.strip()]
    return len(filled) > _SHORTEST and not any(re.search(r"\d{2}", c) for c in filled)


# -- names of files --------------------------------------------------------------------------------------------------


def names_of_files(files: Iterable[str]) -> set[str]:
    """The parts of file and sheet names that do not say what the file is: they may name a person or a place."""
    return {part for file in files for part in _unknown(file)}


def _unknown(file: str) -> Iterator[str]:
    stem, dot, end = file.rpartition(".")
    for token in _TOKEN.findall(stem if dot and len(end) <= 4 else file):
        if token.isdigit() or (token.isascii() and len(token) == 1):
            continue
        if token.isascii():
            if token.lower() not in _file_words():
                yield token
        else:
            yield from _unknown_han(token)


@cache
def _file_words() -> frozenset[str]:
    return frozenset((*words()["file_words"], *(product.value for product in Product)))


def _unknown_han(token: str) -> Iterator[str]:
    known = "|".join(sorted((w for w in words()["file_words"] if not w.isascii()), key=len, reverse=True))
    for rest in re.split(known, token):
        if len(rest) >= _SHORTEST:
            yield rest


# -- anywhere in a text ------------------------------------------------------------------------------------------------


def latin_names(text: str) -> Iterator[re.Match[str]]:
    """Names of persons in Latin letters: two or three capitalised words of Chinese syllables, or two with a dot."""
    for pattern in (_LATIN_NAME, _LOWER_NAME):
        for match in pattern.finditer(text):
            if all(_PINYIN.fullmatch(word) for word in re.split("[ ·._]", match[0])):
                yield match
