"""English letters that certify that a loan is repaid are read, and those that only speak of repaying are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.facts import Ledger, Product
from app.importers.read import read_paths
from tests.importers.strangers_files import docx, mail

ALL = (date(2024, 6, 25), date(2024, 6, 28), 1_200_000, date(2024, 1, 15), "JB20240115001")
CERTIFIED = (
    "SETTLEMENT CERTIFICATE",
    "This is to certify that the loan under contract No. JB20240115001, principal RMB 12,000.00, granted on 15 January",
    "2024 by Some Consumer Finance Co., Ltd., has been fully repaid on 25th June 2024. No amount is outstanding.",
    "Issued on 28 June 2024",
    "Some Consumer Finance Co., Ltd.",
)
CONFIRMED = (
    "Loan Clearance Letter",
    "Date: June 28, 2024",
    "Loan account: JB20240115001",
    "Loan amount: CNY 12,000.00 (Jiebei)",
    "Disbursement date: 2024-01-15",
    "We hereby confirm that the loan above was settled in full on 2024-06-25 and there is no outstanding balance.",
    "Some Bank Limited",
)
OPEN = (
    "We confirm that loan No. 77120 of RMB 20,000.00 is still outstanding. It has not been repaid.",
    "We confirm that once loan No. 77120 has been paid off on 25 June 2024 a certificate will follow.",
    "This is to confirm that to settle loan No. 77120 in full on 25 June 2024 you pay RMB 8,012.20.",
    "We hereby certify that loan No. 77120 was paid on 25 June 2024. Outstanding balance: RMB 12.20.",
    "We hereby certify that loan No. 77120 of HKD 20,000.00 has been fully repaid on 25 June 2024.",
    "Dear customer, loan No. 77120 has been partly repaid, we confirm.",
    "I confirm that I have paid the rent.",
    "Dear Sir, I hereby confirm that my loan No. 77120 has been fully repaid on 25 June 2024.",
    "Could you please confirm that loan No. 77120 has been fully repaid on 25 June 2024?",
)


def read(path: Path, data: bytes) -> Ledger:
    path.write_bytes(data)
    return read_paths([path]).ledger


@pytest.mark.parametrize("letter", [CERTIFIED, CONFIRMED])
@pytest.mark.parametrize("form", ["txt", "docx", "eml"])
def test_what_a_letter_certifies_is_read(letter: tuple[str, ...], form: str, tmp_path: Path) -> None:
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in letter) + "</body></html>"
    data = {"txt": "\n".join(letter).encode(), "docx": docx(letter), "eml": mail(page, subject="Your loan")}[form]
    (paper,) = read(tmp_path / f"letter.{form}", data).certificates
    assert (paper.settled_on, paper.issued_on, paper.principal, paper.drawn_on, paper.contract) == ALL
    assert paper.lender == letter[-1].rstrip(".")
    assert paper.product is (Product.JIEBEI if letter is CONFIRMED else Product.OTHER)


@pytest.mark.parametrize("text", OPEN)
def test_a_letter_that_certifies_no_settlement_is_none(text: str, tmp_path: Path) -> None:
    assert read(tmp_path / "letter.txt", text.encode()).certificates == ()


def test_the_day_of_a_loan_is_never_that_of_its_settlement(tmp_path: Path) -> None:
    text = "We certify that the loan No. 77120 granted on 15 January 2024 has been fully repaid."
    (paper,) = read(tmp_path / "letter.txt", text.encode()).certificates
    assert (paper.drawn_on, paper.settled_on) == (date(2024, 1, 15), None)
