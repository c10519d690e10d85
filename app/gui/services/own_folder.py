"""Where the system lets a program keep what is the person's own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def own_folder() -> Path | None:
    """The person's folder for this program; None where the system names none, which is not the folder at work."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(place) if place and Path(place).is_absolute() else None
