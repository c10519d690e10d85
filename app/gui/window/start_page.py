"""The first thing a person sees: three steps, a place to drop files, the sample, and recent cases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.gui.services.actions import Actions, plain
from app.gui.services.settings import Settings
from app.gui.services.translator import Wording
from app.gui.style import qt_flags
from app.gui.style.theme import EDGE, GAP, GROUP, Sizes
from app.gui.style.widgets import (
    cleared,
    font_scaled,
    heading,
    link_button,
    paragraph,
    plain_label,
    plain_tip,
    shortened,
)

_WIDTH = 640
_LONGEST = 90


class StartPage(QWidget):
    """Shown while the case is empty; ``recent_chosen`` and those beside it carry the path of a case."""

    recent_chosen = Signal(str)
    unfinished_chosen = Signal(str)
    unfinished_discarded = Signal(str)

    def __init__(self, wording: Wording, actions: Actions, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self._wording, self._actions, self._settings = wording, actions, settings
        self.title = heading("", self, 1.7)
        self.promise = paragraph("", self, secondary=True, factor=Sizes.heading)
        self.steps = [
            (_number(n, self), heading("", self, 1.0), paragraph("", self, secondary=True)) for n in (1, 2, 3)
        ]
        self.drop = QFrame(self)
        self.drop.setObjectName("dropPlace")
        self.drop_icon = plain_label("+", self.drop)
        self.drop_text = plain_label("", self.drop)
        self.drop_hint = plain_label("", self.drop)
        self.add_button = QPushButton(self.drop)
        self.folder_button, self.sample_button = QPushButton(self.drop), QPushButton(self.drop)
        self.recent = QVBoxLayout()
        self.unfinished = QVBoxLayout()
        self.font_note = QFrame(self)
        self.font_text = paragraph("", self.font_note)
        self._build()

    def glow(self, hot: bool) -> None:
        """Show that what is dragged may be dropped."""
        self.drop.setProperty("hot", hot)
        self.drop.style().unpolish(self.drop)
        self.drop.style().polish(self.drop)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        say = self._wording.say
        self.title.setText(say("window.start.title"))
        self.promise.setText(say("window.start.promise"))
        for number, (_, title, text) in enumerate(self.steps, 1):
            title.setText(say(f"window.start.step-{number}"))
            text.setText(say(f"window.start.step-{number}-text"))
        self.drop_text.setText(say("window.start.drop"))
        self.drop_hint.setText(say("window.start.drop-hint"))
        self.add_button.setText(plain(self._actions["add-files"].text()))
        self.folder_button.setText(plain(self._actions["add-folder"].text()))
        self.sample_button.setText(plain(self._actions["sample"].text()))
        self.font_text.setText(say("window.start.no-chinese-font"))
        self.show_recent()

    def check_fonts(self) -> None:
        """Say so where the system has no font for 简体中文."""
        from app.gui.style.paper import can_write_chinese  # asked once the page is up

        self.font_note.setVisible(not can_write_chinese())

    def show_recent(self, told: Mapping[Path, str] | None = None) -> None:
        """List the cases opened last; ``told`` says of each what it holds."""
        cleared(self.recent)
        cases = self._settings.recent()
        if not cases:
            return
        self.recent.addWidget(heading(self._wording.say("window.start.recent"), self, 1.0))
        for path in cases[:5]:
            note = (told or {}).get(path, "")
            self.recent.addLayout(self._row(self._recent_link(path), note))

    def show_unfinished(self, cases: list[tuple[str, str]], most: int = 3) -> None:
        """Offer cases that were never named, by place and name; more than ``most`` once they are asked for."""
        cleared(self.unfinished)
        if cases:
            self.unfinished.addWidget(heading(self._wording.say("window.start.unfinished"), self, 1.0))
        for place, name in cases[:most]:
            link = link_button(shortened(name, _LONGEST), self)
            link.setToolTip(plain_tip(name))
            link.setAccessibleName(name)
            link.clicked.connect(lambda _checked=False, chosen=place: self.unfinished_chosen.emit(chosen))
            drop = link_button(self._wording.say("window.start.discard"), self)
            drop.setAccessibleName(f"{drop.text()}: {name}")
            drop.clicked.connect(lambda _checked=False, chosen=place: self.unfinished_discarded.emit(chosen))
            self.unfinished.addLayout(self._row(link, "", drop))
        if len(cases) > most:
            more = link_button(self._wording.say("window.start.more-unfinished", count=len(cases) - most), self)
            more.clicked.connect(lambda: self.show_unfinished(cases, len(cases)))
            self.unfinished.addLayout(self._row(more, ""))

    def _row(self, link: QPushButton, note: str, drop: QPushButton | None = None) -> QHBoxLayout:
        """A case, what it holds, and a way to give it up where there is one."""
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(link)
        if note:
            said = plain_label(note, self)
            said.setProperty("secondary", True)
            row.addWidget(said)
        row.addStretch(1)
        if drop is not None:
            row.addWidget(drop)
        return row

    def _recent_link(self, path: Path) -> QPushButton:
        link = link_button(path.stem, self)
        link.setToolTip(plain_tip(str(path)))
        link.setAccessibleDescription(str(path))
        link.clicked.connect(lambda: self.recent_chosen.emit(str(path)))
        return link

    def _build(self) -> None:
        inner = QWidget(self)
        inner.setObjectName("startPage")
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(GAP)
        column.addStretch(2)
        column.addWidget(self.title)
        column.addWidget(self.promise)
        column.addSpacing(GROUP)
        column.addLayout(self._steps())
        column.addSpacing(GROUP)
        column.addWidget(self._drop_place())
        note = QVBoxLayout(self.font_note)
        self.font_note.setObjectName("notice")
        self.font_note.hide()
        note.addWidget(self.font_text)
        column.addWidget(self.font_note)
        column.addSpacing(GAP)
        column.addLayout(self.unfinished)
        column.addLayout(self.recent)
        column.addStretch(3)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setProperty("focusPolicy", qt_flags.NO_FOCUS)
        holder = QWidget(area)
        holder.setObjectName("startPage")
        row = QHBoxLayout(holder)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        area.setWidget(holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _steps(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GROUP)
        for number, title, text in self.steps:
            step = QVBoxLayout()
            step.setSpacing(4)
            head = QHBoxLayout()
            head.setSpacing(GAP)
            head.addWidget(number)
            head.addWidget(title, 1)
            step.addLayout(head)
            step.addWidget(text)
            step.addStretch(1)
            line.addLayout(step, 1)
        return line

    def _drop_place(self) -> QFrame:
        self.drop_icon.setObjectName("dropIcon")
        font_scaled(self.drop_icon, 2.6)
        font_scaled(self.drop_text, Sizes.heading, bold=True)
        self.drop_hint.setProperty("secondary", True)
        self.drop_hint.setWordWrap(True)
        for label in (self.drop_icon, self.drop_text, self.drop_hint):
            label.setProperty("alignment", qt_flags.ALIGN_CENTER)
        self.add_button.setProperty("primary", True)
        for button, name in (
            (self.add_button, "add-files"), (self.folder_button, "add-folder"), (self.sample_button, "sample"),
        ):  # fmt: skip
            button.clicked.connect(self._actions[name].trigger)
            self._actions[name].enabledChanged.connect(button.setEnabled)  # not while files are being read
        inside = QVBoxLayout(self.drop)
        inside.setContentsMargins(EDGE, 18, EDGE, 24)
        inside.setSpacing(4)
        for label in (self.drop_icon, self.drop_text, self.drop_hint):
            inside.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.sample_button)
        buttons.addStretch(1)
        inside.addSpacing(GAP)
        inside.addLayout(buttons)
        return self.drop


def _number(number: int, parent: QWidget) -> QLabel:
    label = plain_label(str(number), parent)
    label.setProperty("stepNumber", True)
    label.setProperty("alignment", qt_flags.ALIGN_CENTER)
    label.setFixedSize(24, 24)
    return label
