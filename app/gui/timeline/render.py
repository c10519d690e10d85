"""The timeline as PNG and PDF, drawn by Qt; it needs no display."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from app.core.explanation import Explanation
from app.gui.colours import Colours
from app.gui.timeline.canvas import Canvas
from app.timeline.inks import Scheme
from app.timeline.model import prepare
from app.timeline.page import Page, sheets, whole

if TYPE_CHECKING:
    from app.timeline.metrics import Say

_EM = 13
_SHARPNESS = 2.0
"""Pixels of a PNG per unit, so that it can be enlarged and printed."""
SHEET = (1123.0, 794.0)
"""A4 across, in units of which 96 make an inch."""
_MARGIN_MM = 10.0
_HAN = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei")


class NotWritten(OSError):
    """A picture could not be written; ``path`` is where it should be."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"could not write {path}")
        self.path = path


def write_picture(explanation: Explanation, path: Path, say: Say, scheme: Scheme = Scheme.LIGHT) -> None:
    """Write the whole timeline as PNG or PDF, by the ending of the name. Raises NotWritten, ValueError for others."""
    application = _application()
    canvas = paper_canvas(scheme)
    timeline = prepare(explanation)
    match path.suffix.lower():
        case ".png":
            write_png(whole(timeline, canvas.metrics, say), canvas, path)
        case ".pdf":
            write_pdf(sheets(timeline, canvas.metrics, say, *SHEET), canvas, path)
        case other:
            raise ValueError(f"no picture is written as {other}")
    del application  # fonts need it until here


def paper_canvas(scheme: Scheme) -> Canvas:
    """Return a canvas for paper: a font of fixed size, and texts that remain texts."""
    return Canvas(_font(), Colours(scheme), keep_images=False)


def write_png(page: Page, canvas: Canvas, path: Path) -> None:
    """Write a sheet as PNG at twice its size. Raises NotWritten."""
    image = QImage(round(page.width * _SHARPNESS), round(page.height * _SHARPNESS), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARPNESS)
    image.fill(canvas.background)
    painter = QPainter(image)
    canvas.draw(painter, page.shapes())
    painter.end()
    unfinished = _unfinished(path)
    if image.isNull() or not image.save(str(unfinished)):
        raise NotWritten(path)
    unfinished.replace(path)


def write_pdf(pages: Sequence[Page], canvas: Canvas, path: Path) -> None:
    """Write sheets as a PDF whose text can be searched. Raises NotWritten."""
    unfinished = _unfinished(path)
    writer = QPdfWriter(str(unfinished))
    writer.setPageLayout(page_layout())
    writer.setResolution(300)
    if not paint_pages(writer, pages, canvas):
        unfinished.unlink(missing_ok=True)
        raise NotWritten(path)
    unfinished.replace(path)


def paint_pages(device: QPagedPaintDevice, pages: Sequence[Page], canvas: Canvas) -> bool:
    """Paint sheets on a printer or a PDF, each as large as its paper allows. Say whether the device took them."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    for number, page in enumerate(pages):
        if number:
            device.newPage()
        room = QSizeF(painter.viewport().size())
        factor = min(room.width() / page.width, room.height() / page.height)
        painter.resetTransform()
        painter.scale(factor, factor)
        painter.setClipRect(QRectF(0, 0, page.width, page.height))
        canvas.draw(painter, page.shapes())
    return painter.end()


def _unfinished(path: Path) -> Path:
    """Where a picture is written before it takes its name; the ending stays, because Qt goes by it."""
    return path.with_name(f".{path.stem}.part{path.suffix}")


def page_layout() -> QPageLayout:
    """Return A4 across with narrow margins."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)


def _application() -> QGuiApplication:
    """The application that fonts need; one without a display where there is none yet."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication([])


def _font() -> QFont:
    font = QFont()
    font.setFamilies([*_HAN, *QGuiApplication.font().families()])
    font.setPixelSize(_EM)
    return font
