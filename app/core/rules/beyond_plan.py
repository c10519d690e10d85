"""A period that was paid in time and of which the lender recorded more than its plan had."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.linking.periods import Story
from app.core.money import Fen
from app.core.rules.allocations import wrong_loans
from app.core.rules.context import Context, of_story


def explain(context: Context) -> Iterator[Discrepancy]:
    """What was recorded of a period beyond its plan, where no later page and no prepayment shows another plan."""
    elsewhere = {(found.book.contract, found.period) for _, found in wrong_loans(context).values()}
    changed = {h.book.contract for h in context.stories.happenings}
    for story in context.stories.periods:
        contract = story.book.contract
        beyond = _beyond(story)
        if beyond <= 0 or contract in changed or (contract, story.period) in elsewhere or not _is_plain(story):
            continue
        fee = 0 if story.row.fee else sum(p.part.fee for p in story.paid)
        paid = max(story.paid, key=lambda p: p.made_on)
        yield of_story(
            story,
            "UNEXPLAINED",
            "beyond-plan",
            Severity.SERIOUS,
            Certainty.OPEN,
            paid.link.debit.at if paid.link else paid.repayment.at,
            evidence=(*story.row.sources, *(s for p in story.paid for s in p.sources)),
            unexplained=beyond,
            expected=story.expected,
            actual=story.expected + beyond,
            amount=story.expected + beyond,
            planned=story.expected,
            beyond=beyond,
            fee=min(beyond, fee),
            missing=("lender-breakdown",),
        )


def _beyond(story: Story) -> Fen:
    """Principal, interest and fee recorded of a period beyond what its plan has, in fen; penalty is no part of it."""
    recorded = sum(p.cleared + p.part.fee for p in story.paid)
    return recorded + story.waived - story.expected


def _is_plain(story: Story) -> bool:
    """Whether it was paid in time, once, and every page that shows its amounts shows the same ones."""
    if story.pending or story.charged or story.claims or any(p.made_on > story.due for p in story.paid):
        return False
    shown = {row.instalment for _, row in story.pages() if row.amounts_kept}
    return len({p.repayment.batch for p in story.paid}) == 1 and shown == {story.expected}
