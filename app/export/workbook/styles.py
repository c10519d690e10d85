"""The looks of cells: one restrained style for the whole workbook, in the colours of the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from app.core.discrepancy import Severity
from app.palette import INKS, SEVERITY_INK, Ink, Scheme
from app.texts import Language

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import NamedStyle

COLOURS = {ink: colour.removeprefix("#") for ink, colour in INKS[Scheme.LIGHT].items()}
"""Every ink as openpyxl writes it."""
FONT = "workbook-font"
"""The habit of a language that names the font of its workbooks."""
SIZE = 10

_MONEY = '#,##0.00;"\N{MINUS SIGN}"#,##0.00;0.00'
_SIGNED = '+#,##0.00;"\N{MINUS SIGN}"#,##0.00;0.00'


class Kind(Enum):
    """What the value of a cell is, and so how it is written."""

    TEXT = "text"
    MONEY = "money"  # fen, written as yuan
    NUMBER = "number"
    DATE = "date"

    __hash__ = object.__hash__  # looked up for every number, as the looks are


@dataclass(frozen=True, slots=True)
class _Style:
    kind: Kind = Kind.TEXT
    format: str = "General"
    ink: Ink = Ink.TEXT
    ground: Ink | None = None
    bold: bool = False
    larger: int = 0
    wrap: bool = False
    align: str = ""
    line: Ink | None = Ink.LINE
    top: bool = False
    underlined: bool = False
    middle: bool = False


class Look(Enum):
    """Every look a cell may have; the name is the style's name in the workbook."""

    PLAIN = "Plain"
    TITLE = "Title"
    SUBTITLE = "Subtitle"
    SECTION = "Section"
    BACK = "Back"
    HEAD = "Head"
    HEAD_RIGHT = "Head right"
    TEXT = "Text"
    WRAP = "Wrapped"
    PARAGRAPH = "Paragraph"
    CENTRE = "Centred"
    NOTE = "Note"
    LINK = "Link"
    LINK_WRAP = "Link wrapped"
    MONEY = "Amount"
    SIGNED = "Difference"
    TOTAL = "Total"
    TOTAL_TEXT = "Total text"
    CHECK = "Check"
    CHECK_TEXT = "Check text"
    TOTAL_COUNT = "Total count"
    ANSWER = "Answer"
    COUNT = "Count"
    RATE = "Rate"
    PERCENT = "Percent"
    FACTOR = "Factor"
    DATE = "Date"
    TIME = "Moment"
    MONTH = "Month"
    INPUT_MONEY = "Input amount"
    INPUT_RATE = "Input rate"
    INPUT_COUNT = "Input count"
    INPUT_FACTOR = "Input factor"
    INPUT_DATE = "Input date"
    CHOICE = "Choice"
    CHANGED_MONEY = "Changed amount"
    CHANGED_DATE = "Changed date"
    SERIOUS = "Serious"
    WARNING = "Warning"
    INFO = "Explained"
    SERIOUS_HEAD = "Serious heading"
    WARNING_HEAD = "Warning heading"
    INFO_HEAD = "Explained heading"
    DRAWDOWN = "Lane drawdown"
    DUE = "Lane due"
    DEBIT = "Lane debit"
    FAILED = "Lane failed"
    BANK = "Lane bank"
    POSTED = "Lane posted"
    PLAN = "Lane plan"
    BILL = "Lane bill"
    GROUP = "Group"
    GROUP_MONTH = "Group month"
    GROUP_MONEY = "Group amount"

    __hash__ = object.__hash__  # looked up for every cell; the one of enumerations hashes the name each time

    @property
    def kind(self) -> Kind:
        """What its values are."""
        return _STYLES[self].kind


