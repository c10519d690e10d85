"""Finds the heading of a statement on a page by what its words mean, also where its cells have several lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.importers.banks.sections import is_header, roles_of
from app.importers.reading.pdf_words import Word, runs_of

_TALLEST = 5.0  # of a letter's height: four lines of a heading
_LEVELS = 8  # of text; the cells of a heading are centred, so that lines of one stand between those of another
_OVERLAP = 0.3
_LONGEST = 9  # Chinese letters of a heading


def heading_by_meaning(words: Sequence[Word]) -> tuple[tuple[Word, ...], int, float] | None:
    """The columns from left to right with their whole texts, the one of the dates, and where the heading begins.

    Every column stands at the heading's last line. None where no band of lines is the heading of a statement.
    """
    best: tuple[tuple[Word, ...], int, float] | None = None
    most = (0, 0)
    for band in _bands(words):
        columns = _columns(band)
        texts = tuple(column.text for column in columns)
        roles = roles_of(texts)
        if len(columns) < 3 or any(_is_long(text) for text in texts) or not is_header(texts, roles):
            continue
        # Of bands that tell as much the taller is the whole heading, unless it adds columns that say nothing.
        known = (sum(len(places) for name, places in roles.items() if name), -len(columns))
        if known >= most:
            most = known
            dates = (roles.get("booked") or roles["traded"])[0]
            best = columns, dates, min(run.y for run in band)
    return best


def _is_long(text: str) -> bool:
    """Whether a text is longer than a heading: the first line of a wrapped cell below would make it so."""
    return sum("\u4e00" <= letter <= "\u9fff" for letter in text) > _LONGEST


def _bands(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Stretches of lines that lie together and hold no digit, the shorter before the longer."""
    levels: list[list[Word]] = []
    for run in runs_of(words):
        if levels and levels[-1][0].y == run.y:
            levels[-1].append(run)
        else:
            levels.append([run])
    for size in range(1, _LEVELS + 1):
        for first in range(len(levels) - size + 1):
            band = levels[first : first + size]
            runs = [run for level in band for run in level]
            tallest = max(run.height for run in runs)
            is_close = band[-1][0].y - band[0][0].y <= _TALLEST * tallest
            if is_close and not any(letter.isdigit() for run in runs for letter in run.text):
                yield runs


def _columns(band: Sequence[Word]) -> tuple[Word, ...]:
    """The runs of a band joined where they stand above one another."""
    bottom = max(run.y for run in band)
    columns: list[list[Word]] = []
    for run in sorted(band, key=lambda run: (run.x0, run.y)):
        own = next((column for column in columns if any(_above(run, other) for other in column)), None)
        if own is None:
            columns.append([run])
        else:
            own.append(run)
    joined = [
        replace(
            column[0],
            text="".join(run.text for run in sorted(column, key=lambda run: run.y)),
            x0=min(run.x0 for run in column),
            x1=max(run.x1 for run in column),
            y=bottom,
        )
        for column in columns
    ]
    return tuple(sorted(joined, key=lambda column: column.x0))


def _above(a: Word, b: Word) -> bool:
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    return shared > _OVERLAP * min(a.x1 - a.x0, b.x1 - b.x0)
