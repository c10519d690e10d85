"""The few shapes that every picture of the timeline is made of; Qt and SVG each draw them in their own way."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.core.explanation import EventKind
from app.palette import Ink
from app.timeline.metrics import TextSize


class Anchor(Enum):
    """Which part of a text stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Box(NamedTuple):
    """A rectangle with rounded corners; no ``stroke`` or ``fill`` where None. ``opacity`` is that of the fill."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    fill: Ink | None = None
    stroke: Ink | None = None
    line: float = 1.0
    opacity: float = 1.0


class Lines(NamedTuple):
    """Straight lines, one per row of ``ends`` (x1, y1, x2, y2)."""

    ends: npt.NDArray[np.float64]
    stroke: Ink
    line: float = 1.0
    dashed: bool = False
    opacity: float = 1.0


class Path(NamedTuple):
    """Corners (x, y) joined by straight lines; filled where ``fill`` is set, closed only then."""

    corners: npt.NDArray[np.float64]
    fill: Ink | None = None
    stroke: Ink | None = None
    line: float = 1.0
    opacity: float = 1.0


class Mark(NamedTuple):
    """A mark of an event: `app.timeline.glyphs.mark` says of which shapes it is made; many are alike."""

    kind: EventKind
    left: float
    right: float
    middle: float
    size: float
    plain: bool = False
    void: bool = False


class Steps(NamedTuple):
    """A line of level steps, whose corners (x, y) go from left to right, and what lies under it, to ``bottom``."""

    corners: npt.NDArray[np.float64]
    bottom: float
    ink: Ink
    line: float
    opacity: float
    """That of what lies under it."""


class Text(NamedTuple):
    """A line of text; ``y`` is the middle of its capitals; with ``halo`` it hides the lines that it crosses."""

    x: float
    y: float
    text: str
    ink: Ink
    size: TextSize = TextSize.NORMAL
    anchor: Anchor = Anchor.START
    strong: bool = False
    halo: bool = False


Shape = Box | Lines | Path | Mark | Steps | Text
