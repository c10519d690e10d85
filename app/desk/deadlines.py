"""By which day an answer is owed, where a rule that is known for certain says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.export.complaint_rules import kind_of_institution, rules_for


def answer_due(lenders: Iterable[str], asked_on: date) -> date | None:
    """The latest day on which every one of these lenders owes an answer to a question of a day; None where no rule of
    theirs names days, or no lender is known.
    """
    days: list[int] = []
    for lender in lenders:
        known = [rule.days for rule in rules_for(kind_of_institution(lender), asked_on) if rule.days is not None]
        if not known:
            return None
        days.append(min(known))
    return asked_on + timedelta(max(days)) if days else None
