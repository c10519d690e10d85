"""Groups words into lines, as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.importers.pictures.words import Word

_SPACED = re.compile(r"(?:^|\s)[\u4e00-\u9fff](?: [\u4e00-\u9fff])+(?=\s|$|[:：(（¥￥\d])")
_LEAST_SPACED = 2  # lines
_LETTER = 10.0  # points that a letter of pasted text is given, so that places can be compared


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side, from left to right; ``number`` counts lines from 1."""

    number: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def height(self) -> float:
        """The height of its tallest word."""
        return max(word.box[3] - word.box[1] for word in self.words)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines of a picture from top to bottom: words whose middles lie within half a letter's height."""
    from statistics import median

    ordered = sorted(words, key=lambda word: (word.box[1] + word.box[3], word.box[0]))
    rows: list[list[Word]] = []
    for word in ordered:
        row = rows[-1] if rows else []
        if row and abs(_middle(word) - median(map(_middle, row))) < 0.5 * min(_height(word), *map(_height, row)):
            row.append(word)
        else:
            rows.append([word])
    return [Line(n, tuple(sorted(row, key=lambda word: word.box[0]))) for n, row in enumerate(rows, 1)]


def lines_of_text(texts: Iterable[str]) -> list[Line]:
    """The lines of a page that was pasted or typed; ``number`` is the physical row, blank rows are left out."""
    found = []
    for number, text in enumerate(_unspaced(list(texts)), 1):
        if text.strip():
            edges = tuple(_LETTER * at for at in range(len(text) + 1))
            box = (0.0, number * 2 * _LETTER, edges[-1], number * 2 * _LETTER + _LETTER)
            found.append(Line(number, (Word(text, box, 1.0, edges),)))
    return found


def _unspaced(texts: list[str]) -> list[str]:
    """The lines of a page that a reader of pictures set letter by letter (已 还 清, 1 , 036.80) as they were printed.

    A title alone may be set so by who made the page.
    """
    if sum(1 for text in texts if _SPACED.search(text)) < _LEAST_SPACED:
        return texts
    joined = (re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text) for text in texts)
    return [re.sub(r"(?<=\d)\s*([,.，．])\s*(?=\d)", r"\1", text) for text in joined]


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def _height(word: Word) -> float:
    return word.box[3] - word.box[1]
