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
        self._told = 0.0
        self._file = ""
        self._before = self._size = self._total = 0

    def check(self) -> None:
        """Raise Cancelled if the person asked for it."""
        if self._cancelled is None or (now := time.monotonic()) - self._asked < INTERVAL:
            return
        self._asked = now
        if self._cancelled():
            raise Cancelled

    def begin(self, done: int, size: int, total: int, file: str) -> None:
        """Say that work on ``file`` of ``size`` bytes begins with ``done`` of ``total`` bytes done, and check."""
        self._before, self._size, self._total, self._file = done, size, total, file
        if self._progress is not None:
            self._progress(done, total, file)
        self.check()

    def within(self, part: int, whole: int) -> None:
        """Say that ``part`` of ``whole`` of the file at work is done, as often as `check` asks, and check."""
        if self._progress is not None and time.monotonic() - self._told >= INTERVAL:
            self._told = time.monotonic()
            self._progress(self._before + self._size * part // max(whole, 1), self._total, self._file)
        self.check()


IDLE = Watch()
"""A watch that nobody looks at."""
