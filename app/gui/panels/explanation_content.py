"""The explanation of one discrepancy, from the answer down to what to do now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.decisions import Mark
from app.core.discrepancy import Discrepancy, Severity
from app.core.facts import Source
from app.gui.controllers.journaling import ToldEntry
from app.gui.controllers.links import JoinedPair
from app.gui.panels.bridge_table import BridgeTable
from app.gui.panels.evidence_table import Origin
from app.gui.panels.evidence_view import EvidenceView
from app.gui.panels.waterfall import Waterfall, bars
from app.gui.services.actions import Actions, plain
from app.gui.services.discrepancy_wording import DiscrepancyWording
from app.gui.services.display_names import Names
from app.gui.services.translator import Wording
from app.gui.style.severity_icons import severity_pixmap
from app.gui.style.theme import EDGE, GAP, GROUP, Sizes, Theme
from app.gui.style.widgets import card, heading, link_button, paragraph, plain_label

MOST_BARS = 5
MOST_PAIRS = 6
MOST_ANSWERS = 4


@dataclass(frozen=True, slots=True)
class TriedAnswer:
    """Another answer that was tried, in a sentence, and the row that rules it out."""

    sentence: str
    row: Source | None


class WhyContent(QWidget):
    """Everything about one discrepancy; made anew for each."""

    def __init__(
        self,
        found: Discrepancy,
        mark: Mark,
        note: str,
        context: WhyContext,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("whyBody")
        self._found, self._mark, self._note, self._context = found, mark, note, context
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(EDGE + 4, 4, EDGE + 4, GROUP)
        self._layout.setSpacing(GAP)
        self.evidence = EvidenceView(context.origin_of, context.show_in_timeline, context.wording, self)
        self._head()
        self._to_do()
        self._journal()
        if details := context.texts.details(found):
            self._group(context.wording.say("window.why.happened"), paragraph(details, self))
        self._arithmetic()
        self._group(context.wording.say("window.why.evidence", count=len(found.evidence)), self.evidence)
        self._sure()
        self._group(context.wording.say("window.why.layer"), paragraph(context.texts.layer(found), self))
        self._joined()
        self._layout.addStretch(1)

    def _head(self) -> None:
        found, context = self._found, self._context
        line = QHBoxLayout()
        line.setSpacing(10)
        mark = plain_label("", self)
        colour = context.theme.colours.severity(found.severity)[0]
        title = heading(context.texts.title(found), self, Sizes.title)
        first = title.fontMetrics()  # of the size that texts have, in the middle of the first line
        size = round(first.capHeight() * 1.05)
        mark.setPixmap(severity_pixmap(found.severity, colour, size, self.devicePixelRatioF()))
        mark.setToolTip(context.wording.say(f"timeline.severity.{found.severity.value}"))
        mark.setAccessibleName(mark.toolTip())
        title.selectable = True
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        mark.setContentsMargins(0, max((first.height() - size) // 2, 0), 0, 0)
        line.addWidget(title, 1)
        self._layout.addLayout(line)
        self._layout.addWidget(paragraph(context.texts.answer(found), self, factor=1.04))
        self._layout.addLayout(self._tags())
        if self._note:
            self._group(context.wording.say("window.why.your-note"), paragraph(self._note, self))

    def _tags(self) -> QHBoxLayout:
        found, context = self._found, self._context
        line = QHBoxLayout()
        line.setSpacing(GAP)
        sure = plain_label(context.texts.certainty(found), self)
        sure.setProperty("certainty", True)
        sure.setToolTip(context.texts.certainty_sentence(found))
        line.addWidget(sure)
        about = [f"{found.at:%Y-%m-%d}"]
        about += [context.wording.say("window.why.period", period=found.period)] if found.period is not None else []
        about += [context.names.facility(found.facility)] if found.facility else []
        if self._mark is not Mark.OPEN:
            about.insert(0, context.wording.say(f"window.mark.{self._mark.value}"))
        line.addWidget(paragraph(" · ".join(about), self, secondary=True, factor=Sizes.small), 1)
        return line

    def _arithmetic(self) -> None:
        found, context = self._found, self._context
        parts = [(context.texts.part(p), p.amount) for p in found.bridge]
        if found.unexplained:
            parts.append((context.wording.say("window.why.unexplained"), found.unexplained))
        table = BridgeTable(found, context.texts, context.wording, self)
        if found.expected is not None and 0 < len(parts) <= MOST_BARS:
            ends = (context.wording.say("window.why.expected"), context.wording.say("window.why.actual"))
            shown = bars(found.expected, parts, ends, harmless=found.severity is Severity.INFO)
            spoken = ", ".join(f"{bar.label} {bar.amount}" for bar in shown)
            frame = card(self)
            inside = QVBoxLayout(frame)
            inside.setContentsMargins(4, 4, 4, 4)
            inside.addWidget(Waterfall(shown, context.theme, spoken, frame))
            self._layout.addWidget(frame)
        if parts or found.difference or found.expected is not None:
            self._group(context.wording.say("window.why.arithmetic"), table)
        else:
            table.hide()
            table.deleteLater()

    def _joined(self) -> None:
        context = self._context
        if not (pairs := context.joined(self._found)):
            return
        box = QWidget(self)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        for pair in pairs[:MOST_PAIRS]:
            inside.addLayout(self._pair(pair, box))
        self._group(context.wording.say("window.why.joined"), box)

    def _pair(self, pair: JoinedPair, parent: QWidget) -> QHBoxLayout:
        context = self._context
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(paragraph(pair.sentence, parent, secondary=True, factor=Sizes.small), 1)
        part = link_button(context.wording.say("window.why.part"), parent)
        part.setToolTip(context.wording.say("window.why.part-tip"))
        part.setAccessibleName(f"{part.text()}: {pair.sentence}")
        part.clicked.connect(lambda _checked=False: context.part(pair))
        line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _sure(self) -> None:
        """How certain it is, what would make it certain, and which other answers a row ruled out."""
        context, say = self._context, self._context.wording.say
        self._group(say("window.why.certainty"), paragraph(context.texts.certainty_sentence(self._found), self))
        if lacking := context.texts.missing(self._found):
            self._layout.addWidget(self._notice(lacking))
        tried = context.tried(self._found)
        for answer in tried[:MOST_ANSWERS]:
            line = QHBoxLayout()
            line.setSpacing(GAP)
            line.addWidget(paragraph(answer.sentence, self, secondary=True, factor=Sizes.small), 1)
            if answer.row is not None:
                line.addWidget(self._informative_row(answer.row), 0, Qt.AlignmentFlag.AlignTop)
            self._layout.addLayout(line)

    def _notice(self, lacking: Sequence[str]) -> QFrame:
        context = self._context
        box = QFrame(self)
        box.setObjectName("notice")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(heading(context.wording.say("window.why.missing"), box))
        for sentence in lacking:
            inside.addWidget(paragraph(sentence, box))
        add = link_button(plain(context.actions["add-files"].text()), box)
        add.clicked.connect(context.actions["add-files"].trigger)
        inside.addWidget(add)
        return box

    def _informative_row(self, row: Source) -> QWidget:
        say = self._context.wording.say
        link = link_button(say("window.why.row", row=row.row), self)
        link.setToolTip(self._context.names.row(row))
        link.setAccessibleName(f"{say('window.why.ruled-out-by')} {self._context.names.row(row)}")
        link.clicked.connect(lambda: self._context.show_in_timeline(row))
        return link

    def _to_do(self) -> None:
        context = self._context
        self._layout.addSpacing(GROUP - GAP)
        self._layout.addWidget(heading(context.wording.say("window.why.to-do"), self, Sizes.heading))
        if advice := context.texts.advice(self._found):
            self._layout.addWidget(paragraph(advice, self))
        for to, text in context.texts.questions(self._found):
            self._layout.addWidget(self._question(to, text))
        if deadline := context.texts.deadline(self._found):
            self._layout.addWidget(paragraph(deadline, self, secondary=True))

    def _journal(self) -> None:
        """What was asked and answered so far, each entry with a way to take it away."""
        context = self._context
        if not (entries := context.journal(self._found)):
            return
        say = context.wording.say
        box = card(self)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 8, 12, 8)
        for entry in entries:
            line = QHBoxLayout()
            line.addWidget(paragraph(entry.sentence, box), 1)
            remove = link_button(say("journal.remove"), box)
            remove.setAccessibleName(f"{say('journal.remove')}: {entry.sentence}")
            remove.clicked.connect(lambda _checked=False, gone=entry: gone.remove())
            line.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
            inside.addLayout(line)
        self._group(say("journal.heading"), box)

    def _question(self, to: str, text: str) -> QWidget:
        say = self._context.wording.say
        box = card(self)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 10, 12, 8)
        inside.setSpacing(4)
        inside.addWidget(paragraph(say("window.why.ask", to=to), box, secondary=True, factor=Sizes.small))
        inside.addWidget(paragraph(text, box))
        copy = link_button(say("window.why.copy"), box)
        copy.setAccessibleName(say("window.why.copy-question", to=to))

        def put() -> None:
            QGuiApplication.clipboard().setText(text)
            copy.setText(say("window.why.copied"))

        copy.clicked.connect(put)
        line = QHBoxLayout()
        line.setSpacing(GROUP)
        line.addStretch(1)
        line.addWidget(self._context.letter_link(box))
        line.addWidget(copy)
        inside.addLayout(line)
        return box

    @property
    def foot(self) -> tuple[str, ...]:
        """The names of the actions that may be taken, in their order; parting two rows stands beside them."""
        first = ("mark-accepted", "mark-settled") if self._mark is Mark.OPEN else ("mark-open",)
        return *first, "note", "journal"

    def action_buttons(self, parent: QWidget) -> list[QPushButton]:
        """What can be done with it, for the foot that stays in sight; last what can be done with some alone."""
        return [self._action_button(name, parent) for name in (*self.foot, "refuse-link")]

    def _action_button(self, name: str, parent: QWidget) -> QPushButton:
        action = self._context.actions[name]
        button = QPushButton(plain(action.text()), parent)
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        button.clicked.connect(action.trigger)
        return button

    def _group(self, title: str, content: QWidget) -> None:
        self._layout.addSpacing(GROUP - GAP)
        self._layout.addWidget(heading(title, self, Sizes.heading))
        self._layout.addWidget(content)


@dataclass(frozen=True, slots=True)
class WhyContext:
    """What the explanation of any discrepancy needs."""

    wording: Wording
    texts: DiscrepancyWording
    names: Names
    theme: Theme
    actions: Actions
    origin_of: Callable[[Source], Origin]
    show_in_timeline: Callable[[Source], bool]
    journal: Callable[[Discrepancy], list[ToldEntry]]
    tried: Callable[[Discrepancy], list[TriedAnswer]]
    joined: Callable[[Discrepancy], list[JoinedPair]]
    part: Callable[[JoinedPair], None]

    def letter_link(self, parent: QWidget) -> QPushButton:
        """The way from a question to the letters that ask it."""
        letters = self.actions["export-letters"]
        link = link_button(self.wording.say("window.why.letter"), parent)
        link.setToolTip(letters.toolTip())
        link.clicked.connect(letters.trigger)
        return link
