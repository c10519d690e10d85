"""What a person does by habit: right button and menu key, copy and drag, columns and sums, text size, all commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from app import __version__
from app.core.money import grouped
from app.gui.services.actions import ACTIONS, COMMANDS, plain
from app.gui.services.dragged import DraggedFile
from app.gui.window.main_window import MainWindow
from app.palette import Scheme
from app.texts import Language
from app.workspace import Workspace
from tests.gui.driving import Driver, answering
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE


def menu_by_key(window: MainWindow, widget: QWidget) -> QMenu:
    """Open a widget's menu as the menu key does, and give it back."""
    widget.setFocus()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(widget, event)
    menu = window.workbench.menus.menu
    assert menu is not None
    return menu


def words_of(menu: QMenu) -> list[str]:
    return [plain(action.text()) for action in menu.actions() if not action.isSeparator()]


def test_every_region_has_a_menu_of_its_own(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        w = window.workbench
        names = {"copy": "复制", "copy-picture": "把时间线复制成图片", "columns": "表格的列"}
        for widget, expected in (
            (w.listed.view, names["copy"]),
            (w.timeline, names["copy-picture"]),
            (w.why.area, names["copy"]),
            *((view, names["columns"]) for view in w.tables.views.values()),
        ):
            menu = menu_by_key(window, widget)
            assert menu.isVisible()
            assert expected in words_of(menu)
            menu.close()

    driver.play(scene)


def test_copy_takes_what_has_the_focus(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.activateWindow()
        driver.until(window.isActiveWindow)
        window.actions_["next-discrepancy"].trigger()
        w, clipboard = window.workbench, QGuiApplication.clipboard()
        (found,) = w.session.explanation.discrepancies
        for widget in (w.listed.view, w.why.area):
            clipboard.clear()
            widget.setFocus()
            window.actions_["copy"].trigger()
            assert w.texts.title(found) in clipboard.text()
            assert w.texts.formula(found.bridge[0]) in clipboard.text()
        w.tables.views["events"].selectRow(0)
        w.tables.views["events"].setFocus()
        window.actions_["copy"].trigger()
        assert clipboard.text().splitlines()[0].startswith("日期\t")
        w.timeline.setFocus()
        window.actions_["copy"].trigger()
        assert not clipboard.image().isNull()

    driver.play(scene)


def test_what_a_helper_from_afar_asks_for_is_copied_from_about(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.actions_["about"].trigger()
        dialog = window.workbench.papers.dialog
        assert dialog is not None
        (copy,) = [b for b in dialog.findChildren(QPushButton) if plain(b.text()) == "复制"]
        driver.qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
        lines = QGuiApplication.clipboard().text().splitlines()
        assert lines[0] == f"Tallyline {__version__}"
        assert lines[-1] == "MIT License"
        dialog.reject()

    driver.play(scene)


def a_drag_into(taken: list[QMimeData]) -> type:
    """A drag that ends at once, and keeps what it took."""

    class NoDrag:
        def __init__(self, _source: QWidget) -> None: ...

        def setMimeData(self, data: QMimeData) -> None:
            taken.append(data)

        def exec(self, *_actions: Any) -> None: ...

    return NoDrag


def pull(driver: Driver, widget: QWidget) -> None:
    """Press on a widget and move the pointer away."""
    middle = widget.rect().center()
    driver.qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=middle)
    moved = QMouseEvent(
        QMouseEvent.Type.MouseMove, middle + QPoint(40, 0), widget.mapToGlobal(middle + QPoint(40, 0)),
        Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, moved)


def test_a_drag_takes_rows_sentences_and_the_picture_out(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[QMimeData] = []

    for module in ("app.gui.widgets.table_view", "app.gui.panels.discrepancy_panel", "app.gui.window.drag_out"):
        monkeypatch.setattr(f"{module}.QDrag", a_drag_into(taken))

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        w = window.workbench
        w.tables.views["events"].selectRow(1)
        w.tables.views["events"].startDrag(Qt.DropAction.CopyAction)
        assert taken[-1].text() == w.tables.views["events"].selected_cells()
        w.listed.view.startDrag(Qt.DropAction.CopyAction)
        assert w.texts.title(w.session.explanation.discrepancies[0]) in taken[-1].text()
        ground = w.timeline.viewport()
        middle = ground.rect().center()
        driver.qtbot.mousePress(ground, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, middle)
        moved = QMouseEvent(
            QMouseEvent.Type.MouseMove, middle + QPoint(40, 0), ground.mapToGlobal(middle + QPoint(40, 0)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier,
        )  # fmt: skip
        QApplication.sendEvent(ground, moved)
        assert taken[-1].hasImage()
        assert len(taken) == 3
        rows, sentences, picture = (Path(data.urls()[0].toLocalFile()) for data in taken)
        assert rows.read_text(encoding="utf-8-sig").count("\n") == taken[0].text().count("\n") + 1
        assert sentences.read_text(encoding="utf-8") == taken[1].text()
        assert picture.read_bytes().startswith(b"\x89PNG")

    driver.play(scene)


def test_the_workbook_and_a_written_file_are_dragged_out(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[QMimeData] = []
    monkeypatch.setattr("app.gui.window.drag_out.QDrag", a_drag_into(taken))

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        w = window.workbench
        button = window.row.commands["export-excel"]
        pull(driver, button)
        (workbook,) = (Path(url.toLocalFile()) for url in taken[-1].urls())
        assert workbook.suffix == ".xlsx"
        assert workbook.read_bytes().startswith(b"PK")
        assert not button.isDown()
        written = tmp_path / "written.txt"
        written.write_text("x", encoding="utf-8")
        w.messages.tell_written("written", written)
        driver.until(w.message_bar.isVisible)
        pull(driver, w.message_bar.text)
        assert [Path(url.toLocalFile()) for url in taken[-1].urls()] == [written]
        w.messages.tell("nothing to drag")
        pull(driver, w.message_bar.text)
        assert len(taken) == 2

    driver.play(scene)


def test_a_file_that_cannot_be_written_is_dragged_as_nothing(qapp: QApplication) -> None:
    assert qapp is not None

    def fail(_path: Path) -> None:
        raise OSError

    assert DraggedFile("x.txt", fail).urls() == []


def test_columns_are_hidden_shown_and_reset(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        table = window.workbench.tables.current
        window.actions_["columns"].trigger()
        menu = window.workbench.menus.menu
        assert menu is not None
        account = next(action for action in menu.actions() if action.text() == "账户")
        account.trigger()
        assert table.isColumnHidden(5)
        table.selectRow(0)
        assert "账户" not in table.selected_cells()
        table.reset_columns()
        assert not table.isColumnHidden(5)
        menu.close()

    driver.play(scene)


def test_a_column_has_room_for_what_stands_in_it_in_every_language_and_a_wider_one_stays(
    driver: Driver, folder: Path
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        table = window.workbench.tables.current
        table.setColumnWidth(0, 400)
        window.choose_language(ENGLISH)
        window.choose_text_size(1)
        window.choose_language(CHINESE)
        assert table.columnWidth(0) == 400
        columns = range(1, len(table.rows.columns) - 1)
        assert [c for c in columns if table.columnWidth(c) < table.sizeHintForColumn(c)] == []

    driver.play(scene)


def test_selected_amounts_are_added_up_to_the_fen(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        w = window.workbench
        table = w.tables.views["events"]
        table.selectRow(0)
        assert w.status.sums.isHidden()
        table.selectAll()
        total = sum(event.amount or 0 for event in w.session.explanation.events)
        assert grouped(total) in w.status.sums.text()
        w.tables.show_tab("sources")
        assert w.status.sums.isHidden()

    driver.play(scene)


def test_text_size_is_chosen_by_key_and_remembered(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        before = window.workbench.listed.heading.font().pointSizeF()
        window.actions_["text-larger"].trigger()
        window.actions_["text-larger"].trigger()
        assert window.workbench.listed.heading.font().pointSizeF() == pytest.approx(before * 1.25, rel=0.03)
        assert window.settings.text_percent() == 125
        for widget in (
            window.workbench.listed.view,
            window.workbench.tables.current,
            window.workbench.timeline,
            window.row.menus,
        ):
            assert widget.font().pointSizeF() == pytest.approx(QApplication.font().pointSizeF(), rel=0.03)
        window.actions_["text-ordinary"].trigger()
        assert window.workbench.listed.heading.font().pointSizeF() == pytest.approx(before, rel=0.01)

    driver.play(scene)


def test_high_contrast_is_chosen_in_the_view_menu(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.actions_["look-light"].trigger()
        window.actions_["look-contrast"].trigger()
        assert window.theme.colours.scheme is Scheme.CONTRAST_LIGHT
        window.actions_["look-dark"].trigger()
        assert window.theme.colours.scheme is Scheme.CONTRAST_DARK
        assert window.actions_["look-contrast"].isChecked()
        window.actions_["look-contrast"].trigger()
        assert window.theme.colours.scheme is Scheme.DARK
        assert not window.settings.contrast()

    driver.play(scene)


@EVERY_LANGUAGE
def test_a_command_is_found_by_its_words_in_every_language_that_the_program_has(
    driver: Driver, folder: Path, language: Language
) -> None:
    def scene(window: MainWindow) -> None:
        window.choose_language(language)
        driver.import_all(window, folder)
        window.actions_["palette"].trigger()
        dialog = window.workbench.commands.palette_dialog
        assert dialog is not None
        own = {spec.id: plain(window.actions_[spec.id].text()) for spec in COMMANDS}
        for needle in ("excel export", "导出 excel"):
            dialog.field.setText(needle)
            assert own["export-excel"] in dialog.list.item(0).text(), needle
        for needle, name in (("undo", "undo"), ("撤销", "undo"), ("dark", "look-dark"), ("深色", "look-dark")):
            dialog.field.setText(needle)
            (found,) = (dialog.list.item(row).text() for row in range(dialog.list.count()))
            assert own[name] in found, needle
        dialog.field.setText("no such command 没有")
        assert dialog.list.item(0).text() == window.wording.say("window.palette.none")

    driver.play(scene)


def test_all_commands_are_found_by_their_words_and_given_by_enter(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["palette"].trigger()
        dialog = window.workbench.commands.palette_dialog
        assert dialog is not None
        driver.until(dialog.isVisible)
        enabled = [spec for spec in COMMANDS if window.actions_[spec.id].isEnabled()]
        assert dialog.list.count() == len(enabled) - 1  # all but itself
        dialog.field.setText("没有的命令")
        assert [dialog.list.item(0).text()] == [window.wording.say("window.palette.none")]
        driver.qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        assert dialog.isVisible()
        dialog.field.setText("深色")
        assert dialog.list.count() == 1
        driver.qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        driver.until(lambda: window.theme.colours.dark)

    driver.play(scene)


def test_one_dialog_opens_cases_and_adds_files(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "mine.tally"
    case = Workspace()
    case.add([folder])
    case.save(kept)
    case.close()

    def scene(window: MainWindow) -> None:
        with answering(monkeypatch, "ask_files", [str(folder / "alipay.csv")]):
            window.actions_["open-case"].trigger()
        driver.preview(window).reject()
        with answering(monkeypatch, "ask_files", [str(kept)]):
            window.actions_["open-case"].trigger()
        driver.filled(window)
        assert window.workbench.session.workspace.path == kept
        window.workbench.commands.fill_recent()
        menu = window.actions_["open-recent"].menu()
        assert isinstance(menu, QMenu)
        assert [action.text() for action in menu.actions() if not action.isSeparator()] == [
            "&1 mine", "清除最近的对账列表(&C)",
        ]  # fmt: skip

    driver.play(scene)


def test_enter_and_f3_step_through_what_the_search_found(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        w = window.workbench
        window.search.setText("备用金")
        driver.qtbot.keyClick(window.search, Qt.Key.Key_Return)
        hits = [w.listed.model.at(p).id for p in range(w.listed.model.rowCount())]
        assert 1 < len(hits) < len(w.session.explanation.discrepancies)
        visited = [w.selection.discrepancy.id if w.selection.discrepancy else ""]
        for _ in hits[1:]:
            window.actions_["find-next"].trigger()
            visited.append(w.selection.discrepancy.id if w.selection.discrepancy else "")
        assert visited == hits
        window.actions_["find-previous"].trigger()
        assert w.selection.discrepancy is not None
        assert w.selection.discrepancy.id == hits[-2]
        driver.qtbot.keyClick(w.listed.view, Qt.Key.Key_Escape)
        driver.until(lambda: window.search.text() == "" and w.listed.model.needle == "")

    driver.play(scene)


def test_second_keys_do_what_the_first_ones_do(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        keys = {spec.id: [k.toString() for k in window.actions_[spec.id].shortcuts()] for spec in ACTIONS}
        assert keys["redo"] == ["Ctrl+Shift+Z", "Ctrl+Y"]
        assert keys["palette"] == ["Ctrl+K", "Ctrl+Shift+P"]
        every = [key for known in keys.values() for key in known]
        assert len(every) == len(set(every))

    driver.play(scene)


def test_a_mask_that_is_on_is_said_below_until_it_is_off(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        badge = window.workbench.status.masked
        assert not badge.isVisible()
        window.actions_["mask"].trigger()
        assert badge.isVisible()
        assert badge.text() == window.wording.say("window.status.masked")
        window.actions_["mask"].trigger()
        assert not badge.isVisible()

    driver.play(scene)


def test_the_keyboard_that_walks_into_a_table_selects_nothing(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        w = window.workbench
        w.tables.current.setFocus(Qt.FocusReason.ShortcutFocusReason)
        assert w.selection.current_event is None
        driver.qtbot.keyClick(w.tables.current, Qt.Key.Key_Down)
        assert w.selection.current_event is not None

    driver.play(scene)


def test_widths_are_those_of_what_is_shown_but_for_columns_that_a_person_sized(
    driver: Driver, folder: Path, own_settings: Path
) -> None:
    def narrows(window: MainWindow) -> None:
        driver.import_all(window, folder)
        table = window.workbench.tables.current
        for column in range(table.shown_columns):
            table.setColumnWidth(column, 30)
        table._by_hand = {1}  # what a drag on the heading leaves

    def finds_them(window: MainWindow) -> None:
        driver.import_all(window, folder)
        table = window.workbench.tables.current
        cut = [n for n in range(table.shown_columns - 1) if table.columnWidth(n) < table.sizeHintForColumn(n)]
        assert cut == [1]

    driver.play(narrows)
    driver.play(finds_them)


def test_a_note_of_several_lines_is_kept_by_one_chord(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["note"].trigger()
        dialog = window.workbench.commands.note_dialog
        assert dialog is not None
        driver.qtbot.keyClicks(dialog.text, "one")
        driver.qtbot.keyClick(dialog.text, Qt.Key.Key_Return)
        driver.qtbot.keyClicks(dialog.text, "two")
        driver.qtbot.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        found = window.workbench.selection.discrepancy
        assert found is not None
        assert window.workbench.session.workspace.note_on(found) == "one\ntwo"

    driver.play(scene)


def test_the_first_page_offers_nothing_while_files_are_read(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        start = window.start
        buttons = (start.add_button, start.folder_button, start.sample_button)
        assert all(button.isEnabled() for button in buttons)
        window.take([folder])
        driver.until(lambda: not any(button.isEnabled() for button in buttons))
        driver.preview(window).reject()
        driver.until(lambda: all(button.isEnabled() for button in buttons))

    driver.play(scene)
