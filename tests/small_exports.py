"""Made-up exports that hold little or nothing of a loan: what ordinary people drop in first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_ALIPAY = """\
------------------------------------------------------------------------------------
导出信息：
姓名：测*
支付宝账户：138******00
起始时间：[2024-02-01 00:00:00]    终止时间：[2024-02-29 23:59:59]
导出交易类型：[全部]
导出时间：[2024-03-01 10:12:00]
共{declared}笔记录

特别提示：
1.本明细仅供个人对账使用。

------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,
"""
_LUNCH = "2024-02-{day:02d} 12:00:00,餐饮美食,某某餐厅,/,午餐,支出,12.50,余额,交易成功,20240220000{day:02d},,,\n"
_LOAN = (
    "2024-02-15 08:00:00,信用借还,蚂蚁借呗,/,借呗还款,不计收支,74.40,招商银行储蓄卡(1234),还款成功,2024021500001,,,\n"
)
_BANK = """\
记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要
2024-02-05,CNY,"6,000.00","8,000.00",代发工资,某某公司,
2024-02-08,CNY,-46.10,"7,953.90",快捷支付,支付宝-某某超市,
2024-02-12,CNY,-47.20,"7,806.70",快捷支付,支付宝-某某超市,
2024-02-20,CNY,-10.00,"7,796.70",快捷支付,支付宝-某某超市,
"""
_BILL = """\
花呗月账单
账单月份：2024-02,账单日：2024-02-01,还款日：2024-02-10,本期应还：190.00元
入账日期,交易时间,类型,交易说明,金额(元),交易订单号
2024-01-08,2024-01-08 12:30:00,消费,某某超市,186.40,2024010800001
合计,,,共1笔,186.40,
"""
_RESERVE = """\
取用时间,取用金额,归还时间,归还金额,费用,状态
2024-02-01 13:10:00,500.00,2024-02-12 19:40:00,503.39,3.39,已归还
"""


def _alipay(rows: Iterable[str], declared: int) -> bytes:
    return (_ALIPAY.format(declared=declared) + "".join(rows)).encode("gb18030")


FILES: dict[str, bytes] = {
    "no-loan-row.csv": _alipay([_LUNCH.format(day=day) for day in (3, 9, 21)], 3),
    "no-loan-row-and-some-missing.csv": _alipay([_LUNCH.format(day=day) for day in (20, 21)], 9),
    "one-loan-row.csv": _alipay([_LOAN], 1),
    "no-row.csv": _alipay([], 0),
    "bank-with-a-hole.csv": _BANK.encode(),
    "one-bill.csv": _BILL.encode(),
    "one-reserve-record.csv": _RESERVE.encode(),
}
"""By name; the second, the bank's and the bill hold a discrepancy that no lane of the timeline has an event for."""


def write_export(folder: Path, name: str) -> Path:
    """Write one of them into a folder and return its path."""
    path = folder / name
    path.write_bytes(FILES[name])
    return path
