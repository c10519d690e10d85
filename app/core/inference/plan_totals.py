"""Splits a plan that shows only what is due in all, where the loan's day and amount leave one way to split it.

Where they leave none or several, its days and amounts are used alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import groupby
from typing import TypeAlias

from app.core.facts import LoanRecord, Method, PlanRow, PlanTotal, WalletKind
from app.core.inference import plausibility as p
from app.core.inference.derivation import equal_instalments, equal_principal, interest_only
from app.core.inference.hypothesis import ALTERNATIVES, Dues
from app.core.inference.model import Drawn
from app.core.linking.dues import POSTING_DAYS
from app.core.linking.payments import Movement
from app.core.loans import Period, Rate, schedule
from app.core.loans.conventions import Terms
from app.core.money import Fen
from app.core.normalise import Books, with_plan_rows
from app.core.numbered_plans import FIRST_DUE_WITHIN

SAME_WITHIN = 2
"""Fen by which splits of one period may differ by rounding alone and are still one answer."""
_LEAST_USUAL_RATE = 28
"""The cost of a rate in steps of 0.001 % a day; a finer one would fit totals that follow another rule by chance."""
_MOST_FEE = 200
"""Ten-thousandths of the principal: the highest flat fee of a period that is thought of."""

_LEAST_DEBITED = 2
"""So many of its amounts must have been debited to use a plan that cannot be split: one may be chance."""
_MOST_PERIODS = 360
"""Thirty years; what has more is no plan of a person's loan."""
_LAST_YEAR = 2200
"""Due dates of months to come are computed; what falls due later is no date of a loan."""

Split: TypeAlias = tuple[tuple[Fen, Fen], ...]
"""Principal and interest of each period, in fen."""


def with_splits(books: Books, moved: Sequence[Movement]) -> Books:
    """Return the books with the plans of totals added to their plan rows, split where they can be.

    A plan is split only where it is whole, and every rule that gives each of its totals to the fen splits it alike: a
    balance that is guessed would be told as the loan's. What cannot be split tells days and amounts alone, and only
    where neither another page nor a record of the loan has the parts, and debits bear the amounts out: a list of what
    several loans come to each month looks the same.
    """
    records = {loan.contract: loan for loan in books.loans}
    found: list[PlanRow] = []
    left: list[PlanTotal] = []
    for (contract, _), group in groupby(books.plan_totals, key=lambda row: (row.contract, row.as_of)):
        page = tuple(group)
        split = _split(page, records.get(contract), moved)
        found += [_row(total, *parts) for total, parts in zip(page, split, strict=False)]
        left += () if split else page
    parted = {row.contract for row in (*books.plan_rows, *found)} | {r.contract for r in books.repayments}
    told = {(row.due, row.instalment) for row in (*books.plan_rows, *found)}
    found += _unsplit([total for total in left if total.contract not in parted], told, _debits(books, moved))
    return with_plan_rows(books, found) if found else books


def _unsplit(
    left: Sequence[PlanTotal], told: Set[tuple[date, Fen]], debits: Mapping[Fen, Sequence[date]]
) -> Iterator[PlanRow]:
    """The days and amounts of the plans that no other plan tells, that name each period once, and that debits bear."""
    plans: dict[str, list[PlanTotal]] = defaultdict(list)
    for total in left:
        plans[total.contract].append(total)
    for own in plans.values():
        periods = Counter((total.as_of, total.period) for total in own)
        new = any((total.due, total.instalment) not in told for total in own)
        if new and max(periods.values()) == 1 and _is_borne_out(own, debits):
            yield from (_row(total, 0, 0, total.instalment) for total in own)


def _debits(books: Books, moved: Sequence[Movement]) -> Mapping[Fen, Sequence[date]]:
    """The days on which money left, by its amount in fen."""
    found: dict[Fen, list[date]] = defaultdict(list)
    for m in moved:
        if m.kind is WalletKind.REPAYMENT and m.done:
            found[m.amount].append(m.on)
    for row in books.bank:
        found[-row.amount].append(row.on)
    return found


def _is_borne_out(page: Sequence[PlanTotal], debits: Mapping[Fen, Sequence[date]]) -> bool:
    """Whether two periods, or the only one, were debited to the fen about their due dates."""
    periods = {row.period for row in page}
    debited = {
        row.period for row in page
        if any(abs((on - row.due).days) <= POSTING_DAYS for on in debits.get(row.instalment, ()))
    }  # fmt: skip
    return len(debited) >= min(_LEAST_DEBITED, len(periods))


