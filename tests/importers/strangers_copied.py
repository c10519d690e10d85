"""Pages copied line by line and tables that say of a row that it was not paid: what is read, and what is no payment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from tests.importers.strangers_files import Found, Paper, csv, yuan

_FALLING = (
    (date(2025, 11, 28), 150_000, 6_150),
    (date(2025, 12, 28), 150_000, 4_105),
    (date(2026, 1, 28), 150_000, 2_071),
)


def plans() -> Iterator[Paper]:
    """A plan whose instalments fall from line to line."""
    lines = ["某某消费贷 还款计划", "截至2025年11月20日"]
    lines += [f"{due:%m月%d日} 应还 {yuan(p + i)}元（本金{yuan(p)}元 利息{yuan(i)}元）" for due, p, i in _FALLING]
    whole = Found(plan=frozenset((due, p + i) for due, p, i in _FALLING))
    yield Paper("每期递减.txt", "\n".join(lines).encode(), whole)


def records() -> Iterator[Paper]:
    """Lists of repayments in which some rows say that nothing was paid, and rows of 0.00 that are paid."""
    table = [
        ["还款日期", "期数", "还款金额", "本金", "利息", "状态"],
        ["2025-11-28", "1", "1561.50", "1500.00", "61.50", "还款成功"],
        ["2025-12-28", "2", "0.00", "0.00", "0.00", "未还款"],
    ]
    one = Found(postings=frozenset({(date(2025, 11, 28), 156_150)}))
    more = ["2025-10-28", "1", "1582.00", "1500.00", "82.00", "还款成功"]
    two = Found(postings=one.postings | {(date(2025, 10, 28), 158_200)})
    yield Paper("记录里有没还的.txt", csv([["还款记录"], table[0], more, *table[1:]], "\t"), two)
    listed = Found(plan=frozenset({(date(2025, 11, 28), 156_150), (date(2026, 1, 28), 152_071)}))
    states = [table[0], [*table[1][:-1], "已还"], [*table[2][:-1], "待还"]]
    states += [["2026-01-28", "3", "1520.71", "1500.00", "20.71", "待还"]]
    yield Paper("每期的状态.csv", csv([["查询日期：2025-12-01"], *states]), listed)
    left = [*table[:2], ["2025-11-28", "2", "0.00", "0.00", "0.00", "成功"]]
    both = Found(postings=one.postings | {(date(2025, 11, 28), 0)})
    yield Paper("记录里零元还清.csv", csv([["还款记录"], *left]), both)
    own = ["我的还款记录", "2025.11.28 借呗 1561.50 已还", "2025.12.28 借呗 1541.05 没还上"]
    paid = Found(notices=frozenset({(date(2025, 11, 28), 156_150)}))
    yield Paper("自己记的.txt", "\n".join(own).encode("gb18030"), paid)


def wallets() -> Iterator[Paper]:
    """Tables of wallets without a direction: purchases are no repayments."""
    rows = [
        ["交易时间", "交易类型", "商户名称", "交易金额", "付款卡", "交易状态"],
        ["2025-11-28 07:00:01", "贷款还款", "某某消费金融", "-1,561.50", "某某银行储蓄卡(8899)", "交易成功"],
        ["2025-11-29 12:00:00", "消费", "某某面馆", "-21.00", "某某银行储蓄卡(8899)", "交易成功"],
        ["2025-12-02 08:00:00", "信用卡还款", "某某银行信用卡(1122)", "-800.00", "某某银行储蓄卡(8899)", "交易成功"],
    ]
    paid = Found(wallet=frozenset({(date(2025, 11, 28), 156_150), (date(2025, 12, 2), 80_000)}))
    yield Paper("云端闪付.csv", csv([["某闪付交易明细"], *rows]), paid)
    short = [
        ["时间", "对方", "说明", "金额", "付款方式", "状态"],
        ["2025-11-28 09:00:41", "借呗", "借呗自动还款", "1561.50", "余额宝", "还款成功"],
        ["2025-11-29 12:00:00", "某某饭店", "晚餐", "66.00", "余额", "交易成功"],
    ]
    one = Found(wallet=frozenset({(date(2025, 11, 28), 156_150)}))
    yield Paper("删了几列.csv", csv(short, ",", "gb18030"), one)


def pages() -> Iterator[Paper]:
    """A page of settling without its product, a bill whose sums stand below their lines, and one payment's page."""
    settling = ["提前结清", "应还总额(元)", "4,512.20", "含本金4,500.00元，利息12.20元", "确认还款"]
    yield Paper("结清页-没写产品.txt", "\n".join(settling).encode(), Found())
    bill = ["白条", "2025年11月账单", "本月应还(元)", "412.30", "最后还款日 11月18日", "账单明细"]
    bill += ["10-20 某某旗舰店 锅 第2/6期 本金99.00 服务费1.00", "100.00", "10-25 某某超市", "312.30"]
    yield Paper("金额在下一行.txt", "\n".join(bill).encode(), Found(bills=frozenset({(date(2025, 11, 18), 41_230)})))
    detail = ["账单详情", "借呗", "1,561.50", "还款成功", "付款方式 某某银行储蓄卡(8899)", "还款说明 借呗自动还款"]
    detail += ["账单分类 信用借还", "创建时间 2025-11-28 09:01:02", "订单号 2025112810199318"]
    paid = Found(notices=frozenset({(date(2025, 11, 28), 156_150)}))
    yield Paper("详情-金额在上.txt", "\n".join(detail).encode(), paid)


