"""The words of a PDF's page, each at its place, and how they join to lines and cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

BLANK, CELL_GAP = 0.15, 0.6  # gaps between words, as parts of a letter's height
SAME_LINE = 0.3


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text on a page, in points; ``y`` grows downwards and is the same for all words of a line."""

    text: str
    x0: float
    x1: float
    y: float
    height: float

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Word:
        """The word that pdfplumber's ``extract_words`` found."""
        return cls(found["text"], found["x0"], found["x1"], found["bottom"], found["bottom"] - found["top"])


def runs_of(words: Sequence[Word], columns: Sequence[Word] = ()) -> list[Word]:
    """Words joined where the gap is no wider than a blank, unless a word stands exactly in a column of its own."""
    runs: list[Word] = []
    for word in sorted(_levelled(words), key=place_of):
        widest = CELL_GAP * word.height
        last = runs[-1] if runs and runs[-1].y == word.y else None
        if last and abs(word.x0 - last.x1) < widest and not _begins_cell(word, last, columns):
            runs[-1] = joined([last, word])
        else:
            runs.append(word)
    return runs


def _begins_cell(word: Word, last: Word, columns: Sequence[Word]) -> bool:
    if not columns:
        return False
    own = nearest(word, columns)
    return own != nearest(last, columns) and _distance(word, columns[own]) < CELL_GAP * word.height


def _levelled(words: Sequence[Word]) -> list[Word]:
    """The words with one ``y`` for all that stand on one line."""
    levelled: list[Word] = []
    for word in sorted((w for w in words if w.text.strip()), key=lambda w: w.y):
        near = levelled and word.y - levelled[-1].y < SAME_LINE * word.height
        levelled.append(replace(word, y=levelled[-1].y) if near else word)
    return levelled


def joined(words: list[Word]) -> Word:
    text = words[0].text
    for before, word in pairwise(words):
        text += (" " if word.x0 - before.x1 > BLANK * word.height else "") + word.text
    return replace(words[0], text=text, x1=words[-1].x1)


def place_of(word: Word) -> tuple[float, float]:
    return word.y, word.x0


def nearest(run: Word, columns: Sequence[Word]) -> int:
    return min(range(len(columns)), key=lambda i: _distance(run, columns[i]))


def _distance(run: Word, column: Word) -> float:
    """How far a run is from a column's left edge, middle or right edge, whichever it keeps to best."""
    middles = abs((run.x0 + run.x1) - (column.x0 + column.x1)) / 2
    return min(middles, abs(run.x0 - column.x0), abs(run.x1 - column.x1))
