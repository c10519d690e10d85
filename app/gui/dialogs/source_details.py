"""What became of one file: what it was taken for, what was used and what not, what it says of itself, what is wrong."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.discrepancy import FactValue
from app.core.explanation import Problem, SourceReport
from app.core.money import grouped
from app.gui.models.tables import is_trouble
from app.gui.services.display_names import Names
from app.gui.services.translator import Wording
from app.gui.style.theme import GAP, Sizes
from app.gui.style.widgets import card, heading, paragraph, plain_label

_COUNTS = {"rows", "lines", "count"}


class SourceDetails(QScrollArea):
    """Reads like a short report; empty until a file is given."""

    def __init__(self, wording: Wording, names: Names, parent: QWidget) -> None:
        super().__init__(parent)
        self._wording, self._names = wording, names
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(wording.say("window.import.details"))

    def show_report(self, report: SourceReport | None) -> None:
        """Show another file."""
        body = QWidget(self)
        body.setObjectName("whyBody")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, GAP, GAP, GAP)
        layout.setSpacing(GAP)
        if report is not None:
            layout.addWidget(heading(report.file, body, Sizes.heading))
            layout.addLayout(self._facts(report, body))
            for problem in report.problems:
                layout.addWidget(self._notice(problem, body))
            layout.addLayout(self._columns(report, body))
        layout.addStretch(1)
        self.setWidget(body)

    def _facts(self, report: SourceReport, parent: QWidget) -> QGridLayout:
        say = self._wording.say
        lines = [(say("window.import.taken-for"), self._names.format(report))]
        if report.period:
            lines.append((say("window.import.period"), self._names.span(report)))
        if report.format:
            used = say("window.import.rows-used", used=report.used, rows=report.rows)
            lines.append((say("window.import.rows"), used))
        lines += [
            ("", say("words.labelled", label=self._names.skipped(reason), text=str(count)))
            for reason, count in report.skipped
        ]
        if declared := self.declared(report):
            lines.append((say("window.import.declares"), declared))
        return _two_columns(lines, parent)

    def declared(self, report: SourceReport) -> str:
        """What the file says of itself, in one line."""
        return " · ".join(self._declared(name, value) for name, value in report.declared)

    def _declared(self, name: str, value: FactValue) -> str:
        word, _, what = name.partition(".")
        shown = self._wording.say_or(f"window.declared.{word}", word)
        if what == "rows" and isinstance(value, int):
            return self._wording.say("window.declared-rows", what=shown, count=value)
        return f"{shown} {_written(word, value)}"

    def _columns(self, report: SourceReport, parent: QWidget) -> QGridLayout:
        words = [(a, self._role(b)) if self._role(b) else (b, self._role(a)) for a, b in report.columns if a and b]
        pairs = [(f"{column} →", role) for column, role in words if role]
        grid = _two_columns(pairs, parent)
        if pairs:
            grid.addWidget(heading(self._wording.say("window.import.columns"), parent), 0, 0, 1, 2)
        return grid

    def _role(self, role: str) -> str:
        return self._wording.say_or(f"window.role.{role}", "")

    def _notice(self, problem: Problem, parent: QWidget) -> QFrame:
        text = self._names.problem(problem.code, problem.facts)
        box = card(parent)
        if is_trouble(problem):
            box.setObjectName("notice")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.addWidget(paragraph(text, box))
        return box


def _two_columns(lines: list[tuple[str, str]], parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(lines, 1):
        label = plain_label(name, parent)
        label.setProperty("secondary", True)
        grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(paragraph(value, parent), number, 1)
    return grid


def _written(name: str, value: FactValue) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and name not in _COUNTS:
        return grouped(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
