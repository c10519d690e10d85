"""Promises of the desk's window: every case of a folder in one table, worked on off the window's thread."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.table import Note, State, read_table
from app.gui.desk.desk_window import DeskWindow
from app.gui.desk.desk_work import OUT
from app.gui.services.settings import Settings
from app.gui.services.translator import Wording
from app.gui.style.theme import Theme
from app.palette import Ink
from tests.desk.made_cases import desk_of
from tests.languages import CHINESE
from tests.patience import MILLISECONDS


class Desk:
    """A desk's window over a made-up folder, and what it said and opened."""

    def __init__(self, qtbot: QtBot, folder: Path | None, settings: Path) -> None:
        from PySide6.QtWidgets import QApplication

        self.qtbot, self.told, self.opened = qtbot, list[str](), list[Path]()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        store = Settings(settings)
        wording = Wording(CHINESE, application)
        wording.complete()
        theme = Theme(application, store.look())
        self.window = DeskWindow(
            wording, theme, store, lambda error: self.told.append(str(error)), self.told.append, self.opened.append
        )
        qtbot.addWidget(self.window)
        self.window.show()
        if folder is None:
            self.window.open_last()
        else:
            self.window.open_folder(folder)
        self.wait()

    def wait(self) -> None:
        """Until nothing is being worked on."""
        self.qtbot.waitUntil(lambda: self.window.tasks.current is None, timeout=MILLISECONDS)

    def column(self, name: str) -> list[str]:
        """A column's cells as shown."""
        model = self.window.model
        number = [c.id for c in model.columns].index(name)
        return [str(model.index(row, number).data()) for row in range(model.rowCount())]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, own_settings: Path) -> Desk:
    """Three cases, none explained yet."""
    return Desk(qtbot, desk_of(tmp_path / "desk", "甲", "乙.zip", "丙"), own_settings)


def test_cases_are_listed_before_anything_is_explained(desk: Desk) -> None:
    assert sorted(desk.column("case")) == ["丙", "乙.zip", "甲"]
    assert set(desk.column("kinds")) == {"还没有解释"}
    kinds = next(column for column in desk.window.model.columns if column.id == "kinds")
    assert kinds.ink(desk.window.model.row_at(0)) is Ink.SECONDARY
    assert "0.00" not in desk.window.summary.text()


def test_all_are_explained_beside_the_window_and_a_case_opens_with_enter(desk: Desk, tmp_path: Path) -> None:
    desk.window.bar.actions_["run"].trigger()
    assert desk.window.bar.actions_["stop"].isEnabled()
    desk.wait()
    assert "还没有解释" not in [*desk.column("kinds"), desk.window.summary.text()]
    assert (tmp_path / "desk" / OUT / "cases" / "甲" / "explanation.json").exists()
    desk.window.table.selectRow(desk.column("case").index("甲"))
    desk.qtbot.keyClick(desk.window.table, Qt.Key.Key_Return)
    assert desk.opened == [tmp_path / "desk" / "甲"]
    assert desk.told == []


def test_a_stopped_run_leaves_the_window_ready(desk: Desk) -> None:
    desk.window.bar.actions_["run"].trigger()
    desk.window.bar.actions_["stop"].trigger()
    desk.wait()
    assert desk.window.bar.actions_["run"].isEnabled()
    assert len(desk.column("case")) == 3


def test_a_note_is_kept_in_the_table_and_outlives_a_run(desk: Desk, tmp_path: Path) -> None:
    desk.window.table.selectRow(desk.column("case").index("丙"))
    desk.window.write_note()
    dialog = desk.window.note_dialog
    assert dialog is not None
    dialog.state.setCurrentIndex(list(State).index(State.WAITING))
    dialog.since.setText("2026-3-2")
    dialog.accept_days()
    assert dialog.isVisible(), "a day that is none is not kept"
    dialog.since.setText("2026-03-02")
    dialog.text.setText("已电话询问")
    dialog.accept_days()
    assert desk.column("state")[desk.column("case").index("丙")] == "等答复"
    desk.window.explain_all()
    desk.wait()
    kept = {e.case: e.note for e in read_table(tmp_path / "desk" / OUT)}
    assert kept["丙"] == Note(State.WAITING, "2026-03-02", "", "已电话询问")


