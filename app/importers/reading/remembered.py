"""Remembers what a function gave for a short text, as the cells of a column say the same over and over."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Given = TypeVar("Given")

_LONGEST = 48
"""Letters of a text that is remembered: a day or an amount is shorter, and what is longer might fill the memory."""
_MOST = 8_192


def remembered(function: Callable[[str], Given]) -> Callable[[str], Given]:
    """The same function, which asks itself once for each short text; what it gives is never changed by anyone."""
    known = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def asked(text: str) -> Given:
        return known(text) if len(text) <= _LONGEST else function(text)

    return asked
