"""A picture on paper can be matched with the workbook and the letters that it is enclosed with."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.export.picture import svg
from app.export.workbook.clipping import Sides
from app.export.workbook.timeline_drawing import timeline_drawing
from app.palette import Ink
from app.texts import Phrasebook
from app.timeline.folded import folded, moved
from app.timeline.metrics import estimated
from app.timeline.model import prepare
from app.timeline.shapes import Box, Lines, Mark, Path, Steps, Text
from tests.export.export_cases import case
from tests.languages import CHINESE


def test_frames_bear_the_numbers_of_the_workbook() -> None:
    first = case().discrepancies[0]
    second = replace(first, id="later", at=first.at + timedelta(days=200), events=())
    drawn = svg(case(first, second), Phrasebook(CHINESE))
    assert sorted(re.findall(r">(#\d+)\b", drawn)) == ["#1", "#2"]


def test_a_long_case_is_folded_so_that_a_printer_takes_it_and_bears_a_title() -> None:
    first, *others = case().events
    years = [replace(e, id=f"{e.id}-{n}", at=e.at + timedelta(days=40 * n)) for n in range(60) for e in others]
    long = replace(case(), events=(first, *years))
    drawn = svg(long, Phrasebook(CHINESE))
    width, height = (float(x) for x in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)[0])
    assert width / height <= 2.2
    assert drawn.count(">扣款<") >= 2  # each row has the names of its lanes
    assert ">时间线：2024-01-11 至 2030-08-30<" in drawn


def test_a_short_case_is_one_row() -> None:
    assert svg(case(), Phrasebook(CHINESE)).count(">扣款<") == 1


def test_folded_shapes_are_the_same_ones_further_down() -> None:
    page = folded(prepare(case()), estimated(13), Phrasebook(CHINESE).say)
    for shape in page.rows[0].shapes():
        assert type(moved(shape, 5.0)) is type(shape)
        assert str(moved(moved(shape, 5.0), -5.0)) == str(moved(shape, 0.0))


def test_the_workbook_draws_every_kind_of_shape_that_the_timeline_has() -> None:
    page = folded(prepare(case()), estimated(12), Phrasebook(CHINESE).say)
    kinds = {type(s) for s in page.shapes()}
    assert {Mark, Steps} <= kinds
    drawn = timeline_drawing(case(), Phrasebook(CHINESE), 3).decode()
    plain = sum(isinstance(s, Box | Text) or (isinstance(s, Path) and len(s.corners) > 1) for s in page.shapes())
    marks = sum(isinstance(s, Mark) for s in page.shapes())
    assert drawn.count("<xdr:sp ") >= plain + marks


@given(st.lists(st.tuples(st.floats(-300, 400), st.floats(0, 90)), min_size=2, max_size=6))
def test_a_line_of_the_drawing_ends_at_the_sides_of_the_picture(corners: list[tuple[float, float]]) -> None:
    parts = list(Sides(100).cut(Path(np.array(corners), stroke=Ink.LINE)))
    assert all(0 <= x <= 100 for part in parts for x in part.corners[:, 0])  # type: ignore[union-attr]
    if all(0 <= x <= 100 for x, _ in corners):
        (whole,) = parts
        assert whole.corners.tolist() == [list(c) for c in corners]  # type: ignore[union-attr]


def test_what_lies_beside_the_picture_is_not_drawn_and_a_bracket_that_goes_on_has_no_end() -> None:
    sides = Sides(100)
    assert [*sides.cut(Box(120, 0, 30, 9)), *sides.cut(Box(-40, 0, 30, 9))] == []
    assert [*sides.cut(Box(90, 0, 30, 9))] == [Box(90, 0, 10, 9)]
    (bracket,) = sides.cut(Path(np.array([(50, 9), (50, 0), (150, 0), (150, 9)]), stroke=Ink.LINE))
    assert bracket.corners.tolist() == [[50, 9], [50, 0], [100, 0]]  # type: ignore[union-attr]
    assert [*sides.cut(Lines(np.array([(120.0, 0, 140, 0)]), Ink.LINE))] == []
