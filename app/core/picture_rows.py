"""What rests on an unconfirmed picture, or on a person's own list, is no proof: its certainty is held down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.core.discrepancy import Certainty, Discrepancy
from app.core.facts import Source
from app.core.papers import PictureRow, PictureStanding

CONFIRM = "confirmed-picture"
"""What would decide it (``paper.<id>``): the person's look at the picture."""

PROOF = "proof-of-payment"
"""What would decide it where a person's own list alone tells of a payment."""

_ORDER = (Certainty.OPEN, Certainty.PATTERN, Certainty.STRONG, Certainty.PROVED)


def held_down(found: Iterable[Discrepancy], rows: Iterable[PictureRow]) -> Iterator[Discrepancy]:
    """The discrepancies, each at most as certain as the least certain picture or typed row that it rests on."""
    most: dict[Source, tuple[Certainty, str]] = {}
    for row in rows:
        if (limit := _limit(row)) is not None:
            most |= dict.fromkeys(row.sources, limit)
    for one in found:
        limits = [most[source] for source in one.evidence if source in most]
        if not limits:
            yield one
            continue
        certainty = min((one.certainty, *(limit for limit, _ in limits)), key=_ORDER.index)
        missing = tuple(dict.fromkeys((*one.missing, *sorted({paper for _, paper in limits}))))
        yield replace(one, certainty=certainty, missing=missing)


def _limit(row: PictureRow) -> tuple[Certainty, str] | None:
    """The most that may be said of what rests on a row, and what would decide it; None where it is no weaker."""
    if row.standing is PictureStanding.TYPED:
        return Certainty.STRONG, PROOF
    if row.standing is PictureStanding.READ:
        return Certainty.PATTERN if row.is_doubtful else Certainty.STRONG, CONFIRM
    return None
