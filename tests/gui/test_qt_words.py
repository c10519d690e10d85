"""Qt's own dialogs speak the language of the window, where its translation has no words as well."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QFileDialog, QGroupBox, QLabel, QWidget

from app.gui.services.translator import Wording
from tests.languages import CHINESE, ENGLISH


def test_the_file_dialog_is_chinese_throughout(qapp: QApplication) -> None:
    assert qapp is not None
    wording = Wording(ENGLISH)
    wording.choose(CHINESE)
    try:
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.show()
        said = [label.text() for label in dialog.findChildren(QLabel)]
        assert {"查找范围(&I)：", "文件类型(&T)："} <= set(said)
        assert [text for text in said if text.isascii() and text.strip()] == []
        say = QCoreApplication.translate
        assert (say("QFileSystemModel", "Size"), say("QFileSystemModel", "Folder")) == ("大小", "文件夹")
        assert say("QFileDialog", "Create New Folder") not in ("", "Create New Folder")
        assert say("nowhere", "Size") == "Size"
        dialog.close()
    finally:
        wording.choose(ENGLISH)


_THE_SAME = re.compile(r"\(&?[A-Z]\)|PDF|ANSI|Letter|Legal|Executive|[A-Z]\d+|\b(mm|in|pt|DD|CC|x)\b|P̸")
"""Keys, units, sizes and names that Chinese writes in letters as well."""


def test_the_print_dialog_is_chinese_throughout(qapp: QApplication) -> None:
    assert qapp is not None
    wording = Wording(ENGLISH)
    wording.choose(CHINESE)
    try:
        printer = QPrinter()
        dialog = QPrintDialog(printer)
        dialog.show()
        QTimer.singleShot(0, lambda: _close_modal(said))
        said = _words(dialog)
        properties = dialog.findChild(QAbstractButton, "properties")
        assert isinstance(properties, QAbstractButton)
        properties.click()
        assert len(said) > 40
        foreign = [text for text in said if re.search("[A-Za-z]{2}", _THE_SAME.sub("", text))]
        assert [text for text in foreign if not text.startswith(str(Path.home()))] == []
        dialog.close()
    finally:
        wording.choose(ENGLISH)


def _close_modal(said: list[str]) -> None:
    """Read the dialog that stands over the others, and close it."""
    over = QApplication.activeModalWidget()
    assert isinstance(over, QDialog)
    said += _words(over)
    over.reject()


def _words(dialog: QDialog) -> list[str]:
    """All that a dialog says, its tool tips too; of a long list of paper sizes the first are enough."""
    found = [dialog.windowTitle()]
    for widget in dialog.findChildren(QWidget):
        found.append(widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            found.append(widget.text())
        elif isinstance(widget, QGroupBox):
            found.append(widget.title())
        elif isinstance(widget, QComboBox):
            found += [widget.itemText(n) for n in range(min(widget.count(), 12))]
    return [text for text in found if text]
