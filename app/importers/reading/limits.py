"""How much a file may hold before reading stops with a sentence instead of filling the memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of what is read; every one can be raised by an argument or by ``TALLYLINE_MAX_<NAME>``.

    ``file_bytes`` is the size of one file or zip member, ``archive_bytes`` what all members of one zip may unpack to
    together, with those of the zips in it, ``archive_ratio`` unpacked over packed bytes of a member (only asked of
    members over a megabyte), ``archive_depth`` how deep zips may lie in zips (1 = no zip in a zip), ``cells`` the
    rectangle a sheet spans, where most of it is empty, and the cells of a workbook; ``characters`` the bytes of text in
    a workbook's cells. A workbook with more bytes than that may have more. ``page_bytes`` is the size of a page
    of HTML, ``mail_bytes`` that of a mail, ``mail_parts`` how many pieces it may have. ``pdf_bytes`` is what a PDF's
    streams unpack to together (more where the file itself is large), ``page_objects`` the characters and lines of one
    of its pages. ``read_megabytes`` and ``read_seconds`` are what the process that reads a workbook, a document, a PDF
    or a picture may hold, and may take of the processor for one page or sheet; both grow with the file.
    """

    file_bytes: int = 1024 * MEGABYTE
    archive_bytes: int = 2048 * MEGABYTE
    archive_ratio: int = 200
    archive_members: int = 5_000
    archive_depth: int = 3
    files: int = 20_000
    rows: int = 10_000_000
    cells: int = 2_000_000
    characters: int = 16_000_000
    line_bytes: int = MEGABYTE
    pages: int = 2_000
    page_bytes: int = 16 * MEGABYTE
    mail_bytes: int = 64 * MEGABYTE
    mail_parts: int = 2_000
    pdf_bytes: int = 64 * MEGABYTE
    page_objects: int = 40_000
    read_megabytes: int = 1_536
    read_seconds: int = 60

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Limits:
        """The defaults, replaced where ``TALLYLINE_MAX_<NAME>`` holds a whole number above zero."""
        given = os.environ if environment is None else environment
        chosen = {f.name: given.get(variable(f.name), "") for f in fields(cls)}
        return cls(**{name: int(text) for name, text in chosen.items() if text.isdecimal() and int(text) > 0})


def variable(limit: str) -> str:
    """The environment variable that raises a limit: ``rows`` gives ``TALLYLINE_MAX_ROWS``."""
    return f"TALLYLINE_MAX_{limit.upper()}"
