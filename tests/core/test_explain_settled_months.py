"""A plan that counts interest by the month, settled between two due days: the days of the month are counted anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest

from app.core.discrepancy import Certainty, Discrepancy
from app.core.facts import BankRow, Ledger, Method, Product, Source
from app.core.loans import Convention, DayCount, Period, Terms, schedule
from app.core.money import Fen, product
from app.core.papers import SettlementCertificate
from app.core.pipeline import explain
from app.importers.banks.wording import worded
from tests.core.case_builder import CONTRACT, DRAWN, CaseBuilder, day, due_dates

YEARLY = Decimal("0.072")
SETTLED = day("06-03")  # 19 days after the fourth due day, 18 by months of 30, of a period of 31
WORDED = {Product.BANK_LOAN: "个人消费贷款还款", Product.ZHAOLIAN: "招联消费金融-好期贷还款"}
WAYS = {
    "year-of-360": Fraction(19, 360),
    "year-of-365": Fraction(19, 365),
    "months-of-30": Fraction(18, 360),
    "days-of-month": Fraction(19, 12 * 31),
}


def begun(lender: Product = Product.BANK_LOAN, principal: Fen = 12_000_00) -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan with a plan of twelve equal instalments, known by its page and by the bank's first four debits."""
    case = CaseBuilder()
    terms = Terms(YEARLY, Method.EQUAL_INSTALMENT, Convention(DayCount.THIRTY_360))
    plan = schedule(principal, terms, DRAWN.date(), tuple(due_dates(12)))
    case.page(DRAWN.date(), plan)
    rows = tuple(replace(row, product=lender) for row in case.ledger.plan_rows)
    case.ledger = replace(case.ledger, plan_rows=rows)
    for period in plan[:4]:
        case.bank(period.due, -period.total, WORDED[lender])
    return case, plan


def owed(plan: tuple[Period, ...], way: str) -> tuple[Fen, Fen]:
    """Principal open after four periods, and its interest to the day of settlement by one way of counting."""
    principal = sum(p.principal for p in plan[4:])
    return principal, product(principal, Fraction(YEARLY) * WAYS[way])


def certified(case: CaseBuilder, on: date) -> None:
    paper = SettlementCertificate(CONTRACT, on, sources=(Source("certificate.txt", "", 1, "c"),))
    case.ledger += Ledger(certificates=(paper,))


def told(case: CaseBuilder) -> Discrepancy:
    (found,) = (d for d in explain(case.ledger).discrepancies)
    assert found.code == "SETTLE-INTEREST-TO-DATE"
    return found


@pytest.mark.parametrize("lender", WORDED)
@pytest.mark.parametrize("certificate", [True, False])
@pytest.mark.parametrize("way", WAYS)
def test_the_one_way_of_counting_that_gives_a_settlement_within_a_month_is_named(
    way: str, certificate: bool, lender: Product
) -> None:
    case, plan = begun(lender)
    principal, interest = owed(plan, way)
    case.bank(SETTLED, -principal - interest, WORDED[lender])
    if certificate:
        certified(case, SETTLED)
    found, facts = told(case), dict(told(case).facts)
    assert (found.variant, found.unexplained, found.certainty) == ("closes", 0, Certainty.PROVED)
    assert (facts["rule"], facts["interest"]) == (f"part-of-month.{way}", interest)
    assert "also" not in facts
    assert {p.component: p.amount for p in found.bridge}["interest-to-date"] == interest


@pytest.mark.parametrize("beside", [1_00, -1_00, 1, -1])
def test_what_no_way_of_counting_gives_stays_not_recomputed(beside: Fen) -> None:
    case, plan = begun()
    case.bank(SETTLED, -sum(owed(plan, "year-of-360")) - beside, WORDED[Product.BANK_LOAN])
    certified(case, SETTLED)
    found = told(case)
    assert (found.variant, found.certainty) == ("interest-as-debited", Certainty.STRONG)
    assert "rule" not in dict(found.facts)


def test_without_certificate_or_wording_a_debit_that_no_way_gives_settles_nothing() -> None:
    case, plan = begun()
    case.bank(SETTLED, -sum(owed(plan, "year-of-360")) - 1_00, WORDED[Product.BANK_LOAN])
    assert "SETTLE-INTEREST-TO-DATE" not in {d.code for d in explain(case.ledger).discrepancies}


