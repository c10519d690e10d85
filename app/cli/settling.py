"""The options of the command line that ask what settling costs, and the answer to them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.arguments import amount_of, claim_of, day_of
from app.texts import Phrasebook

if TYPE_CHECKING:
    from app.core.explanation import Explanation
    from app.core.money import Fen
    from app.core.views.settlement_outlook import SettlementOutlook


class UnknownLoan(ValueError):
    """A name that means none of a case's loans, or several; ``loans`` are those that there are."""

    def __init__(self, name: str, loans: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.loans = name, loans


def add_settling_options(parser: argparse.ArgumentParser, book: Phrasebook) -> None:
    """Add ``--settle-on``, ``--prepay`` and ``--claimed``."""
    parser.add_argument("--settle-on", type=day_of(book), metavar="YYYY-MM-DD", help=book.say("cli.settle-on"))
    parser.add_argument("--prepay", type=amount_of(book), metavar="AMOUNT", help=book.say("cli.prepay"))
    parser.add_argument(
        "--claimed",
        type=claim_of(book),
        action="append",
        default=[],
        metavar="[LOAN=]AMOUNT",
        help=book.say("cli.claimed"),
    )


def settling_of(given: argparse.Namespace, explanation: Explanation, loans: Explanation) -> SettlementOutlook | None:
    """The answer that was asked for, or that a paper which claims a balance asks for; else None. Raises UnknownLoan.

    Without a day it is the last day that the papers speak of. ``loans`` is the explanation by whose names a person
    knows the loans; ``explanation`` may have them masked.
    """
    from app.core.views.settlement_outlook import SettlementQuestion, settlement_outlook

    if not (given.settle_on or given.prepay or given.claimed or explanation.claims):
        return None
    on = given.settle_on or explanation.as_of
    claimed = tuple(_place(loans, *claim) for claim in given.claimed)
    return settlement_outlook(explanation, SettlementQuestion(on, given.prepay, claimed))


def _place(loans: Explanation, name: str, amount: Fen) -> tuple[int, Fen]:
    from app.core.views.settlement_outlook import named

    places = named(loans, name) if name else range(len(loans.standings))
    if len(places) != 1:
        raise UnknownLoan(name, tuple(standing.facility for standing in loans.standings))
    return places[0], amount
