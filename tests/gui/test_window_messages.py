"""What the window tells: in passing with the next step, in a box that shows every word, and what a step changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox, QPushButton

from app.core.errors import TroubleCode
from app.gui.window.main_window import MainWindow
from app.resource_files import resource
from app.texts import Language, languages
from tests.gui.driving import Driver, answering
from tests.languages import EVERY_LANGUAGE

TOLD = 40
"""Characters of a file's name that is long but not unheard of."""


def buttons_of(window: MainWindow) -> dict[str, QPushButton]:
    """The next steps beside the message."""
    return {b.text(): b for b in window.workbench.message_bar.steps.findChildren(QPushButton) if b.isVisible()}


@EVERY_LANGUAGE
@pytest.mark.parametrize("code", TroubleCode)
def test_a_message_box_shows_every_word(driver: Driver, language: Language, code: TroubleCode) -> None:
    def scene(window: MainWindow) -> None:
        window.choose_language(language)
        trouble = window.workbench.troubleshooter
        trouble.tell(window.wording.say_or(f"window.trouble.{code.value}", "-", file="账" * TOLD))
        box = trouble.dialog
        assert isinstance(box, QMessageBox)
        driver.until(box.isVisible)
        assert [label.text() for label in cut(box)] == []
        box.close()

    driver.play(scene)


def test_no_rule_of_style_keeps_a_message_box_from_wrapping() -> None:
    """With a least width of its label a box on a wide screen takes that width for enough and does not wrap."""
    style = resource("styles", "window.qss").read_text(encoding="utf-8")
    assert [line for line in style.splitlines() if "QMessageBox" in line and "width" in line] == []


def cut(box: QDialog) -> list[QLabel]:
    """The labels of a box that have less room than their words."""
    labels = [label for label in box.findChildren(QLabel) if label.isVisible() and label.text()]
    return [
        label
        for label in labels
        if label.width() < label.minimumSizeHint().width()
        or label.height() < (label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height())
        or (not label.wordWrap() and label.width() < label.sizeHint().width())
    ]


def test_what_was_saved_is_told_in_passing_with_its_folder(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "app.gui.services.messages.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile())
    )

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        with answering(monkeypatch, "ask_place", (str(tmp_path / "mine.tally"), "")):
            window.actions_["save"].trigger()
        bar = window.workbench.message_bar
        assert bar.isVisible()
        assert "mine.tally" in bar.text.text()
        assert bar.mark.isHidden()
        assert window.workbench.troubleshooter.dialog is None
        buttons_of(window)[window.wording.say("window.message.show-in-folder")].click()
        assert opened == [str(tmp_path)]
        assert not bar.isVisible()

    driver.play(scene)


def test_an_undo_says_what_it_changed_and_offers_the_way_back(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        count = len(window.workbench.session.explanation.discrepancies)
        window.actions_["undo"].trigger()
        driver.idle(window)
        say = window.wording.say
        told = window.workbench.message_bar.text.text()
        assert say("window.step.difference", new=0, gone=count, changed=0) in told
        assert "。 " not in told, "Chinese sentences stand without a gap"
        buttons_of(window)[say("window.redo-short")].click()
        driver.filled(window)
        assert len(window.workbench.session.explanation.discrepancies) == count

    driver.play(scene)


def test_a_parted_pair_says_what_it_changed(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        before = window.workbench.session.explanation
        window.actions_["refuse-link"].trigger()
        driver.idle(window)
        after = window.workbench.session.explanation
        keys = {before.keys[d.id] for d in before.discrepancies}, {after.keys[d.id] for d in after.discrepancies}
        told = window.workbench.message_bar.text.text()
        say = window.wording.say
        if keys[0] == keys[1] and [d.difference for d in before.discrepancies] == [
            d.difference for d in after.discrepancies
        ]:
            assert say("window.step.no-difference") in told
        else:
            new, gone = len(keys[1] - keys[0]), len(keys[0] - keys[1])
            assert say("window.step.difference", new=new, gone=gone, changed=0) in told
        assert say("window.undo-short") in buttons_of(window)

    driver.play(scene)


def test_what_is_explained_otherwise_with_the_same_amount_is_told(driver: Driver) -> None:
    """Without the lender's posting nobody knows that it is a penalty: the claim changes, not the sum."""

    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        window.actions_["next-discrepancy"].trigger()
        before = window.workbench.why.content
        assert before is not None
        say = window.wording.say
        *_, part = [b for b in before.findChildren(QPushButton) if b.text() == say("window.why.part")]
        part.click()
        driver.idle(window)
        assert say("window.step.told-otherwise", count=1) in window.workbench.message_bar.text.text()

    driver.play(scene)


def test_esc_in_a_message_takes_it_away(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.workbench.messages.tell("到此为止", warns=True)
        bar = window.workbench.message_bar
        assert bar.mark.isVisible()
        driver.qtbot.keyClick(bar, Qt.Key.Key_Escape)
        assert not bar.isVisible()

    driver.play(scene)


def test_a_long_message_wraps_in_the_narrowest_window(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        for language in languages():
            window.choose_language(language)
            window.resize(800, 600)
            text = window.wording.say("window.case.shared", file="账" * TOLD)
            window.workbench.messages.tell_written(text, Path("x"), opens=True)
            driver.until(window.workbench.message_bar.isVisible)
            label = window.workbench.message_bar.text
            driver.until(lambda shown=label: shown.height() >= shown.heightForWidth(shown.width()))
            assert all(b.width() >= b.sizeHint().width() for b in buttons_of(window).values())

    driver.play(scene)


def test_words_are_found_on_any_page_of_the_help_and_esc_closes_it(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        papers = window.workbench.papers
        papers.help("index")
        shown = papers.help_window
        assert shown is not None
        driver.qtbot.keyClick(shown, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        shown.field.setText("Ctrl+Shift+K")
        assert shown.find_next()
        assert shown.browser.textCursor().selectedText() == "Ctrl+Shift+K"
        assert "Ctrl+Shift+K" in resource("help", "zh", f"{shown._page}.md").read_text(encoding="utf-8")
        shown.field.setText("没有这样的话，哪一页都没有")
        assert not shown.find_next()
        driver.qtbot.keyClick(shown, Qt.Key.Key_Escape)
        assert not shown.isVisible()

    driver.play(scene)


def test_enter_goes_on_after_an_error_and_writes_no_report(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.workbench.troubleshooter.show(RuntimeError("an example"))
        dialog = window.workbench.troubleshooter.dialog
        assert dialog is not None
        driver.until(dialog.isVisible)
        (pressed,) = (b for b in dialog.findChildren(QPushButton) if b.isDefault())
        assert pressed.property("primary")
        pressed.click()
        driver.until(lambda: not dialog.isVisible())

    driver.play(scene)
