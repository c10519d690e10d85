"""A letter or another page of HTML as PDF, set by Qt; it needs no display."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPdfWriter

from app.gui.services.paper_thread import GivenUp
from app.gui.services.set_text import MARGIN_MM, SetText, parted, upright_a4
from app.gui.style.paper import ensure_application
from app.gui.style.pdf_text import with_true_text
from app.own_files import NAME


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
    writer.setPageLayout(upright_a4())
    writer.setTitle(title)
    writer.setCreator(NAME)
    text = SetText(writer, pictures)
    for part in parted(html):
        if not goes_on(1):
            raise GivenUp
        text.add(part)
    _paint(text, writer)
    buffer.close()
    if writer.given_up:
        raise GivenUp
    written = with_true_text(bytes(target.data()), text.words, text.font)
    del application  # fonts need it until here
    return written


def _paint(text: SetText, writer: _Sheets) -> None:
    """Paint every sheet with its number and how many there are below the text, until the person gives up."""
    sheet, margin = QRectF(QPointF(), text.size), writer.logicalDpiY() * MARGIN_MM / 25.4
    below = sheet.adjusted(margin, sheet.height() - margin, -margin, 0)
    painter = QPainter(writer)
    painter.setFont(text.font)
    count = text.count
    for number in range(count):
        if number and not writer.newPage():
            break
        text.paint(painter, number)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, f"{number + 1} / {count}")
    painter.end()
