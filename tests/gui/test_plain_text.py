"""Whatever stands in a file is shown as it stands: no label and no tool tip reads it as HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import Qt as QtGuiNames
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.gui.models.rows_model import RowsModel
from app.gui.style.widgets import plain_tip
from app.gui.window.main_window import MainWindow
from tests.gui.driving import Driver
from tests.gui.small_case import write_case, write_unknown

_PICTURE = "<img src=x.png>"
_GUI = Path(__file__).parents[2] / "app" / "gui"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A case whose headings and cells name a picture."""
    folder = write_case(tmp_path / "case")
    alipay = folder / "alipay.csv"
    text = (
        alipay.read_bytes().decode("gb18030").replace("某某餐厅", _PICTURE).replace("借呗还款", f"{_PICTURE}借呗还款")
    )
    alipay.write_bytes(text.encode("gb18030"))
    plan = folder / "还款计划.csv"
    plan.write_text(plan.read_text(encoding="utf-8").replace("待还", f"待还{_PICTURE}"), encoding="utf-8")
    unknown = write_unknown(tmp_path / "unknown")
    unknown.write_text(unknown.read_text(encoding="utf-8").replace("乙", f"{_PICTURE}乙"), encoding="utf-8")
    unknown.rename(folder / "unknown.csv")
    return folder


def _rich(root: QWidget) -> list[str]:
    plain = Qt.TextFormat.PlainText
    return [label.text() for label in root.findChildren(QLabel) if label.text() and label.textFormat() is not plain]


def _tips(root: QWidget) -> list[str]:
    tips = [widget.toolTip() for widget in root.findChildren(QWidget)]
    for model in root.findChildren(QAbstractItemModel):
        for row in range(model.rowCount()):
            tips += [
                str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")
                for column in range(model.columnCount(QModelIndex()) if isinstance(model, RowsModel) else 1)
            ]
    return tips


def _read_as_html(root: QWidget) -> list[str]:
    return [tip for tip in _tips(root) if QtGuiNames.mightBeRichText(tip) and "<img" in tip]


def test_no_label_and_no_tip_of_the_window_reads_a_file_as_html(driver: Driver, hostile: Path) -> None:
    def scene(window: MainWindow) -> None:
        window.take([hostile])
        dialog = driver.preview(window)
        for row in range(dialog.model.rowCount()):
            dialog.files.selectRow(row)
            assert _rich(dialog) == []
        row = next(p for p in range(dialog.model.rowCount()) if dialog.model.row_at(p).file == "unknown.csv")
        dialog.files.selectRow(row)
        dialog.map_button.click()
        importing = window.workbench.importing
        driver.until(lambda: importing.mapping_dialog is not None)
        assert importing.mapping_dialog is not None
        shown = [label.text() for label in importing.mapping_dialog.findChildren(QLabel)]
        assert any("img" in text for text in shown), " | ".join(shown)
        assert _rich(importing.mapping_dialog) == []
        importing.mapping_dialog.reject()
        dialog.accept()
        driver.filled(window)
        window.actions_["next-discrepancy"].trigger()
        driver.until(lambda: window.workbench.why.readers.current is None)
        assert _rich(window) == []
        assert any("img" in tip for tip in _tips(window))
        assert _read_as_html(window) == []

    driver.play(scene)


def test_a_box_that_names_a_file_shows_its_name_as_it_stands(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.workbench.troubleshooter.tell(f"{_PICTURE}.csv")
        box = window.workbench.troubleshooter.dialog
        assert box is not None
        assert [label.text() for label in box.findChildren(QLabel) if _PICTURE in label.text()]
        assert [text for text in _rich(box) if _PICTURE in text] == []

    driver.play(scene)


def test_labels_are_made_in_one_place() -> None:
    made = {
        path.name for path in _GUI.rglob("*.py") if re.search(r"(?<![\w.])QLabel\(", path.read_text(encoding="utf-8"))
    }
    assert made == {"widgets.py"}


def test_a_tip_is_escaped_only_where_it_would_be_read_as_html(qapp: QApplication) -> None:
    assert qapp is not None
    assert plain_tip("1 < 2 & 3") == "1 < 2 & 3"
    assert "<img" not in plain_tip(_PICTURE)
    assert "&lt;img" in plain_tip(_PICTURE)
