"""A payment that the lender posted to another loan than the one it was due for."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import PeriodState
from app.core.linking.periods import PaidPart, Story
from app.core.linking.records import POSTING_DAYS
from app.core.loans.formulas import given
from app.core.rules.context import Context, of_story


def explain(context: Context) -> Iterator[Discrepancy]:
    """One discrepancy for each period that lacks exactly what another loan received beyond its due."""
    for lacking, paid in wrong_loans(context).values():
        yield _posted_elsewhere(lacking, *paid)


def wrong_loans(context: Context) -> dict[tuple[str, int], tuple[Story, tuple[Story, PaidPart]]]:
    """By loan and period: the period that lacks its payment, and the posting of another loan that is too much by it.

    A posting serves one period; the nearest in time is taken.
    """
    surplus = [pair for story in context.stories.periods for pair in _surplus(story)]
    pairs = sorted(
        (abs((part.made_on - story.due).days), story.due, story.book.contract, story.period, number)
        for story in context.stories.periods
        if _lacks_all(story)
        for number, (other, part) in enumerate(surplus)
        if other.book is not story.book and other.book.product is story.book.product
        and part.cleared == story.expected and abs((part.made_on - story.due).days) <= POSTING_DAYS
    )  # fmt: skip
    stories = {(story.book.contract, story.period): story for story in context.stories.periods}
    found: dict[tuple[str, int], tuple[Story, tuple[Story, PaidPart]]] = {}
    used: set[int] = set()
    for _, _, contract, period, number in pairs:
        if (contract, period) not in found and number not in used:
            found[contract, period] = (stories[contract, period], surplus[number])
            used.add(number)
    return found


def _lacks_all(story: Story) -> bool:
    """Whether nothing was recorded or claimed for a period, and the last page after its due date shows it unpaid."""
    later = [row for page, row in story.pages() if page.as_of > story.due]
    unpaid = bool(later) and later[-1].state in (PeriodState.OPEN, PeriodState.OVERDUE)
    return unpaid and not (story.paid or story.pending or story.claims)


def _surplus(story: Story) -> Iterator[tuple[Story, PaidPart]]:
    """The postings by which a period received more than was due, the latest first."""
    beyond = story.cleared + story.waived - story.expected
    for part in sorted(story.paid, key=lambda p: (p.repayment.at, p.sources), reverse=True):
        if 0 < part.cleared <= beyond:
            beyond -= part.cleared
            yield story, part


def _posted_elsewhere(lacking: Story, other: Story, part: PaidPart) -> Discrepancy:
    amount = part.cleared
    page, row = lacking.pages()[-1]
    return of_story(
        lacking,
        "ALLOC-OTHER-LOAN",
        "recorded-there",
        Severity.SERIOUS,
        Certainty.STRONG,
        part.link.debit.at if part.link else part.repayment.at,
        evidence=(
            *lacking.row.sources, *row.sources, *other.row.sources, *(s for p in other.paid for s in p.sources),
        ),
        parts=[
            given("posted-to-other-loan", amount, part.sources),
            given("lacking-on-this-loan", -amount, (*lacking.row.sources, *row.sources)),
        ],
        expected=lacking.expected,
        actual=lacking.expected,
        amount=amount,
        paid_on=part.made_on,
        shown_on=page.as_of,
        other_loan=other.book.contract,
        other_period=other.period,
    )  # fmt: skip
