"""What is printed is chosen and looked at first; it goes to a printer or into a PDF from here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.gui.services.print_sheets import PrintJob
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Theme
from app.gui.style.widgets import make_primary, paragraph, plain_label, size_within_screen
from app.gui.widgets.choice_box import ChoiceBox
from app.gui.widgets.flow import Flow
from app.gui.widgets.page_preview import SIZES, WHOLE, WIDTH, PagePreview

REPORT, TIMELINE, BOTH = "report", "timeline", "both"
CONTENTS = (REPORT, TIMELINE, BOTH)
"""What can be printed; their names are ``print.what.<content>``."""
_LOWEST = QSize(160, 120)
"""Of the preview, on a low screen."""


class PrintDialog(QDialog):
    """``chosen`` tells what of `CONTENTS` shall be seen; ``printing`` and ``saving`` ask for what is seen."""

    chosen = Signal(str)
    printing = Signal()
    saving = Signal()

    def __init__(self, wording: Wording, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("printDialog")
        self._wording = wording
        say = wording.say
        self.setWindowTitle(say("print.title"))
        self.what = self._box("print.contents", [(say(f"print.what.{one}"), one) for one in CONTENTS])
        sizes = [(say("print.whole"), WHOLE), (say("print.width"), WIDTH), *((f"{size:.0%}", size) for size in SIZES)]
        self.size_box = self._box("print.size", sizes)
        self.previous = self._turner("‹", "print.previous")
        self.next = self._turner("›", "print.next")
        self.page = QSpinBox(self)
        self.page.setAccessibleName(say("print.page"))
        self.page.setKeyboardTracking(False)
        self.count = plain_label("", self)
        self.preview = PagePreview(wording, theme, self)
        self.preview.setMinimumSize(_LOWEST)
        self.state = paragraph("", self, secondary=True)
        self.buttons = QDialogButtonBox(self)
        self.print_button = self._button("print.print", QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button = self._button("print.save", QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = self._button("window.close", QDialogButtonBox.ButtonRole.RejectRole)
        make_primary(self.print_button)
        self.print_button.setDefault(True)
        self._build()
        self._connect()
        self.wait(say("print.preparing"))
        size_within_screen(self, 860, 860)

    @property
    def content(self) -> str:
        """What of `CONTENTS` is chosen."""
        return str(self.what.currentData())

    # -- what happens ------------------------------------------------------------------------------------------------

    def wait(self, sentence: str, *, for_paper: bool = False) -> None:
        """Say what is under way; until `show_job` or `go_on` nothing can be printed, nor chosen ``for_paper``."""
        self.state.setText(sentence)
        self._enable(ready=False)
        self.what.setEnabled(not for_paper)

    def show_job(self, job: PrintJob, sentence: str) -> None:
        """Show what would be printed."""
        count = len(job.sheets)
        self.page.setRange(1, max(count, 1))
        self.count.setText(self._wording.say("print.of", count=count))
        self.preview.show_job(job)
        self.go_on(sentence)

    def go_on(self, sentence: str) -> None:
        """Say a sentence, and let everything be done again."""
        self.state.setText(sentence)
        self.what.setEnabled(True)
        self._enable(ready=True)

    def _enable(self, *, ready: bool) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(ready)
        for widget in (self.page, self.count, self.size_box):
            widget.setEnabled(ready)
        self._show_page(self.preview.current)

    def _show_page(self, number: int) -> None:
        """Say which sheet is looked at."""
        self.page.blockSignals(True)
        self.page.setValue(number + 1)
        self.page.blockSignals(False)
        self.previous.setEnabled(self.page.isEnabled() and number > 0)
        self.next.setEnabled(self.page.isEnabled() and number + 1 < self.page.maximum())

    def _show_size(self) -> None:
        self.size_box.blockSignals(True)
        self.size_box.setCurrentIndex(self.size_box.findData(self.preview.zoom))
        self.size_box.blockSignals(False)

    # -- how it is built ---------------------------------------------------------------------------------------------

    def _box(self, name: str, choices: list[tuple[str, str]] | list[tuple[str, float]]) -> ChoiceBox:
        box = ChoiceBox(self)
        for text, value in choices:
            box.addItem(text, value)
        box.setAccessibleName(self._wording.say(name))
        return box

    def _turner(self, sign: str, name: str) -> QPushButton:
        button = QPushButton(sign, self)
        button.setAccessibleName(self._wording.say(name))
        button.setToolTip(self._wording.say(name))
        return button

    def _button(self, name: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        return self.buttons.addButton(self._wording.say(name), role)

    def _labelled(self, name: str, *widgets: QWidget) -> QWidget:
        """Widgets behind what they are called, which stay together where the line breaks."""
        held = QWidget(self)
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, EDGE, 0)
        row.setSpacing(GAP)
        for widget in (plain_label(self._wording.say(name), held), *widgets):
            row.addWidget(widget)
        return held

    def _build(self) -> None:
        tools = Flow(GAP)
        tools.addWidget(self._labelled("print.contents", self.what))
        tools.addWidget(self._labelled("print.size", self.size_box))
        tools.addWidget(self._labelled("print.page", self.previous, self.page, self.count, self.next))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addLayout(tools)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.state)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(lambda _at: self.chosen.emit(self.content))
        self.size_box.currentIndexChanged.connect(lambda _at: self.preview.set_zoom(self.size_box.currentData()))
        self.page.valueChanged.connect(lambda page: self.preview.go_to(page - 1))
        self.previous.clicked.connect(lambda: self.preview.go_to(self.preview.current - 1))
        self.next.clicked.connect(lambda: self.preview.go_to(self.preview.current + 1))
        self.preview.moved.connect(self._show_page)
        self.preview.sized.connect(self._show_size)
        self.print_button.clicked.connect(self.printing)
        self.save_button.clicked.connect(self.saving)
        self.buttons.rejected.connect(self.reject)
