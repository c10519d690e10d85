"""Which files this program wrote, told by the mark that each of them carries, never by a name."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

NAME = "Tallyline"
"""The mark: generator of JSON and calendar, creator of a workbook, PDF or case, metadata of SVG and PNG."""
_HEAD = 4096
_LARGEST_PART = 1 << 16
_JSON = re.compile(rb'\s*\{\s*"schema":\s*"explanation/\d+",\s*"generator":\s*\{\s*"name":\s*"Tallyline"')
_SVG = re.compile(rb"\s*<svg\b[^>]*>\s*<metadata>Tallyline</metadata>")
_CALENDAR = re.compile(rb"BEGIN:VCALENDAR\r?\nVERSION:2\.0\r?\nPRODID:-//Tallyline//")
_CREATOR = re.compile(rb"<dc:creator>Tallyline [\d.]+[^<]*</dc:creator>")
_PROPERTY = re.compile(rb'<(?:\w+:)?property\b[^>]*\bname="Tallyline"')
_PDF = b"/Creator (" + b"\xfe\xff" + NAME.encode("utf-16-be")
_SQLITE, _CASE_AT, _CASE = b"SQLite format 3\0", 68, b"TALL"
"""How a database begins, and where in it which program's it is (https://www.sqlite.org/fileformat2.html, 1.3)."""
_PNG = b"tEXtSoftware\0" + NAME.encode()
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)


def is_own(data: bytes) -> bool:
    """Whether bytes are a workbook, JSON, calendar or picture that this program wrote."""
    return _is_own_workbook(io.BytesIO(data)) if data.startswith(b"PK") else _has_mark(data[:_HEAD])


def is_saved_case(data: bytes) -> bool:
    """Whether bytes are a saved case: SQLite's head with our number in it, with a password or without."""
    return data.startswith(_SQLITE) and data[_CASE_AT : _CASE_AT + len(_CASE)] == _CASE


def is_own_file(path: Path) -> bool:
    """Whether a file is one that this program wrote. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        return _is_own_workbook(file) if head.startswith(b"PK") else _has_mark(head)


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file: by another spelling, letters' case, a symbolic or a hard link."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there, or no disk can hold such a name
        return False


def _has_mark(head: bytes) -> bool:
    if head.startswith(b"%PDF-"):
        return _PDF in head
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG in head
    return any(mark.match(head) for mark in (_JSON, _SVG, _CALENDAR))


def _is_own_workbook(file: io.BufferedIOBase) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            return bool(
                _PROPERTY.search(_part(package, "docProps/custom.xml"))
                or _CREATOR.search(_part(package, "docProps/core.xml"))
            )
    except _DAMAGE:
        return False


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """The start of a part, empty where there is none; the rest is never unpacked."""
    if name not in package.NameToInfo:
        return b""
    with package.open(name) as part:
        return part.read(_LARGEST_PART)
