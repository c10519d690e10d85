"""Statements whose columns, marks, days and separators no other paper has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.importers.strangers_files import (
    MOVES,
    OF_ACCOUNT,
    Found,
    Move,
    Paper,
    csv,
    grouped,
    into,
    out,
    yuan,
)


def columns() -> Iterator[Paper]:
    """Headings of other words."""
    rows = [
        ["日期", "摘要", "支出（-）存入（+）", "结余", "网点"],
        *([f"{m.on:%Y%m%d}", m.text, f"{m.fen / 100:+.2f}", grouped(m.balance), "0123"] for m in MOVES),
    ]
    yield Paper("存折.csv", csv([["活期一本通"], *rows]), OF_ACCOUNT)
    rows = [
        ["交易日", "交易码", "交易额", "结存", "附言"],
        *(
            [f"{m.on}", "TX01", f"{grouped(abs(m.fen))}({'借' if m.fen < 0 else '贷'})", grouped(m.balance), m.text]
            for m in MOVES
        ),
    ]
    yield Paper("结存.csv", csv([["某某信用联社 客户交易明细表"], *rows]), OF_ACCOUNT)
    rows = [
        ["TRAN_DATE", "TRAN_TIME", "DC_FLAG", "TRAN_AMT", "ACCT_BAL", "OPP_NAME", "REMARK"],
        *(
            [
                f"{m.on:%Y%m%d}",
                f"{m.at:%H%M%S}",
                "D" if m.fen < 0 else "C",
                yuan(abs(m.fen)),
                yuan(m.balance),
                m.party,
                m.text,
            ]
            for m in MOVES
        ),
    ]
    yield Paper("代码抬头.txt", csv(rows, "|"), OF_ACCOUNT)
    rows = [
        ["交易日期", "入账金额", "出账金额", "可用余额", "摘要"],
        *([f"{m.on}", into(m), out(m), yuan(m.balance), m.text] for m in MOVES),
    ]
    yield Paper("入账出账.xls", csv([["账号", "6230****8899"], *rows], "\t", "utf-16"), OF_ACCOUNT)
    rows = [
        ["日期", "描述", "提款", "存款", "结余"],
        *([f"{m.on:%d/%m/%Y}", m.text, out(m, grouped), into(m, grouped), grouped(m.balance)] for m in MOVES),
    ]
    yield Paper("提款存款.csv", csv([["人民币储蓄账户月结单"], *rows]), OF_ACCOUNT)
    yield Paper("提款存款-港元.csv", csv([["綜合月結單 港元儲蓄"], *rows]), Found())


def _half(move: Move) -> str:
    return f"{'上午' if move.at.hour < 12 else '下午'}{(move.at.hour - 1) % 12 + 1}:{move.at:%M:%S}"


def days() -> Iterator[Paper]:
    """Days and times in other forms."""
    forms = {
        "上午下午.csv": lambda m: f"{m.on.year}年{m.on.month}月{m.on.day}日 {_half(m)}",
        "am-pm.csv": lambda m: f"{m.on:%m/%d/%Y} {m.at:%I:%M:%S %p}",
        "时刻带点.csv": lambda m: f"{m.on}-{m.at:%H.%M.%S}.000000",
    }
    for name, show in forms.items():
        rows = [
            ["交易时间", "交易说明", "金额", "余额"],
            *([show(m), m.text, yuan(m.fen), yuan(m.balance)] for m in MOVES),
        ]
        yield Paper(name, csv([["某某银行 账户明细"], *rows]), OF_ACCOUNT)
    rows = [["日期", "摘要", "金额", "余额"], *([f"{m.on:%m-%d}", m.text, yuan(m.fen), yuan(m.balance)] for m in MOVES)]
    yield Paper("紧凑起止.csv", csv([["某某银行 起始日期：20260201 截止日期：20260430"], *rows]), OF_ACCOUNT)


def years_behind() -> Iterator[Paper]:
    """Days of two digits each with the year behind, and a currency told by its number."""
    rows = [
        ["入账日期", "交易说明", "币种", "金额", "余额"],
        *([f"{m.on:%d/%m/%y}", m.text, "01", grouped(m.fen), grouped(m.balance)] for m in MOVES),
    ]
    yield Paper("两位年在后.csv", csv([["某某银行（中国）对账单"], *rows]), OF_ACCOUNT)


def separators() -> Iterator[Paper]:
    """Cells padded with tabs, amounts torn at their thousands, and a period beside an amount that is none."""
    header = ["交易日期", "摘要", "交易金额", "余额"]
    padded = [header, *([f"{m.on:%Y%m%d}", m.text, yuan(m.fen), yuan(m.balance)] for m in MOVES)]
    yield Paper("格尾制表符.csv", csv([[f"{cell}\t" for cell in row] for row in padded]), OF_ACCOUNT)
    torn = [",".join([f"{m.on}", m.text, grouped(m.fen), grouped(m.balance)]) for m in MOVES]
    yield Paper("千分位没加引号.csv", "\n".join([",".join(header), *torn]).encode(), OF_ACCOUNT)
    plan = [
        ["期数", "应还本金", "应还利息", "还款日"],
        ["1", "500.00", "15.00", "2026-02-15"],
        ["2", "507.50", "7.50", "2026-03-15"],
    ]
    due = Found(plan=frozenset({(date(2026, 2, 15), 51_500), (date(2026, 3, 15), 51_500)}))
    yield Paper("期数挨着金额.csv", csv(plan), due)


def directions() -> Iterator[Paper]:
    """Amounts of which balances and words tell the direction; what nothing tells is left out, and named."""
    rows = [
        ["交易日", "交易类别", "交易金额", "卡内余额", "交易场所"],
        *([f"{m.on}", "转入" if m.fen > 0 else "转出", yuan(abs(m.fen)), yuan(m.balance), m.text] for m in MOVES),
    ]
    yield Paper("转入转出.csv", csv([["某某银行 卡号 6230****8899"], *rows]), OF_ACCOUNT)
    wallet = [
        ["账单时间", "交易名称", "商户", "交易方式", "金额", "收支类型", "状态"],
        ["2026-01-28 05:13:02", "借呗还款", "蚂蚁消费金融", "某某银行(8899)", "-889.49", "支出", "交易成功"],
        ["2026-01-29 12:00:00", "买菜", "某某超市", "某某银行(8899)", "-35.00", "支出", "交易成功"],
    ]
    paid = Found(wallet=frozenset({(date(2026, 1, 28), 88_949)}))
    yield Paper("别的钱包.csv", csv([["某某支付账单明细"], *wallet]), paid)


def shapes() -> list[Paper]:
    """All of them."""
    return [paper for kind in (columns, days, years_behind, separators, directions) for paper in kind()]
