"""Why: the explanation of the selected discrepancy, scrolling in its region."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.core.discrepancy import Discrepancy
from app.core.facts import Source
from app.gui.controllers.links import Joining
from app.gui.panels.evidence_view import Rows
from app.gui.panels.explanation_content import WhyContent, WhyContext, WhyNothing
from app.gui.services.display_names import Names
from app.gui.services.session import Session
from app.gui.services.tasks import Report, Tasks
from app.gui.services.telling import Telling
from app.gui.services.translator import Wording
from app.gui.style.icons import tinted
from app.gui.style.theme import EDGE, GAP, Sizes, Theme
from app.gui.style.widgets import Flow, cleared, font_scaled, plain_label
from app.gui.window.actions import Actions
from app.palette import Ink
from app.texts.comparison_texts import ComparisonTexts
from app.workspace import digest_of


class WhyPanel(QWidget):
    """The region at the right; ``closed`` is sent when its close button is pressed."""

    closed = Signal()

    def __init__(
        self,
        session: Session,
        wording: Wording,
        telling: Telling,
        names: Names,
        theme: Theme,
        actions: Actions,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("regionWhy")
        self._session, self._wording, self._theme = session, wording, theme
        joining = Joining(session, wording, names)
        self._context = WhyContext(wording, telling, names, theme, actions, self._place_of, joining.pairs, joining.part)
        self._found: Discrepancy | None = None
        self.readers = Tasks(self)
        self.heading = plain_label("", self)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("whyClose")
        self.close_button.setProperty("quiet", True)
        self.close_button.clicked.connect(self.closed)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        font_scaled(self.heading, Sizes.small)
        self.heading.setProperty("secondary", True)
        head = QHBoxLayout()
        head.setContentsMargins(EDGE + 4, GAP, GAP, 0)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        self._foot = QFrame(self)
        self._foot.setObjectName("whyFoot")
        self._foot_row = Flow(GAP)
        self._foot_row.setContentsMargins(EDGE + 4, GAP, EDGE + 4, GAP)
        self._foot.setLayout(self._foot_row)
        layout.addWidget(self._foot)
        self.setMinimumWidth(260)
        session.explained.connect(self._refresh)
        session.decided.connect(self._refresh)

    @property
    def content(self) -> QWidget | None:
        """What is shown."""
        return self.area.widget()

    def explain(self, found: Discrepancy | None) -> None:
        """Show a discrepancy, or nothing; what is shown already stays as it is, scrolled as it was."""
        if found is not None and found is self._found:
            return
        self._found = found
        self._rebuild()
        self.area.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        self.heading.setText(self._wording.say("window.why.heading"))
        self.close_button.setToolTip(self._wording.say("window.why.close"))
        self.close_button.setAccessibleName(self._wording.say("window.why.close"))
        self.area.setAccessibleName(self._wording.say("window.why.region"))
        self._rebuild()

    def recolour(self) -> None:
        """Draw in the colours of the moment."""
        self.close_button.setIcon(tinted("close", self._theme.colours[Ink.SECONDARY]))
        self._rebuild()

    def _refresh(self) -> None:
        if self._found is not None:
            known = {d.id: d for d in self._session.explanation.discrepancies}
            self._found = known.get(self._found.id)
        self._rebuild()

    def _rebuild(self) -> None:
        self.readers.cancel()
        cleared(self._foot_row)
        self._foot.setVisible(self._found is not None)
        if self._found is None:
            say, explanation = self._wording.say, self._session.explanation
            which = "nothing" if explanation.discrepancies or self._session.workspace.is_empty else "none"
            compared = ComparisonTexts(explanation, self._wording.book)
            fetch = [f"{paper}\n{way}".rstrip() for paper, way in compared.fetch_lines()]
            coming = [self._context.telling.coming(item) for item in explanation.outlook]
            lists = ((say("comparison.fetch"), fetch), (say("window.why.ahead"), coming))
            text = say(f"window.why.{which}", compared=compared.headline())
            if explanation.discrepancies:
                text = f"{compared.headline()}\n{text}"
            self.area.setWidget(WhyNothing(say(f"window.why.{which}-title"), text, lists, self.area))
            return
        workspace = self._session.workspace
        content = WhyContent(
            self._found, workspace.mark_of(self._found), workspace.note_on(self._found), self._context, self.area
        )
        self.area.setWidget(content)
        for button in content.action_buttons(self._foot):
            self._foot_row.addWidget(button)
            button.show()
        self._read(content, self._found)

    def _read(self, content: WhyContent, found: Discrepancy) -> None:
        workspace = self._session.workspace

        def work(report: Report) -> Mapping[Source, Rows]:
            return workspace.rows_around(found.evidence, cancelled=report.cancelled)

        def failed(error: Exception) -> None:
            content.evidence.show_rows({})
            self._session.trouble(error)

        self.readers.run(work, "evidence", content.evidence.show_rows, failed)

    def _place_of(self, source: Source) -> str:
        sources = self._session.workspace.sources
        return next((s.path for s in sources if digest_of(s) == source.digest), "")
