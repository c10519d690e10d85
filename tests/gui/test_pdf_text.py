"""Whoever searches, copies or listens to a PDF gets the characters that were written, numbers of contracts too."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pdfplumber
from PySide6.QtGui import QFont, QGuiApplication
from pytestqt.qtbot import QtBot

from app.export.letter_files import as_html, text_of
from app.export.letters import letters_of
from app.gui.services.letters_pdf import letter_pdf
from app.gui.timeline.render import write_picture
from app.texts import Language, Phrasebook
from tests.export.export_cases import case, cells
from tests.languages import CHINESE, EVERY_LANGUAGE
from tests.timeline_cases import sketch_case


def text_in(pdf: bytes) -> str:
    """All that a PDF says, without its gaps and its page numbers."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        lines = [line for page in opened.pages for line in page.extract_text().splitlines()]
    return re.sub(r"\s", "", "".join(line for line in lines if not re.fullmatch(r"\d+ / \d+", line.strip())))


@EVERY_LANGUAGE
def test_a_letter_says_in_its_pdf_what_it_says_as_text(qtbot: QtBot, language: Language) -> None:
    for letter in letters_of(case(), Phrasebook(language), cells()):
        said = text_in(letter_pdf(as_html(letter), letter.title))
        assert said == re.sub(r"\s", "", text_of(letter))


def test_characters_that_share_a_glyph_with_a_radical_and_digits_after_letters_are_found(qtbot: QtBot) -> None:
    words = "借据号：SL2026011000000001，一日用金页见门民长，2024–2026，financial office"
    assert text_in(letter_pdf(f"<p>{words}</p>", words)) == words.replace(" ", "")


def test_punctuation_is_found_as_it_was_written_although_the_window_shows_it_narrow(qtbot: QtBot) -> None:
    narrow, usual = QGuiApplication.font(), QGuiApplication.font()
    narrow.setFeature(QFont.Tag("pwid"), 1)
    QGuiApplication.setFont(narrow)
    try:
        assert text_in(letter_pdf("<p>甲，乙：丙。</p>", "甲")) == "甲，乙：丙。"
    finally:
        QGuiApplication.setFont(usual)


def test_the_names_of_lanes_are_found_in_the_picture(qtbot: QtBot, tmp_path: Path) -> None:
    write_picture(tmp_path / "t.pdf", sketch_case(), Phrasebook(CHINESE))
    said = text_in((tmp_path / "t.pdf").read_bytes())
    assert "备用金" in said
    assert re.search("[\u2e80-\u2fdf]", said) is None
