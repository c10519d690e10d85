"""A certificate of settlement beside what was debited, recorded and shown: it agrees, or the contradiction is told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from app.core.discrepancy import Discrepancy
from app.core.facts import Ledger, Product, Purpose, Source
from app.core.papers import SettlementCertificate
from app.core.pipeline import explain
from tests.core.case_builder import CONTRACT, DRAWN, CaseBuilder, at, day, plan_of

CODE = "SOURCE-CONTRADICTION"


def certified(case: CaseBuilder, on: date, contract: str = CONTRACT, **more: object) -> None:
    paper = SettlementCertificate(contract, on, sources=(Source("certificate.txt", "", 1, "c"),), **more)  # type: ignore[arg-type]
    case.ledger += Ledger(certificates=(paper,))


def settled_on(when: date) -> CaseBuilder:
    """A loan whose first period was paid and that was settled by hand on a day."""
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    left = sum(p.principal for p in plan[1:])
    days = (when - plan[0].due).days
    total = left + round(left * 4 * days / 10_000)
    moment = datetime.combine(when, time(9, 30))
    case.wallet(moment, total, text="借呗提前结清", purpose=Purpose.SETTLEMENT)
    case.bank(when, -total)
    case.page(when + timedelta(days=3), plan, settled=[p.number for p in plan])
    return case


def of_papers(case: CaseBuilder) -> list[Discrepancy]:
    return [d for d in explain(case.ledger).discrepancies if d.code == CODE]


@pytest.mark.parametrize("later", [0, 2])
def test_a_certificate_of_the_day_of_the_settlement_or_soon_after_contradicts_nothing(later: int) -> None:
    case = settled_on(day("03-02"))
    certified(case, day("03-02") + timedelta(days=later))
    assert of_papers(case) == []


def test_a_certificate_of_a_day_before_the_money_was_paid_is_told_with_both_days() -> None:
    case = settled_on(day("03-02"))
    certified(case, day("02-20"))
    (found,) = of_papers(case)
    facts = dict(found.facts)
    assert (found.variant, found.difference) == ("settled-after-certificate", 0)
    assert (facts["certified_on"], facts["paid_on"]) == (day("02-20"), day("03-02"))


def goes_on() -> CaseBuilder:
    """A loan that is debited period after period."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.page(plan[2].due + timedelta(days=3), plan, settled=(1, 2, 3))
    return case


def test_what_is_debited_after_the_day_of_the_certificate_is_summed_and_left_undecided() -> None:
    case = goes_on()
    plan = [row for row in case.ledger.planned if row.as_of == DRAWN.date()]
    certified(case, day("03-01"))
    (found,) = of_papers(case)
    assert found.variant == "debited-after-certificate"
    assert found.difference == plan[1].instalment + plan[2].instalment


def test_a_page_with_open_periods_after_the_certificate_is_told_where_nothing_was_debited() -> None:
    case = goes_on()
    certified(case, day("04-16"))
    (found,) = of_papers(case)
    assert (found.variant, found.difference) == ("open-after-certificate", 0)


def test_a_certificate_without_a_number_is_of_the_loan_of_its_amount_and_day() -> None:
    case = goes_on()
    certified(case, day("03-01"), "", principal=12_000_00, drawn_on=DRAWN.date(), product=Product.JIEBEI)
    assert [d.variant for d in of_papers(case)] == ["debited-after-certificate"]


def test_a_certificate_of_another_loan_says_nothing_of_this_one() -> None:
    case = goes_on()
    certified(case, day("03-01"), "JB-OTHER")
    certified(case, day("03-01"), "", principal=9_000_00, drawn_on=DRAWN.date())
    assert of_papers(case) == []


def plan_alone(**paper: object) -> CaseBuilder:
    """A plan of which nothing names the loan's amount or day, and a certificate."""
    case = CaseBuilder()
    case.page(day("02-20"), plan_of(12_000_00, DRAWN.date(), 12), settled=(1,))
    certified(case, day("03-02"), **paper)
    return case


def test_nothing_falls_due_and_nothing_is_unpaid_after_the_day_of_a_certificate() -> None:
    for contract in (CONTRACT, ""):
        case = plan_alone(contract=contract, principal=12_000_00, drawn_on=DRAWN.date())
        case.covers(DRAWN.date(), day("06-30"))
        told = explain(case.ledger)
        assert told.ahead.dues == () and told.ahead.stale == ()
        assert [d.code for d in told.discrepancies if (d.period or 0) > 1] == []


@pytest.mark.parametrize("paper", [{"principal": 9_000_00, "drawn_on": DRAWN.date()},
                                   {"principal": 12_000_00, "drawn_on": day("01-15").replace(year=2025)},
                                   {"principal": 12_000_00, "drawn_on": DRAWN.date(), "product": Product.HUABEI},
                                   {"principal": 12_000_00}])  # fmt: skip
def test_a_certificate_of_another_amount_day_or_product_settles_no_plan(paper: dict[str, object]) -> None:
    case = plan_alone(contract="", **paper)
    case.wallet(at("02-15 12:00"), plan_of(12_000_00, DRAWN.date(), 12)[0].total)
    assert explain(case.ledger).ahead.dues != ()


def test_a_certificate_does_not_end_a_plan_that_a_later_page_shows_open() -> None:
    case = plan_alone()
    case.page(day("03-20"), plan_of(12_000_00, DRAWN.date(), 12), settled=(1, 2))
    assert explain(case.ledger).ahead.dues != ()


def test_a_debit_of_all_that_was_open_settled_the_loan_of_a_certificate_of_that_day_whatever_it_held() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 12:00"), plan[0].total)
    case.wallet(at("03-02 09:30"), sum(p.principal for p in plan[1:]) + 7_77)
    certified(case, day("03-02"))
    assert case.found(day("06-30")).keys() == {"SETTLE-INTEREST-TO-DATE"}
