"""Statements of accounts in layouts that the other papers do not have: days without year, split heads, sides, marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time

from tests.importers.strangers_files import Found, Move, Paper, csv, grouped, html, into, mail, out, pdf, xlsx, yuan

_WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def _moves() -> tuple[Move, ...]:
    told = (
        (date(2026, 7, 1), time(8, 2, 11), 812_340, "工资", "无锡某某机械有限公司"),
        (date(2026, 7, 1), time(9, 15, 40), -123_456, "网银在线-金条还款", "网银在线（北京）科技有限公司"),
        (date(2026, 7, 1), time(20, 1, 5), -3_990, "超市", "某某便利店"),
        (date(2026, 7, 18), time(7, 30, 0), -45_000, "财付通-微粒贷还款", "财付通支付科技有限公司"),
        (date(2026, 8, 1), time(9, 16, 2), -123_456, "网银在线-金条还款", "网银在线（北京）科技有限公司"),
        (date(2026, 8, 2), time(11, 0, 0), 3_990, "退货", "某某便利店"),
        (date(2026, 8, 18), time(7, 30, 0), -1_045_000, "财付通-微粒贷还款", "财付通支付科技有限公司"),
    )
    balance, rows = 1_560_078, []
    for on, at, fen, text, party in told:
        balance += fen
        rows.append(Move(on, at, fen, balance, text, party))
    return tuple(rows)


MOVED = _moves()
OF_MOVED = Found(bank=frozenset((m.on, m.fen) for m in MOVED))


def days() -> Iterator[Paper]:
    """Days without a year, in one number, or in other writing than the hyphened one."""
    rows = [
        ["日期", "时间", "类型", "借方发生额(元)", "贷方发生额(元)", "账面余额(元)"],
        *(
            [f"{m.on:%m/%d}", f"{m.at:%H:%M}", m.text, out(m, grouped, "-"), into(m, grouped, "-"), grouped(m.balance)]
            for m in MOVED
        ),
    ]
    above = [["某某农村信用社 存款账户明细"], ["起止日期：2026/07/01 - 2026/08/31", "账号 6231****0099"]]
    yield Paper("月日无年.csv", csv([*above, *rows], ";", "gb18030"), OF_MOVED)
    yield Paper("月日无年.pdf", pdf(rows, above, "amounts to the right"), OF_MOVED)
    numbers = [
        ["账务日期", "交易时刻", "发生额", "收付标志", "结余", "摘要"],
        *(
            [f"{m.on:%Y%m%d}", f"{m.at:%H%M%S}", yuan(abs(m.fen)), "付" if m.fen < 0 else "收", yuan(m.balance), m.text]
            for m in MOVED
        ),
    ]
    yield Paper("数字日期.txt", csv(numbers, "\t", "utf-16"), OF_MOVED)
    han = [
        ["交易时间", "交易内容", "收入（元）", "支出（元）", "余额（元）"],
        *(
            [
                f"{m.on.year}年{m.on.month}月{m.on.day}日{m.at:%H时%M分}".translate(_WIDE),
                m.text,
                into(m, grouped).translate(_WIDE),
                out(m, grouped).translate(_WIDE),
                grouped(m.balance).translate(_WIDE),
            ]
            for m in MOVED
        ),
    ]
    yield Paper("汉字时分.csv", csv(han, "\t", "gb18030"), OF_MOVED)
    kept = [["交易日期", "摘要", "交易金额", "余额", "对方账号"]]
    for m in MOVED:
        shown = [f"\t{grouped(m.fen)}", f"\t{grouped(m.balance)}", "\t2155****0690"]
        kept.append([f'="{m.on:%Y%m%d}"', m.text, *shown])
    yield Paper("公式文本.csv", csv(kept), OF_MOVED)
    timed = [
        ["序号", "交易日期时间", "交易渠道", "交易金额", "交易后余额", "交易备注"],
        *([f"{n}", f"{m.on:%Y-%m-%d}T{m.at}", "快捷支付", f"{m.fen / 100:+.2f}", yuan(m.balance), m.text]
          for n, m in enumerate(MOVED, 1)),
    ]  # fmt: skip
    yield Paper("时刻带T.csv", b"\xef\xbb\xbf" + csv(timed), OF_MOVED)


def heads() -> Iterator[Paper]:
    """Headings of several rows, with units and in two languages, and what stands above and below."""
    rows = [
        [f"{m.on}", f"{m.at}", m.text, out(m, grouped), into(m, grouped), grouped(m.balance), m.party] for m in MOVED
    ]
    three = [
        ["某某银行股份有限公司", "", "", "", "", "", ""],
        ["对私账户交易明细", "", "", "单位：人民币元", "", "", ""],
        ["户名：张*", "", "账号：6226****7788", "", "币种：人民币", "", ""],
        ["交易日期", "交易时间", "业务摘要", "发生额", "", "账户余额", "对方户名"],
        ["", "", "", "借方(支出)", "贷方(收入)", "", ""],
    ]
    totals = [
        ["", "", "合计", "13,409.02", "8,163.30", "", ""],
        ["经办：系统", "", "", "", "打印日期：2026-09-01", "", ""],
    ]
    yield Paper("三行抬头.xlsx", xlsx([*three, *rows, *totals], ["A1:G1", "D4:E4"]), OF_MOVED)
    yield Paper("三行抬头.csv", csv([*three, *rows, *totals], ",", "gb18030"), OF_MOVED)
    merged = (
        "<table border=1><caption>账户明细</caption><thead><tr><th rowspan=2>交易日期</th><th rowspan=2>摘要</th>"
        "<th colspan=2>交易金额</th><th rowspan=2>余额</th></tr><tr><th>支出</th><th>收入</th></tr></thead><tbody>"
        + "".join(
            f"<tr><td>{m.on}</td><td>{m.text}</td><td>{out(m)}</td><td>{into(m)}</td><td>{yuan(m.balance)}</td></tr>"
            for m in MOVED
        )
        + "</tbody><tfoot><tr><td colspan=2>合计</td><td>13409.02</td><td>8163.30</td><td></td></tr></tfoot></table>"
    )
    yield Paper(
        "表头跨行.html",
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'></head><body>"
        f"<h2>某某银行</h2>{merged}</body></html>".encode("gb18030"),
        OF_MOVED,
    )
    two_tongues = [
        ["交易日期", "起息日", "摘要", "支出", "存入", "结余"],
        ["Transaction Date", "Value Date", "Particulars", "Withdrawal", "Deposit", "Balance"],
        *(
            [f"{m.on:%d/%m/%Y}", f"{m.on:%d/%m/%Y}", m.text, out(m, grouped), into(m, grouped), grouped(m.balance)]
            for m in MOVED
        ),
    ]
    opening = grouped(MOVED[0].balance - MOVED[0].fen)
    carried = [*two_tongues[:2], ["30/06/2026", "", "承上结余 Balance B/F", "", "", opening], *two_tongues[2:]]
    yield Paper("两语两行.csv", csv([["Statement of Account 账户结单"], *carried]), OF_MOVED)
    shown = [
        ["Account Statement", "", "", "", "", ""],
        ["Account No.", "6226****7788", "Currency", "CNY", "Period", "2026-07-01 to 2026-08-31"],
        ["Tran Date", "Tran Type", "Remarks", "Dr Amount", "Cr Amount", "Available Balance"],
        *([f"{m.on:%d %b %y}", "Transfer", m.text, out(m, grouped), into(m, grouped), f"{grouped(m.balance)} CR"]
          for m in MOVED),
        ["", "", "Total", "13,409.02", "8,163.30", ""],
        ["*** End of statement ***", "", "", "", "", ""],
    ]  # fmt: skip
    yield Paper("statement-of-account.csv", csv(shown), OF_MOVED)
    yield Paper("statement-of-account.pdf", pdf(shown[2:-2], [["Account Statement"], shown[1]]), OF_MOVED)
    yield Paper("statement-of-account.eml", mail(html(shown[2:], "Account Statement").decode(), "utf-8"), OF_MOVED)
    signs = [
        ["入账日", "交易说明", "存款(+)", "取款(-)", "现余额"],
        *([f"{m.on:%Y/%m/%d}", m.text, into(m, grouped), out(m, grouped), grouped(m.balance)] for m in MOVED),
    ]
    yield Paper("存款取款.csv", csv([["活期账户历史明细"], *signs], "|"), OF_MOVED)


def books_and_harbours() -> Iterator[Paper]:
    """Statements of Hong Kong and Macau, a wallet's own ledger, and exports of English programs for budgets."""
    harbour = [
        ["交易日期", "過賬日期", "交易詳情", "提款", "存款", "貨幣", "結餘"],
        *(
            [
                f"{m.on:%Y/%m/%d}",
                f"{m.on:%Y/%m/%d}",
                m.text,
                out(m, grouped),
                into(m, grouped),
                "CNY",
                grouped(m.balance),
            ]
            for m in MOVED
        ),
    ]
    yield Paper("港銀.csv", csv([["某某銀行(香港)"], *harbour]), OF_MOVED)
    ledger = [
        [
            "账务流水号",
            "发生时间",
            "对方账号",
            "收入金额（+元）",
            "支出金额（-元）",
            "账户余额（元）",
            "业务类型",
            "备注",
        ],
        *(
            [
                f"{n}\t",
                f"{m.on} {m.at}",
                "某某公司",
                into(m),
                f"-{out(m)}" if out(m) else "",
                yuan(m.balance),
                "其它",
                m.text,
            ]
            for n, m in enumerate(MOVED)
        ),
    ]
    yield Paper("账务明细.csv", csv([["#账务明细查询"], *ledger, ["#账务明细列表结束"]], ",", "gb18030"), OF_MOVED)
    budget = [
        [
            "Account",
            "Flag",
            "Date",
            "Payee",
            "Category Group/Category",
            "Category",
            "Memo",
            "Outflow",
            "Inflow",
            "Cleared",
        ],
        *(
            [
                "card",
                "",
                f"{m.on:%d/%m/%Y}",
                m.party,
                "a: b",
                "b",
                m.text,
                f"¥{out(m) or '0.00'}",
                f"¥{into(m) or '0.00'}",
                "Cleared",
            ]
            for m in MOVED
        ),
    ]
    yield Paper("budget.csv", csv(budget), OF_MOVED)


