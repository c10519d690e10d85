"""Which part of the case every view shows: only some loans, only some days, only some lanes of the timeline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.explanation import Explanation
from app.core.views.scope import Scope, restricted

if TYPE_CHECKING:
    from app.timeline.lanes import Choice
    from app.timeline.model import Timeline


class ViewScope(QObject):
    """``changed`` is sent when list and tables show another part, ``loans_changed`` when the timeline does as well.

    ``explanation`` gives the whole current case, ``timeline`` its geometry, None where there is no case.

    What is shown is computed when it is asked for, so that no view has to be told before another.
    """

    changed = Signal()
    loans_changed = Signal()

    def __init__(
        self, explanation: Callable[[], Explanation], timeline: Callable[[], Timeline | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._explanation, self._timeline = explanation, timeline
        self._scope = Scope()
        self._lanes: Choice | None = None
        self._shown: tuple[Explanation, Scope, Explanation] | None = None
        self._of_loans: tuple[Explanation, Scope, Explanation] | None = None
        self._drawn: tuple[Explanation, Choice | None, Timeline] | None = None

    @property
    def scope(self) -> Scope:
        """What is to be seen, of what the case has."""
        if not self._scope.loans:
            return self._scope
        known = frozenset(f.id for f in self._explanation().facilities)
        loans = self._scope.loans & known
        return Scope(loans, self._scope.first, self._scope.last) if loans != self._scope.loans else self._scope

    @property
    def shown(self) -> Explanation:
        """What list and tables show."""
        self._shown = self._kept(self._shown, self.scope)
        return self._shown[2]

    @property
    def of_loans(self) -> Explanation:
        """What the timeline shows and what can be selected: the same loans, at all times."""
        self._of_loans = self._kept(self._of_loans, self.scope.of_all_days)
        return self._of_loans[2]

    @property
    def timeline(self) -> Timeline | None:
        """The geometry of what the timeline shows; None where there is no case."""
        whole = self._timeline()
        if whole is None or (not self.scope.loans and self._lanes is None):
            return whole
        drawn, explanation = self._drawn, self.of_loans
        if drawn is None or drawn[0] is not explanation or drawn[1] != self._lanes:
            from app.timeline.model import prepare

            drawn = self._drawn = explanation, self._lanes, prepare(explanation, self._lanes)
        return drawn[2]

    @property
    def lanes(self) -> Choice:
        """How the lanes of the timeline are arranged."""
        from app.timeline.lanes import AS_THEY_ARE

        return self._lanes or AS_THEY_ARE

    def choose_loans(self, loans: frozenset[str]) -> None:
        """Show only these loans; all where there are none."""
        if loans != self.scope.loans:
            self._scope = Scope(loans, self._scope.first, self._scope.last)
            self.loans_changed.emit()
            self.changed.emit()

    def choose_days(self, first: datetime | None, last: datetime | None) -> None:
        """Show only what lies between two moments; all where both are None."""
        if (first, last) != (self._scope.first, self._scope.last):
            self._scope = Scope(self._scope.loans, first, last)
            self.changed.emit()

    def choose_lanes(self, lanes: Choice) -> None:
        """Fold, pin or hide lanes of the timeline."""
        if lanes != self.lanes:
            self._lanes = lanes
            self.loans_changed.emit()

    def _kept(self, kept: tuple[Explanation, Scope, Explanation] | None, scope: Scope) -> tuple[
        Explanation, Scope, Explanation
    ]:  # fmt: skip
        whole = self._explanation()
        if kept is None or kept[0] is not whole or kept[1] != scope:
            return whole, scope, restricted(whole, scope)
        return kept

    def show_all(self) -> None:
        """Forget what was chosen, without a word: another case comes, and is shown whole."""
        self._scope = Scope()
