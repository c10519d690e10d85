"""The whole files that fuzzing starts from: samples and cases beside the project, and made-up files of other kinds."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_LONGEST = 12  # lines of a text that are kept: enough for the preamble's end, a header and some rows
_TEXTS = {".csv", ".txt", ".md", ".json"}
_PLAN = (("期数", "应还日期", "应还本金", "应还利息"), (1, "2024-01-15", 100.5, 3.25), (2, "2024-02-15", 100, 2))
_PAGE = "<html><table><tr><td>交易日期</td><td>收入</td><td>支出</td><td>余额</td></tr>{}</table></html>"
_ROW = "<tr><td>2024-01-0{}</td><td>1.00</td><td></td><td>{}.00</td></tr>"


def importer_seeds(folders: list[Path]) -> list[bytes]:
    """Short versions of every file in the folders, and a PDF, a zip, a page and a workbook made here."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    seeds = [shortened(path.read_bytes()) if path.suffix in _TEXTS else path.read_bytes() for path in files]
    texts = [seed for seed in seeds if len(seed) < 4000]
    return [*seeds, *(made(texts[0] if texts else b"a,b\n1,2\n"))]


def shortened(data: bytes) -> bytes:
    """A text with its beginning, the rows after its header, and its end."""
    lines = data.splitlines(keepends=True)
    if len(lines) <= 2 * _LONGEST:
        return data[:8000]
    widest = max(range(min(len(lines), 40)), key=lambda n: lines[n].count(b",") + lines[n].count(b"\t"))
    return b"".join([*lines[: widest + _LONGEST], lines[-1]])[:8000]


def made(text: bytes) -> list[bytes]:
    """Files of the kinds that the samples do not hold."""
    return [
        *(statement(ruled) for ruled in (True, False)),
        packed({"a.csv": text, "b/c.csv": text}),
        packed({"inner.zip": packed({"a.csv": text})}),
        _PAGE.format("".join(_ROW.format(n, n) for n in range(1, 5))).encode("gb18030"),
        workbook(),
        old_workbook(),
        open_document(),
        document(),
        *(text.encode("gb18030") for text in OTHER_PROGRAMS),
        *(text.encode() for text in PAPERS),
        mail(text),
    ]


PAPERS = (
    "2025-10-22 09:05 【支付宝】您的借呗于10月22日成功还款1,033.90元，剩余本金9,012.00元\n"
    "【某某】征信修复加微信 http://a.b/c\n还款成功通知\n还款时间：4月15日\n还款金额：20.49元\n",
    '[{"title":"还款成功","content":"{\\"money\\":\\"1.00\\"}","mct":1727222744000}]',
    "贷款结清证明\n兹证明贷款（编号：LOAN-17-4821）已于2026-03-22全额结清。\n日期：2026-03-22\n",
    "借款合同\n合同编号：A-1-2\n贷款金额：人民币12,000.00元\n贷款期限：12个月\n年利率：6.20%\n每月22日还款\n",
    "个人信用报告\n报告编号：1 报告时间：2025-03-11 04:01:39\n从未逾期过的账户明细如下：\n"
    "1. 2017年8月28日某某公司发放的5,098元（人民币）个人消费贷款，2019年8月31日到期。截至2018年1月，余额4,203。\n"
    "管理机构 账户标识 开立日期 到期日期 借款金额\n某某 A1 2020年1月1日 2021年1月1日 5,000\n"
    "2020年01月—2020年12月的还款记录\n2020 N N N 1 2 N N N N N N C\n查询记录\n1 2018年3月6日 某行 贷款审批\n",
    "期数 还款日 应还本金 应还利息 状态\n1 2025-10-22 971.90 62.00 已还\n2 2025-11-22 976.92 56.98 待还\n",
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:借呗还款 900.41元\r\nDTSTART;VALUE=DATE:20260310\r\n"
    "RRULE:FREQ=MONTHLY;INTERVAL=1;COUNT=12\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "2026-02-20 09:05 【招联金融】您的贷款利率自2026年3月1日起调整为年利率12.5%。\n"
    "【借呗】您的还款日已变更为每月15日，自2026年4月起生效。\n"
    "【微粒贷】您第3期还款已延期至2026年5月20日，原还款日2026年4月20日。\n",
    "备用金\n待还金额 501.99 元\n本金 500.00\n手续费 1.99\n取用时间 2026-03-05 14:00\n2026年3月12日前归还\n",
    "<html><table><tr><td><table><tr><td>交易日</td><td>摘要</td><td>人民币金额</td></tr></table></td></tr></table>"
    "<table><tr><td colspan=2 rowspan=3>1112</td><td>还款</td><td>-5.00</td></tr></table></html>",
)
"""Papers that are no tables, and tables that are no files of any program."""


