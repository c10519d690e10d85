"""A sheet of the timeline as SVG: the same shapes as on the screen, written as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from app.own_files import NAME
from app.palette import INKS, Ink, Scheme
from app.timeline.glyphs import mark
from app.timeline.page import Page
from app.timeline.shapes import Box, Lines, Mark, Path, Shape, Steps, Text

_FONTS = (
    "'Noto Sans CJK SC','Source Han Sans SC','Noto Sans SC','PingFang SC','Microsoft YaHei UI','Microsoft YaHei',"
    "'WenQuanYi Micro Hei',system-ui,sans-serif"
)
_CAPITALS = 0.36
"""Half the height of capitals, as a share of the text's size."""


def svg(page: Page, title: str, scheme: Scheme) -> str:
    """Return a sheet; ``title`` is what a screen reader says first."""
    inks = INKS[scheme]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(page.width)}" height="{_n(page.height)}" '
        f'viewBox="0 0 {_n(page.width)} {_n(page.height)}" role="img" font-family={quoteattr(_FONTS)} '
        f'style="font-variant-numeric:tabular-nums">'
    )
    body = "\n".join(_shapes(page.shapes(), {ink: inks[ink] for ink in Ink}, page.layout.metrics.em))
    return f"{head}\n<metadata>{NAME}</metadata>\n<title>{escape(title)}</title>\n{body}\n</svg>\n"


def _shapes(shapes: Iterable[Shape], inks: dict[Ink, str], em: float) -> Iterator[str]:
    for shape in shapes:
        match shape:
            case Box():
                yield _box(shape, inks)
            case Lines():
                yield from _lines(shape, inks)
            case Path():
                yield _path(shape, inks)
            case Mark(kind, left, right, middle, size, plain, void):
                yield from _shapes(mark(kind, left, right, middle, size, plain=plain, void=void), inks, em)
            case Steps(corners, bottom, ink, line, opacity):
                around = np.vstack(([corners[0, 0], bottom], corners, [corners[-1, 0], bottom]))
                yield _path(Path(around, fill=ink, opacity=opacity), inks)
                yield _path(Path(corners, stroke=ink, line=line), inks)
            case Text():
                yield _text(shape, inks, em)


def _box(box: Box, inks: dict[Ink, str]) -> str:
    radius = f' rx="{_n(box.radius)}"' if box.radius else ""
    place = f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(max(box.width, 0))}" height="{_n(max(box.height, 0))}"'
    return f"<rect {place}{radius}{_fill(box.fill, box.opacity, inks)}{_stroke(box.stroke, box.line, inks)}/>"


def _lines(lines: Lines, inks: dict[Ink, str]) -> Iterator[str]:
    if not len(lines.ends):
        return
    moves = "".join(f"M{_n(a)} {_n(b)}L{_n(c)} {_n(d)}" for a, b, c, d in lines.ends.tolist())
    dashes = ' stroke-dasharray="3 3"' if lines.dashed else ""
    faint = f' stroke-opacity="{_n(lines.opacity)}"' if lines.opacity < 1 else ""
    yield f'<path d="{moves}" fill="none"{_stroke(lines.stroke, lines.line, inks)}{dashes}{faint}/>'


def _path(path: Path, inks: dict[Ink, str]) -> str:
    corners = "L".join(f"{_n(x)} {_n(y)}" for x, y in path.corners.tolist())
    closed = "Z" if path.fill else ""
    look = f'{_fill(path.fill, path.opacity, inks)}{_stroke(path.stroke, path.line, inks)} stroke-linejoin="round"'
    return f'<path d="M{corners}{closed}"{look}/>'


def _text(text: Text, inks: dict[Ink, str], em: float) -> str:
    size = em * text.size.value
    strong = ' font-weight="600"' if text.strong else ""
    anchor = "" if text.anchor.value == "start" else f' text-anchor="{text.anchor.value}"'
    place = f'x="{_n(text.x)}" y="{_n(text.y + size * _CAPITALS)}" font-size="{_n(size)}"{strong}{anchor}'
    words = f'<text {place} fill="{inks[text.ink]}">{escape(text.text)}</text>'
    if not text.halo:
        return words
    # The halo is the same text in thick lines of the ground's colour, behind; not every viewer knows paint-order.
    ground = f'fill="none" stroke="{inks[Ink.CANVAS]}" stroke-width="3" stroke-opacity="0.8" aria-hidden="true"'
    return f"<text {place} {ground}>{escape(text.text)}</text>\n{words}"


def _fill(ink: Ink | None, opacity: float, inks: dict[Ink, str]) -> str:
    faint = f' fill-opacity="{_n(opacity)}"' if ink and opacity < 1 else ""
    return f' fill="{inks[ink]}"{faint}' if ink else ' fill="none"'


def _stroke(ink: Ink | None, line: float, inks: dict[Ink, str]) -> str:
    return f' stroke="{inks[ink]}" stroke-width="{_n(line)}"' if ink else ""


def _n(number: float) -> str:
    """A number as short as two decimals allow."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
