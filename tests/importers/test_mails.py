"""Mails and saved pages are read with what is attached to them, and card bills in them by what their tables mean."""

from __future__ import annotations

import io
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st

from app.importers.read import Reading, read_paths
from app.importers.reading import containers
from app.importers.reading.containers import Finder
from app.importers.reading.errors import Refused
from app.importers.reading.limits import Limits
from app.importers.reading.mails import is_mail, parts
from tests.importers.unknown_statements import PAPERS, ROWS

ALIPAY = (
    "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n"
    "2025-10-22 09:02:45,信用借还,借呗,/,借呗自动还款,不计收支,1033.90,招商银行储蓄卡(1001),还款成功,2025102,,,\n"
)


def cell(text: str) -> str:
    return f"<td><div><font>{text}</font></div></td>"


def row(*cells: str) -> str:
    """A row as mails have it: a table of its own inside a cell for layout, with empty cells between."""
    inner = "<td width=5></td>".join(map(cell, cells))
    return f"<tr><td><table><tr><td>&nbsp;</td>{inner}<td></td></tr></table></td></tr>"


def bill(currency: str = "") -> str:
    """A bill of two cards with nested tables for layout, days without a year, and a repayment."""
    head = row("交易日", "记账日", "交易摘要", "人民币金额", "卡号末四位", "交易地金额")
    return (
        f"<html><head><style>td {{color: red}}</style></head><body>{currency}<table><tr><td><table><tr>"
        "<td>信用卡电子账单</td><td>账单周期：2025/11/11-2025/12/10</td></tr><tr><td>本期应还金额</td><td>￥3,036.50</td>"
        f"</tr></table></td></tr></table><table>{head}</table><table>"
        + row("1112", "1113", "美团外卖", "36.50", "1234", "36.50")
        + row("1205", "1205", "掌上生活还款", "-500.00", "1234", "-500.00")
        + row("1208", "1209", "京东商城", "3, 500.00", "5678", "3,500.00")
        + "</table><table><tr><td>温馨提示：请按时还款</td></tr></table></body></html>"
    )


def mail(html: str = "", *, charset: str = "utf-8", cte: str = "base64", text: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "bill@example.com"
    message["To"] = "me@example.com"
    message["Subject"] = "信用卡电子账单"
    message["Date"] = "Thu, 11 Dec 2025 08:00:00 +0800"
    if text or not html:
        message.set_content(text or "请查收附件", charset=charset, cte=cte)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html", charset=charset, cte=cte)
    return message


def read(folder: Path, message: EmailMessage | bytes, name: str = "账单.eml", **given: object) -> Reading:
    path = folder / name
    path.write_bytes(message if isinstance(message, bytes) else message.as_bytes())
    return read_paths([path], **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("charset", "cte"), [("utf-8", "base64"), ("gb18030", "base64"), ("utf-8", "quoted-printable")]
)
def test_a_card_bill_in_nested_tables_is_read(tmp_path: Path, charset: str, cte: str) -> None:
    reading = read(tmp_path, mail(bill(), charset=charset, cte=cte))
    (report,) = reading.sources
    assert report.format == "bank-unknown-credit"
    assert [(r.on, r.amount, r.account) for r in reading.ledger.bank] == [
        (date(2025, 11, 13), -3650, "1234"), (date(2025, 12, 5), 50000, "1234"), (date(2025, 12, 9), -350000, "5678"),
    ]  # fmt: skip


def test_a_zip_with_a_password_is_opened_like_one_given(tmp_path: Path) -> None:
    held = io.BytesIO()
    with pyzipper.AESZipFile(held, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"123456")
        archive.writestr("支付宝交易明细.csv", ALIPAY.encode("gb18030"))
    message = mail()
    message.add_attachment(held.getvalue(), maintype="application", subtype="zip", filename="支付宝交易明细.zip")
    locked = read(tmp_path, message)
    assert [problem.code for report in locked.sources for problem in report.problems] == ["needs-password"]
    opened = read(tmp_path, message, passwords=["123456"])
    assert [report.format for report in opened.sources] == ["alipay-app"]
    assert [r.amount for r in opened.ledger.wallet] == [103390]
    assert opened.sources[0].path.endswith("账单.eml!支付宝交易明细.zip!支付宝交易明细.csv")


def test_pictures_of_the_layout_are_no_files_and_the_cover_is_no_news(tmp_path: Path) -> None:
    message = mail("<html><p>您好，附件是您的流水。<img src='cid:a'></p></html>")
    message.add_related(b"\x89PNG\r\n", maintype="image", subtype="png", cid="<a>")  # type: ignore[arg-type]
    message.make_mixed()
    message.add_attachment(ALIPAY.encode(), maintype="text", subtype="csv", filename="流水.csv")
    reading = read(tmp_path, message)
    assert [(report.file, report.format) for report in reading.sources] == [("流水.csv", "alipay-app")]


def test_a_mail_sent_on_as_an_attachment_is_read(tmp_path: Path) -> None:
    outer = mail(text="转发")
    outer.add_attachment(mail(bill()))
    assert len(read(tmp_path, outer).ledger.bank) == 3


def test_mails_nested_a_hundred_deep_are_refused_with_a_reason(tmp_path: Path) -> None:
    message = mail(bill())
    for _ in range(100):
        outer = mail(text="转发")
        outer.add_attachment(message)
        message = outer
    codes = {problem.code for report in read(tmp_path, message).sources for problem in report.problems}
    assert codes == {"mail-too-deep"}


def test_a_saved_page_is_read_by_itself_and_as_one_file_with_its_pictures(tmp_path: Path) -> None:
    page = tmp_path / "账单.html"
    page.write_text(bill("<meta charset=utf-8>"), encoding="utf-8")
    assert len(read_paths([page]).ledger.bank) == 3
    saved = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.com\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: binary\r\n\r\n" + bill().encode() + b"\r\n--x--\r\n"
    )
    assert len(read(tmp_path, saved, "账单.mht").ledger.bank) == 3


