"""The colours of what the timeline draws, by meaning, for light, dark and high contrast."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum

from app.core.severity import Severity


class Ink(StrEnum):
    """What a colour means; every picture and the window take the same names.

    A string, because its hash is then computed by the interpreter: a frame asks for thousands of colours.
    """

    CANVAS = "canvas"
    PANEL = "panel"
    LINE = "line"
    GRID = "grid"
    TEXT = "text"
    SECONDARY = "secondary"
    HINT = "hint"
    ACCENT = "accent"
    SELECTION = "selection"
    SERIOUS = "serious"
    SERIOUS_GROUND = "serious-ground"
    WARNING = "warning"
    WARNING_GROUND = "warning-ground"
    INFO = "info"
    INFO_GROUND = "info-ground"
    DRAWDOWN = "drawdown"
    DUE = "due"
    DEBIT = "debit"
    FAILED = "failed"
    BANK = "bank"
    POSTED = "posted"
    PLAN = "plan"
    BILL = "bill"
    PAID_MORE = "paid-more"
    PAID_LESS = "paid-less"


class Scheme(Enum):
    """The sets of colours there are."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast-light"
    CONTRAST_DARK = "contrast-dark"


_NAMES = tuple(Ink)


def _table(text: str) -> dict[Ink, str]:
    return dict(zip(_NAMES, text.split(), strict=True))


# A little darker than the sketch where its colours stay below a contrast of 4.5 on the grounds they stand on.
_LIGHT = _table(
    "#F6F7F9 #FFFFFF #E2E5EA #EEF0F3 #1B2430 #616B79 #98A1AE #3B5BDB #EAF0FF "
    "#C92A2A #FFF1F0 #A85600 #FFF6E5 #2A66D0 #EEF4FF "
    "#0B7A75 #7A8594 #3B5BDB #B9C0CB #5F6B7A #2C764A #7A4FBF #926200 #C92A2A #2C764A"
)
_DARK = _table(
    "#16191E #1E2228 #323842 #262B33 #E8EAEE #A4ADBA #7C8694 #8AA4FF #2A3450 "
    "#FF8A80 #3A2326 #FFB35C #38291A #84B4FF #1F2C44 "
    "#4CC2BB #8F9AA9 #8AA4FF #5A6371 #9AA6B6 #6CCB91 #B99CF0 #E0B25C #FF8A80 #6CCB91"
)
# In high contrast only black, white and the strongest of each hue are left; lane, shape and words tell the rest.
_CONTRAST_LIGHT = _table(
    "#FFFFFF #FFFFFF #000000 #C8C8C8 #000000 #000000 #404040 #0000C0 #D0E0FF "
    "#A00000 #FFFFFF #6B3A00 #FFFFFF #0000C0 #FFFFFF "
    "#004C48 #000000 #0000A0 #505050 #303030 #004D1F #4B1A99 #573A00 #A00000 #004D1F"
)
_CONTRAST_DARK = _table(
    "#000000 #000000 #FFFFFF #484848 #FFFFFF #FFFFFF #C0C0C0 #8AB8FF #003A80 "
    "#FF9C94 #000000 #FFC24D #000000 #8AB8FF #000000 "
    "#5CE6DE #FFFFFF #A8BCFF #C0C0C0 #D8D8D8 #7DF0A8 #D4BDFF #FFD37A #FF9C94 #7DF0A8"
)

INKS: Mapping[Scheme, Mapping[Ink, str]] = {
    Scheme.LIGHT: _LIGHT,
    Scheme.DARK: _DARK,
    Scheme.CONTRAST_LIGHT: _CONTRAST_LIGHT,
    Scheme.CONTRAST_DARK: _CONTRAST_DARK,
}
"""Every ink of every scheme as ``#RRGGBB``."""

SEVERITY_INK: Mapping[Severity, tuple[Ink, Ink]] = {
    Severity.SERIOUS: (Ink.SERIOUS, Ink.SERIOUS_GROUND),
    Severity.WARNING: (Ink.WARNING, Ink.WARNING_GROUND),
    Severity.INFO: (Ink.INFO, Ink.INFO_GROUND),
}
"""The colour of a severity and of the ground it stands on."""
