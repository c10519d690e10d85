"""Where there is little room: tools go into a menu, tabs become a box of choices, prompts get short; nothing is cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from app.gui.panels.tables_panel import TABS
from app.gui.widgets.prompted import Prompted
from app.gui.widgets.tab_pages import TabPages
from app.gui.widgets.tool_row import ToolRow
from app.gui.window.main_window import MainWindow
from app.texts import Language
from tests.gui.driving import Driver
from tests.gui.test_window_states import as_it_was, mark_range
from tests.languages import EVERY_LANGUAGE

NAMES = ("one", "two words", "another")


@pytest.fixture
def row(qtbot: QtBot) -> ToolRow:
    """Three tools of which the last leaves first."""
    made = ToolRow((0, 0, 0, 0), 4)
    qtbot.addWidget(made)
    tools = [QPushButton(name, made) for name in NAMES]
    made.fill(tools, leaving=tools[:0:-1])
    made.name_more("more", "what has no room")
    return made


def shown(row: ToolRow) -> list[str]:
    """What stands in the row, from left to right."""
    buttons = [b for b in row.findChildren(QPushButton) if not b.isHidden()]
    return [b.text() for b in sorted(buttons, key=lambda b: b.x())]


def test_a_tool_without_room_is_pressed_in_the_menu(row: ToolRow, qtbot: QtBot) -> None:
    pressed = list[str]()
    last = next(b for b in row.findChildren(QPushButton) if b.text() == NAMES[-1])
    last.clicked.connect(lambda _on: pressed.append(last.text()))
    row.resize(600, 40)
    row.show()
    assert shown(row) == list(NAMES)
    row.resize(row.sizeHint().width() + 90, 40)
    qtbot.waitUntil(lambda: shown(row) == ["one", "more"])
    row.more.click()
    assert row.menu is not None
    assert [action.text() for action in row.menu.actions()] == ["two words", "another"]
    row.menu.actions()[1].trigger()
    assert pressed == ["another"]
    row.menu.close()
    row.most_lines = 3
    row.fit()
    assert "more" not in shown(row)


def test_what_is_not_wanted_is_in_neither_row_nor_menu(row: ToolRow) -> None:
    row.resize(40, 40)
    last = next(b for b in row.findChildren(QPushButton) if b.text() == NAMES[-1])
    row.want(last, wanted=False)
    row.fit()
    row.more.click()
    assert row.menu is not None
    assert [action.text() for action in row.menu.actions()] == ["two words"]
    row.menu.close()


def test_tabs_without_room_are_a_box_of_the_same_choices(qtbot: QtBot) -> None:
    pages = TabPages()
    qtbot.addWidget(pages)
    for number, name in enumerate(NAMES):
        pages.add_page(QLabel(name, pages))
        pages.name_page(number, name)
    told = list[int]()
    pages.currentChanged.connect(told.append)
    pages.resize(600, 100)
    pages.show()
    assert pages.chooser is pages.bar
    assert pages.bar.isVisible()
    qtbot.keyClick(pages.bar, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert pages.pages.currentIndex() == 1
    pages.resize(90, 100)
    assert pages.chooser is pages.box
    assert not pages.bar.isVisible()
    assert [pages.box.itemText(n) for n in range(pages.box.count())] == list(NAMES)
    assert pages.box.currentIndex() == 1
    with qtbot.waitSignal(pages.touched):
        pages.box.setCurrentIndex(2)
        pages.box.activated.emit(2)
    assert pages.pages.currentIndex() == 2
    pages.resize(600, 100)
    assert pages.bar.currentIndex() == 2
    assert told == [1, 2]


def test_a_field_shows_the_longest_prompt_that_it_has_room_for(qtbot: QtBot) -> None:
    field = Prompted()
    qtbot.addWidget(field)
    field.follow()
    field.prompt("find amounts, dates, numbers and text", "find")
    field.resize(500, 30)
    field.show()
    assert field.placeholderText().endswith("text")
    field.resize(80, 30)
    assert field.placeholderText() == "find"


@pytest.mark.parametrize("sheet", ["", "QLineEdit { padding: 3px 11px; border: 2px solid; }"])
def test_the_room_for_a_prompt_is_what_the_style_leaves_for_text(qtbot: QtBot, sheet: str) -> None:
    field = Prompted()
    qtbot.addWidget(field)
    field.setStyleSheet(sheet)
    field.resize(200, 30)
    field.show()
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    assert field.room() == inside.width() - 4


@EVERY_LANGUAGE
def test_the_tools_of_the_timeline_take_one_line_also_while_days_are_marked(driver: Driver, language: Language) -> None:
    def scene(window: MainWindow) -> None:
        window.choose_language(language)
        window.resize(1366, 768)
        window.take_sample()
        driver.filled(window)
        panel = window.workbench.timeline_panel
        one_line = panel.bar.height()
        mark_range(window)
        driver.until(panel.bar.more.isVisible)
        driver.until(lambda: panel.bar.height() == one_line)
        panel.bar.more.click()
        menu = panel.bar.menu
        assert menu is not None
        before = panel.legend is not None and panel.legend.isVisible()
        legend = next(action for action in menu.actions() if action.text() == panel.legend_button.text())
        legend.trigger()
        assert panel.legend is not None
        assert panel.legend.isVisible() is not before
        menu.close()
        window.resize(683, 384)
        driver.until(lambda: panel.bar.height() == one_line)
        assert panel.only_range.isVisible()
        assert panel.clear_range.isVisible()
        as_it_was(window)

    driver.play(scene)


def test_folded_tables_open_by_their_box_and_stand_as_high_as_it(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.resize(700, 400)
        window.take_sample()
        driver.filled(window)
        tables = window.workbench.tables
        driver.until(lambda: tables.folded and tables.tabs.box.isVisible())
        assert tables.tabs.box.height() <= tables.height() < 60
        assert tables.tabs.box.currentText().startswith(window.wording.say(f"window.tab.{TABS[0]}"))
        tables.tabs.box.activated.emit(3)
        assert not tables.folded
        assert tables.current is tables.views[TABS[3]]

    driver.play(scene)


def test_in_a_low_window_the_buttons_below_the_explanation_take_one_line(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.resize(700, 400)
        window.take_sample()
        driver.filled(window)
        window.actions_["next-discrepancy"].trigger()
        why = window.workbench.why
        driver.until(why.isVisible)
        driver.until(lambda: why._foot.height() < 60 and why._foot.more.isVisible())
        why._foot.more.click()
        assert why._foot.menu is not None
        journal = window.actions_["journal"]
        asked = list[bool]()
        journal.triggered.connect(lambda *_on: asked.append(True))
        wanted = next(b for b in why._foot.findChildren(QPushButton) if b.toolTip() == journal.toolTip())
        next(a for a in why._foot.menu.actions() if a.text() == wanted.text()).trigger()
        assert asked

    driver.play(scene)
