import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.explanation import EventKind
from app.gui.style.colours import Colours
from app.gui.timeline import TimelineView
from app.gui.timeline.hover_card import wrapping
from app.palette import Ink, Scheme
from app.texts import Phrasebook
from app.timeline.scale import day_number
from tests.languages import CHINESE, ENGLISH
from tests.patience import MILLISECONDS
from tests.timeline_cases import event, explanation, many, sketch_case

ZH, EN = Phrasebook(CHINESE).say, Phrasebook(ENGLISH).say


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TimelineView]:
    shown = TimelineView(ZH, Colours(Scheme.LIGHT))
    shown.set_titles(lambda found: f"titled {found.id}")
    shown.set_motion(False)
    qtbot.addWidget(shown)
    shown.resize(900, 620)
    shown.show()
    shown.set_explanation(sketch_case())
    shown.setFocus()
    QApplication.processEvents()
    yield shown


def event_id(kind: EventKind, period: int | None = None) -> str:
    return next(e.id for e in sketch_case().events if e.kind is kind and (period is None or e.period == period))


def point_of(view: TimelineView, event: str) -> QPoint:
    stage = view._stage
    assert stage is not None
    index = stage.timeline.index[event]
    y = float(stage.layout.y_of(np.array([index]))[0]) - view.verticalScrollBar().value()
    return QPoint(round(stage.layout.event_x[index]), round(y))


def sign_of(view: TimelineView, discrepancy: str) -> QPoint:
    stage = view._stage
    assert stage is not None
    index = stage.timeline.brackets.index[discrepancy]
    frame = next(f for f in stage.layout.frames if index in f.members)
    x, y = stage.layout.sign_at(frame)
    return QPoint(round(x), round(y))


def wheel(view: TimelineView, at: QPoint, turn: QPoint, keys: Qt.KeyboardModifier) -> None:
    place = QPointF(at)
    event = QWheelEvent(
        place, view.viewport().mapToGlobal(place), QPoint(), turn, Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def drag(view: TimelineView, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier) -> None:
    button, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, at, changed, held in (
        (QEvent.Type.MouseButtonPress, start, button, button),
        (QEvent.Type.MouseMove, (start + end) / 2, none, button),
        (QEvent.Type.MouseMove, end, none, button),
        (QEvent.Type.MouseButtonRelease, end, button, none),
    ):
        place = QPointF(at)
        QApplication.sendEvent(
            view.viewport(), QMouseEvent(kind, place, view.viewport().mapToGlobal(place), changed, held, keys)
        )


NO_KEYS = Qt.KeyboardModifier.NoModifier


def test_before_a_case_it_says_what_will_be_here(qtbot: QtBot) -> None:
    empty = TimelineView(ZH, Colours(Scheme.LIGHT))
    qtbot.addWidget(empty)
    empty.show()
    assert empty.grab().toImage().pixelColor(3, 3) == QColor(Colours(Scheme.LIGHT)[Ink.CANVAS])
    assert empty.accessibleDescription() == ZH("timeline.empty")
    for key in (Qt.Key.Key_F, Qt.Key.Key_F8, Qt.Key.Key_Right):
        QTest.keyClick(empty, key)
    assert empty.selected_event is None


def test_a_click_selects_an_event_and_the_discrepancy_it_belongs_to(view: TimelineView) -> None:
    late = event_id(EventKind.DEBIT, 5)
    sent: list[str] = []
    view.eventSelected.connect(sent.append)
    view.discrepancySelected.connect(sent.append)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, late))
    assert sent == [late, "d-late"]
    assert (view.selected_event, view.selected_discrepancy) == (late, "d-late")


def test_a_click_on_a_sign_selects_the_discrepancy(view: TimelineView) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=sign_of(view, "d-twice"))
    assert view.selected_discrepancy == "d-twice"


