"""Takes the time of writing out of a workbook or document, so that the same case gives the same bytes on any day."""

from __future__ import annotations

import io
import re
import zipfile

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip can name."""
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
_PROPERTIES = "docProps/core.xml"


def without_clock(package: bytes) -> bytes:
    """The same parts in the same order, none of them dated; what is read from them is the same."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            if part.filename == _PROPERTIES:
                data = _WRITTEN.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", data)
            after.writestr(zipfile.ZipInfo(part.filename, _FIRST_DAY), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
