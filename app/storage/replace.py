"""Puts a whole case at a place, so that there is always either the old file or the new one."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from app.storage import schema
from app.storage.case_file import OPEN, CaseFile
from app.storage.encryption import Protection
from app.storage.errors import CaseInUse
from app.storage.locking import CaseLock

_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite may have left beside a database."""


def place_case(
    path: Path,
    at: datetime,
    fill: Callable[[CaseFile], None],
    protection: Protection = OPEN,
    holder: CaseFile | None = None,
) -> CaseLock:
    """Write a case that ``fill`` fills to ``path``, whole or not at all; ``holder`` is what we have open at that place.

    Returns the lock of the new case, to go on with or to release. Raises OSError and CaseInUse.
    """
    lock = holder.give_lock() if holder is not None else CaseLock.take(path)
    if lock is None:
        raise CaseInUse(path)
    part = path.with_name(f".{path.name}.part")  # only who holds the lock writes it
    try:
        _clear(part)
        with closing(CaseFile.create(part, at, protection=protection)) as fresh:
            fill(fresh)
        if holder is not None:
            holder.close()
        _settle(path)
        part.replace(path)
        sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):  # the next one to write here clears it too
            _clear(part)
        lock.release()
        raise
    return lock


def sync_folder(folder: Path) -> None:
    """Make sure that names in a folder outlast a power failure; Windows has no such call."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _settle(path: Path) -> None:
    """Let a case that is to be replaced finish what a killed program began: its journal must not meet the new file."""
    if any(path.with_name(path.name + ending).exists() for ending in _BESIDE):
        with suppress(sqlite3.Error), closing(schema.connect(path, writable=True)) as database:
            database.execute("SELECT count(*) FROM sqlite_master").fetchall()
        for ending in _BESIDE:
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _clear(part: Path) -> None:
    for ending in ("", *_BESIDE):
        part.with_name(part.name + ending).unlink(missing_ok=True)
