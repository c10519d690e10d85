"""Reads the exports of JD (京东), where an amount cell may also say what was given back."""

from __future__ import annotations

import re

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.money import Fen
from app.importers.importer import Importer
from app.importers.wallets.export import WalletImporter
from app.importers.wallets.layout import Layout, Marks, Wallet

_AMOUNT = re.compile(r"\s{0,9}([^()（）]+?)\s{0,9}[(（]\s{0,9}已(?:退款\s{0,9}([\d.,]+)|(全额)退款)\s{0,9}[)）]\s{0,9}")

BILL = Layout(
    "jd",
    {
        "at": ("交易时间",),
        "amount": ("金额",),
        "direction": ("收/支",),
        "counted_as": ("收/支",),
        "status": ("交易状态",),
        "method": ("收/付款方式",),
        "category": ("交易分类",),
        "counterparty": ("商户名称",),
        "text": ("交易说明",),
        "order_no": ("交易订单号",),
        "merchant_no": ("商家订单号",),
        "note": ("备注",),
    },
    ("交易时间", "商户名称", "交易说明", "金额", "收/付款方式", "交易状态", "收/支", "交易订单号"),
)


def gross_amount(text: str) -> Fen:
    """The amount of ``131.77(已退款89.84)`` before what was given back: 13177 fen. Raises UnreadableAmount."""
    found = _AMOUNT.fullmatch(text)
    return parse_yuan(found[1] if found else text)


def counted_amount(marks: Marks) -> Fen:
    """What the file's totals count of a row, in fen: spending less refunds, and nothing for 先享后付 before it is due.

    Tip 2 of the file says so of refunds; that orders on trial do not count follows from its totals.
    Raises UnreadableAmount.
    """
    if marks.method == "先享后付" and marks.direction == "不计收支":
        return 0
    found = _AMOUNT.fullmatch(marks.amount)
    if found is None:
        return parse_yuan(marks.amount)
    if found[3]:
        return 0
    back = parse_yuan(found[2])
    gross = parse_yuan(found[1])
    if back > gross:
        raise UnreadableAmount(marks.amount)
    return gross - back


JD = Wallet(name="jd", layouts=(BILL,), neutral="不计收支", amount=gross_amount, counted=counted_amount)

IMPORTERS: tuple[Importer, ...] = (WalletImporter(JD),)
