from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from pytestqt.qtbot import QtBot

from app.core.discrepancy import Severity
from app.gui.style.colours import Colours, palette_for, scheme_of
from app.gui.timeline.render import write_picture
from app.palette import INKS, Ink, Scheme
from app.texts import Phrasebook
from tests.languages import CHINESE
from tests.timeline_cases import many, sketch_case

BOOK = Phrasebook(CHINESE)


def test_a_png_is_twice_as_sharp_as_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    write_picture(tmp_path / "t.png", sketch_case(), BOOK)
    image = QImage(str(tmp_path / "t.png"))
    assert image.width() > 1500
    assert image.pixelColor(2, 2) == QColor(INKS[Scheme.LIGHT][Ink.CANVAS])


def test_a_long_case_takes_several_sheets_of_pdf(qtbot: QtBot, tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    write_picture(tmp_path / "t.pdf", many(300), BOOK)
    with pdfplumber.open(tmp_path / "t.pdf") as opened:
        assert len(opened.pages) > 1
        assert all(page.width > page.height for page in opened.pages)


def test_a_place_that_cannot_be_written_is_named(qtbot: QtBot, tmp_path: Path) -> None:
    missing = tmp_path / "no" / "t.png"
    with pytest.raises(OSError) as trouble:
        write_picture(missing, sketch_case(), BOOK)
    assert str(missing.parent) in str(trouble.value)


def test_window_parts_come_from_the_palette_and_data_from_the_design(qtbot: QtBot) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#fafafa"))
    colours = Colours.of(palette, contrast=False)
    assert colours.scheme is Scheme.LIGHT
    assert colours[Ink.CANVAS] == QColor("#fafafa")
    assert colours[Ink.SERIOUS] == QColor(INKS[Scheme.LIGHT][Ink.SERIOUS])


@pytest.mark.parametrize("scheme", Scheme)
def test_a_palette_made_of_a_scheme_is_recognised_as_that_scheme(qtbot: QtBot, scheme: Scheme) -> None:
    colours = Colours(scheme)
    assert scheme_of(palette_for(scheme), contrast=colours.high_contrast) is scheme
    assert colours.dark == (colours[Ink.CANVAS].lightness() < 128)
    assert colours.severity(Severity.SERIOUS) == (colours[Ink.SERIOUS], colours[Ink.SERIOUS_GROUND])
