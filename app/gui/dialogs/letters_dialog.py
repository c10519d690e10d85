"""The letters before they are written: whom to, who writes, by when, what is enclosed, and the text itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.gui.dialogs.unfinished import Asking, Unfinished
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import heading, make_primary, paragraph, plain_label, size_within_screen
from app.gui.widgets.choice_box import ChoiceBox
from app.workspace.letter_drafts import SENDER, Drafts

ANSWER_DAYS = (0, 7, 15, 30)
"""Days that may be given for an answer; 0 leaves the blank."""
_LEFT, _LIST = 240, 72
"""The least width of the column beside the text, and height of a list in it."""
_LINE = Qt.ItemDataRole.UserRole


class _Column(QScrollArea):
    """Scrolls up and down alone: it is never narrower than what it holds beside its scroll bar."""

    def minimumSizeHint(self) -> QSize:
        """The width of the content and of the scroll bar."""
        held: QWidget | None = self.widget()
        beside = self.verticalScrollBar().sizeHint().width()
        inside = held.minimumSizeHint().width() if held is not None else 0
        return QSize(inside + beside, super().minimumSizeHint().height())


_ASKING = Asking("window.letters.edited", "window.letters.edited-text", "window.letters.leave")


class LettersDialog(Unfinished):
    """``drafts`` holds what was edited, ``chosen`` the letters to write, ``remembered`` who writes.

    ``wanted`` is sent when they are to be written; the dialog is accepted by whoever wrote them. It asks before it is
    closed with something in it that was edited and not written.
    """

    wanted = Signal()

    def __init__(
        self, drafts: Drafts, sender: Mapping[str, str], today: date, wording: Wording, parent: QWidget
    ) -> None:
        super().__init__("lettersDialog", wording, parent, _ASKING)
        self._today, self.drafts = today, drafts
        self.setWindowTitle(wording.say("window.letters.title"))
        self.addressees = self._list("window.letters.addressees")
        self.fields = {name: self._field(name) for name in SENDER}
        self.days = ChoiceBox(self)
        self.remember = QCheckBox(wording.say("window.letters.remember"), self)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(wording.say("window.letters.text"))
        self.text.setTabChangesFocus(True)
        self.enclosed = self._list("window.letters.enclosed")
        self.notes = paragraph("", self, secondary=True)
        self.copy_button = QPushButton(wording.say("window.letters.copy"), self)
        self.buttons = QDialogButtonBox(self)
        self.write_button = self.buttons.addButton(
            wording.say("window.letters.write"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._build()
        self._fill(sender)
        self._connect()
        self.addressees.setCurrentRow(0)

    @property
    def chosen(self) -> set[int]:
        """The letters that are ticked."""
        rows = range(self.addressees.count())
        return {n for n in rows if self.addressees.item(n).checkState() is Qt.CheckState.Checked}

    @property
    def remembered(self) -> dict[str, str]:
        """What was filled in, where it shall be remembered; nothing where it shall not."""
        texts = {name: field.text().strip() for name, field in self.fields.items()}
        return texts if self.remember.isChecked() else {}

    # -- how it is built ---------------------------------------------------------------------------------------------

    def _list(self, name: str) -> QListWidget:
        made = QListWidget(self)
        made.setAccessibleName(self._wording.say(name))
        made.setWordWrap(True)
        return made

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(self._wording.say(f"window.letters.{name}"))
        return field

    def _build(self) -> None:
        say = self._wording.say
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in self.fields.items():
            form.addRow(plain_label(say(f"window.letters.{name}"), self), field)
        form.addRow(plain_label(say("window.letters.by"), self), self.days)
        self.days.setAccessibleName(say("window.letters.by"))
        side = QWidget(self)
        side.setObjectName("whyBody")
        left, right = QVBoxLayout(side), QVBoxLayout()
        left.setContentsMargins(0, 0, GAP, 0)
        left.addWidget(heading(say("window.letters.addressees"), self))
        left.addWidget(self.addressees, 2)
        left.addLayout(form)
        left.addWidget(self.remember)
        left.addWidget(paragraph(say("window.letters.remembered"), self, secondary=True, factor=Sizes.small))
        left.addWidget(heading(say("window.letters.enclosed"), self))
        left.addWidget(self.enclosed, 3)
        right.addWidget(heading(say("window.letters.text"), self))
        right.addWidget(self.text, 1)
        right.addWidget(self.notes)
        sides = QHBoxLayout()
        sides.setSpacing(EDGE)
        sides.addWidget(self._scrolled(side), 2)
        sides.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("window.letters.title"), self, Sizes.heading))
        layout.addWidget(paragraph(say("window.letters.about"), self, secondary=True))
        layout.addLayout(sides, 1)
        self._add_buttons(layout)
        for shown in (self.addressees, self.enclosed):
            shown.setMinimumSize(_LEFT, _LIST)
            shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # they share what is left
        size_within_screen(self, 1040, 700)

    def _scrolled(self, side: QWidget) -> QScrollArea:
        """A column that scrolls where the screen is low."""
        area = _Column(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(side)
        return area

    def _add_buttons(self, layout: QVBoxLayout) -> None:
        make_primary(self.write_button)
        self.write_button.setDefault(True)
        self.buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(self._wording.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        layout.addWidget(self.buttons)

    def _fill(self, sender: Mapping[str, str]) -> None:
        say = self._wording.say
        for index in range(len(self.drafts)):
            item = QListWidgetItem(self.drafts.name(index), self.addressees)
            item.setCheckState(Qt.CheckState.Checked)
        for days in ANSWER_DAYS:
            day = self._today + timedelta(days)
            self.days.addItem(say("window.letters.within", days=days, day=day) if days else say("window.letters.blank"))
        for name, value in sender.items():
            if name in self.fields:
                self.fields[name].setText(value)
                self.drafts.fill(name, value)
        self.drafts.mark()  # what is remembered anyway is not lost
        self.remember.setChecked(bool(sender))

    def _connect(self) -> None:
        self.addressees.currentRowChanged.connect(self._show)
        self.addressees.itemChanged.connect(lambda _: self.write_button.setEnabled(bool(self.chosen)))
        self.text.textChanged.connect(self._edited)
        self.enclosed.itemChanged.connect(self._ticked)
        self.days.currentIndexChanged.connect(self._set_day)
        for name, field in self.fields.items():
            field.textChanged.connect(lambda value, name=name: self._set_blank(name, value))
        self.copy_button.clicked.connect(lambda: QApplication.clipboard().setText(self.text.toPlainText()))
        self.buttons.accepted.connect(self.wanted)
        self.buttons.rejected.connect(self.reject)

    def is_unfinished(self) -> bool:
        """Whether something was edited and not written."""
        return self.drafts.is_edited

    # -- what happens ------------------------------------------------------------------------------------------------

    def _index(self) -> int:
        return max(self.addressees.currentRow(), 0)

    def _show(self) -> None:
        """Show the letter that is selected."""
        self.text.blockSignals(True)
        self.text.setPlainText(self.drafts.texts[self._index()])
        self.text.blockSignals(False)
        self.notes.setText("\n".join(self.drafts.notes(self._index())))
        self.notes.setVisible(bool(self.notes.text()))
        self._list_ticks()

    def _list_ticks(self) -> None:
        self.enclosed.blockSignals(True)
        self.enclosed.clear()
        for tick in self.drafts.ticks(self._index()):
            item = QListWidgetItem(tick.text, self.enclosed)
            item.setData(_LINE, tick.line)
            item.setCheckState(Qt.CheckState.Checked if tick.is_on else Qt.CheckState.Unchecked)
        self.enclosed.blockSignals(False)

    def _edited(self) -> None:
        self.drafts.texts[self._index()] = self.text.toPlainText()
        self._list_ticks()

    def _ticked(self, item: QListWidgetItem) -> None:
        is_on = item.checkState() is Qt.CheckState.Checked
        self.drafts.tick(self._index(), int(item.data(_LINE)), is_on=is_on)
        self._refresh()

    def _set_blank(self, name: str, value: str) -> None:
        self.drafts.fill(name, value)
        self._refresh()

    def _set_day(self, index: int) -> None:
        days = ANSWER_DAYS[index]
        self.drafts.answer_by(self._today + timedelta(days) if days else None)
        self._refresh()

    def _refresh(self) -> None:
        """Show the text anew where it is being read."""
        bar = self.text.verticalScrollBar()
        at = bar.value()
        self.text.blockSignals(True)
        self.text.setPlainText(self.drafts.texts[self._index()])
        self.text.blockSignals(False)
        bar.setValue(at)
