"""Tables fold to their tabs in a low window, open by tab, key and button, and stay as the person left them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyleOptionViewItem

from app.gui.window.main_window import MainWindow
from tests.gui.driving import Driver

LOW, HIGH = (1366, 740), (1600, 1000)


def filled_at(driver: Driver, window: MainWindow, size: tuple[int, int], folder: Path) -> None:
    """A case in a window of a size."""
    driver.import_all(window, folder)
    window.resize(*size)
    driver.until(lambda: (window.width(), window.height()) == size)


def test_a_low_window_shows_the_tabs_alone_and_a_high_one_the_tables(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        filled_at(driver, window, LOW, folder)
        tables = window.workbench.tables
        driver.until(lambda: tables.folded and tables.height() < 60)
        window.resize(*HIGH)
        driver.until(lambda: not tables.folded and tables.height() > 150)
        window.resize(*LOW)
        driver.until(lambda: tables.folded and tables.height() < 60)

    driver.play(scene)


def test_a_click_on_a_tab_opens_them_and_the_choice_is_kept_for_low_windows_alone(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        filled_at(driver, window, LOW, folder)
        tables = window.workbench.tables
        driver.until(lambda: tables.folded)
        bar = tables.tabs.bar
        driver.qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(2).center())
        assert not tables.folded
        assert tables.tabs.currentIndex() == 2
        driver.until(lambda: tables.height() > 150)
        for size in (HIGH, LOW):
            window.resize(*size)
            driver.until(lambda size=size: window.height() == size[1])  # type: ignore[misc]
            assert not tables.folded
        tables.fold_button.click()
        assert tables.folded
        window.resize(*HIGH)
        driver.until(lambda: not tables.folded)

    driver.play(scene)


def test_what_few_lanes_leave_empty_is_given_to_the_tables(driver: Driver, folder: Path, tmp_path: Path) -> None:
    (statement := tmp_path / "one lane").mkdir()
    rows = (
        "记账日期,货币,交易金额,联机余额,交易摘要,对手信息",
        "2026-02-10,人民币,-900.41,5000.00,快捷支付,支付宝-借呗还款",
    )
    (statement / "cmb.csv").write_text("\n".join(rows), encoding="utf-8")

    def scene(window: MainWindow) -> None:
        filled_at(driver, window, LOW, statement)
        parts = window.workbench
        driver.until(lambda: parts.timeline_panel.height() == parts.timeline_panel.highest)
        assert not parts.tables.folded
        assert parts.tables.height() > parts.timeline_panel.height()
        driver.import_all(window, folder)
        driver.until(lambda: parts.tables.folded)
        window.resize(*HIGH)
        driver.until(lambda: not parts.tables.folded and parts.timeline_panel.height() > parts.tables.height())

    driver.play(scene)


def test_keys_open_what_is_folded(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        filled_at(driver, window, LOW, folder)
        tables = window.workbench.tables
        driver.until(lambda: tables.folded)
        assert not window.actions_["show-tables"].isChecked()
        window.actions_["show-tables"].trigger()
        assert not tables.folded
        assert window.actions_["show-tables"].isChecked()
        tables.fold_button.click()
        window.workbench.timeline.setFocus()
        window.actions_["next-region"].trigger()
        assert window.focusWidget() is tables.tabs.bar
        driver.qtbot.keyClick(tables.tabs.bar, Qt.Key.Key_Return)
        assert not tables.folded
        assert window.focusWidget() is tables.current

    driver.play(scene)


def test_what_is_shown_in_a_table_opens_the_tables(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        filled_at(driver, window, LOW, folder)
        parts = window.workbench
        driver.until(lambda: parts.tables.folded)
        parts.head.figures["unchecked"].click()
        driver.until(lambda: not parts.tables.folded)

    driver.play(scene)


def test_the_height_of_the_tables_outlives_a_run_in_which_they_were_folded(driver: Driver, folder: Path) -> None:
    heights: list[int] = []

    def first(window: MainWindow) -> None:
        filled_at(driver, window, HIGH, folder)
        down = window.workbench.regions.down
        down.setSizes([sum(down.sizes()) - 260, 260])
        heights.append(down.sizes()[1])
        window.workbench.tables.fold_button.click()

    def second(window: MainWindow) -> None:
        filled_at(driver, window, HIGH, folder)
        tables = window.workbench.tables
        driver.until(lambda: tables.folded)
        tables.fold_button.click()
        driver.until(lambda: abs(tables.height() - heights[0]) < 40)
        window.resize(*LOW)
        driver.until(lambda: tables.folded)

    def third(window: MainWindow) -> None:
        filled_at(driver, window, HIGH, folder)
        driver.until(lambda: abs(window.workbench.tables.height() - heights[0]) < 40)

    for scene in (first, second, third):
        driver.play(scene)


def uneven(window: MainWindow) -> list[int]:
    """The lines of the list that are not as high as their words need."""
    listed, option = window.workbench.listed, QStyleOptionViewItem()
    listed.view.initViewItemOption(option)
    indices = [listed.model.index(row) for row in range(listed.model.rowCount())]
    wanted = [listed.delegate.sizeHint(option, index).height() for index in indices]
    return [i.row() for i, high in zip(indices, wanted, strict=True) if listed.view.visualRect(i).height() != high]


def test_lines_of_the_list_are_as_high_as_they_need_when_it_gets_narrower(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        for size in (HIGH, LOW, (1366, 560), HIGH):
            window.resize(*size)
            driver.until(lambda: not uneven(window))

    driver.play(scene)
