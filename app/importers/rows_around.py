"""Reads single rows as they stand in a file, with the rows above and below, to show them as evidence."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from app.core.facts import Source
from app.importers.forms import shaped
from app.importers.opening import Opener
from app.importers.reading.containers import Finder, Held, Item, Listing
from app.importers.reading.errors import Refused
from app.importers.reading.limits import Limits
from app.importers.reading.progress import Watch
from app.importers.reading.table import Table

Rows = list[tuple[int, list[str]]]
Head = tuple[int, str]
"""The row of a table's header, 0 for none, and its fingerprint."""


def rows_around(
    wanted: Mapping[Source, Head | None],
    places: Mapping[str, str],
    reach: int,
    passwords: Iterable[str] = (),
    cancelled: Callable[[], bool] | None = None,
    held: Sequence[Held] = (),
    closed: Container[str] = (),
) -> dict[Source, Rows]:
    """The cells of each wanted row and of ``reach`` rows on both sides, by row number.

    ``places`` are paths by digest. Each file is read once; where it is gone or changed, what is ``held`` of that path
    is read instead. A file that is locked, or gone altogether, gives nothing; ``closed`` are places at
    which nobody may look on the disk. Where a head is given with a row, its table is taken in the form that has it.
    Raises Cancelled.
    """
    by_place: dict[str, list[Source]] = defaultdict(list)
    for source in wanted:
        if place := places.get(source.digest):
            by_place[place].append(source)
    watch, given, limits = Watch(None, cancelled), tuple(passwords), Limits.from_environment()
    found: dict[Source, Rows] = {}
    for place, sources in by_place.items():
        kept = [one for one in held if one.path == place]
        for paths, instead in (((), ()) if place in closed else ((place,), ()), ((), kept)):
            missing = [source for source in sources if source not in found]
            listing = Finder(given, limits, watch).find(paths, instead) if missing else Listing()
            for table in _tables(listing.items, {s.digest for s in missing}, Opener(given, limits, watch)):
                for source in missing:
                    if (source.digest, source.sheet) == (table.digest, table.sheet):
                        head = wanted[source]
                        found[source] = _rows(shaped(table, *head) if head else table, source.row, reach)
    return found


def _rows(table: Table, row: int, reach: int) -> Rows:
    numbers = range(max(1, row - reach), row + reach + 1)
    return [(number, list(cells)) for number in numbers if (cells := table.row(number))]


def _tables(items: Iterable[Item], digests: set[str], opener: Opener) -> Iterator[Table]:
    for item in items:
        data = _bytes(item)
        digest = hashlib.sha256(data).hexdigest()[:16]
        if digest in digests:
            yield from opener.open(data, item.name, digest).tables


def _bytes(item: Item) -> bytes:
    try:
        return item.load()
    except Refused:  # gone or changed since it was read: there is nothing to show
        return b""
