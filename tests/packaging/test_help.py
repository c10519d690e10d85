"""The help is whole in every language, speaks the program's own words, and shows pictures of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

from app.gui.dialogs.help_window import HelpWindow
from app.gui.services import help_pages
from app.gui.services.actions import ACTIONS, COMMANDS, MENUS, menus_to, plain
from app.gui.services.settings import Look
from app.gui.services.translator import Wording
from app.gui.style.theme import Theme
from app.texts import Language, Phrasebook, languages
from app.texts.discrepancy_texts import DiscrepancyTexts
from tests.golden.cases import CASES
from tests.languages import EVERY_LANGUAGE

PAGES, path_of = help_pages.PAGES, help_pages.path_of
EVERY_PAGE = pytest.mark.parametrize("page", PAGES)
TARGET = re.compile(r"\]\(([^)]+)\)")
SHEETS = (
    "summary", "discrepancies", "explanations", "timeline", "months", "picture", "plans", "settlement", "costs",
    "ahead", "credit", "checks", "reconciliation", "evidence", "sources", "method",
)  # fmt: skip


def text_of(language: Language, page: str) -> str:
    return help_pages.text_of(Phrasebook(language), page)


def shape(text: str) -> list[str]:
    """What a page is made of: headings, list items, table rows, pictures and links, without the words."""
    lines = [line.split()[0] for line in text.splitlines() if line.startswith(("#", "-", "|", "!"))]
    return [
        *(re.sub(r"\[.*", "", mark) for mark in lines),
        *(re.sub(r"-\w+(?=\.png$)", "", t) for t in TARGET.findall(text)),
    ]


@EVERY_PAGE
def test_a_page_has_the_same_parts_in_every_language(page: str) -> None:
    first, *others = (shape(text_of(language, page)) for language in languages())
    if page == "keys":  # every action has its line in each; the window's own tests hold them to the actions
        first, *others = ([mark for mark in marks if mark == "##"] for marks in (first, *others))
    assert [shape for shape in others if shape != first] == []


@EVERY_LANGUAGE
def test_no_page_is_left_lying(language: Language) -> None:
    assert {p.stem for p in path_of(language, "index").parent.iterdir()} == set(PAGES)
    linked = {Path(target).stem for target in TARGET.findall(text_of(language, "index"))}
    assert linked == set(PAGES) - {"index"}


@EVERY_LANGUAGE
@EVERY_PAGE
def test_every_link_and_picture_leads_to_a_file_beside(language: Language, page: str) -> None:
    targets = TARGET.findall(text_of(language, page))
    assert [t for t in targets if not (path_of(language, page).parent / t).exists()] == []


@EVERY_LANGUAGE
@EVERY_PAGE
def test_every_menu_path_is_one_of_the_program(language: Language, page: str) -> None:
    book = Phrasebook(language)
    words = {spec.id: plain(spec.told(book)) for spec in ACTIONS if not spec.id.startswith("separator")}
    words |= {menu: plain(book.say(f"window.menu.{menu}")) for menu in MENUS}
    known = {" → ".join(words[name] for name in (*menus_to(spec), spec.id)) for spec in COMMANDS}
    bar = "|".join(words[menu] for menu in MENUS)
    named = re.findall(rf"\b(?:{bar}) → [^”）).。:：]+", text_of(language, page))
    assert [name for name in named if name.removesuffix(" first") not in known] == []


@EVERY_LANGUAGE
def test_the_sheets_named_are_those_of_the_workbook(language: Language) -> None:
    rows = re.findall(r"^\| ([^|]+?) \| ", text_of(language, "workbook"), re.M)
    book = Phrasebook(language)
    assert rows[2:] == [book.say(f"workbook.sheet.{sheet}") for sheet in SHEETS]


@EVERY_LANGUAGE
def test_the_degrees_of_certainty_are_called_as_in_the_window(language: Language) -> None:
    page = text_of(language, "reading").lower()
    book = Phrasebook(language)
    proved = book.messages["window.certainty.proved"].partition(" ·")[0].lower()
    assert proved in page
    assert book.say("window.certainty.strong").lower() in page


@EVERY_LANGUAGE
def test_the_window_shows_every_page_with_its_pictures(language: Language, qtbot: QtBot, qapp: object) -> None:
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    wording = Wording(language)
    wording.complete()
    window = HelpWindow(wording, Theme(application, Look.LIGHT), None)
    qtbot.addWidget(window)
    for page in PAGES:
        window.show_page(page)
        assert window.browser.toPlainText().strip()
        for target in TARGET.findall(text_of(language, page)):
            if target.endswith(".png"):
                kind = QTextDocument.ResourceType.ImageResource
                picture = window.browser.document().resource(kind.value, QUrl(target))
                assert picture, f"{page}: {target} is not shown"
                assert QImage(str(path_of(language, page).parent / target)).width() <= window.width()


@EVERY_LANGUAGE
def test_the_figures_of_the_three_ways_are_those_of_the_sample(language: Language) -> None:
    texts = DiscrepancyTexts(Phrasebook(language))
    told = "\n".join(f"{texts.title(d)}\n{texts.explanation(d)}" for d in CASES["sample"]().discrepancies)
    figures = set(re.findall(r"\d[\d,]*\.\d{2}\b", text_of(language, "phenomena")))
    assert len(figures) >= 10
    assert {figure for figure in figures if figure not in told} == set()
