"""The same statement as strangers hold it in mails, archives, saved pages and files of the wrong name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from email.message import EmailMessage

from tests.importers.strangers_files import MOVES, OF_ACCOUNT, Paper, csv, html, into, out, xlsx, yuan


def _inside(message: EmailMessage) -> bytes:
    message["Subject"], message["From"], message["To"] = "交易流水", "service@example.com", "me@example.com"
    message["Date"] = "Fri, 01 May 2026 09:00:00 +0800"
    return message.as_bytes()


def wrapped() -> Iterator[Paper]:
    """The same statement in other containers."""
    header = ["交易日期", "摘要", "支出金额", "收入金额", "账户余额"]
    rows = [header, *([f"{m.on}", m.text, out(m), into(m), yuan(m.balance)] for m in MOVES)]
    message = EmailMessage()
    message.set_content("您好，您申请的交易流水见附件。", charset="gb18030", cte="base64")
    message.add_attachment(xlsx(rows), maintype="application", subtype="octet-stream", filename="交易流水.xlsx")
    yield Paper("流水附件.eml", _inside(message), OF_ACCOUNT)
    nested = EmailMessage()
    nested.set_content("转发", charset="utf-8")
    inner = EmailMessage()
    inner["Subject"] = "账户明细"
    inner.set_content(html(rows, "账户明细 6217 **** 0001").decode(), subtype="html", charset="gb18030", cte="base64")
    nested.add_attachment(inner)
    yield Paper("转发的邮件.eml", _inside(nested), OF_ACCOUNT)
    page = html(rows, "账户交易明细 账号 6217****0001").decode().replace("=", "=3D")
    saved = (
        "From: <Saved by a browser>\r\nSubject: =?utf-8?B?5Lqk5piT5piO57uG?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n----b\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: https://x.example/\r\n\r\n"
        f"{page.replace('=3D', '=')}\r\n----b--\r\n"
    )
    yield Paper("保存的网页.mht", saved.encode(), OF_ACCOUNT)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("说明.txt", "请使用表格软件打开")
        archive.writestr("2026年/明细.csv", csv(rows, encoding="gb18030"))
    yield Paper("压缩.zip", packed.getvalue(), OF_ACCOUNT)
    yield Paper("真的.xls", _biff(rows), OF_ACCOUNT)
    yield Paper("无扩展名", csv(rows, "\t"), OF_ACCOUNT)
    yield Paper("改错名.pdf", csv(rows, encoding="gb18030"), OF_ACCOUNT)
    framed = (
        "<html><head><meta charset='gbk'></head><body><table width=100%><tr><td>"
        "<table><tr><td>首页</td><td>退出</td></tr>"
        f"</table></td></tr><tr><td><div>{html(rows).decode().split('<body>')[1].split('</body>')[0]}</div></td></tr>"
        "<tr><td>第1页 共1页 上一页 下一页</td></tr></table><script>var a='2026-02-10,900.41'</script></body></html>"
    )
    yield Paper("网银框架.htm", framed.encode("gb18030"), OF_ACCOUNT)


def _biff(rows: Sequence[Sequence[str]]) -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("明细")
    for at, row in enumerate([["某某银行交易明细"], *rows]):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
