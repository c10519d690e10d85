from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.explanation import Basis, EventKind, Explanation, Facility
from app.texts import Language, Phrasebook, languages
from app.timeline.axes import header, names
from app.timeline.balance import balance_of, outline
from app.timeline.grid import row_grid
from app.timeline.lanes import Lane
from app.timeline.layout import Layout
from app.timeline.metrics import estimated, shortened
from app.timeline.model import KINDS, prepare
from app.timeline.scale import Scale, day_number
from app.timeline.scene import content
from app.timeline.shapes import Anchor, Text
from tests.languages import CHINESE, EVERY_LANGUAGE
from tests.timeline_cases import event, explanation, many, sketch_case

CASES = {"sketch": prepare(sketch_case()), "crowd": prepare(many(2000))}


def laid_out(case: str, share: float, place: float, language: Language = CHINESE, width: float = 900) -> Layout:
    timeline, say, metrics = CASES[case], Phrasebook(language).say, estimated(13)
    grid = row_grid(timeline, metrics, say, 500)
    first, last = timeline.extent
    whole = Scale(0, 1, grid.gutter, width).showing(first, last, 12)
    zoomed = whole.zoomed(1 / share, grid.gutter + place * width)
    return Layout(timeline, zoomed, metrics, say, grid)


def written(layout: Layout) -> list[Text]:
    return [text for _, text in layout.labels]


def edges(layout: Layout, text: Text) -> tuple[float, float]:
    width = layout.metrics.width(text.text, text.size, text.strong)
    left = text.x - {Anchor.START: 0, Anchor.MIDDLE: width / 2, Anchor.END: width}[text.anchor]
    return left, left + width


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.floats(0.002, 1), st.floats(0, 1), st.sampled_from(languages()))
def test_labels_of_a_row_never_touch_and_are_never_cut(
    case: str, share: float, place: float, language: Language
) -> None:
    layout = laid_out(case, share, place, language)
    by_row: dict[float, list[tuple[float, float]]] = {}
    for text in written(layout):
        if text.strong:  # a number inside its mark
            continue
        left, right = edges(layout, text)
        assert right <= layout.scale.right
        by_row.setdefault(text.y, []).append((left, right))
    for found in by_row.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(found)))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.floats(0.002, 1), st.floats(0, 1))
def test_a_number_inside_a_mark_is_as_many_as_it_stands_for_and_fits(case: str, share: float, place: float) -> None:
    layout = laid_out(case, share, place)
    found = layout.clusters
    widths = {
        (round((a + b) / 2, 3), int(row)): (int(n), b - a)
        for a, b, row, n in zip(found.left, found.right, found.row, found.count, strict=True)
    }
    for text in (t for t in written(layout) if t.strong):
        row = int(np.argmin(np.abs(layout.middles - text.y)))
        count, width = widths[round(text.x, 3), row]
        assert text.text in (shortened(count), f"×{shortened(count)}")
        assert layout.metrics.width(text.text, text.size, True) <= width


def test_a_number_is_never_longer_than_four_signs() -> None:
    assert [shortened(n) for n in (2, 999, 1000, 99_999, 999_999, 2_000_000)] == [
        "2",
        "999",
        "1k",
        "99k",
        "999k",
        "2M",
    ]


def test_an_amount_that_is_simply_what_was_due_is_said_once() -> None:
    layout = laid_out("sketch", 1, 0.5, width=700)
    said = [text.text for text in written(layout)]
    assert said.count("900.74") <= 5
    assert "3,985.66" in said


def test_amounts_that_left_an_account_have_a_true_minus() -> None:
    layout = laid_out("sketch", 0.15, 0.66)
    said = [text.text for text in written(layout)]
    assert any(text.startswith("\N{MINUS SIGN}") for text in said)
    assert not any("-" in text for text in said)


def test_a_merged_mark_looks_like_the_rarest_it_holds() -> None:
    day = date(2024, 5, 5)
    kinds = [EventKind.DEBIT] * 5 + [EventKind.SETTLEMENT]
    CASES["mixed"] = prepare(explanation([event(f"e{i}", kind, day) for i, kind in enumerate(kinds)]))
    found = laid_out("mixed", 1, 0.5).kinds
    assert [KINDS[int(kind)] for kind in found] == [EventKind.SETTLEMENT]


