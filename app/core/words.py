"""The base of closed lists of words that facts are sorted by."""

from __future__ import annotations

from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING


class Word(Enum):
    """An enumeration of which each member is one object: hashed as such, not by its name.

    Facts are grouped by their words some hundred thousand times a case, and hashing a name is Python code.
    """

    __hash__ = object.__hash__

    if not TYPE_CHECKING:
        value = property(attrgetter("_value_"))  # facts are put in order by it, and the library's own is Python code
