"""The whole explanation as PDF: what the window says of each discrepancy, the rows that prove it, and what was done."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QThread
from PySide6.QtWidgets import QApplication

from app.core.decisions import Mark
from app.core.journal import EntryKind, JournalEntry
from app.core.money import grouped
from app.export.letter_blocks import Block, Letter, Style
from app.export.letter_files import as_html
from app.gui.services.letters_pdf import letter_pdf
from app.gui.services.paper_thread import GivenUp
from app.gui.window.main_window import MainWindow
from tests.gui.driving import Driver, answering
from tests.gui.test_pdf_text import text_in
from tests.patience import SECONDS


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def written(window: MainWindow, driver: Driver, monkeypatch: pytest.MonkeyPatch, path: Path) -> str:
    with answering(monkeypatch, "ask_place", (str(path), "PDF (*.pdf)")):
        window.actions_["export-explanation"].trigger()
    driver.until(lambda: window.workbench.tasks.current is None and path.exists())
    return text_in(path.read_bytes())


def test_it_says_what_the_window_says_with_each_row_and_what_was_done(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        w = window.workbench
        session, texts = w.session, w.texts
        (found,) = session.explanation.discrepancies
        session.decide(session.workspace.marking(found, Mark.IN_PROGRESS, "x"))
        session.decide(session.workspace.noting(found, "电话里说会退", "x"))
        entry = JournalEntry("", EntryKind.ASKED, date(2024, 5, 2), "lender")
        session.decide(session.workspace.journaling(found, entry, "x"))
        said = written(window, driver, monkeypatch, tmp_path / "all.pdf")
        expected = ["电话里说会退", texts.title(found), texts.answer(found)]
        expected += [texts.advice(found), texts.certainty(found)]
        expected += [question for _, question in texts.questions(found)]
        expected += [grouped(part.amount, signed=True) for part in found.bridge]
        expected += [f"第{row.row}行" for row in found.evidence]
        expected += [report.file for report in session.explanation.sources]
        assert [text for text in expected if plain(text) not in said] == []
        assert plain(window.wording.say("window.mark.in-progress")) in said
        assert "2024-05-02" in said

    driver.play(scene)


def test_masked_it_names_no_number_and_not_what_was_written_freely(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        session = window.workbench.session
        (found,) = session.explanation.discrepancies
        entry = JournalEntry("", EntryKind.NOTE, date(2024, 5, 2), "", text="问了王经理")
        session.decide(session.workspace.journaling(found, entry, "x"))
        whole = written(window, driver, monkeypatch, tmp_path / "all.pdf")
        window.actions_["mask"].trigger()
        masked = written(window, driver, monkeypatch, tmp_path / "masked.pdf")
        contract = found.facility or ""
        assert contract
        assert contract in whole
        assert contract not in masked
        assert "问了王经理" in whole
        assert "问了王经理" not in masked

    driver.play(scene)


def test_it_is_never_written_over_a_file_of_the_case(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        victim = next(path for path in sorted(folder.iterdir()) if path.is_file())
        before = victim.read_bytes()
        with answering(monkeypatch, "ask_place", (str(victim), "PDF (*.pdf)")):
            window.actions_["export-explanation"].trigger()
        driver.until(lambda: window.workbench.tasks.current is None)
        assert victim.read_bytes() == before

    driver.play(scene)


def test_its_pages_are_set_beside_the_window_which_stays_awake_and_cancelling_leaves_no_file(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []
    begun, told_to_stop = threading.Event(), threading.Event()

    def slow(html: str, title: str, pictures: Mapping[str, bytes], goes_on: Callable[[int], bool]) -> bytes:
        threads.append(QThread.currentThread() is QCoreApplication.instance().thread())  # type: ignore[union-attr]

        def asked(sheet: int) -> bool:
            begun.set()
            assert told_to_stop.wait(SECONDS)
            return goes_on(sheet)

        return letter_pdf(f"{html}<p>{'长长的一页。<br>' * 2000}</p>", title, pictures, asked)

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        path, tasks = tmp_path / "all.pdf", window.workbench.tasks
        with answering(monkeypatch, "ask_place", (str(path), "PDF (*.pdf)")):
            window.actions_["export-explanation"].trigger()
        driver.until(begun.is_set)  # the window's own loop turns while the first sheets are being set
        status, bar = window.workbench.status, window.workbench.message_bar
        driver.until(status.cancel.isVisible)
        driver.qtbot.mouseClick(status.cancel, Qt.MouseButton.LeftButton)
        assert tasks.current is None
        assert bar.text.text() == window.wording.say("window.status.cancelled")
        told_to_stop.set()
        assert tasks.close(SECONDS)
        assert not path.exists()

    monkeypatch.setattr("app.gui.controllers.exports.letter_pdf", slow)
    driver.play(scene)
    assert threads == [False]


def test_a_page_that_is_given_up_is_no_pdf(qapp: QApplication) -> None:
    assert qapp is not None
    sheets: list[int] = []

    def goes_on(sheet: int) -> bool:
        sheets.append(sheet)
        return sheet < 3

    with pytest.raises(GivenUp):
        letter_pdf("<p>x<br></p>" * 500, "x", goes_on=goes_on)
    assert sheets == [1, 2, 3]


def test_a_page_that_is_set_part_by_part_looks_as_if_it_were_set_whole(qapp: QApplication) -> None:
    assert qapp is not None
    asked: list[int] = []
    row = '<table border="1"><tr><td>1</td></tr></table>'
    part = f'<hr style="background-color:#E2E5EA"><h2>标题</h2><p>一段话。</p>{row}'
    unparted = part.replace("<hr ", "<hr\t")
    whole = letter_pdf(f"<html><body><p>开头</p>{unparted * 40}</body></html>", "x")
    parts = letter_pdf(f"<html><body><p>开头</p>{part * 40}</body></html>", "x", goes_on=lambda n: not asked.append(n))
    assert asked.count(1) == 41
    assert text_in(parts) == text_in(whole)
    assert parts.count(b"/Type /Page\n") == whole.count(b"/Type /Page\n") > 1


def test_a_page_of_more_sheets_than_one_document_can_hold_is_written_whole(qapp: QApplication) -> None:
    """Behind sheet 597 Qt laid no text out: lines were missing, and with tables the program ended."""
    assert qapp is not None
    names = [f"part-{n:03d}" for n in range(610)]
    pages = "".join(f'<hr ><p style="page-break-before:always">{name}</p>' for name in names)
    said = text_in(letter_pdf(pages, "x"))
    assert [name for name in names if name not in said] == []


@pytest.mark.parametrize(
    "below", ["<p>below it</p>", "<table><tr><td>below it</td></tr><tr><td>more</td></tr></table>"]
)
def test_a_heading_stands_on_the_sheet_of_what_it_heads(qapp: QApplication, below: str) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    for before in range(20, 40):
        html = "<p>line</p>" * before + f"<h3>the heading</h3>{below}"
        with pdfplumber.open(io.BytesIO(letter_pdf(html, "a page"))) as pages:
            told = [page.extract_text() for page in pages.pages]
        assert [("the heading" in text) == ("below it" in text) for text in told] == [True] * len(told), before
        assert len(told) <= 2, "no sheet is begun but where the text needs it"


def test_no_line_is_lost_behind_a_card_that_begins_a_sheet(qapp: QApplication) -> None:
    assert qapp is not None
    table = "<table><tr><td>1</td><td>row</td></tr><tr><td>2</td><td>row</td></tr></table>"
    card = f"<table><tr><td>{'<p>of the card</p>' * 6}</td></tr></table>"
    files = [f"file-{n:02d}.csv" for n in range(60)]
    named = [f"<p>{name}</p>{table}" for name in files]
    parts = [f"<hr ><h2>part</h2><p>text</p>{card}{''.join(named[n : n + 4])}" for n in range(0, 60, 4)]
    said = text_in(letter_pdf("".join(parts), "a page"))
    assert [name for name in files if name not in said] == []


def test_a_small_table_stands_whole_on_the_sheet_of_its_heading(qapp: QApplication) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    table = f"<table>{'<tr><td>of the table</td><td>1.00</td></tr>' * 5}</table>"
    for before in range(20, 40, 3):
        html = "<p>line</p>" * before + f"<h3>the heading</h3>{table}"
        with pdfplumber.open(io.BytesIO(letter_pdf(html, "a page"))) as pages:
            held = [page.extract_text() for page in pages.pages]
        assert [text.count("of the table") for text in held if "the heading" in text] == [5], before


def test_a_heading_of_a_letter_is_one_that_is_kept_with_its_text(qapp: QApplication) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    for before in range(40, 54, 2):
        blocks = [Block(Style.TEXT, "line")] * before + [Block(Style.HEADING, "the heading")]
        letter = Letter("a", (*blocks, Block(Style.TEXT, "below it")))
        with pdfplumber.open(io.BytesIO(letter_pdf(as_html(letter), "a letter"))) as pages:
            told = [page.extract_text() for page in pages.pages]
        assert [("the heading" in text) == ("below it" in text) for text in told] == [True] * len(told), before
        assert [text.splitlines()[-1] for text in told] == [f"{n} / {len(told)}" for n in range(1, len(told) + 1)]


def test_a_card_is_not_cut_by_the_end_of_a_sheet(qapp: QApplication) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    card = f"<table><tr><td>{'<p>of the card</p>' * 6}</td></tr></table>"
    for before in range(20, 40, 3):
        with pdfplumber.open(io.BytesIO(letter_pdf("<p>line</p>" * before + card, "a page"))) as pages:
            held = [page.extract_text().count("of the card") for page in pages.pages]
        assert sorted(held)[-1] == 6
