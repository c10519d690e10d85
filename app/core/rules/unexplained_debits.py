"""Debits that took more, or less, than their record has, by an amount that no rule gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import PlanRow, WalletKind
from app.core.linking.payments import Movement
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.linking.records import LinkedDebit
from app.core.rules.context import Context
from app.core.rules.equal_surpluses import Surplus, each_time, taken_each_time
from app.core.rules.reductions import reduced_record
from app.core.rules.surplus_returns import surplus_returns
from app.core.rules.writing import Bridge, Occurrence, discrepancy

_MOST_PERIODS = 36
"""A loan has no more periods than this, so that less of it a month is no period of it."""

_SAME_MOMENT = timedelta(minutes=10)
"""How far apart a debit and the return of a reserve advance that it held may be by two clocks."""


def unexplained(context: Context) -> Iterator[Discrepancy]:
    """A debit that differs from its record by an amount that no rule accounts for."""
    happened = {h.link for h in context.activity.early if h.link and h.kind is RepaymentKind.SETTLEMENT}
    claimed: dict[int, int] = {}
    for claim in context.activity.claims:
        claimed[id(claim.debit)] = claimed.get(id(claim.debit), 0) + claim.amount
    rows = {(s.book.contract, s.period): s.row for s in context.activity.periods}
    alike = Counter((link.debit.product, link.rest) for link in context.activity.linked if link.repayments)
    found: list[tuple[LinkedDebit, int, PlanRow | None, dict[str, Any]]] = []
    beyond: list[Surplus] = []
    for link in context.activity.linked:
        rest = link.rest - claimed.get(id(link.debit), 0)
        back = min(link.debit.returned, max(rest, 0))
        rest -= back  # what was too much and came back needs no explanation
        if (
            not link.repayments
            or rest == 0
            or link in happened
            or context.activity.is_joined(link)  # each alone is then less than the record
            or _told_by_reserve_or_bank(context, link, rest)
        ):
            continue
        first = link.repayments[0]
        row = rows.get((first.contract, first.parts[0].period or 0))
        if rest < 0 and link.debit.row and link.debit.row.is_reduced_by(-rest):
            yield reduced_record(link, rest, row)
            continue
        times = 0 if back else alike[link.debit.product, rest]
        told: dict[str, Any] = {"returned": back} if back else {"times": times} if times > 1 else {}
        if rest > 0 and not back and not _lent_beside(context, link, rest):
            recorded = tuple(s for r in link.repayments for s in r.sources)
            beyond.append(Surplus(link.debit, first.contract, rest, link.debit.amount - rest, recorded))
        found.append((link, rest, row, told))
    groups = taken_each_time(beyond)
    yield from (each_time(context, group) for group in groups)
    recurring = {id(one.debit) for group in groups for one in group}
    yield from (_told(context, *one) for one in found if id(one[0].debit) not in recurring)


def _told(context: Context, link: LinkedDebit, rest: int, row: PlanRow | None, told: dict[str, Any]) -> Discrepancy:
    in_bank = rest < 0 and link.debit.row is None  # its wallet may have paid the rest: balance or red packet
    lent = None if "returned" in told else _lent_beside(context, link, rest)
    beside: dict[str, Any] = {"drawn_on": lent.on, "lent": lent.amount} if lent else {}
    old = None if lent or rest < 0 else _asked_before(context, link, row)
    if old and row:
        beside = {"seen_before": old.as_of, "seen_after": row.as_of}
    first = link.repayments[0]
    shown = (
        *link.debit.sources,
        *(s for r in link.repayments for s in r.sources),
        *(row.sources if row else ()),
        *(lent.sources if lent else ()),
        *(old.sources if old else ()),
    )
    variant = "old-instalment" if old else "more" if rest > 0 else "less"
    return discrepancy(
        Occurrence(
            link.debit.at, shown, facility=first.contract, period=first.parts[0].period, product=link.debit.product
        ),
        "UNEXPLAINED",
        "another-loan" if lent else "less-in-bank" if in_bank else variant,
        Severity.WARNING if in_bank or lent else Severity.SERIOUS,
        Certainty.OPEN,
        Bridge(link.debit.amount - rest, link.debit.amount, unexplained=rest),
        missing=("plan-page" if lent else "wallet-bill" if in_bank else "lender-breakdown",),
        amount=link.debit.amount,
        recorded=link.recorded,
        rest=abs(rest),
        **told,
        **beside,
    )


def _asked_before(context: Context, link: LinkedDebit, row: PlanRow | None) -> PlanRow | None:
    """The period on the latest earlier page that asked for the very amount debited, where the plan fell since."""
    if row is None or row.as_of is None or row.instalment >= link.debit.amount:
        return None
    since, paid = row.as_of, link.debit.amount
    earlier = (page.row(row.period) for page in context.loan[row.contract].snapshots if page.as_of < since)
    rows = [own for own in earlier if own and own.as_of and own.instalment == paid]
    return rows[-1] if rows else None


def _lent_beside(context: Context, link: LinkedDebit, rest: int) -> Movement | None:
    """The latest drawdown of the product that no paper of the lender's is of, if the rest can be a period of it."""
    known = {s for book in context.loans if book.drawdown for s in book.drawdown.sources}
    unmatched = {book.principal for book in context.loans if not book.drawdown and book.product is link.debit.product}
    found = [
        m for m in context.moved_as(WalletKind.DRAWDOWN)
        if m.done and m.product is link.debit.product and m.at < link.debit.at and known.isdisjoint(m.sources)
        and m.amount not in unmatched and rest <= m.amount <= rest * _MOST_PERIODS
    ]  # fmt: skip
    return max(found, key=lambda m: (m.at, m.amount), default=None)


def _told_by_reserve_or_bank(context: Context, link: LinkedDebit, rest: int) -> bool:
    return _with_reserve(context, link, rest) or bool(surplus_returns(context, (link.debit,), rest))


def _with_reserve(context: Context, link: LinkedDebit, rest: int) -> bool:
    """Whether the rest is the reserve advance that its record has as returned within minutes of the debit."""
    return any(
        reserve.returned_at is not None
        and rest == (reserve.returned or reserve.amount)
        and abs(reserve.returned_at - link.debit.at) <= _SAME_MOMENT
        for reserve in context.books.reserves
    )
