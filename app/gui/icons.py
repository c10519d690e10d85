"""The program's icons: single-colour drawings, tinted for the theme, and the shapes of severities."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF

from app.assets import resource
from app.core.discrepancies import Severity

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
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    return pixmap


def program_icon() -> QIcon:
    """The program's own icon."""
    icon = QIcon()
    icon.addFile(str(resource("icons", "tallyline.svg")))
    return icon


def paint_severity(painter: QPainter, severity: Severity, box: QRectF, colour: QColor) -> None:
    """Draw the mark of a severity into ``box``: triangle, diamond or circle, so that colour is never the only sign."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    middle = box.center()
    match severity:
        case Severity.SERIOUS:
            painter.drawPolygon(QPolygonF([QPointF(middle.x(), box.top()), box.bottomRight(), box.bottomLeft()]))
        case Severity.WARNING:
            left, right = QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y())
            top, bottom = QPointF(middle.x(), box.top()), QPointF(middle.x(), box.bottom())
            painter.drawPolygon(QPolygonF([top, right, bottom, left]))
        case Severity.INFO:
            painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def severity_pixmap(severity: Severity, colour: QColor, size: int, ratio: float) -> QPixmap:
    """The mark of a severity as a picture, ``size`` in device-independent pixels."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_severity(painter, severity, QRectF(0.5, 0.5, size - 1, size - 1), colour)
    painter.end()
    return pixmap
