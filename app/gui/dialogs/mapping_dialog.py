"""Teaches the program a table: what it is, and what each column means, with the first rows read along."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.core.money import grouped
from app.gui.models.rows_model import Column, RowsModel
from app.gui.services.shared import Services
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import (
    cleared,
    font_scaled,
    heading,
    make_primary,
    paragraph,
    plain_label,
    size_within_screen,
)
from app.gui.widgets.choice_box import ChoiceBox
from app.gui.widgets.table_view import TableView
from app.palette import Ink
from app.workspace import MappableTable, mapping_text
from app.workspace.teaching import ReadRow

_LOWEST_COLUMNS, _LOWEST_READ = 90, 64
"""So that the whole dialog stands on a screen of 384 pixels: columns scroll, and a row of what is read is seen."""


class MappingDialog(QDialog):
    """Guesses stand filled in; ``mapping`` is what was taught, empty where the table shall be left unknown."""

    def __init__(self, file: str, table: MappableTable, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mappingDialog")
        wording = services.wording
        self._wording, self._names = wording, services.names
        self.table = table
        self.setWindowTitle(wording.say("window.mapping.title"))
        self.kind = ChoiceBox(self)
        self.needs = paragraph("", self, secondary=True)
        self.roles: dict[str, ChoiceBox] = {}
        self.warning = paragraph("", self)
        self._grid = QGridLayout()
        self.model = RowsModel[ReadRow](self._read_columns(), lambda row: str(row.row), wording, services.theme, self)
        self.read = TableView("mapping", self.model, services.settings, self)
        self.buttons = QDialogButtonBox(self)
        self.use_button = self.buttons.addButton(
            wording.say("window.mapping.use"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.forget_button = QPushButton(wording.say("window.mapping.forget"), self)
        self._forgotten = False
        self._build(file)
        self._fill_kinds()

    @property
    def mapping(self) -> str:
        """What was taught, as it is remembered."""
        return "" if self._forgotten else mapping_text(self.kind.currentData(), self._chosen())

    def show_taught(self, kind: str, roles: dict[str, str]) -> None:
        """Fill in what was taught before, which may be taken back."""
        if (place := self.kind.findData(kind)) >= 0:
            self.kind.setCurrentIndex(place)
            for name, box in self.roles.items():
                box.setCurrentIndex(max(0, box.findData(roles.get(name, ""))))
        self.forget_button.setVisible(True)

    def _chosen(self) -> dict[str, str]:
        return {name: str(box.currentData()) for name, box in self.roles.items()}

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self, file: str) -> None:
        say = self._wording.say
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("window.mapping.heading", file=file), self, Sizes.title))
        label = plain_label(say("window.mapping.kind"), self)
        label.setBuddy(self.kind)
        self.kind.setAccessibleName(say("window.mapping.kind"))
        self.kind.currentIndexChanged.connect(self._offer_roles)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.kind)
        row.addStretch(1)
        layout.addLayout(row)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self._columns_area())
        split.addWidget(self._read_area())
        split.setSizes([280, 220])
        split.setChildrenCollapsible(False)
        layout.addWidget(split, 1)
        layout.addWidget(self.warning)
        layout.addLayout(self._foot())
        size_within_screen(self, 760, 680)

    def _columns_area(self) -> QWidget:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(_LOWEST_COLUMNS)
        body = QWidget(area)
        body.setObjectName("whyBody")
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, GAP, GAP, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.needs)
        outer.addLayout(self._grid)
        outer.addWidget(paragraph(self._wording.say("window.mapping.hint"), body, secondary=True))
        outer.addStretch(1)
        area.setWidget(body)
        return area

    def _read_area(self) -> QWidget:
        area = QWidget(self)
        inside = QVBoxLayout(area)
        inside.setContentsMargins(0, GAP, 0, 0)
        inside.addWidget(heading(self._wording.say("window.mapping.read"), area))
        self.read.setSortingEnabled(False)
        self.read.setAccessibleName(self._wording.say("window.mapping.read"))
        self.read.setMinimumHeight(_LOWEST_READ)
        inside.addWidget(self.read, 1)
        return area

    def _foot(self) -> QHBoxLayout:
        back = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        back.setText(self._wording.say("window.mapping.back"))
        make_primary(self.use_button)
        self.use_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.forget_button.setVisible(False)
        self.forget_button.clicked.connect(self._forget)
        foot = QHBoxLayout()
        foot.addWidget(self.forget_button)
        foot.addStretch(1)
        foot.addWidget(self.buttons)
        return foot

    def _read_columns(self) -> list[Column[ReadRow]]:
        return [
            Column("row", lambda r: str(r.row) if r.row else "", right=True, width=5),
            Column("read-as", self._read_as, ink=_ink, width=18),
            Column("date", lambda r: r.on.isoformat() if r.on else "", width=12),
            Column("amount", lambda r: "" if r.amount is None else grouped(r.amount), right=True, width=13),
            Column("note", self._note, ink=_ink, width=40),
        ]

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _fill_kinds(self) -> None:
        for name in self.table.kinds:
            self.kind.addItem(self._wording.say(f"window.table.{name}"), name)
        self.kind.setCurrentIndex(max(0, self.kind.findData(self.table.guessed_kind())))
        self._offer_roles()

    def _offer_roles(self) -> None:
        cleared(self._grid)
        self.roles = {}
        kind = str(self.kind.currentData())
        guesses, necessary = self.table.guessed_roles(kind), self.table.necessary(kind)
        self.needs.setText(self._wording.say(f"window.mapping.needs.{kind}"))
        for row, (name, cells) in enumerate(self.table.columns.items()):
            box = self._role_box(kind, name, necessary)
            box.setCurrentIndex(max(0, box.findData(guesses.get(name, ""))))
            box.currentIndexChanged.connect(self._check)
            self.roles[name] = box
            shown = self._wording.say("window.mapping.column", number=name[1:]) if name.startswith("#") else name
            label = plain_label(shown, self)
            label.setBuddy(box)
            font_scaled(label, 1.0, bold=True)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(paragraph(" · ".join(cells), self, secondary=True), row, 1)
            self._grid.addWidget(box, row, 2, Qt.AlignmentFlag.AlignRight)
        self._check()

    def _role_box(self, kind: str, name: str, necessary: frozenset[str]) -> ChoiceBox:
        box = ChoiceBox(self)
        box.addItem(self._wording.say("window.mapping.unused"), "")
        for role in self.table.roles(kind):
            mark = " *" if role in necessary else ""
            box.addItem(f"{self._wording.say(f'window.role.{role}')}{mark}", role)
        box.setMaxVisibleItems(20)
        box.setAccessibleName(self._wording.say("window.mapping.role-of", column=name))
        return box

    def _check(self) -> None:
        kind, chosen = str(self.kind.currentData()), self._chosen()
        used = [role for role in chosen.values() if role]
        twice = sorted({role for role in used if used.count(role) > 1})
        lacking = self.table.lacking(kind, chosen)
        self.use_button.setEnabled(not twice and not lacking)
        self.model.fill(() if twice or lacking else self.table.read(kind, chosen))
        self.read.refit()  # another kind reads other words and amounts
        if twice:
            self.warning.setText(self._wording.say("window.mapping.twice", roles=self._role_names(twice)))
        elif lacking:
            group, least = lacking[0]
            which = "needs-one" if len(group) == 1 else "needs-of"
            names = self._role_names(group)
            self.warning.setText(self._wording.say(f"window.mapping.{which}", roles=names, count=least))
        else:
            self.warning.setText("")

    def _role_names(self, roles: list[str] | tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._wording.say(f"window.role.{role}") for role in roles)

    def _read_as(self, row: ReadRow) -> str:
        if row.what:
            return self._wording.say(f"window.read-as.{row.what}")
        return self._wording.say("window.read-as.not-used")

    def _note(self, row: ReadRow) -> str:
        if row.problem is not None:
            return self._names.problem(row.problem.code, row.problem.facts)
        return self._names.skipped(row.skipped) if row.skipped else row.text

    def _forget(self) -> None:
        self._forgotten = True
        self.accept()


def _ink(row: ReadRow) -> Ink | None:
    return Ink.WARNING if row.problem is not None else None
