"""What is told of a loan by labels, or by a person in a sentence, is read as its terms, and loans are never mixed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.facts import LoanRecord, Method, Product
from app.importers.importer import Imported
from app.importers.reading.delimited import DelimitedBody
from app.importers.reading.table import Table
from app.importers.registry import Claim, recognise

WHOLE = ("JB20260105001", 12_000_00, date(2026, 1, 5), 12, Method.EQUAL_INSTALMENT, 5)


def claim(text: str) -> Claim:
    return recognise(Table("made-up.txt", "", "0" * 16, DelimitedBody(text.encode("utf-8"))))


def read(text: str) -> Imported:
    reader = claim(text).reader
    assert reader is not None
    return reader()


def terms(loan: LoanRecord) -> tuple[object, ...]:
    on = loan.drawn_at.date() if loan.drawn_at else None
    return (loan.contract, loan.principal, on, loan.terms, loan.method, loan.due_day)


def lent(text: str) -> list[tuple[int | None, date | None, int | None]]:
    loans = read(text).ledger.loans
    return [(loan.principal, loan.drawn_at.date() if loan.drawn_at else None, loan.terms) for loan in loans]


@pytest.mark.parametrize(
    "text",
    [
        '项目,内容\n借款金额,"12,000.00"\n借款日期,2026-01-05\n期数,12\n还款方式,等额本息\n还款日,每月5日\n借据号,JB20260105001\n',
        "项目　　内容\n借款金额　：　12,000.00元\n借款日期　：　2026年1月5日\n借款期限　：　12期\n"
        "还款方式　：　等额本息\n"
        "每月还款日　：　5日\n借据号　：　JB20260105001\n",
        "借款信息,,,\n借款金额,12000,放款日期,2026-01-05\n借款期限,12个月,还款方式,按月等额本息\n每月还款日,5日,借据编号,JB20260105001\n",
        "借款金额  12,000.00\n放款时间  2026-01-05 10:22:31\n借款期数  12期\n还款方式  每月等额\n"
        "还款日  每月5日\n借据号  JB20260105001\n",
    ],
)
def test_labels_with_values_are_the_terms_of_a_loan(text: str) -> None:
    (loan,) = read(text).ledger.loans
    assert terms(loan) == WHOLE


def test_amount_day_and_periods_alone_are_terms_too() -> None:
    labels = [
        "借款金额：12,000.00元",
        "借款日期：2026-01-05",
        "借款期数：12期",
        "每期应还：1,066.19元",
        "已还期数：3期",
        "下期还款日：2026-05-05",
    ]
    assert lent("\n".join(labels)) == [(12_000_00, date(2026, 1, 5), 12)]


def test_a_loan_without_a_number_is_named_by_its_day_and_amount_and_keeps_the_rows_of_its_labels() -> None:
    (loan,) = read(
        "借款金额：12,000.00元\n放款时间：2026-01-05\n借款期数：12期\n日利率：0.04%\n收款账户：某银行(1234)\n"
    ).ledger.loans
    assert (loan.contract, loan.daily_rate) == ("2026-01-05 12,000.00", Decimal("0.0004"))
    assert [source.row for source in loan.sources] == [1, 2, 3, 4, 5]


def test_a_yearly_rate_is_told_at_its_own_row() -> None:
    (told,) = read("借款金额,12000\n借款日期,2026-01-05\n期数,12\n年利率,14.4%\n").problems
    assert (told.code, dict(told.facts)["row"], told.source and told.source.row) == ("lender-yearly-rate", 4, 4)


TWO = [(12_000_00, date(2026, 1, 5), 12), (5_000_00, date(2026, 3, 1), 6)]


@pytest.mark.parametrize(
    "text",
    [
        "项目,第一笔,第二笔\n借款金额,12000.00,5000\n借款日期,2026-01-05,2026-03-01\n期数,12期,6期\n还款方式,等额本息,先息后本\n",
        "借款金额：12,000.00\n借款时间：2026-01-05\n分期期数：12\n借款编号：A10001\n"
        "借款金额：5,000.00\n借款时间：2026-03-01\n分期期数：6\n借款编号：A10002\n",
        "借款金额：12,000.00元\n借款时间：2026-01-05\n借款期数：12期\n借款金额：5,000.00元\n借款时间：2026-03-01\n借款期数：6期\n",
        "Loan 12,000.00 on 2026-01-05, 12 monthly payments of 1,066.19\n"
        "Loan 5,000.00 on 1 March 2026, 6 monthly payments\n",
        "2026年1月5日借了12000.00元，分12期，每月5号还1066.19元\n2026年3月1日借了5000.00元，分6期\n",
    ],
)
def test_each_of_two_loans_has_its_own_amount_and_day(text: str) -> None:
    assert lent(text) == TWO


def test_sums_above_their_days_are_not_taken_for_those_of_the_loan_before() -> None:
    listed = (
        "我的借款\n{0}12,000.00\n借款时间 2026-01-05\n等额本息 12期\n{0}5,000.00\n借款时间 2026-03-01\n等额本息 6期\n"
    )
    assert lent(listed.format("借款金额 ")) == TWO
    assert claim(listed.format("")).reader is None


def test_the_period_that_a_page_is_at_is_not_how_many_a_loan_has() -> None:
    (loan,) = read("借款金额,12000\n借款日期,2026-01-05\n当前期数,3/12\n还款方式,等额本息\n还款日,5日\n").ledger.loans
    assert loan.terms is None


@pytest.mark.parametrize(
    "text",
    [
        "Loan 12,000.00 on 2026-01-05, 12 monthly payments of 1,066.19, due on the 5th",
        "I borrowed CNY 12,000.00 on 5 January 2026.\n12 monthly instalments, due on the 5th of each month.",
        "Borrowed: 12,000.00 (2026-01-05)\nTerms: 12\nMonthly payment: 1,066.19\nDue day: 5\n",
    ],
)
def test_a_sentence_of_a_persons_own_is_the_terms_of_a_loan(text: str) -> None:
    result = read(text)
    told = [(loan.principal, loan.terms, loan.due_day) for loan in result.ledger.loans]
    assert (told, [p.code for p in result.problems]) == ([(12_000_00, 12, 5)], ["loan-notes-read"])


@pytest.mark.parametrize(
    "text",
    [
        "Dear customer, your loan of CNY 12,000.00 on 2026-01-05 has been approved, 12 monthly payments.",
        "【某某】您于2026年1月5日借款12000.00元，分12期",
        "Loan 12,000.00 on 2026-01-05, 12 monthly payments\nPaid 1,066.19 on 2026-02-05\nPaid 1,066.19 on 2026-03-05\n",
    ],
)
def test_letters_messages_and_notes_with_payments_are_none(text: str) -> None:
    assert not {importer.name for importer in claim(text).importers} & {"loan-notes", "loan-sheet"}


def test_a_brand_in_a_note_is_the_loans() -> None:
    (loan,) = read("2026年3月1日在微粒贷借了5000.00元，分6期").ledger.loans
    assert loan.product is Product.WEILIDAI
