"""The region of the timeline: the picture, what its marks mean, and its tools where they can be found."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSlider, QVBoxLayout, QWidget

from app.gui.services.shared import Services
from app.gui.style.widgets import plain_label, plain_tip
from app.gui.timeline import TimelineView
from app.gui.timeline.base_view import Fitting
from app.gui.widgets.switch import Switch
from app.gui.widgets.tool_row import ToolRow

if TYPE_CHECKING:  # numpy comes with the first case, not with the empty window
    from app.gui.panels.settle_strip import SettleStrip
    from app.gui.timeline.legend import Legend
    from app.timeline.lanes import Choice, Lane

_ZOOM_STEPS = 100
_ZOOM = 1.5
_LEGEND = "legend"
_ROOM_FOR_LEGEND = 540
"""The height from which the legend is shown unless the person chose otherwise."""


class TimelinePanel(QWidget):
    """Holds the timeline; ``bar`` has its tools, those without room in a menu."""

    highest_changed = Signal()
    """More or less height may be of use now."""

    def __init__(self, view: TimelineView, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = view
        self._session, self._wording = services.session, services.wording
        self._theme, self._settings = services.theme, services.settings
        self._range: tuple[datetime, datetime] | None = None
        self.legend: Legend | None = None
        self.bar = ToolRow((10, 3, 10, 3), 4, self)
        self.bar.more.setProperty("tool", True)
        self.bar.setObjectName("timelineBar")
        self.legend_button, self.fit_activity, self.fit_all = (self._switch() for _ in range(3))
        self.lanes_button, self.range_button = self._tool(), self._tool()
        self.only_range, self.clear_range = self._tool(), self._tool()
        self.range_text = plain_label("", self.bar)
        self.zoom_out, self.zoom_in = self._tool(), self._tool()
        self.settle_button = self._tool()
        self.settle: SettleStrip | None = None
        self.zoom = QSlider(Qt.Orientation.Horizontal, self.bar)
        self._column = QVBoxLayout(self)
        self._build()
        self._listen()

    def _tool(self) -> QPushButton:
        button = QPushButton(self.bar)
        button.setProperty("tool", True)
        return button

    def _switch(self) -> Switch:
        button = Switch(self.bar)
        button.setProperty("tool", True)
        return button

    def _build(self) -> None:
        self.zoom.setRange(0, _ZOOM_STEPS)
        self.zoom.setFixedWidth(96)
        self.range_text.setProperty("secondary", True)
        for button in (self.range_button, self.only_range, self.settle_button):
            button.setCheckable(True)
        self.bar.fill(
            (
                self.fit_activity, self.fit_all, self.zoom_out, self.zoom, self.zoom_in, self.range_button,
                self.range_text, self.only_range, self.clear_range, self.settle_button, self.lanes_button,
                self.legend_button,
            ),
            leaving=(
                self.zoom, self.legend_button, self.lanes_button, self.settle_button, self.fit_all, self.fit_activity,
                self.range_button, self.zoom_out, self.zoom_in, self.range_text,
            ),
        )  # fmt: skip
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self.bar)
        self._show_range(None, None)

    def _listen(self) -> None:
        view = self.view
        view.scaleChanged.connect(self._show_scale)
        view.rangeSelected.connect(self._show_range)
        view.markingChanged.connect(self.range_button.setChecked)
        view.laneNamed.connect(self._open_lane)
        self.range_button.toggled.connect(view.set_marking)
        self.only_range.toggled.connect(self._follow_range)
        self.clear_range.clicked.connect(lambda: view.mark_range(0, 0, done=True))
        for button, fit in ((self.fit_activity, view.fit_activity), (self.fit_all, view.fit_all)):
            button.asked.connect(fit)
            button.asked.connect(self._show_scale)  # pressed again it stays on
        self.zoom_in.clicked.connect(lambda: view.zoom(_ZOOM))
        self.zoom_out.clicked.connect(lambda: view.zoom(1 / _ZOOM))
        self.zoom.valueChanged.connect(lambda value: view.zoom_to(value / _ZOOM_STEPS))
        self.legend_button.asked.connect(self._toggle_legend)
        self.settle_button.toggled.connect(self._show_settling)
        self.lanes_button.clicked.connect(self._open_lanes)

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def highest(self) -> int | None:
        """The height from which more would stay empty; None where nothing is shown."""
        if self.view.highest is None:
            return None
        below = (self.bar, self.settle, self.legend)
        return self.view.highest + sum(
            part.heightForWidth(self.width()) if part.hasHeightForWidth() else part.sizeHint().height()
            for part in below
            if part is not None and not part.isHidden()
        )

    def show_case(self) -> None:
        """Show what the case has, or the part of it that is looked at."""
        timeline = self._session.view.timeline
        self.view.set_timeline(timeline if timeline is not None and timeline.rows.rows else None)
        self._show_legend()
        self._show_settling()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        say = self._wording.say
        self.view.set_wording(say)
        named = {
            "fit-activity": self.fit_activity, "fit-all": self.fit_all,
            "zoom-out": self.zoom_out, "zoom-in": self.zoom_in,
            "range": self.range_button, "only-range": self.only_range, "clear-range": self.clear_range,
            "lanes": self.lanes_button, "legend": self.legend_button, "settle": self.settle_button,
        }  # fmt: skip
        for name, button in named.items():
            button.setText(say(f"timeline.tool.{name}"))
            button.setToolTip(plain_tip(say(f"timeline.tip.{name}")))
            button.setAccessibleName(say(f"timeline.tip.{name}"))
        self.bar.name_more(say("window.more"), say("window.more-tip"))
        self.zoom.setAccessibleName(say("timeline.tip.zoom"))
        self.zoom.setToolTip(plain_tip(say("timeline.tip.zoom")))
        for widget in (self.zoom, self.range_text):
            widget.setFixedHeight(self.zoom_in.sizeHint().height())
        self._tell_range()
        self._show_legend()
        if self.settle is not None:
            self.settle.retranslate()

    def recolour(self) -> None:
        """Draw in the current colours."""
        self.view.set_colours(self._theme.colours)
        self._show_legend()

    def _show_scale(self) -> None:
        self.zoom.blockSignals(True)
        self.zoom.setValue(round(self.view.zoom_share * _ZOOM_STEPS))
        self.zoom.blockSignals(False)
        self.fit_activity.show_on(self.view.fitting is Fitting.ACTIVITY)
        self.fit_all.show_on(self.view.fitting is Fitting.ALL)

    # -- a range of time -------------------------------------------------------------------------------------------

    def _show_range(self, first: datetime | None, last: datetime | None) -> None:
        self._range = None if first is None or last is None else (first, last)
        self._tell_range()
        if self._range is None:
            self.only_range.setChecked(False)
        self._follow_range()

    def _tell_range(self) -> None:
        shown = self._range is not None
        if self._range is not None:
            first, last = (moment.date() for moment in self._range)
            whole = self._wording.say("timeline.tool.days", first=first, last=last)
            of_one_year = first.year == last.year
            short = self._wording.say("timeline.tool.days-of-a-year", first=first, last=last) if of_one_year else whole
            self.range_text.setText(short)
            self.range_text.setToolTip(plain_tip(whole))
        for widget in (self.range_text, self.only_range, self.clear_range):
            self.bar.want(widget, shown)
        self.bar.fit()

    def _follow_range(self) -> None:
        """Let list and tables show the range alone, or everything."""
        first, last = self._range if self._range is not None and self.only_range.isChecked() else (None, None)
        self._session.view.choose_days(first, last)

    # -- settling --------------------------------------------------------------------------------------------------

    @property
    def tells_settling(self) -> bool:
        """Whether papers tell what settling costs."""
        return self.bar.is_wanted(self.settle_button)

    def ask_settling(self) -> None:
        """Ask what settling costs, with the keyboard in the day; nothing where no paper tells it."""
        if not self.tells_settling:
            return
        if not self.settle_button.isChecked():
            self.settle_button.click()
        if self.settle is not None:
            self.settle.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_settling(self) -> None:
        """Tell what settling costs on a day, while that is asked for and papers tell it."""
        from app.core.views.settlement_outlook import may_be_told

        explanation = self._session.view.of_loans
        told = may_be_told(explanation)
        self.bar.want(self.settle_button, told)
        self.bar.fit()
        asked = told and self.settle_button.isChecked()
        if asked and self.settle is None:
            from app.gui.panels.settle_strip import SettleStrip

            self.settle = SettleStrip(self._wording, self)
            self.settle.day_chosen.connect(self._show_day)
            self.settle.closed.connect(self.settle_button.click)
            self._column.insertWidget(self._column.indexOf(self.bar), self.settle)
            self.settle.retranslate()
        if self.settle is not None:
            self.settle.setVisible(asked)
        if self.settle is not None and asked:
            self.settle.show_case(explanation)
        else:
            self.view.show_settling(None)
        self._show_legend()

    def _show_day(self, day: date, amount: str) -> None:
        self.view.show_settling(day, amount)
        self.view.reveal_day(day)

    # -- lanes -----------------------------------------------------------------------------------------------------

    def _open_lanes(self) -> None:
        from app.timeline.lanes import Lane, rows_of

        present = {row.lane for row in rows_of(self._session.view.of_loans).rows}
        self._open([lane for lane in Lane if lane in present], self.bar.below(self.lanes_button))

    def _open_lane(self, lane: Lane, at: QPoint) -> None:
        self._open([lane], at)

    def _open(self, lanes: list[Lane], at: QPoint) -> None:
        from app.gui.panels.lane_menu import LaneMenu

        LaneMenu(self._session.view.lanes, lanes, self._wording, self._arrange, self).popup(at)

    def _arrange(self, choice: Choice) -> None:
        self._session.view.choose_lanes(choice)

    # -- the legend ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low region has no room for the legend, unless it was asked for."""
        super().resizeEvent(event)
        if self.legend is not None and event.oldSize().height() != event.size().height():
            self._show_legend()

    def _toggle_legend(self) -> None:
        self._settings.set_choice(_LEGEND, "yes" if self.legend_button.isChecked() else "no")
        self._show_legend()

    def _show_legend(self) -> None:
        timeline = self.view.timeline
        chosen = self._settings.choice(_LEGEND)
        roomy = self.height() >= self._room_for_legend() and not self.settle_button.isChecked()
        shown = chosen == "yes" if chosen else roomy
        self.legend_button.show_on(shown)
        if timeline is not None and self.legend is None:
            from app.gui.timeline.legend import Legend

            self.legend = Legend(self._wording.say, self._theme.colours, self)
            self._column.insertWidget(1, self.legend)
        if self.legend is not None:
            self.legend.show_case(timeline, self._wording.say, self._theme.colours)
            self.legend.setVisible(shown and timeline is not None)
        self.highest_changed.emit()

    def _room_for_legend(self) -> int:
        """The height at which the rows have enough of it; less where they are few."""
        few = _ROOM_FOR_LEGEND if self.view.highest is None else self.view.highest + self.bar.height()
        return min(few, _ROOM_FOR_LEGEND)
