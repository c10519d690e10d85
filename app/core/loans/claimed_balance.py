"""What a platform's page says is owed, beside what is computed: the named parts that lead from one to the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from app.core.discrepancy import BridgePart
from app.core.facts import Source
from app.core.loans.formulas import given
from app.core.loans.reserve_advance import FEES
from app.core.loans.settlement import ONE_DAY, settle
from app.core.loans.standing import LoanPayoff, Payoff, ReserveStanding
from app.core.money import Fen

MOST_PARTS = 2
"""How many named parts may lead from the computed balance to the claimed one; with more, chance begins to fit."""


@dataclass(frozen=True, slots=True)
class ClaimedBalance:
    """A claimed balance and what leads to it from ``computed``; what ``parts`` leave over is ``rest``, in fen.

    ``also`` are other parts that lead to it as well. ``quoted_for`` is another day on which it would settle the loan.
    Without ``computed`` nothing could be computed. ``sources`` are the rows that claim it, none where it was typed.
    """

    payoff: LoanPayoff
    claimed: Fen
    computed: Payoff | None = None
    parts: tuple[BridgePart, ...] = ()
    also: tuple[tuple[BridgePart, ...], ...] = ()
    rest: Fen = 0
    quoted_for: date | None = None
    sources: tuple[Source, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether a way that still fits gives it as it is."""
        return self.computed is not None and not self.parts and not self.rest and self.quoted_for is None


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """An amount, in fen, that a paper says is owed of a loan on a day."""

    facility: str
    on: date
    amount: Fen
    sources: tuple[Source, ...]


def explain_claimed(payoff: LoanPayoff, claimed: Fen, reserves: tuple[ReserveStanding, ...] = ()) -> ClaimedBalance:
    """Explain a claimed balance by the ways that still fit, and the fewest named parts from one of them (F9).

    A page may show the principal alone, all instalments of the plan, the running period's whole interest, the balance
    before the last payment was taken off, the balance with a reserve advance and perhaps a fee that was seen, or what
    was owed on another day of the running period. What none of that gives is left over as it is.
    """
    usual = payoff.usual
    if usual is None:
        return ClaimedBalance(payoff, claimed)
    for way in payoff.ways:
        if way.amount == claimed:
            return ClaimedBalance(payoff, claimed, way)
    other_day = _other_day(payoff, claimed)
    if other_day:
        return ClaimedBalance(payoff, claimed, usual, quoted_for=other_day)
    found = [
        parts
        for count in range(1, MOST_PARTS + 1)
        for parts in combinations(tuple(_differences(payoff, usual, reserves)), count)
        if usual.amount + sum(part.amount for part in parts) == claimed
        and len({part.terms[0] for part in parts}) == len(parts)  # an advance counts once, with its fee or without
    ]
    if found:
        fewest = [parts for parts in found if len(parts) == len(found[0])]
        return ClaimedBalance(payoff, claimed, usual, fewest[0], tuple(fewest[1:]))
    return ClaimedBalance(payoff, claimed, usual, rest=claimed - usual.amount)


def _other_day(payoff: LoanPayoff, claimed: Fen) -> date | None:
    """The day of the running period, from the papers' end on, on which the most usual way gives the claimed balance.

    A day without interest yet is none: there the page shows the principal alone, on whatever day.
    """
    running = next((p for p in payoff.left if p.due >= payoff.on), None)
    day = payoff.standing.known_until
    if running is None or payoff.assumed:
        return None
    while day < running.due:
        usual = settle(payoff.standing, day).usual
        if day != payoff.on and usual and usual.amount == claimed and usual.of("interest-to-date"):
            return day
        day += ONE_DAY
    return None


def _differences(payoff: LoanPayoff, usual: Payoff, reserves: tuple[ReserveStanding, ...]) -> Iterator[BridgePart]:
    """Each part by which pages differ from what settles a loan, as it would change the computed amount."""
    periods = payoff.left
    rows = tuple(s for p in periods for s in p.sources)
    to_date = usual.of("interest-to-date", "one-more-day")
    if to_date:
        yield given("interest-not-shown", -to_date, rows)
    ahead = [p for p in periods if p.due >= payoff.on]
    running = ahead[0].interest - to_date if ahead else 0
    if running:
        yield given("interest-of-whole-period", running, ahead[0].sources)
    not_yet = sum(p.interest for p in ahead) - to_date
    if not_yet != running and not_yet:
        yield given("interest-of-whole-plan", not_yet, rows)
    penalty = usual.of("penalty-on-principal", "penalty-on-interest", "penalty-on-instalment")
    if penalty:
        yield given("penalty-not-shown", -penalty, rows)
    yield from _paid_before(payoff)
    for advance in reserves:
        alone = given("reserve-outstanding", advance.amount, advance.sources)
        yield alone
        for fee in (advance.fee,) if advance.fee else FEES:
            with_fee = given("reserve-fee", fee, advance.sources)
            yield from [BridgePart("reserve-with-fee", (*alone.terms, *with_fee.terms))] if fee else []


def _paid_before(payoff: LoanPayoff) -> Iterator[BridgePart]:
    """The latest payment, which a page may not have taken off yet: its principal, or all of it."""
    last = payoff.standing.last_paid
    if last is None:
        return
    sources: tuple[Source, ...] = last.sources
    yield given("principal-not-taken-off", last.principal, sources)
    if last.interest:
        yield given("instalment-not-taken-off", last.principal + last.interest, sources)
