"""Delimited text as rows that are split when they are asked for, and in bulk where that is exact."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.importers.reading.encodings import Damage
from app.importers.reading.limits import MEGABYTE
from app.importers.reading.progress import IDLE, Watch
from app.importers.reading.quoting import parse
from app.importers.reading.sheet_extent import WIDEST

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

_BLOCK = MEGABYTE // 4  # bytes looked over at a time; what is made of them stays in the processor's cache
_TOP = 200  # lines that every importer looks through for its header: each is split once
_QUOTED = re.compile(rb'"[^"]*"')
_PADDING = re.compile(rb"(?<!\t)\t++(?=[,\r\n])")  # behind a cell, where exports pad numbers so that they stay text
_DECIMALS = re.compile(rb",\d{1,2}(?=;|$)")  # of amounts with a decimal comma
_QUOTE, _LF, _CR, _BLANK = 34, 10, 13, 32


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


@dataclass(frozen=True, slots=True)
class Lines:
    """What one look over a text tells of its lines, each counted from 0.

    ``starts`` are the offsets of all lines and of the end; ``widths`` the cells a line holds by itself; ``plain`` says
    that a line is a whole record that the csv module splits as `parse` does: without quotes, or with all of them where
    quotes belong.
    """

    starts: Numbers
    widths: Numbers
    plain: Flags


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
        start, end = (int(offset) for offset in self._lines.starts[number - 1 : number + 1])
        line = self._body[start:end]
        if b'"' in line:
            return parse(self._body, start, self._part).cells
        text = line.decode("utf-8").rstrip("\r\n")
        return text.split(chr(self._part)) if text else []

    def line(self, number: int) -> str:
        """Line ``number`` as it stands, without its end; empty beyond the end and where it is far too long."""
        if not 0 < number <= len(self) or number - 1 in self._too_long:
            return ""
        start, end = (int(offset) for offset in self._lines.starts[number - 1 : number + 1])
        return self._body[start:end].decode("utf-8").rstrip("\r\n")

    def even_columns(self, first: int, last: int, places: Sequence[int]) -> list[list[str]] | None:
        """The cells of each of ``places`` in lines ``first`` to ``last``, None where these are no even grid.

        Most exports are one: no quotes, and as many cells in each line. Then a single split gives all cells, and every
        so-many-th of them is a column; it is faster than any parser, as nothing is asked of a single line.
        """
        widths = self._lines.widths[first - 1 : last]
        width = int(widths[0])
        if not (widths == width).all() or not self._in_bulk[first - 1 : last].all():
            return None
        self._watch.check()
        lines = self._body[int(self._lines.starts[first - 1]) : int(self._lines.starts[last])]
        if b'"' in lines:
            return None
        part, rows = chr(self._part), last - first + 1
        without = lines.replace(b"\r", b"")  # in half the time that replacing CR LF takes
        if len(lines) - len(without) in (rows, rows - 1) and b"\n" in without:  # the last line may have no end
            lines = without
        cells = lines.decode("utf-8").replace("\n", part).replace("\r", part).split(part)
        if len(cells) != width * rows + lines.endswith((b"\r", b"\n")):  # lines end in more ways than one
            return None
        cells = cells[: width * rows]
        return [cells[at::width] if at < width else [""] * rows for at in places]

    def columns(self, first: int, last: int, places: Sequence[int]) -> tuple[list[int], list[list[str]]]:
        """Rows ``first`` to ``last`` by the csv module: their numbers, and the cells of each of ``places``, from 0.

        Missing cells are empty. Rows that go on from an earlier line are left out, blank ones are not.
        """
        import numpy as np

        self._watch.check()
        plain = self._in_bulk[first - 1 : last]
        numbers = (np.flatnonzero(plain) + first).tolist()
        columns = self._bulk(first - 1, plain, numbers, places)
        odd = [n for n in (np.flatnonzero(~plain) + first).tolist() if n - 1 not in self._continued]
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
        import numpy as np

        widths = self._lines.widths[header:last]
        whole = self._in_bulk[header:last]
        full = np.flatnonzero((widths >= named) & whole)
        if not len(full):
            return
        few = max(3, len(full) // 50)
        wide = (header + 1 + np.flatnonzero(widths > width)).tolist()
        is_rare = len(wide) <= few and 2 * len(wide) < len(full)
        for row in wide:
            cells = self.row(row)
            if len(cells) > width and (is_rare or any(cell.strip() for cell in cells[width:])):
                yield "too-many-cells", row, len(cells)
        between = np.arange(len(widths)) < full[-1]
        short = (header + 1 + np.flatnonzero((widths > 1) & (widths < named) & whole & between)).tolist()
        if len(short) <= few:
            yield from (("too-few-cells", row, len(self.row(row))) for row in short)

    # --- inside -------------------------------------------------------------------------------------------------

    @cached_property
    def _in_bulk(self) -> Flags:
        flags = self._lines.plain.copy()
        for line in (*self._continued, *self._too_long):
            flags[line] = False
        return flags

    def _bulk(self, offset: int, plain: Flags, numbers: Sequence[int], places: Sequence[int]) -> list[list[str]]:
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

    def _text_of(self, offset: int, plain: Flags) -> bytes:
        """The bytes of the plain lines among those from ``offset`` on."""
        import numpy as np

        starts = self._lines.starts
        edges = np.flatnonzero(np.diff(np.concatenate(([False], plain, [False])).astype(np.int8))) + offset
        runs = (self._body[int(starts[a]) : int(starts[b])] for a, b in edges.reshape(-1, 2).tolist())
        return b"".join(runs)

    @staticmethod
    def _picked(cells: list[str], columns: Sequence[int]) -> list[str]:
        return [cells[column] if column < len(cells) else "" for column in columns]

    def _long_lines(self, limit: int) -> frozenset[int]:
        import numpy as np

        beyond = (np.diff(self._lines.starts) > limit) | (self._lines.widths > WIDEST)
        found = np.flatnonzero(beyond).tolist()
        self.damage += [Damage("line-too-long", line + 1) for line in found]
        return frozenset(found)

    def _spans(self) -> frozenset[int]:
        """The lines that a record of an earlier line goes on over; a quote that never closes is put into `damage`."""
        import numpy as np

        starts = self._lines.starts
        continued: set[int] = set()
        next_line = 0
        for line in np.flatnonzero(~self._lines.plain).tolist():
            if line < next_line or line in self._too_long:
                continue
            self._watch.check()
            parsed = parse(self._body, int(starts[line]), self._part)
            if parsed.unclosed:
                self.damage.append(Damage("unclosed-quote", line + 1))
            if parsed.end > starts[line + 1]:
                next_line = int(np.searchsorted(starts, parsed.end))
                continued.update(range(line + 1, next_line))
        return frozenset(continued)


def look(body: bytes, part: int, watch: Watch = IDLE, longest: int = MEGABYTE) -> Lines:
    """Find the lines of a text, how many cells each holds and which are plain, in time linear in its length.

    A line of more than ``longest`` bytes is not looked into: it counts as one cell, and is not plain.
    """
    import numpy as np

    data = np.frombuffer(body, dtype=np.uint8)
    starts = _line_starts(data, watch)
    widths = np.ones(len(starts) - 1, dtype=np.int64)
    plain = np.ones(len(starts) - 1, dtype=np.bool_)
    first = 0
    while first < len(widths):
        watch.check()
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + _BLOCK, side="right")) - 1)
        if starts[last] - starts[first] > max(longest, _BLOCK):  # one line, whose marks alone would fill the memory
            plain[first] = False
            first = last
            continue
        block = data[starts[first] : starts[last]]
        cells, good = _look_at_block(block, starts[first : last + 1] - starts[first], part)
        widths[first:last], plain[first:last] = cells, good
        first = last
    return Lines(starts, widths, plain)


def _line_starts(data: npt.NDArray[np.uint8], watch: Watch) -> Numbers:
    import numpy as np

    found = [np.zeros(1, dtype=np.int64)]
    for at in range(0, len(data), _BLOCK):
        watch.check()
        block = data[at : at + _BLOCK + 1]  # with the byte after it, to see whether an LF follows a CR
        ends = block[:_BLOCK] == _LF
        returns = block[:_BLOCK] == _CR
        if returns.any():
            follows = np.zeros(len(ends), dtype=np.bool_)
            follows[: len(block) - 1] = block[1:] == _LF
            ends |= returns & ~follows
        found.append(np.flatnonzero(ends) + (at + 1))
    starts = np.concatenate(found)
    return starts if starts[-1] == len(data) else np.append(starts, len(data))


def _look_at_block(block: npt.NDArray[np.uint8], bounds: Numbers, part: int) -> tuple[Numbers, Flags]:
    """The cells of each line of a block and whether the line is plain; ``bounds`` are its line starts and end."""
    import numpy as np

    parts = np.flatnonzero(block == part)
    quotes = np.flatnonzero(block == _QUOTE)
    counts = np.diff(np.searchsorted(parts, bounds))
    if not len(quotes):
        return counts + 1, np.ones(len(counts), dtype=np.bool_)
    before = np.searchsorted(quotes, bounds)  # how many quotes stand before each line
    line_of_part = np.repeat(np.arange(len(counts)), counts)
    quoted = (np.searchsorted(quotes, parts) - before[line_of_part]) % 2 == 1
    counts -= np.bincount(line_of_part[quoted], minlength=len(counts))
    per_line = np.diff(before)
    line_of_quote = np.repeat(np.arange(len(counts)), per_line)
    plain = per_line % 2 == 0
    plain[line_of_quote[~_in_place(block, quotes, before[line_of_quote], part)]] = False
    return counts + 1, plain


def _in_place(block: npt.NDArray[np.uint8], quotes: Numbers, before: Numbers, part: int) -> Flags:
    """Whether each quote stands where it belongs: an opening one at the start of a cell, a closing one at its end,
    or two in a row inside; ``before`` is how many quotes stand before its line."""
    import numpy as np

    padded = np.concatenate(([_LF], block, [_LF]))
    ends = np.isin(np.arange(256), (part, _LF, _CR, _QUOTE))
    opening = (np.arange(len(quotes)) - before) % 2 == 0
    return np.where(opening, ends[padded[quotes]], ends[padded[quotes + 2]])
