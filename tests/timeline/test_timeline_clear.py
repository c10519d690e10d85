"""In any view of the window nothing lies over a word or a mark: no line, no tag, no sign of another bracket."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.ahead import Ahead, CreditMonth, CreditRecord, MarkBasis
from app.core.explanation import Chain, EventKind
from app.palette import Ink
from app.texts import Language, Phrasebook, languages
from app.timeline import scene
from app.timeline.axes import header
from app.timeline.balance import outline
from app.timeline.focus import Chosen
from app.timeline.grid import row_grid
from app.timeline.highlights import ring, selection, settling, settling_head, time_range
from app.timeline.layout import Layout
from app.timeline.metrics import TextSize, estimated
from app.timeline.model import Timeline, prepare
from app.timeline.overview import strip, told
from app.timeline.scale import Scale, day_number
from app.timeline.scene import content
from app.timeline.shapes import Box, Lines, Mark, Path, Text
from app.timeline.upright import taken, upright
from tests.languages import CHINESE, EVERY_LANGUAGE
from tests.timeline.covered import area_of, covered
from tests.timeline_cases import event, explanation, many, sketch_case

METRICS = estimated(13)
SAY = Phrasebook(CHINESE).say
SKETCH = prepare(sketch_case())
CASES = {"sketch": SKETCH, "crowd": prepare(many(1500))}
shares, places, heights = st.floats(0.01, 1), st.floats(0, 1), st.sampled_from([120, 300, 380, 500])


def laid_out(
    timeline: Timeline, share: float, place: float, height: float = 500, language: Language = CHINESE
) -> Layout:
    say = Phrasebook(language).say
    grid = row_grid(timeline, METRICS, say, height)
    whole = Scale(0, 1, grid.gutter, 700).showing(*timeline.extent, 12)
    return Layout(timeline, whole.zoomed(1 / share, grid.gutter + place * 700), METRICS, say, grid)


@settings(max_examples=15, deadline=None)
@given(shares, places, heights, st.sampled_from(languages()), st.floats(0, 1), st.floats(0, 1))
def test_the_lines_of_a_range_and_of_settling_cross_nothing_that_is_written(
    share: float, place: float, height: float, language: Language, one: float, other: float
) -> None:
    layout = laid_out(SKETCH, share, place, height, language)
    shapes = list(content(layout))
    areas, scale = taken(shapes, METRICS), layout.scale
    first, last = sorted(scale.start + scale.days * at for at in (one, other))
    lines = chain(time_range(layout, first, last, areas), settling(layout, last, areas))
    assert covered(chain(shapes, lines), METRICS, scale.right) == []


def test_a_line_is_left_out_only_where_something_stands() -> None:
    areas = taken([Text(50, 100, "900.74", Ink.TEXT, TextSize.SMALL)], METRICS)
    over, beside = upright(areas, 60, 0, 200, 1.0), upright(areas, 40, 0, 200, 1.0)
    assert beside.ends.tolist() == [[40, 0, 40, 200]]
    (_, top, _, begins), (_, ends, _, bottom) = over.ends.tolist()
    assert (top, bottom) == (0, 200)
    assert begins < 100 < ends < begins + 30


@EVERY_LANGUAGE
def test_labels_of_the_calendar_make_way_for_what_settling_costs(language: Language) -> None:
    layout = laid_out(SKETCH, 1.0, 0.5, 500, language)
    for n in range(20):
        day = layout.scale.day(layout.scale.left + 35 * n)
        shapes = list(settling_head(layout, day, "3,036.00"))
        told = next(s for s in shapes if isinstance(s, Text))
        left, _, right, _ = area_of(told, METRICS)
        assert layout.scale.left <= left < right <= layout.scale.right
        hidden = [(s.x, s.x + s.width) for s in shapes if isinstance(s, Box) and not s.radius]
        for text in (s for s in header(layout) if isinstance(s, Text) and s.x >= layout.scale.left):
            begin, _, end, _ = area_of(text, METRICS)
            if begin < right and left < end:
                assert any(a <= begin and end <= b for a, b in hidden)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(CASES)), shares, places, heights)
def test_no_tag_and_no_sign_lies_over_a_mark(case: str, share: float, place: float, height: float) -> None:
    layout = laid_out(CASES[case], share, place, height)
    tagged = {tag.frame.members for tag in layout.tags}
    over = [(tag.left, tag.right, tag.y, layout.sign / 2 + 2) for tag in layout.tags]
    for frame in (f for f in layout.frames if f.members not in tagged):
        (x, y), half = layout.sign_at(frame), layout.half_of_sign(frame)
        over.append((x - half, x + half, y, layout.sign / 2))
    found = layout.clusters
    sides = (found.left, found.right, layout.mark_y, found.size)
    for left, right, middle, size in zip(*(side.tolist() for side in sides), strict=True):
        for begin, end, y, half in over:
            apart = abs(middle - y) >= size / 2 + half - 1
            assert apart or right - 1 <= begin or end <= left + 1, (middle, y)


def test_rows_take_only_the_room_that_their_tags_lack() -> None:
    say = Phrasebook(CHINESE).say
    low, high = (row_grid(SKETCH, METRICS, say, height) for height in (300, 900))
    begins = set(SKETCH.brackets.upper.tolist())
    assert any(low.heads)
    assert not any(high.heads)
    assert all(not head for row, head in enumerate(low.heads) if row not in begins)
    for height in range(420, 520, 7):
        assert row_grid(SKETCH, METRICS, say, height).height <= height


def debits(*days: date) -> Timeline:
    return prepare(explanation([event(f"e{n}", EventKind.DEBIT, day, 4_252_80) for n, day in enumerate(days)]))


def test_the_last_mark_at_the_right_edge_is_told_on_its_left() -> None:
    timeline = debits(date(2024, 3, 1), date(2024, 4, 1))
    grid = row_grid(timeline, METRICS, Phrasebook(CHINESE).say, 300)
    scale = Scale(0, 1, grid.gutter, 600).showing(*timeline.extent, 20)
    layout = Layout(timeline, scale, METRICS, Phrasebook(CHINESE).say, grid)
    first, last = (text for _, text in layout.labels)
    assert first.x > layout.clusters.right[0]
    assert first.x < area_of(last, METRICS)[0] < area_of(last, METRICS)[2] < layout.clusters.left[1]


def test_what_was_simply_due_is_told_on_the_left_only_where_the_one_before_says_its_amount() -> None:
    days = [date(2024, month, 1) for month in range(1, 7)]
    events = [event(f"e{n}", EventKind.DEBIT, day) for n, day in enumerate(days)]
    chains = [Chain(f"c{n}", "L1", (f"e{n}",), "paid", n, day, 90074) for n, day in enumerate(days)]
    timeline, say = prepare(explanation(events, chains)), Phrasebook(CHINESE).say
    assert not timeline.notable.any()
    grid = row_grid(timeline, METRICS, say, 300)
    for width, said in ((450, 0), (700, len(days))):
        scale = Scale(0, 1, grid.gutter, width).showing(*timeline.extent, 20)
        layout = Layout(timeline, scale, METRICS, say, grid)
        assert len(list(layout.labels)) == said


def test_a_label_on_the_left_keeps_away_from_the_mark_before_it() -> None:
    timeline = debits(date(2024, 3, 1), date(2024, 3, 25))
    grid = row_grid(timeline, METRICS, Phrasebook(CHINESE).say, 300)
    scale = Scale(0, 1, grid.gutter, 110).showing(*timeline.extent, 20)
    layout = Layout(timeline, scale, METRICS, Phrasebook(CHINESE).say, grid)
    assert list(layout.labels) == []


def test_amounts_of_dues_at_the_edges_stay_above_their_marks() -> None:
    timeline = prepare(explanation([event(f"e{n}", EventKind.DUE, date(2024, n, 1)) for n in (3, 5)]))
    grid = row_grid(timeline, METRICS, Phrasebook(CHINESE).say, 300)
    scale = Scale(0, 1, grid.gutter, 600).showing(*timeline.extent, 9)
    layout = Layout(timeline, scale, METRICS, Phrasebook(CHINESE).say, grid)
    texts = [text for _, text in layout.labels]
    assert len(texts) == 2
    for text, x in zip(texts, layout.event_x, strict=True):
        left, _, right, _ = area_of(text, METRICS)
        assert scale.left <= left < x < right <= scale.right


@settings(max_examples=40, deadline=None)
@given(shares, places)
def test_what_is_owed_is_written_beside_its_line_and_not_on_it(share: float, place: float) -> None:
    layout = laid_out(SKETCH, share, place)
    edges = layout.balance_edges()
    assert edges is not None
    corners = outline(SKETCH.balance, layout.scale, *edges)
    for text in (s for s in content(layout) if isinstance(s, Text) and s.y > edges[0] - 8 and not s.halo):
        left, top, right, bottom = area_of(text, METRICS)
        assert right <= layout.scale.right
        for (x1, y1), (x2, y2) in pairwise(corners.tolist()):
            beside = x2 < left or right < x1 or max(y1, y2) < top or bottom < min(y1, y2)
            assert beside


def test_a_month_of_the_credit_record_says_its_mark_also_where_only_its_middle_is_in_sight() -> None:
    late = CreditMonth("L1", "jiebei", (2024, 5), "1", MarkBasis.UNPAID, 17, 90_000)
    case = replace(
        explanation([event("e", EventKind.DUE, date(2024, 5, 2))]), ahead=Ahead(credit=CreditRecord((late,)))
    )
    timeline, say = prepare(case), Phrasebook(CHINESE).say
    grid = row_grid(timeline, METRICS, say, 300)
    layout = Layout(timeline, Scale(day_number(date(2024, 5, 10)), 7, grid.gutter, 600), METRICS, say, grid)
    (cell,) = timeline.credit
    assert cell.mark in [shape.text for shape in content(layout) if isinstance(shape, Text)]


@pytest.mark.parametrize(("days", "told"), [(400, 4), (4000, 1)])
def test_months_too_narrow_for_their_mark_share_a_box_that_says_it_once(days: int, told: int) -> None:
    months = tuple(CreditMonth("L1", "jiebei", (2024, m), "7", MarkBasis.UNPAID, 99, 90_000) for m in range(3, 7))
    events = [event("e", EventKind.DUE, date(2024, 2, 2))]
    timeline, say = prepare(replace(explanation(events), ahead=Ahead(credit=CreditRecord(months)))), SAY
    grid = row_grid(timeline, METRICS, say, 300)
    layout = Layout(timeline, Scale(day_number(date(2024, 1, 10)), days, grid.gutter, 1200), METRICS, say, grid)
    mark = timeline.credit[0].mark
    assert [shape.text for shape in content(layout) if isinstance(shape, Text)].count(mark) == told
    (left, _, right, _), *_ = (box for _, box in scene._credit_boxes(layout))
    assert (right - left > layout.scale.per_day * 100) is (told == 1)


@pytest.mark.parametrize("place", range(len(SKETCH.brackets.discrepancies)))
def test_what_is_selected_is_whole_with_what_is_written_of_its_marks(place: int) -> None:
    layout = laid_out(SKETCH, 0.3, 0.4)
    members = set(SKETCH.brackets.members[place])
    found = layout.clusters
    ours = {text for i, text in layout.labels if found.count[i] == 1 and int(found.first[i]) in members}
    assert ours <= {s for s in selection(Chosen.of(layout, None, place), None, place) if isinstance(s, Text)}


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(CASES)), shares, places, st.integers(0, 5))
def test_what_is_selected_is_never_hidden_in_a_joined_mark(case: str, share: float, place: float, chosen: int) -> None:
    layout = laid_out(CASES[case], share, place)
    found = Chosen.of(layout, None, chosen)
    marked = sorted(event for place in found.places for event in place.events)
    x, balance = layout.event_x, layout.timeline.rows.balance
    seen = [e for e in found.events.tolist() if layout.scale.left <= x[e] <= layout.scale.right]
    assert {e for e in seen if layout.timeline.row[e] != balance} <= set(marked)
    assert len(marked) == len(set(marked)) <= len(found.events)
    drawn = [shape for shape in found.shapes() if isinstance(shape, Mark)]
    for one in found.places:
        assert one.mark in drawn
        if len(one.events) == 1:
            assert (one.mark.left + one.mark.right) / 2 == pytest.approx(float(x[one.events[0]]))
            assert one.mark.kind is layout.timeline.events[one.events[0]].kind


def test_a_selected_mark_amid_a_joined_one_answers_for_itself_and_bears_the_ring() -> None:
    layout = laid_out(CASES["crowd"], 1.0, 0.5)
    joined = layout.clusters.count > 1
    event = int(layout.clusters.first[joined][0]) + 1
    chosen = Chosen.of(layout, event, None)
    mark = chosen.mark_of(event)
    assert mark is not None
    middle = (mark.left + mark.right) / 2
    assert chosen.own_at(middle, mark.middle, 0) == event
    assert chosen.own_at(middle, mark.middle + layout.mark * 2, 0) is None
    (around,) = ring(layout, event, event + 1, chosen)
    assert around.x < mark.left < mark.right < around.x + around.width
    assert around.width < layout.mark * 2


@settings(max_examples=30, deadline=None)
@given(shares, places, st.integers(0, len(SKETCH.brackets.discrepancies) - 1))
def test_the_thread_of_what_is_selected_lies_on_the_fainter_one(share: float, place: float, chosen: int) -> None:
    layout = laid_out(SKETCH, share, place)
    threads, x, y = SKETCH.threads, layout.event_x, layout.y_of(np.arange(len(SKETCH.events)))
    ways = [(x[a], y[a], x[b], y[b]) for a, b in zip(threads.upper.tolist(), threads.lower.tolist(), strict=True)]
    lines = [shape for shape in selection(Chosen.of(layout, None, chosen), None, chosen) if isinstance(shape, Lines)]
    drawn = [end for line in lines for end in line.ends.tolist()]
    for x1, y1, x2, y2 in drawn:
        assert any(_away(x1, y1, way) < 0.01 and _away(x2, y2, way) < 0.01 for way in ways)


def _away(x: float, y: float, way: tuple[float, float, float, float]) -> float:
    """How far a point lies from a line between two others."""
    x1, y1, x2, y2 = way
    long = math.hypot(x2 - x1, y2 - y1)
    share = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / max(long * long, 1e-9)
    at = min(max(share, 0.0), 1.0)
    return math.hypot(x - x1 - at * (x2 - x1), y - y1 - at * (y2 - y1))


@EVERY_LANGUAGE
@pytest.mark.parametrize("width", [150, 400, 900])
@pytest.mark.parametrize("case", sorted(CASES))
def test_the_strip_names_months_or_years_and_cuts_none(case: str, width: float, language: Language) -> None:
    timeline = CASES[case]
    scale = Scale(0, 1, 80, width).showing(*timeline.extent, 12)
    shapes = list(strip(timeline, scale, METRICS, Phrasebook(language).say, (8, 45)))
    names = sorted(area_of(shape, METRICS) for shape in shapes if isinstance(shape, Text))
    assert names
    assert all(scale.left <= left and right <= scale.right for left, _, right, _ in names)
    assert all(one[2] < other[0] for one, other in pairwise(names))
    bars = [shape for shape in shapes if isinstance(shape, Box) and shape.opacity < 1]
    assert all(bar.y + bar.height <= names[0][1] and bar.y >= 8 + 9 for bar in bars)


def test_the_strip_shows_the_worst_where_signs_would_cover_one_another() -> None:
    timeline = CASES["crowd"]
    scale = Scale(0, 1, 80, 300).showing(*timeline.extent, 12)
    shapes = list(strip(timeline, scale, METRICS, Phrasebook(CHINESE).say, (8, 45)))
    signs = [s.corners[:, 0].mean() if isinstance(s, Path) else s.x + s.width / 2 for s in shapes
             if isinstance(s, Path) or (isinstance(s, Box) and s.stroke is not None)]  # fmt: skip
    assert signs
    assert all(other - one > 7 for one, other in pairwise(sorted(signs)))


@pytest.mark.parametrize("edge", range(85, 980, 23))
def test_the_frame_on_what_is_in_view_crosses_out_no_name(edge: int) -> None:
    scale = Scale(0, 1, 80, 900).showing(*SKETCH.extent, 12)
    shapes = list(strip(SKETCH, scale, METRICS, Phrasebook(CHINESE).say, (8, 45)))
    names = [s for s in shapes if isinstance(s, Text) and area_of(s, METRICS)[0] <= edge <= area_of(s, METRICS)[2]]
    again = {
        one.shapes[1]: one.shapes[0] for one in told(shapes, METRICS) if len(one.shapes) > 1 and one.is_crossed(edge)
    }
    assert set(names) <= set(again)
    for name in names:
        ground = again[name]
        assert isinstance(ground, Box)
        assert ground.x <= area_of(name, METRICS)[0]
        assert area_of(name, METRICS)[2] <= ground.x + ground.width
