"""The dated tables that come with the program and that an explanation needs."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from app.resource_files import resource

if TYPE_CHECKING:
    from app.core.calendar import WorkCalendar
    from app.core.loans.due_rules import DueRule
    from app.core.loans.penalty_rules import PenaltyRule
    from app.core.loans.settlement_fees import SettlementFee


@cache
def work_calendar() -> WorkCalendar:
    """The working days of mainland China."""
    from app.core.calendar import WorkCalendar

    return WorkCalendar.read(_table("holidays_cn.toml"))


@cache
def lender_rules() -> tuple[PenaltyRule, ...]:
    """How lenders charge lateness."""
    from app.core.loans.penalty_rules import PenaltyRule

    return tuple(PenaltyRule.read(entry) for entry in _table("lender_rules.toml")["penalty"])


@cache
def settlement_fees() -> tuple[SettlementFee, ...]:
    """What lenders take on top of an early settlement."""
    from app.core.loans.settlement_fees import SettlementFee

    return tuple(SettlementFee.read(entry) for entry in _table("lender_rules.toml")["settlement"])


@cache
def due_rules() -> tuple[DueRule, ...]:
    """Until when a late payment may count as in time."""
    from app.core.loans.due_rules import DueRule

    return tuple(DueRule.read(entry) for entry in _table("lender_rules.toml")["due"])


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("tables", name).read_text(encoding="utf-8"))
