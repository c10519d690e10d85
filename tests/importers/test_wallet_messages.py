"""Every problem that a wallet's importer can raise has a sentence in both languages that its facts fill."""

from __future__ import annotations

from app.core.discrepancy import FactValue
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.wallets.alipay import ALIPAY, CashbookImporter
from app.importers.wallets.meituan import MEITUAN as MEITUAN_WALLET
from app.importers.wallets.wechat import WECHAT as WECHAT_WALLET
from app.texts import Language, Phrasebook
from tests.importers.wallet_tables import MEITUAN, alipay, alipay_row, line, read, table
from tests.languages import CHINESE, EVERY_LANGUAGE

CERTIFICATE = ["交易单号", "交易时间", "交易类型", "收/支/其他", "交易方式", "金额(元)", "交易对方", "商户单号"]
EVERYDAY = {"交易分类": "日用百货", "交易对方": "某店", "商品说明": "订单", "交易状态": "交易成功", "收/支": "支出"}


def imports() -> list[Imported]:
    many = [alipay_row(交易状态="已移交") for _ in range(21)]
    top = ("共9笔记录", "导出交易类型：[支出]")
    paid = {"交易成功时间": "2025-02-12 10:00:00", "交易类型": "还款", "订单标题": "月付还款", "收/支": "支出"}
    certified = ["1", "2024-03-15 10:00:00", "分付还款", "其他", "零钱", "337.00", "分付", "/"]
    to_bank = ["2", "2024-03-16 10:00:00", "商户消费", "支出", "零钱", "450.00", "微众银行", "/"]
    return [
        read(ALIPAY, alipay(*many, preamble=top)),
        read(ALIPAY, alipay(alipay_row(), preamble=("共1笔记录", "不计收支：1笔 1.00元"))),
        read(ALIPAY, alipay(alipay_row(), preamble=("共3笔记录",))),
        read(ALIPAY, alipay(alipay_row(金额="?"), alipay_row(**{**EVERYDAY, "金额": "?"}))),
        read(ALIPAY, alipay(alipay_row(**{**EVERYDAY, "交易时间": "?"}), alipay_row(交易订单号="2.02302E+27"))),
        read(
            ALIPAY,
            alipay(alipay_row(交易时间="2024/3/1"), alipay_row(商品说明="某某", 交易对方="", 交易状态="交易成功")),
        ),
        read(WECHAT_WALLET, Table("证明", "", "", [CERTIFICATE, certified, to_bank])),
        read(MEITUAN_WALLET, table(MEITUAN, line(MEITUAN, **paid, 订单金额="¥2", 实付金额="¥1"))),
        CashbookImporter().read(
            table("记录时间,分类,收支类型,金额,备注,账户,来源,标签,", "2026/3/29,餐饮,支出,1,,,手动,")
        ),
    ]


@EVERY_LANGUAGE
def test_every_problem_fills_its_sentence(language: Language) -> None:
    book, said = Phrasebook(language), {}
    for imported in imports():
        for problem in imported.problems:
            facts: dict[str, FactValue] = dict(problem.facts)
            said[problem.code] = book.say(f"problem.{problem.code}", **facts)
    assert set(said) == {name.removeprefix("problem.") for name in book.messages if is_ours(name)}
    assert not [text for text in said.values() if "{" in text]


def is_ours(message: str) -> bool:
    return message.startswith(("problem.wallet-", "problem.alipay-"))


@EVERY_LANGUAGE
def test_every_layout_and_reason_has_a_name(language: Language) -> None:
    book = Phrasebook(language)
    reasons = {reason for imported in imports() for reason, _ in imported.skipped}
    formats = {imported.format for imported in imports()}
    assert {f"format.{name}" for name in formats} | {f"skipped.{reason}" for reason in reasons} <= book.messages.keys()


def test_the_person_with_a_cashbook_is_told_the_way_to_the_right_export() -> None:
    book = Phrasebook(CHINESE)
    text = book.say("problem.alipay-cashbook", file="cashbook.csv", rows=3)
    assert "开具交易流水证明 → 用于个人对账" in text
