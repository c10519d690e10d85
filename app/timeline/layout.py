"""A timeline at one scale with all that is written of its marks: what is drawn and picked is read from here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.timeline.labels import labels, leading_kinds
from app.timeline.shapes import Text
from app.timeline.tagging import Tagged


@dataclass(frozen=True)
class Layout(Tagged):
    """A timeline at one scale."""

    @cached_property
    def kinds(self) -> npt.NDArray[np.int64]:
        """The kind (by number) that each mark looks like."""
        return leading_kinds(self.timeline.leading, self.clusters)

    @cached_property
    def labels(self) -> tuple[tuple[int, Text], ...]:
        """What is written of marks, each with the place of its mark."""
        return tuple(labels(self, self.kinds))
