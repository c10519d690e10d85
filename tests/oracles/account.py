"""A loan followed through what really happened: payments, further drawings, another rate, pauses, lateness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from app.core.loans.schedules import common, level_payment
from app.core.money import Fen, Rounding, rounded
from tests.oracles.account_terms import AccountEvent, AccountTerms, Ahead, Entry, Instalment, Standing


@dataclass(slots=True)
class _Walk:
    terms: AccountTerms
    rows: list[Instalment]
    entries: Sequence[Entry]
    as_of: date
    rate: Fraction
    unbilled: Fen = 0  # principal that belongs to no closed instalment yet
    outstanding: Fen = 0  # what really bears interest
    pending: Fraction = field(default_factory=Fraction)  # interest for the next open instalment, exact


def follow(
    principal: Fen,
    starts: date,
    dues: Sequence[date],
    terms: AccountTerms,
    entries: Sequence[Entry] = (),
    as_of: date | None = None,
) -> tuple[Instalment, ...]:
    """Return all instalments of an equal-instalment loan as seen on ``as_of`` (its start by default).

    Up to ``as_of`` interest runs on what is really outstanding, so that late principal goes on bearing it; from then on
    the plan is taken to be kept. A payment goes to instalments due (interest, then principal, oldest first), then to
    the coming ones. Instalments keep their amount; one paid before its due date keeps the interest to that day, and
    what accrues after it is added to the next open one. Advances and changes of rate solve the instalments again from
    the period they fall in. Interest is rounded once per instalment. Entries of one day take effect in the order
    drawing, rate, pause, payment, whatever the order they are given in. What comes after the last due date is ignored.
    """
    walk = _begin(principal, starts, dues, terms, entries, as_of or starts)
    for row in walk.rows:
        _through(walk, row, row.due)
        _close(walk, row)
    _balance(walk, principal)
    return tuple(walk.rows)


def _balance(walk: _Walk, principal: Fen) -> None:
    """Put to each row what the plan leaves owed after it, however early it was paid."""
    drawn = [(entry.on, entry.amount) for entry in walk.entries if entry.kind is AccountEvent.ADVANCE]
    for row in walk.rows:
        principal += sum(amount for on, amount in drawn if row.starts <= on < row.due) - row.principal
        row.balance = principal


def standing(
    principal: Fen,
    starts: date,
    dues: Sequence[date],
    terms: AccountTerms,
    entries: Sequence[Entry],
    on: date,
    *,
    to_period_end: bool = False,
) -> Standing:
    """Return what settles the account on ``on``: all outstanding principal and the interest unpaid to that day.

    With ``to_period_end`` interest counts to the end of the running period, as some lenders take it.
    """
    walk = _begin(principal, starts, dues, terms, entries, max(dues[-1], on))
    for row in walk.rows:
        if row.due > on:
            _through(walk, row, row.due if to_period_end else on)
            break
        _through(walk, row, row.due)
        _close(walk, row)
    unpaid = sum(row.interest - row.paid_interest for row in walk.rows if row.closed)
    return Standing(walk.outstanding, unpaid + rounded(walk.pending, terms.rounding))


def _begin(
    principal: Fen, starts: date, dues: Sequence[date], terms: AccountTerms, entries: Sequence[Entry], as_of: date
) -> _Walk:
    rows = [Instalment(n, since, due) for n, (since, due) in enumerate(zip((starts, *dues), dues, strict=False), 1)]
    order = [AccountEvent.ADVANCE, AccountEvent.RATE_CHANGE, AccountEvent.INTEREST_PAUSE, AccountEvent.PAYMENT]
    known = sorted(entries, key=lambda e: (e.on, order.index(e.kind), e.amount))
    walk = _Walk(terms, rows, known, as_of, Fraction(terms.rate), principal, principal)
    _solve(walk, rows, {})
    return walk


def _through(walk: _Walk, row: Instalment, until: date) -> None:
    """Go through the days of ``row``'s period up to ``until``, entry by entry."""
    day = row.starts
    last = row is walk.rows[-1]
    for entry in walk.entries:
        if row.starts <= entry.on < until or (entry.on == until == row.due and last):
            _accrue(walk, row, day, entry.on)
            day = entry.on
            _apply(walk, row, entry)
    _accrue(walk, row, day, until)


def _accrue(walk: _Walk, row: Instalment, since: date, until: date) -> None:
    if since < walk.as_of < until:
        _accrue(walk, row, since, walk.as_of)
        since = walk.as_of
    if since >= walk.as_of:
        walk.outstanding = walk.unbilled - _paid_ahead(walk)
    for a, b in _unpaused(walk, since, until):
        walk.pending += walk.outstanding * walk.rate * walk.terms.time(row.starts, row.due, a, b)


def _paid_ahead(walk: _Walk) -> Fen:
    return sum(row.paid_principal for row in walk.rows if not row.closed)


