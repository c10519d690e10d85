"""Brings a case of an older version up to date, in one transaction: it is of the new version or as it was."""

from __future__ import annotations

import json
import secrets
import sqlite3
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.core.decisions import step_from_json
from app.storage import schema
from app.storage.decision_log import DecisionLog
from app.storage.encryption import Open
from app.storage.errors import DamagedCase, of_the_disk
from app.storage.originals import Originals

LONGEST_BEFORE = 1 << 30
"""Bytes of the longest value in old versions, which kept a source in one piece."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """From one version to the next: what it changes, in a sentence, and how."""

    says: str
    apply: Callable[[sqlite3.Connection], None]


def bring_up(database: sqlite3.Connection, version: int, path: Path) -> None:
    """Apply every upgrade from ``version`` on. Raises DamagedCase where what is there is not of that version."""
    if version == schema.VERSION:
        return
    try:
        with schema.transaction(database):
            for step in range(version, schema.VERSION):
                UPGRADES[step].apply(database)
            database.execute(f"PRAGMA user_version={schema.VERSION}")
    except sqlite3.Error as error:
        if of_the_disk(error) is not None:
            raise
        raise DamagedCase(path) from error
    except (KeyError, ValueError, TypeError, zlib.error) as error:
        raise DamagedCase(path) from error
    schema.guard(database)


def _checked_lines_and_pieces(database: sqlite3.Connection) -> None:
    for name in ("step", "original", "password"):
        database.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
    for statement in schema.TABLES:
        database.execute(statement)
    about = {"id": secrets.token_hex(8), "begun": "", "named": "1", "lock": ""}
    database.executemany("INSERT INTO about (name, value) VALUES (?, ?)", about.items())
    lines = database.execute("SELECT line FROM old_step ORDER BY number").fetchall()
    DecisionLog(database, Open(), about["id"]).append(step_from_json(json.loads(line)) for (line,) in lines)
    originals = Originals(database, Open(), about["id"])
    for number, path in database.execute("SELECT number, path FROM old_original ORDER BY number").fetchall():
        (packed,) = database.execute("SELECT packed FROM old_original WHERE number = ?", (number,)).fetchone()
        originals.add_bytes(str(path), zlib.decompressobj().decompress(packed, LONGEST_BEFORE))
    database.execute("INSERT INTO password (number, text) SELECT number, text FROM old_password")
    for name in ("step", "original", "password"):
        database.execute(f"DROP TABLE old_{name}")


def _as_it_is(_database: sqlite3.Connection) -> None:
    """Only the version goes up, so that a program that does not know such decisions says that it is too old."""


UPGRADES: Mapping[int, Upgrade] = {
    1: Upgrade(
        "Decisions carry a checksum and what they act on; sources are kept once each, in pieces, by their SHA-256.",
        _checked_lines_and_pieces,
    ),
    2: Upgrade(
        "Decisions may set the day a case is seen on and keep a journal of a dispute; the tables stay as they are.",
        _as_it_is,
    ),
}
"""By the version they start from."""