def test_a_settlement_of_the_last_two_periods_is_counted_by_the_rate_of_the_whole_plan() -> None:
    case, plan = begun()
    for period in plan[4:10]:
        case.bank(period.due, -period.total, WORDED[Product.BANK_LOAN])
    principal, on = sum(p.principal for p in plan[10:]), day("12-01")  # 16 days after the tenth due day
    case.bank(on, -principal - product(principal, Fraction(YEARLY) * 16 / 360), WORDED[Product.BANK_LOAN])
    assert dict(told(case).facts)["rule"] == "part-of-month.year-of-360"


def test_interest_that_the_lender_recorded_is_computed_anew_too() -> None:
    case, plan = begun()
    principal, interest = owed(plan, "months-of-30")
    moment = datetime.combine(SETTLED, time(9, 30))
    for period in plan[:4]:
        case.record(datetime.combine(period.due, time(12)), period.number, period.principal, period.interest)
    for period in plan[4:]:
        case.record(moment, period.number, period.principal, interest if period is plan[4] else 0)
    case.bank(SETTLED, -principal - interest, WORDED[Product.BANK_LOAN])
    found = told(case)
    assert (found.variant, dict(found.facts)["rule"]) == ("closes", "part-of-month.months-of-30")


def test_two_ways_that_give_the_same_sum_are_both_told_and_neither_is_proved() -> None:
    case, plan = begun(principal=120_00)  # so little is owed that ways differ by less than a fen
    principal, interest = owed(plan, "year-of-365")
    assert interest == owed(plan, "days-of-month")[1] != owed(plan, "year-of-360")[1]
    case.bank(SETTLED, -principal - interest, WORDED[Product.BANK_LOAN])
    certified(case, SETTLED)
    found, facts = told(case), dict(told(case).facts)
    assert (found.variant, found.unexplained, found.certainty) == ("closes", 0, Certainty.STRONG)
    assert (facts["rule"], facts["also"]) == ("part-of-month.year-of-365", ("part-of-month.days-of-month",))


def test_ways_that_are_one_formula_on_the_days_of_the_case_are_one() -> None:
    case, plan = begun()
    on = day("05-25")  # ten days in the same month, by the calendar and by months of 30
    principal = sum(p.principal for p in plan[4:])
    case.bank(on, -principal - product(principal, Fraction(YEARLY) / 36), WORDED[Product.BANK_LOAN])
    certified(case, on)
    facts = dict(told(case).facts)
    assert (facts["rule"], "also" in facts) == ("part-of-month.year-of-360", False)


def booked_as(payee: str, beside: Fen = 0, settled: str = "快贷提前结清") -> CaseBuilder:
    """The loan of a lender that no table of words knows: its debits by the bank's words and payee alone."""
    case, plan = begun()
    debits = [(p.due, p.total, "快贷还款") for p in plan[:4]]
    debits.append((SETTLED, sum(owed(plan, "year-of-360")) + beside, settled))
    rows = tuple(
        worded(
            BankRow(on, -amount, bank="招商银行", summary=words, counterparty=payee,
                    sources=(Source("bank.csv", "", n, "bank"),))
        )
        for n, (on, amount, words) in enumerate(debits)
    )  # fmt: skip
    plans = tuple(replace(row, product=None) for row in case.ledger.plan_rows)
    case.ledger = replace(case.ledger, bank=rows, plan_rows=plans)
    return case


@pytest.mark.parametrize("payee", ["某某银行", ""])
def test_a_settlement_of_a_lender_that_no_words_name_is_found_by_its_payee_or_by_its_sum(payee: str) -> None:
    found = told(booked_as(payee))
    assert (found.variant, found.unexplained) == ("closes", 0)


@pytest.mark.parametrize("more", [{"beside": 1_00}, {"beside": 1}, {"settled": "快贷手续"}])
def test_a_row_that_names_nobody_ends_no_loan_unless_it_calls_itself_a_settlement_and_closes(
    more: dict[str, object],
) -> None:
    case = booked_as("", **more)  # type: ignore[arg-type]
    assert [d.code for d in explain(case.ledger).discrepancies] == []
