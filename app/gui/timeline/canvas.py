"""Draws the shapes of the timeline with a QPainter, and measures text for its geometry."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen, QPolygonF, QStaticText

from app.gui.colours import Colours
from app.timeline.inks import Ink
from app.timeline.metrics import Metrics, TextSize
from app.timeline.shapes import Anchor, Box, Lines, Path, Shape, Text

_MOST_TEXTS = 4000


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
    """Fonts, pens and set texts of one font and one set of colours; it draws on any painter.

    ``keep_texts`` sets each text once, which is faster on a screen; on paper it would turn letters into outlines.
    """

    def __init__(self, font: QFont, colours: Colours, *, keep_texts: bool = True) -> None:
        self.colours = colours
        self._keep_texts = keep_texts
        self._fonts = {(s, b): tabular(font, s.value, b) for s in TextSize for b in (False, True)}
        self._metrics = {key: QFontMetricsF(sized) for key, sized in self._fonts.items()}
        self._texts: dict[tuple[str, TextSize, bool], QStaticText] = {}
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
        for shape in shapes:
            match shape:
                case Box():
                    self._box(painter, shape)
                case Text():
                    self._text(painter, shape)
                case Lines():
                    self._lines(painter, shape)
                case Path():
                    self._path(painter, shape)

    def _width(self, text: str, size: TextSize, strong: bool) -> float:
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
        painter.setFont(self._fonts[text.size, text.strong])
        painter.setPen(self._colour(text.ink, 1.0))
        base = text.y + metrics.capHeight() / 2
        if self._keep_texts:
            place = QPointF(text.x - shift, base - metrics.ascent())
            painter.drawStaticText(place, self._kept(text.text, text.size, text.strong))
        else:
            painter.drawText(QPointF(text.x - shift, base), text.text)

    def _kept(self, text: str, size: TextSize, strong: bool) -> QStaticText:
        key = text, size, strong
        if key not in self._texts:
            if len(self._texts) > _MOST_TEXTS:
                self._texts.clear()
            self._texts[key] = QStaticText(text)
            self._texts[key].setTextFormat(Qt.TextFormat.PlainText)
            self._texts[key].prepare(font=self._fonts[size, strong])
        return self._texts[key]

    def _lines(self, painter: QPainter, lines: Lines) -> None:
        if not len(lines.ends):
            return
        painter.setPen(self._pen(lines.stroke, lines.line, lines.dashed, lines.opacity))
        painter.drawLines([QLineF(*ends) for ends in lines.ends.tolist()])

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
            painter.drawPolygon(points)


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()
