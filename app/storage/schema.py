"""The tables of a case file, and how one is connected to without trusting what is in it."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PurePath

from app.storage.errors import DamagedCase, NewerCase

APPLICATION_ID = 0x54414C4C  # "TALL"
VERSION = 3
PAGE = 4096

TABLES = (
    # What the case is: its id, when it was begun, whether the person named it, how it is sealed.
    "CREATE TABLE about (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL)",
    # Every decision, undo and redo, as it was made. "acts_on" is the decision that an undo or redo is about, and the
    # line's own number otherwise; "sum" is the CRC-32 of the others, so that damage in a line shows.
    "CREATE TABLE decision (number INTEGER PRIMARY KEY, at NOT NULL, name NOT NULL, acts_on INTEGER NOT NULL,"
    " line NOT NULL, sum INTEGER NOT NULL)",
    "CREATE TRIGGER decision_is_never_changed BEFORE UPDATE ON decision"
    " BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END",
    "CREATE TRIGGER decision_is_never_deleted BEFORE DELETE ON decision"
    " BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END",
    # The bytes of the sources by their SHA-256, in compressed pieces, and the places where they lay.
    "CREATE TABLE original (number INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, size INTEGER NOT NULL)",
    "CREATE TABLE piece (number INTEGER PRIMARY KEY, original INTEGER NOT NULL, part INTEGER NOT NULL,"
    " packed BLOB NOT NULL, UNIQUE (original, part))",
    "CREATE TABLE place (number INTEGER PRIMARY KEY, original INTEGER NOT NULL, path NOT NULL)",
    # Passwords of locked files among the originals.
    "CREATE TABLE password (number INTEGER PRIMARY KEY, text NOT NULL)",
    # How the window last showed the case.
    "CREATE TABLE view (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value NOT NULL)",
    # In a copy without the originals: what was read of them.
    "CREATE TABLE facts (number INTEGER PRIMARY KEY, packed BLOB NOT NULL)",
)

_MAGIC = b"SQLite format 3\0"
_GUARDS = ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY", "busy_timeout=5000")
_LONGEST = 16 << 20
"""Bytes of the longest value; the pieces of originals are far smaller."""


def version_of(path: Path) -> int:
    """The version of a case by its header alone, which touches nothing. Raises OSError, DamagedCase, NewerCase."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise DamagedCase(path)
    (version,), (application,) = struct.unpack_from(">I", head, 60), struct.unpack_from(">I", head, 68)
    if application != APPLICATION_ID or not version:
        raise DamagedCase(path)
    if version > VERSION:
        raise NewerCase(path)
    return int(version)


def connect(path: Path, *, writable: bool, longest: int = _LONGEST) -> sqlite3.Connection:
    """A connection that trusts no schema and makes what it commits durable. Raises sqlite3.Error."""
    mode = "rw" if writable else "ro"
    database = sqlite3.connect(
        f"{_uri(path.resolve())}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        guard(database, longest)
        if writable:
            for setting in ("journal_mode=DELETE", "synchronous=EXTRA", "fullfsync=ON", "secure_delete=ON"):
                database.execute(f"PRAGMA {setting}").fetchall()
    except BaseException:
        database.close()
        raise
    return database


def _uri(path: PurePath) -> str:
    """A whole path as SQLite reads it: what stands after two slashes would be a computer, and it knows no other.

    On Windows a share is such a path (``\\\\server\\share``), and so is what a letter of a drive leads to there.
    """
    uri = path.as_uri()
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)


def guard(database: sqlite3.Connection, longest: int = _LONGEST) -> None:
    """Bound what a file made to do harm could do."""
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 10_000)
    database.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 2)
    for setting in _GUARDS:
        database.execute(f"PRAGMA {setting}").fetchall()


def build(database: sqlite3.Connection) -> None:
    """Make the tables of a new case."""
    database.execute(f"PRAGMA page_size={PAGE}")
    with transaction(database):
        for statement in TABLES:
            database.execute(statement)
        database.execute(f"PRAGMA application_id={APPLICATION_ID}")
        database.execute(f"PRAGMA user_version={VERSION}")


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Everything inside becomes durable at the end, or nothing of it."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def is_as_built(database: sqlite3.Connection) -> bool:
    """Whether the tables are those of a case and there is nothing beside them."""
    return _shape(database) == _expected()


def is_sound(database: sqlite3.Connection) -> bool:
    """Whether the database finds no damage in its pages."""
    return bool(database.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))


def _shape(database: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    return frozenset(database.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"))


@cache
def _expected() -> frozenset[tuple[str, ...]]:
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        build(database)
        return _shape(database)
    finally:
        database.close()
