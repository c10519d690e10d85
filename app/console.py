"""What a terminal can show: signs that its encoding lacks are written with those that every encoding has.

Where output goes to a file or to another program, Windows gives it the encoding of the region (cp936, cp1252), in
which some signs of ours, or all of Chinese, do not exist; Python would end with an error.
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

_LIKE = {
    "−": "-", "–": "-", "—": "-", "·": "-", "›": ">", "→": "->", "×": "x", "…": "...", "“": '"', "”": '"', "‘": "'",
    "’": "'", "▲": "!", "◆": "*", "●": "-", "▾": "v", "□": "[ ]", "☐": "[ ]", "☑": "[x]", "✓": "v", "✗": "x",
    "⚠": "!", "¥": "CNY ", "、": ",", "。": ".",
}  # fmt: skip
"""What stands for a sign; a minus above all may not become a question mark."""
_LACKING = "tallyline-lacking"


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


def _alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(sign: str) -> str:
    like = _LIKE.get(sign) or unicodedata.normalize("NFKC", sign)
    return like if like.isascii() else "?"
