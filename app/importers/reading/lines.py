"""The lines of a table as text, whatever parted its cells."""

from __future__ import annotations

from collections.abc import Iterator

from app.importers.reading.table import Table, clean

_LONGEST = 20_000


def line(table: Table, number: int) -> str:
    """Physical row ``number`` as it was written: its cells joined by what parts them; a vast one is cut."""
    return clean(table.joined(number)[:_LONGEST])


def spaced(text: str) -> str:
    """A text whose gaps are one blank wide, as forms of sentences expect them; padded papers part words by dozens."""
    return " ".join(text.split())


def lines(table: Table, most: int | None = None) -> Iterator[tuple[int, str]]:
    """Every line that is not blank with its physical row; of the first ``most`` rows alone where that is given."""
    for number in range(1, min(len(table), most or len(table)) + 1):
        if text := line(table, number):
            yield number, text
