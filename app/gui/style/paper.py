"""What paper needs of Qt where there is no window: an application without a display, and a font of fixed size."""

from __future__ import annotations

import os

from PySide6.QtGui import QFont, QGuiApplication

_HAN = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei")


def ensure_application() -> QGuiApplication:
    """The application that fonts need; one without a display where there is none yet."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication([])


def paper_font(pixels: int) -> QFont:
    """A font with Chinese characters, ``pixels`` high."""
    font = QFont()
    font.setFamilies([*_HAN, *QGuiApplication.font().families()])
    font.setPixelSize(pixels)
    return font
