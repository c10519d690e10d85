"""A loan contract gives its terms by their labels, and its plan belongs to the same loan."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.core.facts import LoanRecord, Method, Product
from app.importers.papers.guesses import seems_to_be
from app.importers.read import read_paths
from app.importers.reading.table import Table
from app.importers.registry import recognise
from tests.shared import shared

CONTRACTS: dict[str, tuple[tuple[str, ...], LoanRecord]] = {
    "labels": (
        ("个人消费贷款合同", "合同编号：LOAN-17-4821",
         "贷款金额：人民币 12000.00 元", "贷款期限：12 个月", "年利率：6.20%"),
        LoanRecord("LOAN-17-4821", 1_200_000, terms=12),
    ),
    "sentences": (
        (
            "借款合同", "合同编号：", "2025092200001234", "第一条 贷款人向借款人发放贷款，贷款金额为人民币壹万贰仟元整",
            "（小写：12,000.00元）。第二条 借款期限为12个月，自2025年9月22日起至2026年9月22日止。",
            "第三条 年利率为14.40%（单利），日利率=年利率/360。还款方式：等额本息。每月22日为还款日。",
        ),
        LoanRecord(
            "2025092200001234", 1_200_000, None, 12, Method.EQUAL_INSTALMENT, Decimal("0.0004"), 22,
        ),
    ),
    "an IOU": (
        ("电子借据", "借据编号：JJ2025001", "借款金额：8,000元", "期数：6期", "日利率：0.0450%", "还款方式：先息后本"),
        LoanRecord("JJ2025001", 800_000, None, 6, Method.INTEREST_ONLY, Decimal("0.00045")),
    ),
    "numerals": (
        ("借款合同", "合同编号：HT-2025-77", "借款金额（大写）：人民币贰万元整", "借款期限：12个月", "年利率：7.20%"),
        LoanRecord("HT-2025-77", 2_000_000, terms=12),
    ),
    "ten thousands": (
        ("贷款合同", "合同号：HT-1-2", "贷款本金金额：1.2万元", "期限：1年", "年化利率（单利）：7.2%"),
        LoanRecord("HT-1-2", 1_200_000, terms=12),
    ),
}  # fmt: skip


def table(*lines: str) -> Table:
    return Table("合同.txt", "", "0", [[line] for line in lines])


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_terms_are_read(contract: str) -> None:
    lines, wanted = CONTRACTS[contract]
    (importer,) = recognise(table(*lines)).importers
    assert importer.name == "contract"
    (loan,) = importer.read(table(*lines)).ledger.loans
    assert (loan.contract, loan.principal, loan.terms, loan.method, loan.daily_rate, loan.due_day) == (
        wanted.contract, wanted.principal, wanted.terms, wanted.method, wanted.daily_rate, wanted.due_day,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "share"),
    [
        ("借款人提前还款的，应按提前还款本金的3%支付违约金。", "0.03"),
        ("提前结清需支付剩余本金2%的手续费；逾期罚息为利率的1.5倍。", "0.02"),
        ("提前还款违约金：剩余本金×1.5%。", "0.015"),
        ("借款人可随时提前还款，不收取任何违约金或手续费。", "0"),
        ("提前还款手续费：0元。提前还款应当提前3个工作日申请。", "0"),
        ("借款满6个月后提前还款的，不收取违约金。", None),
        ("前3期内提前还款，收取剩余本金3%的违约金。", None),
        ("提前还款，贷款人有权收取不超过剩余本金5%的违约金。", None),
        ("提前还款收取剩余本金3%的违约金。第九条 提前还款不收取手续费。", None),
        ("提前还款利息按实际天数计算。", None),
        ("逾期的，按剩余本金的5%支付违约金。", None),
    ],
)
def test_what_repaying_early_costs_is_read_where_one_clause_says_it_without_conditions(
    clause: str, share: str | None
) -> None:
    paper = table("个人消费贷款合同", "贷款金额：人民币 12000.00 元", "贷款期限：12 个月", f"第八条 {clause}")
    (importer,) = recognise(paper).importers
    (loan,) = importer.read(paper).ledger.loans
    assert loan.settlement_share == (None if share is None else Decimal(share))
    assert any(source.row == 4 for source in loan.sources) is (share is not None)


def test_an_amount_is_never_taken_from_a_text_without_terms() -> None:
    paper = table("借款合同模板说明", "请填写借款金额，再签字。")
    assert recognise(paper).importers == ()


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_the_shared_contract_gives_terms_and_plan_of_one_loan(kind: str) -> None:
    reading = read_paths([shared("papers", f"loan_contract.{kind}")])
    (loan,) = reading.ledger.loans
    assert (loan.contract, loan.principal, loan.terms) == ("LOAN-17-4821", 1_200_000, 12)
    assert {row.contract for row in reading.ledger.plan_rows} == {"LOAN-17-4821"}
    assert [problem.code for problem in reading.sources[0].problems] == ["contract-read"]


SEEMING = {
    "cashbook": ("鲨鱼记账导出", "记录时间,分类,收支类型,金额"),
    "disclosure": ("个人贷款综合融资成本明示表", "正常履约情形见附件"),
    "balance-certificate": ("个人存款证明", "截至2025年1月1日余额"),
    "invoice": ("增值税电子普通发票", "发票代码 012345"),
    "agreement": ("委托扣款授权书", "甲方同意以下条款"),
    "receipt": ("某某银行电子回单", "付款人：张三", "金额（小写）：1,033.90元"),
    "payslip": ("2025年1月工资条", "应发 1 实发 2"),
    "contract": ("借款合同", "甲方：某某 乙方：某某"),
}


@pytest.mark.parametrize("kind", SEEMING)
def test_a_refusal_says_what_the_paper_seems_to_be(kind: str, tmp_path: Path) -> None:
    assert seems_to_be(table(*SEEMING[kind])) == kind
    (tmp_path / "a.txt").write_text("\n".join(SEEMING[kind]), encoding="utf-8")
    (report,) = read_paths([tmp_path / "a.txt"]).sources
    assert [problem.code for problem in report.problems] == [f"paper-{kind}"]


def test_a_sentence_cut_at_the_comma_of_an_amount_is_no_header(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天我还了1,033.90元，还剩9,012.00元。\n就这样。\n", encoding="utf-8")
    (report,) = read_paths([tmp_path / "a.txt"]).sources
    assert [problem.code for problem in report.problems] == ["no-table"]


def test_a_slip_that_names_neither_product_nor_lender_is_of_no_product(tmp_path: Path) -> None:
    path = tmp_path / "借据.txt"
    path.write_text(
        "借款合同\n借款金额：3,000.00元\n借款日期：2026-06-20\n借款期限：6个月\n年利率：14.4%\n", encoding="utf-8"
    )
    (loan,) = read_paths([path]).ledger.loans
    assert loan.product is Product.OTHER


@pytest.mark.parametrize(
    ("clause", "multiple", "rate"),
    [
        ("逾期还款的，自逾期之日起按借款利率上浮50%计收罚息", "1.5", None),
        ("借款人未按期还款的，罚息在借款利率基础上加收50%", "1.5", None),
        ("罚息利率为本合同约定利率的1.5倍", "1.5", None),
        ("逾期罚息利率：借款利率的130%", "1.3", None),
        ("借款人逾期的，按每日万分之六收取罚息", None, "0.0006"),
        ("逾期罚息按日利率0.075%计收", None, "0.00075"),
        ("逾期的加收50%罚息；挪用借款的，罚息利率上浮100%", "1.5", None),
        ("逾期的加收50%罚息。第二条 逾期超过九十日的，罚息利率上浮100%", None, None),
        ("提前还款的，按剩余本金的3%收取违约金", None, None),
        ("逾期的加收50%罚息，对未付利息计收复利", None, None),
        ("逾期的加收50%罚息，并按逾期本金的5%支付违约金", None, None),
        ("逾期将影响您的信用记录", None, None),
        ("当前逾期：无\\n日利率：0.06%\\n罚息：0.00元", None, None),
        ("罚息按照逾期本金的0.06%/日计算，年化利率不超过24%", None, "0.0006"),
        ("罚息按日利率0.04%计收", None, None),  # below the rate of the loan itself
    ],
)
def test_what_lateness_costs_is_read_where_one_clause_says_it(
    clause: str, multiple: str | None, rate: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "合同.txt"
    path.write_text(
        f"借款合同\n合同编号：HT20250101\n借款金额：3,000.00元\n借款期限：6个月\n日利率：0.05%\n{clause}。\n", "utf-8"
    )
    (loan,) = read_paths([path]).ledger.loans
    read = (loan.penalty_multiple, loan.penalty_rate)
    assert read == (multiple and Decimal(multiple), rate and Decimal(rate))
    assert loan.daily_rate == Decimal("0.0005")
