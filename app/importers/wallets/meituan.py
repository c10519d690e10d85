"""Reads the exports of Meituan (美团), where a repayment of 月付 is called spending."""

from __future__ import annotations

from app.amount_text import parse_yuan
from app.core.money import Fen
from app.importers.importer import Importer
from app.importers.wallets.export import WalletImporter
from app.importers.wallets.layout import Layout, Marks, Wallet

# The file holds no state: only what succeeded stands in it. 实付金额 is what left the account; 订单金额 is what was due
# before a red packet.
BILL = Layout(
    "meituan",
    {
        "at": ("交易成功时间", "交易创建时间"),
        "amount": ("实付金额",),
        "gross": ("订单金额",),
        "direction": ("收/支",),
        "counted_as": ("收/支",),
        "method": ("支付方式",),
        "category": ("交易类型",),
        "text": ("订单标题",),
        "order_no": ("交易单号",),
        "merchant_no": ("商家单号",),
    },
    ("交易创建时间", "交易成功时间", "交易类型", "订单标题", "收/支", "支付方式", "订单金额", "实付金额"),
    states=False,
    only_done=True,
)


def counted_amount(marks: Marks) -> Fen:
    """What the file's totals count of a row, in fen: a repayment counts as a row but not as an amount.

    That follows from the totals of the one public file. Raises UnreadableAmount.
    """
    amount = parse_yuan(marks.amount)
    return 0 if marks.category == "还款" else amount


MEITUAN = Wallet(name="meituan", layouts=(BILL,), neutral="不计收支", refund_keeps_order=False, counted=counted_amount)

IMPORTERS: tuple[Importer, ...] = (WalletImporter(MEITUAN),)
