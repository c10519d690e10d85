"""The parts of the window that are plain arithmetic or plain text."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.explanation import Event, EventKind
from app.gui.controllers.dropping import is_table
from app.gui.models.rows_model import COPY_ROLE, Column, RowsModel
from app.gui.panels.waterfall import bars, scale_of
from app.gui.services.actions import ACTIONS, keys_of, plain
from app.gui.services.help_pages import PAGES
from app.gui.services.redaction import redacted
from app.gui.services.settings import Look, Settings
from app.gui.services.translator import Wording
from app.gui.style import qt_flags
from app.gui.style.theme import Theme
from app.gui.widgets.flow import Flow
from app.gui.window.main_window import MainWindow
from app.palette import Ink
from app.resource_files import resource
from app.texts import Language, Phrasebook
from tests.gui.driving import Driver
from tests.languages import ENGLISH, EVERY_LANGUAGE

fen = st.integers(-10_000_000, 10_000_000)


@given(expected=fen, parts=st.lists(fen, max_size=6))
def test_the_waterfall_ends_where_the_bridge_does(expected: int, parts: list[int]) -> None:
    shown = bars(expected, [("part", amount) for amount in parts], ("expected", "actual"))
    assert shown[0].end == expected
    assert shown[-1].end == expected + sum(parts)
    assert all(before.end == after.start for before, after in itertools.pairwise(shown[:-1]))


def test_red_in_a_waterfall_is_what_was_paid_too_much_and_nothing_else() -> None:
    parts, ends = [("more", 100), ("less", -40)], ("expected", "actual")
    assert [bar.ink is Ink.PAID_MORE for bar in bars(90_000, parts, ends)] == [False, True, False, False]
    assert not any(bar.ink is Ink.PAID_MORE for bar in bars(90_000, parts, ends, harmless=True))


@given(expected=fen, parts=st.lists(fen, max_size=6))
def test_every_step_of_the_waterfall_lies_on_the_axis(expected: int, parts: list[int]) -> None:
    shown = bars(expected, [("part", amount) for amount in parts], ("expected", "actual"))
    low, high = scale_of(shown)
    assert low < high
    assert all(low <= level <= high for bar in shown if bar.step for level in (bar.start, bar.end))


def test_a_cause_of_a_yuan_can_be_seen_on_a_debit_of_a_thousand() -> None:
    low, high = scale_of(bars(100_000, [("penalty", 100)], ("expected", "actual")))
    assert (high - low) < 1_000


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("paid 1,234.56 twice", "1,234.56"),
        ("−12.00", "12.00"),
        ("order 2024041500001", "2024041500001"),
        ("姓名 张三", "张三"),
        ("to someone@example.org", "someone"),
    ],
)
def test_a_report_keeps_amounts_numbers_and_names_to_itself(text: str, secret: str) -> None:
    assert secret not in redacted(text)


def test_a_report_keeps_lines_and_versions() -> None:
    line = '  File "app/gui/tasks.py", line 78, in run'
    assert redacted(line) == line
    assert redacted("Python 3.11.7") == "Python 3.11.7"


def test_only_lines_of_cells_are_a_table() -> None:
    assert is_table("a,b\n1,2\n")
    assert is_table("a\tb\n1\t2")
    assert not is_table("a sentence, with a comma")
    assert not is_table("")


@EVERY_LANGUAGE
def test_the_keyboard_page_names_every_action_with_its_key(qapp: QApplication, language: Language) -> None:
    assert qapp is not None  # without it Qt knows no standard keys
    page = resource("help", language.code, "keys.md").read_text(encoding="utf-8")
    book = Phrasebook(language)
    for spec in ACTIONS:
        for key in keys_of(spec)[:1]:
            words = plain(spec.told(book))
            assert f"| {key.toString()} | {words} |" in page


@EVERY_LANGUAGE
def test_every_link_of_the_help_leads_to_a_page(language: Language) -> None:
    for page in PAGES:
        text = resource("help", language.code, f"{page}.md").read_text(encoding="utf-8")
        links = [part.partition(")")[0] for part in text.split("](")[1:]]
        assert [li for li in links if not li.endswith(".png") and li.removesuffix(".md") not in PAGES] == []


def test_settings_come_back_and_recent_cases_can_be_forgotten(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    case = tmp_path / "a.tally"
    case.touch()
    settings.add_recent(case)
    settings.add_recent(tmp_path / "gone.tally")
    settings.set_look(Look.DARK)
    settings.set_shown("why", False)
    settings.sync()
    again = Settings(tmp_path / "s.ini")
    assert again.recent() == [case]
    assert again.look() is Look.DARK
    assert not again.shown("why")
    assert again.shown("list")
    again.clear_recent()
    assert again.recent() == []


def test_widgets_flow_into_the_next_line_where_there_is_no_room(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(6)
    flow.setContentsMargins(0, 0, 0, 0)
    buttons = [QPushButton("widest of all", holder) for _ in range(3)]
    for button in buttons:
        flow.addWidget(button)
    holder.setLayout(flow)
    holder.show()
    width = buttons[0].sizeHint().width()
    assert flow.heightForWidth(3 * width + 12) < flow.heightForWidth(2 * width + 6) < flow.heightForWidth(width)
    flow.setGeometry(QRect(0, 0, 2 * width + 6, 200))
    assert buttons[2].y() > buttons[0].y() == buttons[1].y()


def test_equal_cells_keep_their_order_when_sorted(qapp: QApplication) -> None:
    from datetime import datetime

    at = datetime(2024, 1, 1)  # China time, as events have it
    events = [Event(str(n), EventKind.DEBIT, at, True, n % 3, ()) for n in range(30)]
    column: Column[Event] = Column("amount", lambda e: str(e.amount), lambda e: e.amount, lambda e: f"={e.id}")
    model = RowsModel[Event]([column], lambda e: e.id, Wording(ENGLISH), Theme(qapp, Look.LIGHT))
    model.fill(events)
    model.sort(0)
    assert [model.row_at(p).id for p in range(10)] == [str(n) for n in range(0, 30, 3)]
    assert model.index(0, 0).data(COPY_ROLE) == "=0"


def test_numbers_used_before_qt_is_loaded_are_those_of_its_names() -> None:
    assert Qt.TextFormat.PlainText.value == qt_flags.PLAIN_TEXT
    assert Qt.TextInteractionFlag.TextSelectableByMouse.value == qt_flags.TEXT_SELECTABLE_BY_MOUSE
    assert Qt.AlignmentFlag.AlignCenter.value == qt_flags.ALIGN_CENTER
    assert Qt.FocusPolicy.NoFocus.value == qt_flags.NO_FOCUS
    assert Qt.FocusPolicy.TabFocus.value == qt_flags.TAB_FOCUS
    assert Qt.ToolButtonStyle.ToolButtonTextOnly.value == qt_flags.TOOL_BUTTON_TEXT_ONLY


def test_the_foot_keeps_its_buttons_from_one_discrepancy_to_the_next_and_says_what_a_mark_changed(
    driver: Driver,
) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        foot = window.workbench.why.findChild(QWidget, "whyFoot")

        def shown() -> list[QPushButton]:
            return [b for b in foot.findChildren(QPushButton) if b.isVisible()]

        window.actions_["next-discrepancy"].trigger()
        first = {button.text(): button for button in shown()}
        assert first
        window.actions_["next-discrepancy"].trigger()
        assert {first.get(button.text(), button) for button in shown()} == set(shown())
        chosen = window.workbench.selection.discrepancy
        assert chosen is not None
        window.actions_["mark-settled"].trigger()
        window.workbench.selection.choose_discrepancy(chosen.id)
        assert plain(window.actions_["mark-open"].text()) in [b.text() for b in shown()]

    driver.play(scene)
