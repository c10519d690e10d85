"""Pages copied as cards of lines, messages as cards and offers, and tables whose days have the year behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.importers.strangers_files import OF_PLAN, PLAN, Found, Paper, csv, grouped, pdf, yuan

_LENT = sum(p for _, _, p, _ in PLAN)
_CLOSED = (
    (date(2026, 2, 20), 98_808, 3_600),
    (date(2026, 3, 20), 100_155, 2_253),
    (date(2026, 4, 20), 101_037, 1_253),
)
"""3,000.00 at four in ten thousand a day."""


def plans() -> Iterator[Paper]:
    """Plans whose sum stands below the period, and plans with days as 02/15/2026."""
    lines = ["借款详情", "借款金额 3,000.00元", "还款计划", "查询时间 2026-01-20 09:00"]
    for n, (due, p, i) in enumerate(_CLOSED, 1):
        lines += [f"第{n}/3期  {due:%Y-%m-%d}  待还", f"¥{yuan(p + i)}（含本金¥{yuan(p)} 利息¥{yuan(i)}）"]
    both = Found(plan=frozenset((due, p + i) for due, p, i in _CLOSED), loans=frozenset({(None, 300_000)}))
    yield Paper("详情里的计划.txt", "\n".join(lines).encode(), both)
    rows = [
        ["Payment #", "Due Date", "Beginning Balance", "Scheduled Payment", "Principal", "Interest"],
        *(
            [
                f"{n}",
                f"{due:%m/%d/%Y}",
                grouped(sum(q for m, _, q, _ in PLAN if m >= n)),
                grouped(p + i),
                grouped(p),
                grouped(i),
            ]
            for n, due, p, i in PLAN
        ),
    ]
    yield Paper("amortization.csv", csv([["Amortization Schedule"], ["As of 01/20/2026"], *rows]), OF_PLAN)
    yield Paper("amortization.pdf", pdf(rows, [["Loan Amortization Schedule"], ["As of 2026-01-20"]], "ruled"), OF_PLAN)
    note = [f"| {n} | {due:%m/%d/%Y} | {yuan(p + i)} | {yuan(p)} | {yuan(i)} |" for n, due, p, i in PLAN]
    head = ["| 期 | 日期 | 月供 | 本金 | 利息 |", "|---|---|---|---|---|"]
    yield Paper("年在后.md", "\n".join(["## 还款计划", "", *head, *note]).encode(), OF_PLAN)
    untold = [
        ["期数", "还款日", "本金", "利息"],
        ["1", "02/03/2026", "500.00", "15.00"],
        ["2", "03/03/2026", "507.50", "7.50"],
    ]
    yield Paper("日月不明.csv", csv(untold), Found())


def doubted() -> Iterator[Paper]:
    """Pages of which not all holds give nothing."""
    right = [f"第{n}期 {due:%Y-%m-%d} 应还{yuan(p + i)} 本金{yuan(p)} 利息{yuan(i)} 待还" for n, due, p, i in PLAN]
    head = ["还款计划", "查询日期：2026-01-20"]
    wrong = [line.replace("应还1", "应还7") if n == 2 else line for n, line in enumerate(right)]
    yield Paper("认错一个数.txt", "\n".join([*head, *wrong]).encode(), Found())
    letter = [line.replace("-0", "-O") if n == 1 else line for n, line in enumerate(right)]
    yield Paper("把零认成字母.txt", "\n".join([*head, *letter]).encode(), Found())


def records() -> Iterator[Paper]:
    """Repayments as cards below their day, and a list in which the drawdown stands too."""
    paid = ((date(2026, 2, 15), 164_021, 12_400, 0), (date(2026, 3, 18), 166_055, 10_366, 266))
    lines = ["还款记录"]
    for on, p, i, late in paid:
        lines += [f"{on} 12:00:01", "还款成功", f"实还总额 {yuan(p + i + late)}元", f"实还本金 {yuan(p)}元"]
        lines += [f"实还利息 {yuan(i)}元", f"实还罚息 {yuan(late)}元", ""]
    found = Found(postings=frozenset((on, p + i + late) for on, p, i, late in paid))
    yield Paper("还款卡片.txt", "\n".join(lines).encode(), found)
    rows = [
        ["交易日期", "交易类型", "本金", "利息", "罚息", "金额合计", "贷款余额"],
        ["2026-01-15", "放款", grouped(_LENT), "0.00", "0.00", grouped(_LENT), grouped(_LENT)],
        *(
            [f"{on}", "还款", grouped(p), grouped(i), grouped(late), grouped(p + i + late), ""]
            for on, p, i, late in paid
        ),
    ]
    yield Paper("放款也在内.csv", csv([["贷款账户交易明细"], *rows]), found)


def doubtful_columns() -> Iterator[Paper]:
    """Two sums in one cell are not told apart by position."""
    rows = [["期数/总期数", "还款日期", "还款金额(本金+利息)", "剩余期数"]]
    rows += [[f"{n}/5", f"{due}", f"{yuan(p + i)}({yuan(p)}+{yuan(i)})", f"{5 - n}"] for n, due, p, i in PLAN]
    yield Paper("一格两数.csv", csv(rows), Found())


def bills() -> Iterator[Paper]:
    """A bill's page whose month has no year and whose day of repayment has."""
    lines = ["花呗", "2月账单", "2026年02月09日前还款", "本期应还(元)", "356.50", "最低应还35.65", "账单明细"]
    lines += ["超市 01-12 120.00", "外卖 01-19 36.50", "分期 3/6 02-01 200.00"]
    yield Paper("月账单页.txt", "\n".join(lines).encode(), Found(bills=frozenset({(date(2026, 2, 9), 35_650)})))


