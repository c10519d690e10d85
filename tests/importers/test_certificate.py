"""A settlement certificate says which loan is settled and when, and keeps nobody's name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.papers import SettlementCertificate
from app.importers.read import read_paths
from app.importers.reading.table import Table
from app.importers.registry import recognise
from tests.shared import shared

D = date(2026, 3, 22)
PAPERS: dict[str, tuple[tuple[str, ...], str, date | None, int | None]] = {
    "a bank": (
        ("贷款结清证明",
         "兹证明客户张三在我行办理的个人消费贷款（编号：LOAN-17-4821）已于2026-03-22全额结清。", "日期：2026-03-24"),
        "LOAN-17-4821", D, None,
    ),
    "a wallet": (
        (
            "结清证明", "编号：ZM20260324001",
            "张三（身份证号4401****5678）于2025年09月22日在重庆蚂蚁消费金融有限公司申请借款，借款金额12,000.00元，",
            "借款合同编号：2025092200001234。截至2026年03月22日，该笔借款本息已全部结清。", "特此证明。",
            "重庆蚂蚁消费金融有限公司", "2026年03月24日",
        ),
        "2025092200001234", D, 1_200_000,
    ),
    "labels": (
        ("信贷业务结清证明", "借款人：张三", "合同号：HT-2025-0001",
         "贷款金额：5,000.00元", "结清日期：2026年3月22日", "已全部结清"),
        "HT-2025-0001", D, 500_000,
    ),
    "kind in brackets": (
        ("结清证明", "兹证明张三于2025年09月22日在我行办理的个人消费贷款（快贷）人民币50,000.00元，",
         "已于2026年03月22日结清。"),
        "", D, 5_000_000,
    ),
    "numerals": (
        ("结清证明", "兹证明张三于2025年09月22日向我司借款人民币壹万贰仟零伍元整，借款编号为JK202509220001，",
         "已于2026年03月22日全部结清。"),
        "JK202509220001", D, 1_200_500,
    ),
    "no number": (("贷款还清证明", "兹证明李四在本公司的贷款已于2026年03月22日还清。"), "", D, None),
    "no day": (("结清证明", "借据号：JJ00012345", "上述借款已全部还清，特此证明。"), "JJ00012345", None, None),
}  # fmt: skip


def read(*lines: str) -> tuple[SettlementCertificate, ...]:
    table = Table("结清证明.txt", "", "0", [[line] for line in lines])
    (importer,) = recognise(table).importers
    assert importer.name == "certificate"
    return importer.read(table).ledger.certificates


@pytest.mark.parametrize("paper", PAPERS)
def test_a_certificate_names_its_loan_and_day(paper: str) -> None:
    lines, contract, settled, principal = PAPERS[paper]
    (found,) = read(*lines)
    assert (found.contract, found.settled_on, found.principal) == (contract, settled, principal)
    assert "张三" not in repr(found) and "4401" not in repr(found)


def test_two_loans_of_one_paper_are_two() -> None:
    first, second = read(
        "结清证明",
        "以下借款均已结清：",
        "借据编号：A0001，结清日期：2026-03-22；",
        "借据编号：B0002，结清日期：2026-04-22；",
    )
    assert (first.contract, second.contract) == ("A0001", "B0002")


def test_a_paper_that_only_speaks_of_certificates_is_none() -> None:
    table = Table("a.txt", "", "0", [["如何开具结清证明"], ["在应用里点申请，一至三个工作日寄到邮箱。"]])
    assert recognise(table).importers == ()


def test_the_shared_certificate_is_read() -> None:
    (found,) = read_paths([shared("papers", "结清证明.txt")]).ledger.certificates
    assert (found.contract, found.settled_on) == ("LOAN-17-4821", D)


@pytest.mark.parametrize(
    "lines",
    [
        ("结清证明申请书", "借款人张三，合同编号JB20240115001，已于2024年6月25日结清，现申请证明。"),
        ("结清证明", "本人张三，合同编号JB20240115001，已于2024年6月25日结清，请贵行出具结清证明。"),
        ("如何办理结清证明", "借款已于2024年6月25日结清的，联系客服。"),
    ],
)
def test_a_paper_that_asks_for_a_certificate_is_none(lines: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "证明.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read_paths([path]).ledger.certificates == ()


def test_the_day_of_a_loan_is_never_that_of_its_settlement(tmp_path: Path) -> None:
    first = "借款编号JB20240115001，金额12,000.00元，于2024年1月15日放款，2024年6月25日结清；"
    second = "借款编号JB20240301002，金额5,000.00元，2024年3月1日放款，2024年9月1日结清。"
    for name, text, days in (
        ("a", first, {date(2024, 6, 25)}),
        ("b", first + second, {date(2024, 6, 25), date(2024, 9, 1)}),
    ):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"结清证明\n兹证明张三的借款已结清：\n{text}\n某某消费金融有限公司", encoding="utf-8")
        assert {paper.settled_on for paper in read_paths([path]).ledger.certificates} == days


def test_the_sum_behind_the_words_of_lending_is_the_loans(tmp_path: Path) -> None:
    path = tmp_path / "证明.txt"
    body = "张三于2026年03月12日在我司办理借款12,000.00元（合同编号：MS2026031200001），已于2026年09月12日全部结清。"
    path.write_text(f"结清证明\n{body}\n某某消费金融股份有限公司", encoding="utf-8")
    (found,) = read_paths([path]).ledger.certificates
    assert (found.principal, found.settled_on) == (1_200_000, date(2026, 9, 12))
