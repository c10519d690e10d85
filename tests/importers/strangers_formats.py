"""Forms of files that the other papers do not have: rich text, JSON, what banks hand to programs, other currencies."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date

from tests.importers.strangers_files import MOVES, OF_ACCOUNT, OF_PLAN, PLAN, Found, Paper, csv, grouped, yuan


def _written(text: str, *, as_bytes: bool) -> str:
    """A text in RTF: letters beyond ASCII as bytes of their code page, or by number with a stand-in."""
    if as_bytes:
        return "".join(chr(b) if b < 128 else f"\\'{b:02x}" for b in text.encode("gb18030"))
    return "".join(letter if ord(letter) < 128 else f"\\u{ord(letter)}?" for letter in text)


def rich_text() -> Iterator[Paper]:
    """Letters and tables of word processors."""
    head = r"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0\fcharset134 SimSun;}}{\*\generator x;}\f0\fs21 "
    letter = (
        "贷款结清证明",
        "兹证明客户李某于2025年6月1日在我司的个人消费贷款，合同编号：XF2025060100777，贷款金额：3,000.00元，已于2026年6月1日结清。",
        "某某消费金融有限公司",
    )
    settled = Found(certificates=frozenset({(date(2026, 6, 1), 300_000)}))
    for name, as_bytes in (("结清.rtf", False), ("结清-写字板.rtf", True)):
        body = "\\par\n".join(_written(line, as_bytes=as_bytes) for line in letter)
        yield Paper(name, f"{head}{body}\\par}}".encode(), settled)
    rows = [["期数", "还款日", "应还总额", "应还本金", "应还利息"]]
    rows += [[f"{n}", f"{due}", yuan(p + i), yuan(p), yuan(i)] for n, due, p, i in PLAN]
    table = "".join(
        "\\trowd\\cellx1500 \\intbl " + "".join(f"{_written(c, as_bytes=False)}\\cell " for c in row) + "\\row\n"
        for row in rows
    )
    yield Paper(
        "计划.rtf", f"{head}{_written('查询日期：2026-01-20', as_bytes=False)}\\par {table}}}".encode(), OF_PLAN
    )


def records() -> Iterator[Paper]:
    """Statements as programs hand them on."""
    held = [
        {"tradeDate": f"{m.on:%Y%m%d}", "amount": yuan(abs(m.fen)), "direction": "D" if m.fen < 0 else "C",
         "balance": yuan(m.balance), "summary": m.text}
        for m in MOVES
    ]  # fmt: skip
    yield Paper("接口.json", json.dumps({"code": 0, "data": {"list": held}}).encode(), OF_ACCOUNT)
    lines = [json.dumps({"date": f"{m.on}", "amount": m.fen / 100, "desc": m.text}, ensure_ascii=False) for m in MOVES]
    yield Paper("一行一条.jsonl", "\n".join(lines).encode(), OF_ACCOUNT)
    fen = [{"date": f"{m.on}", "amount": m.fen, "desc": m.text} for m in MOVES]
    yield Paper("元还是分.json", json.dumps(fen).encode(), Found())
    said = [{"date": f"{m.on}", "amountFen": m.fen, "desc": m.text, "status": "SUCCESS"} for m in MOVES]
    failed = {"date": "2026-01-02", "amountFen": -500, "desc": "借呗还款", "status": "FAIL"}
    yield Paper("分.json", json.dumps([*said, failed]).encode(), OF_ACCOUNT)
    stated = {"moneyUnit": "fen", "list": fen}
    yield Paper("单位是分.json", json.dumps(stated).encode(), OF_ACCOUNT)
    yield Paper("分又有小数.json", json.dumps([*said, failed | {"amountFen": 5.25}]).encode(), Found())
    parts = [
        {"due": "2026-02-05", "amount": "40.00", "status": "PAID"},
        {"due": "2026-03-05", "amount": "40.00", "status": "OPEN"},
    ]
    yield Paper("欧元分期.json", json.dumps({"currency": "EUR", "installments": parts}).encode(), Found())


def interchange() -> Iterator[Paper]:
    """Statements in the forms that banks have for programs."""
    entries = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{m.on:%Y%m%d}120000<TRNAMT>{yuan(m.fen)}<NAME>{m.text}</STMTTRN>\n"
        for m in MOVES
    )
    for name, currency, found in (("账户.ofx", "CNY", OF_ACCOUNT), ("美元.qfx", "USD", Found())):
        text = (
            f"OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>{currency}\n<BANKTRANLIST>\n{entries}</BANKTRANLIST></STMTRS></OFX>"
        )
        yield Paper(name, text.encode(), found)
    qif = "".join(f"D{m.on:%d/%m/%Y}\nT{grouped(m.fen)}\nP{m.party}\nM{m.text}\n^\n" for m in MOVES)
    yield Paper("账户.qif", f"!Type:Bank\n{qif}".encode(), OF_ACCOUNT)
    begun = f"!Option:AutoSwitch\n!Account\nN招行\nTBank\n^\n!Type:Bank\n{qif}"
    yield Paper("多账户.qif", begun.encode(), OF_ACCOUNT)
    swift = "".join(
        f":61:{m.on:%y%m%d}{m.on:%m%d}{'D' if m.fen < 0 else 'C'}{yuan(abs(m.fen)).replace('.', ',')}N\n:86:{m.text}\n"
        for m in MOVES
    )
    yield Paper(
        "账户.sta", f":20:S1\n:25:6230\n:28C:1\n:60F:C260131CNY1,00\n{swift}:62F:C260430CNY1,00\n-".encode(), OF_ACCOUNT
    )
    noted = "".join(
        f'<Ntry><Amt Ccy="CNY">{yuan(abs(m.fen))}</Amt><CdtDbtInd>{"DBIT" if m.fen < 0 else "CRDT"}</CdtDbtInd>'
        f"<BookgDt><Dt>{m.on}</Dt></BookgDt><Cdtr><Nm>{m.party}</Nm></Cdtr><RmtInf><Ustrd>{m.text}</Ustrd></RmtInf></Ntry>"
        for m in MOVES
    )
    space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
    yield Paper(
        "账户.xml",
        f'<?xml version="1.0"?><Document xmlns="{space}"><Stmt>{noted}</Stmt></Document>'.encode(),
        OF_ACCOUNT,
    )


def refused() -> Iterator[Paper]:
    """What is told apart and not used."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("Index/Document.iwa", b"\0\1\2")
        package.writestr("preview.jpg", b"\xff\xd8\xff")
    yield Paper("明细.numbers", buffer.getvalue(), Found())
    plan = [["期数", "还款日", "应还总额", "应还本金", "应还利息"], ["1", "2026-02-15", "515.00", "500.00", "15.00"]]
    yield Paper("美元计划.csv", csv([["还款计划（美元）"], *plan]), Found())
    marked = [f"第{n}期 2026-0{n}-15 应还US$515.00 本金US$500.00 利息US$15.00" for n in (2, 3, 4)]
    yield Paper("美元页面.txt", "\n".join(["还款计划", *marked]).encode(), Found())
    rows = [["日期", "摘要", "金额", "余额"], *([f"{m.on:%m-%d}", m.text, yuan(m.fen), yuan(m.balance)] for m in MOVES)]
    yield Paper("哪一年.csv", csv([["某某银行明细"], *rows]), Found())


