"""What a credit report states of a loan, and the rows contradict: months shown as overdue first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.core.ahead import MarkCheck, MarkStanding
from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import Source
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

_OVERDUE = frozenset({"mark", "overdue-in-month", "late-months", "very-late-months", "overdue-now"})
"""Statements that a period was, or is, overdue."""


def explain(context: Context, checks: Sequence[MarkCheck]) -> Iterator[Discrepancy]:
    """One discrepancy for each account of a dated report of which a statement is contradicted."""
    by_account: dict[tuple[tuple[Source, ...], str], list[MarkCheck]] = defaultdict(list)
    for check in checks:
        if check.standing is MarkStanding.CONTRADICTS and check.facility and check.reported_on:
            by_account[check.source, check.facility].append(check)
    for wrong in by_account.values():
        yield _contradicted(context, wrong)


def _contradicted(context: Context, wrong: Sequence[MarkCheck]) -> Discrepancy:
    first, late = wrong[0], [check for check in wrong if check.fact in _OVERDUE]
    assert first.reported_on is not None
    told = late or wrong
    months = sorted(check.month for check in told if check.month)
    rows = distinct(s for check in told for s in (*check.source, *check.evidence))
    book = context.loan.get(first.facility)
    return discrepancy(
        Occurrence(first.reported_on, rows, first.facility, product=book.product if book else None),
        "CREDIT-REPORT-MISMATCH",
        "overdue" if late else "state",
        Severity.SERIOUS if late else Severity.WARNING,
        Certainty.STRONG,
        Bridge(0, 0),
        shown_on=first.reported_on,
        payee=first.lender,
        times=len(wrong),
        **({"month": "{:04}-{:02}".format(*months[0])} if months else {}),
    )
