"""The head of a case answers first: what to claim, what is owed; its loans, days and figures lead everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QRect
from PySide6.QtWidgets import QLabel, QPushButton

from app.core.views.summary import summary_of
from app.gui.panels.case_head import FIGURES
from app.gui.window.main_window import MainWindow
from app.texts import languages
from tests.gui.driving import Driver
from tests.small_exports import write_export

ROW_HIGHEST = 44


def shown_figures(window: MainWindow) -> dict[str, str]:
    return {name: f.value for name, f in window.workbench.head.figures.items() if f.isVisible()}


def test_menus_and_commands_share_a_row_of_at_most_44_pixels(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        assert window.row.height() <= ROW_HIGHEST
        assert window.menuBar().isVisible()
        for width in (640, 800, 1366):
            window.resize(width, 720)
            driver.until(lambda w=width: window.row.width() == w)
            right = max(b.geometry().right() for b in window.row.commands.values() if b.isVisible())
            assert right < window.search.geometry().left()
            assert window.row.commands["add-files"].isVisible()

    driver.play(scene)


def test_the_head_says_what_to_claim_and_to_confirm_and_a_figure_leads_to_it(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        figures = shown_figures(window)
        assert figures["refund"] == "1.62"  # the bank shows that there was enough money all day
        assert figures["owed"] == "3,000.00"
        assert "36.00" in figures["next"]
        parts = window.workbench
        parts.head.figures["confirm"].click()
        found = parts.selection.discrepancy
        assert found is not None
        assert found in summary_of(parts.session.explanation).confirm

    driver.play(scene)


@pytest.mark.parametrize(("owed", "told"), [(300_000, "至少 3,000.00"), (0, "看不出")])
def test_what_is_owed_on_some_loans_is_not_told_as_if_it_were_all(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, owed: int, told: str
) -> None:
    partly = partial(replace, untold=1, owed=owed)
    monkeypatch.setattr("app.gui.panels.case_head.summary_of", lambda shown: partly(summary_of(shown)))

    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        assert shown_figures(window)["owed"] == told

    driver.play(scene)


def test_where_nothing_was_compared_no_sum_and_no_agreement_is_told(driver: Driver, tmp_path: Path) -> None:
    (wallet := tmp_path / "钱包").mkdir()
    write_export(wallet, "no-loan-row.csv")

    def scene(window: MainWindow) -> None:
        driver.import_all(window, wallet)
        parts, say = window.workbench, window.wording.say
        assert not parts.session.explanation.comparison.counts.checked
        assert shown_figures(window)["refund"] == say("summary.figure.untold")
        assert parts.listed.empty.text() == say("comparison.nothing-in-wallet")
        edge = parts.listed.empty.grab(QRect(0, 0, 10, 100)).toImage()
        assert len({edge.pixel(x, y) for x in range(edge.width()) for y in range(edge.height())}) == 1, "off the edge"
        assert parts.listed.empty.geometry().top() < parts.listed.height() // 4
        assert parts.timeline.timeline is None

    driver.play(scene)


def test_nothing_selected_shows_the_answer_and_what_to_do_first(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        parts.selection.choose_discrepancy("")
        content = parts.why.content
        assert content is not None
        said = " ".join(label.text() for label in content.findChildren(QLabel))
        assert "可以要回 1.62 元" in said
        assert "先做这一件" in said
        show = next(b for b in content.findChildren(QPushButton) if b.text() == "看这一处")
        show.click()
        assert parts.selection.discrepancy is not None

    driver.play(scene)


def test_a_loan_chosen_is_the_only_one_everywhere_and_a_second_click_shows_all(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        whole = parts.session.explanation
        events, listed = parts.tables.events.rowCount(), parts.listed.model.total
        loan, chip = next(iter(parts.head.chips.chips.items()))
        other = next(d for d in whole.discrepancies if d.facility != loan)
        parts.selection.choose_discrepancy(other.id)
        chip.click()
        assert chip.isChecked()
        assert 0 < parts.tables.events.rowCount() < events
        assert 0 < parts.listed.model.total < listed
        assert parts.timeline.timeline is not None
        assert {f.id for f in parts.timeline.timeline.explanation.facilities} == {loan}
        assert parts.selection.discrepancy is None
        chip.click()
        assert (parts.tables.events.rowCount(), parts.listed.model.total) == (events, listed)

    driver.play(scene)


def test_another_day_is_a_decision_that_can_be_undone(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        parts = window.workbench
        before = parts.session.explanation.as_of
        parts.head.figures["as-of"].click()
        dialog = parts.figures.dialog
        assert dialog is not None
        dialog.edit.setDate(QDate(2024, 4, 1))
        dialog.choose.click()
        driver.until(lambda: parts.session.explanation.as_of == date(2024, 4, 1))
        assert shown_figures(window)["as-of"] == "2024-04-01"
        driver.idle(window)
        window.actions_["undo"].trigger()
        driver.until(lambda: parts.session.explanation.as_of == before)

    driver.play(scene)


def test_no_figure_is_ever_cut(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        for language in languages():
            window.choose_language(language)
            for width in (640, 900, 1100, 1366, 1600):
                window.resize(width, 720)
                driver.until(lambda w=width: window.workbench.head.width() == w)
                figures = window.workbench.head.figures
                shown = [figure for figure in figures.values() if figure.isVisible()]
                driver.until(lambda all_=shown: all(f.width() >= f.sizeHint().width() for f in all_))
                assert figures["refund"].isVisible()
        assert set(figures) == set(FIGURES)

    driver.play(scene)
