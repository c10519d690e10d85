"""Why: the explanation of the selected discrepancy, scrolling in its region."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.core.discrepancy import Discrepancy
from app.core.explanation import Basis, Explanation
from app.core.facts import Source
from app.gui.controllers.journaling import ToldEntry
from app.gui.controllers.links import Joining
from app.gui.panels.evidence_table import Origin
from app.gui.panels.explanation_content import TriedAnswer, WhyContent, WhyContext
from app.gui.panels.overview import Overview
from app.gui.services.actions import Actions, plain
from app.gui.services.shared import Services
from app.gui.services.tasks import Report, Tasks
from app.gui.style.icons import tinted
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import font_scaled, plain_label, plain_tip
from app.gui.widgets.tool_row import ToolRow
from app.palette import Ink
from app.workspace import digest_of
from app.workspace.evidence import EvidenceReader, EvidenceSheet

_LOW_LINES, _MOST_LINES = 26, 3
"""Lines of text below which a region is low, and the lines that the buttons take at most in one that is not."""

Sheet = tuple[str, str]
"""A sheet of a file: digest and sheet."""


class WhyPanel(QWidget):
    """The region at the right.

    ``closed`` is sent when its close button is pressed, ``row_chosen`` with a row of a file to show.
    """

    closed = Signal()
    row_chosen = Signal(object)
    wanted = Signal(str)
    """The id of a discrepancy that the overview leads to."""

    def __init__(self, services: Services, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("regionWhy")
        session, wording = services.session, services.wording
        self._session, self._wording, self._theme = session, wording, services.theme
        joining = Joining(session, wording, services.names)
        self._reader = EvidenceReader()
        self._journal: Callable[[Discrepancy], list[ToldEntry]] = lambda _found: []
        self._context = WhyContext(
            wording, services.texts, services.names, services.theme, actions, self._origin_of, self._show_row,
            self._entries, self._tried, joining.pairs, joining.part,
        )  # fmt: skip
        self._found: Discrepancy | None = None
        self._inks: tuple[Explanation, dict[Sheet, Ink]] | None = None
        self._foot_of: tuple[object, ...] = ()
        self._parting: QPushButton | None = None
        self.readers = Tasks(self)
        self.heading = plain_label("", self)
        self.close_button, self.back_button = QToolButton(self), QToolButton(self)
        self.steps = {name: QToolButton(self) for name in ("previous", "next")}
        self.area = QScrollArea(self)
        self._foot = ToolRow((EDGE + 4, GAP, EDGE + 4, GAP), GAP, self)
        self._build()
        session.explained.connect(self.refresh)
        session.decided.connect(self.refresh)
        session.view.changed.connect(self.refresh)

    def _build(self) -> None:
        self.close_button.setObjectName("whyClose")
        self.close_button.setProperty("quiet", True)
        self.close_button.clicked.connect(self.closed)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusProxy(self.area)
        self.back_button.setProperty("quiet", True)
        self.back_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.back_button.clicked.connect(self.closed)
        for name, button in self.steps.items():
            button.setProperty("quiet", True)
            button.clicked.connect(self._context.actions[f"{name}-discrepancy"].trigger)
        font_scaled(self.heading, Sizes.small)
        self.heading.setProperty("secondary", True)
        head = QHBoxLayout()
        head.setContentsMargins(EDGE + 4, GAP, GAP, 0)
        head.addWidget(self.back_button)
        head.addWidget(self.heading)
        head.addStretch(1)
        for button in (*self.steps.values(), self.close_button):
            head.addWidget(button)
        self.show_way_back(shared=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        self._foot.setObjectName("whyFoot")
        layout.addWidget(self._foot)
        self._context.actions["refuse-link"].enabledChanged.connect(self._show_parting)
        self.setMinimumWidth(260)

    @property
    def content(self) -> QWidget | None:
        """What is shown."""
        return self.area.widget()

    def show_way_back(self, *, shared: bool) -> None:
        """Lead back to the list and on to the next discrepancy where the list gave its place to the explanation."""
        for button in (self.back_button, *self.steps.values()):
            button.setVisible(shared)
        self.heading.setVisible(not shared)
        self.close_button.setVisible(not shared)

    def explain(self, found: Discrepancy | None) -> None:
        """Show a discrepancy, or the whole case; what is shown already stays as it is, scrolled as it was."""
        if found is self._found and self.content is not None:
            return
        self._found = found
        self._rebuild()
        self.area.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.heading.setText(self._wording.say("window.why.heading"))
        self.close_button.setToolTip(self._wording.say("window.why.close"))
        self.close_button.setAccessibleName(self._wording.say("window.why.close"))
        self._foot.name_more(self._wording.say("window.more"), self._wording.say("window.more-tip"))
        self.back_button.setText(self._wording.say("window.list.heading"))
        self.back_button.setToolTip(self._wording.say("window.why.back"))
        self.back_button.setAccessibleName(self._wording.say("window.why.back"))
        for name, button in self.steps.items():
            action = self._context.actions[f"{name}-discrepancy"]
            button.setText(self._wording.say(f"window.why.{name}"))
            button.setToolTip(plain_tip(f"{plain(action.text())}  {action.shortcut().toString()}"))
            button.setAccessibleName(plain(action.text()))
        self.area.setAccessibleName(self._wording.say("window.why.region"))
        self._rebuild()

    def recolour(self) -> None:
        """Draw in the current colours."""
        self.close_button.setIcon(tinted("close", self._theme.colours[Ink.SECONDARY]))
        self.back_button.setIcon(tinted("previous", self._theme.colours[Ink.SECONDARY]))
        self._rebuild()

    def refresh(self) -> None:
        """Tell anew what is selected."""
        if self._found is not None:
            known = {d.id: d for d in self._session.explanation.discrepancies}
            self._found = known.get(self._found.id)
        self._rebuild()

    def _rebuild(self) -> None:
        self.readers.cancel()
        self._foot.setVisible(self._found is not None)
        if self._found is None:
            self._put(Overview(self._session, self._context, self.wanted.emit, self.area.viewport()))
            return
        workspace = self._session.workspace
        content = WhyContent(
            self._found,
            workspace.mark_of(self._found),
            workspace.note_on(self._found),
            self._context,
            self.area.viewport(),
        )
        self._put(content)
        self._show_foot(content)
        self._read(content, self._found)

    def _put(self, content: QWidget) -> None:
        """Show something in place of what was shown, which is taken apart once the new is painted."""
        if (before := self.area.widget()) is not None:
            before.hide()  # first, or all of it is laid out again where it goes
            self.area.takeWidget()
            before.deleteLater()
        self.area.setWidget(content)

    def _show_foot(self, content: WhyContent) -> None:
        """Put what can be done below; the buttons stay where they say and do what they did for the one before."""
        wanted = self._wording.language, content.foot
        if wanted != self._foot_of:
            self._foot_of = wanted
            buttons = content.action_buttons(self._foot)
            self._parting = buttons[-1]
            self._foot.fill(buttons, leaving=buttons[:0:-1])
            self._show_parting()

    def _show_parting(self) -> None:
        """The last button leaves its room to the others while it cannot be pressed."""
        if self._parting is not None:
            self._foot.want(self._parting, self._context.actions["refuse-link"].isEnabled())
            self._foot.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low region the buttons take one line, or nothing of the explanation would be seen."""
        super().resizeEvent(event)
        low = self.height() < _LOW_LINES * self.fontMetrics().lineSpacing()
        self._foot.most_lines = 1 if low else _MOST_LINES
        self._foot.fit()

    def _read(self, content: WhyContent, found: Discrepancy) -> None:
        workspace = self._session.workspace

        def work(report: Report) -> tuple[EvidenceSheet, ...]:
            return self._reader.read(workspace, found, report.cancelled)

        def failed(error: Exception) -> None:
            content.evidence.show_unread(found.evidence)
            self._session.trouble(error)

        self.readers.run(work, "evidence", content.evidence.show_sheets, failed)

    def _show_row(self, row: Source) -> bool:
        """Show where a row lies in time; says whether it has a mark there."""
        self.row_chosen.emit(row)
        return any(row in event.sources for event in self._session.explanation.events)

    def _origin_of(self, source: Source) -> Origin:
        """What a sheet is, in the ink of the lane in which most of its rows stand."""
        report = next((s for s in self._session.workspace.sources if digest_of(s) == source.digest), None)
        badge = source.sheet or (self._context.names.format(report) if report is not None else source.file)
        place = self._session.workspace.place_of(report) if report is not None else ""
        return Origin(badge, self._ink_of(self._session.explanation, source), place)

    def _ink_of(self, explanation: Explanation, source: Source) -> Ink:
        """The ink of a sheet, looked up in what is counted once for each explanation."""
        if self._inks is None or self._inks[0] is not explanation:
            self._inks = explanation, _inks_of(explanation)
        return self._inks[1].get((source.digest, source.sheet), Ink.PLAN)

    def set_journal(self, entries: Callable[[Discrepancy], list[ToldEntry]]) -> None:
        """Take whoever tells the journal of a discrepancy."""
        self._journal = entries

    def _entries(self, found: Discrepancy) -> list[ToldEntry]:
        return self._journal(found)

    def _tried(self, found: Discrepancy) -> list[TriedAnswer]:
        """The answers about a loan's terms that a row ruled out, where its terms were found from its rows."""
        facility = next((f for f in self._session.explanation.facilities if f.id == found.facility), None)
        if facility is None or facility.basis is not Basis.INFERRED:
            return []
        say = self._wording.say
        return [
            TriedAnswer(
                say(
                    "words.labelled",
                    label=say("window.term.ruled-out"),
                    text=say(f"hypothesis.{tried.text}", **dict(tried.facts)),
                ),
                next(iter(tried.refuted_by), None),
            )
            for tried in facility.hypotheses
            if not tried.kept
        ]


def _inks_of(explanation: Explanation) -> dict[Sheet, Ink]:
    """The ink of each sheet: of the lane in which most of its rows stand."""
    from app.timeline.lanes import lane_of

    counts: dict[Sheet, Counter[Ink]] = defaultdict(Counter)
    for event in explanation.events:
        ink = Ink(lane_of(event.kind).value)
        for place in {(source.digest, source.sheet) for source in event.sources}:
            counts[place][ink] += 1
    return {place: count.most_common(1)[0][0] for place, count in counts.items()}
