"""The title of a plan or a record says which product a loan is, where it names one brand and nothing else says it."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from app.core.facts import Ledger, Outcome, Product, Source, WalletKind, WalletRow
from app.core.pipeline import explain
from app.importers.lenders.tables import TOTALS, LenderTables
from app.importers.read import read_paths
from app.importers.reading.table import Table
from tests.core.case_builder import at

PLAN = """期数,应还日期,应还本金,应还利息,应还总额,状态
1,2026-04-01,996.04,12.40,1008.44,已还清
2,2026-05-01,996.24,12.16,1008.40,待还
"""
RECORD = "还款时间,期数,还款金额,本金,利息,状态\n2026-04-01 10:00:00,1,1008.44,996.04,12.40,成功\n"
NUMBER = "借据号：LN2026030100001234\n"


def read(text: str, file: str = "made-up.csv", sheet: str = "") -> Ledger:
    table = Table(file, sheet, "0" * 16, list(csv.reader(io.StringIO(text))))
    return LenderTables().read(table).ledger


def product_of(ledger: Ledger) -> str:
    (facility,) = explain(ledger).facilities
    return facility.product


@pytest.mark.parametrize("rows", [PLAN, RECORD])
@pytest.mark.parametrize(
    ("title", "product"),
    [
        ("微粒贷还款计划", Product.WEILIDAI),
        ("京东金条 还款计划表", Product.JINTIAO),
        ("我的借呗还款明细", Product.JIEBEI),
        ("网商贷还款计划", Product.WANGSHANG),
        ("放心借 还款记录", Product.FANGXINJIE),
    ],
)
def test_a_loan_is_of_the_product_that_the_title_of_its_page_names(title: str, product: Product, rows: str) -> None:
    assert product_of(read(f"{title}\n{NUMBER}{rows}")) == product.value


@pytest.mark.parametrize(
    "above",
    [
        "还款计划\n",
        "按月付息还款计划\n",
        "某银行信用贷还款计划\n",
        "借呗、微粒贷还款计划\n",
        "借呗还款计划\n微粒贷还款计划\n",
        "还款计划\n还款账户：借呗\n",
        "花呗分期还款计划\n",
        "温馨提示：本页是某银行的贷款，如需查看微粒贷的还款计划，请到微信的服务页面里打开微粒贷以后再查询一次，谢谢。\n",
    ],
)
def test_a_page_whose_title_names_no_loans_brand_or_two_is_of_no_known_product(above: str) -> None:
    assert product_of(read(above + NUMBER + PLAN)) == Product.OTHER.value


def test_another_brand_between_the_blocks_of_a_page_leaves_all_of_them_unnamed() -> None:
    second = NUMBER.replace("1234", "5678") + PLAN
    ledger = read("借呗还款计划\n" + NUMBER + PLAN + "微粒贷还款计划\n" + second)
    assert {facility.product for facility in explain(ledger).facilities} == {Product.OTHER.value}


def test_the_name_of_a_file_or_sheet_is_no_title() -> None:
    assert product_of(read(NUMBER + PLAN, "微粒贷还款计划.xlsx", "微粒贷还款计划")) == Product.OTHER.value


def test_a_plan_of_totals_keeps_the_product_of_its_title() -> None:
    text = (
        "微粒贷还款计划\n"
        + NUMBER
        + "期数,应还日期,应还金额,状态\n1,2026-04-01,1008.44,已还清\n2,2026-05-01,1008.40,待还\n"
    )
    (reader,) = TOTALS
    table = Table("made-up.csv", "", "0" * 16, list(csv.reader(io.StringIO(text))))
    totals = reader.read(table).ledger.plan_totals
    assert {total.product for total in totals} == {Product.WEILIDAI}


def test_where_repayments_of_no_known_product_were_made_the_title_does_not_part_the_loan_from_them() -> None:
    paid = WalletRow(
        at("05-01 09:00"), WalletKind.REPAYMENT, Product.OTHER, 1008_40, Outcome.DONE, order_no="1",
        sources=(Source("wallet.csv", "", 1, "wallet"),),
    )  # fmt: skip
    ledger = read("微粒贷还款计划\n" + NUMBER + PLAN) + Ledger(wallet=(paid,))
    assert product_of(ledger) == Product.OTHER.value
    found = explain(ledger, as_of=date(2026, 5, 20)).discrepancies
    assert "DEBIT-MISSED" not in {d.code for d in found}


COPIED = """查询日期 2026-05-08
第1期 2026-06-08 应还1102.06 本金916.06 利息186.00 待还
第2期 2026-07-08 应还1102.06 本金935.80 利息166.26 待还
第3期 2026-08-08 应还1102.06 本金944.76 利息157.30 待还
"""


@pytest.mark.parametrize(
    ("title", "product"),
    [
        ("借呗还款计划", Product.JIEBEI),
        ("招联消费金融 借款2796.62元 日利率0.05%", Product.ZHAOLIAN),
        ("还款计划", None),
        ("花呗还款计划", None),
        ("借呗、微粒贷还款计划", None),
    ],
)
def test_a_copied_plan_is_of_the_product_that_its_first_lines_name(
    title: str, product: Product | None, tmp_path: Path
) -> None:
    (tmp_path / "还款计划.txt").write_text(f"{title}\n{COPIED}", encoding="utf-8")
    rows = read_paths([tmp_path / "还款计划.txt"]).ledger.plan_rows
    assert [row.product for row in rows] == [product] * 3