def test_the_search_looks_through_everything_shown(desk: Desk) -> None:
    desk.window.explain_all()
    desk.wait()
    desk.window.bar.search.setText("乙")
    desk.qtbot.waitUntil(lambda: desk.column("case") == ["乙.zip"], timeout=MILLISECONDS)


def test_a_strange_table_is_told_and_left(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "desk" / OUT
    out.mkdir()
    (out / "cases.csv").write_text("mine\n", encoding="utf-8")
    desk.window.explain_all()
    desk.wait()
    assert "没有改动" in desk.told[0]


def test_cases_are_shown_by_how_far_the_desk_is_and_sums_of_selected_ones_are_told(desk: Desk) -> None:
    desk.window.explain_all()
    desk.wait()
    desk.window.table.selectAll()
    assert "3 行" in desk.window.statusBar().currentMessage()
    states = desk.window.bar.state
    states.setCurrentIndex(states.findData(State.DONE))
    assert desk.column("case") == []
    states.setCurrentIndex(states.findData(State.NEW))
    assert len(desk.column("case")) == 3


def test_the_first_case_is_at_hand_at_once_and_a_run_leaves_the_one_at_hand(desk: Desk) -> None:
    assert [e.case for e in desk.window.selected()] == desk.column("case")[:1]
    desk.window.table.selectRow(desk.column("case").index("丙"))
    desk.window.explain_all()
    desk.wait()
    assert [e.case for e in desk.window.selected()] == ["丙"]
    assert desk.window.bar.actions_["note"].isEnabled()


@pytest.mark.parametrize("in_front", [True, False], ids=["active", "behind another window"])
def test_escape_in_the_search_gives_all_cases_back(desk: Desk, qtbot: QtBot, in_front: bool) -> None:
    if not in_front:
        other = QWidget()
        qtbot.addWidget(other)
        other.show()
        other.activateWindow()
        qtbot.waitUntil(other.isActiveWindow, timeout=MILLISECONDS)
    search = desk.window.bar.search
    search.setText("乙")
    desk.qtbot.waitUntil(lambda: len(desk.column("case")) == 1, timeout=MILLISECONDS)
    search.setFocus()
    desk.qtbot.keyClick(search, Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: len(desk.column("case")) == 3, timeout=MILLISECONDS)


def test_a_case_that_nothing_is_understood_of_says_why_and_the_folder_is_there_next_time(
    qtbot: QtBot, tmp_path: Path, own_settings: Path
) -> None:
    folder = desk_of(tmp_path / "desk", "甲")
    (folder / "坏").mkdir()
    (folder / "坏" / "流水.xlsx").write_bytes(b"PK\x03\x04 cut short")
    (folder / "空").mkdir()
    desk = Desk(qtbot, folder, own_settings)
    desk.window.explain_all()
    desk.wait()
    said = dict(zip(desk.column("case"), desk.column("kinds"), strict=True))
    assert said["坏"].startswith("流水.xlsx")
    assert said["坏"].count("流水.xlsx") == 1
    assert said["空"] == "里面没有文件"
    desk.window.close()
    again = Desk(qtbot, None, own_settings).window.opened
    assert again is not None
    assert again.folder == folder


def test_each_row_is_filled_as_its_case_ends_and_keeps_its_place(desk: Desk) -> None:
    """Whoever reads the table while it fills finds no row elsewhere than it was."""
    window, seen = desk.window, list[tuple[list[str], list[str]]]()

    def look() -> None:
        assert window.tasks.current is not None, "rows come before the run ends"
        seen.append((desk.column("case"), desk.column("kinds")))

    before = desk.column("case")
    window.model.dataChanged.connect(look)
    window.bar.actions_["run"].trigger()
    desk.wait()
    assert [kinds.count("还没有解释") for _cases, kinds in seen] == [2, 1, 0]
    assert all(cases == before for cases, _kinds in seen)


def test_a_row_that_comes_after_its_folder_was_left_goes_nowhere(desk: Desk, tmp_path: Path) -> None:
    late = desk.window.model.row_at(0)
    desk.window.open_folder(desk_of(tmp_path / "other", "丁"))
    desk.wait()
    desk.window.case_done.emit(tmp_path / "desk", late)
    desk.qtbot.wait(0)
    assert desk.column("case") == ["丁"]
