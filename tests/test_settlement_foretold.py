"""Every settlement of the labelled cases is foretold from the papers of the day before, and laid beside what came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from app.core.inference import RoleKind
from app.core.loans.settlement import settle_all
from app.core.loans.standing import DayPayoff, LoanPayoff
from app.core.money import Fen
from app.core.pipeline import tell
from app.core.rules.context import Context
from app.core.rules.settled_loans import settlements
from app.core.views.standings import reserves_of, standings_of
from tests.cut_papers import papers_until
from tests.labelled_cases import labelled_cases, reading_of
from tests.shared import shared


class Settled(NamedTuple):
    """A settlement that happened: of which loan (by what was lent, and when), on which day, and what was debited."""

    case: str
    lent: Fen
    drawn_on: date | None
    on: date
    paid: Fen


class Foretold(NamedTuple):
    """What was foretold of it the day before, with the reserve advances that were out then."""

    settled: Settled
    payoff: LoanPayoff | None
    advances: Fen

    @property
    def outcome(self) -> str:
        """How the amount foretold stands to the one that was paid."""
        if self.payoff is None or self.payoff.usual is None:
            return "not said"
        sums = [way.amount for way in self.payoff.ways]
        if self.settled.paid in (sums[0], sums[0] + self.advances):
            return "most usual way"
        if self.settled.paid in sums or self.settled.paid - self.advances in sums:
            return "another stated way"
        inside = self.payoff.least <= self.settled.paid <= self.payoff.most + self.advances
        return "in the range" if inside else "wrong"


def settled_in(case: str, context: Context) -> Iterator[Settled]:
    """The settlements that the whole papers tell, with or without a lender's table."""
    for found in settlements(context):
        book = found.early.book
        yield Settled(case, book.principal or 0, book.drawn_on, found.on, found.paid)
    for loan in context.inferred:
        for role in loan.inference.roles:
            if role.kind is RoleKind.SETTLEMENT:
                debit = loan.debits[role.key]
                yield Settled(case, loan.drawdown.amount, loan.drawdown.on, debit.on, debit.amount)


def foretold_of(folder: Path) -> Iterator[Foretold]:
    """Every settlement of a case, foretold."""
    ledger = reading_of(folder).ledger
    for settled in settled_in(folder.name, tell(ledger)):
        last = settled.on - timedelta(days=1)
        before = tell(papers_until(ledger, last), last)
        day: DayPayoff = settle_all(standings_of(before), reserves_of(before), settled.on)
        own = [p for p in day.loans if (p.standing.lent, p.standing.drawn_on) == (settled.lent, settled.drawn_on)]
        yield Foretold(settled, own[0] if own else None, day.advances)


@pytest.fixture(scope="module")
def foretold() -> list[Foretold]:
    return [each for folder in labelled_cases() for each in foretold_of(folder)]


@pytest.mark.slow
def test_at_least_95_of_100_settlements_are_foretold_to_the_fen_and_none_lies_outside_what_is_stated(
    foretold: list[Foretold],
) -> None:
    outcomes = Counter(each.outcome for each in foretold)
    exact = outcomes["most usual way"] + outcomes["another stated way"]
    assert len(foretold) >= 40
    assert exact / len(foretold) >= 0.95, outcomes
    assert outcomes["wrong"] == outcomes["not said"] == 0, outcomes


@pytest.mark.slow
def test_what_is_stated_as_certain_is_what_was_paid(foretold: list[Foretold]) -> None:
    for each in foretold:
        if each.payoff and each.payoff.certain:
            assert each.settled.paid in (each.payoff.least, each.payoff.least + each.advances), each.settled


@pytest.mark.slow
def test_the_stated_range_is_narrow(foretold: list[Foretold]) -> None:
    for each in foretold:
        assert each.payoff
        assert each.payoff.most - each.payoff.least <= each.payoff.most // 500 + 100


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["k01_weilidai", "k06_flatfee_settle", "k16_cancelled", "k30_residual"])
def test_harder_settlements_are_foretold_to_the_fen_by_a_stated_way(kind: str) -> None:
    folders = sorted(shared("cases-hard", "cases").glob(f"{kind}-*"))
    outcomes = Counter(each.outcome for folder in folders for each in foretold_of(folder))
    assert outcomes.total() > 0
    assert outcomes["most usual way"] + outcomes["another stated way"] == outcomes.total(), outcomes
