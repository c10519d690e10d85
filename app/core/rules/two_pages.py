"""Two pages of one day that show a plan otherwise: which of them holds, only the lender can say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import PlanRow
from app.core.linking.loan_books import LoanBook
from app.core.linking.plan_pages import Snapshot
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Each day whose pages contradict each other, though nothing was paid that day."""
    for book in context.loans:
        for page in book.snapshots:
            pairs = [(own, other) for other in page.beside if (own := page.row(other.period)) and _differ(own, other)]
            if pairs and not _moved_that_day(context, book, page):
                yield _two_pages(context, book, page, pairs)


def _moved_that_day(context: Context, book: LoanBook, page: Snapshot) -> bool:
    """Whether a payment of the day may lie between the two pages: one was then made before it and one after."""
    early = any(h.made_on == page.as_of for h in context.activity.early_of(book))
    recorded = any(page.as_of in (r.at.date(), r.counted_on) for r in book.repayments)
    periods = context.activity.periods_of(book).values()
    return early or recorded or any(c.debit.on == page.as_of for activity in periods for c in activity.claims)


def _differ(own: PlanRow, other: PlanRow) -> bool:
    """Whether two rows ask for another amount, on another day, or show another state; not how they part it."""
    return (own.instalment, own.due, own.state) != (other.instalment, other.due, other.state)


def _two_pages(
    context: Context, book: LoanBook, page: Snapshot, pairs: Sequence[tuple[PlanRow, PlanRow]]
) -> Discrepancy:
    own, other = min(pairs, key=lambda pair: (pair[0].due, pair[0].period))
    changed = own.instalment != other.instalment or own.due != other.due
    facts: dict[str, Any] = {"planned": other.instalment, "due_before": other.due}
    if not changed:
        facts = _states(context, book, own, other)
    rows = distinct(s for pair in pairs for row in pair for s in row.sources)
    return discrepancy(
        Occurrence(page.as_of, rows, book.contract, own.period, book.product),
        "SOURCE-CONTRADICTION",
        "two-plans" if changed else "two-states",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(own.instalment, own.instalment),
        missing=("plan-page",),
        due=own.due,
        amount=own.instalment,
        shown_on=page.as_of,
        times=len({row.period for row, _ in pairs}),
        **facts,
    )


def _states(context: Context, book: LoanBook, own: PlanRow, other: PlanRow) -> dict[str, Any]:
    """The two states, and when the period was paid where record or debits show all of it."""
    facts: dict[str, Any] = {"shown": f"state.{own.state.value}", "shown_otherwise": f"state.{other.state.value}"}
    activity = context.activity.periods_of(book).get(own.period)
    days = [p.made_on for p in activity.paid] + [c.debit.on for c in activity.claims] if activity else []
    if activity and days and max(activity.cleared, sum(c.amount for c in activity.claims)) >= own.instalment:
        facts["paid_on"] = max(days)
    return facts
