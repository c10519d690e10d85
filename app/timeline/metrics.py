"""How wide text is and what says it: geometry must be told, because it has neither font nor language."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from app.core.discrepancy import FactValue

_MOST_KEPT = 20_000


class Say(Protocol):
    """Fills a message of the catalogue; ``Phrasebook.say`` is one."""

    def __call__(self, message: str, /, **values: FactValue) -> str: ...


class TextSize(float, Enum):
    """Sizes of text as a share of the ordinary size; a number, because its hash is then computed at once."""

    SMALL = 0.86
    NORMAL = 0.95


Measure = Callable[[str, TextSize, bool], float]
"""Returns the width in pixels of a text in a size, bold or not."""


@dataclass(frozen=True)
class Metrics:
    """``em`` is the ordinary text size in pixels; all heights are multiples of it, so that larger text has room."""

    em: float
    measure: Measure
    _widths: dict[tuple[str, TextSize, bool], float] = field(default_factory=dict, compare=False)

    def width(self, text: str, size: TextSize = TextSize.NORMAL, strong: bool = False) -> float:
        """Return the width of a text in pixels; each text is measured once."""
        key = (text, size, strong)
        if key not in self._widths:
            if len(self._widths) >= _MOST_KEPT:
                self._widths.clear()
            self._widths[key] = self.measure(text, size, strong)
        return self._widths[key]

    def units(self, thirteenths: float) -> float:
        """Return a length given for text of 13 px, grown with the text and rounded to whole pixels."""
        return float(round(thirteenths * self.em / 13))


def estimated(em: float) -> Metrics:
    """Metrics where no font can be asked: a width that common fonts do not exceed, so that nothing is cut."""

    def measure(text: str, size: TextSize, strong: bool) -> float:
        wide = sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.62 for c in text)
        return wide * em * size.value * (1.06 if strong else 1.0)

    return Metrics(em, measure)


def shortened(count: int) -> str:
    """Write a number of marks in four characters at most: 999, 12k, 3M."""
    return str(count) if count < 1000 else f"{count // 1000}k" if count < 1_000_000 else f"{count // 1_000_000}M"
