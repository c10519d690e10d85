"""What fits one alone: of several that may be its own, or one that may be of several, none is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Of = TypeVar("Of", bound=Hashable)
Fit = TypeVar("Fit", bound=Hashable)


def sole_fits(fitting: Mapping[Of, Sequence[Fit]]) -> dict[Of, Fit]:
    """For each loan (its contract, or its place in a list) the one thing that fits it, where that fits no other."""
    wanted = Counter(fit for found in fitting.values() for fit in found)
    return {own: found[0] for own, found in fitting.items() if len(found) == 1 and wanted[found[0]] == 1}
