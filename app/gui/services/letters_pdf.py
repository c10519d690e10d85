"""A letter or another page of HTML as PDF, set by Qt; it needs no display."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QUrl
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from app.gui.style.paper import ensure_application, paper_font
from app.gui.style.pdf_text import with_true_text
from app.own_files import NAME

_MARGIN_MM = 4.0
"""Beside the two centimetres that Qt leaves around a document itself."""
_PIXELS, _POINTS = 14, 10.5


def letter_pdf(html: str, title: str, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The page set on A4, as many sheets as it needs; ``pictures`` are the images that it names, as PNG."""
    application = ensure_application()
    target = QByteArray()
    buffer = QBuffer(target)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM), QPageLayout.Unit.Millimeter,
        )
    )  # fmt: skip
    writer.setTitle(title)
    writer.setCreator(NAME)
    document = QTextDocument()
    font = paper_font(_PIXELS)
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    for name, content in pictures.items():
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), QImage.fromData(content))
    document.setHtml(html)
    document.print_(writer)
    buffer.close()
    written = with_true_text(bytes(target.data()), [document.toPlainText()], font)
    del application  # fonts need it until here
    return written
