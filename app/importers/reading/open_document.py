"""Turns OpenDocument texts (ODT) into the tags of pages, and flat OpenDocument files (FODS, FODT) into packages."""

from __future__ import annotations

import io
import re
import zipfile

from app.importers.reading.limits import Limits

PART = "content.xml"
_KIND = "application/vnd.oasis.opendocument."
_FLAT = re.compile(  # what has matched is not tried in another way: a file of nothing but comments would take years
    rb"\s*+(?:\xef\xbb\xbf\s*+)?(?:<\?xml[^>]*\?>\s*+)?(?:<!--(?>.*?-->)\s*+)*+<office:document\s", re.DOTALL
)
_FLAT_KIND = re.compile(rb'office:mimetype="(application/vnd\.oasis\.opendocument\.[a-z-]{1,40})"')
_HEAD = 8_192
_WIDEST = 64  # as in pages: cells of a row that one cell may stand for
_ASIDE = re.compile(r"<(text:tracked-changes|office:annotation|office:forms|text:note-citation)\b[^<>]*(?<!/)>")
_WITHIN = r"(?:(?!<table:|</table:).)*"  # up to the next tag of a table
_EMPTY_CELL = re.compile(r"<table:table-cell\b([^<>]*)/>")
_WHOLE_CELL = re.compile(
    r"(<table:table-cell\b[^<>]{0,2000}?)\stable:number-columns-repeated=\"(\d{1,4})\"([^<>]{0,2000}(?<!/)>)"
    rf"({_WITHIN})</table:table-cell\s*>",
    re.DOTALL,
)
_COVERED = re.compile(
    rf"<table:covered-table-cell\b[^<>]*(?:/>|(?<!/)>{_WITHIN}</table:covered-table-cell\s*>)", re.DOTALL
)
_TAGS = (
    (
        re.compile(r"<table:table-cell\b[^<>]{0,2000}?table:number-columns-spanned=\"(\d{1,3})\"[^<>]{0,2000}>"),
        r'<td colspan="\1">',
    ),
    (re.compile(r"<table:table-cell\b[^<>]*>"), "<td>"),
    (re.compile(r"</table:table-cell\s*>"), "</td>"),
    (re.compile(r"<table:table-row\b[^<>]*>"), "<tr>"),
    (re.compile(r"</table:table-row\s*>"), "</tr>"),
    (re.compile(r"<table:table\b[^<>]*>"), "<table>"),
    (re.compile(r"</table:table\s*>"), "</table>"),
    (re.compile(r"</text:(?:p|h)\s*>|<text:(?:p|h)\b[^<>]*/>|<text:line-break\b[^<>]*/>"), "<br>"),
    (re.compile(r"<text:(?:tab|s)\b[^<>]*/>"), " "),
)


def is_text(data: bytes) -> bool:
    """Whether an OpenDocument package says, in its first part, that it holds a text."""
    return re.search(rb"application/vnd\.oasis\.opendocument\.text(?!-)", data[:200]) is not None


def tags(content: str) -> str:
    """The body of a text's content with the tags that a page has."""
    body = _COVERED.sub("", _without_asides(content.partition("<office:text")[2].partition(">")[2]))
    body = _WHOLE_CELL.sub(lambda m: f"{m[1]}{m[3]}{m[4]}</table:table-cell>" * min(int(m[2]), _WIDEST), body)
    body = _EMPTY_CELL.sub(_empties, body)
    for pattern, tag in _TAGS:
        body = pattern.sub(tag, body)
    return body


def _without_asides(body: str) -> str:
    """A body without what was struck out, remarks and the marks of footnotes."""
    kept, at = [], 0
    while found := _ASIDE.search(body, at):
        kept.append(body[at : found.start()])
        end = body.find(f"</{found[1]}", found.end())
        at = len(body) if end < 0 else body.find(">", end) + 1 or len(body)
    return "".join([*kept, body[at:]])


def _empties(match: re.Match[str]) -> str:
    repeated = re.search(r'number-columns-repeated="(\d{1,4})"', match[1])
    spanned = re.search(r'number-columns-spanned="(\d{1,3})"', match[1])
    return "<td></td>" * min(int(repeated[1]) if repeated else int(spanned[1]) if spanned else 1, _WIDEST)


def packed(data: bytes, limits: Limits) -> bytes | None:
    """A flat OpenDocument file as the package of the same content; None for any other file."""
    if not _FLAT.match(data[:_HEAD]) or len(data) > limits.page_bytes:
        return None
    kind = _FLAT_KIND.search(data[:_HEAD])
    content = data.replace(b"<office:document ", b"<office:document-content ", 1)
    content = re.sub(rb"</office:document\s*>\s*$", b"</office:document-content>", content)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", kind[1] if kind else f"{_KIND}spreadsheet".encode())
        package.writestr(PART, content)
        package.writestr("META-INF/manifest.xml", _manifest((kind[1] if kind else b"").decode()))
    return buffer.getvalue()


def _manifest(kind: str) -> str:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = (("/", kind), (PART, "text/xml"))
    lines = (f'<m:file-entry m:full-path="{path}" m:media-type="{form}"/>' for path, form in entries)
    return f'<?xml version="1.0"?><m:manifest xmlns:m="{space}">{"".join(lines)}</m:manifest>'
