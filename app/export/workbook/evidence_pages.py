"""Where the printed pages of the evidence end, so that a table that goes on bears its file and headings again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from app.core.facts import Source


class EvidenceKind(Enum):
    """What a line of the sheet of evidence is."""

    PART = "part"
    FILE = "file"
    FILE_AGAIN = "file-again"
    HEADINGS = "headings"
    ROW = "row"


class EvidenceLine(NamedTuple):
    """A line of the sheet of evidence; ``source`` is the row that it shows, or the first below it."""

    kind: EvidenceKind
    source: Source


def paged(
    lines: Sequence[EvidenceLine],
    points: Callable[[EvidenceLine], float],
    *,
    holds: float,
    above: float,
    again: float,
    is_wide: Callable[[Source], bool],
) -> Iterator[EvidenceLine]:
    """The lines, with the name of the file and its headings once more where a page begins within its rows.

    ``points`` are the height of a line; a page ``holds`` so many of them, of which ``again`` is the head of the sheet,
    and the first has ``above``. Tables that are wider than a page begin one.
    """
    used, heading, before = above, False, EvidenceKind.PART
    wider: bool | None = None
    heights = [points(line) for line in lines]
    needed = _with_what_follows(lines, heights)
    for line, own, whole in zip(lines, heights, needed, strict=True):
        if line.kind is EvidenceKind.FILE:
            heading = False
        elif line.kind is EvidenceKind.HEADINGS:
            heading = True
        elif line.kind is EvidenceKind.ROW:
            wider, turned = is_wide(line.source), wider
            used = again if turned not in (None, wider) else used
        if used + whole > holds:
            used = again
            if line.kind is before is EvidenceKind.ROW:
                kinds = (EvidenceKind.FILE_AGAIN, EvidenceKind.HEADINGS)[: 1 + heading]
                repeated = [EvidenceLine(kind, line.source) for kind in kinds]
                used += sum(map(points, repeated))
                yield from repeated
        used += own
        before = line.kind
        yield line


def _with_what_follows(lines: Sequence[EvidenceLine], heights: Sequence[float]) -> list[float]:
    """The height of each line with those that it leads in to, up to the first row of a table."""
    needed, below = [0.0] * len(lines), 0.0
    for at in range(len(lines) - 1, -1, -1):
        below = heights[at] + (0.0 if lines[at].kind is EvidenceKind.ROW else below)
        needed[at] = below
    return needed
