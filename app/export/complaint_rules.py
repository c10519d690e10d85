"""Which rule about answers holds for a kind of institution on a day, and what kind an institution is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.resource_files import resource


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its source. ``days`` within which an answer is owed, None where no number is certain.

    ``valid_from`` is a day on which it certainly holds; ``since_year`` is the year from which it does, where its first
    day is not known for certain, else 0.
    """

    id: str
    source: str
    certainty: str
    valid_from: date
    days: int | None
    since_year: int = 0


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resource("tables", "complaint_rules.toml").read_text(encoding="utf-8"))


def kind_of_institution(name: str) -> str:
    """``bank`` (with consumer and car finance and trusts), ``small-loan``, or empty where the name does not tell."""
    return next((i["kind"] for i in _table()["institution"] if any(word in name for word in i["words"])), "")


def rules_for(kind: str, on: date, drawn: date | None = None) -> Iterator[Rule]:
    """The rules that hold for a kind of institution on a day, for a loan drawn on ``drawn``."""
    for r in _table()["rule"]:
        in_time = r["valid_from"] <= on <= r.get("valid_to", date.max)
        fits_loan = "drawn_from" not in r or (drawn is not None and drawn >= r["drawn_from"])
        if kind in r["kinds"] and in_time and fits_loan:
            yield Rule(r["id"], r["source"], r["certainty"], r["valid_from"], r.get("days"), r.get("since", 0))
