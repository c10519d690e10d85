"""Saving and printing what the timeline shows, or all of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from app.atomic_write import write_whole
from app.core.explanation import Explanation
from app.gui.services.print_sheets import LONG_MM, Sheet
from app.gui.timeline import render
from app.gui.timeline.painter import Canvas
from app.palette import Scheme
from app.timeline.folded import folded
from app.timeline.layout import Layout
from app.timeline.metrics import Say, estimated
from app.timeline.model import prepare
from app.timeline.page import Page, sheets, shown
from app.timeline.shapes import Text
from app.timeline.svg import svg

_EM = 13.0
_SHEET_SIZE = QSizeF(*render.SHEET)
_SIDE_MM, _ABOVE_MM = 10.0, 17.0
"""What a printed sheet leaves free at its sides, and above and below for the name and the number."""
_UNITS = _SHEET_SIZE.width() / LONG_MM
_SIDE, _ABOVE = _SIDE_MM * _UNITS, _ABOVE_MM * _UNITS


def save(layout: Layout, path: Path, say: Say, *, everything: bool) -> None:
    """Write SVG, PNG or PDF, by the ending of the name, in the colours of paper. Raises OSError, ValueError."""
    canvas = render.paper_canvas(Scheme.LIGHT)
    match path.suffix.lower():
        case ".svg":
            page: Page = folded(layout.timeline, estimated(_EM), say) if everything else shown(layout)
            write_whole(path, svg(page, say("timeline.name"), Scheme.LIGHT).encode())
        case ".png":
            page = folded(layout.timeline, canvas.metrics, say) if everything else shown(layout)
            write_whole(path, render.png(page, canvas))
        case ".pdf":
            write_whole(path, render.pdf(_papers(layout, canvas, say, everything=everything), canvas))
        case other:
            raise ValueError(f"no picture is written as {other}")


def image(layout: Layout) -> QImage:
    """What is in view as a picture, in the colours of paper."""
    found = QImage.fromData(render.png(shown(layout), render.paper_canvas(Scheme.LIGHT)))
    return found if isinstance(found, QImage) else QImage()


def print_sheets(explanation: Explanation, say: Say) -> tuple[list[Sheet], list[str]]:
    """The whole timeline as sheets across, and the words on them. Takes its time in a large case."""
    canvas = render.paper_canvas(Scheme.LIGHT)
    wide, high = _SHEET_SIZE.width() - 2 * _SIDE, _SHEET_SIZE.height() - 2 * _ABOVE
    pages = sheets(prepare(explanation), canvas.metrics, say, wide, high)
    words = [shape.text for page in pages for shape in page.shapes() if isinstance(shape, Text)]
    return [Sheet(True, _SHEET_SIZE, _SIDE_MM, partial(_paint, page, canvas)) for page in pages], words


def _paint(page: Page, canvas: Canvas, painter: QPainter) -> None:
    room = QRectF(QPointF(_SIDE, _ABOVE), _SHEET_SIZE - QSizeF(2 * _SIDE, 2 * _ABOVE))
    factor = min(room.width() / page.width, room.height() / page.height)
    painter.translate(room.topLeft())
    painter.scale(factor, factor)
    painter.setClipRect(QRectF(0, 0, page.width, page.height))
    canvas.draw(painter, page.shapes())


def _papers(layout: Layout, canvas: Canvas, say: Say, *, everything: bool) -> Sequence[Page]:
    return sheets(layout.timeline, canvas.metrics, say, *render.SHEET) if everything else [shown(layout)]
