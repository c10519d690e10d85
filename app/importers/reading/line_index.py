"""Where the lines of a delimited text begin, how many cells each holds, and which can be split in bulk."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from app.importers.reading.limits import MEGABYTE
from app.importers.reading.progress import IDLE, Watch

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

_BLOCK = MEGABYTE // 4  # bytes looked over at a time; what is made of them stays in the processor's cache
_SMALL = MEGABYTE // 8  # bytes up to which looking line by line is faster than importing numpy
_LINE_END = re.compile(rb"\r\n|\r|\n")
_QUOTE, _LF, _CR = 34, 10, 13


@dataclass(frozen=True, slots=True)
class Lines:
    """What one look over a text tells of its lines, each counted from 0.

    ``starts`` are the offsets of all lines and of the end; ``widths`` the cells a line holds by itself; ``plain`` says
    with a byte of 1 that a line is a whole record that the csv module splits as `parse` does: without quotes, or with
    all of them where quotes belong. ``quoted`` says of a line that all its cells are quoted and hold neither a quote
    nor a separator; it is not said of every such line.
    """

    starts: array[int]
    widths: array[int]
    plain: bytes
    quoted: bytes = field(compare=False)


def look(body: bytes, part: int, watch: Watch = IDLE, longest: int = MEGABYTE) -> Lines:
    """Find the lines of a text, how many cells each holds and which are plain, in time linear in its length.

    A line of more than ``longest`` bytes is not looked into: it counts as one cell, and is not plain.
    """
    if len(body) <= _SMALL:
        return _look_at_small(body, part)
    import numpy as np

    data = np.frombuffer(body, dtype=np.uint8)
    starts = _line_starts(data, watch)
    widths = np.ones(len(starts) - 1, dtype=np.int64)
    plain = np.ones(len(starts) - 1, dtype=np.bool_)
    quoted = np.zeros(len(starts) - 1, dtype=np.bool_)
    first = 0
    while first < len(widths):
        watch.check()
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + _BLOCK, side="right")) - 1)
        if starts[last] - starts[first] > max(longest, _BLOCK):  # one line, whose marks alone would fill the memory
            plain[first] = False
            first = last
            continue
        block = data[starts[first] : starts[last]]
        found = _look_at_block(block, starts[first : last + 1] - starts[first], part)
        widths[first:last], plain[first:last], quoted[first:last] = found
        first = last
    return Lines(array("q", starts.tobytes()), array("q", widths.tobytes()), plain.tobytes(), quoted.tobytes())


def _look_at_small(body: bytes, part: int) -> Lines:
    """As `look`, line by line and without numpy, whose import alone takes as long as reading a few small files."""
    starts = [0, *(end.end() for end in _LINE_END.finditer(body))]
    if starts[-1] < len(body):
        starts.append(len(body))
    told = [_look_at_line(body[start:end], part) for start, end in pairwise(starts)]
    plain = bytes(plain for _, plain in told)
    return Lines(array("q", starts), array("q", (width for width, _ in told)), plain, bytes(len(told)))


def _look_at_line(line: bytes, part: int) -> tuple[int, bool]:
    """The cells of a line and whether it is plain: every quote stands at an end of its cell, or beside another."""
    outside = line.split(b'"')
    quotes = len(outside) - 1
    del outside[1::2]
    cells = 1 + sum(piece.count(part) for piece in outside)
    if not quotes or quotes % 2:
        return cells, not quotes
    ends = (part, _LF, _CR)
    opened = all(not piece or piece[-1] in ends for piece in outside[:-1])
    return cells, opened and all(not piece or piece[0] in ends for piece in outside[1:])


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


def _look_at_block(block: npt.NDArray[np.uint8], bounds: Numbers, part: int) -> tuple[Numbers, Flags, bool]:
    """The cells of each line of a block, whether the line is plain, and whether all lines are quoted in all cells;
    ``bounds`` are the block's line starts and end.
    """
    import numpy as np

    parts = np.flatnonzero(block == part)
    quotes = np.flatnonzero(block == _QUOTE)
    counts = np.diff(np.searchsorted(parts, bounds))
    if not len(quotes):
        return counts + 1, np.ones(len(counts), dtype=np.bool_), False
    padded = np.full(len(block) + 2, _LF, dtype=np.uint8)
    padded[1:-1] = block
    if _are_all_quoted(padded, quotes, len(parts) + len(counts), part):
        return counts + 1, np.ones(len(counts), dtype=np.bool_), True
    before = np.searchsorted(quotes, bounds)  # how many quotes stand before each line
    line_of_part = np.repeat(np.arange(len(counts)), counts)
    quoted = (np.searchsorted(quotes, parts) - before[line_of_part]) % 2 == 1
    counts -= np.bincount(line_of_part[quoted], minlength=len(counts))
    per_line = np.diff(before)
    line_of_quote = np.repeat(np.arange(len(counts)), per_line)
    plain = per_line % 2 == 0
    plain[line_of_quote[~_in_place(padded, quotes, before[line_of_quote], part)]] = False
    return counts + 1, plain, False


def _are_all_quoted(padded: npt.NDArray[np.uint8], quotes: Numbers, marks: int, part: int) -> bool:
    """Whether all cells of a block are quoted and none holds a quote: then no cell holds any of its ``marks`` either,
    which are separators and line ends, as each stands behind a quote of its own; ``padded`` has a line end around it.
    """
    import numpy as np

    if len(quotes) != 2 * marks:
        return False
    is_mark = np.isin(np.arange(256), (part, _LF, _CR))
    return bool(is_mark[padded[quotes[::2]]].all() and is_mark[padded[quotes[1::2] + 2]].all())


def _in_place(padded: npt.NDArray[np.uint8], quotes: Numbers, before: Numbers, part: int) -> Flags:
    """Whether each quote of a block stands where it belongs: an opening one at the start of a cell, a closing one at
    its end, or two in a row inside; ``before`` is how many quotes stand before its line, ``padded`` the block between
    line ends.
    """
    import numpy as np

    ends = np.isin(np.arange(256), (part, _LF, _CR, _QUOTE))
    opening = (np.arange(len(quotes)) - before) % 2 == 0
    return np.where(opening, ends[padded[quotes]], ends[padded[quotes + 2]])
