"""Kinds that the other papers do not have: reports, long pages, forwarded mails, several loans on one page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage

from tests.importers.strangers_banks import MOVED, OF_MOVED
from tests.importers.strangers_files import Found, Paper, csv, grouped, html, into, mail, out, pdf, xlsx, yuan
from tests.importers.strangers_lenders import document


def accounts() -> Iterator[Paper]:
    """Statements of accounts."""
    rows = [
        ["交易日", "交易时间", "币种", "交易金额", "本次余额", "交易摘要", "对手姓名"],
        *(
            [
                f"{m.on}",
                f"{m.at}",
                "CNY",
                f"{'-' if m.fen < 0 else ''}{yuan(abs(m.fen))}",
                yuan(m.balance),
                m.text,
                m.party,
            ]
            for m in MOVED
        ),
    ]
    yield Paper("本次余额.csv", csv([["查询卡号", "6226****7788"], ["查询日期", "20260701-20260831"], *rows]), OF_MOVED)
    rows = [
        ["交易流水", "交易日期", "收入/支出", "金额", "余额", "用途", "收/付款人"],
        *(
            [
                f"T{n:05d}",
                f"{m.on:%Y.%m.%d}",
                "支出" if m.fen < 0 else "收入",
                grouped(abs(m.fen)),
                grouped(m.balance),
                m.text,
                m.party,
            ]
            for n, m in enumerate(MOVED)
        ),
    ]
    yield Paper("收入支出列.xlsx", xlsx(rows), OF_MOVED)
    rows = [
        ["日期", "摘要", "借", "贷", "方向", "余额"],
        *([f"{m.on:%Y-%m-%d}", m.text, out(m), into(m), "贷", yuan(m.balance)] for m in MOVED),
    ]
    yield Paper("借贷单字.csv", csv([["某某银行客户存款对账单"], *rows], ",", "gb18030"), OF_MOVED)
    rows = [
        ["入账日期", "凭证种类", "借方金额", "贷方金额", "余额", "摘要"],
        *(
            [f"{m.on:%y-%m-%d}", "电子", out(m, grouped, "0.00"), into(m, grouped, "0.00"), grouped(m.balance), m.text]
            for m in MOVED
        ),
    ]
    yield Paper("两位年.csv", csv([["个人活期对账单 2026年7月-8月"], *rows], "\t"), OF_MOVED)
    rows = [
        ["Date", "Details", "Debit (CNY)", "Credit (CNY)", "Balance (CNY)"],
        *([f"{m.on:%b %d, %Y}", m.text, out(m, grouped), into(m, grouped), grouped(m.balance)] for m in MOVED),
    ]
    yield Paper("history.xlsx", xlsx([["Transaction History"], ["Account: 6226****7788"], *rows]), OF_MOVED)
    yield Paper("history.pdf", pdf(rows, [["Transaction History"], ["Account: 6226****7788"]], "two pages"), OF_MOVED)
    rows = [
        ["日期/时间", "交易类型", "金额", "余额"],
        *([f"{m.on} {m.at}", m.text, f"{grouped(m.fen)}", f"余额：{grouped(m.balance)}"] for m in MOVED),
    ]
    yield Paper("余额字样.csv", csv([["账户明细"], *rows]), OF_MOVED)
    rows = [
        ["交易时间", "收入", "支出", "余额", "交易类型", "对方信息", "附言"],
        *([f"{m.on:%m月%d日} {m.at:%H:%M}", into(m), out(m), yuan(m.balance), m.text, m.party, ""] for m in MOVED),
    ]
    yield Paper("月日汉字.csv", csv([["查询时间：2026年7月1日-2026年8月31日"], *rows]), OF_MOVED)
    body = ["交易明细", "账户 6226****7788"]
    for m in MOVED:
        body += [f"{m.on:%Y-%m-%d}  {m.text}  {'+' if m.fen > 0 else '-'}{yuan(abs(m.fen))}  余额{yuan(m.balance)}"]
    yield Paper("一行一笔.txt", "\n".join(body).encode(), OF_MOVED)
    # Lines whose balances do not hold are told of, and not guessed at.
    apart = [f"{line.partition('余额')[0]}余额{n}00.00" if "余额" in line else line for n, line in enumerate(body)]
    yield Paper("一行一笔-余额不符.txt", "\n".join(apart).encode(), Found())
    nested = EmailMessage()
    nested["Subject"] = "您的对账单"
    nested.set_content("见附件", charset="gb18030", cte="quoted-printable")
    rows = [
        ["交易日期", "摘要", "支出金额", "收入金额", "账户余额"],
        *([f"{m.on}", m.text, out(m), into(m), yuan(m.balance)] for m in MOVED),
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("对账单.html", html(rows, "电子对账单 6226****7788"))
    nested.add_attachment(
        packed.getvalue(), maintype="application", subtype="zip", filename="=?gb2312?B?ttTVy7WlLnppcA==?="
    )
    yield Paper("邮件压缩.eml", nested.as_bytes(), OF_MOVED)
    rows = [
        ["序号", "记账日期", "交易说明", "收入金额(+)", "支出金额(-)", "账户余额"],
        *(
            [str(n), f"{m.on:%Y%m%d}", m.text, into(m, grouped), out(m, grouped), grouped(m.balance)]
            for n, m in enumerate(MOVED, 1)
        ),
        ["", "", "本页合计", "8,163.30", "13,409.02", ""],
    ]
    yield Paper("加减.pdf", pdf(rows, [["某某民营银行电子对账单"]], "two ruled pages"), OF_MOVED)


_ROWS = tuple(
    (n, date(2026 + (4 + n) // 12, (4 + n) % 12 + 1, 8), p, i)
    for n, (p, i) in enumerate(((50_000, 1_500), (50_750, 750)), 1)
)
OF = Found(plan=frozenset((d, p + i) for _, d, p, i in _ROWS))


def lenders() -> Iterator[Paper]:
    """Lists of loans, plans and repayments."""
    two = [
        "我的借款",
        "共2笔 待还总额 5,000.00",
        "借款1 2026-06-08 3,000.00元 12期 已还1期 剩余本金 2,500.00",
        "借款2 2026-07-08 2,500.00元 6期 已还0期 剩余本金 2,500.00",
    ]
    yield Paper(
        "借款列表文字.txt",
        "\n".join(two).encode(),
        Found(loans=frozenset({(date(2026, 6, 8), 300_000), (date(2026, 7, 8), 250_000)})),
    )
    j = [
        ["贷款账号", "贷款种类", "贷款金额", "贷款余额", "发放日期", "到期日期", "利率(%)", "还款方式"],
        ["6212****01", "个人消费贷款", "50,000.00", "41,230.55", "2025-09-08", "2028-09-08", "4.35", "等额本息"],
    ]
    yield Paper("银行贷款列表.xlsx", xlsx([["我的贷款"], *j]), Found(loans=frozenset({(date(2025, 9, 8), 5_000_000)})))
    t = [
        ["期次", "应还日期", "应还本息", "应还本金", "应还利息", "应还罚息", "已还本息", "还款状态"],
        *([f"{n}/2", f"{d:%Y-%m-%d}", yuan(p + i), yuan(p), yuan(i), "0.00", "0.00", "未还"] for n, d, p, i in _ROWS),
    ]
    yield Paper("应还本息.csv", csv([["查询时间 2026-05-20 10:00:00"], *t]), OF)
    yield Paper(
        "计划邮件.eml",
        mail(
            "<html><body><table><tr><td><p>尊敬的客户：</p></td></tr><tr><td>"
            + html(t, "还款计划 截至2026年5月20日").decode().split("<body>")[1].split("</body>")[0]
            + "</td></tr></table></body></html>",
            "gb2312",
            "还款计划",
        ),
        OF,
    )
    v = [
        ["还款日", "应还款额(元)", "本金(元)", "利息(元)", "是否还清"],
        *(
            [f"{d.year}年{d.month:02d}月{d.day:02d}日", grouped(p + i), grouped(p), grouped(i), "否"]
            for _, d, p, i in _ROWS
        ),
    ]
    yield Paper("是否还清.docx", document("分期还款计划（查询日期：2026年5月20日）", v), OF)
    r = [
        ["还款流水号", "还款成功时间", "期数", "还款金额", "本金", "利息", "逾期费", "还款渠道"],
        ["R001", "2026-06-08 00:31:02", "1", "515.00", "500.00", "15.00", "0.00", "自动"],
    ]
    yield Paper("还款成功时间.csv", csv([["还款记录"], *r]), Found(postings=frozenset({(date(2026, 6, 8), 51_500)})))
    k = [
        "微粒贷",
        "借款记录",
        "2026.06.08",
        "借款 3,000.00",
        "分12期 使用中",
        "2026.03.02",
        "借款 1,000.00",
        "分6期 已结清",
    ]
    yield Paper(
        "借款记录页.txt",
        "\n".join(k).encode(),
        Found(loans=frozenset({(date(2026, 6, 8), 300_000), (date(2026, 3, 2), 100_000)})),
    )


def told() -> Iterator[Paper]:
    """Bills, messages, certificates and cost tables."""
    b = [["交易日期", "商户", "金额"], ["07-01", "某某超市", "30.00"], ["07-03", "某某书店", "20.50"]]
    yield Paper(
        "白条.html",
        html(b, "京东白条账单 2026年7月 本期应还：50.50 最后还款日：2026-07-18"),
        Found(bills=frozenset({(date(2026, 7, 18), 5_050)})),
    )
    s = (
        "【微众银行】尊敬的客户，您于2026-07-18 07:30:00通过微粒贷还款450.00元，剩余本金1,800.00元。\n"
        "【京东科技】您的金条借款（尾号7788）将于2026-08-01还款1,234.56元，请确保扣款账户余额充足。\n"
        "【抖音放心借】您2026年7月借款的第2期账单1,020.30元，已于07月20日扣款成功。\n"
        "【美团】您的美团借钱本期应还321.10元，还款日为2026年7月25日。\n"
        "【有钱花】您尾号0001的借款已全部结清，结清日期2026年7月9日，共还款3,021.60元。\n"
        "【蚂蚁消金】您的借呗2026年07月10日扣款900.41元失败，原因：银行卡余额不足。"
    )
    yield Paper(
        "消息混合.txt",
        s.encode("gb18030"),
        Found(
            notices=frozenset(
                {
                    (date(2026, 7, 18), 45_000),
                    (date(2026, 8, 1), 123_456),
                    (None, 102_030),
                    (date(2026, 7, 25), 32_110),
                    (date(2026, 7, 9), 302_160),
                    (date(2026, 7, 10), 90_041),
                }
            )
        ),
    )
    fraud = (
        "【京东金融】您的白条账户年利率过高不符合国家规定，需联系专员QQ 12345 协助关闭，否则每月扣费500元，影响征信。"
    )
    yield Paper("诈骗-关闭账户.txt", fraud.encode(), Found())
    c = [
        "个人贷款结清证明",
        "编号：2026-0091",
        (
            "兹有客户 李* ，身份证号 3202****0011 ，"
            "于 2025年11月9日 向我行申请个人消费贷款 人民币3,000.00元（大写：叁仟元整），"
        ),
        "借据号 1100220033 ，现已于 2026年7月9日 结清全部贷款本息。",
        "某某银行股份有限公司无锡分行",
        "2026年7月10日",
    ]
    yield Paper(
        "结清.pdf",
        pdf([["客户", "借据号", "金额"], ["李*", "1100220033", "3,000.00"]], [[x] for x in c], "ruled"),
        Found(certificates=frozenset({(date(2026, 7, 9), 300_000)})),
    )
    d = [
        "贷款综合融资成本明示表",
        "借款本金 6000元",
        "利息 年化14.4% 收取主体 某某消费金融有限公司",
        "担保费 每期15元 收取主体 某某融资担保有限公司",
        "年化综合融资成本 19.5%",
        "违约情形 罚息 按日万分之六",
    ]
    yield Paper("明示.txt", "\n".join(d).encode(), Found(disclosures=frozenset({(None, 600_000)})))
    e = [
        "还款凭证",
        "贷款还款成功",
        "还款金额 1,047.45元",
        "还款日期 2026-07-20",
        "还款本金 975.45元",
        "还款利息 72.00元",
        "贷款账号 6212****01",
        "扣款账号 6226****7788",
    ]
    yield Paper("还款凭证.txt", "\n".join(e).encode(), Found(postings=frozenset({(date(2026, 7, 20), 104_745)})))
    card = [
        ["交易日期", "记账日期", "卡号末四位", "交易摘要", "人民币金额"],
        ["20260622", "20260623", "7788", "支付宝还款", "-3,000.00"],
        ["20260701", "20260701", "7788", "分期付款-汽车分期(03/24)", "1,250.00"],
        ["20260701", "20260701", "7788", "分期手续费(03/24)", "37.50"],
    ]
    yield Paper(
        "卡.xls",
        csv([["信用卡账单"], ["账单日", "20260717"], *card], "\t", "gb18030"),
        Found(bank=frozenset({(date(2026, 6, 23), 300_000), (date(2026, 7, 1), -125_000), (date(2026, 7, 1), -3_750)})),
    )


def papers() -> list[Paper]:
    """All of them."""
    return [paper for kind in (accounts, lenders, told) for paper in kind()]