def broken_rows() -> Iterator[Paper]:
    """Times on the line below their day, a day that stands once for all its rows, sums between months, short days."""
    torn = [
        "日期 交易类型 收入/支出金额 余额 对方户名",
        *(
            line
            for m in MOVED
            for line in (
                f"{m.on} {m.text.replace(' ', '')} {'+' if m.fen > 0 else ''}{yuan(m.fen)} {yuan(m.balance)} 某某",
                f"{m.at}",
            )
        ),
    ]
    yield Paper("时刻在下一行.txt", "\n".join(["某某银行账户明细", *torn]).encode(), OF_MOVED)
    once = [["日期", "时间", "交易说明", "金额", "余额"]]
    summed = [["交易日期", "摘要", "支出", "收入", "余额"]]
    for before, m in zip((None, *MOVED), MOVED, strict=False):
        is_same = before is not None and before.on == m.on
        once.append(["" if is_same else f"{m.on}", f"{m.at}", m.text, yuan(m.fen), yuan(m.balance)])
        if before is not None and before.on.month != m.on.month:
            summed.append([f"{before.on.month}月小计", "", "1,000.00", "2,000.00", ""])
        summed.append([f"{m.on}", m.text, out(m), into(m), yuan(m.balance)])
    yield Paper("日期只写一次.csv", csv(once), OF_MOVED)
    yield Paper("按月小计.csv", csv([["某某银行对账单"], *summed, ["本年累计", "", "1.00", "2.00", ""]]), OF_MOVED)
    lines = ["某某银行", "明细查询"]
    for before, m in zip((None, *MOVED), MOVED, strict=False):
        lines += [f"{m.on:%Y年%m月}"] if before is None or before.on.month != m.on.month else []
        lines += [
            m.text,
            f"{m.on:%m-%d} {m.at}",
            f"{'+' if m.fen > 0 else ''}{grouped(m.fen)}",
            f"余额 {grouped(m.balance)}",
        ]
    yield Paper("按月的列表.txt", "\n".join(lines).encode(), OF_MOVED)


