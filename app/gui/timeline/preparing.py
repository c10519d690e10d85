"""The geometry of a timeline, with what draws it at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.explanation import Explanation
    from app.timeline.model import Timeline


def prepared(explanation: Explanation) -> Timeline:
    """The geometry of a timeline; takes time for many events, so it is made beside the window."""
    # What draws it is loaded here as well, so that the window does not pause for it.
    from app.gui.timeline import overview_strip, presenter  # noqa: F401
    from app.timeline import tooltips  # noqa: F401
    from app.timeline.model import prepare

    return prepare(explanation)
