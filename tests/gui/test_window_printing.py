"""Printing: what is looked at is what comes out, upright or across, with a printer and without one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TypeVar

import pdfplumber
import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QMessageBox

from app.gui.dialogs.print_dialog import BOTH, CONTENTS, REPORT, TIMELINE, PrintDialog
from app.gui.services import printers
from app.gui.services.print_sheets import NotPrinted, PrintJob, Sheet, painted
from app.gui.style.paper import paper_font
from app.gui.window.main_window import MainWindow
from tests.gui.driving import Driver, answering
from tests.gui.test_explanation_pdf import plain, written
from tests.gui.test_pdf_text import text_in

A4 = (595, 842)
Printer = TypeVar("Printer", bound=QPrinter)


def opened(window: MainWindow, driver: Driver, content: str = REPORT) -> PrintDialog:
    """The preview of a content, once it is made."""
    window.actions_["print"].trigger()
    dialog = window.workbench.printing.dialog
    assert dialog is not None
    dialog.what.setCurrentIndex(CONTENTS.index(content))
    driver.until(dialog.print_button.isEnabled)
    return dialog


def saved(window: MainWindow, driver: Driver, monkeypatch: pytest.MonkeyPatch, content: str, path: Path) -> bytes:
    """What is written where a content is saved as PDF."""
    dialog = opened(window, driver, content)
    with answering(monkeypatch, "ask_place", (str(path), "PDF (*.pdf)")):
        driver.qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    driver.until(lambda: window.workbench.printing.dialog is None)
    return path.read_bytes()


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    with pdfplumber.open(io.BytesIO(pdf)) as told:
        return [(round(page.width), round(page.height)) for page in told.pages]


def sheets(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as told:
        return [page.extract_text() for page in told.pages]


def test_the_report_is_what_the_exported_pdf_holds_under_the_name_of_the_case(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        written(window, driver, monkeypatch, tmp_path / "all.pdf")
        exported = sheets((tmp_path / "all.pdf").read_bytes())
        pdf = saved(window, driver, monkeypatch, REPORT, tmp_path / "printed.pdf")
        name, told = window.workbench.exporting.name(), sheets(pdf)
        assert [text.split("\n", 1) for text in told] == [[name, text] for text in exported]
        assert [text.splitlines()[-1] for text in told] == [f"{n} / {len(told)}" for n in range(1, len(told) + 1)]
        assert set(sizes(pdf)) == {A4}

    driver.play(scene)


def test_the_timeline_lies_across_and_both_together_show_it_once(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        alone = saved(window, driver, monkeypatch, TIMELINE, tmp_path / "timeline.pdf")
        assert set(sizes(alone)) == {A4[::-1]}
        both = saved(window, driver, monkeypatch, BOTH, tmp_path / "both.pdf")
        across = [size == A4[::-1] for size in sizes(both)]
        assert across == sorted(across)
        assert sum(across) == len(sizes(alone))
        assert b"/Subtype /Image" not in both, "the report beside the timeline needs no picture of it"
        assert sheets(both)[-1].splitlines()[-1] == f"{len(across)} / {len(across)}"
        assert plain(window.wording.say("timeline.lane.due")) in text_in(alone)

    driver.play(scene)


def test_from_the_timeline_the_timeline_is_printed_and_from_elsewhere_the_report(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        w = window.workbench
        for there, content in ((True, TIMELINE), (False, REPORT)):
            monkeypatch.setattr(w.timeline, "hasFocus", lambda there=there: there)
            window.actions_["print"].trigger()
            assert w.printing.dialog is not None
            assert w.printing.dialog.content == content
            w.printing.dialog.reject()

    driver.play(scene)


def test_masked_no_sheet_names_a_number_and_the_dialog_says_so(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        (found,) = window.workbench.session.explanation.discrepancies
        window.actions_["mask"].trigger()
        dialog = opened(window, driver)
        assert dialog.state.text() == window.wording.say(
            "print.masked", sheets=window.wording.say("print.ready", count=len(dialog.preview.job.sheets))
        )
        dialog.reject()
        said = text_in(saved(window, driver, monkeypatch, BOTH, tmp_path / "masked.pdf"))
        assert found.facility
        assert found.facility not in said

    driver.play(scene)


def test_without_a_printer_the_way_to_a_file_is_named_and_has_the_keyboard(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "is_any_installed", lambda: False)

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        dialog = opened(window, driver)
        dialog.print_button.setFocus()
        driver.qtbot.keyClick(dialog.print_button, Qt.Key.Key_Space)
        assert dialog.state.text() == window.wording.say("print.no-printer")
        assert dialog.save_button.hasFocus()
        dialog.reject()

    driver.play(scene)


def test_a_file_that_the_systems_dialog_names_is_written_but_never_over_one_of_the_case(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = next(path for path in sorted(folder.iterdir()) if path.is_file())
    before, target = victim.read_bytes(), tmp_path / "to-a-file.pdf"
    places = [victim, target]

    def ask(*_asked: object) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(places.pop(0)))
        printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
        return printer

    monkeypatch.setattr(printers, "is_any_installed", lambda: True)
    monkeypatch.setattr(printers, "ask_printer", ask)

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        dialog = opened(window, driver)
        dialog.preview.go_to(1)
        driver.qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
        box = window.workbench.troubleshooter.dialog
        assert isinstance(box, QMessageBox)
        box.accept()
        assert victim.read_bytes() == before
        driver.qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: window.workbench.printing.dialog is None)
        (only,) = sheets(target.read_bytes())
        assert only.splitlines()[-1].startswith("2 / ")

    driver.play(scene)


def test_a_printer_is_given_the_sheets_and_one_that_refuses_them_is_told_of(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [Connected(QPrinter.PrinterMode.HighResolution), Jammed(QPrinter.PrinterMode.HighResolution)]
    path = tmp_path / "taken.pdf"
    monkeypatch.setattr(printers, "is_any_installed", lambda: True)
    monkeypatch.setattr(printers, "ask_printer", lambda *_asked: into_a_file(asked.pop(), path))

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        dialog = opened(window, driver)
        count = dialog.page.maximum()
        driver.qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: dialog.state.text() == window.wording.say("print.refused"))
        driver.qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: window.workbench.printing.dialog is None)
        assert len(sizes(path.read_bytes())) == count
        said = window.workbench.message_bar.text.text()
        assert said == window.wording.say("print.sent", count=count, printer=Connected.NAME)

    driver.play(scene)


def test_keys_alone_turn_the_sheets_and_a_screen_reader_hears_which(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        dialog = opened(window, driver)
        preview, count = dialog.preview, dialog.page.maximum()
        assert count > 1
        preview.setFocus()
        driver.qtbot.keyClick(preview, Qt.Key.Key_PageDown)
        assert dialog.page.value() == 2
        assert preview.accessibleName() == window.wording.say("print.preview-at", page=2, count=count)
        driver.qtbot.keyClick(preview, Qt.Key.Key_End)
        assert (dialog.page.value(), dialog.next.isEnabled()) == (count, False)
        driver.qtbot.keyClick(preview, Qt.Key.Key_Home)
        assert (dialog.page.value(), dialog.previous.isEnabled()) == (1, False)
        driver.qtbot.keyClick(preview, Qt.Key.Key_Plus)
        assert preview.zoom > 0
        assert dialog.size_box.currentData() == preview.zoom
        named = (dialog.what, dialog.size_box, dialog.page, dialog.previous, dialog.next)
        assert [widget.accessibleName() for widget in named if not widget.accessibleName()] == []
        driver.qtbot.keyClick(preview, Qt.Key.Key_Escape)
        assert window.workbench.printing.dialog is None

    driver.play(scene)


def test_closing_it_while_the_pages_are_set_gives_the_work_up(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["print"].trigger()
        dialog = window.workbench.printing.dialog
        assert dialog is not None
        assert not dialog.print_button.isEnabled()
        dialog.reject()
        assert window.workbench.tasks.current is None
        dialog = opened(window, driver, TIMELINE)
        assert dialog.page.maximum() == len(dialog.preview.job.sheets) > 0
        dialog.reject()

    driver.play(scene)


# -- the sheets on a printer


def made(*across: bool) -> PrintJob:
    """Sheets that say which they are."""

    def paint(painter: QPainter) -> None:
        painter.setFont(paper_font(20))
        painter.drawText(100, 200, "here")

    return PrintJob(
        "a case", tuple(Sheet(one, QSizeF(1000, 700) if one else QSizeF(700, 1000), 20, paint) for one in across)
    )


def a_printer(path: Path) -> QPrinter:
    return into_a_file(QPrinter(QPrinter.PrinterMode.HighResolution), path)


def into_a_file(printer: Printer, path: Path) -> Printer:
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setFullPage(True)
    return printer


def test_a_printer_turns_its_paper_with_each_sheet(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    path = tmp_path / "printed.pdf"
    assert list(painted(a_printer(path), made(False, True, False), [0, 1, 2])) == [1, 2, 3]
    assert sizes(path.read_bytes()) == [A4, A4[::-1], A4]
    assert [text.split("\n") for text in sheets(path.read_bytes())] == [
        ["a case", "here", f"{n} / 3"] for n in (1, 2, 3)
    ]


class Connected(QPrinter):
    """Prints into a file, and says that it prints on paper."""

    NAME = "a printer"

    def outputFormat(self) -> QPrinter.OutputFormat:
        return QPrinter.OutputFormat.NativeFormat

    def printerName(self) -> str:
        return self.NAME


class Jammed(Connected):
    """Takes one sheet and no more."""

    forgot = False

    def newPage(self) -> bool:
        return False

    def abort(self) -> bool:
        self.forgot = True
        return super().abort()


def test_a_printer_that_takes_no_further_sheet_forgets_the_first_and_is_told_of(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert qapp is not None
    printer = into_a_file(Jammed(QPrinter.PrinterMode.HighResolution), tmp_path / "x.pdf")
    with pytest.raises(NotPrinted):
        list(painted(printer, made(False, False), [0, 1]))
    assert printer.forgot


def test_what_is_given_up_is_forgotten_by_the_printer(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    printer = into_a_file(Jammed(QPrinter.PrinterMode.HighResolution), tmp_path / "x.pdf")
    steps = painted(printer, made(False, False), [0, 1])
    next(steps)
    steps.close()
    assert printer.forgot


def test_ranges_copies_and_order_are_those_that_were_asked_for(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    printer = a_printer(tmp_path / "x.pdf")
    assert printers.wanted_sheets(printer, 4, 1) == [0, 1, 2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    printer.setFromTo(2, 3)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    assert printers.wanted_sheets(printer, 4, 1) == [2, 1]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert printers.wanted_sheets(printer, 4, 1) == [1]
