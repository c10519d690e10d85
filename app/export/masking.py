"""Replaces what names a person or an account by pseudonyms, the same one everywhere in an explanation and its rows.

What is found: names (in a column of names, after a label such as 姓名 or 户名 with or without a colon, half hidden as
张*, before an account number, with a compound surname, in Latin letters as 姓 名 are spelt, or in the name of a file),
companies that lend nothing, addresses, account and card numbers in full, in groups, half hidden or by their last four
digits, telephone numbers, e-mail and messenger addresses, identity cards, and every longer number or code (contracts,
orders, references), whose ends stay so that a clerk can still find it. What was found once is replaced everywhere.
A name without any of these marks cannot be told from another word. Dates,
amounts, rates and the fingerprints of files are not touched. Pseudonyms count the values in their order, so they
do not depend on the order of files and say nothing of what they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from app.core.explanation import Basis, Explanation
from app.core.facts import Source
from app.export.personal import is_kept, is_name, latin_names, names_in, names_of_files
from app.export.personal_patterns import MAY_NAME, ONE_OF_SEVERAL, PATTERNS, SHORTEST, Found
from app.texts import Phrasebook, languages

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")

_KEPT = frozenset({"sha256", "digest", "format"})
_DROPPED = frozenset({"path"})
_ENDS = 4
_TAILS = ("tail", "tail2")


_CARD = re.compile(r"62\d{14,17}|(?:[3-6]\d|95)\d{13,17}")
"""UnionPay's own numbers, and those that may be a card's by their length and the office that gives them."""
_UNION_PAY = "62"
_IDENTITY = re.compile(r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")


class Mask:
    """The pseudonyms of a case. Build it of every text that will be shown, then mask with it."""

    def __init__(self, texts: Iterable[str], codes: Iterable[str] = (), people: Iterable[str] = ()) -> None:
        self._names: dict[tuple[Found, str], str] = {}
        self._codes: set[str] = set()
        self._known: dict[str, str] = {}
        self.learn(texts, codes, people)

    def learn(self, texts: Iterable[str], codes: Iterable[str] = (), people: Iterable[str] = ()) -> None:
        """Give a pseudonym to every name and number in texts that has none yet.

        ``codes`` are names of contracts, ``people`` are names known by where they stand.
        """
        found = {(kind, key) for text in texts for kind, key, _, _ in _finds(text)}
        found |= {(Found.PERSON, name) for name in people}
        self._codes |= {code for code in codes if code}
        found |= {(Found.CODE, code) for code in self._codes}
        for kind, key in sorted(found - set(self._names), key=lambda f: (f[0].value, f[1])):
            number = 1 + sum(k is kind for k, _ in self._names)
            self._names[kind, key] = _pseudonym(kind, key, number)
        named = (Found.PERSON, Found.COMPANY, Found.PLACE)
        spelt = {key: name for (kind, key), name in self._names.items() if kind in named}
        spelt |= {" ".join(key): name for key, name in spelt.items() if 1 < len(key) <= _ENDS and not key.isascii()}
        self._exact = {**spelt, **{code: self._names[Found.CODE, code] for code in self._codes}}
        self._words = _any_of(self._exact)
        self._known.clear()

    def learn_explanation(self, explanation: Explanation, leaves: Iterable[Leaf] = ()) -> None:
        """Give a pseudonym to all that an explanation names and that has none yet; ``leaves`` as in `mask_of`."""
        contracts = {f.contract for f in explanation.facilities if f.basis is Basis.GIVEN}
        files = {name for s in explanation.sources for name in (s.file, *s.sheets)}
        leaves = tuple(leaves)
        people = names_of_files(files).union(*(names_in(leaf.headings, leaf.rows) for leaf in leaves))
        self.learn(set(_texts(explanation)), contracts, people)
        self.learn({text for leaf in leaves for text in leaf.preamble})

    def text(self, text: str) -> str:
        """A text with every name and number replaced."""
        if text not in self._known:
            self._known[text] = self._replaced(text)
        return self._known[text]

    def cells(self, rows: Mapping[Source, Sequence[str]]) -> dict[Source, list[str]]:
        """Rows of files, masked, under their masked addresses."""
        return {self.value(source): [self.text(t) for t in cells] for source, cells in rows.items()}

    def value(self, value: T) -> T:
        """Any value of an explanation, masked to its depths; the program's own names of things stay what they are."""
        return cast(T, self._walked(value))

    def _walked(self, value: object) -> object:
        if isinstance(value, str):
            return value if value in _own_words() else self.text(value)
        if isinstance(value, tuple):
            walked = (self._walked(v) for v in value)
            named: Any = type(value)
            return named(*walked) if hasattr(value, "_fields") else tuple(walked)  # a named tuple stays one
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **self._changed(value))
        return value

    def _changed(self, value: object) -> dict[str, Any]:
        """The fields that hold anything to mask, masked; places on this computer are left out altogether."""
        changed: dict[str, Any] = {}
        for field in fields(cast("DataclassInstance", value)):
            old = getattr(value, field.name)
            if field.name in _DROPPED:
                changed[field.name] = ""
            elif field.name == "account" and isinstance(old, str) and old.isdigit():
                changed[field.name] = self._names.get((Found.ACCOUNT, old[-_ENDS:]), f"**{Found.ACCOUNT.value}")
            elif field.name == "facts":
                changed[field.name] = tuple((key, self._walked(fact)) for key, fact in old)
            elif field.name not in _KEPT and (is_dataclass(old) or (isinstance(old, str | tuple) and old)):
                changed[field.name] = self._walked(old)
        return changed

    def _replaced(self, text: str) -> str:
        pieces, end = [], 0
        for kind, key, start, stop in _finds(text):
            pieces += [self._worded(text[end:start]), self._names.get((kind, key), key)]
            end = stop
        return "".join([*pieces, self._worded(text[end:])])

    def _worded(self, text: str) -> str:
        return self._words.sub(lambda m: self._exact[m[0]], text) if self._words else text