def _unpaused(walk: _Walk, since: date, until: date) -> list[tuple[date, date]]:
    spans = [(since, until)] if since < until else []
    for pause in walk.entries:
        if pause.kind is AccountEvent.INTEREST_PAUSE:
            pieces = [piece for a, b in spans for piece in ((a, min(b, pause.on)), (max(a, pause.until), b))]
            spans = [(a, b) for a, b in pieces if a < b]
    return spans


def _apply(walk: _Walk, row: Instalment, entry: Entry) -> None:
    ahead = [r for r in walk.rows[row.number - 1 :] if not r.closed]
    match entry.kind:
        case AccountEvent.ADVANCE:
            walk.unbilled += entry.amount
            walk.outstanding += entry.amount
            _solve(walk, ahead, {})
        case AccountEvent.RATE_CHANGE:
            before = walk.rate * walk.terms.time(row.starts, row.due, row.starts, entry.on)
            walk.rate = Fraction(entry.rate)
            mixed = before + walk.rate * walk.terms.time(row.starts, row.due, entry.on, row.due)
            _solve(walk, ahead, {row.number: mixed})
        case AccountEvent.PAYMENT:
            _pay(walk, row, entry.amount)


def _close(walk: _Walk, row: Instalment) -> None:
    """Fix what an instalment is once its due date has come."""
    if not row.closed:
        row.interest = rounded(walk.pending, walk.terms.rounding)
        walk.pending = Fraction(0)
        _fix(walk, row)


def _fix(walk: _Walk, row: Instalment) -> None:
    wanted = max(row.payment - row.interest, row.paid_principal)
    if row.number <= walk.terms.interest_only_periods:
        wanted = 0
    last = all(r.closed for r in walk.rows if r is not row)
    row.principal = walk.unbilled if last else min(wanted, walk.unbilled)
    walk.unbilled -= row.principal
    row.closed = True


def _pay(walk: _Walk, row: Instalment, amount: Fen) -> None:
    for due in walk.rows:
        if due.closed:
            amount = _put(walk, due, amount, due.interest, due.principal)
    for coming in walk.rows:
        if not coming.closed and amount:
            amount = _pay_ahead(walk, coming, row, amount)


def _put(walk: _Walk, row: Instalment, amount: Fen, interest: Fen, principal: Fen) -> Fen:
    """Pay what is open of ``interest``, then of ``principal``; return what is left of ``amount``."""
    part = min(amount, interest - row.paid_interest)
    row.paid_interest += part
    rest = min(amount - part, principal - row.paid_principal)
    row.paid_principal += rest
    walk.outstanding -= rest
    return amount - part - rest


def _pay_ahead(walk: _Walk, coming: Instalment, running: Instalment, amount: Fen) -> Fen:
    accrued = 0
    if coming is running and walk.terms.ahead is Ahead.INTEREST_THEN_PRINCIPAL:
        accrued = rounded(walk.pending, walk.terms.rounding)
    open_principal = walk.unbilled - _paid_ahead(walk) + coming.paid_principal
    principal = min(coming.payment - accrued, open_principal)
    rest = _put(walk, coming, amount, accrued, principal)
    if coming.paid_principal + coming.paid_interest >= min(coming.payment, accrued + open_principal):
        coming.interest = coming.paid_interest
        walk.pending -= accrued
        _fix(walk, coming)
    return rest


def _solve(walk: _Walk, rows: Sequence[Instalment], known: dict[int, Fraction]) -> None:
    """Set the equal instalment of ``rows`` for what is unbilled; ``known`` has the factors of periods of mixed rate."""
    paying = [row for row in rows if row.number > walk.terms.interest_only_periods]
    parts = [known.get(r.number, walk.rate * walk.terms.time(r.starts, r.due, r.starts, r.due)) for r in paying]
    payment = level_payment(walk.unbilled, common(parts), walk.terms.rounding)
    if walk.terms.spread:
        payment = spread(walk.unbilled, parts, payment, walk.terms.rounding)
    for row in rows:
        row.payment = payment


def spread(principal: Fen, parts: Sequence[Fraction], payment: Fen, rounding: Rounding) -> Fen:
    """Return the instalment moved by a share of what the last one differs, while that makes it differ less.

    Up to three times, and only while it differs by more than half a fen per period.
    """
    over = _last_over(principal, parts, payment, rounding)
    for _ in range(3):
        if abs(over) <= len(parts) // 2:
            break
        moved = payment + rounded(Fraction(over, len(parts)), rounding)
        moved_over = _last_over(principal, parts, moved, rounding)
        if abs(moved_over) >= abs(over):
            break
        payment, over = moved, moved_over
    return payment


def _last_over(principal: Fen, parts: Sequence[Fraction], payment: Fen, rounding: Rounding) -> Fen:
    balance = principal
    for part in parts[:-1]:
        balance -= payment - rounded(balance * part, rounding)
    return balance + rounded(balance * parts[-1], rounding) - payment
