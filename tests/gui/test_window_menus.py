"""Menus by keyboard, what is copied while nothing is selected, and what a drag inside the window does not do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QStyle, QStyleOptionFrame, QWidget

from app.gui.dialogs.typed_list_dialog import TypedListDialog
from app.gui.models.discrepancies import GROUP_ROLE
from app.gui.services.actions import plain
from app.gui.window.main_window import MainWindow
from tests.gui.driving import Driver

SHIFT, NO_KEY = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
BY_KEYBOARD = Qt.FocusReason.ShortcutFocusReason


def opened(driver: Driver, window: MainWindow, folder: Path) -> None:
    """A window with a case, in front, as keys go to the one in front alone."""
    driver.import_all(window, folder)
    window.activateWindow()
    driver.until(window.isActiveWindow)


def menu_by_shift_f10(driver: Driver, window: MainWindow, region: QWidget) -> QMenu:
    region.setFocus(BY_KEYBOARD)
    driver.press(window, Qt.Key.Key_F10, SHIFT)
    menu = window.workbench.menus.menu
    assert menu is not None
    assert menu.isVisible()
    menu.close()
    return menu


def words_of(menu: QMenu) -> list[str]:
    return [plain(action.text()) for action in menu.actions() if not action.isSeparator()]


def test_shift_f10_opens_the_menu_of_each_region(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        opened(driver, window, folder)
        window.actions_["next-discrepancy"].trigger()
        w = window.workbench
        assert "标为已处理" in words_of(menu_by_shift_f10(driver, window, w.listed.view))
        assert "把时间线复制成图片" in words_of(menu_by_shift_f10(driver, window, w.timeline))
        assert "表格的列" in words_of(menu_by_shift_f10(driver, window, w.tables.current))
        assert "标为已处理" in words_of(menu_by_shift_f10(driver, window, w.why.area))
        files = window.row.menus.actions()[0].menu()
        assert isinstance(files, QMenu)
        scrolls = files.style().styleHint(QStyle.StyleHint.SH_Menu_Scrollable, None, files)
        assert scrolls, "on a low screen a long menu scrolls, instead of standing in columns that are cut"

    driver.play(scene)


def test_shift_f10_opens_the_menu_of_a_field_in_a_dialog(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        opened(driver, window, folder)
        window.actions_["palette"].trigger()
        dialog = window.workbench.commands.palette_dialog
        assert dialog is not None
        driver.until(dialog.isActiveWindow)
        field: QLineEdit = dialog.field
        field.setFocus()
        driver.press(window, Qt.Key.Key_F10, SHIFT)
        menus = field.findChildren(QMenu)
        driver.until(lambda: any(menu.isVisible() for menu in menus or field.findChildren(QMenu)))
        for menu in field.findChildren(QMenu):
            menu.close()

    driver.play(scene)


def test_the_timelines_menu_by_keyboard_leaves_what_is_selected(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        window.activateWindow()
        driver.until(window.isActiveWindow)
        w = window.workbench
        ids = [d.id for d in w.session.explanation.discrepancies]
        for found in ids:
            w.selection.choose_discrepancy(found)
            event = w.selection.current_event
            menu = menu_by_shift_f10(driver, window, w.timeline)
            assert "标为已处理" in words_of(menu)
            assert w.selection.discrepancy is not None
            assert (w.selection.discrepancy.id, w.selection.current_event) == (found, event)

    driver.play(scene)


def test_where_nothing_is_selected_the_whole_answer_is_copied_and_has_a_menu(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        opened(driver, window, folder)
        w, clipboard = window.workbench, QGuiApplication.clipboard()
        w.tables.views["events"].selectRow(0)
        w.selection.choose_discrepancy("")
        content = w.why.content
        assert content is not None
        for region in (w.why.area, w.listed.view):
            clipboard.clear()
            menu = menu_by_shift_f10(driver, window, region)
            assert words_of(menu) == ["复制", "导出全部解释 PDF", "导出 Excel", "导出投诉材料"]
            region.setFocus(BY_KEYBOARD)
            window.actions_["copy"].trigger()
            lines = clipboard.text().splitlines()
            assert window.wording.say("summary.first") in lines

    driver.play(scene)


class OwnDrag(QDragEnterEvent):
    """Files that are dragged out of the program itself."""

    def __init__(self, data: QMimeData, widget: QWidget) -> None:
        super().__init__(QPoint(40, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_KEY)
        self._widget = widget

    def source(self) -> QWidget:
        return self._widget


def test_what_is_dragged_out_of_the_window_is_not_taken_into_it(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        opened(driver, window, folder)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(folder / "alipay.csv"))])
        own = OwnDrag(data, window.workbench.tables.current)
        own.ignore()
        window.dragEnterEvent(own)
        assert not own.isAccepted()
        assert window.overlay is None

    driver.play(scene)


def test_the_region_that_the_keyboard_comes_to_is_framed_until_it_leaves(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        opened(driver, window, folder)
        w = window.workbench
        window.search.setFocus(BY_KEYBOARD)
        for region in (w.listed.view, w.tables.current, w.why.area):
            region.setFocus(BY_KEYBOARD)
            assert w.ring.isVisible()
            assert w.ring.rect().translated(w.ring.mapTo(window, QPoint(0, 0))) == region.rect().translated(
                region.mapTo(window, QPoint(0, 0))
            )
            assert w.ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            window.search.setFocus(BY_KEYBOARD)
            assert not w.ring.isVisible()
        w.listed.view.setFocus(Qt.FocusReason.MouseFocusReason)
        assert not w.ring.isVisible()

    driver.play(scene)


def test_a_box_of_choices_shows_all_of_them_whole(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        order: QComboBox = window.workbench.listed.order
        order.showPopup()
        shown = order.view()
        driver.until(shown.isVisible)
        assert shown.verticalScrollBar().maximum() == 0
        last = shown.visualRect(order.model().index(order.count() - 1, 0))
        assert shown.viewport().rect().contains(last)
        order.hidePopup()

    driver.play(scene)


def test_what_is_typed_into_a_row_is_seen_whole_while_it_is_typed(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.actions_["type-list"].trigger()
        driver.until(lambda: window.findChild(TypedListDialog) is not None)
        dialog = window.findChild(TypedListDialog)
        assert dialog is not None
        driver.qtbot.keyClicks(dialog.table, "2026")
        driver.until(lambda: dialog.table.findChildren(QLineEdit))
        (editor,) = dialog.table.findChildren(QLineEdit)
        option = QStyleOptionFrame()
        editor.initStyleOption(option)
        room = editor.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, editor)
        assert room.height() >= QFontMetrics(editor.font()).height()
        dialog.reject()

    driver.play(scene)


def test_the_sums_below_are_those_of_what_is_selected_now_in_the_language_of_the_moment(
    driver: Driver, folder: Path
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        w = window.workbench
        w.tables.views["events"].selectAll()
        before = w.status.sums.text()
        window.actions_["language-en"].trigger()
        assert w.status.sums.text() != before
        assert "selected" in w.status.sums.text()
        window.actions_["next-discrepancy"].trigger()
        assert w.status.sums.isHidden()

    driver.play(scene)


def test_what_is_taken_up_again_is_not_listed_among_what_is_done(driver: Driver, folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.tally"

    def settle(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["mark-settled"].trigger()
        window.workbench.session.save(kept)

    def take_up(window: MainWindow) -> None:
        driver.filled(window)
        listed = window.workbench.listed.model
        assert str(listed.index(0).data(GROUP_ROLE)).startswith("已处理完")
        window.actions_["undo"].trigger()
        assert not str(listed.index(0).data(GROUP_ROLE)).startswith("已处理完")

    driver.play(settle)
    driver.play(take_up, str(kept))


def test_the_preview_of_an_import_shows_its_last_column_also_after_one_of_shorter_names(
    driver: Driver, folder: Path
) -> None:
    def scene(window: MainWindow) -> None:
        for paths in ([folder / "alipay.csv"], [folder / "借款记录.csv"], [folder]):
            window.take(paths)
            dialog = driver.preview(window)
            assert dialog.files.horizontalHeader().length() <= dialog.files.viewport().width()
            dialog.reject()
            driver.until(lambda: window.workbench.importing.dialog is None)

    (folder / "alipay.csv").rename(folder / ("支付宝交易明细" * 4 + ".csv"))
    (folder / "借款记录.csv").rename(folder / "alipay.csv")
    (folder / "还款记录.csv").rename(folder / "借款记录.csv")
    driver.play(scene)


def test_a_lanes_name_opens_its_own_menu_by_the_right_button(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        w = window.workbench
        named: list[object] = []
        w.timeline.laneNamed.connect(lambda lane, _at: named.append(lane))
        ground = w.timeline.viewport()
        heights = range(0, ground.height(), 8)
        assert any(w.timeline.choose_if_hit(QPointF(12, y)) for y in heights)
        assert named

    driver.play(scene)
