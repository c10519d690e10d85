"""Reads the sheets of XLSX, XLSB, ODS and XLS workbooks as text cells at their true rows."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from xml.parsers import expat

from app.importers.reading import ole_check, sheet_extent, xls_code_page
from app.importers.reading.errors import Refused, too_much
from app.importers.reading.limits import Limits
from app.importers.reading.progress import IDLE, Watch
from app.importers.reading.workbook_budget import BOOK_PARTS, Budget, SharedStrings, is_named_twice

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)
_WIDE = 256  # columns beyond which a table is no longer one that a person would export
_FORMULA = re.compile(
    rb'<c\b[^>]*?\br="[A-Z]+(\d+)"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's cells as text, from row 1 and column A on."""

    name: str
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets, and what a reader should know of them: message id (``problem.<code>``) and row, 0 for none."""

    sheets: tuple[Sheet, ...]
    notes: tuple[tuple[str, int], ...] = ()


def read(data: bytes, limits: Limits, watch: Watch = IDLE) -> Workbook:
    """Read every sheet; formulas give the value stored with them, links are never followed. Raises Refused."""
    notes: tuple[tuple[str, int], ...] = ()
    budget = Budget.of(len(data), limits)
    if data.startswith(OLE):
        data = xls_code_page.corrected(data, _checked_ole(data, budget))
    else:
        notes = _looked_over(data, limits, budget, watch)
    return Workbook(_sheets(data, budget, watch), notes)


def _checked_ole(data: bytes, budget: Budget) -> bytes:
    """The workbook's part of an old Office file. Raises Refused."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("workbook-needs-password")
    is_book = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    if not is_book or "WordDocument".encode("utf-16-le") in data:
        raise Refused("not-a-table")
    try:
        stream = ole_check.checked(data, "Workbook", "Book")
        sheets = tuple(sheet_extent.of_xls(stream))
    except (ole_check.Unsound, ValueError) as error:
        raise Refused("damaged-workbook", reason=str(error)) from error
    for sheet in sheets:
        budget.look(sheet)
    return stream


def _sheets(data: bytes, budget: Budget, watch: Watch) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for name in book.sheet_names:
            sheet = Sheet(name, _rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False), watch))
            budget.spend(sheet.rows)
            sheets.append(sheet)
        return tuple(sheets)
    except PasswordError:
        raise Refused("workbook-needs-password") from None
    except CalamineError as error:
        raise Refused("damaged-workbook", reason=str(error)) from error
    except BaseException as panic:
        # The reader gives up on some damage with a panic, which reaches Python as no ordinary exception.
        if type(panic).__name__ != "PanicException":
            raise
        raise Refused("damaged-workbook", reason=str(panic)) from panic


def _rows(grid: Iterable[Iterable[object]], watch: Watch) -> list[list[str]]:
    rows = []
    for cells in grid:
        texts = [cell_text(cell) for cell in cells]
        if len(texts) > _WIDE:  # one stray cell far to the right makes every row as long
            filled = next((n for n in range(len(texts), 0, -1) if texts[n - 1]), 0)
            del texts[filled:]
        rows.append(texts)
        watch.check()
    return rows


# --- a look at the package before it is opened ------------------------------------------------------------------


def _is_open_text(data: bytes) -> bool:
    """Whether an OpenDocument package says, in its first part, that it holds a text or slides."""
    return re.search(rb"application/vnd\.oasis\.opendocument\.(?:text|presentation)", data[:200]) is not None


def _looked_over(data: bytes, limits: Limits, budget: Budget, watch: Watch) -> tuple[tuple[str, int], ...]:
    """Refuse a package that would fill the memory; note links and formulas without a value."""
    notes: list[tuple[str, int]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_bomb(package.infolist(), limits)
            if any(name.startswith(("word/", "ppt/")) for name in package.namelist()) or _is_open_text(data):
                raise Refused("not-a-table")
            if any(name.startswith("xl/externalLinks/") for name in package.namelist()):
                notes.append(("workbook-links", 0))
            strings = _shared_strings(package)
            for name, xml in _parts(package, watch):
                for sheet in _extents(package, name, xml):
                    budget.look(sheet)
                    budget.refuse_text(strings.named_by(xml, sheet.cells, budget.characters))
                if b"<f" in xml and (found := _FORMULA.search(xml)):
                    notes.append(("formula-without-value", int(found[1])))
    except _DAMAGE as error:
        raise Refused("damaged-workbook", reason=str(error)) from error
    return tuple(notes)


def _shared_strings(package: zipfile.ZipFile) -> SharedStrings:
    """The strings that cells name. Raises ValueError where two sheets are one part."""
    parts = {name.lower(): name for name in package.namelist()}
    book = {name: package.read(parts[name]) for name in BOOK_PARTS if name in parts}
    if is_named_twice(book):
        raise ValueError("two sheets in one part")
    name = parts.get("xl/sharedstrings.xml")
    return SharedStrings(package.read(name)) if name else SharedStrings()


def _refuse_bomb(members: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    total = 0
    for member in members:
        total += member.file_size
        if total > limits.archive_bytes:
            raise too_much("file-too-large", limits, "archive_bytes")
        if member.file_size > 1 << 24 and member.file_size > limits.archive_ratio * max(member.compress_size, 1):
            raise too_much("zip-bomb", limits, "archive_ratio")


def _parts(package: zipfile.ZipFile, watch: Watch) -> Iterator[tuple[str, bytes]]:
    # Every part, whatever its name: the workbook may say of any part that it is a sheet.
    for name in package.namelist():
        watch.check()
        yield name, package.read(name)


def _refuse_entities(part: bytes) -> None:
    # No workbook has a document type; one that has brings entities, which grow without end.
    if b"<!DOCTYPE" in part:
        raise ValueError("a document type in a part of a workbook")


def _refuse_unsound(xml: bytes) -> None:
    # The reader of OpenDocument looks for the end of a tag for ever where it never comes.
    parser = expat.ParserCreate()
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _extents(package: zipfile.ZipFile, name: str, part: bytes) -> list[sheet_extent.Extent]:
    _refuse_entities(part)
    if name == "content.xml":
        _refuse_unsound(part)
        return list(sheet_extent.of_ods(part))
    if "xl/workbook.bin" in package.NameToInfo:
        return [sheet_extent.of_xlsb(part)]
    # A reader finds cells in no other element; the sizes in a theme would look like rows.
    return [sheet_extent.of_xml(part)] if b"sheetData" in part else []


# --- cells ------------------------------------------------------------------------------------------------------


def cell_text(value: object) -> str:
    """A cell's value as text: dates ISO, whole numbers without a point, fractions by 15 significant digits."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return _number(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M:%S}"
        case timedelta():
            return str(value)
    return ""


def _number(value: float) -> str:
    # A workbook stores binary fractions but shows 15 digits: 15732.600000000001 was typed as 15732.6.
    shortest = f"{value:.15g}"
    if "e" not in shortest:
        return "0" if shortest == "-0" else shortest
    exact = Decimal(shortest)
    # From 15 digits on the last ones of an order number are lost already; the exponent shows it.
    return shortest.upper() if abs(exact) >= 10**15 else f"{exact:f}"


def _moment(value: datetime) -> str:
    # Fractions of a day are binary too: 09:59:59.999999 was ten o'clock.
    whole = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    return whole.isoformat(sep=" ")
