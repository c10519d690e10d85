"""Reads the exports of WeChat Pay (微信支付): CSV until 2025, both generations of workbooks, and the certificate."""

from __future__ import annotations

from collections.abc import Iterable

from app.importers.importer import Importer
from app.importers.reading.table import Table
from app.importers.wallets.export import WalletImporter
from app.importers.wallets.layout import Layout, Wallet

BILL = Layout(
    "wechat",
    {
        "at": ("交易时间",),
        "amount": ("金额(元)",),
        "direction": ("收/支",),
        "counted_as": ("收/支",),
        "status": ("当前状态",),
        "method": ("支付方式",),
        "category": ("交易类型",),
        "counterparty": ("交易对方",),
        "text": ("商品",),
        "order_no": ("交易单号",),
        "merchant_no": ("商户单号",),
        "note": ("备注",),
    },
    ("交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态"),
)
CERTIFICATE = Layout(
    "wechat-certificate",
    {
        "at": ("交易时间",),
        "amount": ("金额(元)",),
        "direction": ("收/支/其他",),
        "counted_as": ("收/支/其他",),
        "method": ("交易方式",),
        "category": ("交易类型",),
        "counterparty": ("交易对方",),
        "order_no": ("交易单号",),
        "merchant_no": ("商户单号",),
        "note": ("备注",),
    },
    ("交易单号", "交易时间", "交易类型", "收/支/其他", "交易方式", "金额(元)"),
    states=False,
    wrapped=True,
)


def _generation(layout: Layout, table: Table, lines: Iterable[str]) -> str:
    if layout is not BILL:
        return layout.id
    if not table.sheet:
        return "wechat-csv"
    return "wechat-xlsx-2026" if any("UTC+08:00" in line for line in lines) else "wechat-xlsx-2025"


WECHAT = Wallet(
    name="wechat",
    layouts=(BILL, CERTIFICATE),
    neutral="中性交易",
    neutral_words=frozenset({"/", "", "其他"}),
    refund_keeps_order=False,  # the number of a refund has nothing of its purchase's
    generation=_generation,
)

IMPORTERS: tuple[Importer, ...] = (WalletImporter(WECHAT),)
