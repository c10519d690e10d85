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
    for name, content in pictures.items():
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), QImage.fromData(content))
    cursor = QTextCursor(document)
    for part in _RULE.split(html):  # whole, it would keep every other thread waiting
        if not goes_on(1):
            raise GivenUp
        cursor.insertHtml(part)
    _lay_out(document, writer)
    _paint(document, writer)
    buffer.close()
    if writer.given_up:
        raise GivenUp
    written = with_true_text(bytes(target.data()), [document.toPlainText()], font)
    del application  # fonts need it until here
    return written


def _lay_out(document: QTextDocument, writer: QPdfWriter) -> None:
    """Set the text on sheets, each heading on that of what follows it, and no card cut that a sheet can hold.

    It is painted as it stands here: ``QTextDocument.print`` would set it anew with other margins.
    """
    document.documentLayout().setPaintDevice(writer)
    screen = QGuiApplication.primaryScreen()  # margins are told in its dots and scaled to the paper's
    round_it = document.rootFrame().frameFormat()
    round_it.setMargin(int(screen.logicalDotsPerInchY() * _MARGIN_MM / 25.4))
    document.rootFrame().setFrameFormat(round_it)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    block = document.begin()
    while block.isValid():
        if _is_torn(block):
            _begin_sheet(block)
        block = block.next()


def _paint(document: QTextDocument, writer: _Sheets) -> None:
    """Paint every sheet with its number below the text, until the person gives up."""
    sheet, margin = QRectF(QPointF(), document.pageSize()), writer.logicalDpiY() * _MARGIN_MM / 25.4
    below = sheet.adjusted(margin, sheet.height() - margin, -margin, 0)
    painter = QPainter(writer)
    painter.setFont(document.defaultFont())
    for number in range(document.pageCount()):
        if number and not writer.newPage():
            break
        shown = QAbstractTextDocumentLayout.PaintContext()
        shown.clip = sheet.translated(0, number * sheet.height())
        shown.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        painter.save()
        painter.translate(0, -shown.clip.top())
        document.documentLayout().draw(painter, shown)
        painter.restore()
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(number + 1))
    painter.end()


def _is_torn(block: QTextBlock) -> bool:
    """Whether a heading and what follows, or a card that begins here, stand on two sheets."""
    layout, height = block.document().documentLayout(), block.document().pageSize().height()
    own = layout.blockBoundingRect(block)
    if block.blockFormat().headingLevel() and block.next().isValid():
        return int(_line_top(block, -1) // height) != int(_line_top(block.next(), 0) // height)
    card = QTextCursor(block).currentTable()
    if card is None or card.rows() > 1 or card.firstPosition() != block.position():
        return False
    last = layout.blockBoundingRect(card.lastCursorPosition().block())  # asked so, no more is laid out than needed
    return last.bottom() - own.top() < height / 2 and int(own.top() // height) != int(last.bottom() // height)


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