_M, _N, _D = Kind.MONEY, Kind.NUMBER, Kind.DATE
_INPUT = Ink.ACCENT
_STYLES: dict[Look, _Style] = {
    Look.PLAIN: _Style(line=None),
    Look.TITLE: _Style(bold=True, larger=8, line=None, middle=True),
    Look.SUBTITLE: _Style(ink=Ink.SECONDARY, line=None),
    Look.SECTION: _Style(bold=True, larger=2, line=None, middle=True),
    Look.BACK: _Style(ink=Ink.ACCENT, line=None),
    Look.HEAD: _Style(ink=Ink.SECONDARY, ground=Ink.CANVAS, bold=True, wrap=True, top=True, middle=True),
    Look.HEAD_RIGHT: _Style(
        ink=Ink.SECONDARY, ground=Ink.CANVAS, bold=True, wrap=True, align="right", top=True, middle=True
    ),
    Look.TEXT: _Style(),
    Look.WRAP: _Style(wrap=True),
    Look.PARAGRAPH: _Style(wrap=True, line=None),
    Look.CENTRE: _Style(align="center"),
    Look.NOTE: _Style(ink=Ink.SECONDARY, wrap=True, line=None),
    Look.LINK: _Style(ink=Ink.ACCENT, underlined=True),
    Look.LINK_WRAP: _Style(ink=Ink.ACCENT, wrap=True),
    Look.MONEY: _Style(_M, _MONEY, align="right"),
    Look.SIGNED: _Style(_M, _SIGNED, align="right"),
    Look.TOTAL: _Style(_M, _MONEY, bold=True, align="right", top=True),
    Look.TOTAL_TEXT: _Style(bold=True, top=True),
    Look.CHECK: _Style(_M, _MONEY, ink=Ink.POSTED, bold=True, align="right"),
    Look.CHECK_TEXT: _Style(ink=Ink.POSTED, bold=True),
    Look.TOTAL_COUNT: _Style(_N, "#,##0", bold=True, align="right", top=True),
    Look.ANSWER: _Style(bold=True, wrap=True),
    Look.COUNT: _Style(_N, "#,##0", align="right"),
    Look.RATE: _Style(_N, "0.0000##%", align="right"),
    Look.PERCENT: _Style(_N, "0.00%", align="right"),
    Look.FACTOR: _Style(_N, "0.0###", align="right"),
    Look.DATE: _Style(_D, "yyyy-mm-dd", align="center"),
    Look.TIME: _Style(_D, "yyyy-mm-dd hh:mm", align="center"),
    Look.MONTH: _Style(_D, "yyyy-mm", align="center"),
    Look.INPUT_MONEY: _Style(_M, _MONEY, ink=_INPUT, ground=Ink.SELECTION, align="right"),
    Look.INPUT_RATE: _Style(_N, "0.0000##%", ink=_INPUT, ground=Ink.SELECTION, align="right"),
    Look.INPUT_COUNT: _Style(_N, "#,##0", ink=_INPUT, ground=Ink.SELECTION, align="right"),
    Look.INPUT_FACTOR: _Style(_N, "0.0###", ink=_INPUT, ground=Ink.SELECTION, align="right"),
    Look.INPUT_DATE: _Style(_D, "yyyy-mm-dd", ink=_INPUT, ground=Ink.SELECTION, align="center"),
    Look.CHOICE: _Style(ink=_INPUT, ground=Ink.SELECTION, align="center"),
    Look.CHANGED_MONEY: _Style(_M, _MONEY, ink=Ink.PLAN, bold=True, align="right"),
    Look.CHANGED_DATE: _Style(_D, "yyyy-mm-dd", ink=Ink.PLAN, bold=True, align="center"),
    Look.DRAWDOWN: _Style(_M, _MONEY, ink=Ink.DRAWDOWN, align="right"),
    Look.DUE: _Style(_M, _MONEY, ink=Ink.DUE, align="right"),
    Look.DEBIT: _Style(_M, _MONEY, ink=Ink.DEBIT, align="right"),
    Look.FAILED: _Style(_M, _MONEY, ink=Ink.HINT, align="right"),
    Look.BANK: _Style(_M, _MONEY, ink=Ink.BANK, align="right"),
    Look.POSTED: _Style(_M, _MONEY, ink=Ink.POSTED, align="right"),
    Look.PLAN: _Style(_M, _MONEY, ink=Ink.PLAN, align="right"),
    Look.BILL: _Style(_M, _MONEY, ink=Ink.BILL, align="right"),
}
_STYLES |= {
    Look.GROUP: _Style(ground=Ink.CANVAS, bold=True),
    Look.GROUP_MONTH: _Style(_D, "yyyy-mm", ground=Ink.CANVAS, bold=True, align="center"),
    Look.GROUP_MONEY: _Style(_M, _MONEY, ground=Ink.CANVAS, bold=True, align="right"),
}
SEVERITY_LOOK = {Severity.SERIOUS: Look.SERIOUS, Severity.WARNING: Look.WARNING, Severity.INFO: Look.INFO}
SEVERITY_HEAD = {
    Severity.SERIOUS: Look.SERIOUS_HEAD,
    Severity.WARNING: Look.WARNING_HEAD,
    Severity.INFO: Look.INFO_HEAD,
}
for _severity, (_ink, _ground) in SEVERITY_INK.items():
    _STYLES[SEVERITY_LOOK[_severity]] = _Style(ink=_ink, ground=_ground, bold=True, align="center")
    _STYLES[SEVERITY_HEAD[_severity]] = _Style(ink=_ink, ground=_ground, bold=True, larger=1, line=None, middle=True)

SYMBOLS = {Severity.SERIOUS: "▲", Severity.WARNING: "◆", Severity.INFO: "●"}
"""The shape that goes with a severity's colour, for whoever sees none."""


@dataclass(frozen=True, slots=True)
class StyleIds:
    """The numbers of the looks in a workbook; ``quoted`` are those for text that begins like a formula."""

    plain: dict[Look, int]
    quoted: dict[Look, int]


def add_styles(book: Workbook, language: Language) -> StyleIds:
    """Put every look into the workbook as a named style and return the numbers that cells refer to them by."""
    for look in Look:
        book.add_named_style(_named(look, language))
    return StyleIds({look: _id(book, look) for look in Look}, {look: _id(book, look, quoted=True) for look in Look})


def _id(book: Workbook, look: Look, *, quoted: bool = False) -> int:
    """The number of a look. The table of styles keeps the cell's own, which must not be changed afterwards."""
    from openpyxl.cell.cell import Cell

    cell = Cell(book.worksheets[0], row=1, column=1)
    cell.style = look.value
    cell.quotePrefix = quoted
    return int(cell.style_id)


def _named(look: Look, language: Language) -> NamedStyle:
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    style = _STYLES[look]
    line = Side(style="thin", color=COLOURS[style.line]) if style.line else None
    fill = PatternFill("solid", fgColor=COLOURS[style.ground]) if style.ground else PatternFill()
    return NamedStyle(
        name=look.value,
        font=Font(
            name=language.habit(FONT), size=SIZE + style.larger, bold=style.bold, color=COLOURS[style.ink],
            underline="single" if style.underlined else None,
        ),
        fill=fill,
        border=Border(bottom=line, top=line if style.top else None),
        alignment=Alignment(
            horizontal=style.align or None, vertical="center" if style.middle else "top", wrap_text=style.wrap,
            indent=1 if style.align == "right" else 0,
        ),
        number_format=style.format,
    )  # fmt: skip
