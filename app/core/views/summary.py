"""How a case stands in a few figures that are never added to each other: to claim, to confirm, owed, explained."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.core.comparison import Standing, Subject
from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.explanation import Chain, Explanation, Outlook
from app.core.kinds import kind_of
from app.core.money import Fen


class Claim(Enum):
    """What a person may claim of a discrepancy: the sums of the three kinds are never added to each other."""

    REFUND = "refund"  # taken too much, by arithmetic that closes
    CONFIRM = "confirm"  # only the other party can say
    NOTHING = "nothing"  # it only looks odd


def claim_of(d: Discrepancy) -> Claim:
    """A refund only of money that was taken, that closes to 0.00 and that its kind declares to be held wrongly.

    Nothing where it is explained and nobody has to be asked.

    A penalty that a rule of the lender gives is no claim: why the payment was late is to be asked; it is one where the
    bank's own balances show that there was enough money all day. Nor is one that no rule gives, before the lender has
    said how it was made up.
    """
    sure = d.certainty in (Certainty.PROVED, Certainty.STRONG) and not d.unexplained
    asks = kind_of(d.code).questions_of(d.variant)
    if d.severity is Severity.INFO or (sure and d.difference and not asks):
        return Claim.NOTHING
    held = d.difference > 0 and kind_of(d.code).variants[d.variant].is_held(dict(d.facts))
    return Claim.REFUND if sure and held else Claim.CONFIRM


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a case. Amounts in fen, none negative.

    ``owed`` is the principal still owed of the ``stated`` loans, whose papers state one; None where there are none.
    ``untold`` loans have no such paper. ``explained`` adds up the sizes of differences in which nothing was lost.
    """

    refunds: tuple[Discrepancy, ...]
    confirm: tuple[Discrepancy, ...]
    harmless: tuple[Discrepancy, ...]
    owed: Fen | None
    stated: int
    untold: int
    missed: tuple[Chain, ...]
    next_due: Outlook | None

    @property
    def refund(self) -> Fen:
        """What can be claimed back."""
        return sum(d.difference for d in self.refunds)

    @property
    def explained(self) -> Fen:
        """How much was explained without a loss."""
        return sum(abs(d.difference) for d in self.harmless)

    @property
    def late(self) -> Fen:
        """What fell due and was not paid."""
        return sum(chain.expected or 0 for chain in self.missed)


def summary_of(explanation: Explanation) -> Summary:
    """Return the figures of a case, or of the part of one that ``scope.restricted`` made."""
    found: dict[Claim, list[Discrepancy]] = {claim: [] for claim in Claim}
    for one in explanation.discrepancies:
        found[claim_of(one)].append(one)
    stated = [a for a in explanation.accounts if a.principal is not None]
    known = {a.facility for a in stated}
    loans = [f.id for f in explanation.facilities if f.principal is not None]
    coming = [o for o in explanation.outlook if o.is_due and o.amount]
    return Summary(
        refunds=tuple(found[Claim.REFUND]),
        confirm=tuple(found[Claim.CONFIRM]),
        harmless=tuple(found[Claim.NOTHING]),
        owed=sum(max(a.adjusted, 0) for a in stated) if stated else None,
        stated=len(stated),
        untold=sum(loan not in known for loan in loans),
        missed=_missed(explanation),
        next_due=min(coming, key=lambda o: (o.on, o.facility or ""), default=None),
    )


def _missed(explanation: Explanation) -> tuple[Chain, ...]:
    """What fell due and was not paid, where papers speak of the day: the silence of others is no proof."""
    seen = {
        (check.facility, check.period)
        for check in explanation.comparison.checks
        if check.subject is Subject.OBLIGATION and check.standing is not Standing.NOT_CHECKED
    }
    return tuple(
        chain
        for chain in explanation.chains
        if chain.state == "missed" and chain.due is not None and chain.due < explanation.as_of
        and (chain.facility, chain.period) in seen
    )  # fmt: skip
