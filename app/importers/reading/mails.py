"""Takes mails and saved pages (``.eml``, ``.mht``) apart into their text and their attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from app.importers.reading.errors import Refused, too_much
from app.importers.reading.limits import Limits

if TYPE_CHECKING:
    from email.message import Message

HEAD_BYTES = 4096
_NAMES = re.compile(
    rb"^(return-path|received|delivered-to|from|to|subject|date|message-id|mime-version|content-type|x-[\w-]+|"
    rb"dkim-signature|snapshot-content-location|content-transfer-encoding|reply-to|sender)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_PROOF = {b"mime-version", b"received", b"message-id", b"return-path", b"content-type"}
_FIRST_LINE = re.compile(rb"^\s*[A-Za-z][A-Za-z-]{1,40}\s*:[^\r\n]*")
_MAIL_BEGINS = re.compile(rb"\nFrom [^\r\n]*(?=\r?\n)")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_READ_OFTEN = re.compile(
    rb"(?i)[\r\n](?:content-(?:type|disposition)|subject|date)\s*:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*"
)
_LONGEST_HEADER, _MOST_MULTIPARTS, _DEEP_ENOUGH = 8_000, 100, 10
"""No honest mail has more: bytes of a header that is read here, multiparts, and of these over its longest lines."""
_BYTES_OF_A_LINE, _BYTES_OF_A_PART = 32, 32
"""A mail of as many bytes and parts as may be has longer lines, and shorter headers."""
_DEEPEST = 20
_TEXTS = ("text/html", "text/plain")
_PICTURES = ("image/", "font/", "text/css", "application/javascript", "text/javascript")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a mail: its file name (empty for the mail's own text) and its bytes; texts are UTF-8 with a mark."""

    name: str
    data: bytes


def is_mail(head: bytes) -> bool:
    """Whether a file begins as a mail or a saved page does: with header lines that only those have."""
    text = head.lstrip(b"\xef\xbb\xbf\r\n ")
    if not _FIRST_LINE.match(text):
        return False
    block = re.split(rb"\r?\n\r?\n", text, maxsplit=1)[0]
    names = {match.lower() for match in _NAMES.findall(block)}
    return len(names) >= 2 and bool(names & _PROOF)


def is_mailbox(head: bytes) -> bool:
    """Whether a file holds mails one after the other (mbox): a line ``From …`` above the head of the first."""
    first, _, rest = head.partition(b"\n")
    return first.startswith(b"From ") and is_mail(rest)


def mails_of(data: bytes, limits: Limits) -> list[Part]:
    """The mails of a mailbox, in order. Raises Refused."""
    if len(data) > limits.mail_bytes:
        raise too_much("mail-too-large", limits, "mail_bytes")
    found = (data.index(b"\n", at) + 1 for at in (0, *(match.end() for match in _MAIL_BEGINS.finditer(data))))
    begins = [at for at in found if is_mail(data[at : at + HEAD_BYTES])]
    if len(begins) > limits.mail_parts:
        raise too_much("mail-too-many-parts", limits, "mail_parts")
    ends = [data.rindex(b"From ", 0, begin) for begin in begins[1:]]
    return [Part("", data[begin:end]) for begin, end in zip(begins, [*ends, len(data)], strict=True)]


def parts(data: bytes, limits: Limits) -> list[Part]:
    """The mail's text first, then what is attached, in order; pictures of the layout are left out. Raises Refused."""
    if len(data) > limits.mail_bytes:
        raise too_much("mail-too-large", limits, "mail_bytes")
    _refuse_endless(data, limits)
    from email import policy
    from email.errors import MessageError
    from email.parser import BytesParser

    try:
        mail = BytesParser(policy=policy.default).parsebytes(data)
        found = list(_attached(mail, limits))
    except RecursionError:
        raise Refused("mail-too-deep") from None
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError) as error:
        # The parser of the standard library raises any of these on headers that were made to do harm.
        raise Refused("damaged-mail", reason=str(error)) from error
    own = _own_text(mail)
    return [*([Part("", own)] if own else []), *found]


