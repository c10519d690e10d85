"""What the window tells in passing: a sentence that stops nobody, with the next step beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.gui.services.translator import Wording

_BUNDLES = (".app", ".bundle", ".prefpane", ".workflow", ".action", ".saver", ".pkg", ".mpkg")


@dataclass(frozen=True, slots=True)
class NextStep:
    """A button beside a message: its words and what it does."""

    text: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence, the steps that may follow it, whether something stands in the way, and the file it tells of."""

    text: str
    steps: tuple[NextStep, ...] = ()
    warns: bool = False
    file: Path | None = None


class Messages(QObject):
    """Takes messages from every part of the window; ``told`` carries each, and the latest replaces the one before."""

    told = Signal(object)

    def __init__(self, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self._wording = wording

    def tell(self, text: str, *steps: NextStep, warns: bool = False, file: Path | None = None) -> None:
        """Say a sentence, of a file that can be dragged out of the message where it names one."""
        self.told.emit(Message(text, steps, warns, file))

    def tell_written(self, text: str, path: Path, *, opens: bool = True) -> None:
        """Say that a file or a folder was written, and offer to open it and to show where it lies."""
        say = self._wording.say
        steps = [NextStep(say("window.message.open"), lambda: open_with_system(path))] if opens else []
        steps.append(NextStep(say("window.message.show-in-folder"), lambda: show_folder_of(path)))
        self.tell(text, *steps, file=path)


def open_with_system(path: Path) -> None:
    """Open a file or a folder in the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_folder_of(path: Path) -> None:
    """Open the folder in which a file lies; never a bundle of macOS, which opens as the program that it is."""
    open_with_system(next(folder for folder in path.parents if folder.suffix.casefold() not in _BUNDLES))
