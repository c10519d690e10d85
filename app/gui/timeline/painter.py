"""Draws the shapes of the timeline with a QPainter, and measures text for its geometry."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QImage, QPainter, QPen, QPixmap, QPolygonF

from app.gui.style.colours import Colours
from app.gui.style.painting import painting
from app.palette import Ink
from app.timeline import glyphs
from app.timeline.metrics import Metrics, TextSize
from app.timeline.shapes import Anchor, Box, Lines, Mark, Path, Shape, Steps, Text

_MOST_KEPT = 4000
_STAMP_PX, _STAMP_PX_HIGH = 240, 64
_MANY_LINES = 120
_STAMP_EDGE = 2
_SHORT = 5
_SHIFT = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


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


def _em(font: QFont) -> float:
    """The size in pixels of the font that is found; on a system without any, of the boxes that Qt draws instead."""
    found = QFontInfo(font).pixelSize()
    return float(found) if found > 0 else QFontMetricsF(font).height()


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
        self._texts: dict[tuple[str, float, str, str, float], tuple[QPixmap, float, float]] = {}
        self._marks: dict[tuple[str, int, float, bool, bool, float], tuple[QPixmap, int]] = {}
        self._pens: dict[tuple[Ink, float, bool, float], QPen] = {}
        self._colours: dict[tuple[Ink, float], QColor] = {}
        self.metrics = Metrics(_em(font), self._width)

    @property
    def background(self) -> QColor:
        """The colour under everything."""
        return self.colours[Ink.CANVAS]

    def draw(self, painter: QPainter, shapes: Iterable[Shape]) -> None:
        """Draw shapes in their order."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._written = None
        ratio = painter.device().devicePixelRatioF() if self._keep_images else 0.0
        for shape in shapes:
            match shape:
                case Text():
                    if ratio and shape.strong and len(shape.text) <= _SHORT and not shape.halo:
                        self._text_stamp(painter, shape, ratio)
                    else:
                        self._text(painter, shape)
                    continue
                case Mark():
                    self._mark(painter, shape, ratio)
                case Box():
                    self._box(painter, shape)
                case Lines():
                    self._lines(painter, shape)
                case Path():
                    self._path(painter, shape)
                case Steps():
                    self._steps(painter, shape)
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
        key = ink, -opacity
        if key not in self._colours:
            self._colours[key] = self._blended(ink, opacity)
        return self._colours[key]

    def _blended(self, ink: Ink, opacity: float) -> QColor:
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
        if self._keep_images and box.radius and box.width <= _STAMP_PX and box.height <= _STAMP_PX_HIGH:
            self._stamp(painter, box)
        elif self._keep_images and box.radius and box.stroke is None and box.fill and box.height > _STAMP_PX_HIGH:
            # Tall round ones are grounds, under everything else: they need not let anything through. What has no
            # round corners, as the veil over what is not selected, does.
            self._soft_box(painter, box, self._mixed(box.fill, box.opacity))
        else:
            self._plain_box(painter, box)

    @staticmethod
    def _soft_box(painter: QPainter, box: Box, colour: QColor) -> None:
        """A large ground with cut corners instead of round ones, which take twenty times as long."""
        x, y, wide, high = round(box.x), round(box.y), round(box.width), round(box.height)
        cut = min(2, wide // 2, high // 2)
        painter.fillRect(x + cut, y, wide - 2 * cut, high, colour)
        painter.fillRect(x, y + cut, cut, high - 2 * cut, colour)
        painter.fillRect(x + wide - cut, y + cut, cut, high - 2 * cut, colour)

    def _mark(self, painter: QPainter, mark: Mark, ratio: float) -> None:
        """Draw a mark from an image of it: it begins and ends on whole pixels, so those of a width are alike."""
        if not self._keep_images:
            self.draw(painter, glyphs.mark(*mark[:5], plain=mark.plain, void=mark.void))
            return
        kind, left, right, middle, size, plain, void = mark
        x = round(left)
        wide = round(right) - x
        key = kind._value_, wide, size, plain, void, ratio
        kept = self._marks.get(key)
        if kept is None:
            if len(self._marks) > _MOST_KEPT:
                self._marks.clear()
            half = math.ceil(size) + _STAMP_EDGE
            stamp = self._transparent(wide + 2 * _STAMP_EDGE, 2 * half, ratio)
            with painting(stamp) as inner:
                at = kind, _STAMP_EDGE, _STAMP_EDGE + wide, half, size
                self.draw(inner, glyphs.mark(*at, plain=plain, void=void))
            kept = self._marks[key] = stamp, half
        painter.drawPixmap(x - _STAMP_EDGE, round(middle) - kept[1], kept[0])

    @staticmethod
    def _transparent(width: int, height: int, ratio: float) -> QPixmap:
        image = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        return image

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
        image = self._transparent(width, height, ratio)
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
        shift = _SHIFT[text.anchor] * width
        if text.halo:
            ground = QRectF(text.x - shift - 1, text.y - metrics.height() / 2, width + 2, metrics.height())
            painter.fillRect(ground, self._colour(Ink.CANVAS, 0.8))
        look = text.size, text.strong, text.ink
        if look != self._written:  # most texts look like the one before
            painter.setFont(self._fonts[text.size, text.strong])
            painter.setPen(self._colour(text.ink, 1.0))
            self._written = look
        painter.drawText(QPointF(text.x - shift, text.y + metrics.capHeight() / 2), text.text)

    def _text_stamp(self, painter: QPainter, text: Text, ratio: float) -> None:
        """Draw a short text from an image of it: counts of merged marks are many, and most are alike."""
        key = text.text, text.size._value_, text.ink._value_, text.anchor._value_, ratio
        kept = self._texts.get(key)
        if kept is None:
            if len(self._texts) > _MOST_KEPT:
                self._texts.clear()
            metrics = self._metrics[text.size, True]
            exact = self.metrics.width(text.text, text.size, True)
            width = math.ceil(exact) + 2
            stamp = self._transparent(width, math.ceil(metrics.height()), ratio)
            with painting(stamp) as inner:
                inner.setFont(self._fonts[text.size, True])
                inner.setPen(self._colour(text.ink, 1.0))
                inner.drawText(QPointF(1, metrics.ascent()), text.text)
            shift = _SHIFT[text.anchor] * exact
            kept = self._texts[key] = stamp, shift, metrics.ascent() - metrics.capHeight() / 2
        stamp, shift, above = kept
        painter.drawPixmap(round(text.x - shift) - 1, round(text.y - above), stamp)

    def _lines(self, painter: QPainter, lines: Lines) -> None:
        if not len(lines.ends):
            return
        crowd = len(lines.ends) > _MANY_LINES
        painter.setPen(self._pen(lines.stroke, lines.line, lines.dashed, lines.opacity))
        # A crowd of lines is a texture: it need not be smooth, and smoothing takes most of its time.
        level = not lines.dashed and (crowd or (lines.line <= 1.0 and _straight(lines.ends)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not level)
        painter.drawLines([QLineF(*ends) for ends in lines.ends.tolist()])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _steps(self, painter: QPainter, steps: Steps) -> None:
        corners, bottom = steps.corners, steps.bottom
        if self._keep_images and len(corners) > _MANY_LINES:
            self._many_steps(painter, steps)
            return
        around = np.vstack(([corners[0, 0], bottom], corners, [corners[-1, 0], bottom]))
        self._path(painter, Path(around, fill=steps.ink, opacity=steps.opacity))
        ends = np.hstack((corners[:-1], corners[1:]))
        level = ends[:, 1] == ends[:, 3]  # longer by half a line's width, so that corners close
        ends[level, 0] -= steps.line / 2
        ends[level, 2] += steps.line / 2
        self._lines(painter, Lines(ends, steps.ink, steps.line))

    def _many_steps(self, painter: QPainter, steps: Steps) -> None:
        """Draw hundreds of steps as an image of columns: a tenth of the time that as many rectangles take."""
        ratio = painter.device().devicePixelRatioF()
        left, top = math.floor(steps.corners[0, 0]), math.floor(steps.corners[:, 1].min()) - 1
        wide = math.ceil((steps.corners[-1, 0] - left) * ratio)
        high = math.ceil((steps.bottom - top) * ratio)
        if wide <= 0 or high <= 0:
            return
        columns = left + (np.arange(wide) + 0.5) / ratio
        at = np.maximum(np.searchsorted(steps.corners[::2, 0], columns, side="right") - 1, 0)
        y = (steps.corners[::2, 1][at] - top) * ratio
        before = np.concatenate((y[:1], y[:-1]))
        half, rows = steps.line * ratio / 2, np.arange(high)[:, None] + 0.5
        line = (rows >= np.minimum(y, before) - half) & (rows <= np.maximum(y, before) + half)
        fill, edge = self._mixed(steps.ink, steps.opacity).rgba(), self._colour(steps.ink, 1.0).rgba()
        pixels = np.where(line, np.uint32(edge), np.where(rows > y, np.uint32(fill), np.uint32(0)))
        kept = np.ascontiguousarray(pixels, dtype=np.uint32)
        image = QImage(kept.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(left, top), image)

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
