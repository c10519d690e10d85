"""What the search for terms remembers of the steps of one loan, and how it is let go when another case begins."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_emptied: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the last ``most`` results of a function of values; `forget` lets them go."""

    def keep(function: Callable[P, R]) -> Callable[P, R]:
        kept = lru_cache(maxsize=most)(function)
        _emptied.append(kept.cache_clear)
        return kept  # type: ignore[return-value]  # called with what can be hashed alone

    return keep


def forget() -> None:
    """Let go of everything that is remembered; it would be found again in another search of the same loans alone.

    A process that does many cases calls this after each: full, these memories take tens of megabytes.
    """
    for empty in _emptied:
        empty()