@EVERY_LANGUAGE
@pytest.mark.parametrize("case", ["sketch", "crowd"])
def test_names_of_rows_and_texts_of_the_calendar_stay_in_their_columns(case: str, language: Language) -> None:
    layout = laid_out(case, 1, 0.5, language)
    for text in (s for s in names(layout) if isinstance(s, Text)):
        assert edges(layout, text)[1] <= layout.grid.gutter
    for text in (s for s in header(layout) if isinstance(s, Text)):
        left, right = edges(layout, text)
        assert right <= (layout.grid.gutter if left < layout.grid.gutter else layout.scale.right)


def test_rows_follow_one_another_without_gaps_and_grow_with_the_text() -> None:
    timeline, say = CASES["sketch"], Phrasebook(CHINESE).say
    small, large = (row_grid(timeline, estimated(em), say, 0) for em in (13, 26))
    assert list(small.tops) == sorted(small.tops)
    assert large.height == pytest.approx(2 * small.height, rel=0.02)


def test_a_tall_view_is_filled_but_rows_do_not_become_huge() -> None:
    timeline, say = CASES["sketch"], Phrasebook(CHINESE).say
    low, fitting, tall = (row_grid(timeline, estimated(13), say, height) for height in (100, 480, 5000))
    assert low.height < fitting.height == 480
    assert tall.height < 2.6 * low.height


def test_every_zoom_can_be_drawn_also_where_there_is_nothing() -> None:
    for share in (1e-5, 0.01, 1.0):
        assert list(content(laid_out("sketch", share, 0.01)))


def owed(*steps: tuple[date, int]) -> Facility:
    return Facility(f"L{steps[0][1]}", "jiebei", Basis.GIVEN, balance=steps)


def in_may(*facilities: Facility) -> Explanation:
    return explanation(facilities=list(facilities), as_of=date(2024, 5, 31))


def test_the_balance_is_what_all_loans_owe_together() -> None:
    one = owed((date(2024, 5, 1), 1000), (date(2024, 5, 10), 400))
    other = owed((date(2024, 5, 5), 300), (date(2024, 5, 10), 0))
    steps = balance_of(in_may(one, other))
    noon = day_number(date(2024, 5, 7)) + 0.5
    assert steps.fen.tolist() == [1000, 1300, 400]
    assert (steps.at(noon), steps.at(noon - 30), steps.at(noon + 60)) == (1300, None, None)


def test_the_balance_is_drawn_to_the_day_the_files_speak_of_and_no_further() -> None:
    steps = balance_of(in_may(owed((date(2024, 5, 1), 1000))))
    scale = Scale(day_number(date(2024, 4, 1)), 100, 0, 1000)
    corners = outline(steps, scale, 10, 110)
    assert corners[0].tolist() == pytest.approx([scale.x(day_number(date(2024, 5, 1)) + 0.5), 10])
    assert corners[-1, 0] == pytest.approx(scale.x(day_number(date(2024, 5, 31)) + 0.5))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=300), st.floats(5, 400))
def test_a_thinned_step_line_still_ends_at_what_is_owed(fen: list[int], days: float) -> None:
    start = date(2024, 1, 1).toordinal()
    steps = balance_of(in_may(owed(*((date.fromordinal(start + i), f) for i, f in enumerate(fen)))))
    scale = Scale(day_number(date(2024, 1, 1)), days, 0, 500)
    corners = outline(steps, scale, 0, 100)
    inside = [f for d, f in zip(steps.days, steps.fen, strict=True) if d <= scale.end]
    assert corners[-1, 1] == pytest.approx(100 - 100 * inside[-1] / steps.highest)
    assert (np.diff(corners[:, 0]) >= -1e-9).all()


def test_without_balances_there_is_no_lane_for_them() -> None:
    timeline = prepare(explanation([event("e", EventKind.DUE, date(2024, 5, 15))]))
    assert Lane.BALANCE not in [row.lane for row in timeline.rows.rows]