def messages() -> Iterator[Paper]:
    """Messages kept as JSON with the moment written out, and one that says that a period is paid off."""
    texts = (
        "【微众银行】您的微粒贷借款450.00元已于11月18日从某某银行(8899)自动还款，剩余本金1,350.00元。",
        "【抖音支付】放心借第3期1,024.50元已还清，感谢使用。",
    )
    kept = [{"date": "2025-11-20T01:00:00Z", "sender": "1069", "text": text} for text in texts]
    told = {(date(2025, 11, 18), 45_000), (date(2025, 11, 20), 102_450)}
    yield Paper("短信.json", json.dumps(kept, ensure_ascii=False).encode(), Found(notices=frozenset(told)))


def no_messages() -> Iterator[Paper]:
    """Tables and summaries that are no messages, a deadline, and a bill whose lines end in a card's number."""
    days = [["还款日", "金额"], *([f"{due}", yuan(p + i)] for due, p, i in _FALLING)]
    yield Paper("只有日和金额.csv", csv(days), Found())
    month = ["2025年11月账单", "支出 3,011.50", "收入 8,000.00", "还款 1,561.50", "结余 3,427.00"]
    yield Paper("月度小结.txt", "\n".join(month).encode(), Found())
    sent = [
        ["交易时间", "收款人", "收款账号", "金额(元)", "状态", "附言"],
        ["2025-11-28 10:00:00", "张三", "6222****", "1561.50", "成功", "还借呗"],
        ["2025-11-29 10:00:00", "房东", "6222****", "2,000.00", "成功", "房租"],
    ]
    yield Paper("转账给人.csv", csv(sent), Found())
    threat = "【某某事务所】您的借款已逾期35天，欠款总额4,512.33元，请于2025年12月25日前处理。"
    yield Paper("限期.txt", threat.encode(), Found(notices=frozenset({(None, 451_233)})))
    bill = ["某某银行信用卡对账单", "账单日 2025年11月05日", "到期还款日 2025年11月23日", "本期应还金额 ￥ 334.56"]
    bill += [
        "交易日 记账日 交易摘要 人民币金额 卡号末四位",
        "1010 1011 某某超市 234.56 7788",
        "1015 1016 外卖 100.00 7788",
    ]
    yield Paper("卡账单的行.txt", "\n".join(bill).encode(), Found())
    card = [
        ["交易日期", "入账日期", "交易描述", "卡末四位", "交易币种", "交易金额", "入账金额"],
        ["2025-11-10", "2025-11-11", "某某超市", "7788", "CNY", "234.56", "234.56"],
        ["2025-11-20", "2025-11-20", "还款", "7788", "CNY", "-500.00", "-500.00"],
        ["2025-11-22", "2025-11-24", "SHOP", "7788", "USD", "20.00", "143.80"],
    ]
    booked = {(date(2025, 11, 11), -23_456), (date(2025, 11, 20), 50_000), (date(2025, 11, 24), -14_380)}
    above = [["信用卡账单"], ["账单周期：2025/11/06-2025/12/05"]]
    yield Paper("外币入账.csv", csv([*above, *card]), Found(bank=frozenset(booked)))


def copied() -> list[Paper]:
    """All of them."""
    return [paper for kind in (plans, records, wallets, pages, messages, no_messages) for paper in kind()]