OTHER_PROGRAMS = (
    "{\\rtf1\\ansi{\\*\\generator x;}\\trowd\\cellx9\\cellx20 2025-10-22\\cell 971.90\\cell\\row\\u36824?\\u27454?}",
    "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20251022<TRNAMT>-971.90<FITID>1<NAME>借呗"
    "</STMTTRN><LEDGERBAL><BALAMT>10.00<DTASOF>20251022</LEDGERBAL></OFX>",
    "!Type:Bank\nD10/22/2025\nT-971.90\nP借呗\n^\nD11/22/2025\nT-976.92\n^\n",
    ":20:A\n:25:1/2\n:28C:1\n:60F:C251001CNY1000,00\n:61:2510221022D971,90NMSCNONREF\n:86:LOAN\n:62F:C251031CNY28,10\n-\n",
    '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Ntry>'
    '<Amt Ccy="CNY">971.90</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2025-10-22</Dt></BookgDt></Ntry></Stmt>'
    "</BkToCstmrStmt></Document>",
)
"""Statements as money programs and banks exchange them, and rich text."""


def old_workbook() -> bytes:
    """A small workbook of Excel 97."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for at, row in enumerate(_PLAN):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document() -> bytes:
    """A small text document with a lender's plan as its table."""
    from docx import Document

    page = Document()
    page.add_paragraph("还款计划")
    table = page.add_table(rows=0, cols=len(_PLAN[0]))
    for row in _PLAN:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)
    out = io.BytesIO()
    page.save(out)
    return out.getvalue()


def mail(text: bytes) -> bytes:
    """A mail with a page for its text and a statement attached."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["Date"] = "a@example.com", "Thu, 11 Dec 2025 08:00:00 +0800"
    message.set_content(PAPERS[-1], subtype="html", charset="gb18030", cte="base64")
    message.add_attachment(text, maintype="text", subtype="csv", filename="流水.csv")
    message.add_attachment(message.as_bytes(), maintype="message", subtype="octet-stream", filename="a.eml")
    return message.as_bytes()


def packed(members: dict[str, bytes]) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook() -> bytes:
    """A small workbook of a lender's plan."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in _PLAN:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_document() -> bytes:
    """A small OpenDocument sheet of a lender's plan."""
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in _PLAN)
    sheet = f'<office:spreadsheet><table:table table:name="a">{lines}</table:table></office:spreadsheet>'
    content = f"<office:document-content {names}><office:body>{sheet}</office:body></office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"})


def statement(ruled: bool) -> bytes:
    """A small PDF with a table, ruled or not."""
    from reportlab.lib import colors
    from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

    days = range(1, 5)
    rows = [["Date", "Amount", "Balance", "Text"], *([f"2024-01-0{n}", f"{n}.00", f"{n}0.00", "x"] for n in days)]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 1, colors.black)] if ruled else [])
    out = io.BytesIO()
    SimpleDocTemplate(out, pageCompression=0, invariant=1).build([Table(rows, style=style)])
    return out.getvalue()
