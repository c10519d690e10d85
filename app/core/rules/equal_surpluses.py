"""The same amount more in debit after debit, as a fee that is taken each time: told once, with its sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Source
from app.core.linking.payments import Movement
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

EACH_TIME = 3
"""So many debits of one loan with the same amount more are one fee, and not as many accidents."""


@dataclass(frozen=True, slots=True)
class Surplus:
    """A debit that took ``beyond`` fen more than ``met``, which its record or the plan has, with the rows of that."""

    debit: Movement
    contract: str
    beyond: Fen
    met: Fen
    rows: tuple[Source, ...]


def taken_each_time(found: Iterable[Surplus]) -> list[tuple[Surplus, ...]]:
    """The surpluses of one loan and amount that recur, in order of time; what does not recur is in none."""
    groups: dict[tuple[str, Fen], list[Surplus]] = defaultdict(list)
    for one in found:
        groups[one.contract, one.beyond].append(one)
    return [tuple(sorted(own, key=lambda s: s.debit.at)) for own in groups.values() if len(own) >= EACH_TIME]


def each_time(context: Context, found: Sequence[Surplus]) -> Discrepancy:
    """One fee in all of them, of which no file says what it is."""
    first, last = found[0], found[-1]
    total, met = sum(one.beyond for one in found), sum(one.met for one in found)
    recorded = bool(context.loan[first.contract].repayments)
    return discrepancy(
        Occurrence(
            last.debit.at,
            tuple(s for one in found for s in (*one.debit.sources, *one.rows)),
            facility=first.contract,
            product=last.debit.product,
        ),
        "UNEXPLAINED",
        "each-time",
        Severity.SERIOUS,
        Certainty.OPEN,
        Bridge(met, met + total, unexplained=total),
        missing=("lender-breakdown",),
        beyond=first.beyond,
        times=len(found),
        total=total,
        paid_on=first.debit.on,
        later_on=last.debit.on,
        **{"recorded" if recorded else "planned": met},
    )
