import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.export.picture import svg
from app.palette import INKS, SEVERITY_INK, Ink, Scheme
from app.texts import Language, Phrasebook
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE
from tests.timeline_cases import explanation, many, sketch_case

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("scheme", Scheme)
@EVERY_LANGUAGE
def test_a_picture_is_well_formed_and_says_what_it_is(language: Language, scheme: Scheme) -> None:
    root = ET.fromstring(svg(sketch_case(), Phrasebook(language), scheme=scheme))
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert root.find(f"{SVG}title") is not None
    assert "3,985.66" in texts
    assert ("应还" if language == CHINESE else "Due") in texts


def test_a_picture_shows_every_discrepancy_sign() -> None:
    text = svg(sketch_case(), Phrasebook(CHINESE))
    serious = INKS[Scheme.LIGHT][Ink.SERIOUS]
    signs = re.findall(rf'<path [^>]*fill="{serious}"', text)
    assert len(signs) == 2 + 1  # two of the case and one of the legend


def test_an_empty_case_gives_a_picture_too() -> None:
    assert ET.fromstring(svg(explanation(), Phrasebook(ENGLISH))) is not None


def test_the_same_case_gives_the_same_picture() -> None:
    assert svg(many(500), Phrasebook(CHINESE)) == svg(many(500), Phrasebook(CHINESE))


def test_an_svg_needs_no_qt() -> None:
    code = (
        "import sys; from timeline_cases import sketch_case; from app.export.picture import svg;"
        "from app.texts.catalogue import Phrasebook; from languages import CHINESE;"
        "print(len(svg(sketch_case(), Phrasebook(CHINESE))));"
        "assert not [m for m in sys.modules if m.startswith('PySide6')]"
    )
    tests = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": f"{tests}{':' if sys.platform != 'win32' else ';'}{tests.parent}", "PATH": ""},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert int(done.stdout) > 1000


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


READ = (
    *(Ink.TEXT, Ink.SECONDARY, Ink.ACCENT, Ink.SERIOUS, Ink.WARNING, Ink.INFO),
    *(Ink.DRAWDOWN, Ink.POSTED, Ink.BILL, Ink.PLAN, Ink.PAID_MORE, Ink.PAID_LESS),
)
GROUNDS = dict(SEVERITY_INK.values())


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("ink", READ, ids=lambda ink: ink.value)
def test_what_must_be_read_has_contrast_of_four_and_a_half(scheme: Scheme, ink: Ink) -> None:
    table = INKS[scheme]
    for ground in (Ink.CANVAS, Ink.PANEL, Ink.SELECTION, GROUNDS.get(ink, Ink.PANEL)):
        lighter, darker = sorted((_luminance(table[ink]), _luminance(table[ground])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5
