"""What files are dragged or lie on the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped(data: QMimeData) -> list[Path]:
    """The local files and folders in what is dragged or on the clipboard."""
    return [Path(place) for url in data.urls() if url.isLocalFile() and (place := url.toLocalFile())]


def is_table(text: str) -> bool:
    """Whether a text has at least two lines with at least two cells, parted by tab or comma."""
    lines = [line for line in text.splitlines() if line.strip()]
    return any(sum(1 for line in lines if mark in line) >= 2 for mark in ("\t", ","))
