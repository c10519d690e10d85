"""Asks for files, a folder or a place to write to, in the dialog of the system; where it has none, in Qt's own.

Qt's own cuts the columns of size and day, which is mended here.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QFileDialog, QHeaderView, QSplitter, QTreeView, QWidget

from app.gui.style.widgets import size_within_screen

_SIDEBAR, _SIZE = 170, (880, 560)


def ask_files(parent: QWidget, title: str, start: str, pattern: str) -> list[str]:
    """Files that are there, of one of the kinds in ``pattern``; none where the person gives up."""
    dialog = QFileDialog(parent, title, start, pattern)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)  # kinds are named, not all their endings
    return _asked(dialog)


def ask_folder(parent: QWidget, title: str, start: str) -> str:
    """A folder; empty where the person gives up."""
    dialog = QFileDialog(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    chosen = _asked(dialog)
    return chosen[-1] if chosen else ""  # Qt puts the folder that is shown before one that was typed


def ask_place(parent: QWidget, title: str, start: str, pattern: str) -> tuple[str, str]:
    """Where to write a file, and which kind of ``pattern`` was picked; both empty where the person gives up."""
    dialog = QFileDialog(parent, title, start, pattern)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    chosen = _asked(dialog)
    return (chosen[0], dialog.selectedNameFilter()) if chosen else ("", "")


def _asked(dialog: QFileDialog) -> list[str]:
    _make_room(dialog)
    try:
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        return dialog.selectedFiles() if accepted else []
    finally:
        dialog.deleteLater()


def _make_room(dialog: QFileDialog) -> None:
    """Let Qt's own dialog show sizes, days and places whole; that of a system has no such parts."""
    view, splitter = dialog.findChild(QTreeView, "treeView"), dialog.findChild(QSplitter, "splitter")
    if view is None or splitter is None:
        return
    size_within_screen(dialog, *_SIZE)
    splitter.setSizes([_SIDEBAR, dialog.width() - _SIDEBAR])
    head = view.header()
    head.setStretchLastSection(False)
    for column in range(head.count()):
        fits = QHeaderView.ResizeMode.ResizeToContents
        head.setSectionResizeMode(column, fits if column else QHeaderView.ResizeMode.Stretch)
