"""Things that fell on one another in time: a reserve's return before a failed debit, a payment in an outage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, Product, Source, WalletKind
from app.core.linking.payments import Movement
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.funds import day_of_payer
from app.core.rules.paid_by_another import paid_by_another
from app.core.rules.writing import Bridge, Occurrence, discrepancy


@dataclass(frozen=True, slots=True)
class Incident:
    """A fault that a platform itself reported, by its own times (China time)."""

    first: datetime
    last: datetime
    source: str


INCIDENTS = (
    Incident(datetime(2024, 11, 11), datetime(2024, 11, 11, 10, 50), "E23"),
    Incident(datetime(2025, 12, 4, 18), datetime(2025, 12, 5, 12), "E24"),
)
"""Wide outages of the wallet with a public source (domain facts E23, E24); one is added only with a source."""

TOUCHED = (
    "DEBIT-DUPLICATE", "DEBIT-MANUAL-AUTO-OVERLAP", "DEBIT-FAIL-CHARGED", "POST-LAG", "POST-MISSING",
)  # fmt: skip
"""What users reported from those hours."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Debits that failed on the day, after a reserve advance had been collected (catalogue, kind 4)."""
    returned = [m for m in context.moved_as(WalletKind.RESERVE_RETURNED) if m.done]
    failed = [m for m in context.moved_as(WalletKind.REPAYMENT) if m.outcome is Outcome.FAILED]
    for tries in _once_a_day(failed):
        debit = tries[0]
        before = [m for m in returned if m.on == debit.on and m.at < debit.at]
        if not before or debit.product is Product.RESERVE:
            continue
        held = _held(context, before[-1], debit)
        if held.may_have_lacked(before[-1].amount, debit.amount):
            yield _drained(context, before[-1], tries, held)


def _once_a_day(failed: Iterable[Movement]) -> list[list[Movement]]:
    """The failed debits, those of one day, product and amount as one: they were tries of the same money."""
    tries: dict[tuple[object, ...], list[Movement]] = {}
    for debit in failed:
        tries.setdefault((debit.on, debit.product, debit.amount), []).append(debit)
    return list(tries.values())


@dataclass(frozen=True, slots=True)
class Held:
    """What the account held at the try, or the least of that day, where a statement tells; and the rows that do."""

    at_try: Fen | None = None
    least: Fen | None = None
    rows: tuple[Source, ...] = ()

    def may_have_lacked(self, taken: Fen, due: Fen) -> bool:
        """Whether what was taken may be what lacked: it was too little then, and would have been enough with it."""
        if self.at_try is not None:
            return self.at_try < due <= self.at_try + taken
        return self.least is None or self.least < due  # else the account held enough all day


def _held(context: Context, taken: Movement, debit: Movement) -> Held:
    found = day_of_payer(context, [taken], [debit], debit.on)
    if found is None:
        return Held()
    at_try = found.held_at(debit.at)
    return Held(at_try, None if at_try is not None else found.funds.least, found.sources)


def _collected_that_day(context: Context, failed: Movement) -> bool:
    """Whether a later try of the day succeeded, so that nothing came of the failed one."""
    return any(
        m.done and m.on == failed.on and m.at > failed.at and (m.product, m.amount) == (failed.product, failed.amount)
        for m in context.moved
    )


def _drained(context: Context, taken: Movement, tries: Sequence[Movement], held: Held) -> Discrepancy:
    """A pattern, unless the balance of that minute is known. Loud where both named one account and it mattered."""
    debit, known = tries[0], held.at_try is not None
    told: dict[str, Any] = {"unknown": 1} if held.least is None else {"funds": held.least}
    told = {"funds_at_try": held.at_try} if known else told
    paid_on, paid_rows = paid_by_another(context, debit)
    told |= {"paid_on": paid_on} if paid_on else {}
    mattered = not _collected_that_day(context, debit)
    same_account = mattered and bool(debit.account) and debit.account == taken.account
    return discrepancy(
        Occurrence(
            debit.at,
            (*taken.sources, *(s for m in tries for s in m.sources), *held.rows, *paid_rows),
            product=debit.product,
            told=(("due", debit.on),),
        ),
        "RESERVE-DRAINS-DEBIT",
        "same-day",
        Severity.WARNING if same_account else Severity.INFO,
        Certainty.STRONG if known else Certainty.PATTERN,
        Bridge(debit.amount, debit.amount),
        amount=debit.amount,
        **told,
        reserve=taken.amount,
        taken_at=taken.at,
    )


def beside(found: Iterable[Discrepancy]) -> Iterator[Discrepancy]:
    """For what happened in the hours of a known outage: a note that says so, which proves nothing by itself."""
    for d in found:
        if d.code in TOUCHED and any(i.first <= d.at <= i.last for i in INCIDENTS):
            yield discrepancy(
                Occurrence(d.at, d.evidence, facility=d.facility, period=d.period),
                "INCIDENT-OUTAGE",
                "reported",
                Severity.INFO,
                Certainty.PATTERN,
            )
