"""A person calls a loan what they like: in the window everywhere, kept in the case, in nothing that is passed on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from PySide6.QtCore import Qt

from app.core.explanation import Facility
from app.gui.models.discrepancies import LOAN_ROLE
from app.gui.window.copying import told
from app.gui.window.main_window import MainWindow
from app.texts.catalogue import Phrasebook
from app.texts.facility_names import facility_names
from app.workspace import Workspace, exports
from tests.gui.driving import Driver
from tests.languages import CHINESE

OWN = "装修那笔"


def named(driver: Driver, window: MainWindow, name: str) -> None:
    """Name the loan that is looked at."""
    window.actions_["name-loan"].trigger()
    dialog = window.workbench.loan_naming.dialog
    assert dialog is not None
    dialog.edit.setText(name)  # typed keys are Latin alone
    driver.qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)


def column(window: MainWindow) -> set[str]:
    """What loans are called in the table of events."""
    model = window.workbench.tables.events
    return {str(model.index(row, 2).data()) for row in range(model.rowCount())}


def told_loans(window: MainWindow) -> list[str]:
    """What each line of the list says of its loan beside title and cause."""
    model = window.workbench.listed.model
    return [str(model.index(row).data(LOAN_ROLE)) for row in range(model.rowCount())]


def test_each_line_tells_its_loan_once_where_there_are_several(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts, model = window.workbench, window.workbench.listed.model
        told_of = [name for name in told_loans(window) if name]
        assert told_of
        for row in range(model.rowCount()):
            found, line = model.at(row), model.index(row)
            said, name = str(line.data(Qt.ItemDataRole.AccessibleTextRole)), parts.names.facility(found.facility)
            assert name in said
            assert line.data(LOAN_ROLE) in ("", name)
            assert name in told(parts, found)
            if line.data(LOAN_ROLE):
                assert name in str(line.data(Qt.ItemDataRole.ToolTipRole))
                assert name not in f"{parts.texts.title(found)} {parts.texts.cause(found)}"

    driver.play(scene)


def test_where_there_are_bills_of_several_products_each_line_tells_which(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        names, explanation = window.workbench.names, window.workbench.session.explanation
        refund = next(d for d in explanation.discrepancies if d.code == "REFUND-NEXT-BILL")
        assert names.about(refund) == "", "there is one bill account alone"
        other = replace(next(f for f in explanation.facilities if f.id == "huabei"), id="baitiao", product="baitiao")
        names.fill(replace(explanation, facilities=(*explanation.facilities, other)))
        assert names.about(refund) == "花呗"

    driver.play(scene)


def test_where_there_is_one_loan_no_line_tells_which(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        assert set(told_loans(window)) == {""}

    driver.play(scene)


def test_loans_of_one_amount_and_day_are_told_apart_by_their_numbers(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        loan: Facility = window.workbench.session.explanation.facilities[0]
        other = replace(loan, id="other", contract=loan.contract[:-1] + "9")
        assert set(facility_names([loan, other], Phrasebook(CHINESE)).values()) == {
            "借呗 8,000.00（尾号 5001）", "借呗 8,000.00（尾号 5009）",
        }  # fmt: skip
        assert list(facility_names([loan], Phrasebook(CHINESE)).values()) == ["借呗 8,000.00"]

    driver.play(scene)


def test_a_loan_bears_its_own_name_everywhere_and_undo_takes_it_back(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        assert not window.actions_["name-loan"].isEnabled()
        loan = parts.session.explanation.facilities[0].id
        before = parts.head.chips.chips[loan].text()
        parts.session.view.choose_loans(frozenset({loan}))
        assert before in told_loans(window)
        named(driver, window, f"  {OWN} ")
        assert f"{OWN} 10,000.00" in told_loans(window)
        assert parts.head.chips.chips[loan].text() == f"{OWN} 10,000.00"
        assert before in parts.head.chips.chips[loan].toolTip()
        assert column(window) == {f"{OWN} 10,000.00"}
        assert OWN not in window.actions_["undo"].text()
        window.actions_["undo"].trigger()
        assert parts.head.chips.chips[loan].text() == before
        assert column(window) == {before}
        window.actions_["redo"].trigger()
        named(driver, window, "")
        assert parts.head.chips.chips[loan].text() == before

    driver.play(scene)


def test_the_name_is_kept_in_the_case_and_another_case_does_not_bear_it(driver: Driver, tmp_path: Path) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        loan = parts.session.explanation.facilities[0].id
        parts.session.view.choose_loans(frozenset({loan}))
        named(driver, window, OWN)
        path = tmp_path / "case.tally"
        parts.session.save(path)
        parts.session.begin_anew()
        window.take_sample()
        driver.filled(window)
        assert not any(OWN in name for name in column(window))
        kept = Workspace.open(path)
        try:
            assert dict(kept.decided.loan_names) == {loan: OWN}
        finally:
            kept.close()

    driver.play(scene)


def test_nothing_that_is_passed_on_bears_the_name(driver: Driver, tmp_path: Path) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        parts.session.view.choose_loans(frozenset({parts.session.explanation.facilities[0].id}))
        named(driver, window, OWN)
        for mask in (False, True):
            path = tmp_path / f"{mask}.xlsx"
            exports.export_workbook(parts.session.workspace, path, CHINESE, mask=mask)
            with ZipFile(path) as workbook:
                assert not any(OWN in workbook.read(name).decode("utf-8", "replace") for name in workbook.namelist())
            letters = exports.letters(parts.session.workspace, CHINESE, mask=mask)
            assert OWN not in repr(letters)

    driver.play(scene)
