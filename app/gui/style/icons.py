"""The program's icons: single-colour drawings, tinted for the theme."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QIcon, QPixmap

from app.gui.style.painting import painting
from app.resource_files import resource

_SIZES = (16, 32, 64)


def tinted(name: str, colour: QColor, faint: QColor | None = None) -> QIcon:
    """The icon ``resources/icons/<name>.svg`` in a colour; ``faint`` is for where it is disabled."""
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, faint or colour)):
        for size in _SIZES:
            icon.addPixmap(_pixmap(drawing.replace("currentColor", ink.name()), size), mode)
    return icon


def _pixmap(drawing: str, size: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    pixmap = QPixmap(size, size)
    pixmap.fill(QtCore.Qt.GlobalColor.transparent)
    with painting(pixmap) as painter:
        QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    return pixmap


def program_icon() -> QIcon:
    """The program's own icon; small sizes have a drawing of their own."""
    icon = QIcon()
    for name, sizes in (("tallyline-small", (16, 24)), ("tallyline", (32, 48, 64, 128))):
        drawing = resource("icons", "app", f"{name}.svg").read_text(encoding="utf-8")
        for size in sizes:
            icon.addPixmap(_pixmap(drawing, size))
    return icon
