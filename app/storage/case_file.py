"""The `.tally` file: a case's decisions and the bytes of its files, in one SQLite database."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.core.decisions import Step, step_from_json, step_to_json

APPLICATION_ID = 0x54414C4C  # "TALL"
VERSION = 1

_SCHEMA = """
CREATE TABLE step (number INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE TABLE original (number INTEGER PRIMARY KEY, path TEXT NOT NULL, packed BLOB NOT NULL);
CREATE TABLE password (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
"""


class DamagedCase(Exception):
    """A file that is no case, or a case that cannot be read; ``path`` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"not a readable case: {path.name}")
        self.path = path


class NewerCase(DamagedCase):
    """A case written by a newer version of the program; it is left untouched."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a case file holds. Passwords open the locked ones among the originals that lie beside them."""

    log: tuple[Step, ...]
    originals: tuple[Original, ...]
    passwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was given: where it lay, and its bytes."""

    path: str
    content: bytes


def originals_of(places: Iterable[str], kept: Sequence[Original] = ()) -> tuple[Original, ...]:
    """The files at these places with their bytes, those held already taken as they are. Raises OSError."""
    held = {original.path: original for original in kept}
    return tuple(held.get(place) or Original(place, Path(place).read_bytes()) for place in dict.fromkeys(places))


def write_case(path: Path, contents: Contents) -> None:
    """Write a case whole or not at all. Raises OSError."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        fresh = Path(folder) / "case"
        with closing(sqlite3.connect(fresh)) as database, database:
            database.executescript(_SCHEMA)
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            database.execute(f"PRAGMA user_version = {VERSION}")
            lines = [(json.dumps(step_to_json(step), ensure_ascii=False),) for step in contents.log]
            database.executemany("INSERT INTO step (line) VALUES (?)", lines)
            packed = [(original.path, zlib.compress(original.content)) for original in contents.originals]
            database.executemany("INSERT INTO original (path, packed) VALUES (?, ?)", packed)
            database.executemany("INSERT INTO password (text) VALUES (?)", [(text,) for text in contents.passwords])
        fresh.replace(path)


def read_case(path: Path) -> Contents:
    """Read a case. Raises OSError, DamagedCase and NewerCase."""
    path.open("rb").close()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            _check(database, path)
            lines = database.execute("SELECT line FROM step ORDER BY number").fetchall()
            rows = database.execute("SELECT path, packed FROM original ORDER BY number").fetchall()
            passwords = database.execute("SELECT text FROM password ORDER BY number").fetchall()
        return Contents(
            tuple(step_from_json(json.loads(line)) for (line,) in lines),
            tuple(Original(place, zlib.decompress(packed)) for place, packed in rows),
            tuple(text for (text,) in passwords),
        )
    except (sqlite3.Error, zlib.error, ValueError, KeyError) as error:
        raise DamagedCase(path) from error


def _check(database: sqlite3.Connection, path: Path) -> None:
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise DamagedCase(path)
    if version > VERSION:
        raise NewerCase(path)


@contextmanager
def unpacked(originals: Sequence[Original]) -> Iterator[list[Path]]:
    """Lay the originals out in a private folder under their own names, and take it away again."""
    with tempfile.TemporaryDirectory(prefix="tallyline-") as folder:
        paths = []
        for number, original in enumerate(originals):
            place = Path(folder) / str(number) / Path(original.path.replace("\\", "/")).name
            place.parent.mkdir()
            place.write_bytes(original.content)
            paths.append(place)
        yield paths
