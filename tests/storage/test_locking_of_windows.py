"""A case is locked by the calls of Windows as it is by those of other systems."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app.storage.locking import CaseLock, lock_place


class LocksOfWindows(ModuleType):
    """``msvcrt`` as far as locks go: one descriptor at a time holds a file, and closing it lets go."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self._held: dict[tuple[int, int], int] = {}

    def locking(self, descriptor: int, _mode: int, _bytes: int) -> None:
        found = os.fstat(descriptor)
        holder = self._held.setdefault((found.st_dev, found.st_ino), descriptor)
        if holder != descriptor and _is_open(holder):
            raise PermissionError(13, "Permission denied")
        self._held[found.st_dev, found.st_ino] = descriptor


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


@pytest.fixture(autouse=True)
def _on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msvcrt", LocksOfWindows())
    monkeypatch.setattr("app.storage.locking.sys", _Windows())


class _Windows:
    platform = "win32"


def test_one_program_at_a_time_holds_a_case(tmp_path: Path) -> None:
    first = CaseLock.take(tmp_path / "案.tally")
    assert first is not None
    assert CaseLock.take(tmp_path / "案.tally") is None
    first.release()
    again = CaseLock.take(tmp_path / "案.tally")
    assert again is not None
    again.release()


def test_the_file_of_a_lock_stays_where_an_open_file_cannot_be_deleted(tmp_path: Path) -> None:
    lock = CaseLock.take(tmp_path / "a.tally")
    assert lock is not None
    lock.release()
    lock.release()
    assert lock_place(tmp_path / "a.tally").exists()


def test_a_lock_is_taken_where_the_disk_numbers_one_file_in_two_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share may answer by place and by descriptor with different numbers: asking again would never end."""
    asked: list[Path] = []
    monkeypatch.setattr(Path, "stat", lambda place, **_: asked.append(place))
    lock = CaseLock.take(tmp_path / "a.tally")
    assert lock is not None
    assert asked == []
    lock.release()
