"""What is printed: sheets of A4, upright or across, each under the name of the case and above its number."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from app.gui.services.set_text import MARGIN_MM, SetText
from app.gui.style.paper import paper_font

SHORT_MM, LONG_MM = 210.0, 297.0
_EDGE_MM, _LINE_MM = 9.0, 5.0
"""Where the name and the number stand from the edge of the paper, and how high they are."""
_LETTERS_MM = 3.0
_QUIET = QColor("#5A6371")


class NotPrinted(Exception):
    """The printer did not take a sheet."""


@dataclass(frozen=True)
class Sheet:
    """A side of A4: ``paint`` paints it within ``size``, ``margin`` stands free of it at the left and right, in mm."""

    across: bool
    size: QSizeF
    margin: float
    paint: Callable[[QPainter], None]

    @property
    def wide(self) -> float:
        """Its width in mm."""
        return LONG_MM if self.across else SHORT_MM

    @property
    def high(self) -> float:
        """Its height in mm."""
        return SHORT_MM if self.across else LONG_MM


@dataclass(frozen=True)
class PrintJob:
    """All that is printed at once; ``words`` are those that stand on it, ``name`` what stands above each sheet."""

    name: str
    sheets: tuple[Sheet, ...] = ()
    words: tuple[str, ...] = ()

    def paint(self, painter: QPainter, number: int, paper: QRectF) -> None:
        """Paint a sheet, the first of which is 0, as large as the paper allows, with name and number."""
        sheet = self.sheets[number]
        factor = min(paper.width() / sheet.size.width(), paper.height() / sheet.size.height())
        painter.save()
        painter.translate(paper.center())
        painter.scale(factor, factor)
        painter.translate(-sheet.size.width() / 2, -sheet.size.height() / 2)
        painter.save()
        sheet.paint(painter)
        painter.restore()
        self._frame(painter, sheet, f"{number + 1} / {len(self.sheets)}")
        painter.restore()

    def _frame(self, painter: QPainter, sheet: Sheet, number: str) -> None:
        mm = sheet.size.width() / sheet.wide
        painter.setFont(paper_font(round(_LETTERS_MM * mm)))
        painter.setPen(_QUIET)
        line = QRectF(sheet.margin * mm, _EDGE_MM * mm, (sheet.wide - 2 * sheet.margin) * mm, _LINE_MM * mm)
        name = painter.fontMetrics().elidedText(self.name, Qt.TextElideMode.ElideMiddle, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        line.moveBottom(sheet.size.height() - _EDGE_MM * mm)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, number)


def text_sheets(text: SetText) -> list[Sheet]:
    """The sheets of a text, upright."""
    return [Sheet(False, text.size, MARGIN_MM, partial(text.paint, number=n)) for n in range(text.count)]


def painted(device: QPdfWriter | QPrinter, job: PrintJob, order: Sequence[int]) -> Generator[int]:
    """Paint the sheets whose numbers ``order`` lists, each turned as it has to be; yields how many are done.

    A printer is told to forget what was begun and is not gone through to the end. Raises NotPrinted where the device
    does not take a sheet.
    """
    painter = QPainter()
    try:
        for done, number in enumerate(order):
            _turn(device, job.sheets[number])
            if not (device.newPage() if done else painter.begin(device)):
                raise NotPrinted
            painter.resetTransform()
            job.paint(painter, number, QRectF(device.pageLayout().fullRectPixels(device.resolution())))
            yield done + 1
    except BaseException:
        if isinstance(device, QPrinter):
            device.abort()
        raise
    finally:
        ended = painter.isActive() and painter.end()
    if not ended:
        raise NotPrinted


def _turn(device: QPdfWriter | QPrinter, sheet: Sheet) -> None:
    device.setPageOrientation(QPageLayout.Orientation.Landscape if sheet.across else QPageLayout.Orientation.Portrait)
