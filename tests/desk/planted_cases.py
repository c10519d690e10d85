"""Whole cases at three lenders, written as files, with what a lender may do to many of its borrowers at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from app.core.calendar import add_months
from app.core.facts import Method
from app.core.loans import Period, Terms, schedule
from app.core.money import Fen, yuan

LENDERS = ("甲银行股份有限公司", "乙消费金融有限公司", "丙小额贷款有限公司")
LATE_DAY = date(2026, 5, 11)
FEE: Fen = 1_990
_RATE, _LAST = Decimal("0.0004"), date(2026, 8, 31)
_WALLET = """\
导出信息：
姓名：测*
支付宝账户：138******00
起始时间：[2025-01-01 00:00:00]    终止时间：[2026-08-31 23:59:59]
导出交易类型：[全部]
导出时间：[2026-09-01 10:12:00]
共{count}笔记录

------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,
"""
_LOAN = "借据号,放款机构,借款金额,放款时间,期数,还款方式,日利率"
_PLAN = "查询日期,借据号,期数,起息日,应还日期,应还本金,应还利息,应还总额,状态"
_RECORDS = "还款时间,入账日期,借据号,期数,还款类型,还款金额,本金,利息,罚息,还款账户,状态"
_BANK = "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要"


@dataclass(frozen=True, slots=True)
class Made:
    """A borrower: lender, day of the drawdown, days late by period, and fees of a guarantor by period."""

    lender: str
    drawn: date
    late: dict[int, int]
    fees: dict[int, Fen]


def borrowers(chance: random.Random, count: int) -> list[Made]:
    """Borrowers of whom each has what it has by chance."""
    made = []
    for _ in range(count):
        drawn = date(2025, chance.randint(9, 11), chance.randint(1, 28))
        late = {chance.randint(1, 9): chance.randint(1, 4)} if chance.random() < 0.25 else {}
        fees = {chance.randint(1, 9): chance.randint(500, 9_000)} if chance.random() < 0.1 else {}
        made.append(Made(chance.choice(LENDERS), drawn, late, fees))
    return made


def planted(chance: random.Random, late: int, fees: int, others: int) -> list[Made]:
    """Borrowers of one lender late on one day, others with one fee on days of their own, and others by chance."""
    made = borrowers(chance, others)
    for _ in range(late):
        months = chance.randint(6, 8)
        made.append(Made(LENDERS[0], add_months(LATE_DAY, -months), {months: chance.randint(2, 4)}, {}))
    for other in borrowers(chance, fees):
        made.append(Made(other.lender, other.drawn, other.late, {chance.randint(1, 9): FEE}))
    chance.shuffle(made)
    return made


def write_desk(folder: Path, made: Sequence[Made], chance: random.Random) -> None:
    """A case for each."""
    for number, one in enumerate(made):
        _write(folder / f"case-{number:04d}", number, one, chance)


def _write(folder: Path, number: int, made: Made, chance: random.Random) -> None:
    contract, principal = f"JB2025{number:08d}", 100_000 * chance.randint(10, 90)
    dues = [add_months(made.drawn, month) for month in range(1, 13)]
    plan = schedule(principal, Terms(_RATE, Method.EQUAL_INSTALMENT), made.drawn, dues)
    pages = [_PLAN, *(_page(made.drawn, contract, period) for period in plan)]
    records, wallet, bank = [_RECORDS], [], []
    for period in plan:
        late = made.late.get(period.number, 0)
        day = period.due + timedelta(days=late)
        if day > _LAST:
            continue
        penalty = int((period.principal * _RATE * Decimal("1.5") * late).to_integral_value(ROUND_HALF_UP))
        at = f"{day} {chance.randint(6, 11):02d}:{chance.randint(0, 59):02d}:{period.number:02d}"
        total = yuan(period.total + penalty)
        parts = f"{total},{yuan(period.principal)},{yuan(period.interest)},{yuan(penalty)}"
        records.append(f"{at},{day},{contract},{period.number},自动扣款,{parts},招商银行储蓄卡(1234),成功")
        wallet.append(f"{at},信用借还,蚂蚁借呗,/,借呗还款,不计收支,{total},招商银行储蓄卡(1234),还款成功,"
                      f"2026{number:08d}{period.number:04d}\t,\t,,")  # fmt: skip
        bank.append((day, -(period.total + penalty), "快捷支付", "支付宝-蚂蚁借呗", "借呗还款"))
        if fee := made.fees.get(period.number):
            bank.append((day, -fee, "代扣", "某某融资担保有限公司", "担保费"))
    folder.mkdir(parents=True)
    loan = f"{contract},{made.lender},{yuan(principal)},{made.drawn} 10:00:00,12,等额本息,0.04%"
    _text(folder / "借据.csv", [_LOAN, loan])
    _text(folder / "计划.csv", pages)
    _text(folder / "还款.csv", records)
    _text(folder / "支付宝.csv", [_WALLET.format(count=len(wallet)).rstrip("\n"), *reversed(wallet)])
    _text(folder / "招商银行.csv", [_BANK, *_statement(bank)])


def _page(drawn: date, contract: str, p: Period) -> str:
    parts = f"{yuan(p.principal)},{yuan(p.interest)},{yuan(p.total)}"
    return f"{drawn},{contract},{p.number},{p.starts},{p.due},{parts},待还"


def _statement(rows: Sequence[tuple[date, Fen, str, str, str]]) -> list[str]:
    balance, lines = 50_000_000, []
    for day, amount, summary, other, note in rows:
        balance += amount
        lines.append(f"{day},CNY,{yuan(amount)},{yuan(balance)},{summary},{other},{note}")
    return lines


def _text(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
