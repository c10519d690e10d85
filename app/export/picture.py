"""The timeline of a case as a picture, without a window and without Qt."""

from __future__ import annotations

from app.core.explanation import Explanation
from app.palette import Scheme
from app.texts.catalogue import Phrasebook

_EM = 13.0
"""The ordinary text size in pixels."""


def svg(explanation: Explanation, book: Phrasebook, *, scheme: Scheme = Scheme.LIGHT) -> str:
    """Return the whole timeline as SVG; the same case gives the same text."""
    from app.timeline import svg as written
    from app.timeline.folded import folded
    from app.timeline.metrics import estimated
    from app.timeline.model import prepare

    page = folded(prepare(explanation), estimated(_EM), book.say)
    return written.svg(page, book.say("timeline.name"), scheme)
