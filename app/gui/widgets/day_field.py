"""A field for a day, written as everywhere in the program; a hyphen goes on to the next part, Tab leaves it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QWidget

_WRITTEN = "yyyy-MM-dd"
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class DayField(QDateEdit):
    """``day`` is the day that stands in it; a calendar opens from it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDisplayFormat(_WRITTEN)
        self.setCalendarPopup(True)

    @property
    def day(self) -> date:
        """The day that stands in it."""
        return date.fromisoformat(self.date().toString(_WRITTEN))

    def set_day(self, day: date) -> None:
        """Put a day in."""
        self.setDate(qt_date(day))

    def event(self, event: QEvent) -> bool:
        """One stop for Tab: at the year and the month letters meant for the next field would be lost.

        A hyphen goes from part to part, for which Qt asks `focusNextPrevChild` as it does for Tab.
        """
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _LEAVING:
            return QWidget.focusNextPrevChild(self, event.key() == Qt.Key.Key_Tab)
        return super().event(event)


def qt_date(day: date) -> QDate:
    """A day as Qt takes it."""
    return QDate(day.year, day.month, day.day)
