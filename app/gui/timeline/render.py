"""The timeline as PNG and PDF, drawn by Qt; it needs no display."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import (
    QImage,
    QImageWriter,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from app.atomic_write import write_whole
from app.core.explanation import Explanation
from app.gui.style.colours import Colours
from app.gui.style.painting import painting
from app.gui.style.paper import ensure_application, paper_font
from app.gui.style.pdf_text import with_true_text
from app.gui.timeline.painter import Canvas
from app.own_files import NAME
from app.palette import Scheme
from app.texts.catalogue import Phrasebook
from app.timeline.folded import folded
from app.timeline.model import prepare
from app.timeline.page import Page, sheets
from app.timeline.shapes import Text

_EM = 13
_SHARPNESS = 2.0
"""Pixels of a PNG per unit, so that it can be enlarged and printed."""
SHEET = (1123.0, 794.0)
"""A4 across, in units of which 96 make an inch."""
_UPRIGHT = (860.0, 540.0)
"""A sheet that stands across an upright A4, in the same units."""
_MARGIN_MM = 10.0


def write_picture(path: Path, explanation: Explanation, book: Phrasebook, scheme: Scheme = Scheme.LIGHT) -> None:
    """Write the whole timeline as PNG or PDF, by the ending of the name. Raises OSError, ValueError for others."""
    application = ensure_application()
    canvas = paper_canvas(scheme)
    timeline = prepare(explanation)
    match path.suffix.lower():
        case ".png":
            write_whole(path, png(folded(timeline, canvas.metrics, book.say), canvas))
        case ".pdf":
            write_whole(path, pdf(sheets(timeline, canvas.metrics, book.say, *SHEET), canvas))
        case other:
            raise ValueError(f"no picture is written as {other}")
    del application  # fonts need it until here


def paper_canvas(scheme: Scheme) -> Canvas:
    """Return a canvas for paper: a font of fixed size, and texts that remain texts."""
    return Canvas(paper_font(_EM), Colours(scheme), keep_images=False)


def sheet_pictures(explanation: Explanation, book: Phrasebook) -> list[bytes]:
    """Return the whole timeline as PNG sheets that can be read across an upright page."""
    application = ensure_application()
    canvas = paper_canvas(Scheme.LIGHT)
    drawn = [png(page, canvas) for page in sheets(prepare(explanation), canvas.metrics, book.say, *_UPRIGHT)]
    del application  # fonts need it until here
    return drawn


def png(page: Page, canvas: Canvas) -> bytes:
    """Return a sheet as PNG at twice its size."""
    image = QImage(round(page.width * _SHARPNESS), round(page.height * _SHARPNESS), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARPNESS)
    image.fill(canvas.background)
    image.setText("Software", NAME)
    with painting(image) as painter:
        canvas.draw(painter, page.shapes())
    written = QBuffer()
    written.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(written, QByteArray(b"png")).write(image)
    return bytes(written.data().data())


def pdf(pages: Sequence[Page], canvas: Canvas) -> bytes:
    """Return sheets as a PDF whose text can be searched."""
    written = QBuffer()
    written.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(written)
    writer.setCreator(NAME)
    writer.setPageLayout(page_layout())
    writer.setResolution(300)
    paint_pages(writer, pages, canvas)
    texts = {shape.text for page in pages for shape in page.shapes() if isinstance(shape, Text)}
    return with_true_text(bytes(written.data().data()), texts, paper_font(_EM))


def paint_pages(device: QPagedPaintDevice, pages: Sequence[Page], canvas: Canvas) -> bool:
    """Paint sheets on a printer or a PDF, each as large as its paper allows. Say whether the device took them."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        for number, page in enumerate(pages):
            if number:
                device.newPage()
            room = QSizeF(painter.viewport().size())
            factor = min(room.width() / page.width, room.height() / page.height)
            painter.resetTransform()
            painter.scale(factor, factor)
            painter.setClipRect(QRectF(0, 0, page.width, page.height))
            canvas.draw(painter, page.shapes())
    finally:
        ended = painter.end()
    return ended


def page_layout() -> QPageLayout:
    """Return A4 across with narrow margins."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)
