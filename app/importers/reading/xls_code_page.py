"""Corrects the code page that some writers of XLS files declare falsely, before a reader believes it."""

from __future__ import annotations

import struct

_BOF, _EOF, _CODEPAGE = 0x0809, 0x000A, 0x0042
_BIFF8, _UTF16 = 0x0600, 1200
_SECTOR = 64  # bytes that lie together in the file, whatever the stream's size
_WITHIN = 1 << 16


def corrected(data: bytes, stream: bytes) -> bytes:
    """The file with code page 1200 declared, where its workbook is of the format that holds UTF-16 whatever it says.

    ``stream`` is the workbook's part of ``data``. Strings of BIFF8 are UTF-16, or its low bytes ([MS-XLS] 2.5.294), and
    never of another page. A file whose record cannot be found again is left as it is.
    """
    place = _false_record(stream)
    if place is None:
        return data
    start = max(place - place % _SECTOR, place - 32)
    window = stream[start : place + 6]
    at = data.find(window)
    if (place + 5) // _SECTOR != place // _SECTOR or at < 0 or data.find(window, at + 1) >= 0:
        return data
    value = at + len(window) - 2
    return data[:value] + struct.pack("<H", _UTF16) + data[value + 2 :]


def _false_record(stream: bytes) -> int | None:
    """Where the record with a false code page begins; None where there is none."""
    if len(stream) < 8 or struct.unpack_from("<HHH", stream)[0::2] != (_BOF, _BIFF8):
        return None
    at = 0
    while at + 6 <= min(len(stream), _WITHIN):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _CODEPAGE:
            return at if struct.unpack_from("<H", stream, at + 4)[0] != _UTF16 else None
        if kind == _EOF:
            return None
        at += 4 + length
    return None
