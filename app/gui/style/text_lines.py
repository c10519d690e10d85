"""Breaks a text into lines of a width: at a space or a Chinese character, never within a number and its unit."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

_UNITS = "元天期日月年笔处个"
_NEVER_FIRST = "，。；：、）,.;:)"
_MAY_END = "，。；：、"


class TextLines:
    """Breaks texts of one font; the width of a character is asked of Qt once, as a long list breaks thousands of texts.

    What stands side by side is as wide as its characters, or a little less where Latin letters are drawn together.
    """

    def __init__(self, font: QFont) -> None:
        self._metrics = QFontMetricsF(font)
        self._widths: dict[str, float] = {}

    def broken(self, text: str, width: float) -> list[str]:
        """A text in as many lines as it needs; only what cannot be parted is wider."""
        lines: list[str] = []
        while (first := self.fitting(text, width)) < len(text):
            lines.append(text[:first].rstrip())
            text = text[first:].lstrip()
        return [*lines, text]

    def fitting(self, text: str, width: float) -> int:
        """How many characters of a text stand in a first line: up to a space or a Chinese character that still fits."""
        end = self._within(text, width)
        if end == len(text):
            return end
        at = end
        while at > 1 and not (_is_gap(text, at - 1) or _is_gap(text, at) or _may_break(text[at - 1], text[at])):
            at -= 1
        return at if at > 1 else end

    def _within(self, text: str, width: float) -> int:
        """How many characters of a text a width holds, at least one."""
        used, widths = 0.0, self._widths
        for at, character in enumerate(text):
            wide = widths.get(character)
            if wide is None:
                wide = widths[character] = self._metrics.horizontalAdvance(character)
            used += wide
            if used > width:
                return max(at, 1)
        return len(text)


def _is_gap(text: str, at: int) -> bool:
    """Whether a space may end a line: not the one between a number and its Chinese unit."""
    between = 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1] in _UNITS
    return text[at] == " " and not between


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters: at a Chinese one, but never before a comma or a full stop."""
    return after not in _NEVER_FIRST and ("\u4e00" <= before <= "\u9fff" or before in _MAY_END)
