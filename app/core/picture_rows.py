"""What rests on a picture that nobody has confirmed is no proof: its certainty is held down, and that is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.core.discrepancy import Certainty, Discrepancy
from app.core.facts import Source
from app.core.papers import PictureRow, PictureStanding

CONFIRM = "confirmed-picture"
"""What would decide it (``paper.<id>``): the person's look at the picture."""

_ORDER = (Certainty.OPEN, Certainty.PATTERN, Certainty.STRONG, Certainty.PROVED)


def held_down(found: Iterable[Discrepancy], rows: Iterable[PictureRow]) -> Iterator[Discrepancy]:
    """The discrepancies, each at most as certain as the least certain picture row that it rests on."""
    most: dict[Source, Certainty] = {}
    for row in rows:
        if row.standing is PictureStanding.READ:
            limit = Certainty.PATTERN if row.is_doubtful else Certainty.STRONG
            most |= dict.fromkeys(row.sources, limit)
    for one in found:
        limits = [most[source] for source in one.evidence if source in most]
        if not limits:
            yield one
            continue
        certainty = min((one.certainty, *limits), key=_ORDER.index)
        yield replace(one, certainty=certainty, missing=tuple(dict.fromkeys((*one.missing, CONFIRM))))
