"""From the bytes of one file to its tables: what they are is seen from the bytes, never from the name."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Source
from app.importers.banks import LAYOUTS
from app.importers.banks.pdf_layout import statement_rows
from app.importers.reading import (
    documents,
    encodings,
    guarded,
    interchange,
    markup,
    open_document,
    pdf,
    rich_text,
    workbooks,
)
from app.importers.reading.decimal_commas import with_points
from app.importers.reading.delimited import DelimitedBody, separator
from app.importers.reading.errors import Refused, too_much
from app.importers.reading.limits import Limits
from app.importers.reading.pdf_words import Word
from app.importers.reading.progress import IDLE, Watch
from app.importers.reading.table import Table
from app.importers.reading.torn_amounts import with_whole_amounts
from app.importers.reading.traditional import is_traditional, simplified, simplified_rows
from app.importers.screens.open_picture import is_picture, open_picture
from app.own_files import is_own, is_saved_case

_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_MARKS_ALONE = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 1 << 16  # bytes by which the letters of a text are known
_PICTURES = (b"GIF8", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


@dataclass(slots=True)
class Opened:
    """The tables of one file and what had to be said while opening it."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens the bytes of files; ``passwords`` are tried on PDFs, ``pictures`` are pages that a person confirmed."""

    passwords: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    watch: Watch = IDLE
    pictures: Mapping[str, str] = field(default_factory=dict)

    def open(self, data: bytes, file: str, digest: str) -> Opened:
        """The tables in a file's bytes, blank ones left out; a file that cannot be read gives its problem."""
        opened = Opened()
        try:
            if not data or data.isspace() or data in _MARKS_ALONE:
                raise Refused("empty-file")
            if is_own(data):
                raise Refused("own-output")
            if is_saved_case(data):
                raise Refused("own-case")
            self._refuse_foreign(data)
            self._into(opened, open_document.packed(data, self.limits) or data, file, digest)
        except Refused as why:
            opened.problems.append(problem(why.code, file, None, why.facts))
        return opened

    def _into(self, opened: Opened, data: bytes, file: str, digest: str) -> None:
        if is_picture(data):
            opened.tables.append(open_picture(data, file, digest, self.watch, self.pictures))
        elif data.startswith(workbooks.ZIP) and documents.is_document(data):
            rows, notes = guarded.document_rows(data, self.limits, self.watch)
            opened.problems += _noted(notes, file, digest)
            if not rows:
                raise Refused("empty-file")
            opened.tables.append(Table(file, "", digest, simplified_rows(rows), self.watch))
        elif data.startswith((workbooks.ZIP, workbooks.OLE)):
            self._workbook(opened, data, file, digest)
        elif data.startswith(rich_text.HEAD):
            lines = rich_text.rows(data, self.watch, self.limits)
            opened.tables.append(Table(file, "", digest, simplified_rows(lines), self.watch))
        elif pdf.HEAD in data[:1024]:
            rows, notes = guarded.pdf_rows(data, self.passwords, self.limits, statement, self.watch)
            opened.problems += _noted(notes, file, digest)
            opened.tables.append(Table(file, "", digest, simplified_rows(rows), self.watch))
        else:
            self._text(opened, data, file, digest)

    @staticmethod
    def _refuse_foreign(data: bytes) -> None:
        if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
            raise Refused("picture-heic")
        if data.startswith(_PICTURES):
            raise Refused("picture-file")
        if data.startswith(_ARCHIVES):
            raise Refused("other-archive")

    def _workbook(self, opened: Opened, data: bytes, file: str, digest: str) -> None:
        book = guarded.workbook(data, self.limits, self.watch)
        opened.problems += _noted(book.notes, file, digest)
        filled = [sheet for sheet in book.sheets if any(any(cells) for cells in sheet.rows)]
        opened.tables += [Table(file, sheet.name, digest, simplified_rows(sheet.rows), self.watch) for sheet in filled]
        if not filled:
            raise Refused("empty-file")

    def _text(self, opened: Opened, data: bytes, file: str, digest: str) -> None:
        text = encodings.decode(data, self.watch)
        opened.problems += mended(text.damage, file, digest)
        if interchange.is_one(text.body, self.limits.page_bytes):
            rows = interchange.rows_of(text.body.decode("utf-8"), self.watch)
            if len(rows) == 1:
                raise Refused("bank-no-rows")
            opened.tables.append(Table(file, "", digest, simplified_rows(rows), self.watch))
            return
        if markup.is_markup(text.body[:4096].decode("utf-8", "ignore")):
            if len(text.body) > self.limits.page_bytes:
                raise too_much("page-too-large", self.limits, "page_bytes")
            rows = markup.rows(text.body.decode("utf-8"), self.watch, self.limits)
            opened.tables.append(Table(file, "", digest, simplified_rows(rows), self.watch))
            return
        pointed, commas = with_points(text.body, separator(text.body))
        if commas:
            opened.problems += mended([encodings.Damage("decimal-commas", commas)], file, digest)
        whole, torn = with_whole_amounts(pointed)
        if torn:
            opened.problems += mended([encodings.Damage("torn-amounts", torn)], file, digest)
        body = DelimitedBody(_simplified_body(whole), self.watch, self.limits.line_bytes)
        if len(body) > self.limits.rows:
            raise too_much("too-many-rows", self.limits, "rows")
        opened.problems += mended(body.damage, file, digest)
        opened.tables.append(Table(file, "", digest, body, self.watch))


def statement(pages: Sequence[Sequence[Word]]) -> list[list[str]] | None:
    """The rows of a bank's statement on pages without rules."""
    return statement_rows(pages, LAYOUTS)


def _simplified_body(body: bytes) -> bytes:
    """A text's bytes with simplified letters where its head is in traditional ones; else the very same."""
    if not is_traditional(body[:_HEAD].decode("utf-8", "ignore")):
        return body
    return simplified(body.decode("utf-8", "replace")).encode("utf-8")


def _noted(notes: Iterable[tuple[str, int]], file: str, digest: str) -> list[Problem]:
    return [
        problem(code, file, Source(file, "", row, digest) if row else None, {"row": row} if row else {})
        for code, row in notes
    ]


def problem(code: str, file: str, source: Source | None = None, facts: dict[str, FactValue] | None = None) -> Problem:
    """A problem with a file; its sentence may always speak of ``{file}``."""
    return Problem(code, source, (("file", file), *(facts or {}).items()))


def mended(damage: Iterable[encodings.Damage], file: str, digest: str) -> list[Problem]:
    """What had to be mended, once for each kind: the first row and how often."""
    first: dict[str, encodings.Damage] = {}
    count: dict[str, int] = {}
    for one in damage:
        first.setdefault(one.code, one)
        count[one.code] = count.get(one.code, 0) + one.count
    return [
        problem(code, file, Source(file, "", one.row, digest), {"row": one.row, "count": count[code]})
        for code, one in first.items()
    ]
