"""Cards and enquiries of a credit report beside the rows: what contradicts is found, the rest is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from app.core.ahead import MarkCheck, MarkStanding
from app.core.facts import BankRow, Source
from app.core.papers import CreditAccount, CreditEnquiry, CreditLineKind, CreditReport, EnquiryReason
from app.core.pipeline import explain
from app.texts import Language, Phrasebook
from app.texts.credit_texts import CreditTexts
from tests.core.case_builder import DRAWN, CaseBuilder, at, day
from tests.core.generated_credit_reports import LENDER, REPORT, lived
from tests.languages import EVERY_LANGUAGE

BANK = "中信银行"
CARD = CreditAccount(
    CreditLineKind.CARD, "中信银行股份有限公司信用卡中心", date(2020, 3, 5), 50_000_00, as_of=(2026, 12), sources=REPORT
)
SETTLED = date(2026, 7, 15)
"""The last due of a loan of six periods."""


def rows_of_card(*days: date, amount: int = -88_00, account: str = "4321") -> tuple[BankRow, ...]:
    return tuple(
        BankRow(on, amount, bank=BANK, account=account, summary="消费", provider="citic-credit",
                sources=(Source("card.csv", "", n, "card"),))
        for n, on in enumerate(days, 1)
    )  # fmt: skip


def checked(case: CaseBuilder, *accounts: CreditAccount, enquiries: tuple[CreditEnquiry, ...] = ()) -> list[MarkCheck]:
    report = CreditReport(at("12-20 04:00"), False, accounts, enquiries, sources=REPORT)
    case._add(credit_reports=(report,))
    return list(explain(case.ledger, as_of=date(2027, 1, 10)).ahead.credit.checks)


def with_card(*accounts: CreditAccount, rows: tuple[BankRow, ...]) -> dict[str, MarkCheck]:
    case = CaseBuilder()
    case._add(bank=rows)
    return {check.fact: check for check in checked(case, *accounts)}


def test_a_card_that_was_used_after_the_month_of_its_end_contradicts_the_report() -> None:
    closed = replace(CARD, settled=(2026, 3), state="销户")
    found = with_card(closed, rows=rows_of_card(day("02-03"), day("06-09")))["card-closed"]
    assert (found.standing, found.why, found.rows) == (MarkStanding.CONTRADICTS, "used-after", day("06-09"))
    assert [source.row for source in found.evidence] == [2]


@pytest.mark.parametrize("last", [day("03-30"), day("04-20")])
def test_a_purchase_that_may_have_been_booked_late_contradicts_nothing(last: date) -> None:
    closed = replace(CARD, settled=(2026, 3), state="销户")
    assert with_card(closed, rows=rows_of_card(day("02-03"), last))["card-closed"].standing is MarkStanding.AGREES


def test_a_repayment_after_the_end_is_no_use_of_a_card() -> None:
    closed = replace(CARD, settled=(2026, 3), state="销户")
    rows = (*rows_of_card(day("02-03")), *rows_of_card(day("08-01"), amount=100_00))
    assert with_card(closed, rows=rows)["card-closed"].standing is MarkStanding.AGREES


def test_a_card_that_is_called_inactive_and_was_used_contradicts_the_report() -> None:
    found = with_card(replace(CARD, state="尚未激活", is_inactive=True), rows=rows_of_card(day("05-06")))[
        "card-inactive"
    ]
    assert (found.standing, found.why) == (MarkStanding.CONTRADICTS, "used-before")


def test_a_card_that_was_used_before_it_was_opened_contradicts_only_where_its_number_goes_on() -> None:
    young = replace(CARD, opened=day("04-01"))
    assert with_card(young, rows=rows_of_card(day("02-03"), day("05-06")))["card-opened"].why == "rows-before"
    nameless = rows_of_card(day("02-03"), day("05-06"), account="")
    assert with_card(young, rows=nameless)["card-opened"].standing is MarkStanding.NOT_CHECKED


def test_of_several_cards_of_a_bank_nothing_is_said() -> None:
    closed = replace(CARD, settled=(2026, 3), state="销户")
    rows = rows_of_card(day("02-03"), day("06-09"))
    assert with_card(closed, replace(CARD, opened=date(2022, 1, 1)), rows=rows)["account"].why == "several-cards"
    two = (*rows, *rows_of_card(day("06-01"), account="9876"))
    assert with_card(closed, rows=two)["account"].why == "several-cards"


def test_what_a_card_owes_is_not_told_by_its_rows() -> None:
    found = with_card(replace(CARD, balance=12_300_00), rows=rows_of_card(day("06-09")))
    assert (found["balance"].standing, found["card-opened"].standing) == (
        MarkStanding.NOT_CHECKED, MarkStanding.AGREES,
    )  # fmt: skip


def loan_and_account(seed: int, whole: bool) -> tuple[CaseBuilder, CreditAccount]:
    """A loan of the lender, settled on its last due date or still running, with its account in the report."""
    loan = lived(Random(seed), 0, 6, 6 if whole else 12)
    account = CreditAccount(
        CreditLineKind.LOAN, LENDER, DRAWN.date(), loan.principal, as_of=(2026, 7),
        settled=(SETTLED.year, SETTLED.month) if whole else None, sources=REPORT,
    )  # fmt: skip
    return loan.case, account


def enquiry(on: date, words: str = "贷后管理", by: str = LENDER) -> CreditEnquiry:
    reasons = {"贷后管理": EnquiryReason.AFTER_LENDING, "贷款审批": EnquiryReason.APPROVAL}
    return CreditEnquiry(on, by, words, reasons.get(words, EnquiryReason.OTHER), sources=REPORT)


def of_enquiries(case: CaseBuilder, account: CreditAccount, *asked: CreditEnquiry) -> list[MarkCheck]:
    return [check for check in checked(case, account, enquiries=asked) if check.fact == "enquiry"]


@pytest.mark.parametrize("seed", range(5))
def test_looking_after_a_loan_that_had_ended_contradicts_rows_and_report(seed: int) -> None:
    case, account = loan_and_account(seed, whole=True)
    asked = SETTLED + timedelta(days=Random(seed).randrange(50, 150))
    (found,) = of_enquiries(case, account, enquiry(asked))
    assert (found.standing, found.why, found.rows) == (MarkStanding.CONTRADICTS, "loans-settled", SETTLED)
    assert found.evidence and found.source


@pytest.mark.parametrize("seed", range(10))
def test_enquiries_that_are_right_contradict_nothing(seed: int) -> None:
    rng = Random(seed)
    case, account = loan_and_account(seed, whole=seed % 2 == 0)
    care = DRAWN.date() + timedelta(days=rng.randrange(5, 200))
    asked = (
        enquiry(DRAWN.date() - timedelta(days=rng.randrange(20)), "贷款审批"), enquiry(care),
        enquiry(care, by="上海某某银行股份有限公司"), enquiry(care, "贷款审批", "上海某某银行股份有限公司"),
        enquiry(care, "本人查询（互联网个人信用信息服务平台）", "本人"),
    )  # fmt: skip
    found = of_enquiries(case, account, *asked)
    assert len(found) == 4
    assert not [check for check in found if check.standing is MarkStanding.CONTRADICTS]
    assert [check.why for check in found if check.standing is MarkStanding.AGREES] == ["loan-followed", "loan-ran"]


def test_a_line_of_the_lender_that_is_open_gives_it_a_reason_to_look() -> None:
    case, account = loan_and_account(1, whole=True)
    line = CreditAccount(CreditLineKind.REVOLVING, LENDER, day("02-01"), 20_000_00, sources=REPORT)
    asked = (enquiry(SETTLED + timedelta(days=90)),)
    (found,) = [c for c in checked(case, account, line, enquiries=asked) if c.fact == "enquiry"]
    assert (found.standing, found.why) == (MarkStanding.NOT_CHECKED, "loan-untold")


@EVERY_LANGUAGE
def test_every_statement_of_cards_and_enquiries_is_told_in_whole_sentences(language: Language) -> None:
    case, account = loan_and_account(2, whole=True)
    case._add(bank=rows_of_card(day("02-03"), day("06-09")))
    asked = (
        enquiry(SETTLED + timedelta(days=90)),
        enquiry(day("01-10"), "贷款审批"),
        enquiry(day("11-11"), by="某银行"),
    )
    report = CreditReport(at("12-20 04:00"), False, (account, replace(CARD, settled=(2026, 3))), asked, sources=REPORT)
    case._add(credit_reports=(report,))
    explanation = explain(case.ledger, as_of=date(2027, 1, 10))
    texts = CreditTexts(explanation, Phrasebook(language))
    told = [texts.check(check) for check in explanation.ahead.credit.checks]
    assert len(told) > 5
    assert all("{" not in sentence and sentence.endswith(("。", ".")) for sentence in told)
