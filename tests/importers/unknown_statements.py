"""Composes statements of banks that nobody knows, in many layouts, all telling the same five rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Row = tuple[str, str, int, int, str, str]
"""Day, time, amount in fen (negative: money out), balance after it, summary, other party."""

ROWS: tuple[Row, ...] = (
    ("2025-10-02", "08:15:00", 850_000, 1_250_000, "工资", "杭州某某科技有限公司"),
    ("2025-10-02", "09:03:11", -172_317, 1_077_683, "支付宝-还款", "支付宝（中国）网络技术有限公司"),
    ("2025-10-22", "09:02:45", -103_390, 974_293, "借呗还款", "重庆蚂蚁消费金融有限公司"),
    ("2025-11-02", "12:00:00", 1_203, 975_496, "结息", ""),
    ("2025-11-22", "09:04:51", -103_390, 872_106, "借呗还款", "重庆蚂蚁消费金融有限公司"),
)


def yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def plain(fen: int) -> str:
    return yuan(fen).replace(",", "")


@dataclass(frozen=True)
class Paper:
    """A header, how a row is written under it, and what stands above and below."""

    header: tuple[str, ...]
    row: Callable[[Row], tuple[str, ...]]
    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()
    newest_first: bool = False

    def grid(self, rows: Sequence[Row] = ROWS) -> list[list[str]]:
        ordered = list(reversed(rows)) if self.newest_first else list(rows)
        return [list(cells) for cells in (*self.above, self.header, *map(self.row, ordered), *self.below)]


PAPERS: dict[str, Paper] = {
    "two columns": Paper(
        ("交易日期", "交易时间", "支出金额", "存入金额", "账户余额", "对方账号", "对方户名", "摘要"),
        lambda r: (
            r[0], r[1], yuan(-r[2]) if r[2] < 0 else "", yuan(r[2]) if r[2] > 0 else "", yuan(r[3]), "6222****0001",
            r[5], r[4],
        ),
    ),
    "rural bank of nine columns": Paper(
        ("序号", "记账日期", "摘要", "借方发生额", "贷方发生额", "余额", "对方户名", "交易机构", "备注"),
        lambda r: (
            "1", r[0].replace("-", ""), r[4], plain(-r[2]) if r[2] < 0 else "0.00", plain(r[2]) if r[2] > 0 else "0.00",
            plain(r[3]), r[5], "营业部", "",
        ),
        above=(("某某农村商业银行个人账户明细",), ("户名：张*", "账号：6217****8888", "起止日期：20251001-20251130")),
        below=(("合计", "", "", "3790.97", "8512.03"), ("打印柜员：001", "第1页/共1页")),
    ),
    "signed": Paper(
        ("日期", "交易类型", "金额(元)", "余额(元)", "交易对手", "附言"),
        lambda r: (r[0].replace("-", "/"), r[4], yuan(r[2]), yuan(r[3]), r[5], ""),
        newest_first=True,
    ),
    "plus and minus": Paper(
        ("交易时间", "交易摘要", "交易金额", "账户余额", "对方信息"),
        lambda r: (f"{r[0]} {r[1]}", r[4], ("+" if r[2] > 0 else "") + yuan(r[2]), yuan(r[3]), r[5]),
        above=(("宁波银行账户交易明细",), ("账号:6222020200001234567",)),
    ),
    "marks of debit and credit": Paper(
        ("交易日", "借贷标志", "发生额", "余额", "对方名称", "用途"),
        lambda r: (r[0], "贷" if r[2] > 0 else "借", yuan(abs(r[2])), yuan(r[3]), r[5], r[4]),
    ),
    "marks of income": Paper(
        ("交易时间", "收支类型", "交易金额", "交易后余额", "交易对方", "交易说明", "交易状态"),
        lambda r: (
            f"{r[0]} {r[1]}", "收入" if r[2] > 0 else "支出", "¥" + yuan(abs(r[2])), yuan(r[3]), r[5], r[4], "成功",
        ),
    ),
    "English": Paper(
        ("Date", "Description", "Debit", "Credit", "Balance", "Counterparty"),
        lambda r: (r[0], r[4], plain(-r[2]) if r[2] < 0 else "", plain(r[2]) if r[2] > 0 else "", plain(r[3]), r[5]),
    ),
    "bilingual": Paper(
        ("交易日期 Date", "收入 Deposit", "支出 Withdrawal", "余额 Balance", "摘要 Summary", "对方户名 Name"),
        lambda r: (r[0], yuan(r[2]) if r[2] > 0 else "-", yuan(-r[2]) if r[2] < 0 else "-", yuan(r[3]), r[4], r[5]),
    ),
    "outs with a minus": Paper(
        ("记账日", "交易日", "收入", "支出", "账户余额", "摘要", "对方"),
        lambda r: (r[0], r[0], yuan(r[2]) if r[2] > 0 else "", yuan(r[2]) if r[2] < 0 else "", yuan(r[3]), r[4], r[5]),
    ),
    "words behind": Paper(
        ("入账日期", "交易金额", "余额", "摘要", "对方户名"),
        lambda r: (r[0].replace("-", "."), yuan(abs(r[2])) + ("CR" if r[2] > 0 else "DR"), yuan(r[3]), r[4], r[5]),
    ),
    "days of a cycle": Paper(
        ("交易日", "摘要", "支出", "收入", "余额", "对方"),
        lambda r: (
            r[0][5:].replace("-", "/"), r[4], yuan(-r[2]) if r[2] < 0 else "", yuan(r[2]) if r[2] > 0 else "",
            yuan(r[3]), r[5],
        ),
        above=(("对账单周期：2025年10月01日-2025年11月30日",),),
    ),
}  # fmt: skip
