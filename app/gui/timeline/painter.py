"""Draws the shapes of the timeline with a QPainter, and measures text for its geometry."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from app.gui.style.colours import Colours
from app.gui.style.painting import painting
from app.palette import Ink
from app.timeline.metrics import Metrics, TextSize
from app.timeline.shapes import Anchor, Box, Lines, Path, Shape, Text

_MOST_KEPT = 4000
_STAMP_PX = 64
_MANY_LINES = 120
_STAMP_EDGE = 2


def tabular(font: QFont, factor: float, strong: bool = False) -> QFont:
    """Return a font ``factor`` times as large whose figures all have one width."""
    sized = QFont(font)
    if font.pointSizeF() > 0:
        sized.setPointSizeF(font.pointSizeF() * factor)
    else:
        sized.setPixelSize(max(round(font.pixelSize() * factor), 1))
    sized.setWeight(QFont.Weight.DemiBold if strong else font.weight())
    sized.setFeature(QFont.Tag("tnum"), 1)
    return sized


class Canvas:
    """Fonts, pens and images of one font and one set of colours; it draws on any painter.

    ``keep_images`` draws each small box once, which is faster on a screen; on paper it would be made of pixels.
    """

    def __init__(self, font: QFont, colours: Colours, *, keep_images: bool = True) -> None:
        self.colours = colours
        self._keep_images = keep_images
        self._fonts = {(s, b): tabular(font, s.value, b) for s in TextSize for b in (False, True)}
        self._metrics = {key: QFontMetricsF(sized) for key, sized in self._fonts.items()}
        self._figures = {key: metrics.horizontalAdvance("0") for key, metrics in self._metrics.items()}
        self._written: tuple[TextSize, bool, Ink] | None = None
        self._stamps: dict[tuple[Box, float], QPixmap] = {}
        self._pens: dict[tuple[Ink, float, bool, float], QPen] = {}
        self._colours: dict[tuple[Ink, float], QColor] = {}
        self.metrics = Metrics(float(QFontInfo(font).pixelSize()), self._width)

    @property
    def background(self) -> QColor:
        """The colour under everything."""
        return self.colours[Ink.CANVAS]

    def draw(self, painter: QPainter, shapes: Iterable[Shape]) -> None:
        """Draw shapes in their order."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._written = None
        for shape in shapes:
            match shape:
                case Text():
                    self._text(painter, shape)
                    continue
                case Box():
                    self._box(painter, shape)
                case Lines():
                    self._lines(painter, shape)
                case Path():
                    self._path(painter, shape)
            self._written = None

    def _width(self, text: str, size: TextSize, strong: bool) -> float:
        if text.isdigit():  # all figures have one width, and numbers are new in every frame
            return self._figures[size, strong] * len(text)
        if text[:1] == "×" and text[1:].isdigit():  # and so are the counts of merged marks
            return self.metrics.width("×", size, strong) + self._figures[size, strong] * (len(text) - 1)
        return self._metrics[size, strong].horizontalAdvance(text)

    def _colour(self, ink: Ink, opacity: float) -> QColor:
        key = ink, opacity
        if key not in self._colours:
            self._colours[key] = self.colours.faded(ink, opacity) if opacity < 1 else self.colours[ink]
        return self._colours[key]

    def _mixed(self, ink: Ink, opacity: float) -> QColor:
        """The colour that an ink of an opacity has on the canvas."""
        over, under = _parts(self.colours[ink]), _parts(self.colours[Ink.CANVAS])
        parts = [o * opacity + u * (1 - opacity) for o, u in zip(over, under, strict=True)]
        return QColor.fromRgbF(*parts)

    def _pen(self, ink: Ink, line: float, dashed: bool = False, opacity: float = 1.0) -> QPen:
        key = ink, line, dashed, opacity
        if key not in self._pens:
            # Flat caps and no transparency: with either, Qt takes ten to thirty times as long for a line.
            pen = QPen(self._mixed(ink, opacity), line)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            if dashed:
                pen.setDashPattern([3.0, 3.0])
            self._pens[key] = pen
        return self._pens[key]

    def _box(self, painter: QPainter, box: Box) -> None:
        if self._keep_images and box.radius and box.width <= _STAMP_PX and box.height <= _STAMP_PX:
            self._stamp(painter, box)
        else:
            self._plain_box(painter, box)

    def _stamp(self, painter: QPainter, box: Box) -> None:
        """Draw a small box from an image of it: a tenth of the time, and marks are many."""
        x, y = math.floor(box.x), math.floor(box.y)
        # Rounded, or the last digits of a float would ask for a new image at every place.
        shifted = box._replace(x=round(box.x - x, 2) + _STAMP_EDGE, y=round(box.y - y, 2) + _STAMP_EDGE)
        ratio = painter.device().devicePixelRatioF()
        stamp = self._stamps.get((shifted, ratio))
        if stamp is None:
            if len(self._stamps) > _MOST_KEPT:
                self._stamps.clear()
            stamp = self._stamps[shifted, ratio] = self._stamped(shifted, ratio)
        painter.drawPixmap(x - _STAMP_EDGE, y - _STAMP_EDGE, stamp)

    def _stamped(self, box: Box, ratio: float) -> QPixmap:
        width, height = (math.ceil(size + 1) + 2 * _STAMP_EDGE for size in (box.width, box.height))
        image = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        with painting(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._plain_box(painter, box)
        return image

    def _plain_box(self, painter: QPainter, box: Box) -> None:
        if box.fill is not None and box.stroke is None and not box.radius:
            painter.fillRect(QRectF(box.x, box.y, box.width, box.height), self._colour(box.fill, box.opacity))
            return
        if box.stroke is None:
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            painter.setPen(self._pen(box.stroke, box.line))
        if box.fill is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(self._colour(box.fill, box.opacity))
        area = QRectF(box.x, box.y, box.width, box.height)
        if box.radius:
            painter.drawRoundedRect(area, box.radius, box.radius)
        else:
            painter.drawRect(area)

    def _text(self, painter: QPainter, text: Text) -> None:
        width = self.metrics.width(text.text, text.size, text.strong)
        metrics = self._metrics[text.size, text.strong]
        shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[text.anchor]
        if text.halo:
            ground = QRectF(text.x - shift - 1, text.y - metrics.height() / 2, width + 2, metrics.height())
            painter.fillRect(ground, self._colour(Ink.CANVAS, 0.8))
        look = text.size, text.strong, text.ink
        if look != self._written:  # most texts look like the one before
            painter.setFont(self._fonts[text.size, text.strong])
            painter.setPen(self._colour(text.ink, 1.0))
            self._written = look
        painter.drawText(QPointF(text.x - shift, text.y + metrics.capHeight() / 2), text.text)

    def _lines(self, painter: QPainter, lines: Lines) -> None:
        if not len(lines.ends):
            return
        painter.setPen(self._pen(lines.stroke, lines.line, lines.dashed, lines.opacity))
        level = not lines.dashed and (lines.line <= 1.0 or len(lines.ends) > _MANY_LINES) and _straight(lines.ends)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not level)
        painter.drawLines([QLineF(*ends) for ends in lines.ends.tolist()])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _path(self, painter: QPainter, path: Path) -> None:
        points = QPolygonF([QPointF(x, y) for x, y in path.corners.tolist()])
        if path.stroke is None:
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            painter.setPen(self._pen(path.stroke, path.line))
        if path.fill is None:
            painter.drawPolyline(points)
        else:
            painter.setBrush(self._colour(path.fill, path.opacity))
            # A ground without an edge of its own lies under a line that hides its steps, so it need not be smooth.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, path.stroke is not None or path.opacity == 1)
            painter.drawPolygon(points)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _straight(ends: npt.NDArray[np.float64]) -> bool:
    """Whether all lines are level or upright: such lines are sharper, and faster, without smoothing."""
    return bool(((ends[:, 0] == ends[:, 2]) | (ends[:, 1] == ends[:, 3])).all())


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()
