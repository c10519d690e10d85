"""Finds out how a text is encoded and brings it to UTF-8, without a library and without a guess by statistics."""

from __future__ import annotations

import codecs
import io
from contextlib import suppress
from dataclasses import dataclass, replace

from app.importers.reading.errors import Refused
from app.importers.reading.progress import IDLE, Watch

BLOCK = 1 << 18  # bytes decoded at a time; larger ones leave the processor's cache and take a third longer
_SAMPLE = 1 << 14
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(c for c in range(32) if c not in (9, 10, 11, 12, 13, 27))
_WORDS = (
    "日期", "金額", "餘額", "結餘", "還款", "利息", "本金", "摘要", "支出", "存入", "提款", "存款", "交易", "說明",
    "戶口", "期數", "金额", "余额", "结余", "还款", "期数",
)  # fmt: skip
_LEAST_WORDS = 2
_CHINESE = "\u2e80"
_WESTERN = {ord(bytes([b]).decode("cp1252", "ignore") or chr(b)): chr(b) for b in range(0x80, 0xA0)}
"""What Windows shows for the bytes that are no letters elsewhere, with the letters of their numbers."""
_DAMAGE_ALLOWED = 100  # one unreadable place in this many characters beyond ASCII, at most


@dataclass(frozen=True, slots=True)
class Damage:
    """What had to be mended: ``code`` is a message id (``problem.<code>``), ``row`` the first physical row of it."""

    code: str
    row: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A text as UTF-8 bytes without byte-order mark and NULs, and how it was encoded before."""

    body: bytes
    encoding: str
    damage: tuple[Damage, ...] = ()


def decode(data: bytes, watch: Watch = IDLE) -> Text:
    """Bring a file's bytes to UTF-8.

    In this order: a byte-order mark, UTF-16 without a mark by its pattern of NULs, strict UTF-8, strict GB18030 (Big5
    where the words of papers stand there in it alone), and last UTF-8 or GB18030 with few damaged places. A character
    cut off at the very end is dropped and named in ``damage``. Raises Refused.
    """
    encoding, start = _marked(data)
    encoding = encoding or _utf16_by_nuls(data)
    if not encoding and _looks_binary(data):
        raise Refused("binary-file")
    candidates = (encoding,) if encoding else ("utf-8", "big5hkscs" if _speaks_big5(data) else "gb18030")
    for candidate in candidates:
        if (text := _strictly(data, start, candidate, watch)) is not None:
            return _without_nuls(_once_encoded(text))
    return _without_nuls(_mended(data, start, candidates, watch))


def _once_encoded(text: Text) -> Text:
    """The text as it was before a program took its Chinese letters for western ones and saved those; else the same."""
    if text.encoding != "utf-8" or text.body.isascii():
        return text
    sample = text.body[:_SAMPLE].decode("utf-8", "ignore")
    if any(letter >= _CHINESE for letter in sample) or _before(sample, "ignore") is None:
        return text
    body = _before(text.body.decode("utf-8"), "strict")
    return text if body is None else replace(text, body=body, damage=(*text.damage, Damage("twice-encoded", 1)))


def _before(text: str, errors: str) -> bytes | None:
    """What the bytes of western letters are as Chinese ones; None where these do not have the words of papers."""
    try:
        taken = text.translate(_WESTERN).encode("latin-1")
        for encoding in ("utf-8", "gb18030"):
            with suppress(UnicodeError):
                told = taken.decode(encoding, errors)
                if sum(word in told for word in _WORDS) >= _LEAST_WORDS:
                    return told.encode("utf-8")
    except UnicodeError:
        return None
    return None


def _speaks_big5(data: bytes) -> bool:
    """Whether the words of statements stand in the text in Big5, and none of them in GB18030."""
    sample = data[:_SAMPLE]
    told, other = (sum(word in sample.decode(code, "ignore") for word in _WORDS) for code in ("big5hkscs", "gb18030"))
    return told >= _LEAST_WORDS and not other


def _marked(data: bytes) -> tuple[str, int]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return "", 0


def _utf16_by_nuls(data: bytes) -> str:
    # Commas, digits and line ends are half of any table, and each has one NUL byte in UTF-16, always on the same side.
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = max(8, len(sample) // 20) if len(sample) >= 64 else 4
    if odd >= enough and even * 20 <= odd:
        return "utf-16-le"
    return "utf-16-be" if even >= enough and odd * 20 <= even else ""


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE] + data[len(data) // 2 : len(data) // 2 + _SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 50 > len(sample)


def _strictly(data: bytes, start: int, encoding: str, watch: Watch) -> Text | None:
    """Decode without tolerance, but for a last character that is cut off; None where that fails."""
    if encoding == "utf-8" and start == 0 and data.isascii():
        return Text(data, encoding)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    buffer = io.BytesIO()
    is_body = encoding == "utf-8" and start == 0  # then the bytes serve as they are
    try:
        for at in range(start, len(data), BLOCK):
            text = decoder.decode(data[at : at + BLOCK])
            if not is_body:
                buffer.write(text.encode("utf-8"))
            watch.check()
    except UnicodeError:  # also a lone surrogate of UTF-16, which UTF-8 cannot hold
        return None
    left = len(decoder.getstate()[0])
    body = data[: len(data) - left] if is_body else buffer.getvalue()  # a slice of all bytes is no copy
    return Text(body, encoding, (Damage("cut-character", _last_row(body)),) if left else ())


def _mended(data: bytes, start: int, candidates: tuple[str, ...], watch: Watch) -> Text:
    """Decode with a mark at every unreadable place. Raises Refused where there are too many of them."""
    for encoding in candidates:
        body = data[start:].decode(encoding, "replace").encode("utf-8", "replace")
        watch.check()
        mark = "\N{REPLACEMENT CHARACTER}".encode()
        count = body.count(mark)
        beyond_ascii = sum(body.count(bytes([lead])) for lead in range(0xC2, 0xF5))
        if count * _DAMAGE_ALLOWED <= beyond_ascii:
            row = _last_row(body[: body.index(mark) + 1]) if count else 1
            return Text(body, encoding, (Damage("damaged-characters", row, count),))
    raise Refused("unknown-encoding")


def _without_nuls(text: Text) -> Text:
    first = text.body.find(0)
    if first < 0:
        return text
    damage = Damage("nul-bytes", _last_row(text.body[: first + 1]), text.body.count(0))
    return Text(text.body.replace(b"\0", b""), text.encoding, (*text.damage, damage))


def _last_row(body: bytes) -> int:
    """The number of the line in which ``body`` ends, counting CR LF, LF and CR as one line end each."""
    ends = body.count(b"\n") + body.count(b"\r") - body.count(b"\r\n")
    return ends + (0 if body.endswith((b"\n", b"\r")) else 1) if body else 1
