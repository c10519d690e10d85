"""The list of discrepancies: worst first, filtered by severity and by words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.core.decisions import Mark
from app.core.discrepancy import Discrepancy, Severity
from app.core.money import grouped
from app.gui.models.discrepancy_search import DiscrepancySearch
from app.gui.models.rows_model import ID_ROLE
from app.gui.services.discrepancy_wording import DiscrepancyWording
from app.gui.services.display_names import Names
from app.gui.services.translator import Wording
from app.gui.style.widgets import plain_tip

Index = QModelIndex | QPersistentModelIndex
FOUND_ROLE = Qt.ItemDataRole.UserRole + 2
MARK_ROLE = Qt.ItemDataRole.UserRole + 3
HIT_ROLE = Qt.ItemDataRole.UserRole + 4
"""The row in which a search found its words, where neither title nor cause shows them; empty otherwise."""
GROUP_ROLE = Qt.ItemDataRole.UserRole + 5
"""The heading of a group where a discrepancy is the first of it; empty otherwise."""
WAITING_ROLE = Qt.ItemDataRole.UserRole + 6
"""What a discrepancy waits for, by its journal; empty where it waits for nothing."""
LOAN_ROLE = Qt.ItemDataRole.UserRole + 7
"""Which loan it is about, where the case has several and neither title nor cause names it; empty otherwise."""
_WORST_FIRST = {severity: rank for rank, severity in enumerate(Severity)}
_AT_REST = (Mark.SETTLED, Mark.ACCEPTED)
_NONE = QModelIndex()


class Group(Enum):
    """The groups of the list, in order; ``window.list.group.<value>`` names each."""

    SERIOUS = "serious"
    WARNING = "warning"
    INFO = "info"
    DONE = "done"


_PLACE = {group: place for place, group in enumerate(Group)}


class Order(Enum):
    """How the list is sorted."""

    WORST = "worst"
    DATE = "date"
    AMOUNT = "amount"


_KEYS: dict[Order, Callable[[Discrepancy], Any]] = {
    Order.WORST: lambda d: (_WORST_FIRST[d.severity], -abs(d.difference), d.at, d.id),
    Order.DATE: lambda d: (d.at, d.id),
    Order.AMOUNT: lambda d: (-abs(d.difference), _WORST_FIRST[d.severity], d.at, d.id),
}


class DiscrepancyModel(QAbstractListModel):
    """Discrepancies by position, in groups. What the person settles stays where it is until the case is shown anew."""

    shown_changed = Signal()

    def __init__(
        self,
        wording: Wording,
        texts: DiscrepancyWording,
        names: Names,
        mark_of: Callable[[Discrepancy], Mark],
        search: DiscrepancySearch,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._texts, self._names = texts, names
        self._mark_of = mark_of
        self._search = search
        self._groups: dict[str, Group] = {}
        self.reminder_of: Callable[[Discrepancy], str] = lambda _found: ""
        self._all: tuple[Discrepancy, ...] = ()
        self._shown: list[Discrepancy] = []
        self._marks: dict[str, Mark] = {}
        self._severities: frozenset[Severity] = frozenset()
        self._info_hidden = False
        self._needle = ""
        self.order = Order.WORST

    # -- filling ---------------------------------------------------------------------------------------------------

    def fill(self, discrepancies: Sequence[Discrepancy], *, info_hidden: bool, regroup: bool) -> None:
        """Show other discrepancies; without ``regroup`` those known stay in their groups when they are marked."""
        self._all, self._info_hidden = tuple(discrepancies), info_hidden
        self._marks = {d.id: self._mark_of(d) for d in self._all}
        kept = {} if regroup else self._groups
        self._groups = {d.id: self._group_of(d, kept.get(d.id)) for d in self._all}
        if regroup:
            self._search.forget()
        self._arrange()

    def restrict(self, severities: frozenset[Severity]) -> None:
        """Show only these severities; all where there are none."""
        self._severities = severities
        self._arrange()

    def search(self, needle: str) -> None:
        """Show only what holds every word."""
        if needle != self._needle:
            self._needle = needle
            self._arrange()

    def sort_by(self, order: Order) -> None:
        """Sort in another way."""
        self.order = order
        self._arrange()

    def counts(self) -> Counter[Severity]:
        """How many of those that the search finds there are of each severity, filtered or not."""
        return Counter(d.severity for d in self._all if self._is_found(d))

    @property
    def present(self) -> frozenset[Severity]:
        """The severities that there are, found and filtered or not."""
        return frozenset(d.severity for d in self._all)

    @property
    def done(self) -> int:
        """How many the person accepted or settled."""
        return sum(mark in _AT_REST for mark in self._marks.values())

    @property
    def total(self) -> int:
        """How many there are, filtered or not."""
        return len(self._all)

    @property
    def needle(self) -> str:
        """What is searched for; empty where nothing is."""
        return self._needle

    @property
    def resting(self) -> frozenset[str]:
        """The ids of those that are filtered out or done with."""
        open_ones = {d.id for d in self._shown if self._marks[d.id] not in _AT_REST}
        return frozenset(d.id for d in self._all if d.id not in open_ones)

    def at(self, position: int) -> Discrepancy:
        """The discrepancy shown at a position. Raises IndexError."""
        return self._shown[position]

    def position_of(self, found_id: str) -> int | None:
        """Where a discrepancy is shown, or None."""
        return next((p for p, d in enumerate(self._shown) if d.id == found_id), None)

    def next_open(self, position: int) -> int | None:
        """The place of the next discrepancy after a position that is not done with, around the end; None without."""
        places = [(position + step) % len(self._shown) for step in range(1, len(self._shown))]
        return next((p for p in places if self._marks[self._shown[p].id] not in _AT_REST), None)

    def retranslate(self) -> None:
        """Say everything anew."""
        self._search.forget()
        self._arrange()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A discrepancy in one of its roles."""
        if not index.isValid():
            return None
        found = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts.title(found)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{self._texts.title(found)}\n{self._cause(found)}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(found)
        if role == ID_ROLE:
            return found.id
        if role == FOUND_ROLE:
            return found
        if role == MARK_ROLE:
            return self._marks[found.id]
        if role == HIT_ROLE:
            return self._search.row_with(found, self._needle) if self._needle else ""
        if role == LOAN_ROLE:
            return self._loan(found)
        if role == WAITING_ROLE:
            return self.reminder_of(found)
        if role == GROUP_ROLE:
            return self._heading(index.row())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Discrepancies can be dragged out."""
        own = super().flags(index)
        return own | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else own

    # -- inside ----------------------------------------------------------------------------------------------------

    def _spoken(self, found: Discrepancy) -> str:
        severity = self._wording.say(f"timeline.severity.{found.severity.value}")
        amount = grouped(found.difference, signed=True)
        mark = self._marks[found.id]
        standing = "" if mark is Mark.OPEN else f" {self._wording.say(f'window.mark.{mark.value}')}."
        if reminder := self.reminder_of(found):
            standing = f"{standing} {reminder}."
        return f"{severity}.{standing} {self._texts.title(found)}. {self._cause(found)}. {amount}"

    def _loan(self, found: Discrepancy) -> str:
        name = self._names.about(found)
        return "" if name in f"{self._texts.title(found)} {self._texts.cause(found)}" else name

    def _cause(self, found: Discrepancy) -> str:
        """The cause behind the loan that it is about."""
        return " · ".join(filter(None, (self._loan(found), self._texts.cause(found))))

    def _arrange(self) -> None:
        self.beginResetModel()
        key = _KEYS[self.order]
        chosen = [d for d in self._all if self._is_shown(d)]
        self._shown = sorted(chosen, key=lambda d: (_PLACE[self._groups[d.id]], key(d)))
        self.endResetModel()
        self.shown_changed.emit()

    def _is_shown(self, found: Discrepancy) -> bool:
        if self._info_hidden and found.severity is Severity.INFO:
            return False
        if self._severities and found.severity not in self._severities:
            return False
        return self._is_found(found)

    def _is_found(self, found: Discrepancy) -> bool:
        return not self._needle or self._search.holds(found, self._needle)

    def _group_of(self, found: Discrepancy, kept: Group | None) -> Group:
        """The group it stays in, or belongs to; what is taken up again does not stay among those done."""
        done = self._marks[found.id] in _AT_REST
        if kept is not None and (done or kept is not Group.DONE):
            return kept
        return Group.DONE if done else Group(found.severity.value)

    def _heading(self, row: int) -> str:
        group = self._groups[self._shown[row].id]
        if row and self._groups[self._shown[row - 1].id] is group:
            return ""
        count = sum(self._groups[d.id] is group for d in self._shown)
        return self._wording.say(f"window.list.group.{group.value}", count=count)
