"""Checks the skeleton of an old Office file before a reader follows it: a chain may lead round in a circle."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_HEADER = struct.Struct("<8s16x2x2xHHH6xIIIIIIIII")
_IN_HEADER = 109  # places of the allocation table that the header holds itself
_RESERVED = 0xFFFFFFFA  # from here on a number is a mark and no sector
_ENTRY = 128  # bytes of a directory entry
_SMALL = 4096  # bytes below which a stream lies in the small sectors
_STREAM, _ROOT = 2, 5


class Unsound(Exception):
    """A compound file whose parts lead outside it or round in a circle."""


def checked(data: bytes, *names: str) -> bytes:
    """Follow every chain of a compound file once, and return the first stream with one of ``names``. Raises Unsound."""
    try:
        skeleton = _Skeleton.of(data)
        skeleton.check()
        return skeleton.stream({name.encode("utf-16-le") for name in names})
    except (struct.error, IndexError, ValueError) as error:
        raise Unsound(str(error)) from error


@dataclass(frozen=True, slots=True)
class _Entry:
    """A part of the file by its entry in the directory: what it is, its name as UTF-16, first sector and bytes."""

    kind: int
    name: bytes
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """The sectors of a file, where they go on, and where its parts begin ([MS-CFB] 2.2 to 2.6)."""

    data: bytes
    size: int
    small_size: int
    table: array[int]
    directory: int
    directory_sectors: int
    small_table: int
    small_sectors: int

    @classmethod
    def of(cls, data: bytes) -> _Skeleton:
        (_, order, shift, small_shift, directories, tables, directory, _, _, small, smalls, more, mores) = (
            _HEADER.unpack_from(data)
        )
        if order != 0xFFFE or shift not in (9, 12) or small_shift != 6:
            raise Unsound("header")
        size = 1 << shift
        if max(tables, smalls, mores, directories) > len(data) // size + 1:
            raise Unsound("counts")
        table = array("I")
        for place in _table_places(data, size, more):
            table.frombytes(_sector(data, size, place))
        return cls(data, size, 1 << small_shift, table, directory, directories, small, smalls)

    def check(self) -> None:
        entries = list(self._entries())
        root = next((entry for entry in entries if entry.kind == _ROOT), None)
        if root is None:
            raise Unsound("no root")
        small = self._small_chains()
        if root.start < _RESERVED:
            self._check_part(root.start, max(root.length, 1), self.table)
        for entry in entries:
            if entry.kind == _STREAM:
                self._check_part(entry.start, entry.length, small if entry.length < _SMALL else self.table)

    def stream(self, names: set[bytes]) -> bytes:
        """The bytes of the first stream with one of these names; nothing where there is none."""
        entries = list(self._entries())
        found = next((e for e in entries if e.kind == _STREAM and e.name in names), None)
        if found is None:
            return b""
        if found.length >= _SMALL:
            return self._bytes(found.start)[: found.length]
        small = self._bytes(next(e.start for e in entries if e.kind == _ROOT))
        size = self.small_size
        parts = (small[at * size : (at + 1) * size] for at in _chain(found.start, self._small_chains()))
        return b"".join(parts)[: found.length]

    def _bytes(self, start: int) -> bytes:
        return b"".join(_sector(self.data, self.size, at) for at in _chain(start, self.table))

    def _small_chains(self) -> array[int]:
        return array("I", self._bytes(self.small_table))

    def _entries(self) -> Iterator[_Entry]:
        for place in _chain(self.directory, self.table):
            sector = _sector(self.data, self.size, place)
            for at in range(0, self.size, _ENTRY):
                start, length = struct.unpack_from("<IQ", sector, at + 116)
                letters = max(0, int.from_bytes(sector[at + 64 : at + 66], "little") - 2)
                length = length if self.size > 512 else length & 0xFFFFFFFF
                yield _Entry(sector[at + 66], sector[at : at + min(letters, 62)], start, length)

    def _check_part(self, start: int, length: int, table: array[int]) -> None:
        if length > len(self.data):
            raise Unsound("length")
        if not length:  # an empty stream may name any sector
            return
        for _ in _chain(start, table):
            pass


def _table_places(data: bytes, size: int, more: int) -> Iterator[int]:
    """The sectors of the allocation table: those the header names, and those named by a chain of sectors of names."""
    yield from (place for place in struct.unpack_from(f"<{_IN_HEADER}I", data, 76) if place < _RESERVED)
    for _ in range(len(data) // size + 1):
        if more >= _RESERVED:
            return
        *places, more = struct.unpack(f"<{size // 4}I", _sector(data, size, more))
        yield from (place for place in places if place < _RESERVED)
    raise Unsound("circle")


def _sector(data: bytes, size: int, place: int) -> bytes:
    start = (place + 1) * size
    part = data[start : start + size]
    if not part:
        raise Unsound("sector beyond the end")
    return part.ljust(size, b"\0")


def _chain(start: int, table: array[int]) -> Iterator[int]:
    """The sectors from ``start`` on; longer than the table is a circle."""
    place = start
    for _ in islice(iter(int, 1), len(table) + 1):
        if place >= _RESERVED:
            return
        yield place
        place = table[place]
    raise Unsound("circle")
