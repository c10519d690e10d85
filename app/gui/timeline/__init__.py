"""The timeline as a widget: everything it shows comes from the arrays of ``app.timeline``."""

from app.gui.timeline.view import TimelineView

__all__ = ["TimelineView"]
