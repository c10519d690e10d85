"""How a case stands in a few figures that are never added to each other: to claim, to confirm, owed, explained."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.core.comparison import Standing, Subject
from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.explanation import Chain, Explanation, Facility, Outlook
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

    ``owed`` is the principal still owed of the ``stated`` loans, of which papers tell it; None where there are none.
    Of ``untold`` loans they do not. ``explained`` adds up the sizes of differences in which nothing was lost.
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
    owed = {a.facility: max(a.adjusted, 0) for a in explanation.accounts if a.principal is not None}
    loans = [f for f in explanation.facilities if f.principal is not None]
    by_plan = {f.id: _owed_by_plan(explanation, f) for f in loans if f.id not in owed}
    owed |= {loan: rest for loan, rest in by_plan.items() if rest is not None}
    coming = [o for o in explanation.outlook if o.is_due and o.amount]
    return Summary(
        refunds=tuple(found[Claim.REFUND]),
        confirm=tuple(found[Claim.CONFIRM]),
        harmless=tuple(found[Claim.NOTHING]),
        owed=sum(owed.values()) if owed else None,
        stated=len(owed),
        untold=sum(f.id not in owed for f in loans),
        missed=_missed(explanation),
        next_due=min(coming, key=lambda o: (o.on, o.facility or ""), default=None),
    )


def _owed_by_plan(explanation: Explanation, loan: Facility) -> Fen | None:
    """What is owed of a loan without the lender's record: the periods to come, where every one before was seen paid."""
    own = [chain for chain in explanation.chains if chain.facility == loan.id and chain.period]
    agreed = {
        check.period
        for check in explanation.comparison.checks
        if check.facility == loan.id and check.subject is Subject.OBLIGATION and check.standing is Standing.AGREES
    }
    left = {chain.period for chain in own if chain.state == "expected"}
    if not own or not all(c.state in _DONE or c.period in agreed | left for c in own):
        return None
    plan = loan.versions[-1].instalments if loan.versions else ()
    ahead = {row.period: row.principal for row in plan if row.period in left}
    is_split = any(row.principal for row in plan)
    return sum(ahead.values()) if is_split and set(ahead) == left else None


_DONE = frozenset({"paid", "late", "settled-early"})


def _missed(explanation: Explanation) -> tuple[Chain, ...]:
    """What fell due and was not paid, where papers speak of the day: the silence of others is no proof.

    What was paid and posted to another loan is not to be paid again.
    """
    seen = {
        (check.facility, check.period)
        for check in explanation.comparison.checks
        if check.subject is Subject.OBLIGATION and check.standing is not Standing.NOT_CHECKED
    }
    elsewhere = {(d.facility, d.period) for d in explanation.discrepancies if d.code == "ALLOC-OTHER-LOAN"}
    return tuple(
        chain
        for chain in explanation.chains
        if chain.state == "missed" and chain.due is not None and chain.due < explanation.as_of
        and (chain.facility, chain.period) in seen and (chain.facility, chain.period) not in elsewhere
    )  # fmt: skip
