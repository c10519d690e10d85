"""Puts rows, links and drawings into a workbook that openpyxl saved, part by part of its zip."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from app.export.grid import column
from app.export.rows import Written

_LEVEL = 4
"""How hard rows are compressed: twice as fast as the default, a tenth larger."""
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_AFTER_LINKS = b"<printOptions", b"<pageMargins"
_AFTER_IGNORED = b"<drawing", b"</worksheet>"


def filled(frame: bytes, sheets: Mapping[str, Written], drawings: Mapping[str, bytes] | None = None) -> bytes:
    """Return the workbook with the rows of each sheet in place; ``sheets`` by the name of their part in the zip.

    ``drawings`` are shapes to add to drawings that are there, by part.
    """
    result = io.BytesIO()
    packing = zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
    with zipfile.ZipFile(io.BytesIO(frame)) as source, packing as target:
        for item in source.infolist():
            content = source.read(item)
            if rows := sheets.get(item.filename):
                content = _with_rows(content, rows)
            elif shapes := (drawings or {}).get(item.filename):
                content = _before(content, (b"</wsDr>", b"</xdr:wsDr>"), shapes)
            target.writestr(item.filename, content)
    return result.getvalue()


def _with_rows(part: bytes, rows: Written) -> bytes:
    head, _, rest = part.partition(b"<sheetData")
    head = _DIMENSION.sub(f'<dimension ref="{_extent(rows)}"'.encode(), head)
    empty, _, tail = rest.partition(b">")
    if not empty.endswith(b"/"):  # openpyxl put the empty cells of merged ranges there
        tail = tail.partition(b"</sheetData>")[2]
    tail = _before(tail, _AFTER_LINKS, _links(rows))
    tail = _before(tail, _AFTER_IGNORED, _numbers_as_text(rows))
    return b"".join((head, b"<sheetData>", rows.xml, b"</sheetData>", tail))


def _before(part: bytes, marks: tuple[bytes, ...], piece: bytes) -> bytes:
    """Insert before whichever mark comes first: the format wants its elements in order."""
    at = min(found for mark in marks if (found := part.find(mark)) >= 0)
    return part[:at] + piece + part[at:]


def _links(rows: Written) -> bytes:
    if not rows.links:
        return b""
    each = "".join(f"<hyperlink ref={quoteattr(at)} location={quoteattr(to)}/>" for at, to in rows.links)
    return f"<hyperlinks>{each}</hyperlinks>".encode()


def _numbers_as_text(rows: Written) -> bytes:
    """Order numbers are text on purpose: no warning triangle in every cell."""
    return f'<ignoredErrors><ignoredError sqref="{_extent(rows)}" numberStoredAsText="1"/></ignoredErrors>'.encode()


def _extent(rows: Written) -> str:
    return f"A1:{column(max(rows.width, 1))}{max(rows.count, 1)}"
