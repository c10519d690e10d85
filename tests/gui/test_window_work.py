"""Reading, deciding, undoing, exporting and leaving, as a person does it in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.core.comparison import Subject
from app.core.decisions import Mark
from app.core.discrepancy import Severity
from app.core.facts import Source
from app.gui.models.checks import check_rows
from app.gui.panels.explanation_content import WhyContent
from app.gui.services.settings import Look, Settings
from app.gui.window.main_window import MainWindow
from app.workspace import Workspace
from tests.gui.driving import Driver, answering
from tests.languages import ENGLISH


def test_a_discrepancy_is_read_by_keyboard_alone(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.activateWindow()
        window.actions_["next-discrepancy"].trigger()
        content = window.workbench.why.content
        assert isinstance(content, WhyContent)
        driver.until(lambda: "69.76" in str(content.evidence.tables and content.evidence.tables[0].sheet.rows))
        table = content.evidence.tables[0]
        chosen: list[Source] = []
        window.workbench.why.row_chosen.connect(chosen.append)
        table.links[0].setFocus(Qt.FocusReason.TabFocusReason)
        driver.press(window, Qt.Key.Key_Space)
        assert table.links[0].isChecked()
        row = table.sheet.rows[0].source
        assert chosen == [row]
        shown = window.workbench.selection.current_event
        assert shown is not None
        assert row in shown.sources
        assert window.workbench.selection.discrepancy is not None

    driver.play(scene)


def test_a_row_of_the_evidence_is_selected_in_timeline_and_table_and_one_without_a_mark_says_so(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts, explanation = window.workbench, window.workbench.session.explanation
        found = next(d for d in explanation.discrepancies if d.code == "DEBIT-LATE")
        parts.selection.choose_discrepancy(found.id)
        driver.until(lambda: parts.why.readers.current is None)
        parts.tables.show_tab("sources")
        content = parts.why.content
        assert isinstance(content, WhyContent)
        links = [
            (link, run[0].source)
            for table in content.evidence.tables
            for link, run in zip(table.links, table.sheet.runs, strict=False)
            if link.isCheckable()
        ]
        marked = {source for event in explanation.events for source in event.sources}
        link, source = next((link, source) for link, source in links if source in marked)
        link.click()
        assert parts.tables.current is parts.tables.views["events"]
        shown = parts.timeline.selected_event
        assert source in explanation.event(shown or "").sources
        assert parts.tables.events.row_at(parts.tables.current.currentIndex().row()).id == shown
        link, _ = next((link, source) for link, source in links if source not in marked)
        link.click()
        assert parts.timeline.selected_event is None
        assert parts.selection.discrepancy is found
        assert "时间线上没有" in " ".join(label.text() for label in content.findChildren(QLabel))

    driver.play(scene)


def test_list_timeline_table_and_explanation_share_the_selection(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        (found,) = window.workbench.session.explanation.discrepancies
        window.workbench.timeline.select_discrepancy(found.id)
        assert window.workbench.listed.current is not None
        assert window.workbench.selection.discrepancy == found
        event = next(e for e in window.workbench.session.explanation.events if e.id not in found.events)
        window.workbench.tables.views["events"].chosen.emit(event.id)
        assert window.workbench.timeline.selected_event == event.id

    driver.play(scene)


def test_a_mark_can_be_undone_and_redone_by_name(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["mark-settled"].trigger()
        (found,) = window.workbench.session.explanation.discrepancies
        assert window.workbench.session.workspace.mark_of(found) is Mark.SETTLED
        assert "已处理" in window.actions_["undo"].text()
        window.actions_["undo"].trigger()
        assert window.workbench.session.workspace.mark_of(found) is Mark.OPEN
        window.actions_["redo"].trigger()
        assert window.workbench.session.workspace.mark_of(found) is Mark.SETTLED

    driver.play(scene)


def test_undoing_the_import_brings_the_start_page_back(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["undo"].trigger()
        driver.idle(window)
        assert window.pages.currentWidget() is window.start
        window.actions_["redo"].trigger()
        driver.filled(window)
        assert window.workbench.listed.model.rowCount() == 1

    driver.play(scene)


def test_a_note_is_kept_and_shown_in_the_explanation(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["note"].trigger()
        dialog = window.workbench.commands.note_dialog
        assert dialog is not None
        driver.qtbot.keyClicks(dialog.text, "asked on Monday")
        driver.qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
        (found,) = window.workbench.session.explanation.discrepancies
        assert window.workbench.session.workspace.note_on(found) == "asked on Monday"

    driver.play(scene)


def test_a_removed_file_comes_back_by_undo(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.workbench.tables.show_tab("sources")
        window.workbench.tables.views["sources"].selectRow(0)
        window.actions_["remove-source"].trigger()
        driver.idle(window)
        assert window.workbench.tables.sources.rowCount() == 3
        window.actions_["undo"].trigger()
        driver.idle(window)
        assert window.workbench.tables.sources.rowCount() == 4

    driver.play(scene)


def test_a_question_is_copied(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        assert window.workbench.why.content is not None
        copies = [b for b in window.workbench.why.content.findChildren(QPushButton) if b.text() == "复制"]
        copies[0].click()
        assert len(QGuiApplication.clipboard().text()) > 10
        assert copies[0].text() == "已复制"

    driver.play(scene)


def test_selected_rows_are_copied_as_cells_with_their_header(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        view = window.workbench.tables.views["plans"]
        window.workbench.tables.show_tab("plans")
        view.selectAll()
        view.setFocus()
        window.actions_["copy"].trigger()
        lines = QGuiApplication.clipboard().text().split("\n")
        assert lines[0].split("\t")[:2] == ["借款", "版"]
        assert len(lines) == window.workbench.tables.plans.rowCount() + 1
        assert "8000.00" in lines[-1]

    driver.play(scene)


def test_what_was_compared_stands_in_a_table_and_leads_to_its_event(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        tables, explanation = window.workbench.tables, window.workbench.session.explanation
        assert tables.checks.total == len(explanation.comparison.checks) > 0
        chosen = next(row for row in check_rows(explanation) if row.check.subject is Subject.DEBIT)
        tables.views["checks"].chosen.emit(chosen.id)
        event = explanation.event(window.workbench.timeline.selected_event)
        assert set(chosen.check.sources) & set(event.sources)

    driver.play(scene)


def test_search_narrows_list_and_tables_together(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["find"].trigger()
        driver.qtbot.keyClicks(window.search, "69.76")
        driver.qtbot.keyClick(window.search, Qt.Key.Key_Return)
        assert 0 < window.workbench.tables.events.rowCount() < window.workbench.tables.events.total
        window.search.setText("nothing like this")
        driver.until(lambda: window.workbench.tables.events.rowCount() == 0)
        assert window.workbench.listed.empty.isVisible()
        window.search.clear()
        driver.until(lambda: window.workbench.tables.events.rowCount() == window.workbench.tables.events.total)

    driver.play(scene)


def test_a_chip_shows_only_its_severity(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        (found,) = window.workbench.session.explanation.discrepancies
        other = next(s for s in Severity if s is not found.severity)
        window.workbench.listed.chips[other].click()
        assert window.workbench.listed.model.rowCount() == 0
        window.workbench.listed.chips[other].click()
        assert window.workbench.listed.model.rowCount() == 1

    driver.play(scene)


def test_another_language_is_spoken_at_once_and_next_time(driver: Driver, folder: Path, own_settings: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["language-en"].trigger()
        assert window.workbench.listed.heading.text() == "Discrepancies"
        assert window.actions_.menus["file"].title() == "&File"
        assert "第" not in window.workbench.tables.tabs.bar.tabText(0)
        assert window.workbench.timeline.accessibleName()
        window.actions_["language-zh"].trigger()
        assert window.workbench.listed.heading.text() == "差异"
        window.actions_["language-en"].trigger()

    driver.play(scene)
    assert Settings(own_settings).language() == ENGLISH


def test_qt_speaks_the_language_too(driver: Driver) -> None:
    def scene(_window: MainWindow) -> None:
        assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"

    driver.play(scene)


def test_dark_colours_are_taken_at_once_and_next_time(driver: Driver, own_settings: Path) -> None:
    def scene(window: MainWindow) -> None:
        window.actions_["look-dark"].trigger()
        assert window.theme.colours.dark
        assert QApplication.palette().window().color().lightness() < 60
        window.actions_["look-light"].trigger()
        assert not window.theme.colours.dark
        window.actions_["look-dark"].trigger()

    driver.play(scene)
    assert Settings(own_settings).look() is Look.DARK


def test_a_region_that_was_hidden_stays_hidden(driver: Driver, folder: Path) -> None:
    def hide(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["show-tables"].trigger()
        assert not window.workbench.tables.isVisible()

    def look(window: MainWindow) -> None:
        driver.import_all(window, folder)
        assert not window.workbench.tables.isVisible()
        assert not window.actions_["show-tables"].isChecked()

    driver.play(hide)
    driver.play(look)


def test_in_little_room_the_explanation_takes_the_place_of_the_list_and_the_timeline_stays(
    driver: Driver, folder: Path
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        parts = window.workbench
        window.resize(900, 600)
        driver.until(lambda: parts.regions.narrow)
        assert (parts.listed.isVisible(), parts.why.isVisible()) == (True, False)
        window.actions_["next-discrepancy"].trigger()
        assert (parts.listed.isVisible(), parts.why.isVisible()) == (False, True)
        assert not parts.why.geometry().intersects(parts.regions.down.geometry())
        assert parts.timeline.width() > 250
        driver.qtbot.keyClick(parts.regions, Qt.Key.Key_Escape)
        assert (parts.listed.isVisible(), parts.why.isVisible()) == (True, False)
        window.resize(1400, 800)
        driver.until(lambda: not parts.regions.narrow)
        assert parts.listed.isVisible()
        assert parts.why.isVisible()
        assert parts.why.x() > parts.timeline_panel.x()

    driver.play(scene)


def test_in_little_room_keys_go_through_the_list_and_enter_opens_what_is_selected(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        window.resize(900, 600)
        driver.until(lambda: parts.regions.narrow)
        parts.listed.view.setFocus()
        driver.qtbot.keyClick(parts.listed.view, Qt.Key.Key_Down)
        assert parts.selection.discrepancy is not None
        assert (parts.listed.isVisible(), parts.why.isVisible()) == (True, False)
        driver.qtbot.keyClick(parts.listed.view, Qt.Key.Key_Return)
        assert (parts.listed.isVisible(), parts.why.isVisible()) == (False, True)
        first = parts.selection.discrepancy
        parts.why.steps["next"].click()
        assert parts.selection.discrepancy is not first
        assert parts.why.isVisible()
        parts.why.back_button.click()
        assert window.focusWidget() is parts.listed.view

    driver.play(scene)


def test_large_text_makes_a_window_narrow_that_is_not_in_pixels(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.resize(1366, 768)
        driver.until(lambda: not window.workbench.regions.narrow)
        for _ in range(3):
            window.actions_["text-larger"].trigger()
        driver.until(lambda: window.workbench.regions.narrow)
        window.actions_["text-ordinary"].trigger()
        driver.until(lambda: not window.workbench.regions.narrow)

    driver.play(scene)


def test_the_workbook_is_written(driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.xlsx"

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        with answering(monkeypatch, "ask_place", (str(target), "Excel (*.xlsx)")):
            window.actions_["export-excel"].trigger()
        driver.idle(window)

    driver.play(scene)
    assert target.read_bytes().startswith(b"PK")


def test_the_timeline_is_written_as_a_picture(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.svg"

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        with answering(monkeypatch, "ask_place", (str(target), "SVG (*.svg)")):
            window.actions_["export-picture"].trigger()

    driver.play(scene)
    assert "<svg" in target.read_text(encoding="utf-8")


def test_leaving_with_unsaved_decisions_asks_and_staying_keeps_them(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.close()
        question = window.workbench.case_files.question
        assert question is not None
        assert window.isVisible()
        question.escapeButton().click()
        driver.until(lambda: window.workbench.case_files.question is None)
        assert window.isVisible()
        assert window.workbench.session.workspace.is_changed

    driver.play(scene)


def test_leaving_without_saving_closes(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.close()
        question = window.workbench.case_files.question
        assert question is not None
        next(b for b in question.buttons() if b.text() == "不保存").click()

    assert driver.play(scene, close=False) == 0


def test_a_saved_case_is_opened_by_argument_and_listed_as_recent(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_settings: Path
) -> None:
    target = tmp_path / "mine.tally"

    def save(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["mark-accepted"].trigger()
        assert window.isWindowModified()
        with answering(monkeypatch, "ask_place", (str(target), "")):
            window.actions_["save"].trigger()
        assert not window.isWindowModified()

    def look(window: MainWindow) -> None:
        driver.filled(window)
        (found,) = window.workbench.session.explanation.discrepancies
        assert window.workbench.session.workspace.mark_of(found) is Mark.ACCEPTED
        assert "mine.tally" in window.windowTitle()

    driver.play(save)
    driver.play(look, str(target))
    assert Settings(own_settings).recent() == [target]


def test_a_damaged_case_is_told_and_offered_to_be_recovered(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "bad.tally"
    path.write_bytes(b"no case")

    def scene(window: MainWindow) -> None:
        window.take([path])
        driver.until(lambda: window.workbench.case_protection.dialog is not None)
        dialog = window.workbench.case_protection.dialog
        assert dialog is not None
        assert dialog.objectName() == "damagedQuestion"
        dialog.close()
        assert path.read_bytes() == b"no case"

    driver.play(scene)


def test_a_defect_shows_its_report_without_amounts_and_the_case_stays(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> object:
        raise RuntimeError("1,234.56 of 张三 on 6222021234567890")

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        monkeypatch.setattr(Workspace, "preview", broken)
        window.take([folder])
        driver.until(lambda: window.workbench.troubleshooter.dialog is not None)
        dialog = window.workbench.troubleshooter.dialog
        assert dialog is not None
        report = getattr(dialog, "report", "")
        assert "RuntimeError" in report
        assert not any(secret in report for secret in ("1,234.56", "张三", "6222021234567890"))
        dialog.close()
        assert window.workbench.listed.model.rowCount() == 1

    driver.play(scene)


def test_help_opens_local_pages_and_follows_their_links(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.actions_["help"].trigger()
        pages = window.workbench.papers.help_window
        assert pages is not None
        assert "时间线" in pages.browser.toPlainText()
        pages.show_page("exports")
        assert "用于个人对账" in pages.browser.toPlainText()
        window.actions_["language-en"].trigger()
        assert "How to get each export" in pages.browser.toPlainText()

    driver.play(scene)


@pytest.mark.parametrize("action", ["about", "licences", "show-log"])
def test_papers_open_and_close(driver: Driver, action: str) -> None:
    def scene(window: MainWindow) -> None:
        window.actions_[action].trigger()
        assert window.workbench.papers.dialog is not None
        assert window.workbench.papers.dialog.isVisible()
        window.workbench.papers.dialog.close()

    driver.play(scene)


def test_a_decision_that_cannot_be_kept_is_told_and_the_case_stays(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> object:
        raise PermissionError(13, "Permission denied", "case.tally")

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        monkeypatch.setattr(Workspace, "adopt", refuse)
        window.actions_["mark-settled"].trigger()
        dialog = window.workbench.troubleshooter.dialog
        assert dialog is not None
        assert dialog.objectName() == "messageBox"
        dialog.close()
        (found,) = window.workbench.session.explanation.discrepancies
        assert window.workbench.session.workspace.mark_of(found) is Mark.OPEN
        driver.until(lambda: len(window.workbench.session.workspace.history.done) == 1)

    driver.play(scene)


def test_a_selection_never_outlives_its_case(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        workbench = window.workbench
        workbench.selection.choose_discrepancy(workbench.session.explanation.discrepancies[0].id)
        workbench.session.workspace.forget_changes()
        workbench.session.begin_anew()
        assert workbench.troubleshooter.dialog is None
        assert workbench.selection.discrepancy is None
        assert workbench.selection.current_event is None
        assert not window.actions_["mark-settled"].isEnabled()

    assert driver.play(scene) == 0
