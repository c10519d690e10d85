"""Places as the dialogs, clipboards and folders of other systems give them."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QFontInfo
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.__main__ import main
from app.gui.controllers.dropping import dropped
from app.gui.services import log_file, saving_places
from app.gui.services.messages import show_folder_of
from app.gui.services.own_folder import own_folder
from app.gui.services.saving_places import chosen_place
from app.gui.services.settings import Settings
from app.gui.services.translator import Wording
from app.gui.timeline.render import paper_canvas
from app.palette import Scheme
from app.texts import Language
from tests.gui.driving import answering
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE
from tests.small_exports import write_export

PICTURES = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"


@pytest.mark.parametrize(("typed", "picked", "meant"), [
    ("对账", "SVG (*.svg)", "对账.svg"),
    ("对账 2024.11", "PNG (*.png)", "对账 2024.11.png"),  # the month is no ending
    ("对账 2024.11", "", "对账 2024.11.png"),  # some dialogs do not say what was picked
    ("对账.PDF", "PNG (*.png)", "对账.PDF"),
    ("对账.svg", "PNG (*.png)", "对账.svg"),
    ("对账.", "PNG (*.png)", "对账..png"),
])  # fmt: skip
def test_a_file_is_written_under_a_name_that_says_what_it_is(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, picked: str, meant: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    with answering(monkeypatch, "ask_place", (str(tmp_path / typed), picked)):
        place = chosen_place(parent, Wording(CHINESE, parent), "", tmp_path / "a.png", PICTURES)
    assert place == tmp_path / meant


@pytest.mark.parametrize("may", [True, False])
def test_a_case_typed_without_its_ending_does_not_silently_replace_the_one_that_is_there(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, may: bool
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "mine.tally").touch()
    asked: list[Path] = []

    def ask(_parent: QWidget, _wording: Wording, path: Path) -> bool:
        asked.append(path)
        return may

    monkeypatch.setattr(saving_places, "_may_replace", ask)
    with answering(monkeypatch, "ask_place", (str(tmp_path / "mine"), "")):
        place = chosen_place(parent, Wording(ENGLISH, parent), "", tmp_path, "Cases (*.tally)")
    assert asked == [tmp_path / "mine.tally"]
    assert place == (tmp_path / "mine.tally" if may else None)


def test_the_question_names_the_file_and_keeps_it_unless_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "mine.tally").touch()
    told: list[str] = []

    def press(box: QMessageBox) -> int:
        told.append(box.text())
        box.defaultButton().click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    wording = Wording(ENGLISH, parent)
    wording.complete()
    with answering(monkeypatch, "ask_place", (str(tmp_path / "mine"), "")):
        assert chosen_place(parent, wording, "", tmp_path, "Cases (*.tally)") is None
    assert "mine.tally" in told[0]


@pytest.mark.parametrize(
    "name", ["/a/账 单#1 100%.csv", unicodedata.normalize("NFD", "/a/é.csv"), "//server/share/a.csv"]
)
def test_a_dropped_place_is_taken_to_the_letter(name: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(name)])
    assert [path.as_posix() for path in dropped(data)] == [name]


def test_what_is_no_file_of_this_computer_is_not_taken_for_the_folder_at_work() -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.csv"), QUrl("file:"), QUrl("smb://server/share/a.csv"), QUrl()])
    assert dropped(data) == []


@pytest.mark.parametrize(("file", "folder"), [
    ("//server/share/案/a.xlsx", "//server/share/案"),
    ("/home/a/100% #1/a.xlsx", "/home/a/100% #1"),
    ("/a.xlsx", "/"),
])  # fmt: skip
def test_the_folder_of_a_file_is_shown_wherever_it_lies(
    monkeypatch: pytest.MonkeyPatch, file: str, folder: str
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    show_folder_of(Path(file))
    assert opened == [folder]


@pytest.mark.parametrize("named", ["", "Tallyline", "./Tallyline"])
def test_a_system_that_names_no_folder_of_the_person_gets_nothing_written_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: named)
    monkeypatch.setattr(log_file.logging.getLogger("tallyline"), "handlers", [])
    assert own_folder() is None
    assert log_file.start_log() is None
    cases = Settings().cases_folder()
    assert cases.is_dir()
    assert work not in (cases, *cases.parents)
    assert list(work.iterdir()) == []
    cases.rmdir()


def test_a_case_that_two_spellings_lead_to_is_one_of_the_recent(tmp_path: Path) -> None:
    """A hard link stands for the spellings that Windows and macOS take for one: letters' case, accents apart."""
    settings = Settings(tmp_path / "settings.ini")
    first, other = tmp_path / "Crédit.tally", tmp_path / unicodedata.normalize("NFD", "crédit.tally")
    first.touch()
    os.link(first, other)
    settings.add_recent(first)
    settings.add_recent(other)
    assert settings.recent() == [other]


def test_on_a_system_without_any_font_pages_have_a_size(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert qtbot is not None
    monkeypatch.setattr(QFontInfo, "pixelSize", lambda _: -1)
    assert paper_canvas(Scheme.LIGHT).metrics.em > 0
    assert QFontInfo(QFont()).pixelSize() == -1


@pytest.mark.parametrize("ending", ["png", "pdf"])
@EVERY_LANGUAGE
def test_without_a_chinese_font_the_picture_is_written_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ending: str, language: Language
) -> None:
    monkeypatch.setattr("app.gui.style.paper.can_write_chinese", lambda: False)
    monkeypatch.setattr(QFontInfo, "pixelSize", lambda _: -1)
    picture = tmp_path / f"a.{ending}"
    export = write_export(tmp_path, "one-loan-row.csv")
    given = ["explain", str(export), "--quiet", "--lang", language.code, "--timeline", str(picture)]
    assert main(given) == 0
    said = capsys.readouterr().err
    assert str(picture) in said
    assert "fonts-noto-cjk" in said
    assert picture.stat().st_size > 1000


def test_a_picture_that_keeps_the_words_says_nothing_of_fonts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.gui.style.paper.can_write_chinese", lambda: False)
    export = write_export(tmp_path, "one-loan-row.csv")
    assert main(["explain", str(export), "--quiet", "--timeline", str(tmp_path / "a.svg")]) == 0
    assert capsys.readouterr().err == ""
