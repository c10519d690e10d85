"""A letter or another page of HTML as PDF, set by Qt; it needs no display."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QSizeF, QUrl
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from app.gui.services.paper_thread import GivenUp
from app.gui.style.paper import ensure_application, paper_font
from app.gui.style.pdf_text import with_true_text
from app.own_files import NAME

_MARGIN_MM = 4.0
"""Beside the two centimetres that Qt leaves around a document itself."""
_PIXELS, _POINTS = 14, 10.5
_RULE = re.compile(r"(?=<hr )")
"""Where a page is taken apart to be set: a rule begins a block of its own in any case."""
_ROUND_MM = 20
"""What Qt leaves around a document that it prints (``QTextDocument::print``)."""


class _Sheets(QPdfWriter):
    """A PDF that asks before each sheet after the first whether to go on."""

    def __init__(self, buffer: QBuffer, goes_on: Callable[[int], bool]) -> None:
        super().__init__(buffer)
        self._goes_on, self._begun, self.given_up = goes_on, 1, False

    def newPage(self) -> bool:
        """Begin the next sheet, unless the person gave up."""
        self._begun += 1
        self.given_up = self.given_up or not self._goes_on(self._begun)
        return not self.given_up and super().newPage()


def letter_pdf(
    html: str,
    title: str,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
    goes_on: Callable[[int], bool] = lambda _sheet: True,
) -> bytes:
    """The page set on A4, as many sheets as it needs; ``pictures`` are the images that it names, as PNG.

    ``goes_on`` is told the sheet that is being set, and says whether to go on. Raises GivenUp where it does not.
    """
    application = ensure_application()
    target = QByteArray()
    buffer = QBuffer(target)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = _Sheets(buffer, goes_on)
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
    cursor = QTextCursor(document)
    for part in _RULE.split(html):  # whole, it would keep every other thread waiting
        if not goes_on(1):
            raise GivenUp
        cursor.insertHtml(part)
    _keep_together(document, writer)
    document.print_(writer)
    buffer.close()
    if writer.given_up:
        raise GivenUp
    written = with_true_text(bytes(target.data()), [document.toPlainText()], font)
    del application  # fonts need it until here
    return written


def _keep_together(document: QTextDocument, writer: QPdfWriter) -> None:
    """Begin a sheet with each heading whose text would begin the next one, and with each card that would be cut."""
    laid = document.clone(document)  # with the pictures of the first
    laid.documentLayout().setPaintDevice(writer)
    screen = QGuiApplication.primaryScreen()  # margins are told in its dots and scaled to the paper's
    round_it = laid.rootFrame().frameFormat()
    round_it.setMargin(int(screen.logicalDotsPerInchY() * _ROUND_MM / 25.4))
    laid.rootFrame().setFrameFormat(round_it)
    laid.setPageSize(QSizeF(writer.width(), writer.height()))
    block = laid.begin()
    while block.isValid():
        if _is_torn(block):
            for each in (block, document.findBlockByNumber(block.blockNumber())):
                _begin_sheet(each)
        block = block.next()


def _is_torn(block: QTextBlock) -> bool:
    """Whether a heading and what follows, or a card that begins here, stand on two sheets."""
    layout, height = block.document().documentLayout(), block.document().pageSize().height()
    own = layout.blockBoundingRect(block)
    if block.blockFormat().headingLevel() and block.next().isValid():
        below, lines = layout.blockBoundingRect(block.next()), block.next().layout()
        first = lines.lineAt(0).y() if lines.lineCount() else 0.0  # a line that did not fit lies below the block's top
        return int(own.bottom() // height) != int((below.top() + first) // height)
    card = QTextCursor(block).currentTable()
    if card is None or card.rows() > 1 or card.firstPosition() != block.position():
        return False
    last = layout.blockBoundingRect(card.lastCursorPosition().block())  # asked so, no more is laid out than needed
    return last.bottom() - own.top() < height / 2 and int(own.top() // height) != int(last.bottom() // height)


def _begin_sheet(block: QTextBlock) -> None:
    before = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
    if card := QTextCursor(block).currentTable():
        form = card.format().toTableFormat()
        form.setPageBreakPolicy(before)
        card.setFormat(form)
        return
    shape = block.blockFormat()
    shape.setPageBreakPolicy(before)
    QTextCursor(block).setBlockFormat(shape)
