"""A letter or another page of HTML as PDF, set by Qt; it needs no display."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
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

_PIXELS, _POINTS = 14, 10.5
_RULE = re.compile(r"(?=<hr )")
"""Where a page is taken apart to be set: a rule begins a block of its own in any case."""
_INDENT = 22
"""Pixels of the screen that a list is set in."""
_SMALL = 8
"""Rows up to which a table is not parted from its heading."""
_MARGIN_MM = 20
"""Around the text of each sheet; the number of the sheet stands within it."""


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
            QMarginsF(), QPageLayout.Unit.Millimeter,
        )
    )  # fmt: skip
    writer.setTitle(title)
    writer.setCreator(NAME)
    document = QTextDocument()
    font = paper_font(_PIXELS)
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.setIndentWidth(_INDENT)
    for name, content in pictures.items():
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), QImage.fromData(content))
    _shape(document, writer)
    cursor = QTextCursor(document)
    for part in _RULE.split(html):  # whole, it would keep every other thread waiting
        if not goes_on(1):
            raise GivenUp
        start = cursor.block()
        cursor.insertHtml(part)
        _keep_together(start)
    _paint(document, writer)
    buffer.close()
    if writer.given_up:
        raise GivenUp
    written = with_true_text(bytes(target.data()), [document.toPlainText()], font)
    del application  # fonts need it until here
    return written


def _shape(document: QTextDocument, writer: QPdfWriter) -> None:
    """Give the text the size and the margins of the sheets.

    It is painted as it stands here: ``QTextDocument.print`` would set it anew with other margins.
    """
    document.documentLayout().setPaintDevice(writer)
    screen = QGuiApplication.primaryScreen()  # margins are told in its dots and scaled to the paper's
    round_it = document.rootFrame().frameFormat()
    round_it.setMargin(int(screen.logicalDotsPerInchY() * _MARGIN_MM / 25.4))
    document.rootFrame().setFrameFormat(round_it)
    document.setPageSize(QSizeF(writer.width(), writer.height()))


def _keep_together(block: QTextBlock) -> None:
    """Set what stands from a block to the end on sheets: each heading with what follows, each small card whole.

    Behind a change Qt moves what it had set and never sets what it had not, so that lines would be missing: all to the
    end is set anew each time. It is one part of the page, and so not much.
    """
    document = block.document()
    document.pageCount()
    while block.isValid():
        if _is_torn(block):
            _begin_sheet(block)
            document.markContentsDirty(block.position(), document.characterCount() - block.position())
            document.pageCount()
        block = block.next()


def _paint(document: QTextDocument, writer: _Sheets) -> None:
    """Paint every sheet with its number and how many there are below the text, until the person gives up."""
    sheet, margin = QRectF(QPointF(), document.pageSize()), writer.logicalDpiY() * _MARGIN_MM / 25.4
    below = sheet.adjusted(margin, sheet.height() - margin, -margin, 0)
    painter = QPainter(writer)
    painter.setFont(document.defaultFont())
    count = document.pageCount()
    for number in range(count):
        if number and not writer.newPage():
            break
        shown = QAbstractTextDocumentLayout.PaintContext()
        shown.clip = sheet.translated(0, number * sheet.height())
        shown.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        painter.save()
        painter.translate(0, -shown.clip.top())
        document.documentLayout().draw(painter, shown)
        painter.restore()
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, f"{number + 1} / {count}")
    painter.end()


def _is_torn(block: QTextBlock) -> bool:
    """Whether a heading and what it heads, or a card that begins here, stand on two sheets."""
    height = block.document().pageSize().height()
    if block.blockFormat().headingLevel() and block.next().isValid():
        return int(_line_top(block, -1) // height) != int(_headed_until(block.next()) // height)
    card = QTextCursor(block).currentTable()
    if card is None or card.rows() > 1 or card.firstPosition() != block.position():
        return False
    first, last = _line_top(block, 0), _line_top(card.lastCursorPosition().block(), -1)
    return last - first < height / 2 and int(first // height) != int(last // height)


def _headed_until(block: QTextBlock) -> float:
    """How far down stands what a heading may not be parted from: a line, with a heading below it, or a small table."""
    while block.blockFormat().headingLevel() and block.next().isValid():
        block = block.next()
    first, table = _line_top(block, 0), QTextCursor(block).currentTable()
    if table is None or table.rows() > _SMALL:
        return first
    last = _line_top(table.lastCursorPosition().block(), -1)
    return last if last - first < block.document().pageSize().height() / 3 else first


def _line_top(block: QTextBlock, at: int) -> float:
    """Where a line of a block stands; one that did not fit on a sheet lies below the block's own place."""
    own, lines = block.document().documentLayout().blockBoundingRect(block), block.layout()
    return own.top() + (lines.lineAt(at % lines.lineCount()).y() if lines.lineCount() else 0.0)


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