def test_a_click_beside_everything_and_escape_select_nothing(view: TimelineView) -> None:
    view.select_event(event_id(EventKind.DEBIT, 3))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(view.viewport().width() - 30, 60))
    assert view.selected_event is None
    view.select_discrepancy("d-late")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected_discrepancy is None


def test_setting_the_same_selection_again_sends_nothing(view: TimelineView, qtbot: QtBot) -> None:
    view.select_event(event_id(EventKind.DEBIT, 3))
    with qtbot.assertNotEmitted(view.eventSelected), qtbot.assertNotEmitted(view.discrepancySelected):
        view.select_event(event_id(EventKind.DEBIT, 3))
        view.select_discrepancy(None)


def test_f8_goes_through_every_discrepancy_and_shift_f8_back(view: TimelineView) -> None:
    walked = []
    for _ in range(6):
        QTest.keyClick(view, Qt.Key.Key_F8)
        walked.append(view.selected_discrepancy)
    assert sorted(filter(None, walked)) == sorted(d.id for d in sketch_case().discrepancies)
    QTest.keyClick(view, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_discrepancy == walked[-2]


def test_comma_and_period_home_and_end_go_through_the_events(view: TimelineView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Home)
    first = view.selected_event
    QTest.keyClick(view, Qt.Key.Key_Period)
    second = view.selected_event
    QTest.keyClick(view, Qt.Key.Key_Comma)
    assert view.selected_event == first != second
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.selected_event not in (first, second)


def test_a_chinese_input_method_does_not_take_the_keys_away(view: TimelineView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Home)
    first = view.selected_event
    QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, NO_KEYS, "。"))
    assert view.selected_event != first


def test_arrows_follow_the_chain_down_and_the_row_along(view: TimelineView) -> None:
    view.select_event(event_id(EventKind.DUE, 3))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.selected_event == event_id(EventKind.DEBIT, 3)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.selected_event == event_id(EventKind.DEBIT, 4)


def test_a_key_that_means_nothing_here_is_left_to_the_window(view: TimelineView) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Q, NO_KEYS, "q")
    QApplication.sendEvent(view, event)
    assert not event.isAccepted()


def test_ctrl_and_wheel_zoom_about_the_pointer(view: TimelineView) -> None:
    at = point_of(view, event_id(EventKind.DEBIT, 3))
    before = view.scale
    wheel(view, at, QPoint(0, 240), Qt.KeyboardModifier.ControlModifier)
    after = view.scale
    assert before is not None
    assert after is not None
    assert after.days < before.days
    assert after.day(at.x()) == pytest.approx(before.day(at.x()), abs=1e-6)


def test_shift_and_wheel_or_dragging_pan_and_keep_the_zoom(view: TimelineView) -> None:
    view.zoom(4)
    before = view.scale
    wheel(view, QPoint(400, 200), QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier)
    wheeled = view.scale
    drag(view, QPoint(500, 60), QPoint(400, 60), NO_KEYS)
    dragged = view.scale
    assert before is not None
    assert wheeled is not None
    assert dragged is not None
    assert before.days == wheeled.days == dragged.days
    assert dragged.start > wheeled.start > before.start


def test_the_view_never_leaves_the_case(view: TimelineView) -> None:
    for _ in range(30):
        wheel(view, QPoint(400, 200), QPoint(0, -1200), Qt.KeyboardModifier.ControlModifier)
        view.pan_by(5000, 0)
    scale, stage = view.scale, view._stage
    assert scale is not None
    assert stage is not None
    assert scale.days == pytest.approx(stage.everything().days)


def test_f_fits_everything_and_a_resize_keeps_it_fitted(view: TimelineView) -> None:
    view.zoom(9)
    QTest.keyClick(view, Qt.Key.Key_F)
    view.resize(700, 500)
    QApplication.processEvents()
    stage, scale = view._stage, view.scale
    assert stage is not None
    assert scale is not None
    whole = stage.everything()
    assert (scale.start, scale.days) == (pytest.approx(whole.start), pytest.approx(whole.days))