def shapes() -> Iterator[Paper]:
    """Sheets, documents and pages that hold more than the one table, or hold it in another shape."""
    rows = [
        ["交易日期", "摘要", "借方发生额", "贷方发生额", "余额"],
        *([f"{m.on}", m.text, out(m), into(m), yuan(m.balance)] for m in MOVED),
    ]
    yield Paper("多页.xlsx", _with_notes(rows), OF_MOVED)
    yield Paper("表格2003.xls", _old_xml(rows), OF_MOVED)
    fen = [
        ["记账日期", "摘要", "金额(分)", "余额(分)"],
        *([f"{m.on}", m.text, f"{m.fen}", f"{m.balance}"] for m in MOVED),
    ]
    yield Paper("以分计.csv", csv([["某某银行账户明细"], *fen]), OF_MOVED)
    two = [
        ["账号：6226****7788"],
        *rows[:4],
        [],
        ["账号：6226****9900"],
        *rows[:1],
        *rows[4:],
    ]
    yield Paper("两个账号.csv", csv(two), OF_MOVED)
    newest = [
        ["记账时间", "交易类型", "交易金额(元)", "账户余额(元)", "交易对方"],
        *([f"{m.on}", m.text, grouped(m.fen), grouped(m.balance), m.party] for m in reversed(MOVED)),
    ]
    yield Paper("新的在前.csv", csv(newest), OF_MOVED)
    unsigned = [
        ["交易日期", "交易摘要", "交易金额", "账户余额"],
        *([f"{m.on}", m.text, grouped(abs(m.fen)), grouped(m.balance)] for m in MOVED),
    ]
    above = [["上期余额", grouped(MOVED[0].balance - MOVED[0].fen)]]
    yield Paper("有上期余额.csv", csv([["某某银行对账簿"], *above, *unsigned]), OF_MOVED)
    hidden = html(rows, "交易明细").decode()
    noise = "<tr style='display:none'><td colspan=5>2026-07-09 900.00 模板行</td></tr></tbody>"
    yield Paper("隐藏行.html", hidden.replace("</tbody>", noise).encode(), OF_MOVED)
    links = [[*rows[0], "操作"], *([*row, "详情 回单"] for row in rows[1:])]
    yield Paper("带操作列.html", html(links, "我的账户 > 交易明细 共7条"), OF_MOVED)
    reversal = [
        *rows,
        ["2026-08-20", "财付通-微粒贷还款", "450.00", "", yuan(MOVED[-1].balance - 45_000)],
        ["2026-08-20", "冲正 财付通-微粒贷还款", "-450.00", "", yuan(MOVED[-1].balance)],
    ]
    back = frozenset({(date(2026, 8, 20), -45_000), (date(2026, 8, 20), 45_000)})
    yield Paper("红字冲正.csv", csv(reversal), Found(bank=OF_MOVED.bank | back))


def _with_notes(rows: Sequence[Sequence[str]]) -> bytes:
    import io

    from openpyxl import Workbook

    book = Workbook()
    note = book.active
    assert note is not None
    note.title = "说明"
    note.append(["本文件由个人网上银行导出，仅供参考"])
    note.append(["导出时间", "2026-09-01 10:00:00"])
    sheet = book.create_sheet("明细")
    for row in rows:
        sheet.append(list(row))
    totals = book.create_sheet("汇总")
    for row in (["项目", "笔数", "金额"], ["支出", "5", "13409.02"], ["收入", "2", "8163.30"]):
        totals.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _old_xml(rows: Sequence[Sequence[str]]) -> bytes:
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="明细"><Table>'
        f"{cells}</Table></Worksheet></Workbook>"
    ).encode()


def papers() -> list[Paper]:
    """All of them."""
    return [paper for kind in (days, heads, books_and_harbours, broken_rows, shapes) for paper in kind()]
