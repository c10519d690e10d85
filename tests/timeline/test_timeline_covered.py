"""On a picture that leaves the program every label is whole, and every discrepancy bears its number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.resource_files import resource
from app.texts import Language, Phrasebook
from app.timeline.folded import folded
from app.timeline.metrics import estimated
from app.timeline.model import prepare
from app.timeline.page import Page, sheets
from app.timeline.shapes import Text
from tests.labelled_cases import explanation_of, labelled_cases
from tests.languages import CHINESE, EVERY_LANGUAGE
from tests.timeline.covered import covered

METRICS = estimated(13)
SHEET = (1123.0, 794.0)
SAMPLE = Path(str(resource("samples")))
of_each_case = pytest.mark.parametrize(
    "part", [None, *range(0, 90, 9)], ids=lambda n: "sample" if n is None else str(n)
)


def folder_of(part: int | None) -> Path:
    """The sample, or the labelled case of that place."""
    if part is None:
        return SAMPLE
    cases = labelled_cases()
    return cases[part % len(cases)]


def pages(folder: Path, language: Language) -> list[Page]:
    say, timeline = Phrasebook(language).say, prepare(explanation_of(folder))
    return [folded(timeline, METRICS, say), *sheets(timeline, METRICS, say, *SHEET)]


@EVERY_LANGUAGE
@of_each_case
def test_nothing_lies_over_a_label_of_a_picture(part: int | None, language: Language) -> None:
    found = pages(folder_of(part), language)
    assert [line for page in found for line in covered(page.shapes(), METRICS, page.width)] == []


@of_each_case
def test_every_discrepancy_of_a_picture_bears_the_number_of_workbook_and_letters(part: int | None) -> None:
    folder = folder_of(part)
    picture, found = pages(folder, CHINESE)[0], explanation_of(folder).discrepancies
    texts = " ".join(shape.text for shape in picture.shapes() if isinstance(shape, Text))
    assert sorted(int(number) for number in set(re.findall(r"#(\d+)", texts))) == list(range(1, len(found) + 1))


def test_a_picture_ends_with_what_is_still_to_come_and_shows_no_year_of_what_never_fell_due() -> None:
    sample = prepare(explanation_of(SAMPLE))
    assert sample.told[1] < sample.extent[1] - 100
    due = [day for day, void in zip(sample.days, sample.void, strict=True) if not void]
    assert max(due) <= sample.told[1]
