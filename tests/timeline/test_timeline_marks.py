from datetime import date, datetime, timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.discrepancy import Severity
from app.core.explanation import Chain, EventKind
from app.timeline.brackets import frames, sign_x
from app.timeline.clusters import Clusters, clusters
from app.timeline.connectors import drawn
from app.timeline.knots import Stack
from app.timeline.model import Timeline, prepare
from app.timeline.scale import Scale, day_number
from tests.timeline_cases import discrepancy, event, explanation, many, sketch_case

MARK = 15.0
LEVELS = Stack(13.0, (-7.0, 7.0)), Stack(10.0, (-11.0, 0.0, 11.0))
moments = st.lists(st.floats(19_000, 19_400), max_size=120).map(sorted)
zooms = st.builds(
    Scale, start=st.floats(18_990, 19_300), days=st.floats(2, 500), left=st.just(80.0), width=st.just(900.0)
)


rooms = st.sampled_from(((), LEVELS[:1], LEVELS))


def _clusters(days: list[float], scale: Scale, ways: tuple[Stack, ...] = ()) -> Clusters:
    return clusters(np.array(days), np.array([0, len(days)]), scale, MARK, [ways])


@given(moments, zooms, rooms)
def test_every_event_in_sight_is_stood_for_exactly_once(
    days: list[float], scale: Scale, ways: tuple[Stack, ...]
) -> None:
    found = _clusters(days, scale, ways)
    stood_for = [i for a, b in zip(found.first, found.stop, strict=True) for i in range(a, b)]
    assert len(stood_for) == len(set(stood_for))
    assert {i for i, day in enumerate(days) if scale.start <= day <= scale.end} <= set(stood_for)


@given(moments, zooms, rooms)
def test_marks_of_a_row_never_overlap(days: list[float], scale: Scale, ways: tuple[Stack, ...]) -> None:
    found = _clusters(days, scale, ways)
    assert (found.right > found.left).all()
    sides = zip(found.left.tolist(), found.right.tolist(), found.rise.tolist(), found.size.tolist(), strict=True)
    for (left, right, rise, size), (later, beyond, below, high) in combinations(sides, 2):
        beside = later >= right - 2.001 or left >= beyond - 2.001
        assert beside or abs(rise - below) >= (size + high) / 2


@given(moments, zooms, rooms)
def test_a_mark_of_one_event_lies_on_its_time(days: list[float], scale: Scale, ways: tuple[Stack, ...]) -> None:
    found = _clusters(days, scale, ways)
    alone = found.count == 1
    middles = (found.left + found.right)[alone] / 2
    assert middles == pytest.approx(scale.xs(np.array(days)[found.first[alone]]), abs=1e-6)


@given(moments, zooms, st.integers(-300, 300), rooms)
def test_panning_does_not_change_which_marks_are_merged(
    days: list[float], scale: Scale, pixels: int, ways: tuple[Stack, ...]
) -> None:
    panned = scale.panned(pixels)
    inner = max(scale.start, panned.start), min(scale.end, panned.end)

    def inside(found: Clusters) -> set[tuple[int, int, float]]:
        pairs = zip(found.first.tolist(), found.stop.tolist(), found.rise.tolist(), strict=True)
        return {(a, b, rise) for a, b, rise in pairs if inner[0] < days[a] and days[b - 1] < inner[1]}

    assert inside(_clusters(days, scale, ways)) == inside(_clusters(days, panned, ways))


def _on(pixels: list[float], ways: tuple[Stack, ...]) -> Clusters:
    """Marks on these pixels of a view of a hundred days, eight pixels each."""
    return _clusters([19_000 + pixel / 8 for pixel in pixels], Scale(19_000, 100, 0, 800), ways)


def test_two_of_one_day_stand_one_above_the_other_where_the_row_has_the_height() -> None:
    found = _on([100, 100, 300], LEVELS[:1])
    assert found.count.tolist() == [1, 1, 1]
    assert found.rise.tolist() == [-7, 7, 0]
    assert found.size.tolist() == [13, 13, 15]
    assert _on([100, 100, 300], ()).count.tolist() == [2, 1]


def test_no_more_levels_are_taken_than_the_marks_need() -> None:
    assert _on([100, 104], LEVELS).rise.tolist() == [-7, 7]
    assert _on([100, 104, 108], LEVELS).rise.tolist() == [-11, 0, 11]
    assert _on([100, 104, 108, 110], LEVELS).count.tolist() == [4]


def test_a_mark_takes_the_first_level_again_where_that_is_free() -> None:
    assert _on([100, 104, 116], LEVELS[:1]).rise.tolist() == [-7, 7, -7]


def test_neighbours_that_are_a_little_close_are_smaller_and_stay_on_one_line() -> None:
    found = _on([100 + 12 * n for n in range(9)], LEVELS)
    assert found.count.tolist() == [1] * 9
    assert set(found.rise.tolist()) == {0}
    assert set(found.size.tolist()) == {11}


