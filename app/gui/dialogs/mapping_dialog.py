"""Teaches the program a table it does not know: what it is, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.explanation import Problem
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import cleared, font_scaled, heading, make_primary, paragraph, plain_label
from app.workspace import mapping_text, table_kinds


class MappingDialog(QDialog):
    """Guesses stand filled in; ``mapping`` and ``shape`` are what was taught."""

    def __init__(
        self, file: str, problem: Problem, samples: Mapping[str, str], wording: Wording, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("mappingDialog")
        self._wording = wording
        facts = dict(problem.facts)
        self.shape = str(facts.get("shape", ""))
        self._headings = _texts(facts.get("header"))
        self._samples = samples
        self._guesses = _pairs(_texts(facts.get("columns")), " → ")
        self._kinds = table_kinds()
        guessed = str(facts.get("kind", "")).removeprefix("kind.")
        self.setWindowTitle(wording.say("window.mapping.title"))
        self.kind = QComboBox(self)
        self.roles: dict[str, QComboBox] = {}
        self.warning = paragraph("", self, secondary=True)
        self._grid = QGridLayout()
        self.buttons = QDialogButtonBox(self)
        self.use_button = self.buttons.addButton(
            wording.say("window.mapping.use"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._build(file)
        self._fill_kinds(guessed)

    @property
    def mapping(self) -> str:
        """What was taught, as it is remembered."""
        return mapping_text(self.kind.currentData(), {name: box.currentData() for name, box in self.roles.items()})

    def _build(self, file: str) -> None:
        say = self._wording.say
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("window.mapping.heading", file=file), self, Sizes.title))
        layout.addWidget(paragraph(say("window.mapping.hint"), self, secondary=True))
        label = plain_label(say("window.mapping.kind"), self)
        label.setBuddy(self.kind)
        self.kind.setAccessibleName(say("window.mapping.kind"))
        self.kind.currentIndexChanged.connect(self._offer_roles)
        layout.addWidget(label)
        layout.addWidget(self.kind)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(area)
        body.setObjectName("whyBody")
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, GAP, GAP, 0)
        outer.addLayout(self._grid)
        outer.addStretch(1)
        area.setWidget(body)
        layout.addWidget(area, 1)
        layout.addWidget(self.warning)
        cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText(say("window.cancel"))
        make_primary(self.use_button)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)
        self.resize(620, 560)

    def _fill_kinds(self, guessed: str) -> None:
        for name in self._kinds:
            self.kind.addItem(self._wording.say_or(f"window.table.{name}", name), name)
        self.kind.setCurrentIndex(max(0, self.kind.findData(guessed)))
        self._offer_roles()

    def _offer_roles(self) -> None:
        cleared(self._grid)
        self.roles = {}
        for row, name in enumerate(self._headings):
            box = QComboBox(self)
            box.addItem(self._wording.say("window.mapping.unused"), "")
            for role in self._kinds.get(self.kind.currentData(), ()):
                box.addItem(self._wording.say_or(f"window.role.{role}", role), role)
            box.setCurrentIndex(max(0, box.findData(self._guesses.get(name, ""))))
            box.setAccessibleName(self._wording.say("window.mapping.role-of", column=name))
            box.currentIndexChanged.connect(self._check)
            self.roles[name] = box
            label = plain_label(name, self)
            label.setBuddy(box)
            font_scaled(label, 1.0, bold=True)
            self._grid.addWidget(label, row, 0)
            sample = paragraph(self._samples.get(name, ""), self, secondary=True)
            self._grid.addWidget(sample, row, 1)
            self._grid.addWidget(box, row, 2, Qt.AlignmentFlag.AlignRight)
        self._check()

    def _check(self) -> None:
        chosen = [box.currentData() for box in self.roles.values() if box.currentData()]
        twice = sorted({role for role in chosen if chosen.count(role) > 1})
        self.use_button.setEnabled(bool(chosen) and not twice)
        names = tuple(self._wording.say_or(f"window.role.{role}", role) for role in twice)
        self.warning.setText(self._wording.say("window.mapping.twice", roles=names) if twice else "")


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, tuple) else ()


def _pairs(texts: tuple[str, ...], mark: str) -> dict[str, str]:
    return {name: value for name, _, value in (text.rpartition(mark) for text in texts)}


def samples_of(rows: Sequence[tuple[int, Sequence[str]]], header_row: int) -> dict[str, str]:
    """A few values of each column below its heading, from rows by number."""
    header = next((cells for number, cells in rows if number == header_row), ())
    below = [cells for number, cells in rows if number > header_row]
    columns = {name.strip(): [row[at].strip() for row in below if at < len(row)] for at, name in enumerate(header)}
    return {name: " · ".join(value for value in values if value) for name, values in columns.items()}
