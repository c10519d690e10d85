"""What a terminal can show and which language it is of; both are asked in Windows' own way there.

Signs that its encoding lacks are written with those that every encoding has.

Where output goes to a file or to another program, Windows gives it the encoding of the region (cp936, cp1252), in
which some signs of ours, or all of Chinese, do not exist; Python would end with an error.
"""

from __future__ import annotations

import codecs
import ctypes
import errno
import io
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any, TextIO

_LIKE = {
    "−": "-", "–": "-", "—": "-", "·": "-", "›": ">", "→": "->", "×": "x", "…": "...", "“": '"', "”": '"', "‘": "'",
    "’": "'", "▲": "!", "◆": "*", "●": "-", "▾": "v", "□": "[ ]", "☐": "[ ]", "☑": "[x]", "✓": "v", "✗": "x",
    "⚠": "!", "¥": "CNY ", "、": ",", "。": ".",
}  # fmt: skip
"""What stands for a sign; a minus above all may not become a question mark."""
_LACKING = "tallyline-lacking"
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which a system's programs obey them."""
_STANDARD_HANDLES = {1: -11, 2: -12}  # STD_OUTPUT_HANDLE, STD_ERROR_HANDLE
_ESCAPES = 0x4  # ENABLE_VIRTUAL_TERMINAL_PROCESSING


def settle_output() -> None:
    """Let standard output and errors write everything: what their encoding lacks by signs alike, else by ``?``."""
    codecs.register_error(_LACKING, _alike)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_LACKING)


def write_exactly(text: str) -> None:
    """Write a text for another program to standard output, in UTF-8 whatever the terminal's encoding is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)


def is_reader_gone(error: OSError, system: str = sys.platform) -> bool:
    """Whether an error says that whoever read the output (a pager, ``head``) has read enough and is gone.

    Windows calls the pipe an invalid argument then; an error of a file names the file.
    """
    named = error.filename is not None
    return isinstance(error, BrokenPipeError) or (system == "win32" and error.errno == errno.EINVAL and not named)


def has_no_room(error: OSError) -> bool:
    """Whether an error says that the disk to which output was sent is full; an error of a file names the file."""
    return error.errno in (errno.ENOSPC, errno.EFBIG) and error.filename is None


def let_output_go() -> None:
    """Send what is still to be printed nowhere, so that the interpreter does not complain of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def takes_escapes(stream: TextIO, system: str = sys.platform) -> bool:
    """Whether a stream leads to a terminal that obeys escape sequences: colours, and lines drawn anew.

    A console of Windows shows them as signs unless it is asked to obey them, which older ones cannot.
    """
    if not stream.isatty():
        return False
    return system != "win32" or _asked_to_obey(_STANDARD_HANDLES.get(stream.fileno(), 0))


def _asked_to_obey(which: int) -> bool:
    kernel: Any = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - other systems do not have it
    kernel.GetStdHandle.restype = ctypes.c_void_p
    handle, mode = ctypes.c_void_p(kernel.GetStdHandle(which)), ctypes.c_uint32()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    return bool(kernel.SetConsoleMode(handle, ctypes.c_uint32(mode.value | _ESCAPES)))


def locale_of(environment: Mapping[str, str], system: str = sys.platform) -> str:
    """The name of the language that a terminal speaks, such as ``en_GB.UTF-8``; nothing where it says none.

    Windows sets no variable for it and is asked for the language of its own windows.
    """
    told = next(filter(None, map(environment.get, _LOCALES)), "") or ""
    if told or system != "win32":
        return told
    from locale import windows_locale

    kernel: Any = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - other systems do not have it
    return windows_locale.get(kernel.GetUserDefaultUILanguage() & 0xFFFF, "")


def _alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(sign: str) -> str:
    like = _LIKE.get(sign) or unicodedata.normalize("NFKC", sign)
    return like if like.isascii() else "?"
