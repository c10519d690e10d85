"""What a person calls each loan of a case: product and amount, and what tells it from others that are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.core.discrepancy import FactValue
from app.core.explanation import Facility
from app.core.loan_names import stated_number
from app.texts.catalogue import Phrasebook

_TAIL = 4
"""Digits of a loan's number by which papers of lenders tell loans apart."""


def loan_names(loans: Sequence[Facility], book: Phrasebook) -> Mapping[str, str]:
    """The names by the loans' ids: with the day it was drawn where several are of one amount, with the end of the
    number too where they are of one day; a bill, or a loan whose amount no paper tells, is called by its product.
    """
    amounts = Counter((loan.product, loan.principal) for loan in loans)
    days = Counter((loan.product, loan.principal, loan.drawn_at and loan.drawn_at.date()) for loan in loans)
    names = {}
    for loan in loans:
        product = book.say(f"product.{loan.product}")
        if loan.principal is None:
            names[loan.id] = product
            continue
        facts: dict[str, FactValue] = {"product": product, "amount": loan.principal}
        number = stated_number(loan.contract)[-_TAIL:]
        if amounts[loan.product, loan.principal] == 1 or not (loan.drawn_at or number):
            names[loan.id] = book.say("ahead.loan", **facts)
        elif loan.drawn_at is None:
            names[loan.id] = book.say("ahead.loan-tail", **facts, tail=number)
        elif number and days[loan.product, loan.principal, loan.drawn_at.date()] > 1:
            names[loan.id] = book.say("ahead.loan-drawn-tail", **facts, on=loan.drawn_at.date(), tail=number)
        else:
            names[loan.id] = book.say("ahead.loan-drawn", **facts, on=loan.drawn_at.date())
    return names