def messages() -> Iterator[Paper]:
    """Cards with two titles, days behind a label, offers, and texts that only look like messages."""
    card = [
        "微众银行微粒贷",
        "还款成功",
        "您已还款成功",
        "还款金额 ￥521.07",
        "交易时间 2026-03-11 08:30:11",
        "剩余待还 ￥2,084.28",
    ]
    yield Paper("两个标题.txt", "\n".join(card).encode(), Found(notices=frozenset({(date(2026, 3, 11), 52_107)})))
    pushed = ["支付宝 · 现在", "借呗自动还款成功", "2026-01-28 自动还款889.49元，付款方式：余额宝", ""]
    pushed += ["微信支付 · 昨天", "微粒贷还款成功通知", "还款金额￥450.00", "还款时间2026-01-27 07:30:00"]
    told = {(date(2026, 1, 28), 88_949), (date(2026, 1, 27), 45_000)}
    yield Paper("通知栏.txt", "\n".join(pushed).encode(), Found(notices=frozenset(told)))
    back = "【还呗】您好，2026年03月12日重复扣款521.07元已原路退回您尾号8899银行卡。"
    yield Paper("原路退回.txt", back.encode(), Found(notices=frozenset({(date(2026, 3, 12), 52_107)})))
    points = "【某某银行】您的积分10000分将于2026年3月31日过期，可兑换500元还款金，回T退订。"
    yield Paper("积分.txt", points.encode(), Found())
    offer = "【度小满】您的可借额度最高200000元，日利率低至0.02%，限时领取，拒收请回复R。"
    yield Paper("额度广告.txt", offer.encode(), Found())
    paid = ["账单详情", "-1,001.00", "交易成功", "付款方式 某某银行储蓄卡(0001)", "商品说明 借呗主动还款"]
    paid += ["收款方 重庆蚂蚁消费金融有限公司", "创建时间 2026-02-28 05:09:57", "订单号 2026022822001"]
    yield Paper("账单详情.txt", "\n".join(paid).encode(), Found(notices=frozenset({(date(2026, 2, 28), 100_100)})))
    lunch = [line.replace("借呗主动还款", "午餐").replace("重庆蚂蚁消费金融有限公司", "某某餐饮店") for line in paid]
    yield Paper("账单详情-午餐.txt", "\n".join(lunch).encode(), Found())
    partly = "【马上消费】您2026年3月15日应还688.00元，已扣款300.00元，剩余388.00元扣款失败，请补足余额。"
    yield Paper("扣了一半.txt", partly.encode(), Found(notices=frozenset({(date(2026, 3, 15), 38_800)})))
    coming = "【小赢卡贷】您的借款申请已通过，10000元将于2026年3月1日打入尾号8899的储蓄卡。"
    yield Paper("还没到账.txt", coming.encode(), Found())
    owing = "贷款余额证明\n兹证明客户李某截至2026年3月1日贷款金额12,000.00元，贷款余额3,045.66元，尚未结清。\n某某银行"
    yield Paper("余额证明.txt", owing.encode(), Found())
    booked = '2025-11-28 * "重庆蚂蚁消费金融有限公司" "贷款发放"\n  Assets:Bank  10000.00 CNY\n  Liabilities:Loan\n'
    yield Paper("账本.beancount", booked.encode(), Found())


def cards_of_text() -> list[Paper]:
    """All of them."""
    return [paper for kind in (plans, doubted, records, doubtful_columns, bills, messages) for paper in kind()]
