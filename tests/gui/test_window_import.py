"""Files come in by drop, dialog, argument and paste; locked and unknown ones are asked about; work can be cancelled."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QTableWidgetItem

from app.gui.window.main_window import MainWindow
from app.workspace import Workspace
from tests.gui.driving import Driver, answering, drop
from tests.gui.small_case import write_locked, write_unknown

WALLETS_PAGE = """\
账单
2026年4月
支出 ￥1,783.31 收入 ￥12.03
借呗-自动还款
信用借还
04-13 18:40
-903.11
花呗自动还款-2026年04月账单
信用借还
04-10 08:02
-880.20
余额宝-收益发放
04-02 05:11
+12.03
"""
"""Copied from the list that a wallet shows."""


def test_dropped_files_are_previewed_and_added(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        drop(window, sorted(folder.iterdir()))
        dialog = driver.preview(window)
        assert dialog.model.rowCount() == 4
        assert window.workbench.session.workspace.is_empty
        driver.qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
        driver.filled(window)
        assert window.workbench.listed.model.rowCount() == 1
        assert window.workbench.tables.events.rowCount() > 0
        assert window.workbench.regions.isVisible()

    assert driver.play(scene) == 0


def test_a_file_whose_tick_is_taken_away_stays_out(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        drop(window, sorted(folder.iterdir()))
        dialog = driver.preview(window)
        place = next(p for p in range(4) if dialog.model.row_at(p).file == "还款记录.csv")
        dialog.files.setCurrentIndex(dialog.model.index(place, 0))
        before = dialog.add_button.text()
        driver.qtbot.keyClick(dialog.files, Qt.Key.Key_Space)
        assert dialog.add_button.text() != before
        driver.qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
        driver.filled(window)
        files = {s.file for s in window.workbench.session.workspace.sources}
        assert len(files) == 3
        assert "还款记录.csv" not in files

    driver.play(scene)


def test_without_any_tick_nothing_can_be_added(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        window.take([folder / "alipay.csv"])
        dialog = driver.preview(window)
        dialog.model.setData(dialog.model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
        assert not dialog.add_button.isEnabled()
        dialog.reject()
        driver.until(lambda: window.workbench.importing.dialog is None)

    driver.play(scene)


def test_files_held_over_an_open_case_show_where_they_will_go(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(folder / "alipay.csv"))])
        QApplication.sendEvent(window, held_over(data))
        assert window.overlay is not None
        assert window.overlay.isVisible()
        assert "加入这份对账" in window.overlay.words.text()
        QApplication.sendEvent(window, QDragLeaveEvent())
        assert not window.overlay.isVisible()

    driver.play(scene)


def held_over(data: QMimeData) -> QDragEnterEvent:
    keys = Qt.KeyboardModifier.NoModifier
    return QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys)


def test_files_named_as_arguments_are_previewed(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        dialog = driver.preview(window)
        assert [s.file for s in dialog.preview.sources] == ["alipay.csv"]
        dialog.reject()
        driver.until(lambda: window.workbench.importing.dialog is None)
        assert window.workbench.session.workspace.is_empty

    driver.play(scene, str(folder / "alipay.csv"))


def test_files_chosen_in_the_dialog_are_added(driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [str(path) for path in folder.iterdir()]

    def scene(window: MainWindow) -> None:
        with answering(monkeypatch, "ask_files", chosen):
            window.actions_["add-files"].trigger()
        driver.preview(window).accept()
        driver.filled(window)
        assert len(window.workbench.session.workspace.sources) == 4

    driver.play(scene)


def test_a_pasted_table_is_read_like_a_file(driver: Driver, folder: Path) -> None:
    text = (folder / "还款计划.csv").read_text(encoding="utf-8").replace(",", "\t")

    def scene(window: MainWindow) -> None:
        QGuiApplication.clipboard().setText(text)
        window.actions_["paste"].trigger()
        dialog = driver.preview(window)
        assert [s.format for s in dialog.preview.sources] == ["lender-plan"]
        dialog.accept()
        driver.filled(window)

    driver.play(scene)


def test_pasting_a_sentence_says_what_can_be_pasted(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        QGuiApplication.clipboard().setText("我的账对不上")
        window.actions_["paste"].trigger()
        bar = window.workbench.message_bar
        assert bar.isVisible()
        assert bar.text.text() == window.wording.say("window.import.nothing-to-paste")

    driver.play(scene)


def test_a_wrong_password_is_said_and_the_right_one_opens(driver: Driver, tmp_path: Path) -> None:
    path = write_locked(tmp_path / "locked", "right")

    def scene(window: MainWindow) -> None:
        window.take([path])
        dialog = driver.preview(window)
        assert dialog.lock.isVisible()
        assert not dialog.add_button.isEnabled()
        driver.qtbot.keyClicks(dialog.password, "wrong")
        driver.qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
        driver.idle(window)
        assert "密码不对" in dialog.lock_text.text()
        dialog.password.clear()
        driver.qtbot.keyClicks(dialog.password, "right")
        driver.qtbot.mouseClick(dialog.unlock, Qt.MouseButton.LeftButton)
        driver.idle(window)
        assert not dialog.lock.isVisible()
        dialog.accept()
        driver.filled(window)
        assert window.workbench.listed.model.rowCount() == 1

    driver.play(scene)


def test_an_unknown_table_is_taught_once_and_known_from_then_on(driver: Driver, tmp_path: Path) -> None:
    path = write_unknown(tmp_path / "unknown")

    def scene(window: MainWindow) -> None:
        window.take([path])
        dialog = driver.preview(window)
        assert dialog.map_button.isVisible()
        driver.qtbot.mouseClick(dialog.map_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: window.workbench.importing.mapping_dialog is not None)
        mapping = window.workbench.importing.mapping_dialog
        assert mapping is not None
        mapping.kind.setCurrentIndex(mapping.kind.findData("plan"))
        for name, role in zip("甲乙丙丁", ("period", "due", "principal", "interest"), strict=True):
            box = mapping.roles[name]
            box.setCurrentIndex(box.findData(role))
        read = mapping.read
        assert mapping.model.rowCount()
        assert all(read.columnWidth(n) >= read.sizeHintForColumn(n) for n in range(read.shown_columns))
        driver.qtbot.mouseClick(mapping.use_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: dialog.preview.sources[0].used == 6)
        dialog.accept()
        driver.filled(window)
        driver.until(lambda: len(window.workbench.session.workspace.history.done) == 2)
        assert window.workbench.session.workspace.preview([path]).sources[0].used == 6

    driver.play(scene)


def test_the_list_of_a_wallets_page_can_be_mapped_otherwise(driver: Driver, tmp_path: Path) -> None:
    page = tmp_path / "账单.txt"
    page.write_text(WALLETS_PAGE, encoding="utf-8")

    def scene(window: MainWindow) -> None:
        window.take([page])
        dialog = driver.preview(window)
        assert dialog.focusWidget() is dialog.add_button, "it is read, and may be added as it is"
        driver.qtbot.mouseClick(dialog.map_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: window.workbench.importing.mapping_dialog is not None)
        mapping = window.workbench.importing.mapping_dialog
        assert mapping is not None
        assert list(mapping.roles) == ["交易时间", "交易摘要", "收/支", "交易金额"]
        mapping.kind.setCurrentIndex(mapping.kind.findData("payments"))
        driver.qtbot.mouseClick(mapping.use_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: window.workbench.importing.mapping_dialog is None)
        driver.idle(window)
        driver.qtbot.mouseClick(driver.preview(window).add_button, Qt.MouseButton.LeftButton)
        driver.filled(window)
        (report,) = window.workbench.session.workspace.sources
        assert [problem.code for problem in report.problems] == ["table-mapped"]

    driver.play(scene)


def test_a_column_meaning_chosen_twice_cannot_be_used(driver: Driver, tmp_path: Path) -> None:
    path = write_unknown(tmp_path / "unknown")

    def scene(window: MainWindow) -> None:
        window.take([path])
        dialog = driver.preview(window)
        driver.qtbot.mouseClick(dialog.map_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: window.workbench.importing.mapping_dialog is not None)
        mapping = window.workbench.importing.mapping_dialog
        assert mapping is not None
        for name in "甲乙":
            mapping.roles[name].setCurrentIndex(1)
        assert not mapping.use_button.isEnabled()
        assert mapping.warning.text()
        chosen = mapping.roles["甲"].currentData()
        middle = QPointF(mapping.roles["甲"].rect().center())
        wheel = QWheelEvent(
            middle, middle, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(mapping.roles["甲"], wheel)
        assert mapping.roles["甲"].currentData() == chosen, "who scrolls past a box changes nothing"
        assert mapping.minimumSizeHint().height() < 360, "all of it stands on a low screen"
        mapping.reject()
        dialog.reject()
        driver.until(lambda: window.workbench.importing.dialog is None)

    driver.play(scene)


def test_a_slow_reading_shows_progress_and_a_cancel_is_felt_at_once(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go, ended = threading.Event(), threading.Event()

    def slow(self: Workspace, *_args: object, **_more: object) -> object:
        let_go.wait()
        ended.set()
        raise AssertionError("its result must not be wanted any more")

    monkeypatch.setattr(Workspace, "preview", slow)

    def scene(window: MainWindow) -> None:
        window.take([folder])
        driver.until(window.workbench.status.cancel.isVisible)
        assert not window.actions_["add-files"].isEnabled()
        driver.qtbot.mouseClick(window.workbench.status.cancel, Qt.MouseButton.LeftButton)
        driver.idle(window)
        assert not ended.is_set()  # the window is free although the reading still goes on
        assert not window.workbench.status.bar.isVisible()
        assert window.actions_["add-files"].isEnabled()
        let_go.set()

    try:
        driver.play(scene)
    finally:
        let_go.set()


def test_a_quick_reading_never_shows_progress(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        window.take([folder / "还款计划.csv"])
        shown: list[bool] = []
        window.workbench.tasks.changed.connect(lambda _busy: shown.append(window.workbench.status.bar.isVisible()))
        driver.preview(window).reject()
        assert not any(shown)

    driver.play(scene)


def test_payments_typed_by_hand_become_a_source_of_the_case(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.actions_["type-list"].trigger()
        dialog = window.workbench.import_sources.typing
        assert dialog is not None
        assert not dialog.use_button.isEnabled()
        dialog.called.setText("我/记的")
        for column, text in enumerate(("2026-03-10", "900.41", "借呗第 3 期")):
            dialog.table.setItem(0, column, QTableWidgetItem(text))
        assert dialog.use_button.isEnabled()
        assert "900.41" in dialog.state.text()
        driver.qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)
        preview = driver.preview(window)
        assert [(s.file, s.format, s.used) for s in preview.preview.sources] == [("我 记的.csv", "own-list", 1)]
        preview.accept()
        driver.filled(window)
        assert window.workbench.tables.events.rowCount() == 1

    driver.play(scene)


TWO_UNKNOWN = {
    "甲.csv": "哪天,出去,进来,剩下,干什么\n2024-02-15,74.40,,1025.60,借呗还款\n2024-03-20,69.76,,955.84,借呗还款\n",
    "乙.csv": "第几回,该还的日子,本,息\n1,2024-02-15,100.00,5.00\n2,2024-03-15,100.00,4.00\n3,2024-04-15,100.00,3.00\n",
}


def write_two_unknown(folder: Path) -> Path:
    folder.mkdir()
    for name, text in TWO_UNKNOWN.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def answer_mapping(driver: Driver, window: MainWindow) -> str:
    """Take the guesses of the mapping that is asked for, and return of which file it was."""
    importing = window.workbench.importing
    driver.until(lambda: importing.mapping_dialog is not None)
    mapping = importing.mapping_dialog
    assert mapping is not None
    file = mapping.table.table.file
    driver.qtbot.mouseClick(mapping.use_button, Qt.MouseButton.LeftButton)
    driver.until(lambda: importing.mapping_dialog is None and window.workbench.tasks.current is None)
    return file


def test_after_one_table_is_taught_the_next_that_nobody_knows_is_at_hand(driver: Driver, tmp_path: Path) -> None:
    def scene(window: MainWindow) -> None:
        window.take([write_two_unknown(tmp_path / "unknown")])
        dialog = driver.preview(window)
        taught = set()
        for _ in TWO_UNKNOWN:
            driver.until(lambda: dialog.focusWidget() is dialog.map_button)
            driver.qtbot.keyClick(dialog.map_button, Qt.Key.Key_Return)
            taught.add(answer_mapping(driver, window))
        assert taught == set(TWO_UNKNOWN)
        own_list = next(p for p in range(dialog.model.rowCount()) if dialog.model.row_at(p).file == "甲.csv")
        assert "⚠" not in str(dialog.model.index(own_list, 1).data())
        driver.until(lambda: dialog.focusWidget() is dialog.add_button)
        dialog.accept()
        driver.filled(window)
        assert all(source.format for source in window.workbench.session.workspace.sources)

    driver.play(scene)


def test_files_that_nobody_knows_are_named_and_taught_in_the_case_which_undo_takes_back(
    driver: Driver, folder: Path, tmp_path: Path
) -> None:
    unknown = write_two_unknown(tmp_path / "unknown")

    def scene(window: MainWindow) -> None:
        w = window.workbench

        def read() -> set[str]:
            return {s.file for s in w.session.workspace.sources if s.format} & set(TWO_UNKNOWN)

        driver.import_all(window, folder)
        window.take([*unknown.iterdir(), *folder.iterdir()])
        dialog = driver.preview(window)
        row = next(p for p in range(dialog.model.rowCount()) if dialog.model.row_at(p).file == "甲.csv")
        dialog.files.selectRow(row)
        driver.qtbot.mouseClick(dialog.map_button, Qt.MouseButton.LeftButton)
        assert answer_mapping(driver, window) == "甲.csv"
        driver.qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: len(w.session.workspace.sources) == 6)
        driver.idle(window)
        assert read() == {"甲.csv"}
        driver.until(lambda: "乙.csv" in w.message_bar.text.text())
        events = len(w.session.explanation.events)
        driver.qtbot.mouseClick(w.message_bar.steps.findChildren(QPushButton)[-2], Qt.MouseButton.LeftButton)
        assert answer_mapping(driver, window) == "乙.csv"
        driver.until(lambda: read() == set(TWO_UNKNOWN) and len(w.session.explanation.events) > events)
        assert "乙.csv" in w.message_bar.text.text()
        w.tables.show_tab("sources")
        places = range(w.tables.sources.rowCount())
        w.tables.views["sources"].selectRow(next(p for p in places if w.tables.sources.row_at(p).file == "乙.csv"))
        driver.idle(window)
        window.actions_["map-columns"].trigger()
        driver.until(lambda: w.importing.mapping_dialog is not None)
        mapping = w.importing.mapping_dialog
        assert mapping is not None
        driver.qtbot.mouseClick(mapping.forget_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: read() == {"甲.csv"} and len(w.session.explanation.events) == events)
        driver.idle(window)
        window.actions_["undo"].trigger()
        driver.until(lambda: read() == set(TWO_UNKNOWN) and w.tasks.current is None)

    driver.play(scene)
