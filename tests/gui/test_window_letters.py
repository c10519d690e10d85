"""Letters are looked through before they are written: edited, filled in, ticked, and then written as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QScrollArea

from app.export.letter_files import as_text
from app.gui.dialogs.letters_dialog import LettersDialog
from app.gui.window.main_window import MainWindow
from app.texts import Language, Phrasebook
from app.workspace.exports import letters
from app.workspace.letter_drafts import SENDER, Drafts
from tests.export.export_cases import case, cells
from tests.gui.driving import Driver, answering
from tests.languages import CHINESE, EVERY_LANGUAGE


def opened(driver: Driver, window: MainWindow, folder: Path) -> LettersDialog:
    """The letters of a folder, shown."""
    driver.import_all(window, folder)
    window.actions_["export-letters"].trigger()
    driver.until(lambda: window.findChild(LettersDialog) is not None)
    dialog = window.findChild(LettersDialog)
    assert dialog is not None
    return dialog


def test_letters_that_are_left_as_they_are_are_written_as_text(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, told = tmp_path / "out.txt", []

    def scene(window: MainWindow) -> None:
        dialog = opened(driver, window, folder)
        told.append(as_text(letters(window.workbench.session.workspace, CHINESE)))
        with answering(monkeypatch, "ask_place", (str(target), "TXT (*.txt)")):
            driver.qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: window.findChild(LettersDialog) is None)

    driver.play(scene)
    assert told[0]
    assert target.read_text(encoding="utf-8") == told[0]


def test_what_is_edited_filled_in_and_ticked_is_what_is_written(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def scene(window: MainWindow) -> None:
        dialog = opened(driver, window, folder)
        names.extend(dialog.drafts.name(n) for n in range(len(dialog.drafts)))
        dialog.fields["name"].setText("张三")
        dialog.days.setCurrentIndex(2)
        dialog.enclosed.item(dialog.enclosed.count() - 1).setCheckState(Qt.CheckState.Checked)
        dialog.text.setPlainText(dialog.text.toPlainText() + "我另外附上一份说明。\n")
        for row in range(1, dialog.addressees.count()):
            dialog.addressees.item(row).setCheckState(Qt.CheckState.Unchecked)
        with answering(monkeypatch, "ask_place", (str(tmp_path / "letters.docx"), "DOCX + PDF (*.docx)")):
            driver.qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: window.findChild(LettersDialog) is None)

    driver.play(scene)
    import docx

    written = sorted(p.name for p in (tmp_path / "letters").iterdir())
    assert written == [f"{names[0]}.docx", f"{names[0]}.pdf"]
    words = "\n".join(p.text for p in docx.Document(str(tmp_path / "letters" / written[0])).paragraphs)
    assert "姓名：张三" in words
    assert "____ 年 __ 月 __ 日前" not in words
    assert words.count("☑") == 1
    assert words.endswith("我另外附上一份说明。")


def test_what_was_edited_is_still_there_where_no_place_was_chosen_or_the_place_is_taken(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        dialog = opened(driver, window, folder)
        dialog.text.setPlainText("我自己写的信")
        with answering(monkeypatch, "ask_place", ("", "")):
            driver.qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        taken = tmp_path / "letters" / f"{dialog.drafts.name(0)}.docx"
        taken.parent.mkdir()
        taken.write_bytes(b"filled in by hand")
        with answering(monkeypatch, "ask_place", (str(tmp_path / "letters.docx"), "DOCX + PDF (*.docx)")):
            driver.qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
        driver.idle(window)
        told = window.findChild(QMessageBox, "messageBox")
        assert told is not None
        assert "已经有这个文件" in told.text()
        assert taken.read_bytes() == b"filled in by hand"
        assert dialog.isVisible()
        assert dialog.text.toPlainText() == "我自己写的信"

    driver.play(scene)


def test_esc_asks_once_before_what_was_edited_is_lost_and_cancel_keeps_every_word(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        dialog = opened(driver, window, folder)
        dialog.text.setPlainText("我自己写的信")
        for _ in range(2):
            driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        driver.until(lambda: dialog.question is not None and dialog.question.isVisible())
        assert len(dialog.findChildren(QMessageBox)) == 1
        assert dialog.question is not None
        driver.qtbot.keyClick(dialog.question, Qt.Key.Key_Escape)
        driver.until(lambda: dialog.question is None)
        assert dialog.isVisible()
        assert dialog.text.toPlainText() == "我自己写的信"
        dialog.close()
        driver.until(lambda: dialog.question is not None and dialog.question.isVisible())
        leave = next(b for b in dialog.question.buttons() if b.text() == window.wording.say("window.letters.leave"))
        leave.click()
        driver.until(dialog.isHidden)

    driver.play(scene)


def test_esc_closes_at_once_where_nothing_was_edited_also_with_a_remembered_sender(
    driver: Driver, folder: Path
) -> None:
    def scene(window: MainWindow) -> None:
        window.settings.remember_sender({"name": "张三"})
        dialog = opened(driver, window, folder)
        assert "张三" in dialog.text.toPlainText()
        driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        driver.until(dialog.isHidden)

    driver.play(scene)


@EVERY_LANGUAGE
def test_on_a_low_screen_what_is_filled_in_scrolls_and_is_never_cut_at_its_side(
    driver: Driver, folder: Path, language: Language
) -> None:
    def scene(window: MainWindow) -> None:
        window.choose_language(language)
        dialog = opened(driver, window, folder)
        dialog.resize(dialog.minimumSizeHint().width(), 360)
        column = dialog.findChild(QScrollArea)
        assert column is not None
        driver.until(column.verticalScrollBar().isVisible)
        driver.until(lambda: column.viewport().width() >= dialog.fields["name"].parentWidget().width())
        dialog.resize(628, 353)  # what a laptop's screen has at 200 %
        driver.until(lambda: dialog.text.width() > column.width())

    driver.play(scene)


def test_who_writes_is_remembered_only_where_that_is_wished_and_never_the_identity_number(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered: list[dict[str, str]] = []

    def scene(window: MainWindow) -> None:
        settings = window.settings
        dialog = opened(driver, window, folder)
        for wished in (False, True):
            dialog.fields["name"].setText("张三")
            dialog.fields["identity"].setText("110101190001011234")
            dialog.remember.setChecked(wished)
            settings.remember_sender(dialog.remembered)
            remembered.append(settings.sender())

    driver.play(scene)
    assert remembered == [{}, {"name": "张三"}]


def test_every_word_can_be_reached_by_keyboard_and_is_named_for_a_screen_reader(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        dialog = opened(driver, window, folder)
        parts = [dialog.addressees, *dialog.fields.values(), dialog.days, dialog.text, dialog.enclosed]
        assert all(part.accessibleName() for part in parts)
        assert all(part.focusPolicy() & Qt.FocusPolicy.TabFocus for part in parts)
        dialog.addressees.setCurrentRow(1)
        assert dialog.text.toPlainText() == dialog.drafts.texts[1]
        dialog.copy_button.click()
        assert QApplication.clipboard().text() == dialog.drafts.texts[1]
        for row in range(dialog.addressees.count()):
            dialog.addressees.item(row).setCheckState(Qt.CheckState.Unchecked)
        assert not dialog.write_button.isEnabled()

    driver.play(scene)


# -- without a window --------------------------------------------------------------------------------------------------


def drafts(language: Language = CHINESE) -> Drafts:
    from app.export.letters import letters_of

    book = Phrasebook(language)
    return Drafts(letters_of(case(), book, cells()), book)


@EVERY_LANGUAGE
def test_a_blank_is_filled_in_everywhere_and_can_be_emptied_again(language: Language) -> None:
    found = drafts(language)
    before = list(found.texts)
    for name in SENDER:
        found.fill(name, f"  a {name}\nof mine ")
    assert all(text.count(f"a {name} of mine") == 1 for text in found.texts for name in SENDER)
    for name in SENDER:
        found.fill(name, "")
    assert found.texts == before


def test_a_line_that_a_person_rewrote_is_left_alone() -> None:
    found = drafts()
    found.texts[0] = found.texts[0].replace("姓名：________________", "姓名：我自己写")
    found.fill("name", "张三")
    assert "姓名：我自己写" in found.texts[0]
    assert "姓名：张三" in found.texts[1]


def test_a_box_is_ticked_and_the_tick_taken_away() -> None:
    found = drafts()
    before, boxes = found.texts[0], found.ticks(0)
    assert boxes and not any(box.is_on for box in boxes)
    found.tick(0, boxes[1].line, is_on=True)
    assert [box.is_on for box in found.ticks(0)].index(True) == 1
    found.tick(0, boxes[1].line, is_on=False)
    assert found.texts[0] == before


def test_letters_of_an_empty_case_are_none(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        assert letters(window.workbench.session.workspace, CHINESE) == []
        window.actions_["export-letters"].trigger()
        assert window.findChild(LettersDialog) is None

    driver.play(scene)
