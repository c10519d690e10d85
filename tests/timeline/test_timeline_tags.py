"""A bracket says what it is about; what is selected stands out; what is done with steps back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.discrepancy import Severity
from app.core.explanation import Basis, EventKind, Facility, Instalment, PlanVersion
from app.core.money import grouped
from app.texts import Language, Phrasebook, languages
from app.timeline import focus
from app.timeline.axes import header
from app.timeline.bands import band_words, bands_of
from app.timeline.brackets import NO_ROW
from app.timeline.grid import row_grid
from app.timeline.highlights import selection
from app.timeline.layout import Layout
from app.timeline.metrics import estimated
from app.timeline.model import prepare
from app.timeline.picking import BandHit, FrameHit, pick
from app.timeline.scale import Scale, day_number, moment_of
from app.timeline.scene import content
from app.timeline.shapes import Box, Text
from app.timeline.tags import Tag, tag_of_chosen, tags, words
from tests.languages import CHINESE, EVERY_LANGUAGE
from tests.timeline_cases import discrepancy, event, explanation, many, sketch_case

CASES = {"sketch": prepare(sketch_case()), "crowd": prepare(many(2000))}


def laid_out(case: str, share: float = 1.0, place: float = 0.0, language: Language = CHINESE) -> Layout:
    timeline, say, metrics = CASES[case], Phrasebook(language).say, estimated(13)
    grid = row_grid(timeline, metrics, say, 500)
    first, last = timeline.extent
    whole = Scale(0, 1, grid.gutter, 900).showing(first, last, 12)
    return Layout(timeline, whole.zoomed(1 / share, grid.gutter + place * 900), metrics, say, grid)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.floats(0.002, 1), st.floats(0, 1), st.sampled_from(languages()))
def test_no_tag_is_cut_and_none_touches_another(case: str, share: float, place: float, language: Language) -> None:
    layout = laid_out(case, share, place, language)
    by_row: dict[float, list[Tag]] = {}
    for tag in tags(layout):
        assert tag.right <= layout.scale.right - 1
        by_row.setdefault(tag.y, []).append(tag)
    for found in by_row.values():
        ordered = sorted(found, key=lambda tag: tag.left)
        assert all(one.right <= other.left for one, other in pairwise(ordered))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.floats(0.02, 1), st.floats(0, 1), st.sampled_from(languages()), st.data())
def test_what_is_selected_says_its_kind_and_amount_in_any_crowd_and_is_not_cut(
    case: str, share: float, place: float, language: Language, data: st.DataObject
) -> None:
    layout = laid_out(case, share, place, language)
    found = layout.timeline.brackets
    shown = [n for n in range(len(found.discrepancies)) if found.upper[n] != NO_ROW]
    frame = layout.own_frame(data.draw(st.sampled_from(shown)))
    tag = tag_of_chosen(layout, frame)
    assert tag.text == words(found.discrepancies[frame.members[0]], layout.say)[0]
    if layout.scale.left <= layout.sign_at(frame)[0] <= layout.scale.right:
        assert layout.scale.left <= tag.left < tag.right <= layout.scale.right


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.floats(0.02, 1), st.floats(0, 1), st.data())
def test_no_other_tag_looks_out_from_under_that_of_the_selection(
    case: str, share: float, place: float, data: st.DataObject
) -> None:
    bare = laid_out(case, share, place)
    shown = [n for n, upper in enumerate(bare.timeline.brackets.upper.tolist()) if upper != NO_ROW]
    layout = replace(bare, chosen=data.draw(st.sampled_from(shown)))
    own, others = layout.chosen_tag, list(layout.tags)
    assert own is not None
    assert all(other.right <= own.left or own.right <= other.left for other in others if other.y == own.y)
    assert {other.frame.members for other in others} <= {tag.frame.members for tag in bare.tags}


def test_a_tag_says_the_amount_of_its_discrepancy_and_leads_to_it() -> None:
    layout = laid_out("sketch", 0.3, 0.4)
    found = list(tags(layout))
    assert found
    for tag in found:
        discrepancy = layout.timeline.brackets.discrepancies[tag.frame.members[0]]
        assert not discrepancy.difference or tag.text.endswith(grouped(discrepancy.difference, signed=True))
        assert pick(layout, tag.right - 4, tag.y) == FrameHit(tag.frame) or tag.y < layout.grid.header


def test_the_tag_of_what_differs_by_nothing_in_the_end_is_its_kind_and_never_a_zero() -> None:
    found, say = discrepancy("d", datetime(2024, 5, 5), ("e",), Severity.WARNING, amount=0), Phrasebook(CHINESE).say
    assert words(found, say) == (say("discrepancy.DEBIT-LATE.name"),)


def test_a_discrepancy_without_any_event_is_a_sign_and_not_an_empty_box() -> None:
    bill = event("b", EventKind.BILL, date(2025, 3, 10), 28440, loan=None)
    at = datetime(2025, 6, 10)

    def boxes(*events: str, selected: bool = False) -> int:
        timeline = prepare(explanation([bill], discrepancies=[discrepancy("x", at, events, loan=None)]))
        grid = row_grid(timeline, estimated(13), Phrasebook(CHINESE).say, 500)
        scale = Scale(day_number(date(2025, 2, 1)), 200, grid.gutter, 900)
        layout = Layout(timeline, scale, estimated(13), Phrasebook(CHINESE).say, grid)
        (frame,) = layout.frames
        left, top, right, bottom = layout.frame_box(frame)
        shapes = selection(focus.Chosen.of(layout, None, 0), None, 0) if selected else content(layout)
        found = [(s.width, s.height) for s in shapes if isinstance(s, Box)]
        edge = 2 if selected else 0
        return found.count((right - left + edge, bottom - top + edge))

    assert boxes() == boxes(selected=True) == 0
    assert boxes("b", selected=True) == 1
    assert boxes("b") == 2  # its ground and its outline


def test_what_is_done_with_has_no_tag_and_no_ground() -> None:
    layout = laid_out("sketch", 0.3, 0.4)
    rested = replace(layout, faded=frozenset(range(len(layout.timeline.brackets.discrepancies))))
    assert list(tags(rested)) == []
    assert rested.frames == layout.frames
    assert len(list(content(rested))) < len(list(content(layout)))


def test_the_marks_of_a_selection_are_numbered_in_order_of_time_and_a_due_comes_first_on_its_day() -> None:
    layout = laid_out("sketch", 0.12, 0.5)
    timeline = layout.timeline
    for place in range(len(timeline.brackets.discrepancies)):
        chosen = focus.Chosen.of(layout, None, place)
        assert set(timeline.brackets.members[place]) <= set(chosen.events.tolist())
        texts = [shape for shape in chosen.numbers() if isinstance(shape, Text)]
        assert [text.text for text in texts] == [str(number) for number in range(1, len(texts) + 1)]
        days = [float(layout.scale.day(text.x)) for text in texts]
        assert all(later - earlier > -1.0 for earlier, later in pairwise(days))


def test_nothing_selected_is_drawn_again() -> None:
    layout = laid_out("sketch")
    nothing = focus.Chosen.of(layout, None, None)
    assert list(nothing.shapes()) == []
    assert list(nothing.numbers()) == []


@EVERY_LANGUAGE
def test_a_calendar_of_hours_names_its_day(language: Language) -> None:
    layout = laid_out("sketch", 1.0, 0.5, language)
    close = replace(layout, scale=replace(layout.scale, start=day_number(date(2024, 6, 15)) + 0.4, days=0.4))
    said = [shape.text for shape in header(close) if isinstance(shape, Text)]
    assert f"{moment_of(close.scale.start):%Y-%m-%d}" in said


def _plan(states: list[str], amounts: list[int]) -> Facility:
    terms = tuple(
        Instalment(n, date(2024, n, 15), total, 0, total, state)
        for n, (state, total) in enumerate(zip(states, amounts, strict=True), 1)
    )
    return Facility("L", "jiebei", Basis.GIVEN, versions=(PlanVersion(1, date(2023, 12, 15), terms),))


@pytest.mark.parametrize(
    ("states", "amounts", "said"),
    [
        (["settled"] * 3 + ["open"] * 3, [100] * 6, "计划 1 · 6 期 × 1.00，余 3 期"),
        (["settled"] * 5 + ["open"], [100] * 5 + [95], "计划 1 · 6 期 × 1.00，余 1 期"),
        (["open"] * 6, [100] * 6, "计划 1 · 6 期 × 1.00"),
        (["settled"] * 6, [100] * 6, "计划 1 · 6 期 × 1.00"),
        (["settled"] * 3 + ["open"] * 3, [120, 120, 120, 90, 90, 90], "计划 1 · 3 期 × 0.90"),
    ],
)
def test_a_band_says_how_many_periods_its_plan_has_and_how_many_are_left(
    states: list[str], amounts: list[int], said: str
) -> None:
    (band,) = bands_of(explanation(facilities=[_plan(states, amounts)]))
    assert band_words(band, Phrasebook(CHINESE).say) == said


@EVERY_LANGUAGE
def test_a_plan_of_which_only_what_is_to_come_was_found_does_not_say_how_many_periods_it_has(
    language: Language,
) -> None:
    facility = _plan(["open"] * 2, [100, 100])
    (version,) = facility.versions
    found = replace(facility, versions=(replace(version, number=2, reason="PLAN-INFERRED"),))
    (band,) = bands_of(explanation(facilities=[found]))
    said = band_words(band, Phrasebook(language).say)
    assert said in ("计划 2 · 还有 2 期 × 1.00", "Plan 2 · 2 still to come × 1.00")


def test_where_plans_overlap_the_one_that_began_last_is_told() -> None:
    layout = laid_out("crowd")
    timeline = layout.timeline
    asked = 0
    for stretch in (s for s in timeline.stretches if s.band is None):
        box = layout.band_box(stretch)
        if box is None:
            continue
        day = (max(stretch.first, layout.scale.start) + min(stretch.last, layout.scale.end)) / 2
        hit = pick(layout, layout.scale.x(day), (box[1] + box[3]) / 2)
        if not isinstance(hit, BandHit):  # a mark stands there
            continue
        loans = timeline.rows.rows[stretch.row].facilities
        began = [b for b in timeline.bands if b.facility in loans and b.first <= layout.scale.day(layout.scale.x(day))]
        assert hit.band == max(began, key=lambda b: (b.first, b.facility, b.number))
        asked += 1
    assert asked or not timeline.stretches
