"""Lanes of the timeline as a person arranges them: shown or hidden, folded to one low row, pinned to the top."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from app.gui.services.translator import Wording
from app.timeline.lanes import AS_THEY_ARE, Choice, Lane

_WAYS = ("hidden", "folded", "pinned")


def arranged(choice: Choice, lane: Lane, way: str, on: bool) -> Choice:
    """A choice in which a lane is hidden, folded or pinned (``way``), or no longer is."""
    before: frozenset[Lane] = getattr(choice, way)
    after = before | {lane} if on else before - {lane}
    match way:
        case "hidden":
            return replace(choice, hidden=after)
        case "folded":
            return replace(choice, folded=after)
    return replace(choice, pinned=after)


class LaneMenu(QMenu):
    """A menu for one lane, or for all of them with a menu for each; ``take`` is given what was chosen."""

    def __init__(
        self, choice: Choice, lanes: Iterable[Lane], wording: Wording, take: Callable[[Choice], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._choice, self._wording, self._take = choice, wording, take
        shown = list(lanes)
        for lane in shown:
            inner = self if len(shown) == 1 else self.addMenu(self._name(lane))
            self._fill(inner, lane)
        self.addSeparator()
        back = self.addAction(wording.say("timeline.lanes.as-they-are"))
        back.setEnabled(choice != AS_THEY_ARE)
        back.triggered.connect(lambda _checked=False: take(AS_THEY_ARE))
        self.aboutToHide.connect(self.deleteLater)

    def _name(self, lane: Lane) -> str:
        say = self._wording.say
        name = say(f"timeline.lane.{lane.value}")
        return say("timeline.lanes.hidden-name", lane=name) if lane in self._choice.hidden else name

    def _fill(self, menu: QMenu, lane: Lane) -> None:
        for way in _WAYS:
            action = menu.addAction(self._wording.say(f"timeline.lanes.{way}"))
            action.setCheckable(True)
            action.setChecked(lane in getattr(self._choice, way))
            action.toggled.connect(partial(self._chosen, lane, way))

    def _chosen(self, lane: Lane, way: str, on: bool) -> None:
        self._take(arranged(self._choice, lane, way, on))
