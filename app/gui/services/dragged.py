"""What is dragged out of the window: words or a picture, and a file of the same that is written when it is dropped."""

from __future__ import annotations

import csv
import logging
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QMetaType, QMimeData, QUrl

_FILES = "text/uri-list"
_LOG = logging.getLogger("tallyline")


class DraggedFile(QMimeData):
    """Data with a file of the name ``name``, which ``write`` writes once somebody asks for it.

    A program that takes text or pictures gets what was set here; a file manager or a mail gets the file.
    """

    def __init__(self, name: str, write: Callable[[Path], object]) -> None:
        super().__init__()
        self._name, self._write = name, write
        self._path: Path | None = None

    def formats(self) -> list[str]:
        """What can be had, the file last."""
        return [*super().formats(), _FILES]

    def hasFormat(self, form: str) -> bool:
        """Whether a form can be had."""
        return form == _FILES or super().hasFormat(form)

    def retrieveData(self, form: str, wanted: QMetaType | QMetaType.Type) -> Any:
        """The data in a form; nothing where the file cannot be written."""
        if form != _FILES:
            return super().retrieveData(form, wanted)
        try:
            url = QUrl.fromLocalFile(str(self.path()))
        except Exception as error:  # an exception must not leave what Qt calls
            _LOG.warning("a dragged file was not written: %s", type(error).__name__)
            return QByteArray()
        asked = wanted.id() if isinstance(wanted, QMetaType) else wanted.value
        line = bytes(url.toEncoded().data()) + b"\r\n"
        return [url] if asked == QMetaType.Type.QVariantList.value else QByteArray(line)

    def path(self) -> Path:
        """The file, written now if it was not yet. Raises what writing raises."""
        if self._path is None:
            place = Path(tempfile.mkdtemp(dir=_folder().name)) / self._name
            self._write(place)
            self._path = place
        return self._path


def file_data(path: Path) -> QMimeData:
    """A file that is there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def rows_data(name: str, cells: str) -> QMimeData:
    """Rows as cells parted by tabs, and as a CSV file that spreadsheets open."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(line.split("\t") for line in cells.splitlines())

    data = DraggedFile(f"{name}.csv", write)
    data.setText(cells)
    return data


def text_data(name: str, text: str) -> QMimeData:
    """Sentences, and as a text file."""
    data = DraggedFile(f"{name}.txt", lambda path: path.write_text(text, encoding="utf-8"))
    data.setText(text)
    return data


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where dragged files lie while the program runs; it goes with it."""
    return tempfile.TemporaryDirectory(prefix="tallyline-")