def test_at_first_it_shows_what_happened_and_f_shows_the_whole_plan(view: TimelineView) -> None:
    future = [event(f"f{i}", EventKind.DUE, date(2025 + i, 1, 15)) for i in range(6)]
    case = sketch_case()
    view.set_explanation(None)
    view.set_explanation(replace(case, events=(*case.events, *future)))
    first = view.scale
    QTest.keyClick(view, Qt.Key.Key_F)
    assert first is not None
    assert view.scale is not None
    assert first.end < day_number(date(2024, 11, 1))
    assert view.scale.end > day_number(date(2030, 1, 15))


def test_two_clicks_on_a_merged_mark_show_its_events_apart(view: TimelineView) -> None:
    view.set_explanation(many(400))
    view.fit_all()
    stage = view._stage
    assert stage is not None
    found = stage.layout.clusters
    many_of = next(i for i in range(len(found.first)) if found.count[i] > 1)
    first, stop = int(found.first[many_of]), int(found.stop[many_of])
    at = QPoint(
        round((found.left[many_of] + found.right[many_of]) / 2), round(stage.layout.middles[found.row[many_of]])
    )
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    apart = stage.layout.clusters
    assert all(not (a <= first < b and stop - 1 < b) for a, b in zip(apart.first, apart.stop, strict=True))


def test_two_clicks_on_a_single_mark_open_it(view: TimelineView, qtbot: QtBot) -> None:
    wanted = event_id(EventKind.SETTLEMENT)
    with qtbot.waitSignal(view.eventActivated) as sent:
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, wanted))
    assert sent.args == [wanted]


def test_hovering_says_what_a_mark_is_and_leaving_forgets_it(view: TimelineView) -> None:
    QTest.mouseMove(view.viewport(), point_of(view, event_id(EventKind.DEBIT, 5)))
    view.hover(QPointF(point_of(view, event_id(EventKind.DEBIT, 5))))
    assert view._card is not None
    assert view._card.card is not None
    assert view._card.card.title == "2024-06-17 09:31 扣款 901.82"
    assert view.rect().contains(view._card.geometry())
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert not view._card.isVisible()


def test_a_card_stays_inside_the_view_in_every_corner(view: TimelineView) -> None:
    view.hover(QPointF(sign_of(view, "d-late")))
    card = view._card
    assert card is not None
    assert card.card is not None
    room = view.rect()
    for corner in (room.topLeft(), room.topRight(), room.bottomLeft(), room.bottomRight()):
        card.say(card.card, corner)
        assert room.contains(card.geometry())


def test_dragging_with_shift_marks_a_range_and_shows_its_totals(view: TimelineView, qtbot: QtBot) -> None:
    scale = view.scale
    assert scale is not None
    left, right = (math.ceil(scale.x(day_number(d))) for d in (date(2024, 4, 10), date(2024, 5, 20)))
    with qtbot.waitSignal(view.rangeSelected) as sent:
        drag(view, QPoint(left, 100), QPoint(right, 100), Qt.KeyboardModifier.ShiftModifier)
    first, last = sent.args
    assert (first.date(), last.date()) == (date(2024, 4, 10), date(2024, 5, 20))
    assert view._card is not None
    assert view._card.card is not None
    assert ("扣款 2 笔", "1,801.48") in [(line.text, line.amount) for line in view._card.card.lines]
    with qtbot.waitSignal(view.rangeSelected) as gone:
        QTest.keyClick(view, Qt.Key.Key_Escape)
    assert gone.args == [None, None]


def test_lines_of_a_card_end_between_words_and_inside_one_only_where_it_is_too_wide(view: TimelineView) -> None:
    sentence = "the money left in time, and the lender counted it two days late"
    anywhere = int(Qt.TextFlag.TextWrapAnywhere)
    assert not wrapping(sentence, view.font(), 200) & anywhere
    assert not wrapping("钱按时扣走了，机构晚了两天才入账" * 3, view.font(), 200) & anywhere
    assert wrapping(f"{'long' * 40}.csv", view.font(), 200) & anywhere


