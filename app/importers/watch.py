"""Tells a long reading how far it has come and lets it be cancelled."""

from __future__ import annotations

import time
from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called with the bytes done, the bytes in all as known so far, and the name of the file at work."""

INTERVAL = 0.04  # seconds; a cancel is then felt within a twentieth of a second


class Cancelled(Exception):
    """The person stopped the work; nothing was changed."""


class Watch:
    """Asks at most every 40 ms whether to go on, so that it may stand in tight loops."""

    def __init__(self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._asked = 0.0

    def check(self) -> None:
        """Raise Cancelled if the person asked for it."""
        if self._cancelled is None or (now := time.monotonic()) - self._asked < INTERVAL:
            return
        self._asked = now
        if self._cancelled():
            raise Cancelled

    def report(self, done: int, total: int, file: str) -> None:
        """Say how far the work has come, and check."""
        if self._progress is not None:
            self._progress(done, total, file)
        self.check()


IDLE = Watch()
"""A watch that nobody looks at."""
