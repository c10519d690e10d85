"""One period of a loan that the lender recorded as paid twice, or that was debited twice where no plan is there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import Outcome, Product, Source
from app.core.linking.bank_returns import RETURN_DAYS
from app.core.linking.dues import POSTING_DAYS
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import PaidPart
from app.core.linking.records import LinkedDebit
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.allocations import wrong_loans
from app.core.rules.context import Context
from app.core.rules.kept_or_returned import kept_or_returned
from app.core.rules.wallet_only import equal_debits
from app.core.rules.writing import Bridge, Occurrence, discrepancy


@dataclass(frozen=True, slots=True)
class PostedTwice:
    """A period with the posting that paid it and the one that paid it whole once more; ``row`` is the plan's.

    ``is_sure``: a plan or another period tells that each is the whole of it, and not a half.
    """

    book: LoanBook
    period: int
    first: PaidPart
    second: PaidPart
    row: tuple[Source, ...] = ()
    is_sure: bool = True

    @property
    def is_debited_twice(self) -> bool:
        """Whether each of the two has a debit of its own."""
        own = [p.link.debit for p in (self.first, self.second) if p.link]
        return len(own) == 2 and own[0] is not own[1]


def explain(context: Context) -> Iterator[Discrepancy]:
    """All of them: recorded twice, or recorded once and debited twice, but for what the wallet proves by itself."""
    told = posted_twice(context)
    of_a_day = {id(m) for debits in equal_debits(context) for m in debits}
    for found in told.values():
        yield _debited(context, found) if found.is_debited_twice else _recorded(context, found)
    for link, twin in debited_once_more(context):
        if not {id(link.debit), id(twin)} <= of_a_day:
            yield _unposted(context, link, twin)


def posted_twice(context: Context) -> Mapping[tuple[str, int], PostedTwice]:
    """By loan and period what was recorded twice, whole and within days, and was meant for no other period or loan.

    Where no plan says what was due, another period that one posting of the same sum or principal paid does.
    """
    elsewhere = {(found.book.contract, found.period) for _, found in wrong_loans(context).values()}
    found: dict[tuple[str, int], PostedTwice] = {}
    for activity in context.activity.periods:
        key = (activity.book.contract, activity.period)
        if key not in elsewhere and (pair := _pair(activity.paid, {activity.expected - activity.waived})):
            found[key] = PostedTwice(activity.book, activity.period, *pair, activity.row.sources)
    links = {r: link for link in context.activity.linked for r in link.repayments}
    for book in context.loans:
        found |= {(book.contract, one.period): one for one in _without_plan(book, links)}
    return {key: one for key, one in found.items() if not _may_be_meant_elsewhere(context, one)}


def _without_plan(book: LoanBook, links: Mapping[Any, LinkedDebit]) -> Iterator[PostedTwice]:
    if book.periods:
        return
    by_period: dict[int, list[PaidPart]] = defaultdict(list)
    for r in book.repayments:
        for part in r.parts if r.outcome is Outcome.DONE else ():
            if part.period is not None:
                by_period[part.period].append(PaidPart(r, part, links.get(r)))
    single = [parts[0].part for parts in by_period.values() if len(parts) == 1]
    for period, paid in by_period.items():
        alike = (p for p in paid if not single or any(_is_alike(p, one.total, one.principal) for one in single))
        if pair := _pair(paid, {p.part.total for p in alike}):
            yield PostedTwice(book, period, *pair, is_sure=bool(single))


def _is_alike(paid: PaidPart, total: Fen, principal: Fen) -> bool:
    return paid.part.total == total or 0 < paid.part.principal == principal


def _pair(paid: Sequence[PaidPart], due: set[Fen]) -> tuple[PaidPart, PaidPart] | None:
    """The only two postings of a period, each of all that was due and within days of the other; else None."""
    if len(paid) != 2 or not all(p.part.total in due and p.part.total > 0 for p in paid):
        return None
    first, second = sorted(paid, key=lambda p: (p.at, p.sources))
    return (first, second) if (second.made_on - first.made_on).days <= RETURN_DAYS else None


def _may_be_meant_elsewhere(context: Context, found: PostedTwice) -> bool:
    """Whether a period of that sum fell due about then of which nothing else is known to have paid it."""
    return any(
        not (a.paid or a.pending or a.claims)
        and a.expected == found.second.part.total
        and a.book.product in (found.book.product, Product.OTHER)
        and abs((a.due - found.second.made_on).days) <= POSTING_DAYS
        for a in context.activity.periods
    )


def debited_once_more(context: Context) -> Iterator[tuple[LinkedDebit, Movement]]:
    """Debits of loans without a plan that were recorded, each with the equal one of these days that nobody recorded.

    It may be another loan's where one without any record is there, or where it happens again.
    """
    claims = [claim for claim in context.activity.claims if not context.loan[claim.contract].periods]
    times = Counter((claim.contract, claim.debit.amount) for claim in claims)
    unseen = {book.product for book in context.loans if not book.repayments}
    for claim in claims:
        if times[claim.contract, claim.debit.amount] > 1 or claim.debit.product in unseen:
            continue
        for link in context.activity.linked:
            if any(
                r.contract == claim.contract and claim.period in {p.period for p in r.parts} for r in link.repayments
            ):
                yield link, claim.debit
                break


def _debited(context: Context, found: PostedTwice) -> Discrepancy:
    """Debited twice, and recorded twice for one period."""
    first, second = (p.link.debit for p in (found.first, found.second) if p.link)
    amount = found.second.part.total
    back = first if first.returned else second
    variant, kept, parts, told = kept_or_returned(back, amount)
    return discrepancy(
        _occurrence(found),
        "DEBIT-DUPLICATE",
        f"posted-{variant}",
        Severity.SERIOUS if kept else Severity.WARNING,
        Certainty.STRONG if found.is_sure else Certainty.PATTERN,
        Bridge(amount, amount + kept, parts=tuple(parts)),
        amount=amount,
        first_at=first.at,
        second_at=second.at,
        **context.waited(kept, second.on),
        **told,
    )


def _recorded(context: Context, found: PostedTwice) -> Discrepancy:
    """Recorded twice, of which one debit, or none, is seen; where the files cover the day no second one was made."""
    amount, second = found.second.part.total, found.second
    seen = [p for p in (found.first, found.second) if p.link]
    covered = context.covered_by_wallet(second.made_on)
    return discrepancy(
        _occurrence(found),
        "DEBIT-DUPLICATE",
        "recorded-twice",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(amount, 2 * amount, parts=(given("second-posting", amount, second.part.sources),)),
        missing=() if covered else ("wallet-bill",),
        amount=amount,
        first_at=found.first.at,
        second_at=second.at,
        times=len({id(p.link) for p in seen}),
    )


def _occurrence(found: PostedTwice) -> Occurrence:
    rows = (*found.row, *found.first.sources, *found.second.sources)
    return Occurrence(
        found.second.at, distinct(rows), facility=found.book.contract, period=found.period, product=found.book.product
    )


def _unposted(context: Context, link: LinkedDebit, twin: Movement) -> Discrepancy:
    """Recorded once, and debited twice within days."""
    first = link.repayments[0]
    variant, kept, parts, told = kept_or_returned(link.debit if link.debit.returned else twin, twin.amount)
    early, late = sorted((link.debit, twin), key=lambda m: (m.at, m.sources))
    return discrepancy(
        Occurrence(
            late.at,
            distinct((*early.sources, *late.sources, *(s for r in link.repayments for s in r.sources))),
            facility=first.contract,
            period=first.parts[0].period,
            product=twin.product,
        ),
        "DEBIT-DUPLICATE",
        "unposted-returned" if variant == "returned" else "unposted",
        Severity.WARNING,
        Certainty.PATTERN,
        Bridge(twin.amount, twin.amount + kept, parts=tuple(parts)),
        missing=("plan-page",) if kept else (),
        amount=twin.amount,
        first_at=early.at,
        second_at=late.at,
        **(context.waited(kept, late.on) if kept else {}),
        **told,
    )
