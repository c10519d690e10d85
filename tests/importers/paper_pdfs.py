"""Draws a statement as banks do in PDF: ruled or not, texts wrapped about or below their row, several pages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE, LINE = "STSong-Light", 8, 11
WIDTH, TOP, BOTTOM, LEFT = 842, 540, 60, 30


@dataclass(frozen=True)
class Style:
    """How a page looks: rules, where wrapped texts stand, the columns' alignment, how many rows a page has."""

    ruled: bool = False
    centred: bool = True
    right: bool = False
    rows_a_page: int = 14
    wrapped_header: bool = False
    footers: bool = True


STYLES = {
    "centred": Style(),
    "hanging": Style(centred=False),
    "ruled": Style(ruled=True),
    "amounts to the right": Style(right=True),
    "two pages": Style(rows_a_page=3),
    "heading of two lines": Style(wrapped_header=True),
    "two ruled pages": Style(ruled=True, rows_a_page=3),
}


def drawn(
    above: Sequence[Sequence[str]],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    below: Sequence[Sequence[str]] = (),
    style: Style | None = None,
) -> bytes:
    """The bytes of a PDF of the statement."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, 595))
    _Drawing(canvas, header, rows, style or Style()).draw(above, below)
    canvas.save()
    return buffer.getvalue()


class _Drawing:
    def __init__(self, canvas: Canvas, header: Sequence[str], rows: Sequence[Sequence[str]], style: Style) -> None:
        self._canvas, self._header, self._rows, self._style = canvas, header, rows, style
        wanted = [max(_width(text) for text in column) for column in zip(header, *rows, strict=True)]
        capped = [min(width, 95) for width in wanted]
        gap = max(8, (WIDTH - 2 * LEFT - sum(capped)) / max(1, len(capped) - 1))
        self._edges = [LEFT]
        for width in capped:
            self._edges.append(self._edges[-1] + width + min(gap, 40))
        self._widths = capped

    def draw(self, above: Sequence[Sequence[str]], below: Sequence[Sequence[str]]) -> None:
        pages = [
            self._rows[at : at + self._style.rows_a_page] for at in range(0, len(self._rows), self._style.rows_a_page)
        ]
        for number, rows in enumerate(pages, 1):
            self._canvas.setFont(FONT, SIZE)
            y = TOP
            for line in above if number == 1 else ():
                self._canvas.drawString(LEFT, y, "    ".join(line))
                y -= 1.6 * LINE
            y = self._row(self._header, y - LINE, is_header=True)
            for cells in rows:
                y = self._row(cells, y)
            for line in below if number == len(pages) else ():
                y -= 1.6 * LINE
                self._canvas.drawString(LEFT, y, "    ".join(line))
            if self._style.footers:
                self._canvas.drawString(WIDTH / 2, 25, f"第{number}页/共{len(pages)}页")
            self._canvas.showPage()

    def _row(self, cells: Sequence[str], y: float, *, is_header: bool = False) -> float:
        wrapped = [list(self._wrapped(text, width, is_header)) for text, width in zip(cells, self._widths, strict=True)]
        height = max(len(lines) for lines in wrapped) * LINE
        for column, lines in enumerate(wrapped):
            centred = self._style.centred or is_header
            start = y - (height - len(lines) * LINE) / 2 if centred else y
            for number, text in enumerate(lines):
                x = self._edges[column]
                if self._style.right and text[-1:].isdigit() and not is_header:
                    x += self._widths[column] - _width(text)
                self._canvas.drawString(x, start - number * LINE - SIZE, text)
        if self._style.ruled:
            edges = [edge - 4 for edge in self._edges]
            self._canvas.grid(edges, [y + 3, y - height - 4 + 3])
            return y - height - 4
        return y - height - 6

    def _wrapped(self, text: str, width: float, is_header: bool) -> Iterator[str]:
        if is_header and self._style.wrapped_header and len(text) > 3 and not text.isascii():
            yield text[: len(text) // 2]
            yield text[len(text) // 2 :]
            return
        line = ""
        for letter in text:
            if line and _width(line + letter) > width + 0.1:
                yield line
                line = ""
            line += letter
        yield line


def _width(text: str) -> float:
    return sum(SIZE / 2 if letter.isascii() else SIZE for letter in text)
