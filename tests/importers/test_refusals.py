"""What cannot be used is called by what it is, with what to do, and its look-alikes are read or called otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.facts import Ledger
from app.importers.read import Reading, read_paths
from app.texts import Phrasebook, languages

CLAUSE = "借款人提前结清的，应当按照剩余本金的2%向贷款人支付违约金。逾期还款的，罚息利率在借款利率基础上加收50%。"


def read(folder: Path, *lines: str) -> Reading:
    path = folder / "某一份.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_paths([path])


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.sources[0].problems]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("期数,应缴日期,担保费,状态", "1,2026-04-12,36.00,已缴", "2,2026-05-12,36.00,未缴"), "paper-fee-list"),
        (
            ("担保费还款计划", "第1期 2026-04-12 担保费 36.00元 已还", "第2期 2026-05-12 担保费 36.00元"),
            "paper-fee-list",
        ),
        ((CLAUSE,), "paper-clauses"),
        (
            ("先用后付", "抽纸20包", "订单编号：260401-123456789012345", "2026-04-11 前自动扣款", "¥25.90"),
            "paper-pay-later",
        ),
    ],
)
def test_what_is_not_used_is_called_by_its_name_in_both_languages(
    lines: tuple[str, ...], code: str, tmp_path: Path
) -> None:
    reading = read(tmp_path, *lines)
    assert reading.ledger == Ledger()
    assert codes(reading) == [code]
    for language in languages():
        assert "某一份.txt" in Phrasebook(language).say(f"problem.{code}", file="某一份.txt")


def test_a_plan_with_guarantee_fees_is_a_plan(tmp_path: Path) -> None:
    header, row = "期数,还款日,本金,利息,担保费,合计", "{at},2026-0{month}-12,500.00,10.00,36.00,546.00"
    reading = read(tmp_path, header, *(row.format(at=at, month=at + 3) for at in (1, 2, 3)))
    assert [plan.fee for plan in reading.ledger.plan_rows] == [3_600] * 3


def test_clauses_below_the_words_that_were_asked_for_are_a_contract_and_no_loan_that_is_late(tmp_path: Path) -> None:
    terms = "借款金额 12,000.00 元，借款日期 2026-03-12，期限 6 个月"
    (loan,) = read(tmp_path, "借款合同", terms, CLAUSE).ledger.loans
    assert (loan.principal, loan.terms, loan.state) == (1_200_000, 6, "")
    assert (loan.penalty_multiple, loan.settlement_share) != (None, None)
    (noted,) = read(tmp_path, terms, CLAUSE.replace("借款人提前", "乙方提前")).ledger.loans
    assert noted.state == ""


def test_clauses_of_another_contract_are_not_called_those_of_a_loan(tmp_path: Path) -> None:
    reading = read(tmp_path, "乙方逾期支付租金的，应当按照欠付租金的5%向甲方支付违约金；乙方提前退租的，押金不予退还。")
    assert reading.ledger == Ledger()
    assert codes(reading) != ["paper-clauses"]
