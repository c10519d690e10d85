"""The timeline's tools can be found: fit, zoom, a range of days for list and tables, lanes, the legend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.core.loans.settlement import settle_all
from app.core.money import grouped
from app.core.pipeline import explain
from app.core.views.settlement_outlook import SettlementQuestion, settlement_outlook
from app.gui.panels.lane_menu import LaneMenu, arranged
from app.gui.panels.settle_strip import SettleStrip
from app.gui.timeline.base_view import Fitting
from app.gui.window.main_window import MainWindow
from app.texts.settlement_texts import SettlementTexts
from app.timeline.lanes import AS_THEY_ARE, Choice, Lane
from tests.core.case_builder import CaseBuilder
from tests.gui.driving import Driver


def test_the_range_tool_marks_days_by_a_plain_drag_and_the_tables_can_follow(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        parts = window.workbench
        panel, view = parts.timeline_panel, parts.timeline
        events, listed = parts.tables.events.rowCount(), parts.listed.model.total
        assert not panel.only_range.isVisible()
        panel.range_button.click()
        scale = view.scale
        assert scale is not None
        left, right = (round(scale.x(scale.start + scale.days * share)) for share in (0.02, 0.3))
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left, 200))
        QTest.mouseMove(view.viewport(), QPoint(right, 200))
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(right, 200))
        assert panel.only_range.isVisible()
        assert view.scale is not None
        assert abs(view.scale.start - scale.start) < scale.days * 0.1  # it was not moved, though it may be resized
        panel.only_range.click()
        assert 0 < parts.tables.events.rowCount() < events
        panel.clear_range.click()
        assert (parts.tables.events.rowCount(), parts.listed.model.total) == (events, listed)
        assert not panel.only_range.isVisible()

    driver.play(scene)


def test_the_range_tool_goes_on_and_off_by_its_key(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        parts = window.workbench
        parts.timeline.setFocus()
        QTest.keyClick(parts.timeline, Qt.Key.Key_R)
        assert parts.timeline_panel.range_button.isChecked()
        QTest.keyClick(parts.timeline, Qt.Key.Key_Escape)
        assert not parts.timeline_panel.range_button.isChecked()

    driver.play(scene)


def test_fit_switches_between_what_happened_and_all(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        view, panel = parts.timeline, parts.timeline_panel
        view.set_motion(False)
        assert view.fitting is Fitting.ACTIVITY
        assert panel.fit_activity.isChecked()
        activity = view.scale
        window.actions_["timeline-fit"].trigger()
        assert panel.fit_all.isChecked()
        assert activity is not None
        assert view.scale is not None
        assert view.scale.days > activity.days
        window.actions_["timeline-fit"].trigger()
        assert view.scale == activity

    driver.play(scene)


def test_the_zoom_control_shows_and_sets_how_close_the_view_is(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        view, zoom = window.workbench.timeline, window.workbench.timeline_panel.zoom
        view.set_motion(False)
        view.fit_all()
        assert zoom.value() == zoom.minimum()
        zoom.setValue(zoom.maximum())
        assert view.scale is not None
        assert view.scale.days == pytest.approx(1.0)
        view.zoom(0.5)
        assert zoom.minimum() < zoom.value() < zoom.maximum()

    driver.play(scene)


@pytest.mark.parametrize("way", ["hidden", "folded", "pinned"])
def test_lanes_are_hidden_folded_or_pinned_and_go_back(driver: Driver, way: str) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench

        def rows() -> list[tuple[Lane, bool, bool]]:
            assert parts.timeline.timeline is not None
            return [(r.lane, r.folded, r.pinned) for r in parts.timeline.timeline.rows.rows]

        before = rows()
        parts.session.view.choose_lanes(arranged(AS_THEY_ARE, Lane.DUE, way, on=True))
        after = rows()
        assert after != before
        match way:
            case "hidden":
                assert Lane.DUE not in {lane for lane, _, _ in after}
            case "folded":
                assert [row for row in after if row[0] is Lane.DUE] == [(Lane.DUE, True, False)]
            case "pinned":
                assert after[0] == (Lane.DUE, False, True)
        parts.timeline.grab()
        parts.session.view.choose_lanes(Choice())
        assert rows() == before

    driver.play(scene)


def test_pinned_lanes_stay_while_the_rest_is_scrolled(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        window.resize(1200, 560)
        parts.session.view.choose_lanes(arranged(AS_THEY_ARE, Lane.BILL, "pinned", on=True))
        view = parts.timeline
        stage = view._stage
        assert stage is not None
        driver.until(lambda: view.verticalScrollBar().maximum() > 0)
        top, bottom = round(stage.grid.header), round(stage.grid.pinned)
        assert bottom > top
        view.clear()
        before = view.viewport().grab().toImage().copy(0, top, view.viewport().width(), bottom - top)
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        after = view.viewport().grab().toImage()
        below = after.copy(0, bottom, view.viewport().width(), 60)
        assert after.copy(0, top, view.viewport().width(), bottom - top) == before
        assert below != before.copy(0, 0, view.viewport().width(), 60)

    driver.play(scene)


def test_pressing_the_name_of_a_lane_offers_what_can_be_done_with_it(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        stage = parts.timeline._stage
        assert stage is not None
        named: list[Lane] = []
        parts.timeline.laneNamed.disconnect()
        parts.timeline.laneNamed.connect(lambda lane, _at: named.append(lane))
        QTest.mouseClick(
            parts.timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, round(stage.grid.header) + 8)
        )
        assert named == [Lane.DRAWDOWN]

    driver.play(scene)


def test_what_is_chosen_in_the_menu_of_a_lane_is_done_with_it_and_taken_back(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        for way in ("hidden", "folded", "pinned"):
            for on in (True, False):
                parts.timeline.laneNamed.emit(Lane.BANK, QPoint(0, 0))
                menu = parts.timeline_panel.findChildren(LaneMenu)[-1]
                (action,) = [a for a in menu.actions() if a.text() == window.wording.say(f"timeline.lanes.{way}")]
                assert action.isChecked() is not on
                action.trigger()
                menu.close()
                assert getattr(parts.session.view.lanes, way) == (frozenset({Lane.BANK}) if on else frozenset())
        parts.timeline_panel.lanes_button.click()
        menu = parts.timeline_panel.findChildren(LaneMenu)[-1]
        inner = next(a.menu() for a in menu.actions() if a.text() == window.wording.say("timeline.lane.bank"))
        assert isinstance(inner, QMenu)
        inner.actions()[0].trigger()
        menu.close()
        assert parts.session.view.lanes.hidden == {Lane.BANK}

    driver.play(scene)


def test_the_legend_tells_only_of_marks_that_there_are_and_can_be_put_away(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        panel = window.workbench.timeline_panel
        driver.until(lambda: panel.legend is not None and panel.legend.isVisible())
        assert panel.legend is not None
        told = panel.legend.accessibleDescription()
        assert "扣款失败" in told
        assert "备用金" not in told
        panel.legend_button.click()
        assert not panel.legend.isVisible()
        assert window.settings.choice("legend") == "no"

    driver.play(scene)


def test_settling_is_told_for_every_day_by_slider_and_by_typing(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        panel = parts.timeline_panel
        assert parts.timeline._settling is None
        panel.settle_button.click()
        strip = panel.settle
        assert strip is not None
        standings, reserves = parts.session.explanation.standings, parts.session.explanation.reserves
        for days in (0, 7, strip.slider.maximum()):
            strip.slider.setValue(days)
            payoff = settle_all(standings, reserves, strip.day)
            assert grouped(payoff.least) in strip.amount.text()
            assert grouped(payoff.most) in strip.amount.text()
            assert strip.day.isoformat() in strip.text.text()
            assert parts.timeline._settling is not None
            needed = strip.text.heightForWidth(strip.area.viewport().width())
            lines = strip.fontMetrics().lineSpacing()
            assert strip.area.height() >= min(needed, 3 * lines)  # whole lines, not the half of one
        strip.edit.setDate(strip.edit.minimumDate())
        assert strip.slider.value() == 0
        strip.close_button.click()
        assert parts.timeline._settling is None
        assert not strip.isVisible()

    driver.play(scene)


def test_settling_tells_of_bills_beside_the_loans_and_of_all_together(driver: Driver) -> None:
    case = CaseBuilder()
    for period in case.loan()[:2]:
        case.paid(period)
    case.bill(4, [case.line(date(2026, 3, 12), 800_00)])
    case.covers(date(2026, 1, 1), date(2026, 4, 5))
    explanation = explain(case.ledger, as_of=date(2026, 4, 5))

    def scene(window: MainWindow) -> None:
        strip = SettleStrip(window.wording, window)
        strip.retranslate()
        assert strip.show_case(explanation)
        outlook = settlement_outlook(explanation, SettlementQuestion(strip.day))
        loans, bills = outlook.day, outlook.bills
        assert sum(b.least for b in bills) == 800_00
        assert grouped(loans.least + 800_00) in strip.amount.text()
        assert strip.text.text().splitlines() == list(SettlementTexts(window.wording.book).lines(outlook))
        alone = replace(explanation, standings=())
        assert strip.show_case(alone) and "800.00" in strip.amount.text()
        assert not strip.show_case(replace(alone, bill_standings=()))

    driver.play(scene)


def test_settling_is_not_offered_where_no_paper_tells(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        parts.timeline_panel.settle_button.click()
        parts.session.view.choose_loans(frozenset({"huabei"}))
        assert not parts.timeline_panel.settle_button.isVisible()
        assert parts.timeline._settling is None
        parts.session.view.choose_loans(frozenset())
        assert parts.timeline_panel.settle_button.isVisible()
        assert parts.timeline._settling is not None

    driver.play(scene)
