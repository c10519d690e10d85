"""Qt's own dialogs speak the language of the window, where its translation has no words as well."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

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
