"""The text of a PDF made by Qt, so that searching and copying give the characters that were written.

Qt names each glyph by the first character that the font draws with it. A font that draws 用 and the radical U+2F64 with
one glyph gives the radical to whoever searches, copies or listens. The names stand uncompressed in the file, each as
four digits (ISO 32000-1, 9.10.3): they are replaced where they stand, and nothing is moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from PySide6.QtGui import QFont, QRawFont

_NAMES = re.compile(rb"begincmap\n.*?endcmap", re.DOTALL)
_CHARACTERS = re.compile(rb"\[[^\]]*\]|(?<=> )<[0-9A-F]{4}>(?=\n)")
"""The characters of a range of glyphs: one for each in brackets, or that of the first."""
_CHARACTER = re.compile(rb"<([0-9A-F]{4})>")
_LAST = 0xFFFF
"""The last character that four digits name."""


def with_true_text(pdf: bytes, texts: Iterable[str], font: QFont) -> bytes:
    """The PDF with the characters of ``texts`` in place of others that ``font`` draws with the same glyphs."""
    raw = QRawFont.fromFont(font)
    each = {ord(c) for text in texts for c in text if ord(c) <= _LAST}
    written = {_glyph(raw, code): code for code in sorted(each)}

    @cache
    def true(code: int) -> int:
        glyph = 0 if code in each else _glyph(raw, code)
        return written.get(glyph, code) if glyph else code

    def characters(found: re.Match[bytes]) -> bytes:
        return _CHARACTER.sub(lambda one: b"<%04X>" % true(int(one[1], 16)), found[0])

    return _NAMES.sub(lambda found: _CHARACTERS.sub(characters, found[0]), pdf)


def _glyph(font: QRawFont, code: int) -> int:
    """The number of a character's glyph; 0 where the font has none."""
    return next(iter(font.glyphIndexesForString(chr(code))), 0)
