"""Builds made-up wallet exports, as tables, for the tests of the wallets' importers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from app.core.facts import WalletRow
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.wallets.export import WalletImporter
from app.importers.wallets.layout import Wallet

APP_2021 = "收/支,交易对方,对方账号,商品说明,收/付款方式,金额,交易状态,交易分类,交易订单号,商家订单号,交易时间,"
APP_2023 = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,"
WEB = (
    "交易号        ,商家订单号      ,交易创建时间       ,付款时间       ,最近修改时间      ,"
    "交易来源地  ,类型     ,交易对方    ,商品名称      ,金额（元）   ,收/支     ,交易状态   ,"
    "服务费（元）   ,成功退款（元）  ,备注        ,资金状态     ,"
)
WECHAT = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注"
JD_2024_06 = "交易时间,交易分类,商户名称,交易说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注"
JD = "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注"
MEITUAN = "交易创建时间,交易成功时间,交易类型,订单标题,收/支,支付方式,订单金额,实付金额,交易单号,商家单号,备注"

USUAL: Mapping[str, str] = {
    "交易时间": "2024-03-15 10:00:00",
    "交易分类": "信用借还",
    "交易对方": "蚂蚁借呗",
    "对方账号": "/",
    "商品说明": "借呗还款",
    "收/支": "不计收支",
    "金额": "108.50",
    "收/付款方式": "招商银行储蓄卡(1234)",
    "交易状态": "还款成功",
    "交易订单号": "2024031510199318000000000001\t",
    "商家订单号": "\t",
}
"""A repayment as the Alipay app of 2023 writes it."""


def table(*lines: str, sheet: str = "", file: str = "made-up.csv") -> Table:
    """A table of delimited lines, row 1 the first."""
    return Table(file, sheet, "0" * 16, list(csv.reader(io.StringIO("\n".join(lines)))))


def line(header: str, **cells: str) -> str:
    """A row under a header, by column names; unnamed columns are empty."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells.get(name.strip(), "") for name in header.split(","))
    return out.getvalue()


def alipay_row(**cells: str) -> str:
    """A row of the app's export of 2023, a repayment unless told otherwise."""
    return line(APP_2023, **{**USUAL, **cells})


def alipay(*rows: str, preamble: Iterable[str] = ()) -> Table:
    """An Alipay export of 2023 with these rows."""
    return table(*preamble, APP_2023, *rows)


def read(wallet: Wallet, source: Table) -> Imported:
    """What the wallet's importer makes of a table; the table must be claimed."""
    importer = WalletImporter(wallet)
    assert importer.claims(source)
    return importer.read(source)


def only(imported: Imported) -> WalletRow:
    """The one fact of an import."""
    (row,) = imported.ledger.wallet
    return row


def codes(imported: Imported) -> list[str]:
    """The codes of an import's problems."""
    return [problem.code for problem in imported.problems]
