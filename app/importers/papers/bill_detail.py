"""Reads the page of one payment in a wallet (账单详情), copied line by line, as the receipt that it is."""

from __future__ import annotations

import re

from app.importers.reading.lines import spaced
from app.importers.reading.table import Table

_MOST_LINES, _TITLE_LINES = 40, 5
_TITLE = re.compile(r"^(?:账单|交易|付款|支付)详情$")
_NOT_PAID = re.compile(r"失败|关闭|待付款|等待付款|处理中|退款|已撤销")
_AMOUNT = re.compile(r"[-−]?\s{0,3}[¥￥]?\s{0,3}(\d[\d,]*\.\d{2})\s{0,3}元?")
_LABELS = (
    ("交易时间", r"创建时间|支付时间|付款时间|交易时间|转账时间"),
    ("收款人户名", r"收款方全称|收款方|商户全称|对方账户|交易对方|收款人"),
    ("摘要", r"商品说明|商品名称|商品|账单说明"),
    ("付款人账号", r"付款方式|支付方式"),
)
_LINES = tuple((name, re.compile(rf"(?:{labels})[\s:：]+(?P<value>\S.*)")) for name, labels in _LABELS)


def as_receipt(table: Table) -> Table | None:
    """The page's lines with the labels of receipts, each on its row; None for another text, or where nothing was paid.

    The amount stands on a line alone; one with a plus came in and is no payment.
    """
    if not 3 <= len(table) <= _MOST_LINES:
        return None
    lines = [spaced(table.joined(number)) for number in range(1, len(table) + 1)]
    if not any(map(_TITLE.match, lines[:_TITLE_LINES])) or any(map(_NOT_PAID.search, lines)):
        return None
    amounts = [line for line in lines if _AMOUNT.fullmatch(line)]
    if len(amounts) != 1:
        return None
    return table.with_rows([[_line(line)] for line in lines])


def _line(text: str) -> str:
    if amount := _AMOUNT.fullmatch(text):
        return f"交易金额:{amount[1]}"
    told = ((name, match) for name, form in _LINES if (match := form.fullmatch(text)))
    name, match = next(told, ("", None))
    return f"{name}:{match['value']}" if match else ""
