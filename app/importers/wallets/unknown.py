"""Reads the exports of wallets that are not known by the names that wallets give such columns (抖音支付, 云闪付, …)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.importers.importer import Importer, Reader, Recognising
from app.importers.reading.table import Table
from app.importers.wallets.export import WalletImporter
from app.importers.wallets.layout import HEADER_WITHIN, Layout, Wallet, tidy
from app.importers.wallets.plainly import plainly

_AT = (
    "交易时间", "账单时间", "交易日期", "支付时间", "付款时间", "支付日期", "付款日期", "创建时间", "完成时间", "时间",
    "日期", "transaction time", "payment time", "transaction date", "date",
)  # fmt: skip
_AMOUNT = (
    "金额", "金额(元)", "交易金额", "交易金额(元)", "支付金额", "实付金额", "实付金额(元)", "amount", "amount(CNY)",
    "amount(RMB)", "amount(¥)",
)  # fmt: skip
_METHOD = (
    "支付方式",
    "付款方式",
    "收/付款方式",
    "交易方式",
    "付款账户",
    "支付账户",
    "付款卡",
    "支付卡",
    "付款银行卡",
    "资金来源",
    "支付渠道",
    "付款渠道",
    "支付工具",
    "付款工具",
    "扣款方式",
    "payment method",
    "paid with",
    "paid by",
)
_DIRECTION = (
    "收/支",
    "收支类型",
    "收支",
    "收/支/其他",
    "交易方向",
    "资金流向",
    "收支方向",
    "income/expense",
    "in/out",
    "direction",
)
_ORDER = (
    "交易单号", "交易订单号", "订单号", "订单编号", "交易流水号", "流水号", "transaction ID",
    "transaction no.", "order no.", "order ID",
)  # fmt: skip
_PARTY = (
    "交易对方", "对方", "商户名称", "商户", "商家名称", "商家", "收款方", "对方户名", "对方名称", "商户/对方",
    "counterparty", "merchant", "payee",
)  # fmt: skip

_TYPE = ("交易分类", "交易类型", "业务类型", "类型", "分类", "transaction type", "type")

_COLUMNS = {
    "at": _AT,
    "amount": _AMOUNT,
    "direction": _DIRECTION,
    "counted_as": _DIRECTION,
    "status": ("交易状态", "当前状态", "状态", "支付状态", "订单状态", "status", "current status"),
    "method": _METHOD,
    "category": _TYPE,
    "counterparty": _PARTY,
    "text": (
        "商品说明", "商品名称", "商品", "交易说明", "交易名称", "名称", "名称/备注", "订单标题", "摘要", "交易描述",
        "描述", "说明", "标题", "product", "goods", "item", "description", *_PARTY, *_TYPE,
    ),  # of a wallet of one lender its type alone says what a row is
    "order_no": _ORDER,
    "merchant_no": ("商家订单号", "商户单号", "商家单号", "商户订单号", "merchant ID", "merchant order no."),
}  # fmt: skip


_OF_CARDS = {**_COLUMNS, "method": (*_METHOD, "交易卡号")}
_CARDS = re.compile("云闪付|银联|UnionPay")
_WIDEST = 100  # columns; a wallet's export has twenty
_NEEDED = (("at",), ("amount",), ("method",), ("direction", "order_no", "status"))
_NEEDED_OF_A_PAGE = (("at",), ("amount",), ("status",), ("text",), ("counterparty",))
_PAGES = re.compile("支付宝|微信支付|京东|美团|抖音支付|云闪付|alipay|wechat pay", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UnknownWallet(Recognising):
    """Exports with a time, an amount, a way of paying, and a direction, an order number or a state.

    A bill page that was saved, whose title names the wallet, may leave out how was paid.
    """

    @property
    def name(self) -> str:
        """The family's id."""
        return "wallet-unknown"

    def recognise(self, table: Table) -> Reader | None:
        """Read as an export of the layout whose header stands in the table."""
        header, layout = _layout_in(table)
        if layout and (plain := plainly(table, header)) is not table:
            table, (_, layout) = plain, _layout_in(plain)
        return WalletImporter(wallet_of(layout)).recognise(table) if layout else None


def _is_headed(table: Table, header: int, names: re.Pattern[str]) -> bool:
    """Whether a title above the header names a wallet: that of banks' cards, whose rows name the card that paid."""
    return any(names.search(cell) for number in range(1, header) for cell in table.row(number)[:_WIDEST])


def wallet_of(layout: Layout) -> Wallet:
    """A wallet that is not known, with the one layout that its export has."""
    neutral = frozenset({"/", "其他"})
    return Wallet(name="wallet-unknown", layouts=(layout,), neutral="不计收支", neutral_words=neutral)


def _layout_in(table: Table) -> tuple[int, Layout | None]:
    """The first header that has all that is needed, and its layout."""
    for number in range(1, min(len(table), HEADER_WITHIN) + 1):
        row = table.row(number)
        cells = {tidy(cell) for cell in row} if len(row) <= _WIDEST else set()
        columns = _OF_CARDS if "交易卡号" in cells and _is_headed(table, number, _CARDS) else _COLUMNS
        have = {meaning: [n for n in names if tidy(n) in cells] for meaning, names in columns.items()}
        for asked in (_NEEDED, _NEEDED_OF_A_PAGE):
            if not all(any(have[meaning] for meaning in some) for some in asked):
                continue
            if asked is _NEEDED or (_is_headed(table, number, _PAGES) and not any("余额" in cell for cell in cells)):
                needed = tuple(next(have[m][0] for m in some if have[m]) for some in asked)
                return number, Layout("wallet-unknown", columns, needed, states=bool(have["status"]), wrapped=True)
            return 0, None  # what stands above such a heading further down are rows
    return 0, None


IMPORTERS: tuple[Importer, ...] = (UnknownWallet(),)
