"""Finds the rows of a damaged SQLite database page by page, without the index that leads to them.

The format of pages, cells and records is that of https://www.sqlite.org/fileformat2.html, sections 1.5, 1.6 and 2.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Value = int | str | bytes | None

_LEAF = 0x0D  # a page whose cells are rows of a table
_HEADER = 100  # bytes before the first page's own header
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_LONGEST = 16 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number; the first value is None where the number is the key."""

    number: int
    values: tuple[Value, ...]


def rows(data: bytes, page_size: int) -> Iterator[Row]:
    """Every row that can be made out, in order of pages."""
    for page in range(-(-len(data) // page_size)):
        yield from _rows_of_page(data, page_size, page)


def _rows_of_page(data: bytes, size: int, page: int) -> Iterator[Row]:
    start = page * size
    head = start + (_HEADER if page == 0 else 0)
    if data[head : head + 1] != bytes([_LEAF]):
        return
    count = min(int.from_bytes(data[head + 3 : head + 5], "big"), size // 4)
    for cell in range(count):
        at = head + 8 + 2 * cell
        offset = int.from_bytes(data[at : at + 2], "big")
        try:
            yield _row(data, size, start, offset)
        except (ValueError, IndexError):  # this row is lost; the others on the page may be whole
            continue


def _row(data: bytes, size: int, start: int, offset: int) -> Row:
    page = data[start : start + size]
    length, at = _varint(page, offset)
    number, at = _varint(page, at)
    if not 0 < length <= _LONGEST:
        raise ValueError("length of a row")
    return Row(_signed(number), _values(_payload(data, size, page, at, length)))


def _payload(data: bytes, size: int, page: bytes, at: int, length: int) -> bytes:
    """A row's bytes: what stands on the page and what overflows to others."""
    most, least = size - 35, (size - 12) * 32 // 255 - 23
    if length <= most:
        return _exactly(page[at : at + length], length)
    local = least + (length - least) % (size - 4)
    local = local if local <= most else least
    parts, left = [page[at : at + local]], length - local
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while left > 0:
        if not 0 < following <= len(data) // size:
            raise ValueError("a chain of pages that ends too early")
        sheet = data[(following - 1) * size : following * size]
        parts.append(sheet[4 : 4 + left])
        left -= size - 4
        following = int.from_bytes(sheet[:4], "big")
    return _exactly(b"".join(parts), length)


def _values(payload: bytes) -> tuple[Value, ...]:
    end, at = _varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind in _INTEGERS:
        length = _INTEGERS[kind]
        return int.from_bytes(_exactly(payload[at : at + length], length), "big", signed=True), at + length
    if kind < 12:
        raise ValueError("a kind of value that a case does not hold")
    length = (kind - 12) // 2
    raw = _exactly(payload[at : at + length], length)
    return (raw.decode() if kind % 2 else raw), at + length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number


def _exactly(part: bytes, length: int) -> bytes:
    if len(part) != length:
        raise ValueError("a value that is cut off")
    return part
