"""The base of closed lists of words that facts are sorted by."""

from __future__ import annotations

from enum import Enum


class Word(Enum):
    """An enumeration of which each member is one object: hashed as such, not by its name.

    Facts are grouped by their words some hundred thousand times a case, and hashing a name is Python code.
    """

    __hash__ = object.__hash__
