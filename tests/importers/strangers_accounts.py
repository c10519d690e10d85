"""Statements of accounts and cards as strangers hold them, each with its truth."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date

from tests.importers.strangers_files import (
    MOVES,
    OF_ACCOUNT,
    Found,
    Paper,
    csv,
    grouped,
    html,
    into,
    mail,
    ods,
    out,
    pdf,
    wide,
    xlsx,
    yuan,
)

# --- accounts ---------------------------------------------------------------------------------------------------------


def _two_sided(show: Callable[[int], str], day: str = "%Y-%m-%d") -> list[list[str]]:
    header = ["交易日期", "交易时间", "摘要", "借方金额", "贷方金额", "账户余额", "对方户名"]
    return [
        header,
        *(
            [f"{m.on:{day}}", f"{m.at:%H:%M:%S}", m.text, out(m, show), into(m, show), show(m.balance), m.party]
            for m in MOVES
        ),
    ]


def accounts() -> Iterator[Paper]:
    """Statements of accounts."""
    yield Paper("村镇银行.xlsx", xlsx([["某某村镇银行对私活期明细"], *_two_sided(grouped)], ["A1:G1"]), OF_ACCOUNT)
    yield Paper(
        "网银.html", html(_two_sided(yuan), "账户：6217 **** 0001 查询区间 2026-02-01 至 2026-04-30"), OF_ACCOUNT
    )
    yield Paper("明细.ods", ods(_two_sided(yuan)), OF_ACCOUNT)
    yield Paper("明细.xls", csv(_two_sided(yuan), "\t", "gb18030"), OF_ACCOUNT)
    yield Paper("网页.xls", html(_two_sided(grouped), "交易明细"), OF_ACCOUNT)
    yield Paper("分号.csv", csv(_two_sided(yuan), ";"), OF_ACCOUNT)
    yield Paper("竖线.txt", csv(_two_sided(yuan, "%Y%m%d"), "|", "gb18030"), OF_ACCOUNT)
    yield Paper("utf16.csv", csv(_two_sided(yuan), "\t", "utf-16"), OF_ACCOUNT)
    compact = [
        ["记账日", "借贷", "发生额", "余额", "用途", "对手信息"],
        *(
            [f"{m.on:%y/%m/%d}", "C" if m.fen > 0 else "D", yuan(abs(m.fen)), yuan(m.balance), m.text, m.party]
            for m in MOVES
        ),
    ]
    yield Paper("借贷字母.csv", csv(compact), OF_ACCOUNT)
    signed = [
        ["序号", "时间", "金额（元）", "卡内余额", "交易渠道", "交易描述"],
        *(
            [str(n), f"{m.on:%Y年%m月%d日} {m.at:%H:%M}", f"{'+' if m.fen > 0 else '-'}{grouped(abs(m.fen))}",
             grouped(m.balance), "手机银行", m.text]
            for n, m in enumerate(MOVES, 1)
        ),
    ]  # fmt: skip
    yield Paper("正负号.csv", csv(signed), OF_ACCOUNT)
    yield Paper("正负号倒序.csv", csv([signed[0], *reversed(signed[1:])]), OF_ACCOUNT)
    words = [
        ["交易时间", "收支类型", "交易金额", "交易后余额", "交易对手", "附言"],
        *(
            [f"{m.on} {m.at}", "收入" if m.fen > 0 else "支出", yuan(abs(m.fen)), yuan(m.balance), m.party, m.text]
            for m in MOVES
        ),
    ]
    yield Paper("收支类型.csv", csv([["账号：6230****1234"], ["币种：人民币"], *words]), OF_ACCOUNT)
    only_balance = [
        ["日期", "摘要", "金额", "余额"],
        *([f"{m.on}", m.text, yuan(abs(m.fen)), yuan(m.balance)] for m in MOVES),
    ]
    # Nothing tells which way the oldest row's money went.
    later = Found(bank=frozenset((m.on, m.fen) for m in MOVES[1:]))
    yield Paper("只有余额能看出方向.csv", csv(only_balance), later)
    typed = [["交易日期", "交易时间", "支出", "收入", "余额", "备注"]]
    typed_rows: list[list[object]] = [
        [m.on, m.at, -m.fen / 100 if m.fen < 0 else None, m.fen / 100 if m.fen > 0 else None, m.balance / 100, m.text]
        for m in MOVES
    ]
    yield Paper("真日期.xlsx", xlsx([*typed, *typed_rows]), OF_ACCOUNT)
    english = [
        ["Date", "Description", "Withdrawal", "Deposit", "Balance"],
        *([f"{m.on:%d %b %Y}", m.text, out(m, grouped), into(m, grouped), grouped(m.balance)] for m in MOVES),
    ]
    yield Paper("english.csv", csv([["Account Statement", "", "", "", ""], *english]), OF_ACCOUNT)
    bilingual = [
        ["记账日期\nPosting Date", "货币\nCurrency", "交易金额\nAmount", "联机余额\nBalance", "交易摘要\nType",
         "对手信息\nParty"],
        *([f"{m.on}", "CNY", grouped(m.fen), grouped(m.balance), m.text, m.party] for m in MOVES),
    ]  # fmt: skip
    yield Paper("中英.xlsx", xlsx(bilingual), OF_ACCOUNT)
    months = [
        ["2026年2月至4月交易明细"],
        ["日期", "交易类型", "支出(元)", "收入(元)", "余额(元)"],
        *([f"{m.on:%m-%d}", m.text, out(m), into(m), yuan(m.balance)] for m in MOVES),
    ]
    yield Paper("没有年份.csv", csv(months), OF_ACCOUNT)
    totals = [
        *_two_sided(grouped),
        ["本页小计", "", "", "2739.43", "6512.03", "", ""],
        ["合计", "", "6笔", "2,739.43", "6,512.03", "", ""],
        ["本明细仅供参考，以银行记录为准。"],
    ]
    yield Paper("有小计.csv", csv(totals), OF_ACCOUNT)
    twice = _two_sided(grouped)
    yield Paper(
        "每页重复表头.csv", csv([*twice[:4], ["第1页 共2页"], ["交易明细清单"], twice[0], *twice[4:]]), OF_ACCOUNT
    )
    for style in ("centred", "ruled", "two pages", "amounts to the right"):
        yield Paper(f"打印-{style}.pdf", pdf(_two_sided(grouped), [["某某农商银行账户明细"]], style), OF_ACCOUNT)
    spaced = "\n".join(
        [
            "                 个人账户交易明细",
            "账号: 6228********1234      户名: 张*",
            "交易日期      摘要              支出          收入          余额",
            *(
                f"{m.on}    {m.text}{' ' * (18 - wide(m.text))}{out(m):>10}    {into(m):>10}    {yuan(m.balance):>10}"
                for m in MOVES
            ),
        ]
    )  # fmt: skip
    yield Paper("对齐.txt", spaced.encode("gb18030"), OF_ACCOUNT)
    app = ["交易明细", "尾号 1234", "2026年2月"]
    for m in MOVES:
        app += [m.text, f"{m.on:%m-%d} {m.at:%H:%M}", f"{'+' if m.fen > 0 else '-'}{grouped(abs(m.fen))}",
                f"余额 {grouped(m.balance)}"]  # fmt: skip
    yield Paper("手机银行复制.txt", "\n".join(app).encode(), Found())


def more_accounts() -> Iterator[Paper]:
    """Statements that write their days, amounts and directions in other ways."""
    negative_outs = [
        ["交 易 日 期", "摘 要", "支 出", "收 入", "余 额"],
        *(
            [f"{m.on:%Y.%m.%d}", m.text, f"-{grouped(-m.fen)}" if m.fen < 0 else "0.00", into(m, grouped, "0.00"),
             grouped(m.balance)]
            for m in MOVES
        ),
    ]  # fmt: skip
    yield Paper("支出带负号.csv", csv(negative_outs), OF_ACCOUNT)
    behind = [
        ["交易日", "交易说明", "发生额", "账面余额"],
        *(
            [f"{m.on:%Y/%m/%d}", m.text, f"{grouped(abs(m.fen))}{'-' if m.fen < 0 else '+'}", grouped(m.balance)]
            for m in MOVES
        ),
    ]
    yield Paper("符号在后.csv", csv(behind), OF_ACCOUNT)
    weekday = [
        ["交易日期", "交易摘要", "交易金额", "余额"],
        *([f"{m.on} 星期{'一二三四五六日'[m.on.weekday()]}", m.text, f"{yuan(m.fen)}元", f"{yuan(m.balance)}元"]
          for m in MOVES),
    ]  # fmt: skip
    yield Paper("带星期.csv", csv(weekday), OF_ACCOUNT)
    fullwidth = [
        ["日期", "用途", "金额", "余额"],
        *(["".join(chr(ord(c) + 0xFEE0) if c != " " else c for c in f"{m.on}"), m.text, yuan(m.fen), yuan(m.balance)]
          for m in MOVES),
    ]  # fmt: skip
    yield Paper("全角日期.csv", csv(fullwidth), OF_ACCOUNT)
    iso = [
        ["transaction_time", "amount", "balance", "description", "counterparty"],
        *([f"{m.on}T{m.at}+08:00", yuan(m.fen), yuan(m.balance), m.text, m.party] for m in MOVES),
    ]
    yield Paper("api.csv", csv(iso), OF_ACCOUNT)
    yield Paper("按月分页.xlsx", _by_month(), OF_ACCOUNT)
    undone = [
        ["交易日期", "摘要", "支出金额", "收入金额", "余额", "交易状态"],
        *([f"{m.on}", m.text, out(m), into(m), yuan(m.balance), "成功"] for m in MOVES),
        ["2026-04-14", "支付宝-借呗还款", "100.00", "", yuan(MOVES[-1].balance), "失败"],
    ]
    yield Paper("有失败.csv", csv(undone), OF_ACCOUNT)
    dollars = [
        ["账户币种：美元"],
        ["交易日期", "摘要", "币种", "支出金额", "收入金额", "余额"],
        *([f"{m.on}", m.text, "USD", out(m), into(m), yuan(m.balance)] for m in MOVES),
    ]
    yield Paper("美元账户.csv", csv(dollars), Found())
    pending = [["预约日期", "收款人", "收款账号", "转账金额", "执行状态"],
               ["2026-05-01", "张某", "6217000000000001", "500.00", "待执行"]]  # fmt: skip
    yield Paper("预约转账.csv", csv(pending), Found())
    deposits = [["开户日期", "到期日", "存期", "本金", "年利率", "到期利息", "状态"],
                ["2026-01-05", "2027-01-05", "12个月", "10000.00", "1.5%", "150.00", "在存"],
                ["2026-02-05", "2027-02-05", "12个月", "20000.00", "1.5%", "300.00", "在存"]]  # fmt: skip
    yield Paper("定期存款.csv", csv(deposits), Found())


def _by_month() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for number, month in enumerate((2, 3, 4)):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = f"2026年{month}月"
        sheet.append(["交易日期", "交易时间", "摘要", "借方金额", "贷方金额", "账户余额"])
        for m in MOVES:
            if m.on.month == month:
                sheet.append([f"{m.on}", f"{m.at}", m.text, out(m), into(m), yuan(m.balance)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# --- cards ------------------------------------------------------------------------------------------------------------

_CARD = (
    (date(2026, 3, 2), "支付宝-某某超市", 12_880),
    (date(2026, 3, 9), "还款 银联入账", -250_000),
    (date(2026, 3, 15), "分期付款 第3/12期 本金", 50_000),
    (date(2026, 3, 15), "分期手续费 第3/12期", 350),
    (date(2026, 3, 20), "退款 某某商城", -9_900),
)
OF_CARD = Found(bank=frozenset((on, -fen) for on, _, fen in _CARD))


def cards() -> Iterator[Paper]:
    """Bills of credit cards."""
    rows = [
        ["交易日期", "入账日期", "卡号后四位", "交易摘要", "入账金额"],
        *([f"{on}", f"{on}", "5678", text, grouped(fen)] for on, text, fen in _CARD),
    ]
    yield Paper("信用卡.csv", csv([["某某银行信用卡电子账单"], ["账单周期：2026/02/19-2026/03/18"], *rows]), OF_CARD)
    page = html(
        rows, "尊敬的客户：您的信用卡账单周期为2026年02月19日至2026年03月18日，本期应还款额 3,030.30 元"
    ).decode()
    yield Paper("信用卡.eml", mail(page), OF_CARD)
    yield Paper("信用卡.html", page.encode(), OF_CARD)
    short = [["交易日", "记账日", "卡号末四位", "交易摘要", "人民币金额"],
             *([f"{on:%m/%d}", f"{on:%m/%d}", "5678", text, grouped(fen)] for on, text, fen in _CARD)]  # fmt: skip
    yield Paper(
        "信用卡.pdf", pdf(short, [["信用卡对账单"], ["账单日 2026年03月25日", "到期还款日 2026年04月12日"]]), OF_CARD
    )
    dollar = [*rows, ["2026-03-21", "2026-03-21", "5678", "AMAZON.COM", "USD 20.00"]]
    yield Paper("信用卡-美元.csv", csv([["某某银行信用卡账单"], *dollar]), OF_CARD)
