"""Saving and printing what the timeline shows, or all of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.atomic_write import write_whole
from app.gui.timeline import render
from app.gui.timeline.painter import Canvas
from app.palette import Scheme
from app.timeline.folded import folded
from app.timeline.layout import Layout
from app.timeline.metrics import Say, estimated
from app.timeline.page import Page, sheets, shown
from app.timeline.svg import svg

_EM = 13.0


def save(layout: Layout, path: Path, say: Say, *, everything: bool) -> None:
    """Write SVG, PNG or PDF, by the ending of the name, in the colours of paper. Raises OSError, ValueError."""
    canvas = render.paper_canvas(Scheme.LIGHT)
    match path.suffix.lower():
        case ".svg":
            page: Page = folded(layout.timeline, estimated(_EM), say) if everything else shown(layout)
            write_whole(path, svg(page, say("timeline.name"), Scheme.LIGHT).encode())
        case ".png":
            page = folded(layout.timeline, canvas.metrics, say) if everything else shown(layout)
            write_whole(path, render.png(page, canvas))
        case ".pdf":
            write_whole(path, render.pdf(_papers(layout, canvas, say, everything=everything), canvas))
        case other:
            raise ValueError(f"no picture is written as {other}")


def image(layout: Layout) -> QImage:
    """What is in view as a picture, in the colours of paper."""
    found = QImage.fromData(render.png(shown(layout), render.paper_canvas(Scheme.LIGHT)))
    return found if isinstance(found, QImage) else QImage()


def print_with_dialog(layout: Layout, parent: QWidget, say: Say, *, everything: bool = True) -> bool:
    """Ask for a printer and print. Say whether it was printed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(render.page_layout())
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    canvas = render.paper_canvas(Scheme.LIGHT)
    return render.paint_pages(printer, _papers(layout, canvas, say, everything=everything), canvas)


def _papers(layout: Layout, canvas: Canvas, say: Say, *, everything: bool) -> Sequence[Page]:
    return sheets(layout.timeline, canvas.metrics, say, *render.SHEET) if everything else [shown(layout)]
