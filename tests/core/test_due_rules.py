"""Rules on days of grace and days off: rows of a table, tried against each late payment, and named."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from app.core.discrepancy import Discrepancy
from app.core.facts import Product
from app.core.loans.due_rules import DueRule, due_rules_for
from app.core.pipeline import explain
from app.texts import Phrasebook, languages
from app.workspace.tables import lender_rules, work_calendar
from tests.core.case_builder import CaseBuilder, at, day

TABLE = Path(__file__).parents[2] / "resources" / "tables" / "lender_rules.toml"
MONDAY, HOLIDAY, OPENS = date(2024, 4, 8), date(2024, 10, 3), date(2024, 10, 8)


def named(found: Discrepancy, fact: str) -> object:
    return dict(found.facts).get(fact)


def late_bill(days: int, paid_extra: int = 0, due: date = MONDAY) -> Discrepancy:
    """A bill of 1,000.00 paid so many days after it was due, as the program explains it with its tables."""
    case = CaseBuilder()
    case.bill(due.month, [case.line(due - timedelta(days=40), 1_000_00)])
    month, stated = (due.year, due.month), due - timedelta(days=9)
    bill = replace(case.ledger.bills[0], due=due, month=month, statement_date=stated)
    case.ledger = replace(case.ledger, bills=(bill,))
    when = datetime.combine(due + timedelta(days=days), time(10))
    case.wallet(when, 1_000_00 + paid_extra, product=Product.HUABEI, text="花呗还款", bill_month=month)
    (found,) = explain(case.ledger, calendar=work_calendar(), rules=lender_rules()).discrepancies
    return found


def test_every_rule_of_the_table_has_an_id_of_its_own_a_source_and_words_in_both_languages() -> None:
    rules = lender_rules().dues
    assert len({rule.id for rule in rules}) == len(rules) >= 6
    assert all(rule.source for rule in rules)
    assert all(f"due-rule.{rule.id}" in Phrasebook(language) for rule in rules for language in languages())


def test_a_rule_is_of_grace_or_of_days_off_and_never_of_both_or_none() -> None:
    entry = {"id": "x", "products": [], "certainty": "supposed", "source": "s"}
    for wrong in ({}, {"grace_days": 3, "next_working_day": True}):
        with pytest.raises(ValueError, match="either"):
            DueRule.read(entry | wrong)


def test_the_table_is_read_in_one_place() -> None:
    entries = tomllib.loads(TABLE.read_text(encoding="utf-8"))["due"]
    assert [rule.id for rule in lender_rules().dues] == [entry["id"] for entry in entries]


def test_a_rule_holds_within_its_days_and_for_its_products_alone() -> None:
    told = {
        d: [r.id for r in due_rules_for(lender_rules().dues, Product.HUABEI, d)] for d in (date(2022, 5, 9), MONDAY)
    }
    assert told[date(2022, 5, 9)][0] == "huabei-grace-3"
    assert told[MONDAY][0] == "huabei-grace-3-later"
    assert all("grace" not in r.id for r in due_rules_for(lender_rules().dues, Product.WEILIDAI, MONDAY))


def test_a_bill_paid_within_a_grace_that_pages_name_is_late_and_the_rule_is_named_as_agreeing() -> None:
    found = late_bill(2)
    assert (found.code, found.variant) == ("DEBIT-LATE", "bill")
    assert named(found, "due_rule") == "due-rule.huabei-grace-3-later"
    assert named(found, "due_tried") == 2


def test_a_day_more_than_the_grace_agrees_with_no_rule() -> None:
    assert named(late_bill(4), "due_rule") is None


def test_a_charge_within_a_published_grace_shows_that_it_was_not_applied() -> None:
    found = late_bill(2, paid_extra=1_00, due=date(2022, 5, 9))
    assert (found.variant, named(found, "due_not")) == ("bill-charged", ("due-rule.huabei-grace-3",))


def test_a_supposed_grace_is_not_held_against_a_charge() -> None:
    assert named(late_bill(2, paid_extra=1_00), "due_not") is None


def test_a_bill_due_on_a_holiday_and_paid_on_the_first_working_day_is_told_by_the_holiday() -> None:
    found = late_bill((OPENS - HOLIDAY).days, due=HOLIDAY)
    assert (found.code, found.variant) == ("DEBIT-HOLIDAY", "bill-shifted")
    assert named(found, "due_rule") == "due-rule.next-working-day"


def test_a_day_after_the_first_working_day_is_late() -> None:
    assert late_bill((OPENS - HOLIDAY).days + 1, due=HOLIDAY).code == "DEBIT-LATE"


def test_the_grace_that_a_lender_states_needs_no_rule_of_the_table() -> None:
    case = CaseBuilder()
    plan = case.loan(grace=3)
    case.paid(plan[0], at("02-17 10:00"))
    found = explain(case.ledger, as_of=day("02-20"), calendar=work_calendar(), rules=lender_rules()).discrepancies[0]
    assert (found.variant, named(found, "due_rule")) == ("in-grace", None)
