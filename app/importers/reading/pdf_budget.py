"""How much a PDF may unfold to, counted inside the reader: its streams, its characters and lines, its fonts' tables.

pdfminer has no bounds of its own: two kilobytes may unpack to a gigabyte, and a font may number four thousand million
characters in one line. Where it unpacks, draws or numbers, what it does is counted first.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.importers.reading.errors import Refused, too_much
from app.importers.reading.limits import Limits

_PER_BYTE = 20
"""Bytes that a byte of the file may unpack to, where that is more than the least of the limits."""
_OBJECTS_PER_BYTE = 2
_LEAST_PAGES = 2
_BLOCK = 1 << 20


@dataclass(slots=True)
class PdfBudget:
    """What is left for one document. ``refused`` is what went beyond, also where the reader hides it."""

    limits: Limits
    unpacked: int
    objects: int
    on_page: int = 0
    refused: Refused | None = None

    @classmethod
    def of(cls, packed: int, limits: Limits) -> PdfBudget:
        """The budget of a document of so many bytes."""
        unpacked = max(limits.pdf_bytes, _PER_BYTE * packed)
        return cls(limits, unpacked, max(_LEAST_PAGES * limits.page_objects, _OBJECTS_PER_BYTE * packed))

    def begin_page(self) -> None:
        """Count the objects of another page."""
        self.on_page = self.limits.page_objects

    def unpack(self, size: int) -> None:
        """Count bytes that a stream unpacks to. Raises Refused."""
        self.unpacked -= size
        if self.unpacked < 0:
            self._refuse("pdf-unpacks-too-large", "pdf_bytes")

    def draw(self, objects: int = 1) -> None:
        """Count characters, lines and figures of a page. Raises Refused."""
        self.on_page -= objects
        self.objects -= objects
        if self.on_page < 0 or self.objects < 0:
            self._refuse("pdf-too-full", "page_objects")

    def number(self, entries: int) -> None:
        """Count entries of a font's tables, which take the room of a few bytes each. Raises Refused."""
        self.unpack(_ENTRY * max(entries, 0))

    def _refuse(self, code: str, limit: str) -> None:
        self.refused = too_much(code, self.limits, limit)
        raise self.refused


_ENTRY = 64
_IN_FORCE: ContextVar[PdfBudget | None] = ContextVar("pdf budget", default=None)


@contextmanager
def bounded(budget: PdfBudget) -> Iterator[None]:
    """Let the reader of PDFs spend from ``budget``, in this thread. Raises its refusal, even if the reader hides it."""
    _guard()
    token = _IN_FORCE.set(budget)
    try:
        yield
    except Exception:
        if budget.refused is not None:
            raise budget.refused from None
        raise
    finally:
        _IN_FORCE.reset(token)


class _Zlib:
    """The module ``zlib`` as pdfminer uses it, never unpacking beyond the budget in force."""

    error = zlib.error

    @staticmethod
    def decompress(data: bytes) -> bytes:
        unpacking, parts = zlib.decompressobj(), []
        while not unpacking.eof:
            part = unpacking.decompress(data, _BLOCK)
            if not part:
                raise zlib.error("incomplete stream")
            _spend(len(part))
            parts.append(part)
            data = unpacking.unconsumed_tail
        return b"".join(parts)

    class decompressobj:  # noqa: N801 - it stands in for a function of the module
        def __init__(self) -> None:
            self._unpacking = zlib.decompressobj()

        def decompress(self, data: bytes) -> bytes:
            part = self._unpacking.decompress(data)
            _spend(len(part))
            return part


def _spend(size: int) -> None:
    if (budget := _IN_FORCE.get()) is not None:
        budget.unpack(size)


def _draw(objects: int = 1) -> None:
    if (budget := _IN_FORCE.get()) is not None:
        budget.draw(objects)


def _number(entries: int) -> None:
    if (budget := _IN_FORCE.get()) is not None:
        budget.number(entries)


@cache
def _guard() -> None:
    """Put the counting where the reader unpacks, draws and numbers; once, and idle where no budget is in force."""
    from pdfminer import cmapdb, pdffont, pdftypes
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent as Device

    reader: Any = pdftypes
    reader.zlib = _Zlib
    for name in ("lzwdecode", "rldecode", "ascii85decode", "asciihexdecode"):
        setattr(reader, name, _counting(getattr(reader, name), lambda result: _spend(len(result))))
    for name in ("render_char", "begin_figure", "render_image"):
        setattr(Device, name, _after(getattr(Device, name), lambda _: _draw()))
    device: Any = Device
    device.paint_path = _after(Device.paint_path, lambda given: _draw(1 + len(given[-1])))
    fonts: Any = pdffont
    fonts.get_widths = _ranged(pdffont.get_widths, 3)
    fonts.get_widths2 = _ranged(pdffont.get_widths2, 5)
    cmaps: Any = cmapdb
    cmaps.range = _counted_range


def _counting(work: Callable[..., Any], count: Callable[[Any], None]) -> Callable[..., Any]:
    def counted(*given: Any, **named: Any) -> Any:
        result = work(*given, **named)
        count(result)
        return result

    return counted


def _after(work: Callable[..., Any], count: Callable[[tuple[Any, ...]], None]) -> Callable[..., Any]:
    def counted(*given: Any, **named: Any) -> Any:
        count(given)
        return work(*given, **named)

    return counted


def _counted_range(*bounds: int) -> range:
    """The range over which a table of characters is filled."""
    result = range(*bounds)
    _number(result.stop - result.start)
    return result


def _ranged(work: Callable[..., Any], length: int) -> Callable[..., Any]:
    """Widths of a font: of ``length`` numbers in a row the first two are a range of characters."""

    def counted(seq: Iterable[object]) -> Any:
        from pdfminer.pdftypes import resolve1

        values = [resolve1(value) for value in seq]
        row: list[float] = []
        for value in values:
            row = [*row, value] if isinstance(value, int | float) else []
            if len(row) == length:
                _number(int(row[1] - row[0]) + 1)
                row = []
        return work(values)

    return counted
