"""Papers whose rows do not stand one beneath the other as in a plain table: groups by day, wrapped cells, blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tests.importers.strangers_files import (
    MOVES,
    OF_ACCOUNT,
    OF_PLAN,
    PLAN,
    Found,
    Paper,
    csv,
    grouped,
    html,
    into,
    mail,
    out,
    pdf,
    xlsx,
    yuan,
)


def groups_by_day() -> Iterator[Paper]:
    """Statements that put the day, or the month, in a row of its own above what happened then."""
    header = ["交易时间", "摘要", "收入", "支出", "余额"]
    rows: list[list[str]] = [["某某银行账户交易明细"], header]
    for on, moves in groupby(MOVES, key=lambda m: m.on):
        rows.append([f"{on:%Y年%m月%d日}", "", "", "", ""])
        rows += [[f"{m.at:%H:%M:%S}", m.text, into(m), out(m), yuan(m.balance)] for m in moves]
    yield Paper("按日分组.csv", csv(rows), OF_ACCOUNT)


def wrapped_cells() -> Iterator[Paper]:
    """Cells that hold line ends, and texts that run over several lines of print."""
    rows = [
        ["交易日期", "交易金额", "账户余额", "交易摘要", "对方信息"],
        *(
            [
                f"{m.on}\n{m.at}",
                grouped(m.fen),
                grouped(m.balance),
                f"{m.text[:3]}\n{m.text[3:]}",
                m.party.replace("（", "\n（"),
            ]
            for m in MOVES
        ),
    ]
    quoted = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    yield Paper("单元格换行.csv", quoted.encode("gb18030"), OF_ACCOUNT)
    yield Paper("单元格换行.xlsx", xlsx([["某某银行流水"], *rows]), OF_ACCOUNT)
    breaks = html([[cell.replace("\n", "<br/>") for cell in row] for row in rows], "某某银行流水")
    yield Paper("单元格换行.html", breaks, OF_ACCOUNT)
    long = [
        ["交易日期", "交易摘要", "交易对手名称及账号", "收入", "支出", "余额"],
        *(
            [
                f"{m.on}",
                m.text,
                f"{m.party} 2155****0690 某某银行股份有限公司某某支行营业部",
                into(m, grouped),
                out(m, grouped),
                grouped(m.balance),
            ]
            for m in MOVES
        ),
    ]
    for style in ("centred", "hanging", "two pages", "two ruled pages", "heading of two lines"):
        yield Paper(
            f"长对手-{style}.pdf", pdf(long, [["某某村镇银行交易流水"], ["账号 6230****1234"]], style), OF_ACCOUNT
        )


def blocks() -> Iterator[Paper]:
    """Rows told as blocks of labels and values, one beneath the other."""
    lines = ["某某银行交易明细查询"]
    for m in MOVES:
        lines += [
            f"交易时间：{m.on} {m.at}",
            f"交易类型：{m.text}",
            f"交易金额：{'+' if m.fen > 0 else '-'}{grouped(abs(m.fen))}元",
            f"账户余额：{grouped(m.balance)}元",
            "",
        ]
    yield Paper("逐笔分块.txt", "\n".join(lines).encode(), OF_ACCOUNT)
    behind = ["收支明细"]  # the day behind each row, and a day above the first: it may be either row's
    for m in MOVES:
        behind += [m.text, f"{m.fen / 100:+.2f}", f"余额 {yuan(m.balance)}", f"{m.on}"]
    yield Paper("日在行后.txt", "\n".join(behind).encode(), OF_ACCOUNT)
    yield Paper("日在行前或行后.txt", "\n".join(["2026-05-01", *behind[1:]]).encode(), Found())
    plan = ["还款计划", "查询日期：2026-01-20"]
    for n, due, p, i in PLAN:
        plan += [
            f"期数：第{n}期",
            f"应还日期：{due}",
            f"应还本金：{yuan(p)}元",
            f"应还利息：{yuan(i)}元",
            f"应还总额：{yuan(p + i)}元",
            "",
        ]
    yield Paper("计划-分块.txt", "\n".join(plan).encode("gb18030"), OF_PLAN)


def side_by_side() -> Iterator[Paper]:
    """Tables with more beside or between what is wanted."""
    header = ["交易日期", "摘要", "支出", "收入", "余额"]
    rows = [[f"{m.on}", m.text, out(m), into(m), yuan(m.balance)] for m in MOVES]
    margin = [["", "", *header], *(["", "", *row] for row in rows)]
    yield Paper("空列在前.xlsx", xlsx([[], ["", "", "账户明细"], [], *margin]), OF_ACCOUNT)
    gaps = [header, *(line for row in rows for line in (row, []))]
    yield Paper("隔行空白.xlsx", xlsx(gaps), OF_ACCOUNT)
    doubled = [
        ["交易日期", "", "摘要", "", "支出", "", "收入", "", "余额"],
        *([x for cell in row for x in (cell, "")][:-1] for row in rows),
    ]
    yield Paper("隔列空白.csv", csv(doubled), OF_ACCOUNT)
    notes = [
        *rows[:3],
        ["备注：以上为第一页", "", "", "", ""],
        ["温馨提示：2026-03-01起调整手续费，详询 95588"],
        *rows[3:],
    ]
    yield Paper("夹着说明.csv", csv([header, *notes]), OF_ACCOUNT)
    hidden = [
        ["对账单"],
        ["户名", "张*", "账号", "6230****1234"],
        ["起始日期", "2026-02-01", "终止日期", "2026-04-30"],
        ["期初余额", "1,234.56", "期末余额", yuan(MOVES[-1].balance)],
        [],
        header,
        *rows,
    ]
    yield Paper("抬头有金额.csv", csv(hidden), OF_ACCOUNT)


def tongues() -> Iterator[Paper]:
    """A plan in English, as a page and as a mail."""
    english = html(
        [
            ["Due date", "Principal", "Interest", "Total due", "Status"],
            *([f"{due:%d %B %Y}", grouped(p), grouped(i), grouped(p + i), "Unpaid"] for _, due, p, i in PLAN),
        ],
        "Repayment schedule as of 20 January 2026",
    )
    yield Paper("schedule.html", english, OF_PLAN)
    yield Paper("schedule.eml", mail(english.decode(), "utf-8", "Your repayment schedule"), OF_PLAN)


def unrounded() -> Iterator[Paper]:
    """A plan of formulas that keep parts of a fen; with the two decimals that it shows it is read."""
    head = ["期数", "还款日", "应还本金", "应还利息", "应还总额"]
    kept = [[n, d, p / 100 + 0.0013, i / 100 - 0.0021, (p + i) / 100 - 0.0008] for n, d, p, i in PLAN]
    yield Paper("公式没有取整.xlsx", xlsx([head, *kept]), Found())
    shown = [[*row[:2], *(f"{cell:.2f}" for cell in row[2:])] for row in kept]
    yield Paper("公式看到的两位.csv", csv([head, *([str(cell) for cell in row] for row in shown)]), OF_PLAN)


def days_in_columns() -> Iterator[Paper]:
    """Days in three columns, two days in one; and the look-alikes: days that no month has, and days of interest."""
    head = ["期数", "年", "月", "日", "应还本金", "应还利息", "应还总额"]
    parts = [[f"{n}", f"{d.year}", f"{d.month}", f"{d.day}", yuan(p), yuan(i), yuan(p + i)] for n, d, p, i in PLAN]
    totals = ["合计", "", "", "", yuan(sum(p for *_, p, _ in PLAN)), "", ""]
    yield Paper("年月日三列.csv", csv([head, *parts, totals]), OF_PLAN)
    paid = frozenset((d, p + i) for _, d, p, i in PLAN)
    grouping = ["", "实还日期", "", "", "", "", ""]
    yield Paper("年月日三列-实还.csv", csv([grouping, head, *parts]), Found(postings=paid))
    moves = [
        ["年", "月", "日", "摘要", "收入", "支出", "余额"],
        *(
            [f"{m.on.year}年", f"{m.on.month}月", f"{m.on.day}日", m.text, into(m), out(m), yuan(m.balance)]
            for m in MOVES
        ),
    ]
    yield Paper("年月日三列-流水.csv", csv(moves), OF_ACCOUNT)
    wrong = [[*row[:2], "13", *row[3:]] for row in parts]
    yield Paper("年月日三列-没有的月.csv", csv([head, *wrong]), Found())

    def spans(heading: str) -> bytes:
        head = ["期数", heading, "应还本金", "应还利息", "应还总额"]
        return csv(
            [head, *([f"{n}", f"{d:%Y.%m}.01~{d:%Y.%m.%d}", yuan(p), yuan(i), yuan(p + i)] for n, d, p, i in PLAN)]
        )

    yield Paper("起始日到期日一列.csv", spans("起始日~到期日"), OF_PLAN)
    yield Paper("计息期间一列.csv", spans("计息期间"), Found())


def odd() -> list[Paper]:
    """All of them."""
    kinds = (groups_by_day, wrapped_cells, blocks, side_by_side, tongues, unrounded, days_in_columns)
    return [paper for kind in kinds for paper in kind()]
