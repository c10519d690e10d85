"""Which rules on grace and days off would have made a late payment one in time, and what its charge says of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core.facts import Product
from app.core.loans.due_rules import due_rules_for
from app.core.money import Fen
from app.core.rules.context import Context


def rules_on_lateness(context: Context, product: Product, due: date, paid_on: date, charged: Fen) -> dict[str, Any]:
    """What sentences can tell: the rule that a payment without a charge agrees with, others, and how many were tried.

    A payment that bore a charge shows of each published rule that would have made it one in time that it was not
    applied.
    """
    tried = list(due_rules_for(context.rules.dues, product, due))
    allowing = [rule for rule in tried if rule.allows(due, paid_on, context.calendar)]
    if charged:
        stated = tuple(f"due-rule.{rule.id}" for rule in allowing if rule.published)
        return {"due_not": stated} if stated else {}
    names = [f"due-rule.{rule.id}" for rule in allowing]
    return {"due_rule": names[0], "due_also": tuple(names[1:]), "due_tried": len(tried)} if names else {}
