"""Paints a line of the discrepancy list: mark, title, cause, and the amount at the right edge."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.decisions import Mark
from app.core.discrepancy import Discrepancy
from app.core.money import grouped
from app.gui.models.discrepancies import FOUND_ROLE, GROUP_ROLE, HIT_ROLE, LOAN_ROLE, MARK_ROLE, WAITING_ROLE
from app.gui.services.discrepancy_wording import DiscrepancyWording
from app.gui.services.translator import Wording
from app.gui.style.painting import never_raises
from app.gui.style.severity_icons import paint_severity
from app.gui.style.text_lines import TextLines
from app.gui.style.theme import EDGE, GAP, Sizes, Theme
from app.palette import Ink

_PAD = 10
_MARK = 11
_HEAD_AIR = 14
_BOLDER = 0.93
_MOST_KEPT = 20_000


class DiscrepancyDelegate(QStyledItemDelegate):
    """Title and cause beside a severity mark, each whole in as many lines as it needs."""

    def __init__(self, theme: Theme, texts: DiscrepancyWording, wording: Wording, parent: QListView) -> None:
        super().__init__(parent)
        self._list = parent
        self._theme = theme
        self._texts = texts
        self._wording = wording
        self._font = QFont()
        self._made = self._fonts_from(self._font)
        self._breaking = self._breaking_of(self._made)
        self._broken: dict[tuple[str, float, int], list[str]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Title and cause in as many lines as they need, and their air."""
        title, small = self._fonts(option)
        found, lines, below = index.data(FOUND_ROLE), 1, 1
        if isinstance(found, Discrepancy):
            lines = len(self._title_lines(found, title))
            below = len(self._lines(self._second_line(index, found), small, self._room))
        own = lines * QFontMetrics(title).height() + below * QFontMetrics(small).height() + 2 * _PAD + 3
        group = index.data(GROUP_ROLE)
        return QSize(160, own + (self._head_height(small, self._heading_lines(str(group), small)) if group else 0))

    def _head_height(self, small: QFont, lines: list[str]) -> int:
        """The room of a group's heading above its first discrepancy."""
        return QFontMetrics(small).height() * len(lines) + _HEAD_AIR

    def _heading_lines(self, group: str, small: QFont) -> list[str]:
        """The lines of a group's heading, which is a little bolder than what it is measured by."""
        return self._lines(group, small, round((self._list.viewport().width() - 2 * EDGE) * _BOLDER))

    def _title_lines(self, found: Discrepancy, font: QFont) -> list[str]:
        """The lines of a title beside its amount."""
        amount = QFontMetrics(font).horizontalAdvance(grouped(found.difference, signed=True))
        return self._lines(self._texts.title(found), font, self._room - amount - GAP)

    @property
    def _room(self) -> int:
        """The width of a line beside the mark."""
        return self._list.viewport().width() - 2 * EDGE - 2 - _MARK - GAP - 4

    def _lines(self, text: str, font: QFont, width: int) -> list[str]:
        """A text in lines; it is asked for at every measure and every paint."""
        key = text, font.pointSizeF(), width
        if key not in self._broken:
            if len(self._broken) > _MOST_KEPT:
                self._broken.clear()
            self._broken[key] = self._breaking[font.pointSizeF()].broken(text, width + 1)
        return self._broken[key]

    @never_raises
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one discrepancy."""
        found, mark = index.data(FOUND_ROLE), index.data(MARK_ROLE)
        if not isinstance(found, Discrepancy):
            return
        painter.save()
        try:
            box = QRectF(option.rect)
            if group := index.data(GROUP_ROLE):
                box = self._group(painter, option, box, str(group))
            self._paint(painter, option, box, (found, mark, self._second_line(index, found)))
        finally:
            painter.restore()

    def _group(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, text: str) -> QRectF:
        """Write a group's heading and return what is left for the discrepancy."""
        small = QFont(self._fonts(option)[1])
        small.setWeight(QFont.Weight.DemiBold)
        lines = self._heading_lines(text, small)
        height = self._head_height(small, lines)
        words = QRectF(box.left() + EDGE, box.top() + _HEAD_AIR - 6, box.width() - 2 * EDGE, height - _HEAD_AIR + 2)
        self._wrapped(painter, words, small, lines, Ink.SECONDARY)
        return box.adjusted(0, height, 0, 0)

    def _paint(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, shown: tuple[Discrepancy, Mark, str]
    ) -> None:
        found, mark, cause = shown
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, box)
        resting = mark in (Mark.SETTLED, Mark.ACCEPTED)
        title_font, small_font = self._fonts(option)
        inner = box.adjusted(EDGE + 2, _PAD, -EDGE, -_PAD)
        top = QRectF(inner.left() + _MARK + GAP + 4, inner.top(), 0, QFontMetrics(title_font).height())
        self._severity(painter, found, QRectF(inner.left(), top.center().y() - _MARK / 2, _MARK, _MARK), resting)
        amount_width = self._amount(painter, found, inner, title_font, resting)
        top.setRight(inner.right() - amount_width - GAP)
        lines = self._title_lines(found, title_font)
        top.setHeight(top.height() * len(lines))
        self._wrapped(painter, top, title_font, lines, Ink.SECONDARY if resting else Ink.TEXT)
        below = QRectF(top.left(), top.bottom() + 3, inner.right() - top.left(), QFontMetrics(small_font).height())
        lines = self._lines(cause, small_font, self._room)
        below.setHeight(below.height() * len(lines))
        self._wrapped(painter, below, small_font, lines, Ink.SECONDARY)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        colours = self._theme.colours
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours[Ink.SELECTION])
            painter.drawRoundedRect(box.adjusted(6, 1, -6, -1), 6, 6)
            painter.setBrush(colours[Ink.ACCENT])
            painter.drawRoundedRect(QRectF(box.left() + 6, box.top() + 1, 3, box.height() - 2), 1.5, 1.5)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours[Ink.GRID])
            painter.drawRoundedRect(box.adjusted(6, 1, -6, -1), 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(colours[Ink.ACCENT])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(6.5, 1.5, -6.5, -1.5), 6, 6)

    def _severity(self, painter: QPainter, found: Discrepancy, box: QRectF, resting: bool) -> None:
        colour = self._theme.colours.severity(found.severity)[0]
        if resting:
            painter.setOpacity(0.55)
        paint_severity(painter, found.severity, box, colour)
        painter.setOpacity(1.0)

    def _amount(self, painter: QPainter, found: Discrepancy, inner: QRectF, font: QFont, resting: bool) -> float:
        text = grouped(found.difference, signed=True)
        metrics = QFontMetrics(font)
        width = float(metrics.horizontalAdvance(text))
        ink = Ink.TEXT if found.difference and not resting else Ink.SECONDARY
        box = QRectF(inner.right() - width, inner.top(), width, metrics.height())
        self._text(painter, box, font, text, ink)
        return width

    def _second_line(self, index: QModelIndex | QPersistentModelIndex, found: Discrepancy) -> str:
        loan, hit, mark = index.data(LOAN_ROLE), index.data(HIT_ROLE), index.data(MARK_ROLE)
        if hit:
            told = [loan, self._wording.say("window.list.in-evidence", row=str(hit))]
        else:
            marked = "" if mark is Mark.OPEN else self._wording.say(f"window.mark.{mark.value}")
            told = [marked, index.data(WAITING_ROLE), loan, self._texts.cause(found)]
        return " · ".join(filter(None, told))

    def _wrapped(self, painter: QPainter, box: QRectF, font: QFont, lines: list[str], ink: Ink) -> None:
        """Lines below each other, as high together as the box."""
        height = box.height() / len(lines)
        for number, line in enumerate(lines):
            self._text(painter, QRectF(box.left(), box.top() + number * height, box.width(), height), font, line, ink)

    def _text(self, painter: QPainter, box: QRectF, font: QFont, text: str, ink: Ink) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colours[ink])
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(box, flags, text)

    def _fonts(self, option: QStyleOptionViewItem) -> tuple[QFont, QFont]:
        """The fonts of title and cause, made once while the list's own stays."""
        if option.font != self._font:
            self._font = QFont(option.font)
            self._broken.clear()
            self._made = self._fonts_from(self._font)
            self._breaking = self._breaking_of(self._made)
        return self._made

    @staticmethod
    def _breaking_of(fonts: tuple[QFont, QFont]) -> dict[float, TextLines]:
        return {font.pointSizeF(): TextLines(font) for font in fonts}

    @staticmethod
    def _fonts_from(font: QFont) -> tuple[QFont, QFont]:
        title, small = QFont(font), QFont(font)
        title.setPointSizeF(font.pointSizeF() * 1.04)
        title.setWeight(QFont.Weight.Medium)
        small.setPointSizeF(font.pointSizeF() * Sizes.small)
        return title, small
