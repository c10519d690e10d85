"""Bills of credit cards as strangers hold them: several cards, groups, currencies, marks and nested mails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from email.message import EmailMessage

from tests.importers.strangers_files import Found, Paper, csv, grouped, html, mail, pdf

_ROWS = (
    (date(2025, 12, 29), date(2025, 12, 30), "手机银行还款", -250_000, "5678"),
    (date(2026, 1, 2), date(2026, 1, 3), "支付宝-某某超市", 12_880, "5678"),
    (date(2026, 1, 5), date(2026, 1, 7), "中国移动话费", 800_000, "5678"),
    (date(2026, 1, 9), date(2026, 1, 9), "退款 某某商城", -9_900, "9012"),
    (date(2026, 1, 15), date(2026, 1, 15), "账单分期 第3/12期 本金", 50_000, "9012"),
    (date(2026, 1, 15), date(2026, 1, 15), "账单分期手续费 第3/12期", 350, "9012"),
)
OF_CARD = Found(bank=frozenset((booked, -fen) for _, booked, _, fen, _ in _ROWS))
"""By the day the bank booked them."""
_TITLE = "某某银行信用卡对账单"
_CYCLE = "账单周期：2025/12/19-2026/01/18"


def _nested(rows: Sequence[Sequence[str]]) -> str:
    """Rows as mails have them: each in a table of its own, the heading in another."""

    def line(row: Sequence[str]) -> str:
        cells = "".join(f"<td width=8></td><td><div><font>{cell}</font></div></td>" for cell in row)
        return f"<tr><td><table><tbody><tr>{cells}<td>&nbsp;</td></tr></tbody></table></td></tr>"

    return f"<table>{line(rows[0])}</table><table>{''.join(map(line, rows[1:]))}</table>"


def groups() -> Iterator[Paper]:
    """Bills whose rows stand in groups, by what they are or by card."""
    header = ["交易日", "记账日", "交易摘要", "人民币金额", "卡号末四位", "交易地金额"]
    lines = [
        [f"{on:%m/%d}" if fen > 0 else "", f"{booked:%m/%d}", text, grouped(fen), tail, f"{grouped(fen)}(CN)"]
        for on, booked, text, fen, tail in _ROWS
    ]
    titled = [["某某银行信用卡对账单（个人消费卡账户 2026年01月）"], header]
    grouped_rows = [*titled, ["还款"], lines[0], ["消费"], *lines[1:3], ["退款"], lines[3], ["分期"], *lines[4:]]
    yield Paper("分组.csv", csv(grouped_rows), OF_CARD)
    body = f"<html><body><p>{titled[0][0]}</p><p>账单日 2026年01月18日</p>{_nested([header, *lines])}</body></html>"
    yield Paper("分组嵌套.eml", mail(body), OF_CARD)
    yield Paper(
        "分组.pdf", pdf([header, *lines], [["某某银行信用卡对账单（2026年01月）"], ["账单日 2026/01/18"]]), OF_CARD
    )
    by_card = [[_TITLE], [_CYCLE], ["交易日期", "记账日期", "交易说明", "入账金额"]]
    for tail in ("5678", "9012"):
        by_card.append([f"主卡 卡号后四位：{tail}", "", "", ""])
        by_card += [[f"{on}", f"{booked}", text, grouped(fen)] for on, booked, text, fen, of in _ROWS if of == tail]
        by_card.append(["小计", "", "", "1,234.56"])
    yield Paper("按卡分段.csv", csv(by_card), OF_CARD)


def marks() -> Iterator[Paper]:
    """Bills that mark direction and currency in the cell of the amount."""
    slash = [
        ["卡号后四位", "交易日", "记账日", "交易类型", "商户名称/城市", "交易金额/币种", "记账金额/币种"],
        *(
            [
                tail,
                f"{on}",
                f"{booked}",
                "还款" if fen < 0 else "消费",
                text,
                f"{grouped(abs(fen))}/RMB",
                f"{grouped(abs(fen))}/RMB({'存入' if fen < 0 else '支出'})",
            ]
            for on, booked, text, fen, tail in _ROWS
        ),
    ]
    page = html(
        slash, "某某银行客户对账单 对账单生成日2026年01月18日 贷记卡到期还款日2026年02月12日 本期应还款额"
    ).decode()
    yield Paper("斜线币种.eml", mail(page, "gbk"), OF_CARD)
    named = [
        ["交易日期", "记账日期", "卡末四位", "交易说明", "交易币种/金额", "入账币种/金额"],
        *(
            [
                f"{booked:%m/%d}",
                f"{booked:%m/%d}",
                tail,
                f"{'信用卡还款' if '还款' in text else '退货' if fen < 0 else '消费'} {text}",
                f"CNY {grouped(abs(fen))}",
                f"CNY {grouped(abs(fen))}",
            ]
            for _, booked, text, fen, tail in _ROWS
        ),
    ]
    two = [
        ["某某银行信用卡电子账单"],
        ["账单日：2026/01/18"],
        ["以下是您的还款、退货及费用返还明细"],
        named[0],
        named[1],
        named[4],
        ["以下是您的消费、取现及其他费用明细"],
        named[0],
        named[2],
        named[3],
        *named[5:],
    ]
    yield Paper("币种在前.csv", csv(two), OF_CARD)
    yield Paper(
        "CR.csv",
        csv(
            [
                [_TITLE],
                [_CYCLE],
                ["Trans Date", "Post Date", "Description", "Amount"],
                *(
                    [f"{on}", f"{booked}", text, f"{grouped(abs(fen))}{' CR' if fen < 0 else ''}"]
                    for on, booked, text, fen, _ in _ROWS
                ),
            ]
        ),
        OF_CARD,
    )
    hk = [
        [
            "Transaction date",
            "Post date",
            "Description",
            "Billing amount",
            "Billing currency",
            "Transaction status",
            "Credit / Debit",
        ],
        *(
            [
                f"{on:%d/%m/%Y}",
                f"{booked:%d/%m/%Y}",
                text,
                f"{grouped(-fen)}\t",
                "CNY",
                "POSTED",
                "CREDIT" if fen < 0 else "DEBIT",
            ]
            for on, booked, text, fen, _ in reversed(_ROWS)
        ),
    ]
    yield Paper("外资卡.csv", csv([["Credit card transactions"], *hk]), OF_CARD)
    brackets = [
        ["交易日", "入账日", "交易描述", "金额(元)"],
        *(
            [f"{on:%Y%m%d}", f"{booked:%Y%m%d}", text, f"({grouped(-fen)})" if fen < 0 else grouped(fen)]
            for on, booked, text, fen, _ in _ROWS
        ),
    ]
    yield Paper("卡-括号.csv", csv([[_TITLE], *brackets]), OF_CARD)
    sides = [
        ["卡号", "交易日期", "入账日期", "交易描述", "存入", "支出"],
        *(
            [
                f"6225****{tail}",
                f"{on}",
                f"{booked}",
                text,
                grouped(-fen) if fen < 0 else "",
                grouped(fen) if fen > 0 else "",
            ]
            for on, booked, text, fen, tail in _ROWS
        ),
    ]
    yield Paper("卡-存入支出.csv", csv([["某某银行信用卡账单 2026年01月"], *sides]), OF_CARD)
    yield Paper("卡-存入支出.pdf", pdf(sides, [["某某银行信用卡账单 2026年01月"]], "two pages"), OF_CARD)


def two_currencies() -> Iterator[Paper]:
    """Bills with a part in another currency, which gives no rows of yuan."""
    header = ["交易日", "记账日", "交易摘要", "金额", "卡号末四位"]
    rows = [[f"{on:%m/%d}", f"{booked:%m/%d}", text, grouped(fen), tail] for on, booked, text, fen, tail in _ROWS]
    parts = (
        "<p>信用卡电子对账单</p><p>本期账单日 2026/01/18</p><p>人民币 RMB</p>"
        + _nested([header, *rows])
        + "<p>美元 USD</p>"
        + _nested([header, ["01/08", "01/09", "APPLE.COM/BILL", "9.99", "5678"]])
    )
    yield Paper("双币.eml", mail(f"<html><body>{parts}</body></html>", "utf-8"), OF_CARD)
    due = [["人民币", "USD"], ["8,534.30", "9.99"]]
    summary = html(due, "本期应还款额").decode().split("<body>")[1].split("</body>")[0]
    page = f"<html><body><p>{_TITLE} {_CYCLE}</p>{summary}{_nested([header, *rows])}</body></html>"
    yield Paper("先汇总.eml", mail(page, "gb2312"), OF_CARD)


def packed() -> Iterator[Paper]:
    """A bill attached to a mail whose text says the same in words only."""
    header = ["交易日期", "记账日期", "交易摘要", "卡号末四位", "人民币金额"]
    rows = [[f"{on}", f"{booked}", text, tail, grouped(fen)] for on, booked, text, fen, tail in _ROWS]
    message = EmailMessage()
    message["Subject"], message["From"] = "信用卡电子账单", "card@example.com"
    message.set_content(
        "您的信用卡本期应还款额8,534.30元，到期还款日2026年02月05日，详见附件。", charset="gb18030", cte="base64"
    )
    attached = pdf([header, *rows], [[_TITLE], [_CYCLE]], "ruled")
    message.add_attachment(attached, maintype="application", subtype="pdf", filename="账单202601.pdf")
    bill = frozenset({(date(2026, 2, 5), 853_430)})
    yield Paper("账单附件.eml", message.as_bytes(), Found(bank=OF_CARD.bank, notices=bill))


def cards() -> list[Paper]:
    """All of them."""
    return [paper for kind in (groups, marks, two_currencies, packed) for paper in kind()]
