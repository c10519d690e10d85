"""How much a search for terms may do, counted in steps and never in seconds, so that every computer ends alike."""

from __future__ import annotations

ENOUGH = 100_000
"""Steps for one product's loans together: four times what 64 loans of a year need; a second does some thousand."""


class Work:
    """Steps that are left; a step is a way on from a period of a plan, or a row tried under one due date."""

    def __init__(self, steps: int = ENOUGH) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Count what was done."""
        self.left -= steps

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be tried; what was begun is then cut off and proves nothing."""
        return self.left <= 0
