"""A timeline at one scale with the tags of its discrepancies, under which nothing is written; `layout` adds labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.timeline.brackets import NO_ROW
from app.timeline.framing import Framing
from app.timeline.tags import Tag, tag_of_chosen, tags


@dataclass(frozen=True)
class Tagged(Framing):
    """A timeline at one scale, with frames and tags and nothing written beside them."""

    chosen: int | None = None
    """The selected discrepancy, by its place: nothing else is written where its tag lies."""

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The tags of brackets that there is room for."""
        return tuple(tags(self, self.chosen_tag))

    @cached_property
    def chosen_tag(self) -> Tag | None:
        """The tag of the selected discrepancy; None where none is selected or it has no place."""
        if self.chosen is None or self.timeline.brackets.upper[self.chosen] == NO_ROW:
            return None
        return tag_of_chosen(self, self.own_frame(self.chosen))

    @cached_property
    def _over(self) -> list[tuple[float, float, float]]:
        """Left, right and middle of every tag, and of every sign without one."""
        found = self.tags if self.chosen_tag is None else (*self.tags, self.chosen_tag)
        tagged = {tag.frame.members for tag in self.tags}
        alone = [(self.sign_at(f), self.half_of_sign(f)) for f in self.frames if f.members not in tagged]
        return [(tag.left, tag.right, tag.y) for tag in found] + [(x - half, x + half, y) for (x, y), half in alone]

    def is_under_tag(self, left: float, right: float, y: float) -> bool:
        """Say whether a text between two pixels, its middle at ``y``, would lie under a tag or a sign."""
        near = self.sign / 2 + self.metrics.units(8)
        return any(begin < right and left < end and abs(middle - y) < near for begin, end, middle in self._over)

    def past_tags(self, left: float, width: float, y: float) -> float:
        """Return where a text of a width may begin, at ``left`` or after the tags that it would lie under."""
        near, gap = self.sign / 2 + self.metrics.units(8), self.metrics.units(4)
        for begin, end, middle in sorted(self._over):
            if abs(middle - y) < near and begin < left + width and left < end:
                left = end + gap
        return left

    def is_under_chosen_tag(self, left: float, right: float, y: float) -> bool:
        """Say whether a sign between two pixels, its middle at ``y``, would lie under the selection's tag."""
        tag = self.chosen_tag
        return tag is not None and tag.covers(left, right, y, self.sign)
