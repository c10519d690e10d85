"""How a case was looked at last, kept in the case: the table in front, what was selected, time and lanes in view."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

from app.gui.panels.tables_panel import TABS
from app.workspace import counts_for_glance

if TYPE_CHECKING:
    from app.gui.window.parts import Parts

_LOG = logging.getLogger("tallyline")
_TAB, _FOUND, _SPAN, _LANES = "tab", "discrepancy", "span", "lanes"


def remember(w: Parts) -> None:
    """Keep how the case is shown, where it has a file; a view that cannot be kept is no trouble worth telling."""
    workspace, found, scale = w.session.workspace, w.selection.discrepancy, w.timeline.scale
    if workspace.is_empty:
        return
    keys = workspace.explanation.keys
    shown = {_TAB: TABS[w.tables.tabs.currentIndex()], _FOUND: keys.get(found.id, "") if found else ""}
    if scale is not None:
        shown[_SPAN] = f"{scale.start} {scale.days}"
    shown[_LANES] = w.session.view.lanes.written()
    name, counts = counts_for_glance(len(w.session.explanation.discrepancies), w.listed.model.done)
    shown[name] = counts
    before = workspace.view
    if not (other := {name: value for name, value in shown.items() if before.get(name) != value}):
        return
    try:
        workspace.remember_view(other)
    except Exception as error:  # the person is leaving, and nothing they decided is lost
        _LOG.info("the view was not kept: %s", type(error).__name__)


def restore(w: Parts) -> None:
    """Show a case as it was left."""
    from app.timeline.lanes import Choice  # with the first case, not with the empty window

    view, explanation = w.session.workspace.view, w.session.explanation
    if view.get(_TAB) in TABS:
        w.tables.bring(view[_TAB])
    keys = explanation.keys
    if found := next((d for d in explanation.discrepancies if keys[d.id] == view.get(_FOUND)), None):
        w.selection.choose_discrepancy(found.id)
    w.session.view.choose_lanes(Choice.read(view.get(_LANES, "")))
    first, days = _numbers(view.get(_SPAN, ""))
    if days > 0:
        w.timeline.show_span(first, days)


def _numbers(text: str) -> tuple[float, float]:
    """Two finite numbers, or zeros for anything else: the file may have been written by anybody."""
    try:
        first, days = (float(part) for part in text.split())
    except ValueError:
        return 0.0, 0.0
    return (first, days) if math.isfinite(first) and math.isfinite(days) else (0.0, 0.0)
