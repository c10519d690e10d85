"""What fits one loan alone: of several that may be its own, or one that may be of several, none is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

Fit = TypeVar("Fit")


def sole_fits(fitting: Mapping[str, Sequence[Fit]]) -> dict[str, Fit]:
    """By contract the one thing that fits it, where it is the only one and fits no other contract."""
    wanted = Counter(id(fit) for found in fitting.values() for fit in found)
    return {c: found[0] for c, found in fitting.items() if len(found) == 1 and wanted[id(found[0])] == 1}
