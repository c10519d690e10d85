"""Finds what a debit that nobody recorded was meant for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.core.facts import Product, Purpose
from app.core.linking.dues import DueDays, DuesOf, arrears_instead
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
    days, of_contract = DueDays(books), {book.contract: book for book in books}
    recorded: dict[tuple[Product, Fen], list[LinkedDebit]] = defaultdict(list)
    for link in links:
        recorded[link.debit.product, link.debit.amount].append(link)
    found: list[Claim] = []
    for link in links:
        if link.debit.purpose in (Purpose.SETTLEMENT, Purpose.PREPAYMENT, Purpose.OVERDUE_CHARGE) or link.rest <= 0:
            continue
        taken = {(r.contract, part.period) for r in link.repayments for part in r.parts}
        rows = DuesOf(link.debit, days, payers, taken, met).chosen(link.rest)
        rows = [arrears_instead(link.debit, row, of_contract[row.contract], met) for row in rows]
        own = [Claim(link.debit, r.contract, r.period, r.instalment) for r in rows]
        own = own or _twin(link, recorded[link.debit.product, link.debit.amount])
        met |= {(claim.contract, claim.period) for claim in own}
        found += own
    return tuple(found)


def _twin(link: LinkedDebit, alike: Iterable[LinkedDebit]) -> list[Claim]:
    """A debit that repeats a recorded one of the same product and amount within days is meant for the same period.

    ``alike`` are all debits of that product and amount.
    """
    if link.repayments:
        return []
    near = [
        (abs(other.debit.at - link.debit.at), r.contract, part.period)
        for other in alike
        if may_pay(link.debit, other.debit.payer)
        for r in other.repayments
        for part in r.parts
        if part.period is not None and abs(other.debit.at - link.debit.at) <= TWIN_WINDOW
    ]
    return [Claim(link.debit, contract, period or 0, link.debit.amount) for _, contract, period in sorted(near)[:1]]
