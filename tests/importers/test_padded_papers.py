"""Papers whose words are parted by dozens of blanks, as printed columns are, say what they say without."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app.importers.read import read_paths

MESSAGES = (
    "【借呗】您尾号 1234 的借款将于 2026年4月10日 扣款 900.41元，请保证余额充足。\n"
    "【微粒贷】还款成功！还款时间: 2026-03-10 09:30 还款金额: 500.00元，感谢使用。\n"
)
CARD = "还款成功通知\n还款金额: 900.41元\n还款时间: 2026-03-10 09:30\n还款账户: 招商银行(1234)\n借款产品: 借呗\n"
LETTER = (
    "Settlement certificate\nContract no. : HT-2026-0101\nLoan amount: CNY 10,000.00\n"
    "We hereby certify that the loan has been settled in full on 10 June 2026.\nIssued on: 11 June 2026\n"
)
COPIED = "".join(f"2024-01-1{day} 10:20\n花呗还款\n-100.00元\n余额: {3000 - 100 * day}.00元\n" for day in range(1, 4))
PLAN = (
    "合同号 : HT20260101 借款金额 : 1600.00元 借款日期 : 2026-01-10\n期数,应还日期,应还本金,应还利息,应还金额\n"
    "1,2026-02-10,800.00,100.41,900.41\n2,2026-03-10,800.00,100.41,900.41\n"
)
WALLET = (
    "支付宝交易记录明细查询\n账号:[a@b.com]\n起始时间: [2026-01-01 00:00:00] 终止时间: [2026-06-30 23:59:59]\n"
    "导出时间: [2026-07-01 10:00:00]\n共 1 笔记录\n支出: 1 笔 100.00 元\n----交易记录明细列表----\n"
    "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注\n"
    "2026-03-10T10:00:00,信用借还,借呗,,借呗还款,支出,100.00,招商银行,还款成功,20260310123456789,,\n"
)


def told(path: Path, text: str) -> list[str]:
    """What is read of a text, without the words themselves."""
    path.write_text(text, encoding="utf-8")
    reading = read_paths([path])
    facts = [fact for each in fields(reading.ledger) for fact in getattr(reading.ledger, each.name)]
    said = [
        f"{type(fact).__name__} {[(f.name, getattr(fact, f.name)) for f in fields(fact) if f.name not in _OF_TEXT]}"
        for fact in facts
    ]
    said = [re.sub(r"digest='\w+'", "", one) for one in said]
    return [*said, *(problem.code for source in reading.sources for problem in source.problems)]


_OF_TEXT = {"text", "digest", "source", "sources", "lines"}


@pytest.mark.parametrize("gap", [" " * 25, "\u3000" * 80], ids=["blanks", "full-width"])
@pytest.mark.parametrize(
    "paper",
    [MESSAGES, CARD, LETTER, COPIED, PLAN, WALLET],
    ids=["messages", "card", "letter", "copied", "plan", "wallet"],
)
def test_a_padded_paper_says_the_same(tmp_path: Path, paper: str, gap: str) -> None:
    whole = told(tmp_path / "a.txt", paper)
    padded = "\n".join(
        re.sub(r"(?<=\D) (?=\S)|(?<=\S) (?=\D)", gap, line) if "号:[" not in line else line
        for line in paper.split("\n")
    )
    assert len(whole) > 1
    assert told(tmp_path / "a.txt", padded) == whole
