"""What paper needs of Qt where there is no window: an application without a display, and a font of fixed size."""

from __future__ import annotations

import os

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

_UNNAMED_FORMS = [QFont.Tag("locl"), QFont.Tag("liga")]
_HAN = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei")


def ensure_application() -> QGuiApplication:
    """The application that fonts need; one without a display where there is none yet."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication([])


def can_write_chinese() -> bool:
    """Whether the system has a font for 简体中文."""
    application = ensure_application()
    found = bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    del application  # fonts need it until here
    return found


def paper_font(pixels: int) -> QFont:
    """A font with Chinese characters, ``pixels`` high.

    Without the forms of single languages and without ligatures. Noto's digits after a Latin letter are such
    forms, which bear no character, and fi is one sign: neither a contract's
    number nor "finance" could be found in a PDF. So it is with the narrow punctuation that the English window asks
    for: what the program's own font asks for is not taken over.
    """
    font = QFont()
    font.clearFeatures()
    font.setFamilies([*_HAN, *QGuiApplication.font().families()])
    font.setPixelSize(pixels)
    for form in _UNNAMED_FORMS:
        font.setFeature(form, 0)
    return font
