"""More statements of accounts as strangers hold them: other banks' columns, marks, days and containers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tests.importers.strangers_files import (
    MOVES,
    OF_ACCOUNT,
    Found,
    Paper,
    csv,
    grouped,
    into,
    out,
    pdf,
    xlsx,
    yuan,
)

_WIDE = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")


def _sided(header: Sequence[str], show: str = "%Y-%m-%d") -> list[list[str]]:
    return [list(header), *([f"{m.on:{show}}", m.text, out(m), into(m), yuan(m.balance)] for m in MOVES)]


def marked_amounts() -> Iterator[Paper]:
    """Amounts whose sign is written in the many ways of banks."""
    shows = {
        "括号为负.csv": lambda m: f"({grouped(-m.fen)})" if m.fen < 0 else grouped(m.fen),
        "全角括号.csv": lambda m: f"（{grouped(-m.fen)}）" if m.fen < 0 else grouped(m.fen),
        "数学减号.csv": lambda m: f"−{grouped(-m.fen)}" if m.fen < 0 else f"+{grouped(m.fen)}",
        "全角数字.csv": lambda m: grouped(m.fen).translate(_WIDE),
        "货币在前.csv": lambda m: f"{'-' if m.fen < 0 else '+'}¥{grouped(abs(m.fen))}",
        "货币与负号.csv": lambda m: f"CNY {grouped(m.fen)}",
        "借贷在后.csv": lambda m: f"{grouped(abs(m.fen))} {'DR' if m.fen < 0 else 'CR'}",
        "借贷在前.csv": lambda m: f"{'借' if m.fen < 0 else '贷'} {grouped(abs(m.fen))}",
        "支出字样.csv": lambda m: f"{'支出' if m.fen < 0 else '收入'}{grouped(abs(m.fen))}元",
        "空格千分.csv": lambda m: f"{grouped(m.fen).replace(',', ' ')}",
    }
    for name, show in shows.items():
        rows = [
            ["交易日期", "交易摘要", "交易金额", "账户余额"],
            *([f"{m.on}", m.text, show(m), grouped(m.balance)] for m in MOVES),
        ]
        yield Paper(name, csv([["某某银行个人活期账户明细"], *rows]), OF_ACCOUNT)
    mixed = [
        ["交易日期", "摘要", "借方发生额", "贷方发生额", "借/贷", "余额"],
        *(
            [f"{m.on}", m.text, out(m, grouped, "0.00"), into(m, grouped, "0.00"), "贷", grouped(m.balance)]
            for m in MOVES
        ),
    ]
    yield Paper("余额方向.csv", csv(mixed), OF_ACCOUNT)
    change = [
        ["记账日期", "账户变动", "变动后余额", "交易说明"],
        *([f"{m.on}", f"{'+' if m.fen > 0 else ''}{yuan(m.fen)}", yuan(m.balance), m.text] for m in MOVES),
    ]
    yield Paper("账户变动.csv", csv(change), OF_ACCOUNT)


def other_days() -> Iterator[Paper]:
    """Days in the forms that banks print."""
    forms = {
        "日期-无前导零.csv": lambda m: f"{m.on.year}-{m.on.month}-{m.on.day}",
        "日期-美式斜线.csv": lambda m: f"{m.on:%d/%m/%Y}",
        "日期-英文月.csv": lambda m: f"{m.on:%d-%b-%Y}",
        "日期-紧凑时刻.csv": lambda m: f"{m.on:%Y%m%d}{m.at:%H%M%S}",
        "日期-空格时刻.csv": lambda m: f"{m.on:%Y%m%d} {m.at:%H%M%S}",
        "日期-斜线时刻.csv": lambda m: f"{m.on.year}/{m.on.month}/{m.on.day} {m.at.hour}:{m.at:%M}",
        "日期-汉字.csv": lambda m: f"{m.on.year}年{m.on.month}月{m.on.day}日",
        "日期-全角.csv": lambda m: f"{m.on:%Y／%m／%d}".translate(_WIDE),
    }
    for name, show in forms.items():
        rows = [
            ["交易时间", "币种", "交易金额", "账户余额", "对方姓名", "摘要"],
            *([show(m), "人民币", yuan(m.fen), yuan(m.balance), m.party, m.text] for m in MOVES),
        ]
        yield Paper(name, csv(rows), OF_ACCOUNT)
    serial = [
        ["交易日期", "摘要", "支出", "收入", "余额"],
        *(
            [
                (m.on.toordinal() - 693594),
                m.text,
                -m.fen / 100 if m.fen < 0 else None,
                m.fen / 100 if m.fen > 0 else None,
                m.balance / 100,
            ]
            for m in MOVES
        ),
    ]
    yield Paper("日期-序列号.xlsx", xlsx(serial), OF_ACCOUNT)
    number = [
        ["交易日期", "摘要", "支出", "收入", "余额"],
        *(
            [
                int(f"{m.on:%Y%m%d}"),
                m.text,
                -m.fen / 100 if m.fen < 0 else None,
                m.fen / 100 if m.fen > 0 else None,
                m.balance / 100,
            ]
            for m in MOVES
        ),
    ]
    yield Paper("日期-整数.xlsx", xlsx([["某某银行"], *number]), OF_ACCOUNT)


def banks_of_others() -> Iterator[Paper]:
    """Columns of banks that nobody declared."""
    dashes = "-" * 19
    boc = [
        ["中国某某银行交易流水明细单"],
        [
            "记账日期",
            "记账时间",
            "币别",
            "金额",
            "余额",
            "交易名称",
            "渠道",
            "网点名称",
            "附言",
            "对方账户名",
            "对方卡号/账号",
            "对方开户行",
            "借记卡号",
        ],
        *(
            [
                f"{m.on}",
                f"{m.at}",
                "人民币",
                grouped(m.fen),
                grouped(m.balance),
                m.text,
                "银企对接",
                dashes,
                "-" * 10,
                m.party or dashes,
                "Z200******010N",
                dashes,
                "3167",
            ]
            for m in MOVES
        ),
    ]
    yield Paper("短线占位.csv", csv(boc), OF_ACCOUNT)
    webank = [
        [
            "记账日期\nDate",
            "对方户名\nCounterparty",
            "对方账号\nAccount No.",
            "对方行名\nBank",
            "摘要\nSummary",
            "备注\nRemark",
            "币种\nCurrency",
            "金额\nAmount",
            "余额\nBalance",
        ],
        *(
            [f"{m.on}", m.party[:8], "2155****0690", "支付宝", m.text, "", "CNY", grouped(m.fen), grouped(m.balance)]
            for m in MOVES
        ),
    ]
    flat = [[cell.replace("\n", " ") for cell in row] for row in webank]
    yield Paper(
        "双语抬头.pdf", pdf(flat, [["某某民营银行 账户交易明细"], ["户名：张* 账号：6236********1234"]]), OF_ACCOUNT
    )
    yield Paper("双语抬头-两页.pdf", pdf(flat, [["某某民营银行 账户交易明细"]], "two pages"), OF_ACCOUNT)
    flows = "".join(
        f"<tr>{'<td rowspan=6>FLOW-001</td>' if n == 0 else ''}<td>{m.on} {m.at}</td><td>CNY</td><td>{yuan(m.fen)}</td>"
        f"<td>{yuan(m.balance)}</td><td>{m.text}</td><td>{m.party}:2155****0690</td></tr>"
        for n, m in enumerate(MOVES)
    )
    head = (
        "<tr><td>交易流水号</td><td>记账日期</td><td>货币</td><td>交易金额</td>"
        "<td>账户余额</td><td>交易摘要</td><td>对手信息</td></tr>"
    )
    yield Paper(
        "合并单元格.html",
        f"<html><meta charset=utf-8><p>某某银行交易流水</p><table>{head}{flows}</table></html>".encode(),
        OF_ACCOUNT,
    )
    hsbc = [
        ["Date", "Description", "Billing amount", "Billing currency", "Balance", "Balance currency"],
        *(
            [f"{m.on:%d/%m/%Y}", m.text, f"{grouped(m.fen)}\t", "CNY", f"{grouped(m.balance)}\t", "CNY"]
            for m in reversed(MOVES)
        ),
    ]
    yield Paper("外资行.csv", csv(hsbc), OF_ACCOUNT)
    english = [
        ["Transaction Date", "Value Date", "Narrative", "Debit Amount", "Credit Amount", "Closing Balance"],
        *(
            [f"{m.on:%d/%m/%Y}", f"{m.on:%d/%m/%Y}", m.text, out(m, grouped), into(m, grouped), grouped(m.balance)]
            for m in MOVES
        ),
    ]
    yield Paper("narrative.csv", csv(english), OF_ACCOUNT)
    padded = [
        [
            "交易日期     ",
            "摘要",
            "交易场所",
            "交易金额(收入)",
            "交易金额(支出)",
            "记账金额(收入)",
            "记账金额(支出)",
            "记账币种",
            "余额",
        ],
        *(
            [
                f"{m.on}     \t",
                f"{m.text}        \t",
                "手机银行\t",
                "-   \t",
                "-   \t",
                f"{into(m, grouped)}     \t",
                f"{out(m, grouped)}     \t",
                "人民币  \t",
                f"{grouped(m.balance)}  \t",
                "",
            ]
            for m in MOVES
        ),
    ]
    yield Paper(
        "两对金额.csv",
        csv(
            [
                ["明细查询文件下载"],
                [""],
                ["卡号: 1234****9876", "卡别名: "],
                [""],
                *padded,
                [" "],
                ["人民币合计", "", "", "", "", "1.00", "2.00"],
            ]
        ),
        OF_ACCOUNT,
    )
    opening = MOVES[0].balance - MOVES[0].fen
    carried = [
        ["日期", "凭证号", "摘要", "借方", "贷方", "余额"],
        ["2026-02-01", "", "期初余额", "", "", grouped(opening)],
        *(
            [f"{m.on}", f"00{n}", m.text, out(m, grouped), into(m, grouped), grouped(m.balance)]
            for n, m in enumerate(MOVES[:3])
        ),
        ["", "", "过次页", "", "", grouped(MOVES[2].balance)],
        ["", "", "承前页", "", "", grouped(MOVES[2].balance)],
        *(
            [f"{m.on}", f"01{n}", m.text, out(m, grouped), into(m, grouped), grouped(m.balance)]
            for n, m in enumerate(MOVES[3:])
        ),
        ["2026-04-30", "", "期末余额", "", "", grouped(MOVES[-1].balance)],
        ["", "", "本期合计", "1,873.43", "6,512.03", ""],
    ]
    yield Paper("承前页.csv", csv(carried), OF_ACCOUNT)
    yield Paper("承前页.pdf", pdf(carried, [["某某城市商业银行 分户账"]]), OF_ACCOUNT)
    two_heads = [
        ["日期", "摘要", "交易金额", "", "账户余额"],
        ["", "", "支出", "收入", ""],
        *([f"{m.on}", m.text, out(m), into(m), yuan(m.balance)] for m in MOVES),
    ]
    yield Paper("两行抬头.xlsx", xlsx([["某某银行明细"], *two_heads], ["C2:D2"]), OF_ACCOUNT)


def boxed() -> Iterator[Paper]:
    """Statements drawn with letters, as tables of a note program, or record by record."""
    rows = _sided(["交易日期", "摘要", "支出金额", "收入金额", "账户余额"])
    wide = [max(len(cell.encode("gb18030")) for cell in column) for column in zip(*rows, strict=True)]

    def padded(row: Sequence[str], mark: str) -> str:
        return (
            mark
            + mark.join(
                f" {cell}{' ' * (size - len(cell.encode('gb18030')))} " for cell, size in zip(row, wide, strict=True)
            )
            + mark
        )

    rule = "+" + "+".join("-" * (size + 2) for size in wide) + "+"
    drawn = [rule, padded(rows[0], "|"), rule, *(padded(row, "|") for row in rows[1:]), rule]
    yield Paper("方框.txt", "\r\n".join(["某某银行账户明细", *drawn]).encode("gb18030"), OF_ACCOUNT)
    lines = [padded(rows[0], "│"), *(padded(row, "│") for row in rows[1:])]
    yield Paper("制表线.txt", "\r\n".join(["某某银行账户明细", *lines]).encode(), OF_ACCOUNT)
    note = [f"| {' | '.join(row)} |" for row in rows]
    yield Paper(
        "笔记.md", "\n".join(["# 账户明细", "", note[0], "|---|---|---|---|---|", *note[1:]]).encode(), OF_ACCOUNT
    )


def other_wallets() -> Iterator[Paper]:
    """Bills of wallets that nobody declared; what they say of money is read, or they are refused."""
    header = ["交易时间", "交易类型", "收支方向", "交易金额", "支付方式", "商户名称", "订单状态", "交易流水号"]
    rows = [
        ["2026-02-10 08:01:33", "还款", "支出", "900.41", "某某银行储蓄卡(0001)", "借呗", "交易成功", "YSF001"],
        ["2026-02-11 12:15:00", "消费", "支出", "35.50", "某某银行储蓄卡(0001)", "某某餐饮店", "交易成功", "YSF002"],
        ["2026-02-12 09:00:00", "退款", "收入", "12.00", "某某银行储蓄卡(0001)", "某某商城", "交易成功", "YSF003"],
    ]
    yield Paper(
        "云闪付.csv",
        csv([["云闪付交易账单"], ["起止时间：2026-02-01至2026-02-28"], header, *rows]),
        Found(wallet=frozenset({(date(2026, 2, 10), 90_041)})),
    )


def wallets_of_cards() -> Iterator[Paper]:
    """A wallet that names the card in place of a way of paying, with sums below, and one whose page has brackets."""
    header = [
        "序号",
        "交易日期",
        "交易时间",
        "交易类型",
        "交易金额(元)",
        "收支方向",
        "交易卡号",
        "商户/对方",
        "交易状态",
    ]
    rows = [
        ["1", "2026-02-08", "10:00:00", "贷款还款", "903.41", "支出", "6222****0001", "招联消费金融", "成功"],
        ["2", "2026-02-09", "11:00:00", "消费", "45.80", "支出", "6222****0001", "某某超市", "成功"],
        ["合计", "", "", "", "949.21", "", "", "", ""],
    ]
    paid = Found(wallet=frozenset({(date(2026, 2, 8), 90_341)}))
    yield Paper("云闪付卡.csv", csv([["云闪付交易明细"], header, *rows]), paid)
    shown = [
        "美团账单",
        "2026年2月",
        "支出¥931.49 收入¥0.00",
        "【美团月付】主动还款2026年1月账单",
        "2月8日 10:00",
        "-¥903.41",
    ]
    noted = Found(notices=frozenset({(date(2026, 2, 8), 90_341)}))
    yield Paper("美团页面.txt", "\n".join([*shown, "某某外卖", "2月10日 10:00", "-¥28.08"]).encode(), noted)


def statements() -> list[Paper]:
    """All of them."""
    kinds = (marked_amounts, other_days, banks_of_others, boxed, other_wallets, wallets_of_cards)
    return [paper for kind in kinds for paper in kind()]
