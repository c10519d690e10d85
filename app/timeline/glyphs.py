"""How each kind of mark looks: a ring fell due, a disc moved money, a cross failed, a bar is the bank's row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from app.core.discrepancy import Severity
from app.core.explanation import EventKind
from app.palette import SEVERITY_INK, Ink
from app.timeline.shapes import Box, Path, Shape

_Strokes = tuple[tuple[tuple[float, float], ...], ...]

_CROSS: _Strokes = (((-0.5, -0.5), (0.5, 0.5)), ((-0.5, 0.5), (0.5, -0.5)))
_CHECK: _Strokes = (((-0.5, 0.0), (-0.12, 0.4), (0.5, -0.4)),)
_FLAG: _Strokes = (((-0.3, 0.55), (-0.3, -0.5), (0.45, -0.2), (-0.3, 0.1)),)
_FORWARD: _Strokes = (((-0.4, -0.45), (0.05, 0.0), (-0.4, 0.45)), ((0.1, -0.45), (0.55, 0.0), (0.1, 0.45)))
_BACK: _Strokes = (((0.45, 0.45), (0.45, -0.1), (-0.4, -0.1)), ((-0.1, -0.45), (-0.45, -0.1), (-0.1, 0.25)))
_PLUS: _Strokes = (((-0.45, 0.0), (0.45, 0.0)), ((0.0, -0.45), (0.0, 0.45)))
_MINUS: _Strokes = (((-0.45, 0.0), (0.45, 0.0)),)
_DOWN: _Strokes = (((0.0, -0.5), (0.0, 0.4)), ((-0.4, 0.0), (0.0, 0.45), (0.4, 0.0)))
_DOT: _Strokes = (((-0.1, 0.0), (0.1, 0.0)),)
_LINES: _Strokes = (((-0.35, -0.25), (0.35, -0.25)), ((-0.35, 0.25), (0.35, 0.25)))


class Outline(Enum):
    """What a mark is cut from, so that it is told apart without its colour: the value is its corner per its height."""

    ROUND = 0.5
    SQUARE = 0.2
    BAR = 0.12


@dataclass(frozen=True, slots=True)
class Look:
    """A mark's colour, whether it is filled, the strokes inside (1 is nearly its edge), its height to its width.

    ``stroke`` is the colour of the strokes of a mark that is not filled, its own where it is None.
    """

    ink: Ink
    filled: bool = True
    strokes: _Strokes = ()
    tall: float = 1.0
    outline: Outline = Outline.SQUARE
    stroke: Ink | None = None


LOOKS: dict[EventKind, Look] = {
    EventKind.DRAWDOWN: Look(Ink.DRAWDOWN, strokes=_DOWN),
    EventKind.DUE: Look(Ink.DUE, filled=False, outline=Outline.ROUND),
    EventKind.DEBIT: Look(Ink.DEBIT, outline=Outline.ROUND),
    EventKind.FAILED_DEBIT: Look(Ink.FAILED, filled=False, strokes=_CROSS, tall=0.9, stroke=Ink.SECONDARY),
    EventKind.REFUND: Look(Ink.PAID_LESS, filled=False, strokes=_BACK, outline=Outline.ROUND),
    EventKind.FEE: Look(Ink.DEBIT, strokes=_PLUS, outline=Outline.ROUND),
    EventKind.PREPAYMENT: Look(Ink.DEBIT, strokes=_FORWARD, outline=Outline.ROUND),
    EventKind.SETTLEMENT: Look(Ink.DEBIT, strokes=_FLAG, outline=Outline.ROUND),
    EventKind.BANK: Look(Ink.BANK, tall=0.5, outline=Outline.BAR),
    EventKind.POSTING: Look(Ink.POSTED, strokes=_CHECK),
    EventKind.WAIVER: Look(Ink.POSTED, filled=False, strokes=_MINUS),
    EventKind.STATUS: Look(Ink.POSTED, filled=False, strokes=_DOT),
    EventKind.PLAN_CHANGE: Look(Ink.PLAN, strokes=_FORWARD),
    EventKind.BILL: Look(Ink.BILL, filled=False, strokes=_LINES, tall=1.25),
    EventKind.BILL_LINE: Look(Ink.BILL, filled=False, strokes=_MINUS, tall=0.75),
    EventKind.RESERVE_TAKEN: Look(Ink.DRAWDOWN, strokes=_DOWN, outline=Outline.ROUND),
    EventKind.RESERVE_RETURNED: Look(Ink.DRAWDOWN, filled=False, strokes=_BACK, outline=Outline.ROUND),
}
_LEAST_TALL = 0.9
"""How high a mark is at least that holds a number."""


def mark(
    kind: EventKind, left: float, right: float, middle: float, size: float, *, plain: bool = False, void: bool = False
) -> Iterator[Shape]:
    """Yield the shapes of a mark between two pixels.

    ``plain`` leaves its inside free for a number; ``void`` draws faintly what was planned but no longer falls due.
    """
    look = replace(LOOKS[kind], ink=Ink.FAILED, stroke=None) if void else LOOKS[kind]
    tall = max(look.tall, _LEAST_TALL) if plain else look.tall
    # Whole pixels: edges are sharp, and equal marks can be drawn from one image.
    left, right, height = (
        float(round(left)),
        float(round(right)),
        float(round(size * tall)),
    )
    middle = round(middle - height / 2) + height / 2
    inset = 0.0 if look.filled else 0.7
    ink = look.ink
    yield Box(
        left + inset,
        middle - height / 2 + inset,
        max(right - left - 2 * inset, 1.0),
        height - 2 * inset,
        look.outline.value * (height - 2 * inset),
        ink if look.filled else Ink.CANVAS,
        None if look.filled else ink,
        1.4,
    )
    if plain or right - left < size * 0.8:
        return
    x, unit = (left + right) / 2, size / 2 * 0.72
    for stroke in look.strokes:
        corners = np.array(stroke) * unit + (x, middle)
        yield Path(corners, stroke=Ink.PANEL if look.filled else look.stroke or ink, line=1.4)


def sign(severity: Severity, x: float, y: float, size: float) -> Iterator[Shape]:
    """Yield the sign of a severity, centred: ▲ serious, ◆ warning, ● info."""
    half = size / 2
    ink = SEVERITY_INK[severity][0]
    if severity is Severity.INFO:
        yield Box(x - half * 0.85, y - half * 0.85, half * 1.7, half * 1.7, half * 0.85, ink, Ink.CANVAS, 1.0)
        return
    triangle = ((0.0, -1.0), (1.0, 0.8), (-1.0, 0.8))
    diamond = ((0.0, -1.05), (1.05, 0.0), (0.0, 1.05), (-1.05, 0.0))
    outline = triangle if severity is Severity.SERIOUS else diamond
    yield Path(np.array(outline) * half + (x, y), fill=ink, stroke=Ink.CANVAS)
