"""The shapes of severities, so that colour is never the only sign."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPolygonF

from app.core.discrepancy import Severity
from app.gui.style.painting import painting


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
    with painting(pixmap) as painter:
        paint_severity(painter, severity, QRectF(0.5, 0.5, size - 1, size - 1), colour)
    return pixmap
