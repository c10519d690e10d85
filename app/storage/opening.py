"""Begins a case's database and opens one with every check, before anything in it is believed."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.storage import migrations, schema
from app.storage.encryption import Lock, NotOpened, Open, Protection
from app.storage.errors import CaseNeedsPassword, DamagedCase, WrongCasePassword
from app.storage.locking import lock_place


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection whose tables are sound, what the case says of itself, and how its values are sealed."""

    database: sqlite3.Connection
    about: Mapping[str, str]
    protection: Protection


def begin(path: Path, at: datetime, *, named: bool, protection: Protection) -> None:
    """Make an empty case at ``path``, all of it or nothing. Raises OSError and sqlite3.Error."""
    part = path.with_name(f".{path.name}.new")
    part.unlink(missing_ok=True)
    part.with_name(f"{part.name}-journal").unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(schema.connect(part, writable=True)) as database:
            schema.build(database)
            about = {
                "id": secrets.token_hex(8),
                "begun": at.isoformat(),
                "named": "1" if named else "",
                "lock": protection.lock.to_text() if protection.lock else "",
            }
            with schema.transaction(database):
                database.executemany("INSERT INTO about (name, value) VALUES (?, ?)", about.items())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def clear_left_over(path: Path) -> None:
    """Take away what a program that was killed while it wrote this case left beside it; for who holds the lock."""
    for name in (f".{path.name}.new", f".{path.name}.part"):
        left = path.with_name(name)
        for place in (*(left.with_name(left.name + end) for end in ("", "-journal", "-wal", "-shm")), lock_place(left)):
            with suppress(OSError):  # it does no harm
                place.unlink(missing_ok=True)


def open_database(path: Path, key: str | Protection, *, writable: bool) -> Opened:
    """Open the case at ``path``, in the newest version of its tables; one that may not be written stays as it is.

    ``key`` is the password, or the protection that the case was just written with.

    Raises OSError, sqlite3.Error, DamagedCase, NewerCase, CaseNeedsPassword and WrongCasePassword.
    """
    version = schema.version_of(path)
    database = _connected(path, version, writable=writable)
    try:
        migrations.bring_up(database, version, path)
        if not schema.is_as_built(database):
            raise DamagedCase(path)
        about = _about(database, path)
        return Opened(database, about, protection_of(about["lock"], key, path))
    except BaseException:
        database.close()
        raise


def _connected(path: Path, version: int, *, writable: bool) -> sqlite3.Connection:
    longest = {"longest": migrations.LONGEST_BEFORE} if version < schema.VERSION else {}
    database = schema.connect(path, writable=writable, **longest)
    try:
        if not schema.is_sound(database):
            raise DamagedCase(path)
        if writable or version == schema.VERSION:
            return database
    except BaseException:
        database.close()
        raise
    with closing(database):  # an old case that may not be written is brought up in memory
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        database.backup(copy)
        schema.guard(copy, **longest)
        return copy


def _about(database: sqlite3.Connection, path: Path) -> dict[str, str]:
    about = dict(database.execute("SELECT name, value FROM about").fetchall())
    if not all(isinstance(about.get(name), str) for name in ("id", "named", "lock")):
        raise DamagedCase(path)
    return about


def protection_of(lock: str, key: str | Protection, path: Path) -> Protection:
    """The protection of a case whose lock is this text. Raises ValueError, CaseNeedsPassword and WrongCasePassword."""
    if not lock:
        return Protection(Open())
    known = Lock.from_text(lock)
    if isinstance(key, Protection):
        if key.lock != known:
            raise WrongCasePassword(path)
        return key
    if not key:
        raise CaseNeedsPassword(path)
    try:
        return Protection(known.open(key), known)
    except NotOpened as error:
        raise WrongCasePassword(path) from error