WHY: Sequence[tuple[str, str]] = (
    ("公积金.csv", "paper-another"),
    ("话费.csv", "paper-another"),
    ("只有表头.csv", "header-without-rows"),
    ("只剩问号.csv", "letters-gone"),
    ("只有字节序标记.csv", "empty-file"),
    ("明细.numbers", "apple-document"),
    ("元还是分.json", "json-unknown"),
    ("公式没有取整.xlsx", "amounts-unrounded"),
    ("贷款分户.csv", "bank-debt-account"),
    ("欧元分期.json", "json-unknown"),
    ("美元.qfx", "bank-only-foreign"),
    ("美元计划.csv", "foreign-currency"),
    ("美元页面.txt", "foreign-currency"),
    ("哪一年.csv", "bank-year-untold"),
    ("计划-横排-没有日期.csv", "table-on-its-side"),
    ("还没到账.txt", "paper-message"),
    ("余额证明.txt", "paper-balance-certificate"),
    ("认错一个数.txt", "page-text-rows-doubtful"),
    ("把零认成字母.txt", "page-text-periods-missing"),
    ("结清页-没写产品.txt", "balance-without-product"),
)
"""Papers of which nothing is used, and what is said of each."""


def formats() -> list[Paper]:
    """All of them."""
    return [paper for kind in (rich_text, records, interchange, refused) for paper in kind()]
