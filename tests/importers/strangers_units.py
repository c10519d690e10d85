"""Papers that state their unit above the table, hold two things in one cell, or lie in mailboxes and old charsets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.importers.strangers_files import (
    MOVES,
    OF_ACCOUNT,
    OF_PLAN,
    PLAN,
    Found,
    Paper,
    csv,
    html,
    into,
    mail,
    out,
    xlsx,
    yuan,
)
from tests.importers.strangers_lenders import document

_ROWS = [[f"{n}", f"{due}", yuan(p), yuan(i), yuan(p + i)] for n, due, p, i in PLAN]
_HEAD = ["期数", "还款日", "应还本金", "应还利息", "应还合计"]


def units() -> Iterator[Paper]:
    """Sums in ten thousand yuan, in thousands and in fen, as a line above the table says."""
    asked = ["查询日期：2026-01-20"]
    for unit, per in (("万元", 1_000_000), ("千元", 100_000)):
        rows = [[f"{n}", f"{due}", *(f"{x / per:.6f}" for x in (p, i, p + i))] for n, due, p, i in PLAN]
        yield Paper(f"单位-{unit}.csv", csv([[f"还款计划（单位：{unit}）"], asked, _HEAD, *rows]), OF_PLAN)
    fen = [[f"{n}", f"{due}", f"{p}", f"{i}", f"{p + i}"] for n, due, p, i in PLAN]
    yield Paper("单位-分.csv", csv([["还款计划 金额单位：分"], ["查询日期：2026-01-20"], _HEAD, *fen]), OF_PLAN)
    yield Paper("单位-分却有小数.csv", csv([["还款计划 单位：分"], ["查询日期：2026-01-20"], _HEAD, *_ROWS]), OF_PLAN)
    account = [[f"{m.on}", m.text, *(f"{x / 1e6:.6f}" for x in (m.fen, m.balance))] for m in MOVES]
    head = ["交易日期", "摘要", "交易金额", "余额"]
    yield Paper(
        "单位-流水万元.csv", csv([["某某银行账户流水"], ["币种：人民币", "单位：万元"], head, *account]), OF_ACCOUNT
    )
    branch = [[f"{m.on}", m.text, yuan(m.fen), yuan(m.balance)] for m in MOVES]
    yield Paper("单位-是分行.csv", csv([["某某银行账户流水"], ["开户单位：分行营业部"], head, *branch]), OF_ACCOUNT)


def cells() -> Iterator[Paper]:
    """Cells that hold a period and its day, and cells whose amounts a narrow column broke."""
    both = [[f"第{n}期（{due:%Y年%m月%d日}）", yuan(p), yuan(i), yuan(p + i)] for n, due, p, i in PLAN]
    sheet = [["还款计划 查询日期：2026-01-20"], ["期次（还款日）", *_HEAD[2:]], *both]
    yield Paper("期次连着日.xlsx", xlsx(sheet), OF_PLAN)
    torn = [[n, due, p.replace(".", ".\n"), i.replace(".", "\n."), total] for n, due, p, i, total in _ROWS]
    yield Paper("金额断行.docx", document("还款计划表", "打印日期：2026年1月20日", [_HEAD, *torn]), OF_PLAN)


def statements() -> Iterator[Paper]:
    """A statement whose opening and closing balances have days, and the same in a mailbox and in Big5."""
    head = ["日期", "摘要", "收入", "支出", "余额"]
    rows = [[f"{m.on}", m.text, into(m), out(m), yuan(m.balance)] for m in MOVES]
    around = [
        ["2026-02-01", "上期结转", "", "", "1234.56"],
        *rows,
        ["2026-04-30", "期末余额", "", "", yuan(MOVES[-1].balance)],
        ["2026-04-30", "本期合计", "6512.03", "1843.43", ""],
    ]
    yield Paper("期初期末有日.csv", csv([["某某银行流水"], head, *around]), OF_ACCOUNT)
    box = b"".join(
        b"From bill@example.com Sat Apr 18 09:00:00 2026\n" + mail(html([head, *part], "账户流水").decode()) + b"\n\n"
        for part in (rows[:3], rows[3:])
    )
    yield Paper("邮箱.mbox", box, OF_ACCOUNT)
    old = [["帳戶交易明細"], ["日期", "說明", "存入", "支出", "結餘"], *([r[0], "還款", *r[2:]] for r in rows)]
    yield Paper("大五码.csv", csv(old, ",", "big5"), OF_ACCOUNT)


def pages() -> Iterator[Paper]:
    """Parts of plans, lines that were read letter by letter, and repayments on one line each."""
    part = ["美团借钱", "还款计划", "借款时间 2026-01-15", "借款金额 8000.00元"]
    part += [f"{n}/12期 {due} 待还款 ¥{yuan(p + i)} (含本金 ¥{yuan(p)} 利息 ¥{yuan(i)})" for n, due, p, i in PLAN[:4]]
    some = frozenset((due, p + i) for _, due, p, i in PLAN[:4])
    yield Paper(
        "十二期里的四期.txt",
        "\n".join(part).encode(),
        Found(plan=some, loans=frozenset({(date(2026, 1, 15), 800_000)})),
    )
    today = ["有钱花", "还款计划", "查询时间：2026-03-15 10:00"]
    for n, due, p, i in PLAN:
        today += [
            f"期数：{n}/5",
            f"还款日：{due}",
            f"应还总额：{yuan(p + i)}元",
            f"本金：{yuan(p)}元 利息：{yuan(i)}元",
        ]
        today += [f"状态：{'今日待还' if n == 2 else '已还清' if n == 1 else '待还'}"]
    yield Paper("今日待还.txt", "\n".join(today).encode(), OF_PLAN)
    spaced = ["还 款 计 划"]
    for n, due, p, i in PLAN:
        spaced += [f"第 {n} 期   {due}    ¥ {(p + i) / 100:,.2f}   待 还".replace(",", " , ")]
        spaced += [f"本 金 ¥ {yuan(p)}   利 息 ¥ {yuan(i)}"]
    yield Paper("逐字空格.txt", "\n".join(spaced).encode(), OF_PLAN)
    ruled = ["京东金条", "借款详情", "借款本金", "9,000.00元", "借款日期", "2026年01月15日", "借款期限", "5个月"]
    ruled += ["还款计划", "期数 应还日期 应还金额 状态", *(f"{n} {due} {yuan(p + i)} 待还" for n, due, p, i in PLAN)]
    totals = Found(loans=frozenset({(date(2026, 1, 15), 900_000)}))
    yield Paper("详情下面的计划.txt", "\n".join(ruled).encode(), totals)
    paid = ["网商贷 还款记录"]
    paid += [f"{due} 06:12:30 还款成功 {yuan(p + i)}元 本金{yuan(p)}元 利息{yuan(i)}元" for _, due, p, i in PLAN[:3]]
    found = Found(postings=frozenset((due, p + i) for _, due, p, i in PLAN[:3]))
    yield Paper("一行一笔.txt", "\n".join(paid).encode(), found)


def stated() -> list[Paper]:
    """All of them."""
    return [paper for kind in (units, cells, statements, pages) for paper in kind()]
