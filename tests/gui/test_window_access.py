"""Everyone can use the window: names, keys, mnemonics, focus, contrast; models keep Qt's rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QProgressBar,
    QTabBar,
    QWidget,
)

from app.core.discrepancy import Severity
from app.gui.services.actions import ACTIONS, COMMANDS
from app.gui.style.colours import Colours
from app.gui.style.theme import contrast, on
from app.gui.window.main_window import MainWindow
from app.palette import Ink, Scheme
from app.texts import Language, Phrasebook
from tests.gui.driving import Driver
from tests.languages import EVERY_LANGUAGE

_CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QProgressBar, QTabBar)
LONGEST_MENU = 15
_OF_QT = ("qt_", "ScrollLeftButton", "ScrollRightButton", "QLineEditIconButton")


def controls_of(root: QWidget) -> Iterator[QWidget]:
    """Every visible control a person can use."""
    for widget in root.findChildren(QWidget):
        own = not widget.objectName().startswith(_OF_QT) and type(widget).__name__ not in _OF_QT
        if isinstance(widget, _CONTROLS) and not isinstance(widget, QHeaderView) and own and widget.isVisible():
            yield widget


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says of a control."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def nameless(root: QWidget) -> list[str]:
    """The controls that a screen reader could not name."""
    return [f"{type(w).__name__} {w.objectName()}" for w in controls_of(root) if not spoken_name(w).strip()]


def test_every_control_has_a_name(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        assert nameless(window) == []
        window.take([folder])
        dialog = driver.preview(window)
        assert nameless(dialog) == []
        dialog.accept()
        driver.filled(window)
        window.actions_["next-discrepancy"].trigger()
        assert nameless(window) == []
        for tab in range(window.workbench.tables.tabs.count()):
            window.workbench.tables.tabs.setCurrentIndex(tab)
            assert nameless(window) == []

    driver.play(scene)


def test_every_action_stands_in_a_menu_with_a_key_of_its_own_and_a_mnemonic(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        in_menus = {action.objectName() for menu in window.actions_.menus.values() for action in menu.actions()}
        assert in_menus == {spec.id for spec in ACTIONS}
        keys = Counter[str]()
        for menu in window.actions_.menus.values():
            keys.update(mnemonic_faults(menu))
        assert keys == Counter()
        shortcuts = Counter(window.actions_[spec.id].shortcut().toString() for spec in COMMANDS)
        assert shortcuts[""] == 0
        assert [key for key, count in shortcuts.items() if count > 1] == []

    driver.play(scene)


def mnemonic_faults(menu: QMenu) -> list[str]:
    """Actions of a menu without a mnemonic."""
    shown = [action for action in menu.actions() if not action.isSeparator()]
    return [action.text() for action in shown if "&" not in action.text()]


@EVERY_LANGUAGE
def test_a_menu_is_short_and_its_mnemonics_differ(language: Language) -> None:
    book = Phrasebook(language)
    for menu in {spec.menu for spec in ACTIONS}:
        texts = [spec.told(book) for spec in ACTIONS if spec.menu == menu and not spec.id.startswith("separator")]
        assert len(texts) <= LONGEST_MENU, menu
        letters = Counter(text[text.index("&") + 1].lower() for text in texts)
        assert {letter for letter, count in letters.items() if count > 1} == set(), menu


def test_every_region_is_reached_by_one_key_in_reading_order(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.activateWindow()
        driver.until(window.isActiveWindow)
        window.search.setFocus()
        visited: list[QWidget | None] = []
        for _ in range(5):
            window.actions_["next-region"].trigger()
            visited.append(window.focusWidget())
            assert window.workbench.timeline._focus_shown is (visited[-1] is window.workbench.timeline)
        views: list[QWidget | None] = [
            window.workbench.listed.view,
            window.workbench.timeline,
            window.workbench.tables.current,
            window.workbench.why.area,
        ]
        assert visited[:4] == views
        assert visited[4] is window.search

    driver.play(scene)


def test_no_view_swallows_the_tab_key(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        for view in window.findChildren(QAbstractItemView):
            assert not view.tabKeyNavigation()
        assert window.workbench.timeline.focusPolicy() & Qt.FocusPolicy.TabFocus

    driver.play(scene)


@pytest.mark.parametrize("scheme", Scheme)
def test_text_can_be_read_on_every_ground(scheme: Scheme) -> None:
    colours = Colours(scheme)
    grounds = (Ink.PANEL, Ink.CANVAS, Ink.SELECTION)
    on_grounds = [(Ink.TEXT, ground) for ground in (*grounds, Ink.SERIOUS_GROUND, Ink.WARNING_GROUND, Ink.INFO_GROUND)]
    pairs = [*on_grounds, *((Ink.SECONDARY, ground) for ground in (Ink.PANEL, Ink.CANVAS))]
    pairs += [(ink, Ink.PANEL) for ink in (Ink.ACCENT, Ink.PAID_MORE, Ink.PAID_LESS, Ink.SERIOUS, Ink.WARNING)]
    pairs += [(Ink.ACCENT, Ink.SELECTION), (Ink.SECONDARY, Ink.SELECTION)]
    weak = {(a.value, b.value): round(contrast(colours[a], colours[b]), 2) for a, b in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", Scheme)
def test_the_primary_button_can_be_read(scheme: Scheme) -> None:
    accent = Colours(scheme)[Ink.ACCENT]
    assert contrast(on(accent), accent) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert round(contrast(QColor("#000000"), QColor("#FFFFFF")), 2) == 21
    assert round(contrast(QColor("#767676"), QColor("#FFFFFF")), 2) == 4.54


def test_every_model_keeps_the_rules_of_qt(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        models = [window.workbench.listed.model, *(view.rows for view in window.workbench.tables.views.values())]
        mode = QAbstractItemModelTester.FailureReportingMode.Fatal
        testers = [QAbstractItemModelTester(model, mode) for model in models]
        driver.import_all(window, folder)
        for view in window.workbench.tables.views.values():
            for column in range(view.rows.columnCount()):
                view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
                view.sortByColumn(column, Qt.SortOrder.AscendingOrder)
        for needle in ("借呗", "zzz", ""):
            window.search.setText(needle)
            driver.qtbot.keyClick(window.search, Qt.Key.Key_Return)
        window.actions_["hide-info"].trigger()
        window.actions_["language-en"].trigger()
        window.actions_["undo"].trigger()
        for tester in testers:
            tester.deleteLater()

    driver.play(scene)


def test_sorting_keeps_the_selected_row(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        view = window.workbench.tables.views["events"]
        view.selectRow(3)
        chosen = window.workbench.tables.events.row_at(3)
        view.sortByColumn(4, Qt.SortOrder.DescendingOrder)
        assert window.workbench.tables.events.row_at(view.currentIndex().row()) == chosen

    driver.play(scene)


def test_the_discrepancy_list_speaks_severity_title_and_amount(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        spoken = window.workbench.listed.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "+0.16" in spoken
        assert spoken.split(".")[0] == window.wording.say(
            f"timeline.severity.{window.workbench.session.explanation.discrepancies[0].severity.value}"
        )

    driver.play(scene)


def test_the_timeline_has_a_name_and_a_twin_table(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        assert spoken_name(window.workbench.timeline)
        assert window.workbench.tables.events.total == len(window.workbench.session.explanation.events)

    driver.play(scene)


def test_nothing_is_cut_off_in_the_narrowest_window(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        for action in ("language-en", "language-zh"):
            window.actions_[action].trigger()
            window.resize(800, 600)
            QApplication.processEvents()
            assert window.width() == 800
            assert [f"{b.text()} {b.width()}<{b.sizeHint().width()}" for b in cut_off(window)] == []

    driver.play(scene)


def cut_off(window: MainWindow) -> list[QAbstractButton]:
    """Visible buttons that are narrower than their words."""
    inside = [b for b in window.findChildren(QAbstractButton) if b.isVisible() and b.text()]
    return [b for b in inside if b.width() < b.sizeHint().width() and not _scrolls(b)]


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def toggle(button: QAbstractButton) -> None:
    """Do to a button what a screen reader can do to it; it does not click."""
    actions = QAccessible.queryAccessibleInterface(button).actionInterface()
    assert actions is not None
    actions.doAction(actions.actionNames()[0])


def test_a_screen_reader_turns_on_and_off_whatever_can_be_on(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.settings.set_hints_seen()
        window.take_sample()
        driver.filled(window)
        w = window.workbench
        panel, view = w.timeline_panel, w.session.view
        (loan, chip), *_ = w.head.chips.chips.items()
        toggle(chip)
        assert view.scope.loans == {loan}
        assert chip.isChecked()
        toggle(chip)
        assert view.scope.loans == frozenset()
        assert panel.legend is not None
        shown = panel.legend.isVisible()
        toggle(panel.legend_button)
        assert panel.legend.isVisible() is not shown
        toggle(panel.fit_all)
        assert (panel.fit_all.isChecked(), panel.fit_activity.isChecked()) == (True, False)
        toggle(panel.fit_all)
        assert panel.fit_all.isChecked()
        listed = w.listed.model.rowCount()
        toggle(w.listed.chips[Severity.SERIOUS])
        assert 0 < w.listed.model.rowCount() < listed

    driver.play(scene)