def test_a_card_higher_than_the_view_closes_its_lines_up(view: TimelineView) -> None:
    view.mark_range(view.width() / 3, view.width() * 0.9, done=True)
    card = view._card
    assert card is not None
    view.resize(view.width(), card.height() - 12)
    view.mark_range(view.width() / 3, view.width() * 0.8, done=True)
    assert view.rect().contains(card.geometry())


def test_a_range_can_be_marked_by_the_program_too(view: TimelineView) -> None:
    view.select_range(datetime(2024, 4, 10), datetime(2024, 5, 20))
    assert view._card is not None
    assert view._card.isVisible()


@pytest.mark.parametrize(("first", "last"), [(0.1, 0.4), (0.35, 0.6), (0.55, 0.9), (0.8, 0.99)])
def test_the_totals_stand_beside_the_range_and_not_over_it(view: TimelineView, first: float, last: float) -> None:
    view.resize(1100, 620)
    scale = view.scale
    assert scale is not None
    left, right = scale.left + scale.width * first, scale.left + scale.width * last
    view.mark_range(left, right, done=True)
    assert view._card is not None
    area = view._card.geometry().translated(-view.viewport().pos())
    assert area.left() >= right - 1 or area.right() <= left + 1


def test_the_totals_follow_their_range_while_it_is_in_view(view: TimelineView) -> None:
    view.select_range(datetime(2024, 4, 10), datetime(2024, 5, 20))
    assert view._card is not None
    said = view._card.card
    view.show_span(day_number(date(2024, 3, 1)), 90)
    assert view._card.isVisible()
    assert view._card.card == said
    view.show_span(day_number(date(2024, 7, 1)), 20)
    assert not view._card.isVisible()


def test_what_is_selected_from_outside_comes_into_view(view: TimelineView) -> None:
    view.zoom(20, 0)
    view.select_event(event_id(EventKind.SETTLEMENT))
    scale = view.scale
    assert scale is not None
    assert scale.start < day_number(date(2024, 8, 6)) < scale.end


def test_rows_below_the_view_are_scrolled_to(view: TimelineView) -> None:
    view.resize(600, 240)
    QApplication.processEvents()
    view.select_event(event_id(EventKind.RESERVE_TAKEN))
    assert 0 < point_of(view, event_id(EventKind.RESERVE_TAKEN)).y() < view.viewport().height()


def test_selection_and_span_survive_another_explanation_of_the_case(view: TimelineView, qtbot: QtBot) -> None:
    view.zoom(3)
    view.select_event(event_id(EventKind.DEBIT, 3))
    before = view.scale
    with qtbot.assertNotEmitted(view.eventSelected):
        view.set_explanation(sketch_case())
    assert view.scale == before
    assert view.selected_event == event_id(EventKind.DEBIT, 3)


def test_a_selection_that_is_gone_is_told(view: TimelineView, qtbot: QtBot) -> None:
    view.select_event(event_id(EventKind.DEBIT, 3))
    with qtbot.waitSignal(view.eventSelected) as sent:
        view.set_explanation(explanation())
    assert sent.args == [""]
    view.set_explanation(None)
    assert view.scale is None


def test_a_screen_reader_hears_what_is_selected(view: TimelineView, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: heard.append(event.message()))
    assert view.accessibleName() == "时间线"
    assert "6 处差异" in view.accessibleDescription()
    view.select_event(event_id(EventKind.DEBIT, 5))
    assert "晚 2 天" in view.accessibleDescription()
    view.select_discrepancy("d-late")
    assert view.accessibleDescription().startswith("titled d-late")
    assert len(heard) == 2


def test_another_language_is_spoken_at_once(view: TimelineView) -> None:
    view.select_event(event_id(EventKind.DEBIT, 5))
    view.set_wording(EN)
    assert view.accessibleName() == "Timeline"
    assert view.selected_event == event_id(EventKind.DEBIT, 5)


