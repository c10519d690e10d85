"""What stands in the explanation while nothing is selected: the answer to the whole case, and what to do first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.decisions import Mark
from app.core.discrepancy import Discrepancy, Severity
from app.core.explanation import Explanation
from app.core.views.months import months_ahead
from app.core.views.summary import Claim, claim_of, summary_of
from app.gui.panels.explanation_content import WhyContext
from app.gui.panels.month_bars import MOST_MONTHS, MonthBars
from app.gui.services.session import Session
from app.gui.style.theme import EDGE, GAP, GROUP, Sizes
from app.gui.style.widgets import card, heading, link_button, paragraph
from app.texts.ahead_groups import ahead_groups
from app.texts.comparison_texts import ComparisonTexts
from app.texts.outlook_texts import OutlookTexts
from app.texts.summary_texts import SummaryTexts

_AT_REST = (Mark.SETTLED, Mark.ACCEPTED)
_MOST_PAPERS = 4


class Overview(QWidget):
    """The figures of what is shown, in sentences; ``choose`` selects a discrepancy by its id."""

    def __init__(self, session: Session, context: WhyContext, choose: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("whyBody")
        self._session, self._context, self._choose = session, context, choose
        self._say = context.wording.say
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(EDGE + 4, 4, EDGE + 4, GROUP)
        self._layout.setSpacing(GAP)
        if session.workspace.is_empty:
            self._layout.addWidget(heading(self._say("window.why.nothing-title"), self, Sizes.heading))
            self._layout.addWidget(paragraph(self._say("window.why.nothing"), self, secondary=True))
        else:
            self._tell()
        self._layout.addStretch(1)

    def _tell(self) -> None:
        explanation = self._session.view.shown
        texts = SummaryTexts(explanation, summary_of(explanation), self._context.wording.book)
        title = heading(texts.headline(), self, Sizes.title)
        title.selectable = True
        self._layout.addWidget(title)
        for line in texts.losses():
            self._layout.addWidget(paragraph(line, self))
        self._first(explanation.discrepancies)
        outlook = OutlookTexts(self._session.explanation.facilities, self._context.wording.book)
        coming = [outlook.line(item) for item in explanation.outlook if not item.is_due]
        self._group(self._say("summary.owing"), [*texts.owing(), *coming])
        for name, lines in ahead_groups(explanation, self._context.wording.book):
            self._group(name, lines, self._months(explanation) if name == self._say("ahead.heading") else None)
        compared = ComparisonTexts(explanation, self._context.wording.book)
        self._papers(compared)
        if self._session.view.scope.is_whole:  # it counts the payments of the whole case
            self._group(self._say("summary.checked"), [compared.headline()])
            if not explanation.comparison.counts.all:
                self._layout.addWidget(self._add_link(self), 0, Qt.AlignmentFlag.AlignLeft)

    def _first(self, found: Sequence[Discrepancy]) -> None:
        """The one thing to do first: the worst that the person has not dealt with."""
        still_open = [d for d in found if self._session.mark_of(d) not in _AT_REST and d.severity is not Severity.INFO]
        if not still_open:
            if found:
                self._layout.addWidget(paragraph(self._say("summary.all-done"), self, secondary=True))
            return
        order = list(Severity)
        refunds_first = sorted(
            still_open,
            key=lambda d: (claim_of(d) is not Claim.REFUND, order.index(d.severity), -abs(d.difference), d.at, d.id),
        )
        first = refunds_first[0]
        box, inside = self._box()
        inside.addWidget(heading(self._context.texts.title(first), box))
        if loan := self._context.names.about(first):
            inside.addWidget(paragraph(loan, box, secondary=True, factor=Sizes.small))
        if advice := self._context.texts.advice(first):
            inside.addWidget(paragraph(advice, box))
        show = link_button(self._say("summary.open"), box)
        show.setAccessibleName(f"{show.text()}: {self._context.texts.title(first)}")
        show.clicked.connect(lambda _checked=False: self._choose(first.id))
        line = QHBoxLayout()
        line.setSpacing(GROUP)
        line.addWidget(show)
        if first.questions:
            line.addWidget(self._context.letter_link(box))
        line.addStretch(1)
        inside.addLayout(line)
        self._headed(self._say("summary.first"), box)

    def _papers(self, compared: ComparisonTexts) -> None:
        """The paper that would decide most, with the way to get it; the others by name."""
        papers = compared.fetch_lines()
        if not papers:
            return
        box, inside = self._box()
        (name, way), *rest = papers
        inside.addWidget(heading(name, box))
        if way:
            inside.addWidget(paragraph(way, box))
        inside.addWidget(self._add_link(box), 0, Qt.AlignmentFlag.AlignLeft)
        self._headed(self._say("comparison.fetch"), box)
        if rest:
            self._layout.addWidget(paragraph(self._say("summary.more-papers"), self, secondary=True))
        for name, way in rest[:_MOST_PAPERS]:
            self._layout.addWidget(paragraph(f"{name}\n{way}".rstrip(), self, secondary=True, factor=Sizes.small))

    def _add_link(self, parent: QWidget) -> QPushButton:
        add = link_button(self._say("summary.add"), parent)
        add.clicked.connect(self._context.actions["add-files"].trigger)
        return add

    def _months(self, explanation: Explanation) -> MonthBars | None:
        """The months ahead as a picture, where there is more than one."""
        months = months_ahead(explanation.ahead.dues, MOST_MONTHS)
        return MonthBars(months, self._context.wording, self._context.theme, self) if len(months) > 1 else None

    def _group(self, title: str, lines: Sequence[str], picture: MonthBars | None = None) -> None:
        if lines:
            box, inside = self._box()
            if picture is not None:
                inside.addWidget(picture)
                inside.addWidget(paragraph(picture.key, box, secondary=True, factor=Sizes.small))
            for line in lines:
                inside.addWidget(paragraph(line, box))
            self._headed(title, box)

    def _headed(self, title: str, content: QWidget) -> None:
        self._layout.addSpacing(GROUP - GAP)
        self._layout.addWidget(heading(title, self, Sizes.heading))
        self._layout.addWidget(content)

    def _box(self) -> tuple[QFrame, QVBoxLayout]:
        box = card(self)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.setSpacing(6)
        return box, inside
