"""Reads messages of banks that name account, amount, direction and balance: each tells a row of that account."""

from __future__ import annotations

import re
from datetime import date, datetime

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.facts import BankRow, Source
from app.core.money import Fen
from app.core.notices import BANK_PROVIDER
from app.importers.banks.statement_words import bank_in
from app.importers.banks.wording import worded
from app.importers.papers.message_words import tail_of

_OUT = (
    r"向[^\d，。；;：:]{1,16}?转账|支出|支取|转出|转支|汇出|取款|消费|扣款|扣收|付款|代付|代扣|缴费|快捷支付|网上支付"
    r"|支付|还款"
)
_IN = r"收入|存入|转入|转存|汇入|入账|到账|代发|代收|退款|结息|进账"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?"
_MOVED = re.compile(
    rf"(?:{_OUT}|{_IN})[^\d，。；;：:]{{0,24}}?(?:金额)?[:：]?(?:人民币|RMB|CNY|¥|￥)?(?P<sign>[-+−])?"
    rf"(?P<amount>{_NUMBER})(?![\d.]|,\d)(?=元|[，,。；;\s\[【(（]|$)"
)
_DIRECTIONS = re.compile(rf"{_OUT}|{_IN}")
_BALANCE = re.compile(rf"余额(?:为|是)?[:：]?\s{{0,4}}(?:人民币|RMB|CNY|¥|￥)?(?P<balance>{_NUMBER})")
_NONE = re.compile(
    r"信用卡|贷记卡|额度|失败|未成功|不成功|将于|即将|请(?:确保|及时|保持)|应还|账单|贷款余额|验证码|冻结|预约"
)
_BANK = re.compile(r"银行|农商|农信|信用社|信用合作")
_TOLD = re.compile(r"[(（]([^()（）]{2,60})[)）]")
_NAMED = re.compile(r"(?:用途|摘要|附言|对方|对方户名|交易对手|商户)(?:名称)?[:：]([^，。；;,]{2,40})")
_CLAUSE = re.compile(
    r"(?:\d{1,2}[:：时]\d{2}分?(?:[:：]\d{2})?|[日号])(?:在|向|于|通过)?([^\d，。]{2,40}?)(?:人民币|RMB)?\d"
)


def account_row(text: str, sender: str, on: date | None, at: datetime | None, source: Source) -> BankRow | None:
    """The row that a bank's message tells; None where it leaves out a part, speaks of no account or is no bank's."""
    if on is None or not _BANK.search(sender or text) or _NONE.search(text):
        return None
    plain = _TOLD.sub("", text)
    moved, left = _MOVED.search(plain), _BALANCE.search(plain)
    tail = tail_of(text)
    if not tail or moved is None or left is None or moved.end() > left.start():
        return None
    amount, balance = _fen(moved["amount"]), _fen(left["balance"])
    if not amount or balance is None:
        return None
    word = _DIRECTIONS.findall(moved[0])[-1]  # of 代付工资入账 the last one
    is_out = moved["sign"] in ("-", "−") or (re.fullmatch(_OUT, word) is not None and moved["sign"] != "+")
    named = _NAMED.findall(text)
    told = [part for part in _TOLD.findall(text) if not part.isdigit()]
    clause = _CLAUSE.search(plain)
    return worded(
        BankRow(
            on=on,
            amount=-amount if is_out else amount,
            at=at,
            balance=balance,
            bank=bank_in([sender, text]) or (sender if _BANK.search(sender) else ""),
            account=tail,
            summary=" ".join(told) or (clause[1].strip() if clause else ""),
            counterparty=" ".join(dict.fromkeys(named)),
            provider=BANK_PROVIDER,
            sources=(source,),
        )
    )


def _fen(text: str) -> Fen | None:
    try:
        return parse_yuan(text)
    except UnreadableAmount:
        return None
