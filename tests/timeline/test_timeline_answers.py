import tomllib
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.discrepancy import Severity
from app.core.explanation import EventKind
from app.palette import Ink
from app.resource_files import resource
from app.texts import Language, Phrasebook
from app.timeline.lanes import Lane
from app.timeline.model import prepare
from app.timeline.navigation import Step, next_discrepancy, step_inside, walk
from app.timeline.picking import BalanceHit, BandHit, FrameHit, MarkHit, pick
from app.timeline.scale import day_number
from app.timeline.tooltips import Words, card, event_card, range_card, summary
from app.timeline.totals import totals
from tests.languages import CHINESE, EVERY_LANGUAGE
from tests.timeline.test_timeline_layout import CASES, laid_out
from tests.timeline_cases import discrepancy, event, explanation, many, sketch_case

SAY = Phrasebook(CHINESE).say
WORDS = Words(SAY, lambda found: f"titled {found.id}")


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["sketch", "crowd"]), st.floats(0.01, 1), st.floats(0, 1))
def test_the_middle_of_every_mark_answers_with_that_mark(case: str, share: float, place: float) -> None:
    layout = laid_out(case, share, place)
    found = layout.clusters
    signs = [layout.sign_at(frame) for frame in layout.frames]
    for i in range(len(found.first)):
        x, y = float(found.left[i] + found.right[i]) / 2, float(layout.mark_y[i])
        under_sign = any(abs(x - a) < layout.sign and abs(y - b) < layout.sign for a, b in signs)
        if layout.scale.left <= x <= layout.scale.right and not under_sign:
            assert pick(layout, x, y) == MarkHit(int(found.first[i]), int(found.stop[i]))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["sketch", "crowd"]), st.floats(0.01, 1), st.floats(0, 1))
def test_every_discrepancy_can_be_reached_by_its_sign(case: str, share: float, place: float) -> None:
    layout = laid_out(case, share, place)
    for frame in layout.frames:
        x, y = layout.sign_at(frame)
        if layout.scale.left <= x <= layout.scale.right:
            hit = pick(layout, x, y)
            assert isinstance(hit, FrameHit)


def test_a_point_answers_with_the_band_the_balance_or_the_frame_around_it() -> None:
    layout = laid_out("sketch", 1, 0.5)
    band = next(s for s in layout.timeline.stretches if layout.band_box(s))
    left, top, right, bottom = layout.band_box(band) or (0, 0, 0, 0)
    assert isinstance(pick(layout, (left + right) / 2, (top + bottom) / 2), BandHit)
    owed = pick(layout, (left + right) / 2, layout.grid.height - 5)
    assert isinstance(owed, BalanceHit)
    frame = next(f for f in layout.frames if 0 in f.members or len(f.members) == 1)
    x0, _, _, y1 = layout.frame_box(frame)
    assert isinstance(pick(layout, x0 + 2, y1 - 2), FrameHit)


def test_outside_the_rows_there_is_nothing() -> None:
    layout = laid_out("sketch", 1, 0.5)
    assert pick(layout, 3, 200) is None
    assert pick(layout, 400, 5) is None
    assert pick(layout, 400, 99_999) is None


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_a_range_adds_up_what_lies_in_it_to_the_fen(one: int, other: int) -> None:
    timeline = CASES["crowd"]
    start = timeline.extent[0]
    first, last = start + min(one, other), start + max(one, other)
    inside = [e for e, d in zip(timeline.events, timeline.days, strict=True) if first <= d <= last]
    found = totals(timeline, first, last)
    assert sum(total.count for total in found) == len(inside)
    assert sum(total.sum or 0 for total in found) == sum(e.amount or 0 for e in inside)


