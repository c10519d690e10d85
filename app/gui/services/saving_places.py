"""Where a person wants a file written, under a name whose ending says what it is."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.gui.services import file_dialogs
from app.gui.services.translator import Wording

_ENDING = re.compile(r"\*(\.\w+)")


def chosen_place(parent: QWidget, wording: Wording, title: str, start: Path, pattern: str) -> Path | None:
    """Ask where to write a file of one of the kinds in ``pattern``; None where the person gives up.

    A name without the ending of one of them gets that of the kind that was picked, and a file that is there under that
    longer name is asked about: the system's dialog asks about the name as it was typed.
    """
    chosen, picked = file_dialogs.ask_place(parent, title, str(start), pattern)
    if not chosen:
        return None
    path, endings = Path(chosen), _ENDING.findall(pattern)
    if path.suffix.casefold() in endings:
        return path
    path = path.with_name(path.name + next(iter(_ENDING.findall(picked)), endings[0]))
    return path if not path.exists() or _may_replace(parent, wording, path) else None


def _may_replace(parent: QWidget, wording: Wording, path: Path) -> bool:
    say = wording.say
    question = say("window.export.replace", file=path.name)
    box = QMessageBox(QMessageBox.Icon.Question, say("window.name"), question, parent=parent)
    box.setObjectName("replaceBox")
    box.setTextFormat(Qt.TextFormat.PlainText)
    replace = box.addButton(say("window.export.replace-it"), QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton(say("window.cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.exec()
    return box.clickedButton() is replace
