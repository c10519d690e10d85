"""Things that fell on one another in time: a reserve's return before a failed debit, a payment in an outage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, Product, WalletKind
from app.core.linking.payments import Movement
from app.core.rules.context import Context
from app.core.rules.funds import Funds, funds_on
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
    for debit in failed:
        before = [m for m in returned if m.on == debit.on and m.at < debit.at]
        if not before or debit.product is Product.RESERVE:
            continue
        held = funds_on(context, [before[-1]], [debit], debit.on)
        if held is None or held.least < debit.amount:  # else the account held enough all day
            yield _drained(context, before[-1], debit, held)


def _collected_that_day(context: Context, failed: Movement) -> bool:
    """Whether a later try of the day succeeded, so that nothing came of the failed one."""
    return any(
        m.done and m.on == failed.on and m.at > failed.at and (m.product, m.amount) == (failed.product, failed.amount)
        for m in context.moved
    )


def _drained(context: Context, taken: Movement, debit: Movement, held: Funds | None) -> Discrepancy:
    """Only a pattern: the balance of that minute would prove it. Loud where both named one account and it mattered."""
    told: dict[str, Any] = {"funds": held.least} if held else {}
    paid_on, paid_rows = paid_by_another(context, debit)
    told |= {"paid_on": paid_on} if paid_on else {}
    mattered = not _collected_that_day(context, debit)
    same_account = mattered and bool(debit.account) and debit.account == taken.account
    return discrepancy(
        Occurrence(
            debit.at,
            (*taken.sources, *debit.sources, *(held.rows if held else ()), *paid_rows),
            product=debit.product,
            told=(("due", debit.on),),
        ),
        "RESERVE-DRAINS-DEBIT",
        "same-day",
        Severity.WARNING if same_account else Severity.INFO,
        Certainty.PATTERN,
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
