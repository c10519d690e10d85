"""What became of one file: what it was taken for, what was used and what not, what it says of itself, what is wrong."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.discrepancies import FactValue
from app.core.explanation import SourceReport
from app.core.money import grouped
from app.gui.names import Names
from app.gui.theme import GAP, SIZES
from app.gui.widgets import font_scaled, heading, paragraph
from app.gui.wording import Wording

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
            layout.addWidget(heading(report.file, body, SIZES.heading))
            layout.addLayout(self._facts(report, body))
            for problem in report.problems:
                layout.addWidget(self._notice(self._names.problem(problem.code, problem.facts), body))
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
        lines += [("", f"{self._names.skipped(reason)}: {count}") for reason, count in report.skipped]
        if declared := self.declared(report):
            lines.append((say("window.import.declares"), declared))
        return _two_columns(lines, parent)

    def declared(self, report: SourceReport) -> str:
        """What the file says of itself, in one line."""
        return " · ".join(
            f"{self._wording.say_or(f'window.declared.{name}', name)} {_written(name, value)}"
            for name, value in report.declared
        )

    def _columns(self, report: SourceReport, parent: QWidget) -> QGridLayout:
        pairs = [(name, self._wording.say_or(f"window.role.{role}", role)) for name, role in report.columns if role]
        grid = _two_columns(pairs, parent)
        if pairs:
            title = heading(self._wording.say("window.import.columns"), parent)
            grid.addWidget(title, 0, 0, 1, 2)
        return grid

    def _notice(self, text: str, parent: QWidget) -> QFrame:
        box = QFrame(parent)
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
        label = paragraph(name, parent, secondary=True)
        label.setWordWrap(False)
        label.setMinimumWidth(label.sizeHint().width())
        font_scaled(label, SIZES.small)
        grid.addWidget(label, number, 0)
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