@dataclass(frozen=True, slots=True)
class Leaf:
    """The rows of one sheet of a file that are shown, with the heading above them and what stands before it."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    preamble: Sequence[str] = ()


def masked(explanation: Explanation, leaves: Iterable[Leaf] = ()) -> Explanation:
    """The explanation with pseudonyms in place of names and numbers, in events, loans, rows and sentences alike."""
    return mask_of(explanation, leaves=leaves).value(explanation)


def mask_of(explanation: Explanation, more: Iterable[str] = (), leaves: Iterable[Leaf] = ()) -> Mask:
    """The pseudonyms of an explanation, and after them those of ``more`` texts: rows of its files, notes.

    ``leaves`` are the sheets that its rows stand in: their columns of names and their preambles tell who is meant.
    """
    mask = Mask(())
    mask.learn_explanation(explanation, leaves)
    mask.learn(set(more))
    return mask


def _pseudonym(kind: Found, key: str, number: int) -> str:
    """``**A1`` for an account; the ends with a number between for a code: ``2023*7*6969``."""
    if kind is not Found.CODE:
        return f"**{kind.value}{number}"
    ends = min(_ENDS, len(key) // 4)
    return f"{key[:ends]}*{number}*{key[-ends:]}" if ends else f"*{number}*"


def _any_of(words: Mapping[str, str]) -> re.Pattern[str] | None:
    """Any of some names; one in Latin letters is no part of a longer word."""
    each = (_whole(word) for word in sorted(words, key=lambda w: (-len(w), w)))
    return re.compile("|".join(each)) if words else None


def _whole(word: str) -> str:
    before, after = (r"(?<![A-Za-z])" if word[at].isascii() and word[at].isalpha() else "" for at in (0, -1))
    return f"{before}{re.escape(word)}{after.replace('?<!', '?!')}"


@cache
def _own_words() -> frozenset[str]:
    """The program's own names of things: every message id, and each part of one from some dot on or up to one."""
    found: set[str] = set()
    for message in Phrasebook(languages()[0]).messages:
        parts = message.split(".")
        found.update(".".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1))
    return frozenset(found)