def test_a_wallet_that_came_by_mail_in_a_zip_among_others_is_found(tmp_path: Path) -> None:
    held = io.BytesIO()
    with pyzipper.ZipFile(held, "w") as archive:
        archive.writestr("账单.eml", mail(bill()).as_bytes())
    (tmp_path / "mails.zip").write_bytes(held.getvalue())
    assert len(read_paths([tmp_path / "mails.zip"]).ledger.bank) == 3


@pytest.mark.parametrize(
    "text", ["Subject: notes\n\ntext", "日期,金额\n1,2\n", "From the desk: a\nTo: b\n", "a: b\nc: d\n\n", ""]
)
def test_what_only_looks_like_a_mail_is_none(text: str) -> None:
    assert not is_mail(text.encode())


@given(st.binary(max_size=2000))
def test_damage_of_any_kind_ends_in_parts_or_a_reason(junk: bytes) -> None:
    head = b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n"
    for data in (head + junk, head + b"\r\n--x\r\n" + junk + b"\r\n--x--"):
        try:
            parts(data, Limits())
        except Refused as why:
            assert why.code == "damaged-mail"


@pytest.mark.parametrize("layout", PAPERS)
def test_every_statement_is_read_from_a_mail_too(tmp_path: Path, layout: str) -> None:
    rows_of = PAPERS[layout].grid()
    table = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in cells) + "</tr>" for cells in rows_of)
    reading = read(tmp_path, mail(f"<html><table>{table}</table></html>"))
    assert len(reading.ledger.bank) == len(ROWS)


def test_a_mail_of_millions_of_pieces_and_a_vast_page_are_refused_at_once(tmp_path: Path) -> None:
    head = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    (tmp_path / "a.eml").write_bytes(head + b"--x\n\na\n" * 1_000_000)
    (tmp_path / "b.html").write_bytes(b"<html><table>" + b"<tr><td>1</td></tr>" * 1_000_000)
    codes = [problem.code for report in read_paths([tmp_path]).sources for problem in report.problems]
    assert codes == ["mail-too-many-parts", "page-too-large"]


HEAD = "From: a\nMIME-Version: 1.0\n"
MADE_TO_LAST = {
    "lines": (f"{HEAD}\n" + "\n" * 3_000_000, "mail-too-large"),
    "multiparts in multiparts": (
        HEAD + "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(200)),
        "mail-too-deep",
    ),
    "lines in multiparts": (
        HEAD + "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(90)) + "\n" * 300_000,
        "mail-too-deep",
    ),
    "a header's parameters": (
        f"{HEAD}Content-Type: text/plain" + "".join(f';\n a*{n}="x"' for n in range(2_000)) + "\n\nx",
        "damaged-mail",
    ),
    "a subject of encoded words": (f"{HEAD}Subject: {'=?utf-8?B?5Lit?= ' * 2_000}\n\nx", "damaged-mail"),
    "headers of parts": (
        f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n"
        + f"--x\nContent-Disposition: attachment; filename={'a' * 3_000}\n\n1\n" * 100,
        "mail-too-many-parts",
    ),
}
"""Mails for which the standard library's parser takes seconds to minutes, and the reason that each ends in."""


@pytest.mark.parametrize("made", MADE_TO_LAST)
def test_a_mail_that_is_made_to_be_parsed_for_minutes_is_refused_before(made: str) -> None:
    text, code = MADE_TO_LAST[made]
    with pytest.raises(Refused) as refused:
        parts(text.encode(), Limits())
    assert refused.value.code == code


def test_a_long_mail_with_some_forwarded_ones_is_read() -> None:
    inner = f"{HEAD}Content-Type: multipart/mixed; boundary=i\n\n--i\n\n" + "2024-01-01,1.00\n" * 5_000 + "--i--\n"
    pieces = f"--x\nContent-Type: message/rfc822\n\n{inner}" * 5
    assert len(parts(f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n{pieces}--x--".encode(), Limits())) == 5


def test_a_mailbox_and_a_mail_are_taken_apart_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece once had the whole parsed anew: a mailbox of some hundred mails took minutes."""
    pieces = "".join(f"--x\nContent-Disposition: attachment; filename={n}.csv\n\n{n},2\n" for n in range(4))
    one = f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n{pieces}--x--\n"
    (tmp_path / "a.mbox").write_text("".join(f"From x\n{one}" for _ in range(3)), encoding="ascii")
    asked = []

    def count(name: str) -> None:
        real = getattr(containers, name)

        def counted(data: bytes, limits: Limits) -> object:
            asked.append(name)
            return real(data, limits)

        monkeypatch.setattr(containers, name, counted)

    count("mail_parts")
    count("mails_of")
    items = Finder().find([tmp_path]).items
    assert sorted(item.load() for item in items) == sorted(f"{n},2".encode() for n in range(4) for _ in range(3))
    assert (asked.count("mails_of"), asked.count("mail_parts")) == (1, 3)


def test_of_many_mails_few_stay_in_the_memory_and_each_piece_can_be_had(tmp_path: Path) -> None:
    for n in range(5):
        head = f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Disposition: attachment; filename="
        (tmp_path / f"{n}.eml").write_text(f"{head}{n}.csv\n\n{str(n) * 400}\n--x--\n", encoding="ascii")
    items = Finder(limits=Limits(mail_bytes=1_000)).find([tmp_path]).items
    assert [item.load() for item in items for _ in range(2)] == [
        str(n).encode() * 400 for n in range(5) for _ in range(2)
    ]
