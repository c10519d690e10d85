"""How much a workbook may unfold to, summed over its sheets: a small file can name one long text a million times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.importers.reading.errors import Refused, too_much
from app.importers.reading.limits import Limits
from app.importers.reading.sheet_extent import Extent

BOOK_PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
"""The parts of an XLSX workbook that say which part is which sheet."""
_TEXTS_PER_BYTE = 20
"""Bytes of text that a byte of the packed file may unfold to: the texts of bills repeat, but not so often."""
_STRING_ENDS = re.compile(rb"</(?:\w+:)?si\s*>")
_NAMES_STRING = re.compile(rb"\bt\s*=\s*[\"']\s*s\s*[\"']")
_STRING_NAMED = re.compile(rb"\bt\s*=\s*[\"']\s*s\s*[\"'][^>]*>\s*<(?:\w+:)?v\b[^>]*>\s*(\d+)")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\b\w+:id\s*=\s*[\"']([^\"']*)")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ID, _TARGET = (re.compile(rb"\b" + name + rb"\s*=\s*[\"']([^\"']*)") for name in (b"Id", b"Target"))


@dataclass(slots=True)
class Budget:
    """What is left of the cells and of the bytes of text that all sheets of one workbook may have together."""

    limits: Limits
    cells: int
    characters: int
    seen: Extent = field(default_factory=lambda: Extent(0, 0))

    @classmethod
    def of(cls, packed: int, limits: Limits) -> Budget:
        """The budget of a workbook of so many bytes: more where the file itself is large."""
        return cls(limits, max(limits.cells, packed), max(limits.characters, _TEXTS_PER_BYTE * packed))

    def look(self, sheet: Extent) -> None:
        """Count a sheet before it is read. Raises Refused where it, or all of them together, would be too large."""
        self.seen = self.seen.and_below(sheet)
        # A cell in the last corner makes the sheet's rectangle huge, and the reader holds the whole rectangle.
        if sheet.is_beyond(self.limits.cells) or self.seen.is_beyond(self.limits.cells):
            raise too_much("sheet-too-large", self.limits, "cells")
        if self.seen.cells > self.cells:
            raise self._beyond("cells")
        self.refuse_text(self.seen.characters)

    def refuse_text(self, characters: int) -> None:
        """Raise Refused where so much text is more than there may be."""
        if characters > self.characters:
            raise self._beyond("characters")

    def spend(self, rows: Sequence[Sequence[str]]) -> None:
        """Count a sheet that was read. Raises Refused."""
        self.cells -= sum(map(len, rows))
        self.characters -= sum(len(text) for cells in rows for text in cells)
        for limit in ("cells", "characters"):
            if getattr(self, limit) < 0:
                raise self._beyond(limit)

    def _beyond(self, limit: str) -> Refused:
        return too_much(f"workbook-too-many-{limit}", self.limits, limit)


class SharedStrings:
    """The bytes of the strings that cells name by number, and what the sheets make of them."""

    def __init__(self, part: bytes = b"") -> None:
        self._lengths = [len(text) for text in _STRING_ENDS.split(part)]
        self._longest = max(self._lengths)

    def named_by(self, sheet: bytes, cells: int, budget: int) -> int:
        """The bytes of text that a sheet's cells name, 0 where they cannot be beyond ``budget``.

        ``cells`` is how many it has; they are looked at one by one only where all of them together might be too much.
        """
        if cells * self._longest <= budget:
            return 0
        cells = sum(1 for _ in _NAMES_STRING.finditer(sheet))
        named = Counter(int(digits[:9]) for digits in _STRING_NAMED.findall(sheet))
        unclear = cells - named.total()
        known = sum(many * self._lengths[n] for n, many in named.items() if n < len(self._lengths))
        return known + unclear * self._longest


def is_named_twice(parts: Mapping[str, bytes]) -> bool:
    """Whether two sheets of an XLSX workbook are one part: Office writes a part for each, and a reader reads it twice.

    ``parts`` holds those of `BOOK_PARTS` that there are.
    """
    targets: dict[bytes, bytes] = {}
    for relation in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        name, target = _ID.search(relation), _TARGET.search(relation)
        if name and target:
            targets[name[1]] = target[1].removeprefix(b"/").removeprefix(b"xl/").lower()
    named = Counter(targets.get(name, name) for name in _SHEET.findall(parts.get("xl/workbook.xml", b"")))
    return any(many > 1 for many in named.values())
