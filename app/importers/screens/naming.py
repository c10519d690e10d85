"""Names loans whose page shows no number by what a program itself lists them by: their day and their amount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.core.facts import LoanRecord
from app.core.loan_names import name_of_loan
from app.core.money import Fen
from app.importers.screens.checking import fen
from app.importers.screens.page import ScreenPage
from app.importers.screens.years import whole_day


def named_loans(loans: Iterable[LoanRecord]) -> tuple[LoanRecord, ...]:
    """The loans, those without a number named; of two that are equal the second is numbered."""
    met: Counter[tuple[date, Fen]] = Counter()
    named = []
    for loan in loans:
        name = loan.contract
        if not name and (told := _told(loan)):
            met[told] += 1
            name = name_of_loan(*told, met[told])
        named.append(replace(loan, contract=name))
    return tuple(named)


def name_of(loan: LoanRecord) -> str:
    """The name of a loan without a number; empty where its day or its amount is not known."""
    told = _told(loan)
    return name_of_loan(*told) if told else ""


def _told(loan: LoanRecord) -> tuple[date, Fen] | None:
    return (loan.drawn_at.date(), loan.principal) if loan.drawn_at and loan.principal is not None else None


def plan_name(page: ScreenPage, *, is_part: bool = False) -> str:
    """The name of the loan of a whole plan that tells its day and amount; empty where one of them is missing.

    A part of a plan has none, as the picture of the other part does not show its head, but where ``is_part`` says that
    no other picture shows the rest.
    """
    if "contract" in page.front:
        return page.front["contract"].text
    drawn = whole_day(page.front["drawn_at"].text) if "drawn_at" in page.front else None
    amount = fen(page.front["loan_amount"]) if "loan_amount" in page.front else None
    return name_of_loan(drawn, amount) if (page.is_closed or is_part) and drawn and amount is not None else ""
