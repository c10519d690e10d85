"""No file and no failure of a drawing brings the window down: what cannot be painted is left out and told once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.cli.run import run
from app.gui.style.painting import never_raises, painting
from app.gui.timeline.view import TimelineView
from app.gui.window.main_window import MainWindow
from tests.gui.driving import Driver
from tests.patience import MILLISECONDS
from tests.shared import shared
from tests.small_exports import FILES, write_export


class Broken(QWidget):
    """Paints a little, then fails, every time."""

    painted = 0

    @never_raises
    def paintEvent(self, event: QPaintEvent) -> None:
        type(self).painted += 1
        with painting(self) as painter:
            painter.drawPoint(QPoint(1, 1))
            raise IndexError("tuple index out of range")


def test_a_paint_event_that_fails_is_told_once_and_the_program_goes_on(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: told.append(kind))
    widget = Broken()
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    widget.grab()
    widget.grab()
    qtbot.waitUntil(lambda: bool(told), timeout=MILLISECONDS)
    widget.grab()
    qtbot.wait(0)
    assert Broken.painted >= 3
    assert told == [IndexError]


def shown_whole(driver: Driver, window: MainWindow) -> None:
    """Let every part paint what there is, with each discrepancy selected in turn."""
    workbench = window.workbench
    for found in workbench.session.explanation.discrepancies:
        workbench.selection.choose_discrepancy(found.id)
        window.grab()
    view = window.findChild(TimelineView)
    assert view is not None
    driver.qtbot.mouseMove(view.viewport(), QPoint(view.width() // 2, view.height() // 2))
    driver.qtbot.keyClick(view, Qt.Key.Key_F8)
    window.grab()


@pytest.mark.parametrize("name", sorted(FILES))
def test_an_export_with_little_of_a_loan_is_shown(driver: Driver, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write_export(folder, name)

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        shown_whole(driver, window)

    assert driver.play(scene) == 0


def test_a_case_saved_with_such_a_file_opens_again(driver: Driver, tmp_path: Path) -> None:
    folder, case = tmp_path / "files", tmp_path / "case.tally"
    folder.mkdir()
    write_export(folder, "no-loan-row-and-some-missing.csv")

    def save(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.workbench.session.workspace.save(case)

    def look(window: MainWindow) -> None:
        driver.filled(window)
        shown_whole(driver, window)

    assert driver.play(save) == 0
    assert driver.play(look, str(case)) == 0


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_the_command_line_paints_an_export_without_a_loan_row(qapp: QApplication, ending: str, tmp_path: Path) -> None:
    path, out = write_export(tmp_path, "no-loan-row-and-some-missing.csv"), tmp_path / f"t.{ending}"
    assert run(["explain", str(path), "--timeline", str(out), "--quiet"]) == 0
    assert out.stat().st_size > 200


def test_a_wallet_sample_of_each_sort_beside_the_project_is_shown_alone(driver: Driver) -> None:
    """A sort is a wallet or a bank; that each sample can be drawn is tested of the picture (tests/timeline)."""
    samples = sorted(path for path in shared("samples").rglob("*") if path.suffix in {".csv", ".xls", ".xlsx"})
    samples = list({path.parent.name.partition("-")[0]: path for path in samples}.values())

    def scene(window: MainWindow) -> None:
        for sample in samples:
            window.take([sample])
            driver.qtbot.mouseClick(driver.preview(window).add_button, Qt.MouseButton.LeftButton)
            driver.idle(window)
            shown_whole(driver, window)

    assert driver.play(scene) == 0
