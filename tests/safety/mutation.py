"""Damages a file in the ways that files are damaged: flipped bytes, torn ends, strange cells, foreign parts."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

TOKENS = (
    b'"', b'""', b",", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"-", b"=", b"@", b"'", b"\\",
    b"0", b"-0.00", b"1e308", b"1E-999", b"NaN", b"inf", b"9" * 30, b"0." + b"3" * 40, b"1,234,567.89",
    b"--5", b"+-1",
    b"0001-01-01", b"9999-12-31 23:59:59", b"2024-02-30", b"2024-13-01", b"20240230", b"1900-00-00", b"24:60:60",
    "９９９．９９".encode(), "￥".encode(), "，".encode(), "\u202e".encode(), "\ufeff".encode(), "٣".encode(),
    "²".encode(), "①".encode(), "一百".encode(), b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x81", b"\xa0\xa0", b"\x1b",
    b"<td>", b"</tr>", b"<!--", b"<![CDATA[", b"&#x110000;", b"&amp;", b"<html>", b"%PDF-1.4", b"PK\x03\x04", b"endobj",
    b"=cmd|' /C calc'!A1", b"A" * 5000, b"," * 3000, b"\n" * 3000, b'"' * 3000, b"(" * 300, b"[" * 300, b"<<" * 300,
)  # fmt: skip
"""What parsers of tables, dates, numbers and documents stumble over."""

Change = Callable[[bytearray, random.Random], bytearray]


def mutated(seeds: list[bytes], chance: random.Random) -> tuple[bytes, bool]:
    """One to six changes to one of the seeds; a package is also opened and changed inside.

    The second value says that parts of two seeds were joined: such a file may truly be of two kinds.
    """
    data = bytearray(chance.choice(seeds))
    if data[:4] == b"PK\x03\x04" and chance.random() < 0.7:
        return _inside(bytes(data), chance), False
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(_CHANGES)(data, chance)
    joined = chance.random() < 0.15
    if joined:
        data = _spliced(data, bytearray(chance.choice(seeds)), chance)
    return bytes(data[: 1 << 20]), joined


def _inside(data: bytes, chance: random.Random) -> bytes:
    """Change one part of a zip or workbook and pack it anew, so that the damage reaches the parser behind it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = bytearray(old.read(name))
            if name == chosen:
                for _ in range(chance.randint(1, 4)):
                    part = chance.choice(_CHANGES)(part, chance)
            new.writestr(name, bytes(part))
    return packed.getvalue()


def _flip(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 1, 2, 8))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _set(data: bytearray, chance: random.Random) -> bytearray:
    if data:
        data[chance.randrange(len(data))] = chance.choice((0, 9, 10, 13, 32, 34, 44, 48, 57, 127, 128, 255))
    return data


def _token(data: bytearray, chance: random.Random) -> bytearray:
    at = chance.randint(0, len(data))
    data[at : at + chance.choice((0, 0, 1, 4))] = chance.choice(TOKENS)
    return data


def _cut(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randint(0, len(data))] if chance.random() < 0.5 else data[chance.randint(0, len(data)) :]


def _drop(data: bytearray, chance: random.Random) -> bytearray:
    at = chance.randint(0, len(data))
    del data[at : at + chance.choice((1, 2, 7, 50, 500))]
    return data


def _double(data: bytearray, chance: random.Random) -> bytearray:
    at, length = chance.randint(0, len(data)), chance.choice((1, 10, 100, 1000))
    data[at:at] = data[at : at + length] * chance.choice((1, 1, 2, 20))
    return data


def _move(data: bytearray, chance: random.Random) -> bytearray:
    at, length = chance.randint(0, len(data)), chance.choice((3, 30, 300))
    part = data[at : at + length]
    del data[at : at + length]
    to = chance.randint(0, len(data))
    data[to:to] = part
    return data


def _cell(data: bytearray, chance: random.Random) -> bytearray:
    """Put something strange in place of a cell."""
    part = chance.choice((b",", b"\t", b">"))
    ends = [i for i, byte in enumerate(data[: 1 << 15]) if byte == part[0]]
    if len(ends) < 2:
        return _token(data, chance)
    at = chance.randrange(len(ends) - 1)
    data[ends[at] + 1 : ends[at + 1]] = chance.choice(TOKENS)
    return data


def _digit(data: bytearray, chance: random.Random) -> bytearray:
    digits = [i for i, byte in enumerate(data[: 1 << 15]) if 48 <= byte <= 57]
    for at in chance.sample(digits, min(len(digits), chance.choice((1, 2, 5)))):
        data[at] = chance.choice(b"0123456789")
    return data


def _lines(data: bytearray, chance: random.Random) -> bytearray:
    lines = bytes(data).split(b"\n")
    if chance.random() < 0.5:
        chance.shuffle(lines)
    else:
        at = chance.randrange(len(lines))
        lines[at:at] = lines[at : at + 3] * chance.choice((1, 5))
    return bytearray(b"\n".join(lines))


def _recoded(data: bytearray, chance: random.Random) -> bytearray:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = bytes(data).decode(encoding)
        except UnicodeDecodeError:
            continue
        return bytearray(text.encode(chance.choice(("utf-8", "gb18030", "utf-16", "utf-16-be", "big5")), "replace"))
    return _flip(data, chance)


def _spliced(data: bytearray, other: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


_CHANGES: tuple[Change, ...] = (
    _flip, _set, _token, _token, _cut, _drop, _double, _move, _cell, _cell, _cell, _digit, _digit, _lines, _recoded,
)  # fmt: skip
