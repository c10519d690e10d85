"""Tags: what a bracket is about in a few words and an amount, on its upper edge, where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.discrepancy import Discrepancy
from app.core.money import grouped
from app.palette import SEVERITY_INK, Ink
from app.timeline import glyphs
from app.timeline.brackets import Frame
from app.timeline.framing import Framing
from app.timeline.metrics import Say, TextSize
from app.timeline.shapes import Box, Shape, Text

_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag beside a frame's sign: from ``left`` to ``right``, its middle at ``y``; ``sign_x`` is the sign's middle."""

    frame: Frame
    left: float
    right: float
    y: float
    sign_x: float
    text: str

    def covers(self, left: float, right: float, y: float, near: float) -> bool:
        """Say whether it lies over what stands between two pixels, its middle within ``near`` of the tag's."""
        return self.left < right and left < self.right and abs(self.y - y) < near


def tags(framing: Framing, chosen: Tag | None = None) -> Iterator[Tag]:
    """Yield the tags that fit: none reaches the next sign of its row, the edge of the view or another tag.

    ``chosen`` is the tag of the selection, under which none is written.
    """
    size, scale = framing.sign, framing.scale
    ordered = sorted(((frame.upper, framing.sign_at(frame)[0], frame) for frame in framing.frames), key=_place)
    current, ends = -1, scale.left
    for place, (row, _x, frame) in enumerate(ordered):
        if row != current:
            current, ends = row, scale.left
        if len(frame.members) > 1 or framing.is_faded(frame):
            continue
        before = ordered[place - 1] if place and ordered[place - 1][0] == row else None
        following = ordered[place + 1] if place + 1 < len(ordered) and ordered[place + 1][0] == row else None
        if before is not None:
            ends = max(ends, before[1] + framing.half_of_sign(before[2]) + _GAP)
        limit = scale.right - 2 if following is None else following[1] - size - 2 * _GAP
        tag = tag_of(framing, frame, (ends, limit)) or (_numbered(framing, frame) if framing.numbers else None)
        if tag is None:
            continue
        ends = tag.right + _GAP
        if not (chosen and chosen.covers(tag.left, tag.right, tag.y, size)):
            yield tag


def _place(one: tuple[int, float, Frame]) -> tuple[int, float]:
    return one[:2]


def tag_of(framing: Framing, frame: Frame, room: tuple[float, float]) -> Tag | None:
    """Return the tag of one discrepancy in the longest words that fit between two pixels.

    It begins with its sign, where this stands alone too; where the words need more room the sign moves to the left,
    inside its frame, and the tag still lies on the frame's middle.
    """
    x, y = framing.sign_at(frame)
    floor, limit = room
    found = framing.timeline.brackets.discrepancies[frame.members[0]]
    start = framing.sign / 2 + _GAP
    number, told = framing.numbers_of(frame), words(found, framing.say)
    for text in (*(f"{number} {text}" for text in told), number) if number else told:
        end = start + framing.metrics.width(text, TextSize.SMALL, True) + _GAP
        sign_x = min(x, limit - end)
        # What runs down from the row above is another discrepancy's frame, and no tag lies on its edge.
        clear = frame.upper == 0 or framing.is_clear(frame.upper - 1, sign_x - start, sign_x + end)
        if clear and sign_x >= min(x, max(floor + start, frame.left)) and sign_x + end > x:
            return Tag(frame, sign_x - start, sign_x + end, y, sign_x, text)
    return None


def _numbered(framing: Framing, frame: Frame) -> Tag:
    """The tag that tells a number alone; it is never left out, and moves where the sheet ends."""
    x, y = framing.sign_at(frame)
    start, text = framing.sign / 2 + _GAP, framing.numbers_of(frame)
    width = start + framing.metrics.width(text, TextSize.SMALL, True) + _GAP
    sign_x = max(min(x, framing.scale.right - width), framing.scale.left + start)
    return Tag(frame, sign_x - start, sign_x + width, y, sign_x, text)


def tag_of_chosen(framing: Framing, frame: Frame) -> Tag:
    """Return the tag of the selected discrepancy, in words: it lies over its dimmed neighbours and keeps in view."""
    x, y = framing.sign_at(frame)
    start = framing.sign / 2 + _GAP
    text, *shorter = words(framing.timeline.brackets.discrepancies[frame.members[0]], framing.say)
    width = start + framing.metrics.width(text, TextSize.SMALL, True) + _GAP
    if shorter and start + width > framing.scale.width:
        text = shorter[0]
        width = start + framing.metrics.width(text, TextSize.SMALL, True) + _GAP
    in_view = framing.scale.left <= x <= framing.scale.right
    sign_x = max(min(x, framing.scale.right - width), framing.scale.left + start) if in_view else x
    return Tag(frame, sign_x - start, sign_x + width, y, sign_x, text)


def words(found: Discrepancy, say: Say) -> tuple[str, ...]:
    """Return what is said of a discrepancy, the longest first: its kind with the amount, or the amount alone.

    Where nothing differs in the end its sign alone says more than a zero.
    """
    name = say(f"discrepancy.{found.code}.name")
    if not found.difference:
        return (name,)
    amount = grouped(found.difference, signed=True)
    return f"{name} {amount}", amount


def drawn(framing: Framing, tag: Tag) -> Iterator[Shape]:
    """Yield a tag: a pill with the sign and the words."""
    height, ink = framing.sign + 4, SEVERITY_INK[tag.frame.severity][0]
    left, right = float(round(tag.left)), float(round(tag.right))
    yield Box(left, round(tag.y - height / 2), right - left, height, height / 2, Ink.PANEL, ink, 1.0)
    yield from glyphs.sign(tag.frame.severity, tag.sign_x, tag.y, framing.sign * 0.85)
    yield Text(tag.sign_x + framing.sign / 2 + _GAP, tag.y, tag.text, ink, TextSize.SMALL, strong=True)
