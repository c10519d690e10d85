"""Of instalment purchases made by chance nothing false is said, and what is said is true to the fen."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from app.core.discrepancy import Discrepancy, Severity
from app.core.facts import Ledger
from app.core.pipeline import explain
from tests.core.generated_purchases import KINDS, Made

SEEDS = range(240)


def made(seed: int) -> Made:
    return KINDS[seed % len(KINDS)](Random(seed))


def is_false(found: Discrepancy, truth: Made) -> bool:
    if found.code in truth.wanted:
        return found.difference != truth.wanted[found.code]
    return found.severity is not Severity.INFO and found.code not in truth.allowed


def said(ledger: Ledger) -> list[tuple[str, str, int, int]]:
    return [(d.id, d.variant, d.difference, d.unexplained) for d in explain(ledger).discrepancies]


@pytest.mark.parametrize("kind", range(len(KINDS)), ids=[kind.__name__ for kind in KINDS])
def test_nothing_false_is_said_of_any_purchase(kind: int) -> None:
    false = []
    for seed in SEEDS[kind :: len(KINDS)]:
        truth = made(seed)
        found = explain(truth.case.ledger).discrepancies
        false += [(seed, truth.told, d.code, d.variant, d.difference) for d in found if is_false(d, truth)]
    assert not false


def test_a_refund_that_the_wallet_shows_is_always_found() -> None:
    silent = []
    for seed in SEEDS[2::3]:
        truth = made(seed)
        codes = {d.code for d in explain(truth.case.ledger).discrepancies}
        silent += [(seed, truth.told)] if set(truth.wanted) - codes else []
    assert not silent


@pytest.mark.parametrize("seed", SEEDS[::8])
def test_the_order_of_facts_changes_nothing(seed: int) -> None:
    ledger = made(seed).case.ledger
    turned = {name: tuple(reversed(getattr(ledger, name))) for name in Ledger.__dataclass_fields__}
    assert said(replace(ledger, **turned)) == said(ledger)
