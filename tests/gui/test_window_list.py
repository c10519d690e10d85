"""Choosing in the list always explains; what is done with stays in place and steps back; the search finds evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton, QStyleOptionViewItem

from app.core.discrepancy import Severity
from app.gui.models.discrepancies import GROUP_ROLE, HIT_ROLE, WAITING_ROLE
from app.gui.style.text_lines import TextLines
from app.gui.window.main_window import MainWindow
from app.palette import Ink
from app.texts import languages
from tests.gui.driving import Driver


def test_a_discrepancy_that_is_chosen_is_explained_though_its_region_was_closed(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        parts = window.workbench
        parts.why.close_button.click()
        assert not parts.regions.is_shown("why")
        window.actions_["next-discrepancy"].trigger()
        assert parts.regions.is_shown("why")
        parts.why.close_button.click()
        place = parts.listed.view.visualRect(parts.listed.model.index(0)).center()
        driver.qtbot.mouseClick(parts.listed.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert parts.regions.is_shown("why")

    driver.play(scene)


def test_what_can_be_done_stays_in_sight_while_the_explanation_is_scrolled(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        why = window.workbench.why
        driver.until(lambda: why.readers.current is None)
        why.area.verticalScrollBar().setValue(why.area.verticalScrollBar().maximum())
        shown = [b for b in why.findChildren(QPushButton) if b.isVisible() and not why.area.isAncestorOf(b)]
        assert [b.text() for b in shown if b.isEnabled()]
        window.actions_["mark-settled"].trigger()
        driver.until(lambda: "标为" not in "".join(b.text() for b in shown if b.isVisible()))

    driver.play(scene)


def test_what_is_settled_stays_in_its_place_is_counted_and_steps_back_in_the_timeline(
    driver: Driver, folder: Path
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        parts = window.workbench
        window.actions_["next-discrepancy"].trigger()
        assert parts.listed.model.resting == frozenset()
        before = parts.listed.count.text()
        window.actions_["mark-settled"].trigger()
        found = parts.listed.model.at(0)
        assert parts.listed.model.resting == {found.id}
        assert parts.listed.model.done == 1
        assert parts.listed.count.text() != before
        assert parts.timeline._faded == {found.id}
        window.actions_["undo"].trigger()
        driver.until(lambda: parts.timeline._faded == frozenset())

    driver.play(scene)


def test_undoing_a_mark_selects_what_it_was_set_on_and_undoing_anything_else_selects_nothing_else(
    driver: Driver,
) -> None:
    def scene(window: MainWindow) -> None:
        window.settings.set_hints_seen()
        window.take_sample()
        driver.filled(window)
        selection = window.workbench.selection
        window.actions_["next-discrepancy"].trigger()
        first = selection.discrepancy
        window.actions_["mark-settled"].trigger()
        second = selection.discrepancy
        assert second not in (None, first)
        window.actions_["undo"].trigger()
        assert selection.discrepancy == first
        window.actions_["next-discrepancy"].trigger()
        window.actions_["redo"].trigger()
        assert selection.discrepancy == first
        window.actions_["hide-info"].trigger()
        window.actions_["next-discrepancy"].trigger()
        window.actions_["undo"].trigger()
        assert selection.discrepancy == second

    driver.play(scene)


def test_a_filter_of_the_list_reaches_the_timeline(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        parts = window.workbench
        other = next(s for s in Severity if s is not parts.listed.model.at(0).severity)
        parts.listed.chips[other].click()
        assert len(parts.timeline._faded) == 1
        parts.listed.chips[other].click()
        assert parts.timeline._faded == frozenset()

    driver.play(scene)


def test_there_is_a_chip_for_what_there_is_and_none_that_would_show_nothing(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        listed = window.workbench.listed
        there = {found.severity for found in window.workbench.session.explanation.discrepancies}
        assert {severity for severity, chip in listed.chips.items() if not chip.isHidden()} == there
        window.search.setText("no such thing")
        assert {severity for severity, chip in listed.chips.items() if not chip.isHidden()} == there

    driver.play(scene)


def test_the_search_finds_what_was_expected_and_the_files_and_esc_clears_it(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        parts = window.workbench
        found = parts.listed.model.at(0)
        assert found.expected is not None
        for needle in (f"{found.expected / 100:.2f}", found.evidence[0].file):
            window.search.setText(needle)
            driver.qtbot.keyClick(window.search, Qt.Key.Key_Return)
            assert parts.listed.model.rowCount() == 1, needle
        window.search.setText("nothing of the kind")
        driver.qtbot.keyClick(window.search, Qt.Key.Key_Return)
        assert parts.listed.model.rowCount() == 0
        window.search.setFocus()
        driver.qtbot.keyClick(window.search, Qt.Key.Key_Escape)
        driver.until(lambda: window.search.text() == "" and parts.listed.model.rowCount() == 1)

    driver.play(scene)


@pytest.mark.parametrize(
    ("text", "first"),
    [("one two three", "one two"), ("还款晚了三天，多收一元", "还款晚了三天，"), ("4 月 23 日", "4 月")],
)
def test_a_title_goes_on_in_the_next_line_at_a_word_and_never_before_a_comma(
    qapp: QApplication, text: str, first: str
) -> None:
    assert qapp is not None
    breaking, metrics = TextLines(QFont()), QFontMetrics(QFont())
    width = metrics.horizontalAdvance(first.strip()) + 1
    assert text[: breaking.fitting(text, width)].rstrip() == first
    assert breaking.fitting(text, metrics.horizontalAdvance(text) + 1) == len(text)


def test_a_number_is_not_parted_from_its_unit(qapp: QApplication) -> None:
    assert qapp is not None
    width = QFontMetrics(QFont()).horizontalAdvance("收罚息 1.62") + 1
    assert "收罚息 1.62 元"[: TextLines(QFont()).fitting("收罚息 1.62 元", width)].rstrip() == "收罚息"


def headings(window: MainWindow) -> list[str]:
    """The headings of the groups in the list, from top to bottom."""
    model = window.workbench.listed.model
    texts = [str(model.index(row).data(GROUP_ROLE)) for row in range(model.rowCount())]
    return [text for text in texts if text]


def test_the_list_stands_in_groups_that_say_how_many_there_are(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        listed = window.workbench.listed
        model, say = listed.model, window.wording.say
        chips = max(chip.geometry().bottom() for chip in listed.chips.values())
        assert listed.view.y() - chips < 20, "the list begins below the chips"
        counts = {s: sum(model.at(p).severity is s for p in range(model.rowCount())) for s in Severity}
        assert headings(window) == [say(f"window.list.group.{s.value}", count=n) for s, n in counts.items() if n]
        window.workbench.listed.order.setCurrentIndex(1)
        window.workbench.listed.order.activated.emit(1)
        assert headings(window) == [say(f"window.list.group.{s.value}", count=n) for s, n in counts.items() if n]

    driver.play(scene)


def test_a_mark_keeps_the_place_and_leads_to_the_next_that_is_open(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        model = window.workbench.listed.model
        order = [model.at(p).id for p in range(model.rowCount())]
        window.actions_["next-discrepancy"].trigger()
        window.actions_["mark-accepted"].trigger()
        assert [model.at(p).id for p in range(model.rowCount())] == order
        assert window.workbench.selection.discrepancy is not None
        assert window.workbench.selection.discrepancy.id == order[1]
        assert window.workbench.listed.count.text() == window.wording.say(
            "window.list.progress", done=1, count=len(order)
        )
        window.workbench.selection.choose_discrepancy(order[-1])
        window.actions_["mark-settled"].trigger()
        assert window.workbench.selection.discrepancy.id == order[1]

    driver.play(scene)


def test_the_search_finds_the_rows_a_discrepancy_rests_on_in_either_language(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        listed, explanation = window.workbench.listed, window.workbench.session.explanation
        for language in languages():
            window.choose_language(language)
            window.search.setText("借呗自动还款")
            driver.qtbot.keyClick(window.search, Qt.Key.Key_Return)
            shown = {listed.model.at(p).id for p in range(listed.model.rowCount())}
            resting = {
                d.id
                for d in explanation.discrepancies
                if any("借呗自动还款" in explanation.events_by_id[e].text for e in d.events)
            }
            assert resting <= shown
            assert resting
            say = window.wording.say
            found, total = len(shown), len(explanation.discrepancies)
            assert listed.count.text() == say("window.list.found", found=found, count=total)
            assert sum(listed.model.counts().values()) == found
            row = next(str(listed.model.index(p).data(HIT_ROLE)) for p in range(listed.model.rowCount()))
            assert "借呗自动还款" in row
            window.search.clear()
            driver.until(lambda: listed.model.needle == "")

    driver.play(scene)


def test_what_is_not_selected_is_dimmed_and_not_gone(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        timeline = window.workbench.timeline
        timeline.set_motion(False)
        window.actions_["next-discrepancy"].trigger()
        image = timeline.viewport().grab().toImage()
        canvas = window.theme.colours[Ink.CANVAS].rgb()
        right = [(x, y) for x in range(image.width() * 2 // 3, image.width(), 3) for y in range(80, image.height(), 3)]
        assert sum(image.pixel(x, y) != canvas for x, y in right) > len(right) // 50

    driver.play(scene)


def test_a_discrepancy_with_a_note_says_so_in_the_list(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        w = window.workbench
        found = w.session.explanation.discrepancies[0]
        assert not w.listed.model.index(0).data(WAITING_ROLE)
        w.session.decide(w.session.workspace.noting(found, "问过客服", "x"))
        assert w.listed.model.index(0).data(WAITING_ROLE) == window.wording.say("window.list.noted")

    driver.play(scene)


@pytest.mark.parametrize("size", [9.0, 10.4, 12.48, 15.6, 20.0])
@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Medium])
def test_a_text_is_broken_into_whole_lines_with_nothing_left_out(
    qapp: QApplication, size: float, weight: QFont.Weight
) -> None:
    font = QFont(qapp.font())
    font.setPointSizeF(size)
    font.setWeight(weight)
    breaking, metrics = TextLines(font), QFontMetrics(font)
    for text in (
        "On one day the same amount was paid by hand and debited as well, and the extra has not been seen to come back",
        "AVATAR To Ty 1.11 fi ffl: 12,345.67 yuan; it is due on 2026-07-11, the day before",
        "同一天手动还了一次，又自动扣了一样的一笔，多出的还没有看到退回",
        "7 月 11 日手动和自动各还一次，451.05 元没退",
    ):
        for width in range(round(12 * size), metrics.horizontalAdvance(text) + 20, 7):
            lines = breaking.broken(text, width)
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")
            assert all(metrics.horizontalAdvance(line) <= width + 1 for line in lines)


def test_a_long_list_tells_each_discrepancy_as_whole_as_a_short_one(driver: Driver) -> None:
    def heights(window: MainWindow) -> list[int]:
        view, option = window.workbench.listed.view, QStyleOptionViewItem()
        option.font = view.font()
        model = window.workbench.listed.model
        rows = [model.index(row) for row in range(model.rowCount())]
        return [view.itemDelegate().sizeHint(option, row).height() for row in rows if not row.data(GROUP_ROLE)]

    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        model, found = window.workbench.listed.model, window.workbench.session.explanation.discrepancies
        short = heights(window)
        many = [replace(one, id=f"{one.id} {n}") for n in range(60) for one in found]
        model.fill(many, info_hidden=False, regroup=False)
        assert len(many) > 300
        assert set(short) <= set(heights(window))
        window.workbench.listed.resize(260, 600)
        assert max(heights(window)) > max(short)

    driver.play(scene)


def test_the_list_of_another_case_begins_at_its_top(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.resize(1000, 560)
        window.take_sample()
        driver.filled(window)
        view = window.workbench.listed.view
        driver.until(lambda: view.verticalScrollBar().maximum() > 0)
        view.scrollToBottom()
        assert view.verticalScrollBar().value() > 0
        window.actions_["undo"].trigger()
        driver.idle(window)
        window.actions_["redo"].trigger()
        driver.filled(window)
        assert view.verticalScrollBar().value() == 0

    driver.play(scene)
