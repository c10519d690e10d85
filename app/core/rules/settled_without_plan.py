"""Settlements of loans without any plan page: what they should have cost, by the plan that the loan's terms give."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, Purpose, WalletKind
from app.core.linking.computed_plans import computed_plan
from app.core.linking.loan_books import LoanBook
from app.core.linking.periods import repayment_activity
from app.core.linking.records import LinkedDebit
from app.core.linking.unrecorded_settlements import LEAST_AHEAD
from app.core.normalise import Repayment
from app.core.rules import settlements
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

CODES = ("SETTLE-INTEREST-TO-DATE", "DAYCOUNT-CONVENTION")
"""What the computed plan is asked for; all else would be said of a plan that no file has."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """What each settlement of such a loan cost, with how many instalments bear out the plan it is computed from."""
    repaid = context.moved_as(WalletKind.REPAYMENT)
    plans = {book.contract: plan for book in context.loans if (plan := computed_plan(book, repaid))}
    yield from _not_computed(context, plans)
    if not plans:
        return
    loans = tuple(
        replace(book, snapshots=(plans[book.contract].page,)) if book.contract in plans else book
        for book in context.loans
    )
    activity = repayment_activity(loans, context.moved, context.overrides)
    for found in settlements.explain(replace(context, loans=loans, activity=activity)):
        if found.code in CODES and found.facility in plans:
            agreeing = plans[found.facility].agreeing
            certainty = Certainty.STRONG if found.certainty is Certainty.PROVED else found.certainty
            yield replace(found, certainty=certainty, facts=(*found.facts, ("computed", agreeing)))


def _not_computed(context: Context, plans: Collection[str]) -> Iterator[Discrepancy]:
    """What ended a loan early by its record, where neither a plan nor its terms tell what that should have cost."""
    links = {r: link for link in context.activity.linked for r in link.repayments}
    for book in context.loans:
        ended = _ended_early(book, links) if not book.snapshots and book.contract not in plans else ()
        if not ended:
            continue
        debits = [links[r].debit for r in ended if r in links]
        total, parts = sum(r.total for r in ended), [part for r in ended for part in r.parts]
        yield discrepancy(
            Occurrence(
                min((m.at for m in debits), default=ended[0].at),
                (*(s for r in ended for s in r.sources), *(s for m in debits for s in m.sources)),
                facility=book.contract,
                product=book.product,
            ),
            "SETTLE-INTEREST-TO-DATE",
            "not-computed",
            Severity.INFO,
            Certainty.OPEN,
            Bridge(total, total),
            missing=("plan-page",),
            amount=total,
            paid_on=ended[0].at.date(),
            principal=sum(part.principal for part in parts),
            interest=sum(part.interest for part in parts),
        )


def _ended_early(book: LoanBook, links: Mapping[Repayment, LinkedDebit]) -> tuple[Repayment, ...]:
    """The repayments of the record's last day, where they repaid several periods ahead or call themselves settling."""
    done = [r for r in book.repayments if r.outcome is Outcome.DONE]
    last = max((r.at.date() for r in done), default=None)
    ended = tuple(r for r in done if r.at.date() == last)
    ahead = {part.period for r in ended for part in r.parts if part.principal and not part.interest}
    named = any(r in links and links[r].debit.purpose is Purpose.SETTLEMENT for r in ended)
    bears = any(part.interest for r in done for part in r.parts)
    return ended if bears and len(done) > len(ended) and (named or len(ahead) >= LEAST_AHEAD) else ()
