"""Finds what a debit that nobody recorded was meant for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.core.facts import Purpose
from app.core.linking.dues import arrears_instead, chosen_dues, dues_of
from app.core.linking.loan_books import LoanBook
from app.core.linking.payers import may_pay, payers_of
from app.core.linking.payments import Movement
from app.core.linking.records import LinkedDebit
from app.core.money import Fen

TWIN_WINDOW = timedelta(days=3)
"""How far apart a debit and its repetition may lie."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A debit, or the part of one, that is meant for a period although no record says so.

    ``amount`` is more than the debit where a reduction that its wallet names paid the rest of the due.
    """

    debit: Movement
    contract: str
    period: int
    amount: Fen


def claims(linked: Iterable[LinkedDebit], books: Sequence[LoanBook]) -> tuple[Claim, ...]:
    """Say which period a debit without a record is meant for: the one whose due amount it is, nearest to its day.

    A debit that is recorded only in part may hold a second loan's due beside it; that part is claimed too. Settlements,
    prepayments and charges by wording are never claimed.
    """
    links = tuple(linked)
    payers = payers_of(books, (link.debit for link in links))
    met = {(r.contract, part.period) for link in links for r in link.repayments for part in r.parts}
    of_contract = {book.contract: book for book in books}
    found: list[Claim] = []
    for link in links:
        if link.debit.purpose in (Purpose.SETTLEMENT, Purpose.PREPAYMENT, Purpose.OVERDUE_CHARGE) or link.rest <= 0:
            continue
        taken = {(r.contract, part.period) for r in link.repayments for part in r.parts}
        rows = chosen_dues(link.rest, dues_of(link.debit, books, taken, payers, met))
        rows = [arrears_instead(link.debit, row, of_contract[row.contract], met) for row in rows]
        own = [Claim(link.debit, r.contract, r.period, r.instalment) for r in rows] or _twin(link, links)
        met |= {(claim.contract, claim.period) for claim in own}
        found += own
    return tuple(found)


def _twin(link: LinkedDebit, links: Sequence[LinkedDebit]) -> list[Claim]:
    """A debit that repeats a recorded one of the same product and amount within days is meant for the same period."""
    if link.repayments:
        return []
    alike = [
        (abs(other.debit.at - link.debit.at), r.contract, part.period)
        for other in links
        if other.debit.product is link.debit.product
        and other.debit.amount == link.debit.amount
        and may_pay(link.debit, other.debit.payer)
        for r in other.repayments
        for part in r.parts
        if part.period is not None and abs(other.debit.at - link.debit.at) <= TWIN_WINDOW
    ]
    return [Claim(link.debit, contract, period or 0, link.debit.amount) for _, contract, period in sorted(alike)[:1]]
