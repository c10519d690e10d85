"""The scale between time and pixels: days since 1970-01-01, China time, as a float."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_EPOCH = date(1970, 1, 1).toordinal()
_NARROWEST_DAYS = 0.25
"""The shortest span that can be shown: a quarter of a day."""


def day_number(moment: datetime | date) -> float:
    """Return days since 1970-01-01 00:00 China time; a bare date is its midnight."""
    days = float(moment.toordinal() - _EPOCH)
    if isinstance(moment, datetime):
        days += (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400
    return days


def moment_of(days: float) -> datetime:
    """Return the moment of a day number in China time, to the second."""
    return datetime.combine(date(1970, 1, 1), time()) + timedelta(seconds=round(days * 86400))


@dataclass(frozen=True, slots=True)
class Scale:
    """Which span of time (``start``, ``days``) lies on which pixels (``left``, ``width``)."""

    start: float
    days: float
    left: float
    width: float

    @property
    def end(self) -> float:
        """The day number at the right edge."""
        return self.start + self.days

    @property
    def right(self) -> float:
        """The pixel of the right edge."""
        return self.left + self.width

    @property
    def per_day(self) -> float:
        """Pixels a day."""
        return self.width / self.days

    def x(self, days: float) -> float:
        """Return the pixel of a day number."""
        return self.left + (days - self.start) * self.width / self.days

    def xs(self, days: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the pixels of many day numbers."""
        return self.left + (days - self.start) * (self.width / self.days)

    def day(self, x: float) -> float:
        """Return the day number under a pixel."""
        return self.start + (x - self.left) * self.days / self.width

    def zoomed(self, factor: float, about_x: float) -> Scale:
        """Return the scale with ``factor`` times the pixels a day; what lies under ``about_x`` stays there."""
        days = max(self.days / factor, _NARROWEST_DAYS)
        pinned = self.day(about_x)
        return replace(self, start=pinned - (about_x - self.left) * days / self.width, days=days)

    def panned(self, pixels: float) -> Scale:
        """Return the scale moved so that its contents go ``pixels`` to the right."""
        return replace(self, start=self.start - pixels * self.days / self.width)

    def showing(self, first: float, last: float, margin_px: float = 0.0) -> Scale:
        """Return the scale that fits first to last between two margins."""
        inner = max(self.width - 2 * margin_px, 1.0)
        days = max(last - first, _NARROWEST_DAYS)
        middle = (first + last) / 2
        whole = days * self.width / inner
        return replace(self, start=middle - whole / 2, days=whole)

    def resized(self, left: float, width: float) -> Scale:
        """Return the same span of time on other pixels."""
        return replace(self, left=left, width=max(width, 1.0))

    def within(self, first: float, last: float) -> Scale:
        """Return the scale kept inside first to last: never wider than that, and never beside it."""
        days = min(self.days, max(last - first, _NARROWEST_DAYS))
        start = self.start if days == self.days else first
        return replace(self, start=min(max(start, first), max(last - days, first)), days=days)

    def between(self, other: Scale, share: float) -> Scale:
        """Return the scale ``share`` (0 to 1) of the way to another, at even steps of zoom."""
        days = self.days * (other.days / self.days) ** share
        change = other.days - self.days
        weight = share if abs(change) < 1e-9 else (days - self.days) / change
        return replace(other, start=self.start + (other.start - self.start) * weight, days=days)
