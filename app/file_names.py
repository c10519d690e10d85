"""Names of files that every system takes, made of words that stand in a person's papers."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

CASE_SUFFIX = ".tally"
"""How the file of a saved case ends."""

MOST_BYTES = 180
"""Most systems take 255 bytes of UTF-8 in a name, of which endings and what is written beside need some."""

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+')
_DEVICE = re.compile(r"(?:con(?:(?:in|out)\$)?|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=$|[. ])", re.IGNORECASE)


_SYSTEM_NAMES = frozenset(
    {
        "thumbs.db",
        "desktop.ini",
        "__macosx",
        "icon\r",
        "$recycle.bin",
        "recycler",
        "system volume information",
        "lost+found",
    }
)
"""What systems put into folders and on sticks beside a person's files, and where they keep what was thrown away."""


def is_passed_over(name: str) -> bool:
    """Whether a name in a folder or an archive is hidden, a lock of an office program, or the system's own."""
    return name.startswith((".", "~$")) or name.casefold() in _SYSTEM_NAMES


def is_case_name(path: PurePath) -> bool:
    """Whether a path is named like a saved case, in capitals too."""
    return path.suffix.casefold() == CASE_SUFFIX


def as_file_name(text: str) -> str:
    """A name like ``text``: no separators, nothing that Windows refuses or that turns the writing, not too long.

    Names of devices (``CON``, ``NUL.txt``) get an underscore before them; an empty name is an underscore.
    """
    plain = unicodedata.normalize("NFC", text)
    name = _NOT_IN_NAMES.sub("_", plain).encode("utf-8", "replace")[:MOST_BYTES].decode("utf-8", "ignore")
    name = name.strip().rstrip(". ")
    return f"_{name}" if not name or _DEVICE.match(name) else name
