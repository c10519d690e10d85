"""Words read from a picture, each with its place and how sure the reader is."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the picture."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text on one line; ``sure`` is the least certain character's probability, from 0 to 1.

    ``edges`` are the left edges of its characters and the last one's right edge, ``chances`` how sure each is, so that
    a part of the text has a place and a certainty of its own; empty where the text comes from no picture.
    """

    text: str
    box: Box
    sure: float = 1.0
    edges: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()

    def part(self, start: int, end: int) -> Word:
        """The characters from ``start`` to before ``end`` as a word of its own."""
        if not self.edges:
            return Word(self.text[start:end], self.box, self.sure)
        left, right = self.edges[start], self.edges[end]
        box, chances = (left, self.box[1], right, self.box[3]), self.chances[start:end]
        sure = min(chances, default=self.sure)
        return Word(self.text[start:end], box, sure, self.edges[start : end + 1], chances)


@dataclass(frozen=True, slots=True)
class Picture:
    """What was read from a picture of ``width`` by ``height`` pixels.

    ``turned`` is by how many degrees the picture was turned (counter-clockwise, about its centre, its size kept) so
    that its lines lie flat; boxes are those of the turned picture. ``sharpness`` is how much of the contrast the
    steepest edges cross within one pixel: near 1 on a clean screenshot.
    """

    width: int
    height: int
    words: tuple[Word, ...]
    turned: float = 0.0
    sharpness: float = 1.0

    @property
    def sureness(self) -> float:
        """The mean certainty of its words, weighed by their length; 0 without any."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.sure * len(word.text) for word in self.words) / letters if letters else 0.0
