"""The name of a loan whose papers show no number: its day and amount, by which programs of lenders list it."""

from __future__ import annotations

import re
from datetime import date

from app.core.money import Fen, grouped

_NAME = re.compile(r"\d{4}-\d{2}-\d{2} [\d,]+\.\d{2}(?: #\d+)?")


def name_of_loan(drawn: date, principal: Fen, number: int = 1) -> str:
    """The name of the loan of a day and amount; of several that are equal, each after the first bears its number."""
    name = f"{drawn.isoformat()} {grouped(principal)}"
    return name if number == 1 else f"{name} #{number}"


def name_of_plan(first_due: date, principal: Fen, number: int = 1) -> str:
    """The name of a loan of which only the plan is known: its first due date and what its periods repay.

    It has the form of `name_of_loan`, and is as little a number that the lender knows.
    """
    return name_of_loan(first_due, principal, number)


def stated_number(contract: str) -> str:
    """The lender's number of a loan; empty where the contract is only our name for it, which the lender cannot know."""
    return "" if _NAME.fullmatch(contract) else contract
