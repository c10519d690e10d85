"""One program at a time writes a case: a lock that the system takes back even from a program that was killed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


class CaseLock:
    """The right to write the case at ``path``, held from `take` to `release`.

    The lock is on a file beside the case: on the case itself it would meet SQLite's own locks.
    """

    def __init__(self, descriptor: int, place: Path) -> None:
        self._descriptor: int | None = descriptor
        self._place = place

    @classmethod
    def take(cls, path: Path) -> CaseLock | None:
        """The lock, or None where somebody has it. Raises OSError where nothing can be written there."""
        place = lock_place(path)
        while True:
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
            if not _locked(descriptor):
                os.close(descriptor)
                return None
            if _is_still(descriptor, place):
                return cls(descriptor, place)
            os.close(descriptor)  # the one before took its file away in between

    def release(self) -> None:
        """Let others write; may be called twice."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if sys.platform != "win32":  # there an open file cannot be deleted
            with suppress(OSError):  # one left behind does no harm
                self._place.unlink(missing_ok=True)
        os.close(descriptor)


def lock_place(path: Path) -> Path:
    """Where the lock of a case lies; two ways to one file lead to one lock."""
    real = Path(os.path.realpath(path))
    return real.with_name(f".{real.name}.lock")


def _is_still(descriptor: int, place: Path) -> bool:
    # On Windows nobody takes the file away, and the two ways of asking may number it differently.
    return sys.platform == "win32" or _is_same_file(descriptor, place)


def _is_same_file(descriptor: int, place: Path) -> bool:
    try:
        there = place.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(descriptor)
    return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
