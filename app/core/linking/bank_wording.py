"""What the words of a bank's row say: which product, who started it, and whether a wallet's row fits it."""

from __future__ import annotations

import re

from app.core.facts import BankRow, Product, Trigger, WalletRow

_PRODUCT_WORDS = (
    (Product.RESERVE, ("备用金",)),
    (Product.JIEBEI, ("借呗", "jiebei", "蚂蚁消费金融", "蚂蚁小微小额", "信用贷")),
    (Product.HUABEI, ("花呗", "信用购", "蚂蚁商诚", "自动还款-花", "主动还款-花")),
    (Product.WEILIDAI, ("微粒贷", "微众银行")),
    (Product.FENFU, ("分付", "财付通小额贷款")),
    (Product.BAITIAO, ("白条",)),
    (Product.JINTIAO, ("金条", "京东盛际")),
    (Product.YUEFU, ("美团月付", "三快小额")),
    (Product.DOUYIN, ("抖音月付", "放心借", "中融小额")),
    (Product.WANGSHANG, ("网商贷",)),
    (Product.BANK_LOAN, ("个贷提前还款", "正常还款", "贷款还款")),
)
RETURN_WORDS = ("退汇", "退款", "退回", "退还", "返还", "冲正", "冲账")
_MOVING_WORDS = ("还款", "代扣", "代收", "代付", "放款", "退款", "蚂蚁", "贷款", "小额贷款", "消费金融")


def product_of(text: str) -> Product | None:
    """The credit product that a bank's wording names, or None (export-formats, section 7.6)."""
    folded = text.casefold()
    named = [product for product, words in _PRODUCT_WORDS if any(word in folded for word in words)]
    if Product.JIEBEI in named and Product.HUABEI in named:
        # 蚂蚁花呗借呗扣款^…^jiebei names both; the mark at its end tells them apart.
        return Product.JIEBEI if folded.rstrip().endswith("jiebei") else None
    return named[0] if named else None


def trigger_of(text: str) -> Trigger:
    """Who started a repayment, by a bank's wording."""
    if any(word in text for word in ("自动", "代扣", "批量", "约定还款")):
        return Trigger.AUTO
    return Trigger.MANUAL if "主动" in text else Trigger.UNKNOWN


def wording(row: BankRow) -> str:
    """All words of a bank row: summary, counterparty, note."""
    return " ".join(filter(None, (row.summary, row.counterparty, row.note)))


def names_repayment(row: BankRow) -> bool:
    """Whether a bank's wording says that a credit was repaid, of whatever product."""
    return "还款" in wording(row)


_CHARGE_WORDS = (
    "融资担保", "担保费", "担保服务费", "增信", "信用保证保险", "保证保险费", "借款会员", "贷款会员", "助贷服务",
)  # fmt: skip
_PAID_OUT_WORDS = ("还款", "放款", "贷款发放", "理赔", "退保")


def is_charge(row: BankRow) -> bool:
    """Whether a debit is a charge of a guarantor or go-between beside a loan, and no repayment of one."""
    text = wording(row)
    named = any(word in text for word in _CHARGE_WORDS) and not any(word in text for word in _PAID_OUT_WORDS)
    return row.amount < 0 and named and product_of(text) is None


_TAIL = re.compile(r"(\d{3,4})(?!.*\d)")


def same_account(account: str, booked: BankRow) -> bool:
    """Whether a wallet's funding source can be the account of a bank statement; what is not said may agree."""
    if account and booked.bank and not any(part in account for part in (booked.bank, booked.bank.removesuffix("银行"))):
        # A wallet that funds from its own balance has no bank row; an unnamed source may be any card.
        return False
    mine, theirs = _TAIL.search(account), _TAIL.search(booked.account)
    return mine is None or theirs is None or mine[1] == theirs[1]


def same_wording(row: WalletRow, booked: BankRow) -> int:
    """How well a bank's wording fits a wallet row: 3 names it, 2 names a repayment, 1 says nothing, 0 contradicts."""
    text = wording(booked)
    named = product_of(text)
    if named is not None:
        return 3 if named is row.product else 0
    said = re.sub(r"^(支付宝|财付通|蚂蚁)[-－\s]*", "", booked.counterparty or booked.note).strip()
    if said and (said in row.text or said in row.counterparty or (row.counterparty and row.counterparty in said)):
        return 3
    if any(word in text for word in _MOVING_WORDS):
        return 2
    return 0 if said else 1
