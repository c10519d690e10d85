"""Draws the program's icons in every size from its own drawings: ``python resources/packaging/make_icons.py OUTDIR``.

OUTDIR gets ``hicolor`` (Linux: PNG of each size, the drawings, the symbolic one), ``tallyline.ico`` and ``case.ico``
(Windows), ``tallyline.icns`` and ``case.icns`` (macOS). Up to 24 px the drawings made for small sizes are used.
"""

from __future__ import annotations

import os
import shutil
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWINGS = Path(__file__).resolve().parents[1] / "icons" / "app"
SMALL = 24
HICOLOR = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 20, 24, 32, 40, 48, 64, 256)
ICNS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}
"""The kinds of picture in an ``.icns`` file and the pixels each has."""
THEMED = {"tallyline": ("apps", "tallyline"), "case": ("mimetypes", "application-x-tallyline")}
"""Each drawing's folder and name in an icon theme."""


def drawing(name: str, size: int) -> Path:
    """The drawing of an icon that is meant for a size in pixels."""
    return DRAWINGS / (f"{name}-small.svg" if size <= SMALL else f"{name}.svg")


def png(name: str, size: int) -> bytes:
    """A square PNG of an icon, ``size`` pixels wide."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing(name, size))).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return buffer.data().data()


def ico(name: str) -> bytes:
    """A Windows icon: directory entries, then a PNG for each (read since Windows Vista)."""
    pictures = [png(name, size) for size in ICO]
    offset = 6 + 16 * len(pictures)
    entries = b""
    for size, picture in zip(ICO, pictures, strict=True):
        side = size % 256  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def icns(name: str) -> bytes:
    """A macOS icon: chunks of kind, length and PNG."""
    chunks = b""
    for kind, size in ICNS.items():
        picture = png(name, size)
        chunks += kind + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(chunks)) + chunks


def write_theme(folder: Path) -> None:
    """Lay the icons out as an icon theme's folder has them."""
    for name, (kind, themed) in THEMED.items():
        for size in HICOLOR:
            place = folder / f"{size}x{size}" / kind / f"{themed}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(png(name, size))
        scalable = folder / "scalable" / kind / f"{themed}.svg"
        scalable.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DRAWINGS / f"{name}.svg", scalable)
    symbolic = folder / "symbolic" / "apps" / "tallyline-symbolic.svg"
    symbolic.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(DRAWINGS / "tallyline-symbolic.svg", symbolic)


def make(folder: Path) -> None:
    """Write every form of the icons into a folder."""
    write_theme(folder / "hicolor")
    for name in THEMED:
        (folder / f"{name}.ico").write_bytes(ico(name))
        (folder / f"{name}.icns").write_bytes(icns(name))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    make(Path(sys.argv[1]))