def _refuse_endless(data: bytes, limits: Limits) -> None:
    """Refuse what the parser of the standard library would take minutes for.

    It weighs each line against each open multipart, and reads a part's headers anew each time they are asked for.
    """
    if data.count(b"\n--") > 4 * limits.mail_parts:
        raise too_much("mail-too-many-parts", limits, "mail_parts")
    lines, most = max(data.count(b"\n"), data.count(b"\r")), limits.mail_bytes // _BYTES_OF_A_LINE
    if lines > most:
        raise too_much("mail-too-large", limits, "mail_bytes")
    headers = [match[0] for match in _READ_OFTEN.finditer(b"\n" + data)]
    if max(map(len, headers), default=0) > _LONGEST_HEADER:
        raise Refused("damaged-mail", reason="header too long")
    multiparts = sum(b"multipart" in header.lower() for header in headers)
    if multiparts > _MOST_MULTIPARTS or lines * multiparts > _DEEP_ENOUGH * most:
        raise Refused("mail-too-deep")
    if sum(map(len, headers)) > _BYTES_OF_A_PART * limits.mail_parts:
        raise too_much("mail-too-many-parts", limits, "mail_parts")


def _own_text(mail: Message) -> bytes:
    """The HTML text, else the plain one, below a line with the subject and the day it was sent."""
    texts = [part for part in _leaves(mail) if part.get_content_type() in _TEXTS and not _is_attached(part)]
    html = next((part for part in texts if part.get_content_type() == "text/html"), None)
    chosen = html or (texts[0] if texts else None)
    if chosen is None:
        return b""
    body = _decoded(chosen)
    heads = [line for line in (_header(mail, "subject"), _day(mail)) if line]
    lines = "".join(f"<p>{escape(line)}</p>" for line in heads) if html else "\n".join([*heads, ""])
    start = "<html>" if html else ""
    return b"\xef\xbb\xbf" + f"{start}{lines}\n{body}".encode()


def _attached(mail: Message, limits: Limits) -> Iterator[Part]:
    from email.message import Message

    for seen, part in enumerate(_leaves(mail), 1):
        if seen > limits.mail_parts:
            raise too_much("mail-too-many-parts", limits, "mail_parts")
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            whole = inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
            if whole:
                yield Part("message.eml", whole)
        elif _is_attached(part) and not kind.startswith(_PICTURES):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                yield Part(_file_name(part), payload)


def _leaves(mail: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something; a mail within a mail is one of them."""
    from email.message import Message

    if depth > _DEEPEST:
        raise Refused("mail-too-deep")
    if mail.get_content_type() == "message/rfc822":
        yield mail
    elif mail.is_multipart():
        inner = mail.get_payload()
        for part in inner if isinstance(inner, list) else []:
            if isinstance(part, Message):
                yield from _leaves(part, depth + 1)
    else:
        yield mail


def _is_attached(part: Message) -> bool:
    """Whether a part is a file of its own: it says so, has a name, or is neither text nor a piece of the page."""
    if part.get_content_disposition() == "attachment":
        return True
    kind = part.get_content_type()
    return bool(part.get_filename()) or (kind not in _TEXTS and not part.get("content-id"))


def _file_name(part: Message) -> str:
    name = str(part.get_filename() or "").replace("\\", "/").rpartition("/")[2].strip()
    return "".join(letter for letter in name if letter.isprintable() and letter not in "!:")[:120] or "attachment"


def _decoded(part: Message) -> str:
    """A text part by the charset that it declares, else that of its page, else UTF-8 or GB18030."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    inside = _CHARSET.search(data[:2048])
    declared = [part.get_content_charset(), inside[1].decode("ascii") if inside else None, "utf-8", "gb18030"]
    for charset in filter(None, declared):
        try:
            return data.decode("gb18030" if charset.lower() in ("gb2312", "gbk") else charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


def _header(mail: Message, name: str) -> str:
    value = mail.get(name)
    return " ".join(str(value).split())[:200] if value else ""


def _day(mail: Message) -> str:
    """The day the mail was sent, in a line that a statement may have; empty where it says none."""
    from email.utils import parsedate_to_datetime

    try:
        return f"{parsedate_to_datetime(str(mail.get('date'))):%Y-%m-%d}" if mail.get("date") else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