def test_a_single_mark_at_the_end_of_a_crowd_is_no_speck() -> None:
    for crowd in range(6, 40):
        found = _on([100 + 8 * n for n in range(crowd)], LEVELS)
        between = [n for n, many in enumerate(found.count.tolist()) if many == 1]
        assert all(found.size[n] >= 9 for n in between if found.count[max(n - 1, 0)] > 1)


def test_a_few_that_keep_nearly_all_of_their_width_stay_on_one_line_and_closer_ones_do_not() -> None:
    assert _on([100, 113, 126], LEVELS).rise.tolist() == [0, 0, 0]
    assert _on([100, 111, 126], LEVELS).rise.tolist() == [-7, 7, -7]


def test_a_long_crowd_is_joined_and_does_not_stand_in_a_zigzag() -> None:
    found = _on([100 + 8 * n for n in range(9)], LEVELS)
    assert found.count.max() > 1
    assert set(found.rise.tolist()) == {0}


@pytest.mark.parametrize("many", [2, 12, 250])
def test_a_joined_mark_with_room_beside_it_is_wide_enough_for_its_number(many: int) -> None:
    found = _on([100.0] * many, ())
    assert found.right[0] - found.left[0] >= MARK + 5 * len(str(many))
    assert (found.right[0] + found.left[0]) / 2 == pytest.approx(100)


bracketed = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 40), st.sampled_from(Severity), st.sampled_from(EventKind)),
    max_size=60,
)


@settings(max_examples=60)
@given(bracketed, zooms)
def test_no_discrepancy_in_sight_is_ever_hidden(
    spans: list[tuple[int, int, Severity, EventKind]], scale: Scale
) -> None:
    events, found = [], []
    for i, (start, length, severity, kind) in enumerate(spans):
        first = date(2022, 1, 8) + timedelta(days=start)
        events += [
            event(f"a{i}", kind, first),
            event(f"b{i}", EventKind.BANK, first + timedelta(days=length)),
        ]
        found.append(discrepancy(f"d{i}", datetime(2022, 1, 1), (f"a{i}", f"b{i}"), severity))
    timeline = prepare(explanation(events, discrepancies=found))
    shown = frames(timeline.brackets, scale, 13.0, 12.0, 12.0)
    members = [i for frame in shown for i in frame.members]
    brackets = timeline.brackets
    visible = np.flatnonzero((brackets.reach_last >= scale.start) & (brackets.reach_first <= scale.end)).tolist()
    assert sorted(members) == sorted(set(members))
    assert set(visible) <= set(members)
    for frame in shown:
        assert frame.severity is min(
            (brackets.discrepancies[i].severity for i in frame.members), key=list(Severity).index
        )
        assert frame.upper <= min(brackets.upper[list(frame.members)])
        assert frame.lower >= max(brackets.lower[list(frame.members)])


def far_apart() -> Timeline:
    days = (date(2024, 2, 27), date(2024, 3, 12), date(2024, 9, 12))
    kinds = (EventKind.SETTLEMENT, EventKind.DUE, EventKind.DUE)
    events = [event(f"e{i}", kind, day) for i, (kind, day) in enumerate(zip(kinds, days, strict=True))]
    found = discrepancy("d", datetime(2024, 2, 27), ("e0", "e1", "e2"), Severity.WARNING)
    return prepare(explanation(events, [Chain("c", "L1", ("e2",), "settled-early", 9)], [found]))


def test_a_discrepancy_whose_events_lie_far_apart_is_framed_around_its_moment_and_reaches_to_the_rest() -> None:
    timeline = far_apart()
    scale = Scale(day_number(date(2024, 1, 1)), 366, 0, 1000)
    (frame,) = frames(timeline.brackets, scale, 13.0, 12.0, 12.0)
    assert frame.right == pytest.approx(scale.x(day_number(date(2024, 3, 12)) + 0.5) + 12)
    assert frame.reach is not None
    assert frame.reach[1] == pytest.approx(scale.x(day_number(date(2024, 9, 12)) + 0.5))


def test_where_only_its_farthest_event_is_in_sight_its_sign_stands_at_the_edge() -> None:
    timeline = far_apart()
    scale = Scale(day_number(date(2024, 8, 1)), 60, 100, 900)
    (frame,) = frames(timeline.brackets, scale, 13.0, 12.0, 12.0)
    x = float(sign_x(np.float64(frame.left), np.float64(frame.right), scale))
    assert scale.left < x < scale.left + 20


def test_a_due_that_was_settled_early_is_drawn_as_void() -> None:
    timeline = far_apart()
    assert {timeline.events[i].id for i, void in enumerate(timeline.void) if void} == {"e2"}


def test_a_discrepancy_without_events_is_framed_at_its_moment() -> None:
    lonely = discrepancy("d", datetime(2024, 5, 5), ())
    events = [event("e", EventKind.DUE, date(2024, 5, 15)), event("f", EventKind.BANK, date(2024, 5, 15))]
    brackets = prepare(explanation(events, discrepancies=[lonely])).brackets
    assert brackets.first[0] == brackets.last[0] == day_number(date(2024, 5, 5))


