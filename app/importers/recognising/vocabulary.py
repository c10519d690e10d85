"""Knows the words of lender tables: what a header's words mean and what a cell's word stands for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from app.resource_files import resource

_UNITS = {
    "万元": "ten-thousand-yuan",
    "人民币元": "yuan",
    "元": "yuan",
    "rmb": "yuan",
    "cny": "yuan",
    "yuan": "yuan",
    "人民币": "yuan",
    "¥": "yuan",
    "分": "fen",
    "fen": "fen",
    "%": "percent",
    "百分比": "percent",
    "百分之": "percent",
    "‰": "per-mille",
    "千分之": "per-mille",
    "万分之": "per-ten-thousand",
    "万分比": "per-ten-thousand",
    "‱": "per-ten-thousand",
}
_UNIT = re.compile(
    rf"[(\[【]?\s{{0,9}}(?:单位\s{{0,9}}:?\s{{0,9}})?({'|'.join(map(re.escape, _UNITS))})\s{{0,9}}[)\]】]"
    r"|/\s{0,9}(元|分|%|‰)\s*$|([%‰‱])\s*$"
)
_SHORT = 100  # characters; only shorter texts are kept once they are understood
_ENGLISH = frozenset("abcdefghijklmnopqrstuvwxyz#")
_PIECE = re.compile(r"[a-z#]+|[㐀-鿿/]+|\d+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A header cell: its text as it stands, each word's concepts, the share that was understood, its unit."""

    text: str
    words: tuple[frozenset[str], ...]
    understood: float
    unit: str = ""

    @property
    def concepts(self) -> frozenset[str]:
        """All concepts that stand in the header."""
        return frozenset(concept for word in self.words for concept in word)


@dataclass(frozen=True, slots=True)
class Role:
    """What a column can be, as the word table tells it."""

    name: str
    wanted: Mapping[str, float]
    unwanted: Mapping[str, float]
    shapes: Mapping[str, float]
    vocabulary: str = ""
    value_alone: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Roles ``of`` which ``least`` must be there; what a table may have in their place counts ``too``.

    Those of ``titled`` count where a title names the kind of table.
    """

    of: tuple[str, ...]
    least: int
    too: tuple[str, ...] = ()
    titled: tuple[str, ...] = ()

    def is_met(self, have: Set[str], *, is_titled: bool) -> bool:
        """Whether enough of these roles are among those that a table has."""
        counting = (*self.of, *self.too, *(self.titled if is_titled else ()))
        return sum(1 for role in counting if role in have) >= self.least


@dataclass(frozen=True, slots=True)
class Kind:
    """What a table can be: the roles it must have, groups of which some must be there, and all the rest."""

    name: str
    required: tuple[str, ...]
    some: tuple[Group, ...]
    other: tuple[str, ...]
    titles: tuple[str, ...]
    leans: Mapping[str, float]
    filled: frozenset[str]

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that a table of this kind can have, the essential ones first, each once."""
        grouped = (role for group in self.some for role in group.of)
        return tuple(dict.fromkeys((*self.required, *grouped, *self.other)))

    @property
    def essential(self) -> frozenset[str]:
        """The roles that must not be mistaken."""
        return frozenset((*self.required, *(role for group in self.some for role in group.of)))


@cache
def roles() -> Mapping[str, Role]:
    """All roles by name."""
    return {
        name: Role(
            name,
            entry["for"],
            entry.get("against", {}),
            entry["values"],
            entry.get("words", ""),
            entry.get("value_alone", False),
        )
        for name, entry in _table()["roles"].items()
    }


def _group(entry: Mapping[str, Any]) -> Group:
    also = (tuple(entry.get(name, ())) for name in ("too", "titled"))
    return Group(tuple(entry["of"]), entry["least"], *also)


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds of tables."""
    return tuple(
        Kind(
            name,
            tuple(entry["required"]),
            tuple(map(_group, entry["some"])),
            tuple(entry["other"]),
            tuple(plain(title) for title in entry["titles"]),
            entry.get("leans", {}),
            frozenset(entry["filled"]),
        )
        for name, entry in _table()["kinds"].items()
    )


def plain(text: str) -> str:
    """The text in one width and case, without padding."""
    return _plain(text) if len(text) <= _SHORT else _plain.__wrapped__(text)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


@cache
def heading(text: str) -> Heading:
    """Understand a header cell, ``应还本金(元)`` or ``Due date``."""
    # A hump begins a word: dueDate is due date.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", text))
    core, unit = _without_unit(plain(apart))
    words, known, length = [], 0.0, 0
    for concepts, size, certainty in _understood(core):
        length += size
        known += size * certainty
        if concepts:
            words.append(concepts)
    return Heading(text, tuple(words), known / length if length else 0.0, unit)


@lru_cache(maxsize=8192)  # a column repeats its few words thousands of times
def meaning(vocabulary: str, text: str) -> str | None:
    """What a cell's word stands for in ``vocabulary``, or None; the longest known word in the cell decides."""
    cell = re.sub(r"\s+", " ", plain(text))
    exact, inner = _vocabulary(vocabulary)
    if cell in exact:
        return exact[cell]
    return next((stands_for for word, stands_for in inner if _stands_in(word, cell)), None)


