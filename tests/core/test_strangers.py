"""Persons beyond the labelled cases: nothing false is said of them in any order or company of papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from app.core.facts import Ledger, Outcome, Product, Source, WalletKind, WalletRow
from app.core.pipeline import explain
from tests.simulation.strangers import Person, false_statements, person

SOME = range(7000, 7060)


def told(ledger: Ledger) -> list[tuple[str, str | None, int | None, int]]:
    """What is said: code, loan, period and difference of each discrepancy."""
    return sorted(
        ((d.code, d.facility, d.period, d.difference) for d in explain(ledger).discrepancies),
        key=lambda found: tuple(map(str, found)),
    )


@pytest.mark.slow
def test_nothing_false_is_said_and_most_of_what_happened_is_told() -> None:
    false, happened, known = [], 0, 0
    for seed in range(240):
        who = person(seed)
        explanation = explain(who.ledger)
        false += [(seed, found.id, found.difference) for found in false_statements(who, explanation)]
        said = {(found.code, found.difference) for found in explanation.discrepancies}
        happened += len(who.happened)
        known += sum(any((code, t.difference) in said for code in t.codes) for t in who.happened)
    assert false == []
    assert known >= 0.85 * happened  # some have neither wallet nor bank


def shuffled(who: Person, rng: Random) -> Ledger:
    return Ledger(
        *(tuple(rng.sample(facts, len(facts))) for facts in (getattr(who.ledger, f) for f in Ledger.__slots__))
    )


@pytest.mark.parametrize("seed", SOME)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    who = person(seed)
    assert told(shuffled(who, Random(seed))) == told(who.ledger)


@pytest.mark.parametrize("seed", SOME)
def test_an_export_given_twice_counts_once(seed: int) -> None:
    who = person(seed)
    again = tuple(
        replace(row, sources=tuple(replace(source, file="again.csv", digest="again") for source in row.sources))
        for row in who.ledger.wallet
    )
    assert told(who.ledger + Ledger(wallet=again)) == told(who.ledger)


@pytest.mark.parametrize("seed", SOME)
def test_purchases_of_every_day_change_nothing(seed: int) -> None:
    who, rng = person(seed), Random(seed)
    first = min(row.due for row in who.ledger.plan_rows) if who.ledger.plan_rows else None
    if first is None:
        pytest.skip("this person has bills only")
    bought = tuple(
        WalletRow(
            _at(first, rng), WalletKind.PURCHASE, Product.HUABEI, rng.randrange(1_00, 900_00), Outcome.DONE,
            order_no=f"purchase{number}", text="超市", sources=(Source("wallet", "", 90_000 + number, "wallet"),),
        )
        for number in range(300)
    )  # fmt: skip
    assert told(who.ledger + Ledger(wallet=bought)) == told(who.ledger)


def _at(first: date, rng: Random) -> datetime:
    return datetime.combine(first + timedelta(days=rng.randrange(200)), time(rng.randrange(8, 22)))
