"""Settings of the first page by property and number: loading the namespace ``Qt`` takes a tenth of the start.

A test holds the numbers to the names they stand for.
"""

from __future__ import annotations

PLAIN_TEXT = 0
TEXT_SELECTABLE_BY_MOUSE = 1
ALIGN_CENTER = 0x84
NO_FOCUS = 0
TAB_FOCUS = 1
TOOL_BUTTON_TEXT_ONLY = 1
INSTANT_POPUP = 2
