"""A small table in which a person types payments that no file tells of: the day, the amount, what it was."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.gui.dialogs.unfinished import Unfinished
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import heading, make_primary, paragraph, size_within_screen
from app.gui.widgets.choice_box import ChoiceBox
from app.workspace.typed_lists import TypedRow, product_ids, sum_of, typed_text, wrong_in

_ROWS = 8
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class TypedListDialog(Unfinished):
    """Accepted, ``text`` is the list as the text of a file and ``name`` what the person calls it."""

    def __init__(self, name: str, wording: Wording, parent: QWidget) -> None:
        super().__init__("typedListDialog", wording, parent)
        say = wording.say
        self.setWindowTitle(say("window.typed.title"))
        self.called = QLineEdit(name, self)
        self.product = ChoiceBox(self)
        self.table = QTableWidget(_ROWS, 3, self)
        self.state = paragraph("", self)
        self.buttons = QDialogButtonBox(self)
        self.use_button = self.buttons.addButton(say("window.typed.use"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._build()
        self._check()
        self.table.setCurrentCell(0, 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def name(self) -> str:
        """What the list is called, without letters that no file's name may have."""
        return _FORBIDDEN.sub(" ", self.called.text()).strip().strip(".") or self._wording.say("window.typed.title")

    @property
    def text(self) -> str:
        """The list as the text of a file."""
        return typed_text(self.rows(), str(self.product.currentData()))

    def rows(self) -> list[TypedRow]:
        """The rows as they stand, empty ones too."""
        return [(self._cell(n, 0), self._cell(n, 1), self._cell(n, 2)) for n in range(self.table.rowCount())]

    def is_unfinished(self) -> bool:
        """Whether anything was typed."""
        return any(any(row) for row in self.rows())

    def _cell(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().strip() if item is not None else ""

    def _check(self) -> None:
        rows = self.rows()
        if any(rows[-1]):
            self.table.insertRow(self.table.rowCount())
        wrong = next(((number, what) for number, row in enumerate(rows, 1) if (what := wrong_in(row))), None)
        filled = [row for row in rows if any(row)]
        self.use_button.setEnabled(wrong is None and bool(filled))
        say = self._wording.say
        if wrong is not None:
            self.state.setText(say(f"window.typed.wrong-{wrong[1]}", row=wrong[0]))
        else:
            self.state.setText(say("window.typed.count", count=len(filled), amount=sum_of(filled)))

    def _build(self) -> None:
        say = self._wording.say
        self.product.addItem(say("window.typed.any-product"), "")
        for name in product_ids():
            self.product.addItem(say(f"timeline.product.{name}"), name)
        self.product.setAccessibleName(say("window.typed.product"))
        self.called.setAccessibleName(say("window.typed.name"))
        self.table.setHorizontalHeaderLabels([say(f"window.typed.column-{n}") for n in ("day", "amount", "what")])
        self.table.setAccessibleName(say("window.typed.table"))
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(0, 150)
        self.table.setColumnWidth(1, 130)
        self.table.itemChanged.connect(self._right_amounts)
        make_primary(self.use_button)
        cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText(say("window.cancel"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(say("window.typed.name"), self.called)
        form.addRow(say("window.typed.product"), self.product)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("window.typed.heading"), self, Sizes.title))
        layout.addWidget(paragraph(say("window.typed.hint"), self, secondary=True))
        layout.addLayout(form)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.state)
        layout.addWidget(self.buttons)
        size_within_screen(self, 620, 560)

    def _right_amounts(self, item: QTableWidgetItem) -> None:
        if item.column() == 1 and not item.textAlignment() & int(Qt.AlignmentFlag.AlignRight):
            self.table.blockSignals(True)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.blockSignals(False)
        self._check()
