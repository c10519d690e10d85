"""Reads the exports of Alipay (支付宝): the web export of 2015 to 2023, the app's since 2021, and the certificate."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from app.core.explanation import Problem
from app.core.facts import Ledger
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.reading.table import Table
from app.importers.wallets.export import WalletImporter
from app.importers.wallets.layout import Found, Layout, Wallet, find

_APP = {
    "at": ("交易时间",),
    "amount": ("金额", "金额（元）"),
    "direction": ("收/支",),
    "counted_as": ("收/支",),
    "status": ("交易状态",),
    "method": ("收/付款方式",),
    "category": ("交易分类",),
    "counterparty": ("交易对方",),
    "text": ("商品说明",),
    "order_no": ("交易订单号",),
    "merchant_no": ("商家订单号",),
    "note": ("备注",),
}
# 成功退款（元） is left alone: every refund has a row of its own, and both together would count it twice.
_WEB = {
    "at": ("付款时间", "交易创建时间"),
    "amount": ("金额（元）",),
    "direction": ("收/支",),
    "counted_as": ("资金状态",),
    "status": ("交易状态",),
    "category": ("类型",),
    "counterparty": ("交易对方",),
    "text": ("商品名称",),
    "order_no": ("交易号",),
    "merchant_no": ("商家订单号",),
    "note": ("备注",),
}
_NEEDED = ("交易时间", "交易对方", "商品说明", "收/支", "金额", "收/付款方式", "交易订单号")

WEB = Layout("alipay-web", _WEB, ("交易号", "交易创建时间", "付款时间", "商品名称", "金额（元）", "收/支", "交易状态"))
APP = Layout("alipay-app", _APP, (*_NEEDED, "交易状态", "交易分类"))
CERTIFICATE = Layout("alipay-certificate", _APP, _NEEDED, states=False, wrapped=True)
CASHBOOK = Layout("alipay-cashbook", {"at": ("记录时间",)}, ("记录时间", "分类", "收支类型", "金额", "账户", "来源"))


def _generation(layout: Layout, table: Table, lines: Iterable[str]) -> str:
    """The layout's id with the year it came in, told by the lines around the rows; none after a spreadsheet."""
    if layout is not APP:
        return layout.id
    words = "\n".join(lines)
    if "电子客户回单" not in words:
        return layout.id
    if "其他:" in words or "其他类" in words:
        return "alipay-app-2021"
    if "支付宝支付科技" not in words:
        return "alipay-app-2023"
    return "alipay-app-2024" if "不包括已删除的记录" in words else "alipay-app-2026"


ALIPAY = Wallet(
    name="alipay",
    layouts=(WEB, APP, CERTIFICATE),
    neutral="不计收支",
    neutral_words=frozenset({"/"}),
    generation=_generation,
)


class CashbookImporter(Recognising):
    """Recognises the bookkeeping export (记账本), which has neither order numbers nor states, and says what to take."""

    name = CASHBOOK.id
    headers = (CASHBOOK.needed,)

    def recognise(self, table: Table) -> Reader | None:
        """No facts from below the bookkeeping header: a problem that names the export to take instead."""
        found = find(table, (CASHBOOK,))
        return partial(self._refused, table, found) if found else None

    @staticmethod
    def _refused(table: Table, found: Found) -> Imported:
        rows = sum(1 for _ in table.records(found.header))
        return Imported(
            format=CASHBOOK.id,
            ledger=Ledger(),
            rows=rows,
            used=0,
            problems=(Problem("alipay-cashbook", table.source(found.header), (("file", table.file), ("rows", rows))),),
            skipped=(("alipay-cashbook", rows),) if rows else (),
        )


IMPORTERS: tuple[Importer, ...] = (WalletImporter(ALIPAY), CashbookImporter())
