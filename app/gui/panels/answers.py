"""What a question may be about, under the line it was asked in: one's own discrepancies, the help, what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.gui.style.theme import GAP, Sizes
from app.gui.style.widgets import Wrapped, cleared, heading, paragraph

_WIDTH, _EDGE, _AIR = 460, 10, 6
PAGES: dict[int, int] = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
"""The keys that turn the pages of long answers, and which way."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its words, what choosing it does, and whether others beside it are meant first."""

    text: str
    run: Callable[[], object]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question may be about, with what is ``told`` of it, a remark ``about`` it (or none) and what to choose."""

    title: str
    choices: tuple[Choice, ...] = ()
    about: str = ""
    told: tuple[str, ...] = ()


class ChoiceButton(QPushButton):
    """A button whose words wrap at any width."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("choice", True)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.label = Wrapped(text, self)
        self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_EDGE, 5, _EDGE, 5)
        layout.addWidget(self.label)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines."""
        return self.label.heightForWidth(max(width - 2 * _EDGE, 1)) + 10

    def sizeHint(self) -> QSize:
        """The height at the width it has."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(self.label.minimumSizeHint().width(), self.label.fontMetrics().lineSpacing() + 10)


class Answers(QFrame):
    """Floats under ``line``; the arrow keys lead from the line through the choices and back.

    ``left`` is sent when the keyboard goes back to the line, ``chosen`` after something was chosen.
    """

    left = Signal()
    chosen = Signal()

    def __init__(self, line: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("answers")
        self._line, self._window = line, window
        self.buttons: list[ChoiceButton] = []
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QWidget(self.area)
        self.body.setObjectName("answersBody")
        self._rows = QVBoxLayout(self.body)
        self._rows.setContentsMargins(8, 8, 8, 8)
        self._rows.setSpacing(2)
        self.area.setWidget(self.body)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.area)
        self.hide()
        window.installEventFilter(self)

    def show_answers(self, answers: Sequence[Answer], summary: str) -> None:
        """Show what may be meant; a screen reader says ``summary``."""
        cleared(self._rows)
        self.buttons = []
        for number, answer in enumerate(answers):
            if number:
                self._rows.addSpacing(GAP)
            self._add(answer)
        self._rows.addStretch(1)
        self.setAccessibleName(summary)
        for number in range(self._rows.count()):  # a layout counts only what is shown
            if (item := self._rows.itemAt(number)) is not None and (widget := item.widget()) is not None:
                widget.show()
        for inner in self.body.findChildren(QWidget):
            inner.ensurePolished()
        self.show()
        self.place()
        self.raise_()
        self.area.verticalScrollBar().setValue(0)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, summary))

    def _add(self, answer: Answer) -> None:
        if answer.title:
            title = heading(answer.title, self.body)
            title.setContentsMargins(_EDGE, 2, _EDGE, 2)
            self._rows.addWidget(title)
        said = [paragraph(text, self.body) for text in answer.told]
        if answer.about:
            said.append(paragraph(answer.about, self.body, secondary=True, factor=Sizes.small))
        for label in said:
            label.setContentsMargins(_EDGE, 0, _EDGE, 2)
            self._rows.addWidget(label)
        for number, choice in enumerate(answer.choices):
            button = ChoiceButton(choice.text, self.body)
            button.label.setProperty("secondary", choice.quiet)
            if not number:  # what stands above it, where no key leads, is heard with it
                button.setAccessibleDescription("\n".join(filter(None, (answer.title, *answer.told, answer.about))))
            button.clicked.connect(lambda _checked=False, run=choice.run: self._take(run))
            button.installEventFilter(self)
            self._rows.addWidget(button)
            self.buttons.append(button)

    def take_first(self) -> None:
        """Choose what fits best; nothing where there is no choice."""
        if self.isVisible() and self.buttons:
            self.buttons[0].click()

    def take_keyboard(self) -> None:
        """Put the keyboard on the first choice."""
        if self.isVisible() and self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def turn_page(self, key: int) -> None:
        """Show what stands further up or down, by one of `PAGES`."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + PAGES[key] * bar.pageStep())

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in the answers."""
        focus = self._window.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _take(self, run: Callable[[], object]) -> None:
        self.hide()
        run()
        self.chosen.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the line, and by arrow keys between the choices."""
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        if isinstance(watched, ChoiceButton) and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._steer(watched, event)
        if isinstance(watched, ChoiceButton) and event.type() is QEvent.Type.FocusIn:
            self.area.ensureWidgetVisible(watched, 0, 4)
        return super().eventFilter(watched, event)

    def _steer(self, button: ChoiceButton, event: QKeyEvent) -> bool:
        at, key = self.buttons.index(button), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button.click()
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and at == 0):
            self.left.emit()
        elif key in PAGES:
            self.turn_page(key)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            to = min(at + (1 if key == Qt.Key.Key_Down else -1), len(self.buttons) - 1)
            self.buttons[to].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            return False
        return True

    def place(self) -> None:
        """Under the line, within the window, as high as what it says."""
        corner = self._line.mapTo(self._window, QPoint(0, self._line.height() + _AIR))
        width = min(max(_WIDTH, self._line.width()), self._window.width() - 2 * _EDGE)
        left = min(corner.x(), self._window.width() - width - _EDGE)
        room = self._window.height() - corner.y() - _EDGE
        self._rows.invalidate()
        needed = self._rows.totalHeightForWidth(width - 2) + 2
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if needed > room else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.area.setVerticalScrollBarPolicy(bar)
        self.setGeometry(QRect(max(left, _EDGE), corner.y(), width, min(needed, room)))
