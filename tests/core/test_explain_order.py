"""The explanation depends on the facts alone: not on their order, nor on how often or in how many files they stand."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.facts import Ledger, LineKind, Outcome, Source, Trigger
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day


def busy_case() -> Ledger:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 06:10"), plan[0].total, outcome=Outcome.FAILED, account="")
    case.paid(plan[0], at("02-18 09:30"), penalty=1_95)
    case.paid(plan[1], trigger=Trigger.MANUAL)
    case.wallet(at("03-15 18:00"), plan[1].total, trigger=Trigger.AUTO)
    case.wallet(at("04-15 09:00"), plan[2].total)
    case.page(day("05-01"), plan, settled=[1, 2], overdue=[3])
    case.reserve(at("03-11 10:30"), moved_to=(2026, 4))
    case.bill(4, [case.line(day("03-05"), 120_00, order="A1")])
    case.bill(5, [case.line(day("04-08"), -120_00, LineKind.REFUND, order="A1")])
    case.covers(day("01-01"), day("05-01"))
    return case.ledger


def shuffled(ledger: Ledger, random: Random) -> Ledger:
    kinds = [getattr(ledger, f.name) for f in fields(ledger)]
    return Ledger(*(tuple(random.sample(facts, len(facts))) for facts in kinds))


def given_again(ledger: Ledger) -> Ledger:
    """The same rows as they stand in a second export."""

    def moved(fact: object) -> object:
        sources = tuple(Source(f"again-{s.file}", s.sheet, s.row + 100, f"{s.digest}-2") for s in fact.sources)  # type: ignore[attr-defined]
        return replace(fact, sources=sources)  # type: ignore[type-var]

    facts = {f.name: tuple(map(moved, getattr(ledger, f.name))) for f in fields(ledger) if f.name != "coverages"}
    return replace(Ledger(), **facts)


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_facts_plays_no_part(random: Random) -> None:
    ledger = busy_case()
    assert explain(shuffled(ledger, random)) == explain(ledger)


def test_rows_that_stand_in_two_exports_count_once() -> None:
    ledger = busy_case()
    once, twice = explain(ledger), explain(ledger + given_again(ledger))
    assert [(d.id, d.difference, d.bridge and d.bridge[0].amount) for d in twice.discrepancies] == [
        (d.id, d.difference, d.bridge and d.bridge[0].amount) for d in once.discrepancies
    ]
    assert len(twice.events) == len(once.events)
    assert twice.comparison.counts == once.comparison.counts


def test_a_row_of_two_exports_is_proved_by_both() -> None:
    ledger = busy_case()
    late = next(d for d in explain(ledger + given_again(ledger)).discrepancies if d.code == "DEBIT-LATE")
    assert {s.file for s in late.evidence} >= {"wallet.csv", "again-wallet.csv"}


def test_the_day_of_the_explanation_is_the_latest_any_source_speaks_of() -> None:
    assert explain(busy_case()).as_of == day("05-01")