def test_failed_tries_are_not_added_to_what_was_debited() -> None:
    events = [
        event("a", EventKind.DEBIT, date(2024, 5, 5), 100),
        event("b", EventKind.FAILED_DEBIT, date(2024, 5, 5), 100),
        event("c", EventKind.PLAN_CHANGE, date(2024, 5, 5), None),
    ]
    timeline = prepare(explanation(events))
    found = totals(timeline, *timeline.extent)
    assert [(t.lane, t.lower, t.count, t.sum) for t in found] == [
        (Lane.DEBIT, False, 1, 100),
        (Lane.DEBIT, True, 1, 100),
        (Lane.PLAN, False, 1, None),
    ]


def test_next_goes_through_every_event_in_order_of_time_and_previous_back() -> None:
    timeline = CASES["sketch"]
    at, walked = walk(timeline, None, Step.FIRST, 0), []
    while at is not None:
        walked.append(at)
        at = walk(timeline, at, Step.NEXT, 0)
    assert sorted(walked) == list(range(len(timeline.events)))
    assert [timeline.days[i] for i in walked] == sorted(timeline.days)
    assert [walk(timeline, i, Step.PREVIOUS, 0) for i in walked] == [None, *walked[:-1]]
    assert walk(timeline, None, Step.LAST, 0) == walked[-1]


def test_down_follows_the_chain_and_up_comes_back() -> None:
    timeline = CASES["sketch"]
    due = next(i for i, e in enumerate(timeline.events) if e.kind is EventKind.DUE and e.period == 3)
    kinds, at = [], due
    for _ in range(3):
        at = walk(timeline, at, Step.DOWN, 0) or 0
        kinds.append((timeline.events[at].kind, timeline.events[at].period))
    assert kinds == [(EventKind.DEBIT, 3), (EventKind.BANK, 3), (EventKind.POSTING, 3)]
    for _ in range(3):
        at = walk(timeline, at, Step.UP, 0) or 0
    assert at == due


def test_left_and_right_stay_in_their_row() -> None:
    timeline = CASES["sketch"]
    first = int(timeline.starts[1])
    assert walk(timeline, first, Step.LEFT, 0) is None
    beside = walk(timeline, first, Step.RIGHT, 0)
    assert beside is not None
    assert timeline.row[beside] == timeline.row[first]


def test_from_nowhere_a_step_begins_at_what_is_nearest_to_the_middle() -> None:
    timeline = CASES["sketch"]
    at = walk(timeline, None, Step.NEXT, day_number(date(2024, 8, 6)))
    assert at is not None
    assert timeline.events[at].at.date() in (date(2024, 8, 6), date(2024, 8, 1))


def test_discrepancies_go_round_in_order_of_time() -> None:
    timeline = CASES["sketch"]
    count = len(timeline.brackets.discrepancies)
    walked, at = [], None
    for _ in range(count + 1):
        at = next_discrepancy(timeline, at, True)
        walked.append(at)
    assert walked == [*range(count), 0]
    assert next_discrepancy(timeline, 0, False) == count - 1
    assert next_discrepancy(prepare(explanation()), None, True) is None


def test_the_card_of_a_late_debit_says_when_how_late_and_how_much_more() -> None:
    timeline = CASES["sketch"]
    late = next(i for i, e in enumerate(timeline.events) if e.kind is EventKind.DEBIT and e.period == 5)
    found = event_card(timeline, late, SAY)
    assert found.title == "2024-06-17 09:31 扣款 901.82"
    texts = [line.text for line in found.lines]
    assert "借呗 10,000.00 第 5 期" in texts
    assert "应还日 2024-06-15，晚 2 天" in texts
    assert "应还 900.74，相差 +1.08" in texts
    assert any(text.startswith("支付宝.csv 第 ") for text in texts)


def test_the_card_of_a_joined_mark_lists_a_few_events_one_by_one_and_colours_what_does_not_agree() -> None:
    timeline = CASES["sketch"]
    (row,) = {int(timeline.row[i]) for i, e in enumerate(timeline.events) if e.kind is EventKind.FAILED_DEBIT}
    first, stop = int(timeline.starts[row]), int(timeline.starts[row + 1])
    found = card(timeline, MarkHit(first, stop), WORDS)
    assert found.title == "2 个事件，2024-06-15"
    assert [(line.text, line.amount, line.ink) for line in found.lines[:-1]] == [
        ("06:12 扣款失败", "900.74", Ink.SERIOUS),
        ("15:12 扣款失败", "900.74", Ink.SERIOUS),
    ]


