"""No words are cut off at the narrowest width the window is made for, in either language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenuBar,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.gui import application
from app.gui.services.actions import MENUS
from app.gui.services.settings import Settings
from app.gui.window.main_window import MainWindow
from app.resource_files import resource
from app.texts import Language
from tests.languages import EVERY_LANGUAGE
from tests.patience import MILLISECONDS

NARROWEST = 800
PATIENCE = MILLISECONDS


@pytest.fixture
def window(qtbot: QtBot, language: Language, tmp_path: Path) -> Iterator[MainWindow]:
    """The window at its narrowest, empty."""
    settings = Settings(tmp_path / "settings.ini")
    settings.set_language(language)
    made = application.open_window(application.prepare(), [], settings)
    made.resize(NARROWEST, 600)
    made.set_up()
    yield made
    made.workbench.session.workspace.forget_changes()
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def cut_off(root: QWidget) -> list[str]:
    """The visible words in a window that have less room than they need."""
    found = [widget for widget in root.findChildren(QWidget) if widget.isVisible() and widget.window() is root]
    short = [widget for widget in found if words(widget) and is_short(widget)]
    return [f"{type(w).__name__} {words(w)!r}: {w.width()}×{w.height()}, needs {needs(w)}" for w in short]


def cut_off_at_rest(qtbot: QtBot, root: QWidget) -> list[str]:
    """The same once the layout has come to rest; it works in steps of the event loop."""
    with suppress(TimeoutError):
        qtbot.waitUntil(lambda: not cut_off(root), timeout=MILLISECONDS)
    return cut_off(root)


def is_short(widget: QWidget) -> bool:
    wide, high = needs(widget)
    return widget.width() < wide or widget.height() < high


def needs(widget: QWidget) -> tuple[int, int]:
    """The width and height that the words of a widget need; where they wrap, the height at the width it has."""
    return (0, widget.heightForWidth(widget.width())) if widget.hasHeightForWidth() else (room(widget), 0)


def words(widget: QWidget) -> str:
    """What a label, button, choice, tab bar or empty field says.

    Nothing for others, and for text that ends in an ellipsis on purpose.
    """
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return "" if widget.text() else widget.placeholderText()
    if isinstance(widget, QTabBar):
        return " ".join(widget.tabText(number) for number in range(widget.count()))
    if isinstance(widget, QLabel | QAbstractButton) and not (
        isinstance(widget, QLabel) and widget.textFormat() is Qt.TextFormat.RichText
    ):
        shown = widget.text()
        return "" if shown.endswith("…") and widget.toolTip() else shown
    return ""


def room(widget: QWidget) -> int:
    """The width that the words of a widget need on one line, in pixels."""
    if isinstance(widget, QTabBar):
        return sum(widget.tabRect(number).width() for number in range(widget.count()))
    text = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, words(widget)).width()
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        option.initFrom(widget)
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget)
        return text + widget.width() - field.width()
    if isinstance(widget, QLineEdit):
        frame = QStyleOptionFrame()
        widget.initStyleOption(frame)
        inside = widget.style().subElementRect(QStyle.SubElement.SE_LineEditContents, frame, widget)
        return text + widget.width() - inside.width() + 4
    return text


def test_the_measure_sees_what_is_cut(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(200, 200)
    wide, narrow = QPushButton("添加文件", page), QPushButton("添加文件", page)
    wide.setFixedWidth(120)
    narrow.setFixedWidth(20)
    low = QLabel("一二三四五六七八九十" * 4, page)
    low.setWordWrap(True)
    low.setFixedSize(100, 12)
    page.show()
    assert [line.partition(" ")[0] for line in cut_off(page)] == ["QPushButton", "QLabel"]


@EVERY_LANGUAGE
def test_on_the_first_page(window: MainWindow, language: Language, qtbot: QtBot) -> None:
    assert cut_off_at_rest(qtbot, window) == []
    assert menus_shown(window) == len(MENUS)


@EVERY_LANGUAGE
def test_in_the_case_and_each_explanation(window: MainWindow, language: Language, qtbot: QtBot) -> None:
    parts = window.workbench
    parts.importing.start([resource("samples")], ask=False)
    qtbot.waitUntil(lambda: parts.tasks.current is None and not parts.session.workspace.is_empty, timeout=PATIENCE)
    assert cut_off_at_rest(qtbot, window) == []
    for found in parts.session.explanation.discrepancies:
        parts.selection.choose_discrepancy(found.id)
        parts.regions.show_region("why", True)
        qtbot.waitUntil(lambda: parts.why.readers.current is None, timeout=PATIENCE)
        qtbot.waitUntil(lambda: parts.regions.is_shown("why"), timeout=PATIENCE)
        assert cut_off_at_rest(qtbot, window) == [], found.code


@EVERY_LANGUAGE
def test_in_the_preview_of_an_import(window: MainWindow, language: Language, qtbot: QtBot) -> None:
    parts = window.workbench
    parts.importing.start([resource("samples")])
    qtbot.waitUntil(lambda: parts.importing.dialog is not None and parts.importing.dialog.isVisible(), timeout=PATIENCE)
    dialog = parts.importing.dialog
    assert dialog is not None
    assert dialog.width() <= NARROWEST
    assert cut_off_at_rest(qtbot, dialog) == []
    dialog.reject()


@EVERY_LANGUAGE
def test_every_choice_of_a_list_fits_into_it(window: MainWindow, language: Language, qtbot: QtBot) -> None:
    for box in window.findChildren(QComboBox):
        assert box.sizeHint().width() <= NARROWEST // 2


def menus_shown(window: QMainWindow) -> int:
    """How many menus have room in the bar; those without are behind an arrow."""
    bar = window.menuBar()
    assert isinstance(bar, QMenuBar)
    arrow = [b for b in bar.findChildren(QToolButton) if b.isVisible()]
    return len([a for a in bar.actions() if bar.rect().contains(bar.actionGeometry(a))]) - len(arrow)
