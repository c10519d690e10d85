"""A picture is corrected beside what was read from it, and what the person confirmed is what the case knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.core.decisions import DecisionKind
from app.core.papers import PictureStanding
from app.gui.window.main_window import MainWindow
from app.workspace import Workspace
from app.workspace.pictures import ShownPicture
from tests.gui.driving import Driver
from tests.importers import screens_drawn


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "借款记录.png"
    path.write_bytes(screens_drawn.as_file(screens_drawn.page(3, dark=False, scale=2.0).picture))
    return path


def shown(path: Path) -> ShownPicture:
    workspace = Workspace()
    (report,) = workspace.preview([path]).sources
    found = workspace.shown_picture(report, lambda: False)
    assert found is not None
    return found


def test_each_cell_has_its_place_in_the_picture(picture: Path) -> None:
    found = shown(picture)
    places = [cell.place for row in found.rows for cell in row if cell.text]
    assert len(places) > 20
    assert all(place and 0 <= place[0] < place[2] <= found.width + 1 for place in places)
    assert len(found.pixels) == 3 * found.width * found.height


def test_what_was_confirmed_holds_and_is_undone_like_any_decision(picture: Path) -> None:
    workspace = Workspace()
    (report,) = workspace.preview([picture]).sources
    found = workspace.shown_picture(report, lambda: False)
    assert found is not None
    texts = [[cell.text for cell in row] for row in found.rows]
    texts[0][1] = "12345.00"
    confirmed = {found.digest: found.confirmed(texts[:2])}
    reading = workspace.preview([picture], pictures=confirmed).reading
    assert reading.ledger.loans[0].principal == 1_234_500
    assert len(reading.ledger.loans) == 2
    assert {row.standing for row in reading.ledger.picture_rows} == {PictureStanding.CONFIRMED}
    workspace.decide(workspace.confirming_picture(found.digest, confirmed[found.digest], report.file))
    assert workspace.decided.pictures == confirmed
    workspace.undo()
    assert not workspace.decided.pictures


def test_a_picture_is_checked_on_its_page_and_then_added(driver: Driver, picture: Path) -> None:
    def scene(window: MainWindow) -> None:
        importing = window.workbench.importing
        dialog = driver.preview(window)
        assert dialog.picture_button.isVisible()
        driver.qtbot.mouseClick(dialog.picture_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: importing.picture_dialog is not None)
        page = importing.picture_dialog
        assert page is not None
        first = page.table.item(0, 1)
        assert first is not None
        first.setText("777.00")
        page.strike_row.click()
        page.add_row.click()
        page.table.removeRow(page.table.currentRow())
        rows = page.table.rowCount()
        page.confirm_button.click()
        driver.until(lambda: importing.picture_dialog is None and window.workbench.session.tasks.current is None)
        dialog.accept()
        driver.filled(window)
        kinds = [d.kind for d in window.workbench.session.workspace.history.done]
        assert kinds == [DecisionKind.CONFIRM_PICTURE, DecisionKind.ADD_SOURCES]
        (report,) = window.workbench.session.workspace.sources
        assert (report.used, {p.code for p in report.problems} & {"picture-unconfirmed"}) == (rows, set())

    driver.play(scene, str(picture))


def corrected(workspace: Workspace, principal: str) -> str:
    """The rows of the case's picture with another first amount, as they are remembered."""
    found = workspace.shown_picture(workspace.sources[0], lambda: False)
    assert found is not None
    texts = [[cell.text for cell in row] for row in found.rows]
    texts[0][1] = principal
    return found.confirmed(texts)


def principals(workspace: Workspace) -> set[int]:
    return {facility.principal or 0 for facility in workspace.explanation.facilities}


def test_a_picture_of_the_case_is_corrected_and_the_correction_undone(picture: Path, tmp_path: Path) -> None:
    workspace = Workspace()
    workspace.add([picture])
    before, digest = principals(workspace), workspace.sources[0].sha256[:16]
    rows = corrected(workspace, "12345.00")
    assert workspace.decide(workspace.confirming_picture(digest, rows, picture.name)).explanation
    after = principals(workspace)
    assert after != before
    assert 1_234_500 in after
    assert 1_234_500 in {int(row[1].text.replace(".", "")) for row in shown_again(workspace).rows}
    workspace.undo()
    assert principals(workspace) == before
    workspace.redo()
    workspace.save(tmp_path / "case.tally")
    workspace.close()
    picture.unlink()  # the case has its own copy
    opened = Workspace.open(tmp_path / "case.tally")
    assert principals(opened) == after
    opened.undo()
    assert principals(opened) == before
    opened.redo()
    opened.save_copy(tmp_path / "copy.tally", originals=False)
    opened.close()
    copy = Workspace.open(tmp_path / "copy.tally")
    assert principals(copy) == after
    copy.close()


def shown_again(workspace: Workspace) -> ShownPicture:
    found = workspace.shown_picture(workspace.sources[0], lambda: False)
    assert found is not None
    return found


def test_all_pictures_are_confirmed_at_once(driver: Driver, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in (3, 11):
        data = screens_drawn.as_file(screens_drawn.page(number, dark=False, scale=2.0).picture)
        (folder / f"{number}.png").write_bytes(data)

    def scene(window: MainWindow) -> None:
        window.take([folder])
        dialog = driver.preview(window)
        assert dialog.all_pictures_button.isVisible()
        driver.qtbot.mouseClick(dialog.all_pictures_button, Qt.MouseButton.LeftButton)
        driver.until(lambda: not dialog.all_pictures_button.isVisible())
        dialog.accept()
        driver.filled(window)
        assert len(window.workbench.session.workspace.decided.pictures) == 2

    driver.play(scene)


def test_a_picture_is_opened_again_from_the_list_of_sources(driver: Driver, picture: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.preview(window).accept()
        driver.filled(window)
        driver.idle(window)
        sources = window.workbench.tables.views["sources"]
        sources.setCurrentIndex(sources.rows.index(0, 0))
        window.workbench.commands.refresh()
        assert window.actions_["check-picture"].isEnabled()
        window.actions_["check-picture"].trigger()
        importing = window.workbench.importing
        driver.until(lambda: importing.picture_dialog is not None)
        page = importing.picture_dialog
        assert page is not None
        first = page.table.item(0, 1)
        assert first is not None
        first.setText("12345.00")
        page.accept()
        workspace = window.workbench.session.workspace
        driver.until(lambda: 1_234_500 in principals(workspace))

    driver.play(scene, str(picture))
