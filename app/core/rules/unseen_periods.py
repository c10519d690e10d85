"""Periods that nothing paid as far as these files reach, and of which no later page tells: that page must say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import PeriodState
from app.core.linking.payments import BOOKING_DAYS
from app.core.linking.periods import PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.loans.formulas import given
from app.core.rules.changed_plans import plan_changed_since
from app.core.rules.context import Context
from app.core.rules.undecided import may_be_its_payment, may_have_settled
from app.core.rules.undone_settlements import came_back
from app.core.rules.writing import Bridge, discrepancy, of_period

LEAST_SEEN = 2
"""So many periods must have been debited in these files before one that they lack is told as missing."""


MOST_UNSEEN = 2
"""Where more periods of a loan lack a debit, none is told of: it may have ended, or be paid from elsewhere."""


def unseen(context: Context, activity: PeriodActivity) -> Iterator[Discrepancy]:
    """No debit, no record and no later page of a period that fell due: told as open, for its page to decide.

    It is loud where a debit of it failed or a later period was debited: the loan went on. Else it may have ended.
    """
    if not _lacks_debit(context, activity):
        return
    gone = _gone_from(context, activity)
    tries, went_on = tuple(s for t in activity.tries for s in t.sources), is_missed(context, activity)
    yield discrepancy(
        of_period(activity, activity.due, (*activity.row.sources, *tries, *(gone.rows[-1].sources if gone else ()))),
        "DEBIT-MISSED",
        "not-seen",
        Severity.SERIOUS if went_on else Severity.WARNING if gone else Severity.INFO,
        Certainty.PATTERN if went_on else Certainty.OPEN,
        Bridge(activity.expected, 0, parts=(given("not-seen", -activity.expected, activity.row.sources),)),
        missing=("plan-page",),
        amount=activity.expected,
        times=len(_debited_before(context, activity)),
        days=(context.as_of - activity.due).days,
        tries=len(activity.tries),
        joint=activity.joint_try,
        **context.reason_of(activity.tries),
        **({"shown_on": gone.as_of} if gone else {}),
    )


def is_missed(context: Context, activity: PeriodActivity) -> bool:
    """Whether a period of which no page tells was missed, as far as these files reach: the loan went on without it."""
    later = (a for a in context.activity.periods_of(activity.book).values() if a.due > activity.due)
    went_on = bool(activity.tries) or any(_is_debited(a) for a in later)
    return went_on and _lacks_debit(context, activity)


def _lacks_debit(context: Context, activity: PeriodActivity) -> bool:
    """Whether these files would show the debit of a period and do not, while no page tells what became of it.

    Earlier periods were debited in them, none was paid unseen, and few lack a debit; the days on which a bank may book
    it are covered too; nothing changed the plan or ended the loan, and no debit of the amount may be its payment.
    """
    alike = (a for a in context.activity.periods_of(activity.book).values() if _lacks(context, a))
    return _lacks(context, activity) and sum(1 for _ in alike) <= MOST_UNSEEN


def _lacks(context: Context, activity: PeriodActivity) -> bool:
    book, due = activity.book, activity.due
    if activity.paid or activity.pending or activity.claims or activity.waivers or due >= context.as_of:
        return False
    pages = activity.pages()
    unsaid = (PeriodState.OPEN, PeriodState.UNKNOWN)
    if any(page.as_of > due or row.state not in unsaid for page, row in pages):
        return False
    silent = any(row.as_of is None or row.state is PeriodState.UNKNOWN for _, row in pages)
    if silent and not _held_since(context, activity):
        return False
    covered = all(context.covered(due + timedelta(days=n)) for n in range(BOOKING_DAYS + 1))
    gone = _gone_from(context, activity)
    if not covered or book.contract in context.taken_over or (book.shows_nothing_open(context.as_of) and not gone):
        return False
    settled = any(h.ends for h in context.activity.early_of(book))
    if settled or book.contract in came_back(context):  # a settlement that came back tells of it itself
        return False
    own = [page for page, _ in activity.pages()] if gone else book.snapshots
    since = max((page.as_of for page in own), default=due)
    changed = plan_changed_since(context, book, since) is not None
    return not changed and len(_debited_before(context, activity)) >= LEAST_SEEN and _all_paid_seen(context, activity)


def _held_since(context: Context, activity: PeriodActivity) -> bool:
    """Whether a later period was debited with just its amount: a plan without its day or states still held then."""
    later = (a for a in context.activity.periods_of(activity.book).values() if a.due > activity.due)
    return any(c.debit.amount == a.expected for a in later for c in a.claims)


def _gone_from(context: Context, activity: PeriodActivity) -> Snapshot | None:
    """The first later page without a period that an earlier one shows, where all periods before it were debited.

    So what it repays stands in none of them: nothing in these files says where it went.
    """
    last = max((page.as_of for page, _ in activity.pages()), default=date.max)
    page = next((p for p in activity.book.snapshots if p.as_of > last), None)
    before = [a for a in context.activity.periods_of(activity.book).values() if a.due < activity.due]
    ends = page is not None and all(row.period < activity.period for row in page.rows)
    return page if ends and all(_is_debited(a) for a in before) else None


def _debited_before(context: Context, activity: PeriodActivity) -> list[PeriodActivity]:
    earlier = (a for a in context.activity.periods_of(activity.book).values() if a.due < activity.due)
    return [a for a in earlier if _is_debited(a)]


def _is_debited(activity: PeriodActivity) -> bool:
    return bool(activity.claims) or any(p.link for p in activity.paid)


def _all_paid_seen(context: Context, activity: PeriodActivity) -> bool:
    """Whether no period was paid without a debit in these files, nor may a nameless one have paid it, or the rest."""
    of_loan = context.activity.periods_of(activity.book).values()
    unseen_ones = [a for a in of_loan if any(p.link is None for p in a.paid) and context.covered(a.due)]
    nameless = may_be_its_payment(context, activity) or may_have_settled(context, activity)
    return not unseen_ones and not nameless
