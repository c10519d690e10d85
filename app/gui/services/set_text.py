"""A page of HTML set on sheets of A4, to be painted on a PDF, a printer or a screen."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from app.gui.style.paper import paper_font

MARGIN_MM = 20.0
"""Around the text of each sheet; its number and what it is of stand within it."""
_PIXELS, _POINTS = 14, 10.5
_RULE = re.compile(r"(?=<hr )")
"""Where a page is taken apart to be set: a rule begins a block of its own in any case."""
_INDENT = 22
"""Pixels of the screen that a list is set in."""
_MOST_SHEETS = 200
"""Of one document, before the next part begins another."""
_SMALL = 8
"""Rows up to which a table is not parted from its heading."""


def upright_a4() -> QPageLayout:
    """A sheet without margins of the device: the text keeps its own."""
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(), QPageLayout.Unit.Millimeter
    )


def parted(html: str) -> list[str]:
    """A page in parts that are set one by one: whole, it would keep everything else waiting."""
    return _RULE.split(html)


class SetText:
    """Grows by parts; ``size`` of a sheet is in the dots of the device for which it is set, which lives as long.

    It is held in as many documents as it needs: in one that is higher than 8,388,607 dots, which at 1,200 to the
    inch are 597 sheets, Qt lays no more text out and ends the process.
    """

    def __init__(self, device: QPagedPaintDevice, pictures: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._device = device
        self._images = {QUrl(name): QImage.fromData(content) for name, content in pictures.items()}
        self.font = paper_font(_PIXELS)
        self.font.setPointSizeF(_POINTS)
        self._documents: list[QTextDocument] = []
        self._before: list[int] = []
        self._begin()

    @property
    def size(self) -> QSizeF:
        """The size of a sheet."""
        return self._documents[0].pageSize()

    @property
    def count(self) -> int:
        """How many sheets there are so far."""
        return self._before[-1] + self._documents[-1].pageCount()

    @property
    def words(self) -> list[str]:
        """All that is written."""
        return [document.toPlainText() for document in self._documents]

    def add(self, part: str) -> None:
        """Set one more part behind what is there."""
        if self._documents[-1].pageCount() > _MOST_SHEETS:
            self._begin()
        start = self._cursor.block()
        self._cursor.insertHtml(part)
        _keep_together(start)

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint a sheet, the first of which is 0; the painter counts in the dots of the device."""
        held = bisect_right(self._before, number) - 1
        shown = QAbstractTextDocumentLayout.PaintContext()
        shown.clip = QRectF(QPointF(0, (number - self._before[held]) * self.size.height()), self.size)
        shown.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        painter.save()
        painter.translate(0, -shown.clip.top())
        self._documents[held].documentLayout().draw(painter, shown)
        painter.restore()

    def _begin(self) -> None:
        """Begin a document, and with it a sheet."""
        self._before.append(self.count if self._documents else 0)
        document = QTextDocument()
        document.setDefaultFont(QFont(self.font))
        document.setIndentWidth(_INDENT)
        for name, image in self._images.items():
            document.addResource(QTextDocument.ResourceType.ImageResource.value, name, image)
        _shape(document, self._device)
        self._documents.append(document)
        self._cursor = QTextCursor(document)


def _shape(document: QTextDocument, device: QPagedPaintDevice) -> None:
    """Give the text the size and the margins of the sheets.

    It is painted as it stands here: ``QTextDocument.print`` would set it anew with other margins.
    """
    document.documentLayout().setPaintDevice(device)
    screen = QGuiApplication.primaryScreen()  # margins are told in its dots and scaled to the paper's
    round_it = document.rootFrame().frameFormat()
    round_it.setMargin(int(screen.logicalDotsPerInchY() * MARGIN_MM / 25.4))
    document.rootFrame().setFrameFormat(round_it)
    document.setPageSize(QSizeF(device.width(), device.height()))


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
