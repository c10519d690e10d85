"""Tables that were pasted or typed, as files to be read, for as long as the program runs and nobody else to see."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

_PREFIX = "tallyline-pasted-"
_HELD = ".held"
"""A file that stays open as long as the program lives."""


class PastedTables:
    """A folder of our own in the temporary folder, made when it is first needed."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._held: int | None = None
        self.count = 0

    def add(self, text: str, name: str) -> Path:
        """Write a table. Raises OSError."""
        if self._folder is None:
            clear_left_over()
            self._folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
            self._held = os.open(self._folder / _HELD, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        self.count += 1
        folder = self._folder / str(self.count)
        folder.mkdir(mode=0o700)
        path = folder / f"{name}.csv"
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def clear(self) -> None:
        """Take all of it away."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def clear_left_over() -> None:
    """Take away what a program left that was killed."""
    is_left = _was_let_go if sys.platform == "win32" else _is_of_the_dead
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        with suppress(OSError):  # another person's
            if is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _was_let_go(folder: Path) -> bool:
    """Windows cannot be asked who lives, but there an open file cannot be deleted. Raises OSError where it is held."""
    (folder / _HELD).unlink(missing_ok=True)
    return True


def _is_of_the_dead(folder: Path) -> bool:
    number = folder.name.removeprefix(_PREFIX).partition("-")[0]
    mine = getattr(os, "getuid")()  # noqa: B009 - Windows does not have it
    return bool(number.isdecimal() and not _lives(int(number)) and folder.lstat().st_uid == mine)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # another person's
        return True
    return True
