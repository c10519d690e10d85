"""Reads the paragraphs and tables of text documents (DOCX, ODT), as the pages of HTML are read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from app.importers.reading import markup, open_document
from app.importers.reading.errors import Refused, too_much
from app.importers.reading.limits import Limits
from app.importers.reading.progress import IDLE, Watch

_BODY = "word/document.xml"
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, KeyError)
_PREFIX = re.compile(r'xmlns:(\w+)="http://(?:schemas\.openxmlformats|purl\.oclc)\.org/[^"]*wordprocessingml[^"]*"')
_ASIDE = r"<{w}(instrText|delText)\b[^<>]*>[^<]*</{w}\1\s*>"  # what fields ask for, and what was struck out
_SPAN = (
    r"<{w}tc>\s*<{w}tcPr>\s*(?:<{w}(?!gridSpan)\w{{1,20}}\b[^<>]*/>\s*){{0,4}}"
    r"<{w}gridSpan\b[^<>]*?{w}val=\"(\d{{1,3}})\"[^<>]*>"
)
_TAGS = (
    (r"<{w}tbl>", "<table>"),
    (r"</{w}tbl>", "</table>"),
    (r"<{w}tr\b[^<>]*>", "<tr>"),
    (r"</{w}tr>", "</tr>"),
    (r"<{w}tc>", "<td>"),
    (r"</{w}tc>", "</td>"),
    (r"</{w}p>|<{w}br\b[^<>]*/>|<{w}cr\b[^<>]*/>", "<br>"),
    (r"<{w}tab\b[^<>]*/>", " "),
)


def is_document(data: bytes) -> bool:
    """Whether a package holds a text document."""
    return _BODY.encode() in data or open_document.is_text(data)


def read(data: bytes, limits: Limits, watch: Watch = IDLE) -> list[list[str]]:
    """The rows of tables and the lines between them, in order, counted from 1. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            part = open_document.PART if open_document.is_text(data) else _BODY
            if package.getinfo(part).file_size > limits.page_bytes:
                raise too_much("page-too-large", limits, "page_bytes")
            text = package.read(part).decode("utf-8")
    except _DAMAGE as error:
        raise Refused("damaged-document", reason=str(error)) from error
    watch.check()
    body = open_document.tags(text) if part == open_document.PART else _tags(text)
    watch.check()
    return [[cell.strip("\n") for cell in row] for row in markup.rows(body, watch, limits)]


def _tags(text: str) -> str:
    """The body of a document of Word with the tags that a page has."""
    prefix = _PREFIX.search(text[:20_000])
    w = f"{prefix[1]}:" if prefix else "w:"
    text = re.sub(_ASIDE.format(w=w), "", text)
    text = re.sub(_SPAN.format(w=w), r'<td colspan="\1">', text)
    for pattern, tag in _TAGS:
        text = re.sub(pattern.format(w=w), tag, text)
    return text.partition(f"<{w}body")[2].partition(">")[2]
