"""How far the sheets of a workbook reach, found before a reader holds the whole rectangle of their cells."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

WIDEST = 16_384
"""Columns of the widest sheet that Office writes; a file that names a farther one was made to do harm."""

_ROW = re.compile(rb"\br\s*=\s*[\"']\s*[A-Za-z]*(\d+)")  # of a row or of a cell, which may lie in another row
_WIDE = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{2,})\d")
_ODDLY_NAMED = re.compile(rb'r="[a-z\s]')
_ODDLY_WRITTEN = (b"='", b" =", b"= ", b"\t=", b"=\t", b"\n=", b"=\n", b"\r=", b"=\r")
_CELL_ENDS = re.compile(rb"</(?:\w+:)?c>")
_ODS_TAG = re.compile(rb"<(table:(?:table|table-row|table-cell|covered-table-cell))(?=[\s/>])([^>]*)>")
_ODS_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']\s*(\d+)")
_BLOCK = 1 << 22
_XLS_CELLS = {0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E}
_XLS_SHEET, _XLS_STRINGS, _XLS_DIMENSIONS, _XLS_END = 0x0085, 0x00FC, 0x0200, 0x000A
_XLS_LARGEST = 65_536 * 256
_XLSB_ROW, _XLSB_CELLS = 0, range(1, 12)


@dataclass(frozen=True, slots=True)
class Extent:
    """The last row and column of a sheet, from 1, how many cells it says it has, and the bytes of text in them."""

    rows: int
    columns: int
    cells: int = 0
    characters: int = 0

    def and_below(self, other: Extent) -> Extent:
        """Both rectangles as one column, as long as all their cells."""
        area = self.rows * self.columns + other.rows * other.columns
        return Extent(area, 1, self.cells + other.cells, self.characters + other.characters)

    def is_beyond(self, limit: int) -> bool:
        """Whether the rectangle is larger than ``limit`` cells and no table, which fills most of its rectangle."""
        return self.columns > WIDEST or self.rows * self.columns > max(limit, 4 * self.cells)


def of_xml(xml: bytes) -> Extent:
    """The extent of a sheet of an XLSX workbook."""
    last_row, last_column, cells = 1, 1, 0
    for part in _in_blocks(xml):
        last_row = max(last_row, max((int(digits[:9]) for digits in _ROW.findall(part)), default=1))
        last_column = max(last_column, max(map(_column, _WIDE.findall(part)), default=_narrow(part)))
        cells += len(_CELL_ENDS.findall(part))
    return Extent(last_row, last_column, cells)


def _narrow(part: bytes) -> int:
    """The last column that has cells, where none is named by two letters."""
    if any(part.find(sign) >= 0 for sign in _ODDLY_WRITTEN) or _ODDLY_NAMED.search(part):
        return 26  # not as Office writes; the widest that it can be
    return next((n for n in range(26, 1, -1) if part.find(b'r="%c' % (64 + n)) >= 0), 1)


def _in_blocks(xml: bytes) -> Iterator[bytes]:
    """A text in parts that end before a tag, so that what is found in it never fills the memory."""
    at = 0
    while at < len(xml):
        end = xml.find(b"<", at + _BLOCK)
        end = len(xml) if end < 0 else end
        yield xml[at:end]
        at = end


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def of_ods(xml: bytes) -> Iterator[Extent]:
    """The extents of the sheets of an OpenDocument workbook; cells that are empty to the end do not count."""
    rows = columns = cells = characters = 0
    row = repeated = column = 0
    for found, end in _with_ends(_ODS_TAG.finditer(xml), len(xml)):
        tag, attributes = found[1], found[2]
        times = int(match[1]) if (match := _ODS_REPEATED.search(attributes)) else 1
        if tag == b"table:table":
            if cells:
                yield Extent(rows, columns, cells, characters)
            rows = columns = cells = characters = row = repeated = column = 0
        elif tag == b"table:table-row":
            row, repeated, column = row + repeated, times, 0
        else:
            column += times
            if not attributes.rstrip().endswith(b"/") or b"value" in attributes:
                rows, columns, cells = max(rows, row + repeated), max(columns, column), cells + 1
                characters += repeated * times * (end - found.start(2))
    yield Extent(rows, columns, cells, characters)


def _with_ends(tags: Iterator[re.Match[bytes]], size: int) -> Iterator[tuple[re.Match[bytes], int]]:
    """Each tag with the place of the next one, where what it holds must have ended."""
    before = next(tags, None)
    for found in tags:
        if before is not None:
            yield before, found.start()
        before = found
    if before is not None:
        yield before, size


def of_xls(stream: bytes) -> Iterator[Extent]:
    """The extents of the sheets of an XLS workbook ([MS-XLS] 2.4). Raises ValueError for counts that cannot be."""
    starts = []
    for kind, data in _xls_records(stream, 0):
        if kind == _XLS_SHEET and len(data) >= 4:
            starts.append(int.from_bytes(data[:4], "little"))
        if kind == _XLS_STRINGS and int.from_bytes(data[4:8], "little") > len(stream):
            raise ValueError("more strings than bytes")
    yield from (_of_xls_sheet(stream, start) for start in dict.fromkeys(starts))


def _of_xls_sheet(stream: bytes, start: int) -> Extent:
    rows = columns = cells = 0
    for kind, data in _xls_records(stream, start):
        if kind in _XLS_CELLS and len(data) >= 4:
            row, column = struct.unpack_from("<HH", data)
            many = (len(data) - 6) // 6 if kind == 0x00BD else 1
            rows, columns, cells = max(rows, row + 1), max(columns, column + max(many, 1)), cells + max(many, 1)
        if kind == _XLS_DIMENSIONS and _declared(data) > _XLS_LARGEST:
            raise ValueError("dimensions beyond those of a sheet")
    return Extent(rows, columns, cells)


def _declared(data: bytes) -> int:
    form = {10: "<HHHH", 14: "<IIHH"}.get(len(data))
    if form is None:
        return 0
    first, last, left, right = struct.unpack_from(form, data)
    return int(max(0, last - first) * max(0, right - left))


def _xls_records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _XLS_END:
            return
        at += 4 + length


def of_xlsb(part: bytes) -> Extent:
    """The extent of a sheet of an XLSB workbook ([MS-XLSB] 2.1.4)."""
    rows = columns = cells = 0
    for kind, data in _xlsb_records(part):
        if kind == _XLSB_ROW:
            rows = max(rows, int.from_bytes(data[:4], "little") + 1)
        elif kind in _XLSB_CELLS:
            columns, cells = max(columns, int.from_bytes(data[:4], "little") + 1), cells + 1
    return Extent(rows, columns, cells)


def _xlsb_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80 and at < len(part):
            kind, at = kind & 0x7F | (part[at] & 0x7F) << 7, at + 1
        length = 0
        for place in range(4):
            byte = part[at] if at < len(part) else 0
            length, at = length | (byte & 0x7F) << 7 * place, at + 1
            if byte < 0x80:
                break
        yield kind, part[at : at + length]
        at += length
