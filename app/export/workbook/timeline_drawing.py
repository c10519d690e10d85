"""The timeline as shapes of the sheet itself (DrawingML): sharp at any size, no raster, and no window needed.

Vector shapes take their letters from the reader's computer, so Chinese shows without any font in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from app.core.explanation import Explanation
from app.export.workbook.safety import markup
from app.export.workbook.styles import COLOURS, FONT
from app.palette import Ink
from app.texts import Phrasebook

if TYPE_CHECKING:
    from app.timeline.page import Page
    from app.timeline.shapes import Box, Lines, Path, Shape, Text

_EM = 12.0
_EMU = 9_525
"""English metric units of a pixel."""
_HIGH = 1.5
"""Height of a line of text as a share of its size."""
_NAMESPACES = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def timeline_drawing(explanation: Explanation, book: Phrasebook, row: int) -> bytes:
    """The drawing part of a sheet: the whole timeline as one group of shapes that begins in ``row`` (from 0)."""
    from app.timeline.folded import folded
    from app.timeline.metrics import estimated
    from app.timeline.model import prepare

    page = folded(prepare(explanation), estimated(_EM), book.say)
    pen = _Pen(page, book.language.habit(FONT))
    width, height = _emu(page.width), _emu(page.height)
    frame = f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
    inner = f'<a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{height}"/>'
    name = quoteattr(book.say("timeline.name"))
    told = quoteattr(book.say("workbook.drawn-timeline", count=len(explanation.events)))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<xdr:wsDr {_NAMESPACES}><xdr:oneCellAnchor>'
        f"<xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        f'</xdr:from><xdr:ext cx="{width}" cy="{height}"/>'
        f'<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="1" name={name} descr={told}/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr>'
        f"<xdr:grpSpPr><a:xfrm>{frame}{inner}</a:xfrm></xdr:grpSpPr>{''.join(pen.shapes(page.shapes()))}</xdr:grpSp>"
        "<xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
    ).encode()


class _Pen:
    """Writes shapes one after the other, each with its number."""

    def __init__(self, page: Page, font: str) -> None:
        self._metrics = page.layout.metrics
        self._font = font
        self._right = page.width
        self._number = 1

    def shapes(self, shapes: Iterable[Shape]) -> Iterator[str]:
        import numpy as np

        from app.export.workbook.clipping import Sides
        from app.timeline.glyphs import mark
        from app.timeline.shapes import Box, Lines, Mark, Path, Steps, Text

        sides = Sides(self._right)
        for shape in (part for each in shapes for part in sides.cut(each)):
            match shape:
                case Box():
                    yield self._box(shape)
                case Lines() if len(shape.ends):
                    yield self._lines(shape)
                case Path() if len(shape.corners) > 1:
                    yield self._path(shape)
                case Text() if shape.text:
                    yield self._text(shape)
                case Mark(kind, left, right, middle, size, plain, void):
                    yield from self.shapes(mark(kind, left, right, middle, size, plain=plain, void=void))
                case Steps(corners, bottom, ink, line, opacity):
                    around = [(corners[0, 0], bottom), *corners.tolist(), (corners[-1, 0], bottom)]
                    ground = Path(np.array(around), fill=ink, opacity=opacity)
                    yield from self.shapes([ground, Path(corners, stroke=ink, line=line)])

    def _shape(self, place: str, geometry: str, look: str, text: str = "") -> str:
        self._number += 1
        name = f'<xdr:cNvPr id="{self._number}" name="{self._number}"/>'
        return (
            f'<xdr:sp macro="" textlink=""><xdr:nvSpPr>{name}<xdr:cNvSpPr/></xdr:nvSpPr>'
            f"<xdr:spPr><a:xfrm>{place}</a:xfrm>{geometry}{look}</xdr:spPr>{text}</xdr:sp>"
        )

    def _box(self, box: Box) -> str:
        width, height = max(box.width, 0.0), max(box.height, 0.0)
        geometry = _preset("rect", "")
        if box.radius and min(width, height) > 0:
            share = min(int(box.radius / min(width, height) * 100_000), 50_000)
            geometry = _preset("roundRect", f'<a:gd name="adj" fmla="val {share}"/>')
        look = _fill(box.fill, box.opacity) + _stroke(box.stroke, box.line)
        return self._shape(_at(box.x, box.y, width, height), geometry, look)

    def _lines(self, lines: Lines) -> str:
        ends = lines.ends.tolist()
        points = [p for a, b, c, d in ends for p in ((a, b), (c, d))]
        place, to = _around(points)
        steps = "".join(f"{_move(*to(a, b))}{_line(*to(c, d))}" for a, b, c, d in ends)
        look = _fill(None, 1) + _stroke(lines.stroke, lines.line, lines.opacity, dashed=lines.dashed)
        return self._shape(place, _custom(points, steps, filled=False), look)

    def _path(self, path: Path) -> str:
        points = [(x, y) for x, y in path.corners.tolist()]
        place, to = _around(points)
        steps = _move(*to(*points[0])) + "".join(_line(*to(*p)) for p in points[1:])
        steps += "<a:close/>" if path.fill else ""
        look = _fill(path.fill, path.opacity) + _stroke(path.stroke, path.line)
        return self._shape(place, _custom(points, steps, filled=path.fill is not None), look)

    def _text(self, text: Text) -> str:
        size = self._metrics.em * text.size.value
        width = self._metrics.width(text.text, text.size) * 1.15 + 4
        anchor = text.anchor.value
        left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        align = {"start": "l", "middle": "ctr", "end": "r"}[anchor]
        bold = ' b="1"' if text.strong else ""
        ink = f'<a:solidFill><a:srgbClr val="{COLOURS[text.ink]}"/></a:solidFill>'
        font = f'<a:latin typeface="{self._font}"/><a:ea typeface="{self._font}"/>'
        words = (
            '<xdr:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
            f'<a:p><a:pPr algn="{align}"/><a:r><a:rPr sz="{round(size * 75)}"{bold}>{ink}{font}</a:rPr>'
            f"<a:t>{markup(text.text)}</a:t></a:r></a:p></xdr:txBody>"
        )
        ground = _fill(Ink.CANVAS, 0.75) if text.halo else _fill(None, 1)
        place = _at(left, text.y - size * _HIGH / 2, width, size * _HIGH)
        return self._shape(place, _preset("rect", ""), ground + _stroke(None, 0), words)


Points = list[tuple[float, float]]


def _emu(pixels: float) -> int:
    return round(pixels * _EMU)


def _at(x: float, y: float, width: float, height: float) -> str:
    return f'<a:off x="{_emu(x)}" y="{_emu(y)}"/><a:ext cx="{_emu(width)}" cy="{_emu(height)}"/>'


def _bounds(points: Points) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _around(points: Points) -> tuple[str, Callable[[float, float], tuple[int, int]]]:
    """The place of a shape that holds all points, and how its own coordinates follow from those of the page."""
    left, top, right, bottom = _bounds(points)
    return _at(left, top, right - left, bottom - top), lambda x, y: (_emu(x - left), _emu(y - top))


def _preset(name: str, guides: str) -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def _custom(points: Points, steps: str, *, filled: bool) -> str:
    left, top, right, bottom = _bounds(points)
    fill = "" if filled else ' fill="none"'
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{_emu(right - left)}" h="{_emu(bottom - top)}"{fill}>{steps}</a:path></a:pathLst></a:custGeom>'
    )


def _move(x: int, y: int) -> str:
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>'


def _line(x: int, y: int) -> str:
    return f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>'


def _colour(ink: Ink, opacity: float) -> str:
    alpha = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
    return f'<a:solidFill><a:srgbClr val="{COLOURS[ink]}">{alpha}</a:srgbClr></a:solidFill>'


def _fill(ink: Ink | None, opacity: float) -> str:
    return _colour(ink, opacity) if ink else "<a:noFill/>"


def _stroke(ink: Ink | None, line: float, opacity: float = 1.0, *, dashed: bool = False) -> str:
    if ink is None:
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="dash"/>' if dashed else ""
    return f'<a:ln w="{_emu(line)}">{_colour(ink, opacity)}{dash}</a:ln>'
