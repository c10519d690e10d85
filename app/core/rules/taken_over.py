"""Loans whose rest went into another plan of the same lender: what the interest still to come became."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Input, Severity, Term, Unit
from app.core.facts import PlanRow
from app.core.linking.takeovers import Takeover
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """All of them, each once."""
    for found in {id(found): found for found in context.taken_over.values()}.values():
        yield _told(found)


def _told(found: Takeover) -> Discrepancy:
    before, after, page = found.before, found.after, found.new.snapshots[0]
    rows = tuple(s for row in (*before, *after) for s in row.sources)
    interest = sum(row.interest for row in before), sum(row.interest for row in after)
    terms = (*_terms("interest-after", after, negative=False), *_terms("interest-before", before, negative=True))
    return discrepancy(
        Occurrence(page.as_of, rows, facility=found.new.contract, period=after[0].period, product=found.new.product),
        "PLAN-DEFERRED",
        "taken-over",
        Severity.WARNING,
        Certainty.STRONG,
        Bridge(*interest, parts=(BridgePart("interest-later-periods", terms),)),
        seen_before=found.seen_before,
        seen_after=page.as_of,
        principal=sum(row.principal for row in before),
        left=len(before),
        number_after=len(after),
        times=len(found.old) if len(found.old) > 1 else 0,
    )


def _terms(name: str, rows: tuple[PlanRow, ...], *, negative: bool) -> tuple[Term, ...]:
    return tuple(Term((Input(name, row.interest, Unit.MONEY, row.sources),), negative) for row in rows if row.interest)
