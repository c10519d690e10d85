"""The account, the plan and the containers of which the papers of strangers are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from email.message import EmailMessage

Fact = tuple[date | None, int | None]
"""A day and an amount in fen."""


@dataclass(frozen=True)
class Found:
    """What a reader finds, by the kind of fact; ``refused`` where nothing may be read."""

    bank: frozenset[Fact] = frozenset()
    wallet: frozenset[Fact] = frozenset()
    plan: frozenset[Fact] = frozenset()
    postings: frozenset[Fact] = frozenset()
    loans: frozenset[Fact] = frozenset()
    bills: frozenset[Fact] = frozenset()
    notices: frozenset[Fact] = frozenset()
    certificates: frozenset[Fact] = frozenset()
    disclosures: frozenset[Fact] = frozenset()


@dataclass(frozen=True)
class Paper:
    """A file by its name and bytes, and what is in it."""

    name: str
    data: bytes = field(repr=False)
    found: Found


@dataclass(frozen=True)
class Move:
    """A row of an account: ``fen`` negative where money left it."""

    on: date
    at: time
    fen: int
    balance: int
    text: str
    party: str


def _moves() -> tuple[Move, ...]:
    told = (
        (date(2026, 2, 3), time(9, 30, 12), 650_000, "代发工资", "苏州某某科技有限公司"),
        (date(2026, 2, 10), time(8, 1, 33), -90_041, "支付宝-借呗还款", "支付宝（中国）网络技术有限公司"),
        (date(2026, 2, 11), time(12, 15, 0), -3_550, "消费", "某某餐饮店"),
        (date(2026, 3, 10), time(8, 2, 5), -90_041, "支付宝-借呗还款", "支付宝（中国）网络技术有限公司"),
        (date(2026, 3, 21), time(0, 0, 0), 1_203, "结息", ""),
        (date(2026, 4, 13), time(18, 40, 59), -90_311, "支付宝-借呗还款", "支付宝（中国）网络技术有限公司"),
    )
    balance, rows = 123_456, []
    for on, at, fen, text, party in told:
        balance += fen
        rows.append(Move(on, at, fen, balance, text, party))
    return tuple(rows)


MOVES = _moves()
OF_ACCOUNT = Found(bank=frozenset((m.on, m.fen) for m in MOVES))

PLAN = tuple(
    (number, date(2026, month, 15), principal, interest)
    for number, (month, principal, interest) in enumerate(
        ((2, 164_021, 12_400), (3, 166_055, 10_366), (4, 168_114, 8_307), (5, 170_199, 6_222), (6, 172_309, 4_112)), 1
    )
)
OF_PLAN = Found(plan=frozenset((due, p + i) for _, due, p, i in PLAN))


def yuan(fen: int) -> str:
    """1234.50"""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def grouped(fen: int) -> str:
    """1,234.50"""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def wide(text: str) -> int:
    """How wide a text is where a Chinese letter takes two places."""
    return sum(1 if letter.isascii() else 2 for letter in text)


def out(move: Move, show: Callable[[int], str] = yuan, empty: str = "") -> str:
    """What left the account."""
    return show(-move.fen) if move.fen < 0 else empty


def into(move: Move, show: Callable[[int], str] = yuan, empty: str = "") -> str:
    """What came in."""
    return show(move.fen) if move.fen > 0 else empty


# --- containers -------------------------------------------------------------------------------------------------------


def csv(rows: Sequence[Sequence[str]], mark: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as delimited text."""
    quoted = ([f'"{cell}"' if mark in cell else cell for cell in row] for row in rows)
    return ("\r\n".join(mark.join(row) for row in quoted) + "\r\n").encode(encoding)


def xlsx(rows: Sequence[Sequence[object]], merged: Sequence[str] = (), title: str = "Sheet1") -> bytes:
    """Rows as a workbook; dates, times and numbers stay what they are."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for place in merged:
        sheet.merge_cells(place)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def html(rows: Sequence[Sequence[str]], above: str = "", *, heads: bool = True) -> bytes:
    """Rows as a saved page."""
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if heads and number == 0 else "td"
        lines.append("<tr>" + "".join(f"<{tag}><span>{cell}</span>&nbsp;</{tag}>" for cell in row) + "</tr>")
    body = f"<div><p>{above}</p></div><table class='list'><tbody>{''.join(lines)}</tbody></table>"
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body>{body}</body></html>".encode()
    )


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as an OpenDocument sheet."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(cell.format(c) for c in row)}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="明细">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def mail(page: str, charset: str = "gb18030", subject: str = "您的账单") -> bytes:
    """A page as a mail."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "bill@example.com", "me@example.com"
    message["Date"] = "Sat, 18 Apr 2026 09:00:00 +0800"
    message.set_content("请用支持网页的邮箱打开。", charset="utf-8")
    message.add_alternative(page, subtype="html", charset=charset, cte="quoted-printable")
    return message.as_bytes()


def pdf(rows: Sequence[Sequence[str]], above: Sequence[Sequence[str]] = (), style: str = "centred") -> bytes:
    """Rows as a printed page."""
    from tests.importers.paper_pdfs import STYLES, drawn

    return drawn(above, rows[0], rows[1:], style=STYLES[style])


def docx(lines: Sequence[str]) -> bytes:
    """A text document with the parts that every reader needs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in lines)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
    return buffer.getvalue()
