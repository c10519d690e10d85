"""What debits alone did to a plan, where no record of the lender tells: paid late, with a charge or without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import Source
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.periods import Story
from app.core.linking.records import Claim
from app.core.loans.overdue import Overdue, interest_first, overdue_spans
from app.core.money import Fen
from app.core.rules.context import Context, of_story
from app.core.rules.penalties import Late, explain_penalty


def explain(context: Context) -> Iterator[Discrepancy]:
    """Periods of loans without a record of repayments that debits paid after their due date."""
    told = [story for story in context.stories.periods if not story.book.repayments and story.claims]
    late = [found for story in told if (found := _Late.of(context, story))]
    without_charge = Counter(found.story.book.contract for found in late if not found.charged)
    for found in late:
        moved = without_charge[found.story.book.contract] > 1  # then the due day may have changed since the page
        if found.charged or (found.sure_of_day and not moved):
            yield from _late(context, found)


@dataclass(frozen=True, slots=True)
class _Late:
    """A period that was paid in full, some of it by debits after its due date. ``charged`` is what they took beyond."""

    story: Story
    in_time: tuple[Claim, ...]
    behind: tuple[Claim, ...]
    charged: Fen

    @classmethod
    def of(cls, context: Context, story: Story) -> _Late | None:
        """Count the debits in order of time until the period is paid; None if none of them was late."""
        counted, total = [], 0
        for claim in sorted(story.claims, key=lambda c: (c.debit.at, c.debit.text, c.debit.sources)):
            if total < story.expected:
                counted.append(claim)
                total += claim.amount
        behind = tuple(c for c in counted if c.debit.on > story.due)
        if not behind or total < story.expected:
            return None
        claimed: Counter[int] = Counter()
        for claim in context.stories.claims:
            claimed[id(claim.debit)] += claim.amount
        charged = sum(c.debit.amount - claimed[id(c.debit)] for c in behind)
        return cls(story, tuple(c for c in counted if c not in behind), behind, charged)

    @property
    def last(self) -> Movement:
        """The debit that paid the rest."""
        return self.behind[-1].debit

    @property
    def sure_of_day(self) -> bool:
        """Whether it was late by the wallet's clock, or later than any bank books what was paid in time."""
        return self.last.row is not None or (self.last.on - self.story.due).days > BOOKING_DAYS

    @property
    def rows(self) -> tuple[Source, ...]:
        """The plan's row and the debits."""
        debits = (s for c in (*self.in_time, *self.behind) for s in c.debit.sources)
        return distinct((*self.story.row.sources, *debits))

    def overdue(self) -> tuple[Overdue, ...]:
        """What was unpaid from the due date to each late debit; a part pays interest first, then principal."""
        row, due = self.story.row, self.story.due
        debits = ((max(due, c.debit.on), c.amount, c.debit.sources) for c in (*self.in_time, *self.behind))
        paid = interest_first(row.interest, debits)
        return tuple(overdue_spans(due, row.principal, row.interest, paid, row.sources))


def _late(context: Context, found: _Late) -> Iterator[Discrepancy]:
    story = found.story
    penalty = explain_penalty(
        found.charged, found.overdue(), context.accruals(story), Late.of(story), context.penalty_rules
    )
    if penalty.rest and not (found.sure_of_day and context.covered(story.due)):
        return  # neither the day nor a penalty proves that it was late, or that it was for this period
    days = (found.last.on - story.due).days
    graced = not found.charged and days <= story.book.grace_days
    severity = Severity.SERIOUS if found.charged else Severity.INFO if graced else Severity.WARNING
    yield of_story(
        story,
        "DEBIT-LATE",
        "unrecorded-charged" if found.charged else "unrecorded",
        severity,
        Certainty.STRONG if found.charged and penalty.certainty is Certainty.PROVED else penalty.certainty,
        found.last.at,
        evidence=found.rows,
        parts=penalty.parts,
        unexplained=penalty.rest,
        expected=story.expected,
        actual=story.expected + found.charged,
        paid_on=found.last.on,
        days=days,
        amount=story.expected,
        charged=found.charged,
        grace=0 if penalty.keeps_grace else story.book.grace_days,
        **penalty.facts,
    )
