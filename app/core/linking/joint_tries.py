"""Failed debits of another amount than one due: of several loans at once, or less a reduction that a wallet names."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.facts import Outcome, Product
from app.core.linking.dues import exact_sum
from app.core.linking.payments import Movement
from app.core.linking.records import MOST_REDUCED
from app.core.money import Fen

_BEFORE = timedelta(days=3)
"""How long before its due date a period may be tried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A period that may have been tried: its loan, number, product, due date and amount in fen, until it was paid."""

    contract: str
    period: int
    product: Product
    due: date
    amount: Fen
    until: date


def is_reduced(amount: Fen, due: Fen) -> bool:
    """Whether an amount is less than a due, in fen, by no more than reductions take off."""
    return 0 < due - amount <= due // MOST_REDUCED


def joint_tries(failed: Iterable[Movement], dues: Sequence[Tried]) -> Mapping[tuple[str, int], tuple[Movement, ...]]:
    """The failed debits of each period, by contract and number, whose amount is that of dues of several loans.

    No single due has the amount, the loans are of the debit's product, their dues are still unpaid and fall on one day;
    two sets that make it up are a tie, and then it is nobody's. One with a reduction is of the one due that is more by
    a small part.
    """
    found: dict[tuple[str, int], list[Movement]] = defaultdict(list)
    of_product = {product: _Dues(d for d in dues if d.product is product) for product in {d.product for d in dues}}
    for m in failed:
        known = of_product.get(m.product)
        if m.outcome is not Outcome.FAILED or known is None or known.has_of(m.amount, m.on):
            continue
        own = known.latest(m.on)
        reduced = [i for i, d in enumerate(own) if m.row and m.row.reduction and is_reduced(m.amount, d.amount)]
        chosen = (
            reduced
            if len(reduced) == 1
            else exact_sum(range(len(own)), [d.amount for d in own].__getitem__, m.amount) or ()
        )
        if len({own[i].contract for i in chosen}) == len(chosen):
            for i in chosen:
                found[own[i].contract, own[i].period].append(m)
    return {key: tuple(tries) for key, tries in found.items()}


class _Dues:
    """The dues of one product, found by their amount and by the day on which they may be tried."""

    def __init__(self, dues: Iterable[Tried]) -> None:
        self._by_amount: dict[Fen, list[Tried]] = defaultdict(list)
        by_day: dict[date, list[Tried]] = defaultdict(list)
        for due in dues:
            self._by_amount[due.amount].append(due)
            by_day[due.due].append(due)
        self._days = sorted(by_day)
        self._by_day = by_day

    def has_of(self, amount: Fen, on: date) -> bool:
        """Whether a due of this amount, in fen, may be tried on a day."""
        return any(_may_be_tried(due, on) for due in self._by_amount.get(amount, ()))

    def latest(self, on: date) -> list[Tried]:
        """Those that may be tried on a day and fall due last, in the order given."""
        for day in reversed(self._days[: bisect_right(self._days, on + _BEFORE)]):
            if own := [due for due in self._by_day[day] if _may_be_tried(due, on)]:
                return own
        return []


def _may_be_tried(due: Tried, on: date) -> bool:
    return due.due - _BEFORE <= on <= due.until
