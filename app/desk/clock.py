"""Takes the time of writing out of workbooks, documents and PDFs, so that a case gives the same bytes on any day."""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip can name."""
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
_PROPERTIES = "docProps/core.xml"


_PDF_DATE = re.compile(rb"(?<=Date \(D:)\d{14}")
_PDF_MOMENT = re.compile(rb"(?<=Date=\")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_PDF_NAME = re.compile(rb"(?<=uuid:)[\da-f-]{36}|(?<=/ID \[)[^\]]+")


@contextmanager
def without_zone() -> Iterator[None]:
    """Let what is written name no time zone of this computer, where a process may change its own."""
    if not hasattr(time, "tzset"):  # Windows
        yield
        return
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


def without_clock(written: bytes) -> bytes:
    """The same parts in the same order, none of them dated; what is read from them is the same."""
    return _undated_pdf(written) if written.startswith(b"%PDF-") else _undated_package(written)


def _undated_pdf(written: bytes) -> bytes:
    """Every date and name by chance replaced by one of the same length: a PDF counts its bytes."""
    dated = _PDF_MOMENT.sub(b"1980-01-01T00:00:00", _PDF_DATE.sub(b"19800101000000", written))
    return _PDF_NAME.sub(lambda found: re.sub(rb"[\da-f]", b"0", found[0]), dated)


def _undated_package(package: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            if part.filename == _PROPERTIES:
                data = _WRITTEN.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", data)
            after.writestr(zipfile.ZipInfo(part.filename, _FIRST_DAY), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
