"""Finds in many texts at once those that hold one of some words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_WORDS = re.compile(r"[^\\^$.*+?()\[\]{}|]{2,}(?:\|[^\\^$.*+?()\[\]{}|]{2,})*")
"""A pattern that is nothing but words of two letters or more."""
_FEW = 1_000  # texts searched one by one: so many rows are a file for which numpy is imported already
_FIRST, _SECOND = 1, 2  # letter of a word
_CODES = 1 << 16  # values of one half of UTF-16


class ManyTexts:
    """A pattern to be searched for in column after column of texts.

    Where it is nothing but words, only those texts are searched in which the first two letters of two words stand
    beside each other, which is seen of a whole column in a tenth of the time that a search of each text takes.
    """

    def __init__(self, pattern: str) -> None:
        self._search: Callable[[str], object] = re.compile(pattern).search
        self._seen = 0
        self._words = pattern.split("|") if _WORDS.fullmatch(pattern) else []

    @property
    def is_of_words(self) -> bool:
        """Whether the pattern is nothing but words."""
        return bool(self._words)

    def found(self, texts: Sequence[str]) -> set[int]:
        """The places, from 0, of the texts in which the pattern is found."""
        self._seen += len(texts)
        places = self._may_hold(texts) if self.is_of_words and self._seen > _FEW else range(len(texts))
        return {at for at in places if self._search(texts[at])}

    def _may_hold(self, texts: Sequence[str]) -> Iterable[int]:
        import numpy as np

        lines = "\n".join(texts)
        codes = np.frombuffer(lines.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
        ends = (codes == ord("\n")).nonzero()[0]
        if len(ends) != len(texts) - 1:  # a cell of several lines
            return range(len(texts))
        told = self._letters.take(codes)
        pairs = ((told[:-1] & _FIRST) << 1 & told[1:]).nonzero()[0]
        places: list[int] = np.searchsorted(ends, pairs).tolist()
        return set(places)

    @cached_property
    def _letters(self) -> npt.NDArray[np.uint8]:
        """Of each half of UTF-16 whether a word begins with it, and whether it is a word's second letter."""
        import numpy as np

        letters = np.zeros(_CODES, dtype=np.uint8)
        for word in self._words:
            letters[ord(word[0])] |= _FIRST
            letters[ord(word[1])] |= _SECOND
        return letters