def test_the_card_of_a_crowd_says_how_many_of_what_their_sum_and_what_does_not_agree_inside() -> None:
    timeline = CASES["crowd"]
    first, stop = int(timeline.starts[0]), int(timeline.starts[0]) + 9
    found = card(timeline, MarkHit(first, stop), WORDS)
    assert found.title.startswith("9 个事件")
    assert [(line.text, line.amount) for line in found.lines[:1]] == [("放款 9 笔合计", "54,000.00")]
    debits = next(i for i, e in enumerate(timeline.events) if e.kind is EventKind.DEBIT)
    stop = int(timeline.starts[int(timeline.row[debits]) + 1])
    inside = sorted(set(timeline.trouble[debits:stop].tolist()) - {-1})
    told = card(timeline, MarkHit(debits, stop), WORDS).lines
    assert len(inside) > 3
    assert [line.ink for line in told[1:4]] == [Ink.SERIOUS] * 3
    assert told[4].text == f"还有 {len(inside) - 3} 处"


def test_clicks_on_a_joined_mark_go_through_its_events_from_the_one_that_does_not_agree() -> None:
    timeline = CASES["crowd"]
    debits = [i for i, e in enumerate(timeline.events) if e.kind is EventKind.DEBIT]
    odd = next(i for i in debits if timeline.trouble[i] >= 0)
    first, stop = odd - 2, odd + 2
    steps = [step_inside(timeline, None, first, stop)]
    for _ in range(4):
        steps.append(step_inside(timeline, steps[-1], first, stop))
    assert steps == [odd, odd + 1, first, first + 1, odd]
    assert step_inside(timeline, None, 0, 4) == 0


def test_the_card_of_several_discrepancies_counts_those_it_cannot_list() -> None:
    found = [discrepancy(f"d{i}", datetime(2024, 5, 5), ("e",), Severity.WARNING) for i in range(9)]
    CASES["pile"] = prepare(explanation([event("e", EventKind.DUE, date(2024, 5, 5))], discrepancies=found))
    (frame,) = laid_out("pile", 1, 0.5).frames
    shown = card(CASES["pile"], FrameHit(frame), WORDS)
    assert "9" in shown.title
    assert shown.lines[-1].text == "还有 4 处"
    assert shown.lines[0].text == "titled d0"


def test_an_empty_range_says_so() -> None:
    timeline = CASES["sketch"]
    shown = range_card(timeline, 0.0, 3.0, SAY)
    assert [line.text for line in shown.lines] == [SAY("timeline.range.none")]


@EVERY_LANGUAGE
def test_every_card_can_be_said_in_both_languages(language: Language) -> None:
    words = Words(Phrasebook(language).say)
    for timeline in (prepare(sketch_case()), prepare(many(200))):
        said = [event_card(timeline, i, words.say).spoken for i in range(len(timeline.events))]
        said += [card(timeline, BandHit(band), words).spoken for band in timeline.bands]
        said += [card(timeline, MarkHit(0, 2), words).spoken, summary(timeline, words.say)]
        said.append(card(timeline, BalanceHit(timeline.extent[0], 5), words).spoken)
        assert all(said)


def test_both_languages_have_the_same_messages() -> None:
    def ids(table: dict[str, object], prefix: str = "") -> set[str]:
        found: set[str] = set()
        for key, value in table.items():
            found |= ids(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}"}
        return found

    zh, en = (
        ids(tomllib.loads(resource("translations", one, "timeline.toml").read_text(encoding="utf-8")))
        for one in ("zh", "en")
    )
    assert zh == en


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_a_name(kind: EventKind) -> None:
    assert f"timeline.kind.{kind.value}" in Phrasebook(CHINESE)