def test_the_strip_moves_the_view(view: TimelineView) -> None:
    view.zoom(5)
    strip, before = view._strip, view.scale
    assert strip is not None
    assert before is not None
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() - 40, 20))
    assert view.scale is not None
    assert view.scale.days == pytest.approx(before.days)
    assert view.scale.start > before.start


def test_the_frame_of_the_keyboard_is_shown_for_keys_and_not_for_the_mouse(view: TimelineView) -> None:
    accent = Colours(Scheme.LIGHT)[Ink.ACCENT]
    edge = QPoint(1, 300)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.viewport().grab().toImage().pixelColor(edge) == accent
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 60))
    assert view.viewport().grab().toImage().pixelColor(edge) != accent


@pytest.mark.parametrize("scheme", Scheme)
def test_every_scheme_shows_every_severity(view: TimelineView, scheme: Scheme) -> None:
    colours = Colours(scheme)
    view.set_colours(colours)
    image = view.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(60, 260)}
    assert {colours[ink].name() for ink in (Ink.SERIOUS, Ink.WARNING, Ink.INFO)} <= seen


def test_a_movement_ends_where_it_should_and_is_short(qtbot: QtBot, view: TimelineView) -> None:
    view.set_motion(True)
    view.zoom(6)
    view.fit_all()
    stage = view._stage
    assert stage is not None
    qtbot.waitUntil(lambda: view.scale == stage.everything(), timeout=MILLISECONDS)


@pytest.mark.parametrize("ending", [".svg", ".png", ".pdf"])
@pytest.mark.parametrize("everything", [True, False])
def test_a_picture_of_it_is_written_whole(view: TimelineView, tmp_path: Path, ending: str, everything: bool) -> None:
    target = tmp_path / "here" / f"picture{ending}"
    target.parent.mkdir()
    view.save_picture(target, everything=everything)
    assert list(target.parent.iterdir()) == [target]
    assert target.read_bytes()[:4] in (b"<svg", b"\x89PNG", b"%PDF")


def test_a_picture_of_another_kind_is_refused(view: TimelineView, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="bmp"):
        view.save_picture(tmp_path / "picture.bmp")


def test_a_crowd_is_drawn_in_every_size(qtbot: QtBot, view: TimelineView) -> None:
    view.set_explanation(many(3000))
    for size in ((300, 200), (1600, 900)):
        view.resize(*size)
        QApplication.processEvents()
        assert not view.grab().isNull()


@pytest.fixture
def counted(view: TimelineView, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    stage, drawn = view._stage, []
    assert stage is not None
    original = stage._draw
    monkeypatch.setattr(stage, "_draw", lambda scrolled: (drawn.append(1), original(scrolled)))
    return lambda: len(drawn)


def test_hovering_and_selecting_do_not_draw_the_picture_anew(view: TimelineView, counted: Callable[[], int]) -> None:
    view.hover(QPointF(point_of(view, event_id(EventKind.DEBIT, 3))))
    view.select_event(event_id(EventKind.DEBIT, 4))
    QApplication.processEvents()
    view.viewport().repaint()
    assert counted() == 0
    view.zoom(2)
    view.viewport().repaint()
    assert counted() == 1


def test_clicks_on_a_merged_mark_select_one_of_its_events_after_the_other(view: TimelineView) -> None:
    view.set_explanation(many(400))
    view.fit_all()
    stage = view._stage
    assert stage is not None
    found = stage.layout.clusters
    many_of = next(i for i in range(len(found.first)) if found.count[i] > 2)
    at = QPoint(round((found.left[many_of] + found.right[many_of]) / 2), round(stage.layout.mark_y[many_of]))
    seen = []
    for _ in range(int(found.count[many_of])):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        seen.append(view.selected_event)
    events = stage.timeline.events[int(found.first[many_of]) : int(found.stop[many_of])]
    assert set(seen) == {one.id for one in events}
