"""The dated tables that come with the program and that an explanation needs."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from app.resource_files import resource

if TYPE_CHECKING:
    from app.core.calendar import WorkCalendar
    from app.core.loans.lender_rules import LenderRules


@cache
def work_calendar() -> WorkCalendar:
    """The working days of mainland China."""
    from app.core.calendar import WorkCalendar

    return WorkCalendar.read(_table("holidays_cn.toml"))


@cache
def lender_rules() -> LenderRules:
    """How lenders charge lateness and settling early, and until when they may count a payment as in time."""
    from app.core.loans.lender_rules import LenderRules

    return LenderRules.read(_table("lender_rules.toml"))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("tables", name).read_text(encoding="utf-8"))
