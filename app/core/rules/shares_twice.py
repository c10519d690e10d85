"""One instalment whose two lenders each debited their share twice, where the bank alone tells of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Product
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.periods import PeriodActivity
from app.core.loans.formulas import given
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, discrepancy, of_period

_BEFORE, _AFTER = timedelta(days=1), timedelta(days=BOOKING_DAYS)
"""How far from a due date a bank may have booked the shares."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """All of them, but of a loan to which it happens again: there another loan is collected in the same shares."""
    found = list(_found(context))
    times = Counter(activity.book.contract for activity, _ in found)
    for activity, debits in found:
        if times[activity.book.contract] == 1:
            yield _told(context, activity, debits)


def _found(context: Context) -> Iterator[tuple[PeriodActivity, Sequence[Movement]]]:
    """Each period of which two payees took two shares twice, with the four debits in order of time."""
    unseen = {book.product for book in context.loans if not book.periods}
    by_day: dict[tuple[object, ...], list[Movement]] = defaultdict(list)
    for m in context.unaccounted:
        if m.row is None and m.bank and m.product not in unseen:
            by_day[m.product, m.on, m.payer].append(m)
    for debits in by_day.values():
        shares = Counter((m.amount, m.bank[0].payee) for m in debits)
        payees = {payee for _, payee in shares}
        if len(shares) == len(payees) == 2 and set(shares.values()) == {2}:
            whole = sum(amount for amount, _ in shares)
            near = [activity for activity in context.activity.periods if _is_due(activity, debits[0], whole)]
            if len(near) == 1 and not near[0].claims and not any(p.link for p in near[0].paid):
                yield near[0], sorted(debits, key=lambda m: (m.at, m.amount, m.sources))


def _is_due(activity: PeriodActivity, debit: Movement, whole: int) -> bool:
    """Whether a period asks for ``whole`` fen about the day of a debit of its product."""
    near = activity.due - _BEFORE <= debit.on <= activity.due + _AFTER
    same = debit.product in (activity.book.product, Product.OTHER)
    return near and same and activity.expected - activity.waived == whole


def _told(context: Context, activity: PeriodActivity, debits: Sequence[Movement]) -> Discrepancy:
    due = activity.expected - activity.waived
    again = list({(m.amount, m.bank[0].payee): m for m in debits}.values())  # the later of each two
    small, large = sorted(m.amount for m in again)
    recorded = (s for p in activity.paid for s in p.sources)
    return discrepancy(
        of_period(activity, debits[-1].at, (*(s for m in debits for s in m.sources), *activity.row.sources, *recorded)),
        "DEBIT-DUPLICATE",
        "shares-kept",
        Severity.SERIOUS,
        Certainty.STRONG,
        Bridge(due, 2 * due, parts=(given("second-debit", due, (s for m in again for s in m.bank_sources)),)),
        amount=due,
        paid_on=debits[-1].on,
        paid=large,
        rest=small,
        kept=due,
        **context.waited(due, debits[-1].on),
    )
