"""Puts rows, links and drawings into a workbook that openpyxl saved, part by part of its zip."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from app.export.workbook.grid import column
from app.export.workbook.sheet_xml import Written
from app.own_files import NAME

_LEVEL = 4
"""How hard rows are compressed: twice as fast as the default, a tenth larger."""
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = f'<drawing xmlns:r="{_OFFICE}" r:id="rId1"/>'.encode()
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_UNTOLD = re.compile(rb'<(?:\w+:)?cNvPr id="\d+" name="Chart \d+"')
_MAKER = re.compile(rb"<Application>[^<]*</Application>")
_AFTER_LINKS = b"<printOptions", b"<pageMargins"
_AFTER_IGNORED = b"<drawing", b"</worksheet>"


def filled(
    frame: bytes, sheets: Mapping[str, Written], drawings: Mapping[int, bytes], charts: Sequence[Sequence[str]] = ()
) -> bytes:
    """Return the workbook with the rows of each sheet in place; ``sheets`` by the name of their part in the zip.

    ``drawings`` are drawing parts for sheets that have none, by the number of the sheet. ``charts`` are what is said of
    each chart, for each sheet that has charts.
    """
    told = {f"xl/drawings/drawing{number}.xml": texts for number, texts in enumerate(charts, start=1)}
    drawn = {f"xl/worksheets/sheet{number}.xml" for number in drawings}
    result = io.BytesIO()
    packing = zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
    with zipfile.ZipFile(io.BytesIO(frame)) as source, packing as target:
        for item in source.infolist():
            content = source.read(item)
            if rows := sheets.get(item.filename):
                content = _with_rows(content, rows)
            if item.filename in drawn:
                content = _before(content, (b"</worksheet>",), _DRAWING)
            elif item.filename in told:
                content = _described(content, told[item.filename])
            elif item.filename == "docProps/app.xml":
                content = _MAKER.sub(f"<Application>{NAME}</Application>".encode(), content)
            elif item.filename == "[Content_Types].xml":
                content = _before(content, (b"</Types>",), _types(drawings))
            target.writestr(item.filename, content)
        for number, drawing in drawings.items():
            target.writestr(f"xl/drawings/{_part(number)}", drawing)
            target.writestr(f"xl/worksheets/_rels/sheet{number}.xml.rels", _relation(number))
    return result.getvalue()


def _described(drawing: bytes, texts: Sequence[str]) -> bytes:
    """The drawing with a text for whoever does not see it in each of its charts; they stand in the same order."""
    left = iter(texts)
    return _UNTOLD.sub(lambda found: f"{found[0].decode()} descr={quoteattr(next(left))}".encode(), drawing)


def _part(number: int) -> str:
    return f"shapes{number}.xml"


def _types(drawings: Mapping[int, bytes]) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    each = "".join(f'<Override PartName="/xl/drawings/{_part(n)}" ContentType="{kind}"/>' for n in drawings)
    return each.encode()


def _relation(number: int) -> bytes:
    """How a sheet names its drawing."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/drawing" Target="/xl/drawings/{_part(number)}"/></Relationships>'
    ).encode()


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