def _finds(text: str) -> Iterator[tuple[Found, str, int, int]]:
    """What a text holds, in order: kind, the key that is the same for the same thing, first and last place."""
    if not MAY_NAME.search(text):
        return
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, Found, str]] = []
    for kind, pattern in PATTERNS:
        for start, stop, key in (thing for match in pattern.finditer(text) for thing in _things(kind, match)):
            if key and not any(start < b and a < stop for a, b in taken):
                taken.append((start, stop))
                found.append((start, stop, *_sorted_out(kind, key)))
    for match in latin_names(text):
        if not any(match.start() < b and a < match.end() for a, b in taken):
            found.append((match.start(), match.end(), Found.PERSON, match[0]))
    for start, stop, kind, key in sorted(found, key=lambda f: f[0]):
        yield kind, key, start, stop


def _things(kind: Found, match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """What a match holds: each person of several, else one thing."""
    if match.groupdict().get("names"):
        for one in ONE_OF_SEVERAL.finditer(match["names"]):
            yield match.start("names") + one.start(), match.start("names") + one.end(), one[0]
    else:
        yield _thing(kind, match)


def _thing(kind: Found, match: re.Match[str]) -> tuple[int, int, str]:
    group = next((g for g in ("name", *_TAILS) if match.groupdict().get(g)), "")
    if kind is Found.CODE and not _is_code(match[0]):
        return 0, 0, ""
    if kind is Found.PERSON and group and "*" not in match[group] and not is_name(match[group]):
        return 0, 0, ""
    if kind is Found.COMPANY and is_kept(match[group]):
        return 0, 0, ""
    if group in _TAILS and "*" in match[0]:  # the whole half-hidden number goes
        return *match.span(), match[group]
    return (*match.span(group), match[group]) if group else (*match.span(), match[0])


def _sorted_out(kind: Found, key: str) -> tuple[Found, str]:
    """An account in full is the same as its last four digits."""
    digits = re.sub(r"[ -]", "", key)
    if kind is Found.ACCOUNT or (kind is Found.CODE and _is_card(key)):
        return Found.ACCOUNT, digits[-_ENDS:]
    if kind is Found.PHONE:
        return kind, digits.removeprefix("+").removeprefix("86") if len(digits) > len("13812345678") else digits
    if kind is Found.IDENTITY:
        return kind, digits.upper()
    if kind is Found.CODE and _IDENTITY.fullmatch(key):
        return Found.IDENTITY, key
    return kind, key


def _is_card(text: str) -> bool:
    """Whether digits are a card's number: UnionPay's by how it begins, another's by its check digit (ISO/IEC 7812)."""
    if not _CARD.fullmatch(text):
        return False
    return (
        text.startswith(_UNION_PAY)
        or not sum(sum(divmod(int(digit) * (1 + at % 2), 10)) for at, digit in enumerate(reversed(text))) % 10
    )


def _is_code(text: str) -> bool:
    """Whether letters and digits name something, and are no date or time."""
    digits = sum(c.isdigit() for c in text)
    return digits >= SHORTEST and not _is_moment(text)


def _is_moment(text: str) -> bool:
    for form in ("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%dT%H%M%S"):
        try:
            return 1990 <= datetime.strptime(text, form).year <= 2100 and len(text) >= 12  # noqa: DTZ007
        except ValueError:  # not of this form
            continue
    return False


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for v in value:
            yield from _texts(v)
    elif is_dataclass(value):
        for f in fields(value):
            if f.name not in _KEPT | _DROPPED:
                yield from _texts(getattr(value, f.name))
