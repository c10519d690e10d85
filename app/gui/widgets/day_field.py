"""A field for a day, written as everywhere in the program; Tab leaves it, the arrow keys go through its parts."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QWidget

_WRITTEN = "yyyy-MM-dd"


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

    def focusNextPrevChild(self, forward: bool) -> bool:
        """One stop for Tab: at the year and the month letters meant for the next field would be lost."""
        return QWidget.focusNextPrevChild(self, forward)


def qt_date(day: date) -> QDate:
    """A day as Qt takes it."""
    return QDate(day.year, day.month, day.day)