def word_of(vocabulary: str, text: str) -> str | None:
    """What a cell stands for in ``vocabulary`` where all of it is one known word; None for any other."""
    return _vocabulary(vocabulary)[0].get(plain(text))


def meanings(vocabulary: str, text: str) -> frozenset[str]:
    """Everything that the words of ``vocabulary`` in a text stand for."""
    cell = plain(text)
    return frozenset(stands_for for word, stands_for in _vocabulary(vocabulary)[1] if _stands_in(word, cell))


def value_names(vocabulary: str) -> tuple[str, ...]:
    """What the words of a vocabulary can stand for."""
    return tuple(_table()["values"][vocabulary])


def usual_word(vocabulary: str, name: str) -> str:
    """The word by which something is called most often."""
    words: list[str] = _table()["values"][vocabulary][name]
    return words[0]


def _stands_in(word: str, cell: str) -> bool:
    if word not in cell:  # which tells most pairs apart without a form made of each English word
        return False
    return not word.isascii() or re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", cell) is not None


def _without_unit(text: str) -> tuple[str, str]:
    match = _UNIT.search(text)
    if match is None:
        return text, ""
    found = next(group for group in match.groups() if group)
    core = f"{text[: match.start()]} {text[match.end() :]}".strip()
    return (core, _UNITS[found]) if core else (text, _UNITS[found])


def _understood(text: str) -> Iterator[tuple[frozenset[str], int, float]]:
    """Each word of a header: its concepts (none where it is unknown), its length, how sure the word is."""
    run: list[str] = []
    for piece in [*_PIECE.findall(text), ""]:
        if piece and piece[0] in _ENGLISH:
            run.append(piece)
            continue
        yield from _english(run)
        run = []
        if piece and not piece.isdigit():
            yield from _chinese(piece)


def _chinese(text: str) -> Iterator[tuple[frozenset[str], int, float]]:
    words, _ = _lexicon()
    found = _segments(text)
    for place, segment in enumerate(found):
        beside = found[max(place - 1, 0) : place + 2]
        is_word = segment in words and (segment not in _letters() or all(other in words for other in beside))
        yield (words[segment], len(segment), 1.0) if is_word else (frozenset(), len(segment), 0.0)


def _segments(text: str) -> list[str]:
    """The text cut into known words, the longest at each place, and single letters between them."""
    words, longest = _lexicon()
    found, at = [], 0
    while at < len(text):
        sizes = range(min(longest, len(text) - at), 0, -1)
        size = next((size for size in sizes if text[at : at + size] in words), 1)
        found.append(text[at : at + size])
        at += size
    return found


@cache
def _letters() -> frozenset[str]:
    return frozenset(_table()["letters"])


def _english(run: list[str]) -> Iterator[tuple[frozenset[str], int, float]]:
    words, _ = _lexicon()
    at = 0
    while at < len(run):
        sizes = range(min(4, len(run) - at), 0, -1)
        found = next(((size, form) for size in sizes for form in _forms(run[at : at + size]) if form in words), None)
        if found:
            yield words[found[1]], len(found[1]), 1.0
        elif run[at] not in _LITTLE_WORDS:
            yield _nearest(run[at])
        at += found[0] if found else 1


_LITTLE_WORDS = frozenset({"of", "the", "in", "for", "a", "an", "by", "per", "and"})


def _forms(run: list[str]) -> tuple[str, str]:
    phrase = " ".join(run)
    return phrase, phrase.removesuffix("s")


def _nearest(word: str) -> tuple[frozenset[str], int, float]:
    """The concepts of a misspelt word, where one known word is close to it."""
    from rapidfuzz import fuzz, process

    words, _ = _lexicon()
    known = [candidate for candidate in words if candidate.isascii() and len(candidate) >= 5]
    best = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=82) if len(word) >= 5 else None
    return (words[best[0]], len(word), 0.8) if best else (frozenset(), len(word), 0.0)


@cache
def _lexicon() -> tuple[Mapping[str, frozenset[str]], int]:
    """Every header word with its concepts, and the length of the longest."""
    found: dict[str, set[str]] = {}
    for concept, words in _table()["concepts"].items():
        for word in words:
            found.setdefault(plain(word), set()).add(concept)
    return {word: frozenset(concepts) for word, concepts in found.items()}, max(map(len, found))


@cache
def _vocabulary(name: str) -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    exact = {plain(word): key for key, words in _table()["values"][name].items() for word in words}
    inner = [(word, key) for word, key in exact.items() if len(word) >= (3 if word.isascii() else 2)]
    return exact, tuple(sorted(inner, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _table() -> dict[str, dict[str, dict]]:  # type: ignore[type-arg]  # TOML, checked by the tests on the word table
    return tomllib.loads(resource("tables", "column_words.toml").read_text(encoding="utf-8"))
