"""Makes other cases of a case: facts left out, and some with another amount, day, state or account."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from enum import Enum
from random import Random
from typing import Any

from app.core.facts import Ledger

KEPT = ("coverages",)


def bent(ledger: Ledger, random: Random) -> Ledger:
    """Up to two kinds of facts gone, up to a third of the others, and about one in five changed in one field."""
    names = [f.name for f in fields(ledger) if f.name not in KEPT]
    gone, share = random.sample(names, random.choice((0, 0, 1, 2))), random.choice((0.0, 0.1, 0.3))
    left = {
        name: tuple(_bent(fact, random) for fact in getattr(ledger, name) if random.random() >= share)
        for name in names
        if name not in gone
    }
    return replace(Ledger(coverages=ledger.coverages), **left)


def _bent(fact: Any, random: Random) -> Any:
    if random.random() > 0.2:
        return fact
    name = random.choice([f.name for f in fields(fact)])
    return replace(fact, **{name: _other(name, getattr(fact, name), random)})


def _other(name: str, value: object, random: Random) -> object:
    match value:
        case Enum():
            return random.choice(list(type(value)))
        case date():
            return value + timedelta(days=random.choice((-9, -1, 1, 2, 30)))
        case int() if name in ("amount", "interest", "principal", "declared", "penalty"):
            return value + random.choice((-500, -1, 1, 37))
        case str() if name == "account":
            return random.choice(("", "余额", "某银行(9999)"))
    return value
