"""What is copied or dragged out: of the list and the explanation their sentences, of the timeline its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextBrowser, QWidget

from app.core.discrepancy import Discrepancy
from app.core.money import grouped
from app.gui.services.dragged import DraggedFile
from app.texts.facility_names import facility_names

if TYPE_CHECKING:
    from app.gui.window.parts import Parts


def copy_focused(w: Parts) -> None:
    """Put on the clipboard what the focus is on; where it is on nothing that can be copied, the table in front."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QLineEdit | QPlainTextEdit | QTextBrowser):
        focus.copy()
    elif isinstance(focus, QLabel) and focus.hasSelectedText():
        QGuiApplication.clipboard().setText(focus.selectedText())
    elif _is_in(focus, w.timeline):
        copy_picture(w)
    elif _is_in(focus, w.listed) or _is_in(focus, w.why):
        found = w.selection.discrepancy
        QGuiApplication.clipboard().setText(told_overview(w) if found is None else told(w, found))
    else:
        w.tables.current.copy()


def copy_picture(w: Parts) -> None:
    """Put what the timeline shows on the clipboard as a picture, and say so."""
    if (image := w.timeline.picture()) is not None:
        QGuiApplication.clipboard().setImage(image)
        w.messages.tell(w.window.wording.say("window.message.picture-copied"))


def picture_data(w: Parts) -> QMimeData | None:
    """What the timeline shows, as it is dragged into a mail, a document or a folder."""
    image = w.timeline.picture()
    if image is None:
        return None
    data = DraggedFile(f"{w.exporting.name()}.png", lambda path: w.timeline.save_picture(path, everything=False))
    data.setImageData(image)
    return data


def workbook_data(w: Parts) -> QMimeData | None:
    """The workbook, written when it is dropped; None while there is no case or work is under way."""
    if w.session.workspace.is_empty or w.tasks.current is not None:
        return None
    return DraggedFile(f"{w.exporting.name()}.xlsx", w.exporting.write_workbook)


def told(w: Parts, found: Discrepancy) -> str:
    """A discrepancy in sentences and sums, to be pasted into a mail or a chat."""
    texts, say, loans = w.texts, w.window.wording.say, w.session.explanation.facilities
    names = facility_names(loans, w.window.wording.book) if len(loans) > 1 else {}
    lines = [texts.title(found), names.get(found.facility or "", ""), texts.answer(found), texts.details(found)]
    if found.expected is not None:
        lines.append(f"{say('window.why.expected')} {grouped(found.expected)}")
    for part in found.bridge:
        lines.append(f"{texts.part(part)} {grouped(part.amount, signed=True)} = {texts.formula(part)}")
    if found.bridge or found.difference:
        lines.append(f"{say('window.why.unexplained')} {grouped(found.unexplained, signed=True)}")
    if found.actual is not None:
        lines.append(f"{say('window.why.actual')} {grouped(found.actual)}")
    lines.append(texts.advice(found))
    return "\n".join(line for line in lines if line)


def told_overview(w: Parts) -> str:
    """The answer to the whole case as it is shown while nothing is selected."""
    shown = w.why.content
    labels = [] if shown is None else shown.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.text())


def _is_in(focus: QWidget | None, region: QWidget) -> bool:
    return focus is not None and (focus is region or region.isAncestorOf(focus))
