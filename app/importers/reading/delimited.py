"""Delimited text as rows that are split when they are asked for, and in bulk where that is exact."""

from __future__ import annotations

import csv
import operator
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from app.importers.reading.encodings import Damage
from app.importers.reading.limits import MEGABYTE
from app.importers.reading.line_index import look
from app.importers.reading.progress import IDLE, Watch
from app.importers.reading.quoting import parse
from app.importers.reading.sheet_extent import WIDEST

_TOP = 200  # lines that every importer looks through for its header: each is split once
_QUOTED = re.compile(rb'"[^"]*"')
_PADDING = re.compile(rb"(?<!\t)\t++(?=[,\r\n])")  # behind a cell, where exports pad numbers so that they stay text
_DECIMALS = re.compile(rb",\d{1,2}(?=;|$)")  # of amounts with a decimal comma
_RUN, _ODD = re.compile(rb"\x01+"), re.compile(rb"\x00")  # plain lines one after the other; a line that is not


def separator(body: bytes) -> int:
    """The byte that parts cells: comma, or TAB where more of the first lines have more of those; a semicolon where most
    lines have the same number of those, two or more, and fewer commas beside those of amounts.
    """
    lines = _PADDING.sub(b"", _QUOTED.sub(b"", body[: 1 << 16])).splitlines()[:200]
    if _are_parted_by_semicolons([line for line in lines if line.strip()]):
        return ord(";")
    tabs = sum(line.count(b"\t") > line.count(b",") for line in lines)
    commas = sum(line.count(b",") > line.count(b"\t") for line in lines)
    return ord("\t") if tabs > commas else ord(",")


def _are_parted_by_semicolons(lines: Sequence[bytes]) -> bool:
    plain = [_DECIMALS.sub(b"", line) for line in lines]
    counts = [line.count(b";") for line in plain if line.count(b";") > max(1, line.count(b","), line.count(b"\t"))]
    return len(counts) > 1 and 10 * counts.count(max(counts, key=counts.count)) >= 8 * len(lines)


def _with_line_feeds(lines: bytes, rows: int) -> bytes:
    """Some lines that end with a line feed alone where all ended with CR LF, and the last one with nothing."""
    without = lines.replace(b"\r", b"")  # in half the time that replacing CR LF takes
    if len(lines) - len(without) in (rows, rows - 1) and b"\n" in without:  # the last line may have no end
        lines = without
    return lines[:-1] if lines.endswith((b"\r", b"\n")) else lines


def _split_plain(lines: str, part: str) -> list[str]:
    """The cells of lines without quotes."""
    return lines.replace("\n", part).replace("\r", part).split(part)


def _split_quoted(lines: str, part: str) -> list[str]:
    """The cells of lines in which every cell is quoted and holds no quote; nothing where that is not so.

    Where each cell found took two quotes and the text has no more, none is left inside a cell: so the first quote of
    each cell is the one that closes it, and the next cell opens with another.
    """
    between = f'"{part}"'
    cells = lines[1:-1].replace('"\n"', between).split(between)
    is_whole = lines[0] == lines[-1] == '"' and lines.count('"') == 2 * len(cells)
    return cells if is_whole else []


