"""Lists and plans of which no file tells whose loan they are: told as open, and the person is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import PlanRow, PlanTotal
from app.core.linking.payments import Movement
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every list beside the papers of loans that it shows no payment of, unless it tells a loan of its own.

    And every plan that may be of several numbered loans that are alike.
    """
    told = {source.digest for loan in context.inferred for m in loan.debits.values() for source in m.sources}
    for digest, debits in context.unplaced_lists.items():
        done = [m for m in debits if m.done and not m.returned]
        if done and context.activity.periods and digest not in told:
            yield _whose(done)
    pages: dict[tuple[str, str], list[PlanRow | PlanTotal]] = {}
    for row in context.unplaced_plans:
        pages.setdefault((row.sources[0].digest, row.sources[0].sheet), []).append(row)
    yield from map(_whose_plan, pages.values())


def _whose_plan(rows: Sequence[PlanRow | PlanTotal]) -> Discrepancy:
    first = min(rows, key=lambda row: (row.due, row.period))
    shown: dict[str, Any] = {"shown_on": first.as_of} if first.as_of else {}
    return discrepancy(
        Occurrence(first.as_of or first.due, distinct(s for row in rows for s in row.sources)),
        "SOURCE-CONTRADICTION",
        "whose-plan",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(),
        file=first.sources[0].file,
        due=first.due,
        amount=first.instalment,
        **shown,
    )


def _whose(debits: Sequence[Movement]) -> Discrepancy:
    first, last = debits[0], debits[-1]
    return discrepancy(
        Occurrence(first.at, distinct(s for m in debits for s in m.sources)),
        "SOURCE-CONTRADICTION",
        "whose-list",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(),
        file=first.sources[0].file,
        times=len(debits),
        total=sum(m.amount for m in debits),
        paid_on=first.on,
        later_on=last.on,
    )
