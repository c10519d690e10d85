"""What a column of a table that nobody knows says by its cells, or in the plain words that people head it with."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.importers.banks import statement_words
from app.importers.recognising.role_assignment import Column

_MOSTLY = 0.8
_ACCOUNT = re.compile(r"[(（]\*{0,4}\d{4}[)）]$|储蓄卡|借记卡|信用卡|银行卡|^(?:账户|钱包)?余额$|^零钱通?$|^余额宝$")
_OUTCOME = re.compile(
    r"^(?:交易|支付|付款|还款|扣款|退款|转账|处理)?已?(?:成功|失败|完成|关闭|取消|退回|退款|全额退款|处理中|进行中)$"
    r"|^(?:success|successful|succeeded|failed|failure|completed|closed|cancelled|refunded|pending)$",
    re.IGNORECASE,
)
_PARTNER = re.compile(r"谁|对方|对面|对象|商家|商户|店|收款方|whom|payee|merchant|counterpart", re.IGNORECASE)
_PAID = re.compile(r"已|还上|还了|还款时间|实际|实还|实付|扣|付|入账|paid|debited|posted", re.IGNORECASE)
_DUE = re.compile(r"应|该|待|到期|计划|截止|最晚|\bdue\b|schedule", re.IGNORECASE)


def names_accounts(column: Column) -> bool:
    """Whether the cells say from where something was paid: a card with its last digits, a balance."""
    return _mostly(column, _ACCOUNT)


def tells_outcomes(column: Column) -> bool:
    """Whether the cells say what became of a payment."""
    return _mostly(column, _OUTCOME)


def tells_directions(column: Column) -> bool:
    """Whether every cell says which way money went, if only one way occurs."""
    cells = [cell for cell in column.cells if cell.strip()]
    return bool(cells) and all(statement_words.direction(cell) is not None for cell in cells)


def names_partners(column: Column) -> bool:
    """Whether the heading asks with whom."""
    return _PARTNER.search(column.name) is not None


def speak_of_paid(columns: Iterable[Column], dates: Iterable[Column]) -> bool:
    """Whether headings speak of days on which something was paid, and none of what is due."""
    return not speak_of_due(columns) and any(_PAID.search(column.name) for column in dates)


def speak_of_due(columns: Iterable[Column]) -> bool:
    """Whether a heading speaks of what is due."""
    return any(_DUE.search(column.name) for column in columns)


def _mostly(column: Column, pattern: re.Pattern[str]) -> bool:
    cells = [cell.strip() for cell in column.cells if cell.strip()]
    return bool(cells) and sum(pattern.search(cell) is not None for cell in cells) >= _MOSTLY * len(cells)
