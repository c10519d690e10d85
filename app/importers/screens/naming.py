"""Names loans whose page shows no number by what a program itself lists them by: their day and their amount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.core.facts import LoanRecord
from app.core.money import Fen, grouped
from app.importers.screens.checking import fen
from app.importers.screens.page import ScreenPage
from app.importers.screens.years import whole_day


def named_loans(loans: Iterable[LoanRecord]) -> tuple[LoanRecord, ...]:
    """The loans, those without a number named; of two that are equal the second is numbered."""
    met: Counter[str] = Counter()
    named = []
    for loan in loans:
        name = loan.contract
        if not name and (name := name_of(loan)):
            met[name] += 1
            name = name if met[name] == 1 else f"{name} #{met[name]}"
        named.append(replace(loan, contract=name))
    return tuple(named)


def name_of(loan: LoanRecord) -> str:
    """The name of a loan without a number; empty where its day or its amount is not known."""
    if loan.drawn_at is None or loan.principal is None:
        return ""
    return _name(loan.drawn_at.date(), loan.principal)


def plan_name(page: ScreenPage) -> str:
    """The name of the loan of a whole plan that tells its day and amount; empty where one of them is missing.

    A part of a plan has none: the picture of the other part does not show its head.
    """
    if "contract" in page.front:
        return page.front["contract"].text
    drawn = whole_day(page.front["drawn_at"].text) if "drawn_at" in page.front else None
    amount = fen(page.front["loan_amount"]) if "loan_amount" in page.front else None
    return _name(drawn, amount) if page.is_closed and drawn and amount is not None else ""


def _name(day: date, amount: Fen) -> str:
    return f"{day.isoformat()} {grouped(amount)}"
