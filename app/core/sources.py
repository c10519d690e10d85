"""What every fact has: the row it was read from, and the credit product it speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.made_quickly import made_quickly
from app.core.words import Word


@made_quickly
@dataclass(frozen=True, slots=True, order=True)
class Source:
    """The row a fact was read from.

    ``file`` is the base name (of a zip member: the member's), ``sheet`` is empty where there is none, ``row`` is the
    physical row counted from 1: the line of a text file or the row of a sheet. ``digest`` names the file's content
    (the first 16 hex digits of its SHA-256), so that two files of one name stay apart.
    """

    file: str
    sheet: str
    row: int
    digest: str = ""

    def __hash__(self) -> int:
        return hash((self.row, self.digest))  # file and sheet tell few rows apart, and rows are looked up all the time


class Service(Word):
    """What a payee beside the lender takes a charge for."""

    GUARANTEE = "guarantee"
    INSURANCE = "insurance"
    MEMBERSHIP = "membership"
    CREDIT_ENHANCEMENT = "credit-enhancement"
    CONSULTING = "consulting"
    ASSESSMENT = "assessment"
    RECOVERY = "recovery"  # no charge: a guarantor collects what it paid the lender for the borrower
    EXTENSION = "extension"  # of a plan that was put off; lenders take it themselves


class Product(Word):
    """The kind of credit a row speaks of."""

    JIEBEI = "jiebei"  # 借呗 and the bank loans shown in its place (信用贷)
    HUABEI = "huabei"  # 花呗 and 信用购
    RESERVE = "reserve"  # 备用金
    WEILIDAI = "weilidai"  # 微粒贷
    FENFU = "fenfu"  # 分付
    BAITIAO = "baitiao"  # 京东白条
    JINTIAO = "jintiao"  # 京东金条
    YUEFU = "yuefu"  # 美团月付
    DOUYIN = "douyin"  # 抖音月付
    FANGXINJIE = "fangxinjie"  # 抖音放心借
    MEITUAN_LOAN = "meituan-loan"  # 美团借钱, once 美团生活费
    YOUQIANHUA = "youqianhua"  # 度小满 有钱花
    JIETIAO_360 = "360jietiao"  # 360借条, now 奇富借条
    FENQILE = "fenqile"  # 分期乐
    PAIPAIDAI = "paipaidai"  # 拍拍贷
    ZHAOLIAN = "zhaolian"  # 招联金融, 好期贷
    WANGSHANG = "wangshangdai"  # 网商贷
    CARD = "credit-card"
    BANK_LOAN = "bank-loan"
    OTHER = "other"


BILLED = frozenset({
    Product.HUABEI, Product.BAITIAO, Product.YUEFU, Product.DOUYIN, Product.FENFU, Product.CARD,
})  # fmt: skip
"""Products that are asked for by monthly bills."""

BEARS_FROM_SPENDING = frozenset({Product.FENFU})
"""Products billed by the month whose purchases bear interest from the day of spending (D04): it follows of no delay."""