def _row(total: PlanTotal, principal: Fen, interest: Fen, whole: Fen = 0) -> PlanRow:
    return PlanRow(
        contract=total.contract,
        period=total.period,
        as_of=total.as_of,
        due=total.due,
        principal=principal,
        interest=interest,
        state=total.state,
        cleared_on=total.cleared_on,
        sources=total.sources,
        product=total.product,
        whole=whole,
        amounts_kept=bool(principal or interest or whole),
    )


def _split(page: Sequence[PlanTotal], record: LoanRecord | None, moved: Sequence[Movement]) -> Split:
    """The one split of a whole page; empty where none or several that differ close it."""
    if len(page) > _MOST_PERIODS or max(row.due for row in page).year > _LAST_YEAR:
        return ()
    if [row.period for row in page] != list(range(1, len(page) + 1)):
        return ()
    splits = [split for drawn in _drawn(page, record, moved) for split in _splits(page, drawn, record)]
    return splits[0] if splits and all(_is_near(splits[0], other) for other in splits) else ()


def _is_near(one: Split, other: Split) -> bool:
    return all(abs(a[0] - b[0]) <= SAME_WITHIN for a, b in zip(one, other, strict=True))


def _drawn(page: Sequence[PlanTotal], record: LoanRecord | None, moved: Sequence[Movement]) -> list[Drawn]:
    """The drawdowns that the plan may be of: the record's own, else those made shortly before it falls due."""
    stated = record.principal if record else None
    first, whole = page[0].due, sum(row.instalment for row in page)
    if record and stated and record.drawn_at:
        drawn = record.drawn_at.date()
        return [Drawn(record.contract, drawn, stated)] if drawn < first else []
    return [
        Drawn(str(number), m.on, m.amount)
        for number, m in enumerate(moved)
        if m.kind is WalletKind.DRAWDOWN and m.done and first - FIRST_DUE_WITHIN <= m.on < first
        and m.amount <= whole and stated in (None, m.amount)
    ]  # fmt: skip


def _splits(page: Sequence[PlanTotal], drawn: Drawn, record: LoanRecord | None) -> list[Split]:
    """The splits that close the page to the fen, the most usual rule first."""
    if len(page) == 1:
        interest = page[0].instalment - drawn.principal
        return [((drawn.principal, interest),)] if 0 <= interest <= drawn.principal // 5 else []
    rate = record.daily_rate if record else None
    plans = _at_rate(page, drawn, rate, record.method if record else None) if rate is not None else _found(page, drawn)
    return [split for plan in plans if (split := _closing(page, plan))]


def _closing(page: Sequence[PlanTotal], plan: Sequence[Period]) -> Split:
    closes = len(plan) == len(page) and all(
        (period.due, period.total) == (row.due, row.instalment)
        and row.principal in (None, period.principal)
        and row.interest in (None, period.interest)
        for row, period in zip(page, plan, strict=True)
    )
    return tuple((period.principal, period.interest) for period in plan) if closes else ()


def _at_rate(
    page: Sequence[PlanTotal], drawn: Drawn, rate: Rate, method: Method | None
) -> Iterator[tuple[Period, ...]]:
    """The plans at a rate that the lender states, on the page's own days."""
    dues = [row.due for row in page]
    methods = (method,) if method else (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY)
    for each in methods:
        if each is not Method.REVOLVING:
            for convention in ALTERNATIVES:
                yield schedule(drawn.principal, Terms(rate, each, convention), drawn.on, dues)


def _found(page: Sequence[PlanTotal], drawn: Drawn) -> Iterator[tuple[Period, ...]]:
    """The plans at the usual rates that the first total leaves open; none where a flat fee may be in it instead."""
    if _may_be_a_fee(page, drawn.principal):
        return
    dues = Dues(page[0].due, max(row.due.day for row in page), 0)
    first, counts = page[0].instalment, (len(page),)
    made = (
        *equal_instalments(drawn, first, dues, counts),
        *equal_principal(drawn, first, 0, dues, counts),
        *interest_only(drawn, first, 0, dues, counts),
    )
    for hypothesis in sorted(made, key=lambda each: each.order):
        if p.cost_of_rate(hypothesis.terms.rate) <= _LEAST_USUAL_RATE:
            yield hypothesis.plan
            yield from (hypothesis.under(convention).plan for convention in ALTERNATIVES)


def _may_be_a_fee(page: Sequence[PlanTotal], principal: Fen) -> bool:
    """Whether all periods are equal shares with one fee, a round part of the principal: not interest at all."""
    if len({row.instalment for row in page[:-1]}) > 1:
        return False
    fee = page[0].instalment - principal // len(page)
    parts = fee * 10_000 // principal
    return 0 <= parts <= _MOST_FEE and any(abs(fee * 10_000 - each * principal) < 10_000 for each in (parts, parts + 1))
