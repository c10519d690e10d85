"""Tags: what a bracket is about in a few words and an amount, on its upper edge, where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.discrepancy import Discrepancy
from app.core.money import grouped
from app.palette import SEVERITY_INK, Ink
from app.timeline import glyphs
from app.timeline.brackets import Frame
from app.timeline.metrics import Say, TextSize
from app.timeline.shapes import Box, Shape, Text

if TYPE_CHECKING:  # a layout holds its tags
    from app.timeline.layout import Layout

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


def tags(layout: Layout) -> Iterator[Tag]:
    """Yield the tags that fit: none reaches the next sign of its row, the edge of the view or another tag."""
    size = layout.sign
    ordered = sorted(layout.frames, key=lambda frame: (frame.upper, layout.sign_at(frame)[0]))
    for place, frame in enumerate(ordered):
        x, y = layout.sign_at(frame)
        if len(frame.members) > 1 or layout.is_faded(frame) or _covers_marks(layout, frame, y):
            continue
        following = ordered[place + 1] if place + 1 < len(ordered) else None
        limit = layout.scale.right
        if following is not None and following.upper == frame.upper:
            limit = layout.sign_at(following)[0] - size - 2 * _GAP
        tag = tag_of(layout, frame, limit - x)
        if tag is not None and not layout.is_under_chosen_tag(tag.left, tag.right, tag.y):
            yield tag


def _covers_marks(layout: Layout, frame: Frame, y: float) -> bool:
    """Say whether a tag would lie over the marks of its row, because the row is low."""
    highest = float(layout.middles[frame.upper]) - layout.mark * 0.6
    return y + layout.sign / 2 > highest


def tag_of(layout: Layout, frame: Frame, room: float) -> Tag | None:
    """Return the tag of one discrepancy in the longest words that ``room``, from its sign to the right, can hold."""
    x, y = layout.sign_at(frame)
    found = layout.timeline.brackets.discrepancies[frame.members[0]]
    start = layout.sign / 2 + _GAP
    for text in words(found, layout.say):
        width = layout.metrics.width(text, TextSize.SMALL, True)
        if start + width + _GAP <= room:
            return Tag(frame, x - start, x + start + width + _GAP, y, x, text)
    return None


def tag_of_chosen(layout: Layout, frame: Frame) -> Tag:
    """Return the tag of the selected discrepancy, in words: it lies over its dimmed neighbours and keeps in view."""
    x, y = layout.sign_at(frame)
    start = layout.sign / 2 + _GAP
    text, *shorter = words(layout.timeline.brackets.discrepancies[frame.members[0]], layout.say)
    width = start + layout.metrics.width(text, TextSize.SMALL, True) + _GAP
    if shorter and start + width > layout.scale.width:
        text = shorter[0]
        width = start + layout.metrics.width(text, TextSize.SMALL, True) + _GAP
    in_view = layout.scale.left <= x <= layout.scale.right
    sign_x = max(min(x, layout.scale.right - width), layout.scale.left + start) if in_view else x
    return Tag(frame, sign_x - start, sign_x + width, y, sign_x, text)


def words(found: Discrepancy, say: Say) -> tuple[str, ...]:
    """Return what is said of a discrepancy, the longest first: its kind with the amount, or one of them."""
    name = say(f"discrepancy.{found.code}.name")
    if not found.difference:
        return (name,)
    amount = grouped(found.difference, signed=True)
    return f"{name} {amount}", amount


def drawn(layout: Layout, tag: Tag) -> Iterator[Shape]:
    """Yield a tag: a pill with the sign and the words."""
    height, ink = layout.sign + 4, SEVERITY_INK[tag.frame.severity][0]
    left, right = float(round(tag.left)), float(round(tag.right))
    yield Box(left, round(tag.y - height / 2), right - left, height, height / 2, Ink.PANEL, ink, 1.0)
    yield from glyphs.sign(tag.frame.severity, tag.sign_x, tag.y, layout.sign * 0.85)
    yield Text(tag.sign_x + layout.sign / 2 + _GAP, tag.y, tag.text, ink, TextSize.SMALL, strong=True)