def test_a_discrepancy_that_names_only_its_period_is_framed_around_that_chain() -> None:
    events = [event("e", EventKind.DUE, date(2024, 5, 15)), event("f", EventKind.BANK, date(2024, 5, 17))]
    chain = Chain("c", "L1", ("e", "f"), "late", 4, date(2024, 5, 15), 90074)
    found = discrepancy("d", datetime(2024, 5, 1), (), period=4)
    brackets = prepare(explanation(events, [chain], [found])).brackets
    assert brackets.members == ((0, 1),)


def test_every_event_of_a_chain_but_the_first_hangs_on_one_thread() -> None:
    timeline = prepare(sketch_case())
    for chain in timeline.explanation.chains:
        events = {timeline.index[e] for e in chain.events}
        lanes = {timeline.rows.rows[int(timeline.row[e])].lane for e in events}
        hanging = [
            int(b) for a, b in zip(timeline.threads.upper, timeline.threads.lower, strict=True) if {a, b} <= events
        ]
        assert len(hanging) == len(set(hanging))
        if len(lanes) > 1:
            top = min(events, key=lambda e: int(timeline.row[e]))
            first_lane = timeline.rows.rows[int(timeline.row[top])].lane
            assert set(hanging) == {
                e for e in events if timeline.rows.rows[int(timeline.row[e])].lane is not first_lane
            }


def test_a_line_of_a_bill_hangs_on_the_bill_and_not_on_what_paid_it() -> None:
    events = [
        event("line", EventKind.BILL_LINE, date(2024, 5, 3), 500_00),
        event("bill", EventKind.BILL, date(2024, 6, 10)),
        event("paid", EventKind.DEBIT, date(2024, 6, 10)),
        event("bank", EventKind.BANK, date(2024, 6, 10)),
    ]
    timeline = prepare(explanation(events, [Chain("huabei.2024-06", "L1", tuple(e.id for e in events), "paid")], []))
    ends = zip(timeline.threads.upper.tolist(), timeline.threads.lower.tolist(), strict=True)
    pairs = {(timeline.events[a].id, timeline.events[b].id) for a, b in ends}
    assert pairs == {("paid", "bank"), ("bank", "bill"), ("bill", "line")}


def test_nothing_hangs_on_a_try_that_failed() -> None:
    timeline = prepare(sketch_case())
    uppers = {timeline.events[int(i)].kind for i in timeline.threads.upper}
    assert EventKind.FAILED_DEBIT not in uppers


def test_threads_thinned_in_a_crowd_still_show_every_pair_of_rows_in_every_part_of_the_view() -> None:
    timeline = prepare(many(3000))
    first, last = timeline.extent
    scale = Scale(0, 1, 100, 400).showing(first, last)
    threads, kept = timeline.threads, drawn(timeline.threads, scale)
    assert len(kept) < len(threads.upper) / 3

    def places(chosen: list[int]) -> set[tuple[int, int, int]]:
        pairs = ((threads.upper[i], threads.lower[i]) for i in chosen)
        return {(timeline.row[a], timeline.row[b], int(timeline.days[a] // 64)) for a, b in pairs}

    assert places(kept.tolist()) == places(list(range(len(threads.upper))))


def test_close_up_every_thread_in_sight_is_drawn_whatever_its_length() -> None:
    timeline = prepare(sketch_case())
    middle = day_number(date(2024, 4, 20))
    kept = drawn(timeline.threads, Scale(middle, 2, 0, 900))
    ends = [(timeline.events[int(timeline.threads.upper[i])].kind) for i in kept]
    assert ends == [EventKind.RESERVE_TAKEN]


def test_order_of_events_and_discrepancies_does_not_change_the_picture() -> None:
    case = sketch_case()
    turned = explanation(
        list(case.events)[::-1],
        list(case.chains)[::-1],
        list(case.discrepancies)[::-1],
        list(case.facilities)[::-1],
    )
    one, other = prepare(case), prepare(turned)
    assert [e.id for e in one.events] == [e.id for e in other.events]
    assert one.threads.upper.tolist() == other.threads.upper.tolist()
    assert [d.id for d in one.brackets.discrepancies] == [d.id for d in other.brackets.discrepancies]


def test_a_day_without_a_time_is_drawn_at_noon() -> None:
    timeline = prepare(explanation([event("e", EventKind.DUE, date(2024, 5, 15))]))
    assert timeline.days.tolist() == [day_number(date(2024, 5, 15)) + 0.5]


def test_an_empty_case_has_a_timeline_too() -> None:
    timeline = prepare(explanation())
    assert timeline.extent[0] < day_number(date(2024, 8, 31)) < timeline.extent[1]
    assert len(timeline.events) == 0
