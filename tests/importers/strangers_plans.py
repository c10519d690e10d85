"""Lenders' papers in layouts that the other papers do not have: traditional letters, two tables in one sheet, terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tests.importers.strangers_files import Found, Paper, csv, grouped, html, mail, pdf, xlsx, yuan
from tests.importers.strangers_lenders import document

_LOAN = 600_000
_ROWS = tuple(
    (n, date(2026, 6 + n, 20), principal, interest)
    for n, (principal, interest) in enumerate(
        ((97_545, 7_200), (98_715, 6_030), (99_900, 4_845), (101_099, 3_646), (102_312, 2_433), (100_429, 1_205)), 1
    )
)
OF_ROWS = Found(plan=frozenset((due, p + i) for _, due, p, i in _ROWS))
_DRAWN = Found(loans=frozenset({(date(2026, 6, 20), _LOAN)}))
_LIST = [
    ["借据编号", "放款日期", "借款金额", "期限", "年利率", "还款方式", "状态"],
    ["DXM202606200001", "2026-06-20", "6,000.00", "6期", "14.4%", "等额本息", "还款中"],
]
_BOTH = Found(plan=OF_ROWS.plan, loans=_DRAWN.loans)
_HEAD = ["期数", "还款日期", "应还金额", "应还本金", "应还利息", "状态"]


def _rows() -> list[list[str]]:
    return [[f"{n}", f"{due}", grouped(p + i), grouped(p), grouped(i), "待还"] for n, due, p, i in _ROWS]


def traditional() -> Iterator[Paper]:
    """Papers whose headings are written in traditional letters."""
    head = ["期數", "還款日期", "應還金額", "應還本金", "應還利息", "狀態"]
    rows = [[*row[:-1], "未還"] for row in _rows()]
    yield Paper("繁體計劃.csv", csv([["查詢日期：2026-06-21"], head, *rows]), OF_ROWS)
    yield Paper("繁體計劃.xlsx", xlsx([["還款計劃表"], ["查詢日期：2026-06-21"], head, *rows]), OF_ROWS)
    yield Paper("繁體計劃.html", html([head, *rows], "還款計劃 查詢日期：2026-06-21"), OF_ROWS)
    yield Paper("繁體計劃.pdf", pdf([head, *rows], [["還款計劃表"], ["查詢日期：2026-06-21"]], "ruled"), OF_ROWS)
    account = [
        ["交易日期", "交易說明", "支出金額", "存入金額", "帳戶結餘"],
        ["2026-07-20", "借唄還款", "1,047.45", "", "2,000.00"],
        ["2026-07-21", "薪資轉帳", "", "5,000.00", "7,000.00"],
        ["2026-08-20", "借唄還款", "1,047.45", "", "5,952.55"],
    ]
    moved = {(date(2026, 7, 20), -104_745), (date(2026, 7, 21), 500_000), (date(2026, 8, 20), -104_745)}
    yield Paper("繁體流水.csv", csv([["帳戶交易明細"], *account]), Found(bank=frozenset(moved)))
    paid = [
        ["還款時間", "還款金額", "還款本金", "還款利息", "罰息", "結果"],
        ["2026-07-20 09:00:00", "1,047.45", "975.45", "72.00", "0.00", "成功"],
        ["2026-08-22 10:12:00", "1,049.00", "987.15", "60.30", "1.55", "成功"],
    ]
    told = {(date(2026, 7, 20), 104_745), (date(2026, 8, 22), 104_900)}
    yield Paper("繁體記錄.csv", csv([["還款記錄"], *paid]), Found(postings=frozenset(told)))


def together() -> Iterator[Paper]:
    """A list of loans above a plan, and a plan above what was paid, in one sheet or on one page."""
    plan = [_HEAD, *_rows()]
    asked = ["查询日期：2026-06-21"]
    sheet = [["我的借款"], *_LIST, [], ["还款计划"], asked, *plan]
    yield Paper("清单在计划上.csv", csv(sheet), _BOTH)
    yield Paper("清单在计划上.xlsx", xlsx(sheet), _BOTH)
    yield Paper("清单在计划上.docx", document("我的借款", _LIST, "还款计划（查询日期：2026-06-21）", plan), _BOTH)
    page = (
        html(_LIST, "我的借款")
        .decode()
        .replace(
            "</body>",
            html(plan, "还款计划 查询日期：2026-06-21").decode().split("<body>")[1].split("</body>")[0] + "</body>",
        )
    )
    yield Paper("清单在计划上.html", page.encode(), _BOTH)
    yield Paper("清单在计划上.eml", mail(page, "gb18030", "借款与还款计划"), _BOTH)
    paid = [
        ["还款时间", "还款金额", "还款本金", "还款利息", "罚息", "结果"],
        ["2026-07-20 09:00:00", "1,047.45", "975.45", "72.00", "0.00", "成功"],
    ]
    with_paid = Found(plan=OF_ROWS.plan, postings=frozenset({(date(2026, 7, 20), 104_745)}))
    yield Paper("计划与记录.xlsx", xlsx([["查询日期：2026-07-25"], *plan, [], ["还款记录"], *paid]), with_paid)
    yield Paper(
        "记录与计划.csv", csv([["还款记录"], *paid, [], ["还款计划"], ["查询日期：2026-07-25"], *plan]), with_paid
    )
    lower = [*_LIST, [], ["还款计划 查询日期：2026-06-21"], *plan, [], ["联系我们：400-000-0000"]]
    yield Paper("清单在计划上-末行.csv", csv(lower), _BOTH)


def plans() -> Iterator[Paper]:
    """Plans whose cells and headings say things in other ways."""
    asked = ["查询日期：2026-06-21"]
    combined = [
        ["期次/还款日", "应还款", "本金", "利息", "还款状态"],
        *([f"第{n}期 {due}", f"{yuan(p + i)}", yuan(p), yuan(i), "待还款"] for n, due, p, i in _ROWS),
    ]
    yield Paper("期次与日同格.csv", csv([asked, *combined]), OF_ROWS)
    number = [
        ["还款期号", "计划还款日", "计划还款本金", "计划还款利息", "计划还款总额", "剩余本金"],
        *(
            [f"{n:02d}", f"{due:%Y%m%d}", f"{grouped(p)}元", f"{grouped(i)}元", f"{grouped(p + i)}元", ""]
            for n, due, p, i in _ROWS
        ),
    ]
    yield Paper("计划-期号.csv", csv([["个人贷款还款计划表"], asked, *number], "\t", "gb18030"), OF_ROWS)
    grouped_head = [
        ["期数", "到期日", "本期应还", "", "", "本期已还", "", "状态"],
        ["", "", "本金", "利息", "合计", "本金", "利息", ""],
        *([f"{n}", f"{due}", yuan(p), yuan(i), yuan(p + i), "0.00", "0.00", "未到期"] for n, due, p, i in _ROWS),
    ]
    yield Paper("计划-分组表头.xlsx", xlsx([asked, *grouped_head], ["C2:E2", "F2:G2"]), OF_ROWS)
    one_head = ["期数", "到期日", "应还本金", "应还利息", "应还合计", "已还本金", "已还利息", "状态"]
    printed = pdf([one_head, *grouped_head[2:]], [["还款计划表"], asked], "two ruled pages")
    yield Paper("计划-分组表头.pdf", printed, OF_ROWS)
    english = [
        ["Instalment", "Payment Date", "Principal Due", "Interest Due", "Amount Due", "Outstanding Principal"],
        *([f"{n}", f"{due:%d-%b-%Y}", grouped(p), grouped(i), grouped(p + i), ""] for n, due, p, i in _ROWS),
        ["Total", "", "6,000.00", "253.59", "6,253.59", ""],
    ]
    yield Paper("loan-schedule.csv", csv([["Loan Repayment Schedule"], ["Printed on 2026-06-21"], *english]), OF_ROWS)
    yield Paper("loan-schedule.pdf", pdf(english, [["Loan Repayment Schedule"], ["Printed on 2026-06-21"]]), OF_ROWS)
    lines = ["借款还款计划", "数据截至2026年06月21日"]
    for n, due, p, i in _ROWS:
        lines += [
            f"{due:%Y-%m-%d}",
            f"第{n}/6期",
            f"¥{grouped(p + i)}",
            f"含本金¥{grouped(p)}，利息¥{grouped(i)}",
            "未还",
        ]
    yield Paper("计划-逐项.txt", "\n".join(lines).encode("utf-16"), OF_ROWS)
    sums = ((2_093_06, 144_00), (2_025_12, 120_61), (2_011_01, 96_94))
    dues = [(n, date(2026, 6 + n, 20), total - interest, interest) for n, (total, interest) in enumerate(sums, 1)]
    like_months = Found(plan=frozenset((due, p + i) for _, due, p, i in dues))
    said = [f"第{n}期 {due} 应还{yuan(p + i)}元（本金{yuan(p)}元，利息{yuan(i)}元）" for n, due, p, i in dues]
    yield Paper("计划-聊天.txt", "\n".join(["客服：您好，您的还款计划如下：", *said]).encode(), like_months)
    parts = [
        line
        for n, due, p, i in dues
        for line in (f"第{n}期", "应还日期", f"{due}", "应还金额", f"{yuan(p + i)}元", "本金", yuan(p), "利息", yuan(i))
    ]
    yield Paper("计划-一行一项.txt", "\n".join(parts).encode(), like_months)
    paid = [
        ["期数", "还款日", "实还日", "应还本金", "应还利息", "应还罚息", "应还总额", "状态"],
        *(
            [f"{n}/6", f"{due:%Y.%m.%d}", f"{due:%Y.%m.%d}" if n < 3 else "--", yuan(p), yuan(i), "0.00", yuan(p + i),
             "已还" if n < 3 else "未还"]
            for n, due, p, i in _ROWS
        ),
    ]  # fmt: skip
    yield Paper("计划-实还日.html", html(paid, "还款计划（截至2026年9月1日）"), OF_ROWS)


_PAID = ((date(2026, 7, 20), 97_545, 7_200, 0), (date(2026, 8, 22), 98_715, 6_030, 155))
OF_PAID = Found(postings=frozenset((on, p + i + late) for on, p, i, late in _PAID))


def records() -> Iterator[Paper]:
    """What was repaid, in banks' and other lenders' words."""
    bank = [
        ["归还日期", "归还本金", "归还利息", "归还罚息", "归还复利", "合计金额", "贷款余额"],
        *(
            [f"{on:%Y%m%d}", grouped(p), grouped(i), grouped(late), "0.00", grouped(p + i + late), "0.00"]
            for on, p, i, late in _PAID
        ),
    ]
    yield Paper("贷款归还明细.csv", csv([["个人贷款归还明细"], *bank], "\t", "gb18030"), OF_PAID)
    english = [
        ["Repayment date", "Amount repaid", "Principal", "Interest", "Penalty", "Result"],
        *([f"{on:%d %b %Y}", yuan(p + i + late), yuan(p), yuan(i), yuan(late), "Success"] for on, p, i, late in _PAID),
    ]
    yield Paper("repayments.csv", csv([["Repayment history"], *english]), OF_PAID)
    posted = [
        ["入账时间", "期次", "还款类型", "实还总额", "冲本金", "冲利息", "冲罚息", "入账账户"],
        *(
            [f"{on:%Y/%m/%d} 23:1{n}", f"{n}/6", "到期扣款", grouped(p + i + late), grouped(p), grouped(i),
             grouped(late), "某某银行(1234)"]
            for n, (on, p, i, late) in enumerate(_PAID, 1)
        ),
    ]  # fmt: skip
    yield Paper("还款入账.html", html(posted, "还款入账明细"), OF_PAID)
    page = ["还款记录"]
    for n, (on, p, i, late) in enumerate(_PAID, 1):
        page += [f"第{n}期还款成功", f"{on.month}月{on.day}日 09:0{n}", f"{grouped(p + i + late)}元"]
        page += [f"本金{grouped(p)}元 利息{grouped(i)}元" + (f" 罚息{grouped(late)}元" if late else "")]
    yield Paper("记录-月日.txt", "\n".join(["2026年", *page]).encode(), OF_PAID)


def contracts() -> Iterator[Paper]:
    """Contracts, slips and pages of one loan."""
    text = (
        "个人信用消费贷款借款合同",
        "合同编号：2026消贷字第0620-0001号",
        "甲方（借款人）：李某",
        "乙方（贷款人）：某某银行股份有限公司",
        "第一条 借款金额 本合同项下借款本金为人民币（大写）陆仟元整（小写：¥6,000.00）。",
        "第二条 借款期限 借款期限为6个月，自2026年6月20日起至2026年12月20日止。",
        "第三条 借款利率 年利率（单利）14.4%，日利率=年利率/360。",
        "第四条 还款 采用等额本息法，还款日为每月20日。",
        "附件：还款计划表",
    )
    table = [["期数", "还款日期", "应还本金", "应还利息", "应还总额"],
             *([f"{n}", f"{due}", grouped(p), grouped(i), grouped(p + i)] for n, due, p, i in _ROWS)]  # fmt: skip
    page = html(table, "</p><p>".join(text))
    yield Paper("消费贷合同.html", page, _BOTH)
    yield Paper("消费贷合同.pdf", pdf(table, [[line] for line in text], "ruled"), _BOTH)
    yield Paper("消费贷合同.mht", _saved(page.decode()), _BOTH)
    slip = (
        "借 款 借 据",
        "借据号：JK20260620000123",
        "借款金额：人民币陆仟元整 ￥6000.00",
        "借款日期：2026年06月20日    到期日期：2026年12月20日",
        "月利率：1.2%    还款方式：等额本息",
        "借款人签章：李某",
    )
    yield Paper("借款借据.txt", "\n".join(slip).encode("gb18030"), _DRAWN)
    shown = (
        "借款详情", "某某金融·循环贷", "6,000.00", "借款金额(元)", "借款时间", "2026-06-20 12:01:09", "借款期限",
        "6个月", "年化利率（单利）", "14.4%", "还款方式", "每月等额", "收款账户", "某某银行(1234)", "借款合同", "查看",
    )  # fmt: skip
    yield Paper("借款详情-复制.txt", "\n".join(shown).encode(), _DRAWN)


def _saved(page: str) -> bytes:
    import quopri

    body = quopri.encodestring(page.replace("utf-8", "gb2312").encode("gb18030")).decode()
    return (
        "From: <saved>\r\nSubject: =?gb2312?B?us/NrA==?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----x"\r\n\r\n------x\r\n'
        'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        f"{body}\r\n------x--\r\n"
    ).encode("ascii")


def bills() -> Iterator[Paper]:
    """Month bills of other products."""
    rows: Sequence[Sequence[str]] = [
        ["消费时间", "商户", "应还金额(元)", "分期"],
        ["2026-06-12 10:00", "某某超市", "30.50", "不分期"],
        ["2026-06-20 11:00", "某某商城", "500.00", "第2/6期"],
        ["2026-06-28 12:00", "某某外卖", "21.90", "不分期"],
    ]
    due = Found(bills=frozenset({(date(2026, 7, 8), 55_240)}))
    above = [["美团月付账单"], ["账单月份", "2026年7月"], ["应还总额", "552.40"], ["还款日", "2026-07-08"]]
    yield Paper("月付账单.csv", csv([*above, *rows]), due)
    yield Paper("白条账单.html", html(rows, "京东白条 2026年7月账单 本期应还 552.40元 最后还款日 2026-07-08"), due)


def papers() -> list[Paper]:
    """All of them."""
    return [paper for kind in (traditional, together, plans, records, contracts, bills) for paper in kind()]
