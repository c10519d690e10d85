"""The bytes of a case's sources inside its file: each content once, in compressed pieces."""

from __future__ import annotations

import hashlib
import io
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.storage.encryption import NotOpened, Seal

PIECE = 1 << 20
"""Bytes of a source in one piece, before compression."""


class LostOriginal(Exception):
    """A source whose bytes in the case are not what they were."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A source in the case: where it lay (its path on the computer it was added on), its number and its size."""

    path: str
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A source ready to be kept: where it lies, its SHA-256, its size in bytes, and its compressed pieces."""

    path: str
    sha256: str
    size: int
    pieces: tuple[bytes, ...]


def pack(path: str) -> Packed:
    """Read and compress a file. Raises OSError."""
    with Path(path).open("rb") as file:
        return _packed(path, file)


class Originals:
    """The sources in one database."""

    def __init__(self, database: sqlite3.Connection, seal: Seal, case: str) -> None:
        self._database, self._seal, self._case = database, seal, case

    def add(self, packed: Packed) -> None:
        """Keep a source; call it inside a transaction."""
        self._add(packed.path, packed.sha256, packed.size, packed.pieces)

    def add_bytes(self, path: str, content: bytes) -> None:
        """Keep bytes that lay at ``path``; call it inside a transaction."""
        self.add(_packed(path, io.BytesIO(content)))

    def add_kept(self, other: Originals, kept: Kept) -> None:
        """Take a source over from another case. Raises LostOriginal."""
        digest = hashlib.sha256()
        for piece in other.pieces(kept):
            digest.update(piece)
        self._add(kept.path, digest.hexdigest(), kept.size, map(zlib.compress, other.pieces(kept)))

    def all(self) -> list[Kept]:
        """Every place with its content, in order of adding. Raises NotOpened."""
        rows = self._database.execute(
            "SELECT place.number, place.path, original.number, original.size"
            " FROM place JOIN original ON original.number = place.original ORDER BY place.number"
        ).fetchall()
        return [Kept(self._path(place, path), number, size) for place, path, number, size in rows]

    def read(self, kept: Kept) -> bytes:
        """The bytes of a source. Raises LostOriginal."""
        found = b"".join(self.pieces(kept))
        row = self._database.execute("SELECT fingerprint FROM original WHERE number = ?", (kept.number,)).fetchone()
        if len(found) != kept.size or row != (self._seal.fingerprint(hashlib.sha256(found).hexdigest()),):
            raise LostOriginal(kept.path)
        return found

    def pieces(self, kept: Kept) -> Iterator[bytes]:
        """The pieces of a source in order. Raises LostOriginal."""
        rows = self._database.execute("SELECT part, packed FROM piece WHERE original = ? ORDER BY part", (kept.number,))
        for part, packed in rows:
            yield self._unpacked(kept, part, packed)

    def _unpacked(self, kept: Kept, part: int, packed: bytes) -> bytes:
        try:
            stored = self._seal.take(f"{self._case}/piece/{kept.number}/{part}", packed)
            opened = zlib.decompressobj()
            piece = opened.decompress(stored, PIECE)  # never more than a piece holds, whatever it claims
        except (zlib.error, NotOpened, TypeError) as error:
            raise LostOriginal(kept.path) from error
        if not opened.eof:
            raise LostOriginal(kept.path)
        return piece

    def _path(self, number: int, stored: str | bytes) -> str:
        if isinstance(stored, bytes):
            return self._seal.take(f"{self._case}/place/{number}", stored).decode()
        return str(stored)

    def _add(self, path: str, digest: str, size: int, pieces: Iterable[bytes]) -> None:
        name = self._seal.fingerprint(digest)
        row = self._database.execute("SELECT number FROM original WHERE fingerprint = ?", (name,)).fetchone()
        number = row[0] if row else self._store(name, size, pieces)
        if storable(path) not in {kept.path for kept in self.all() if kept.number == number}:
            self._remember(path, number)

    def _store(self, name: str, size: int, pieces: Iterable[bytes]) -> int:
        added = self._database.execute("INSERT INTO original (fingerprint, size) VALUES (?, ?)", (name, size))
        number = int(added.lastrowid or 0)
        for part, piece in enumerate(pieces):
            sealed = self._seal.put(f"{self._case}/piece/{number}/{part}", piece)
            row = (number, part, sealed)
            self._database.execute("INSERT INTO piece (original, part, packed) VALUES (?, ?, ?)", row)
        return number

    def _remember(self, path: str, original: int) -> None:
        path = storable(path)
        (number,) = self._database.execute("SELECT coalesce(max(number), 0) + 1 FROM place").fetchone()
        sealed = self._seal.put(f"{self._case}/place/{number}", path.encode())
        shown: str | bytes = sealed if self._seal.is_locked else path
        self._database.execute("INSERT INTO place (number, original, path) VALUES (?, ?, ?)", (number, original, shown))


def storable(text: str) -> str:
    """A text that UTF-8 can hold: bytes of a file's name that are no characters become escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def _packed(path: str, file: BinaryIO) -> Packed:
    digest, size, pieces = hashlib.sha256(), 0, []
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
        pieces.append(zlib.compress(piece))
    return Packed(path, digest.hexdigest(), size, tuple(pieces))
