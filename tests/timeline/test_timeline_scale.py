import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.texts import Language, Phrasebook, languages
from app.timeline.axes import header
from app.timeline.grid import row_grid
from app.timeline.layout import Layout
from app.timeline.metrics import TextSize, estimated
from app.timeline.model import prepare
from app.timeline.scale import Scale, day_number, moment_of
from app.timeline.shapes import Text
from app.timeline.ticks import GAP, ticks
from tests.languages import CHINESE, ENGLISH
from tests.timeline_cases import sketch_case

SKETCH = prepare(sketch_case())
scales = st.builds(
    Scale,
    start=st.floats(10_000, 22_000),
    days=st.floats(0.3, 12_000),
    left=st.just(100.0),
    width=st.floats(200, 3000),
)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_a_moment_comes_back_from_its_day_number_to_the_second(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert moment_of(day_number(whole)) == whole


def test_a_date_is_its_midnight() -> None:
    assert day_number(date(1970, 1, 2)) == 1.0
    assert day_number(datetime(1970, 1, 2, 12)) == 1.5


@given(scales, st.floats(-500, 4000))
def test_a_pixel_and_its_day_belong_together(scale: Scale, x: float) -> None:
    assert scale.x(scale.day(x)) == pytest.approx(x, abs=1e-4)


@given(scales, st.floats(0.2, 5), st.floats(0, 1))
def test_what_lies_under_the_pointer_stays_there_when_zooming(scale: Scale, factor: float, share: float) -> None:
    x = scale.left + share * scale.width
    assert scale.zoomed(factor, x).day(x) == pytest.approx(scale.day(x), abs=1e-6)


@given(scales, st.floats(-5000, 5000))
def test_a_view_never_leaves_what_there_is(scale: Scale, pixels: float) -> None:
    kept = scale.panned(pixels).within(12_000.0, 13_000.0)
    assert kept.start >= 12_000.0 - 1e-6
    assert kept.end <= 13_000.0 + 1e-6


@given(scales, scales)
def test_a_movement_begins_and_ends_where_it_should(one: Scale, other: Scale) -> None:
    assert one.between(other, 0.0).start == pytest.approx(one.start)
    assert one.between(other, 1.0).start == pytest.approx(other.start)
    assert one.between(other, 1.0).days == pytest.approx(other.days)


@given(scales, st.sampled_from(languages()))
def test_calendar_labels_never_touch_at_any_zoom(scale: Scale, language: Language) -> None:
    metrics = estimated(13)
    found = ticks(scale, metrics, Phrasebook(language).say)
    for one, other in itertools.pairwise(found):
        width = metrics.width(one.label, TextSize.SMALL, one.strong)
        assert scale.x(one.at) + width + 6 < scale.x(other.at)


@given(scales)
def test_calendar_lines_cover_the_view_without_holes(scale: Scale) -> None:
    found = ticks(scale, estimated(13), Phrasebook(CHINESE).say)
    at = [tick.at for tick in found]
    assert at == sorted(set(at))
    assert at[0] <= scale.start
    gaps = [b - a for a, b in zip(at, [*at[1:], scale.end], strict=True)]
    assert max(gaps) <= 2.2 * max(sorted(gaps)[len(gaps) // 2], 0.25)


@pytest.mark.parametrize(
    ("days", "language", "label"),
    [
        (6 * 365, CHINESE, "2024年"),
        (300, CHINESE, "2024年1月"),
        (300, ENGLISH, "Jan 2024"),
        (45, CHINESE, "2024年1月1日"),
        (12, ENGLISH, "Jan 1"),
        (2, CHINESE, "06:00"),
    ],
)
def test_labels_speak_of_years_months_weeks_days_or_hours_as_the_zoom_asks(
    days: float, language: Language, label: str
) -> None:
    start = day_number(date(2024, 1, 1))
    scale = Scale(start - 0.1, days, 0, 900)
    assert label in [tick.label for tick in ticks(scale, estimated(13), Phrasebook(language).say)]


def test_the_first_label_of_several_years_names_its_year() -> None:
    def labels(begins: date, days: float, language: Language) -> list[str]:
        return [
            t.label for t in ticks(Scale(day_number(begins), days, 0, 1200), estimated(13), Phrasebook(language).say)
        ]

    assert labels(date(2023, 10, 1), 420, CHINESE)[0] == "2023年10月"
    assert labels(date(2023, 10, 1), 420, ENGLISH)[0] == "Oct 2023"
    assert labels(date(2023, 11, 20), 70, CHINESE)[0] == "2023年11月20日"
    assert labels(date(2023, 2, 1), 200, CHINESE)[0] == "2月", "one year in sight stands at the left of the axis"


def test_week_lines_stand_on_mondays() -> None:
    scale = Scale(day_number(date(2024, 5, 3)), 50, 0, 900)
    found = ticks(scale, estimated(13), Phrasebook(CHINESE).say)
    assert {moment_of(tick.at).weekday() for tick in found} == {0}
    assert {b.at - a.at for a, b in itertools.pairwise(found)} == {timedelta(days=7).days}


@given(scales, st.sampled_from(languages()))
def test_the_calendar_names_what_the_view_begins_in_where_that_has_room(scale: Scale, language: Language) -> None:
    timeline, metrics, say = SKETCH, estimated(13), Phrasebook(language).say
    grid = row_grid(timeline, metrics, say, 300)
    layout = Layout(timeline, replace(scale, left=grid.gutter), metrics, say, grid)
    texts = [shape for shape in header(layout) if isinstance(shape, Text) and shape.x > grid.gutter]
    ends = [text.x + metrics.width(text.text, text.size, text.strong) for text in texts]
    assert all(end < text.x for end, text in zip(ends, texts[1:], strict=False))
    assert all(end <= layout.scale.right for end in ends)
    begun, following, *_ = (*layout.ticks, None, None)
    if begun is not None and begun.stays and begun.at <= layout.scale.start:
        room = (layout.scale.right if following is None else layout.scale.x(following.at)) - layout.scale.left
        width = metrics.width(begun.label, TextSize.SMALL, begun.strong)
        assert (begun.label in [text.text for text in texts[:1]]) or width + metrics.units(GAP) > room


@pytest.mark.parametrize(("days", "first", "at_edge"), [(150, "3月", True), (420, "2024年4月", False)])
def test_the_month_that_the_view_begins_in_stays_at_its_edge_and_a_quarter_does_not(
    days: float, first: str, at_edge: bool
) -> None:
    timeline, metrics, say = SKETCH, estimated(13), Phrasebook(CHINESE).say
    grid = row_grid(timeline, metrics, say, 300)
    layout = Layout(timeline, Scale(day_number(date(2024, 3, 9)), days, grid.gutter, 600), metrics, say, grid)
    shown, *_ = [shape for shape in header(layout) if isinstance(shape, Text) and shape.x > grid.gutter]
    assert shown.text == first
    assert (shown.x < grid.gutter + 10) is at_edge
