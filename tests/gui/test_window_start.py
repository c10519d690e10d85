"""The first minute: hints over the sample, once; cases on the first page with what they hold, and a way to discard."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.gui.services.settings import Settings
from app.gui.style.widgets import shortened
from app.gui.window.main_window import MainWindow
from app.palette import Ink
from app.storage.glance import Glance, counts_of, counts_text, glance
from app.workspace import Workspace
from tests.gui.driving import Driver
from tests.gui.test_window_access import nameless
from tests.languages import CHINESE, ENGLISH


def shown(window: MainWindow) -> list[str]:
    """Every text on the first page."""
    page = window.start
    labels = [w.text() for w in page.findChildren(QLabel) if w.isVisible()]
    return labels + [w.text() for w in page.findChildren(QPushButton) if w.isVisible()]


def test_four_hints_stand_over_the_sample_once(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        hints = window.workbench.hints
        driver.until(hints.isVisible)
        assert nameless(window) == []
        said = []
        while hints.isVisible():
            said.append(hints.text.text())
            assert window.rect().contains(hints.geometry())
            hints.next.click()
        assert said == [window.wording.say(f"hint.{name}") for name in ("list", "timeline", "explanation", "add")]
        window.workbench.session.workspace.forget_changes()
        window.actions_["new-case"].trigger()
        window.take_sample()
        driver.filled(window)
        assert not hints.isVisible()

    driver.play(scene)


def test_hints_are_skipped_by_esc_and_reached_by_a_key(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.activateWindow()
        driver.until(window.isActiveWindow)
        window.take_sample()
        driver.filled(window)
        hints = window.workbench.hints
        driver.until(hints.isVisible)
        window.actions_["to-message"].trigger()
        assert hints.next.hasFocus()
        driver.qtbot.keyClick(hints, Qt.Key.Key_Escape)
        assert window.focusWidget() is window.workbench.listed.view
        assert not hints.isVisible()
        assert window.settings.hints_seen()

    driver.play(scene)


def test_hints_go_with_the_case_that_they_are_about(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        hints = window.workbench.hints
        driver.until(hints.isVisible)
        window.actions_["undo"].trigger()
        driver.until(lambda: window.workbench.session.workspace.is_empty and not hints.isVisible())
        assert not hints.ring.isVisible()
        assert not window.settings.hints_seen()

    driver.play(scene)


def test_the_button_that_most_will_press_keeps_its_ground_under_the_mouse(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        button = window.row.commands["add-files"]
        for state in (True, False):
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, state)
            ground = button.grab().toImage().pixelColor(6, button.height() // 2)
            assert ground == window.theme.colours[Ink.ACCENT], "white words need it"

    driver.play(scene)


def test_own_files_bring_no_hints(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        assert not window.workbench.hints.isVisible()

    driver.play(scene)


def test_recent_cases_say_what_they_hold(driver: Driver, folder: Path, tmp_path: Path, own_settings: Path) -> None:
    kept = tmp_path / "mine.tally"
    case = Workspace()
    case.add([folder])
    case.save(kept)
    case.remember_view({"counts": counts_text(1, 0)})
    case.close()
    settings = Settings(own_settings)
    settings.add_recent(kept)
    settings.sync()

    def scene(window: MainWindow) -> None:
        say = window.wording.say
        told = f"{say('window.start.files', count=4)} · {say('window.start.discrepancies', count=1)}"
        driver.until(lambda: told in shown(window))

    driver.play(scene)


def test_an_unsaved_case_is_listed_with_its_counts_and_can_be_discarded(
    driver: Driver, folder: Path, own_settings: Path
) -> None:
    cases = own_settings.parent / "cases"
    case = Workspace.create(cases)
    case.add([folder])
    case.remember_view({"counts": counts_text(1, 0)})
    case.close()
    (path,) = cases.glob("*.tally")

    def scene(window: MainWindow) -> None:
        say = window.wording.say
        driver.until(lambda: any(say("window.start.discrepancies", count=1) in text for text in shown(window)))
        drop = next(b for b in window.start.findChildren(QPushButton) if b.text() == say("window.start.discard"))
        for keep in (True, False):
            drop.click()
            box = window.workbench.case_files.question
            assert box is not None
            driver.until(box.isVisible)
            wanted = say("window.cancel" if keep else "window.start.discard")
            next(b for b in box.buttons() if b.text() == wanted).click()
            driver.until(lambda: window.workbench.case_files.question is None)
            assert path.exists() is keep
        assert say("window.start.discard") not in shown(window)

    driver.play(scene)


def test_a_glance_tells_files_and_counts_and_nothing_of_what_is_no_case(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.tally"
    case = Workspace(lambda: datetime(2024, 6, 1, tzinfo=UTC))
    case.add([folder])
    case.save(path)
    case.close()
    assert glance(path) == Glance(4)
    assert glance(tmp_path / "none.tally") is None
    (tmp_path / "bad.tally").write_bytes(b"no case at all")
    assert glance(tmp_path / "bad.tally") is None


@pytest.mark.parametrize("text", ["", "7", "a b", "-1 2", "1 2 3"])
def test_counts_that_anybody_may_have_written_are_not_trusted(text: str) -> None:
    assert counts_of(text) == (None, None)
    assert counts_of(counts_text(7, 2)) == (7, 2)


def test_a_long_line_keeps_its_two_ends() -> None:
    text = "a" * 40 + "b" * 40
    assert len(shortened(text, 56)) <= 56
    assert shortened(text, 56).startswith("aaa")
    assert shortened(text, 56).endswith("bbb")
    assert shortened(text, 80) == text


def test_chinese_letters_and_their_commas_are_whole_again_after_a_turn_in_english(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        for language in (ENGLISH, CHINESE):
            window.choose_language(language)
            asked = {tuple(bytes(t.toString().data()) for t in w.font().featureTags()) for w in shown(window)}
            assert asked == ({(b"pwid",)} if language is ENGLISH else {()})

    def shown(window: MainWindow) -> list[QWidget]:
        return [widget for widget in window.findChildren(QWidget) if widget.isVisible()]

    driver.play(scene)