class DelimitedBody:
    """The rows of a delimited text, held as its UTF-8 bytes and the offsets of its lines.

    Rows are physical lines from 1. A record whose quoted cell holds line ends is the row of its first line; the lines
    it goes on over are empty rows.
    """

    def __init__(self, body: bytes, watch: Watch = IDLE, line_bytes: int = MEGABYTE) -> None:
        self._body = body
        self._part = separator(body)
        self._watch = watch
        self._top: dict[int, list[str]] = {}
        self._lines = look(body, self._part, watch, line_bytes)
        self.damage: list[Damage] = []
        self._too_long = self._long_lines(line_bytes)
        self._continued = self._spans()

    def __len__(self) -> int:
        return len(self._lines.plain)

    def row(self, number: int) -> list[str]:
        """The cells of line ``number``; empty beyond the end and where a record of an earlier line goes on."""
        if number > _TOP:
            return self._row(number)
        if number not in self._top:
            self._top[number] = self._row(number)
        return self._top[number]

    def _row(self, number: int) -> list[str]:
        if not 0 < number <= len(self) or number - 1 in self._continued or number - 1 in self._too_long:
            return []
        self._watch.check()
        start, end = self._lines.starts[number - 1 : number + 1]
        line = self._body[start:end]
        if b'"' in line:
            return parse(self._body, start, self._part).cells
        text = line.decode("utf-8").rstrip("\r\n")
        return text.split(chr(self._part)) if text else []

    def line(self, number: int) -> str:
        """Line ``number`` as it stands, without its end; empty beyond the end and where it is far too long."""
        if not 0 < number <= len(self) or number - 1 in self._too_long:
            return ""
        start, end = self._lines.starts[number - 1 : number + 1]
        return self._body[start:end].decode("utf-8").rstrip("\r\n")

    def even_columns(self, first: int, last: int, places: Sequence[int]) -> list[list[str]] | None:
        """The cells of each of ``places`` in lines ``first`` to ``last``, None where these are no even grid.

        Most exports are one: as many cells in each line, and all of them quoted or none. Then a single split gives all
        cells, and every so-many-th of them is a column; it is faster than any parser, as nothing is asked of a single
        line.
        """
        widths = self._lines.widths[first - 1 : last]
        width = widths[0]
        if widths.count(width) < len(widths) or 0 in self._in_bulk[first - 1 : last]:
            return None
        self._watch.check()
        rows = last - first + 1
        lines = _with_line_feeds(self._body[self._lines.starts[first - 1] : self._lines.starts[last]], rows)
        if 0 not in self._lines.quoted[first - 1 : last]:
            lines = lines.translate(None, b'"')
        split = _split_quoted if b'"' in lines else _split_plain
        cells = split(lines.decode("utf-8"), chr(self._part))
        if len(cells) != width * rows:  # lines end in more ways than one, or some cells alone are quoted
            return None
        return [cells[at::width] if at < width else [""] * rows for at in places]

    def columns(self, first: int, last: int, places: Sequence[int]) -> tuple[list[int], list[list[str]]]:
        """Rows ``first`` to ``last`` by the csv module: their numbers, and the cells of each of ``places``, from 0.

        Missing cells are empty. Rows that go on from an earlier line are left out, blank ones are not.
        """
        self._watch.check()
        plain = self._in_bulk[first - 1 : last]
        numbers = [number for number, is_plain in enumerate(plain, first) if is_plain]
        columns = self._bulk(first - 1, plain, numbers, places)
        odd = [n for n, is_plain in enumerate(plain, first) if not is_plain and n - 1 not in self._continued]
        if not odd:
            return numbers, columns
        rows = [self._picked(self.row(number), places) for number in odd]
        numbers += odd
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        whole = [[*cells, *(row[at] for row in rows)] for at, cells in enumerate(columns)]
        return [numbers[at] for at in order], [[cells[at] for at in order] for cells in whole]

    def ragged(self, width: int, named: int, header: int, last: int) -> Iterator[tuple[str, int, int]]:
        """The rows below ``header`` up to ``last`` with too many or too few cells: message id, row, cells found.

        ``width`` is the cells of the header, ``named`` those up to its last name. The short lines of a footer are no
        trouble, nor are blank surplus cells and short rows where they are the habit of the file.
        """
        widths = self._lines.widths[header:last]
        whole = self._in_bulk[header:last]
        if named <= width and widths.count(width) == len(widths):
            return
        full = [at for at, cells in enumerate(widths) if cells >= named and whole[at]]
        if not full:
            return
        few = max(3, len(full) // 50)
        wide = [header + 1 + at for at, cells in enumerate(widths) if cells > width]
        is_rare = len(wide) <= few and 2 * len(wide) < len(full)
        for row in wide:
            cells = self.row(row)
            if len(cells) > width and (is_rare or any(cell.strip() for cell in cells[width:])):
                yield "too-many-cells", row, len(cells)
        short = [header + 1 + at for at in range(full[-1]) if 1 < widths[at] < named and whole[at]]
        if len(short) <= few:
            yield from (("too-few-cells", row, len(self.row(row))) for row in short)

    # --- inside -------------------------------------------------------------------------------------------------

    @cached_property
    def _in_bulk(self) -> bytes:
        flags = bytearray(self._lines.plain)
        for line in (*self._continued, *self._too_long):
            flags[line] = False
        return bytes(flags)

    def _bulk(self, offset: int, plain: bytes, numbers: Sequence[int], places: Sequence[int]) -> list[list[str]]:
        if not numbers:
            return [[] for _ in places]
        lines = self._text_of(offset, plain).decode("utf-8").removesuffix("\n").split("\n")
        try:
            rows = list(csv.reader(lines, delimiter=chr(self._part)))
        except csv.Error:  # a cell is longer than the module takes, or lines end in CR alone
            rows = []
        if len(rows) != len(numbers):
            rows = [self.row(number) for number in numbers]
        if min(map(len, rows)) > max(places):
            return [[row[place] for row in rows] for place in places]
        return [[row[place] if place < len(row) else "" for row in rows] for place in places]

    def _text_of(self, offset: int, plain: bytes) -> bytes:
        """The bytes of the plain lines among those from ``offset`` on."""
        starts = self._lines.starts
        runs = (self._body[starts[offset + r.start()] : starts[offset + r.end()]] for r in _RUN.finditer(plain))
        return b"".join(runs)

    @staticmethod
    def _picked(cells: list[str], columns: Sequence[int]) -> list[str]:
        return [cells[column] if column < len(cells) else "" for column in columns]

    def _long_lines(self, limit: int) -> frozenset[int]:
        starts, widths = self._lines.starts, self._lines.widths
        longest = max(map(operator.sub, starts[1:], starts), default=0)
        if longest <= limit and max(widths, default=0) <= WIDEST:
            return frozenset()
        sizes = enumerate(zip(pairwise(starts), widths, strict=True))
        found = [line for line, ((start, end), cells) in sizes if end - start > limit or cells > WIDEST]
        self.damage += [Damage("line-too-long", line + 1) for line in found]
        return frozenset(found)

    def _spans(self) -> frozenset[int]:
        """The lines that a record of an earlier line goes on over; a quote that never closes is put into `damage`."""
        starts = self._lines.starts
        continued: set[int] = set()
        next_line = 0
        for line in (odd.start() for odd in _ODD.finditer(self._lines.plain)):
            if line < next_line or line in self._too_long:
                continue
            self._watch.check()
            parsed = parse(self._body, starts[line], self._part)
            if parsed.unclosed:
                self.damage.append(Damage("unclosed-quote", line + 1))
            if parsed.end > starts[line + 1]:
                next_line = bisect_left(starts, parsed.end)
                continued.update(range(line + 1, next_line))
        return frozenset(continued)
