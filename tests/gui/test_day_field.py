"""The field for a day takes a day as it is written, and the keys that people know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.widgets.day_field import DayField


@pytest.fixture
def fields(qtbot: QtBot) -> Iterator[tuple[DayField, DayField]]:
    """Two fields, one after the other; the first has the keyboard."""
    ground = QWidget()
    column = QVBoxLayout(ground)
    first, second = DayField(ground), DayField(ground)
    for field in (first, second):
        field.set_day(date(2026, 3, 15))
        column.addWidget(field)
    qtbot.addWidget(ground)
    with qtbot.waitActive(ground):
        ground.show()
        ground.activateWindow()
    first.setFocus()
    yield first, second
    ground.close()


def test_a_day_is_typed_over_the_one_before_as_it_is_written(fields: tuple[DayField, DayField], qtbot: QtBot) -> None:
    first, second = fields
    qtbot.keyClick(first, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(first, "2026-08-01")
    assert QApplication.focusWidget() is first
    assert (first.day, second.day) == (date(2026, 8, 1), date(2026, 3, 15))


def test_tab_goes_to_the_next_field_and_back(fields: tuple[DayField, DayField], qtbot: QtBot) -> None:
    first, second = fields
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is first
