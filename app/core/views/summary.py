"""How a case stands in a few figures that are never added to each other: to claim, to confirm, owed, explained."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.core.comparison import Standing, Subject
from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.explanation import Basis, Chain, EventKind, Explanation, Facility, Outlook
from app.core.kinds import kind_of
from app.core.loans.standing import Doubt
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
    Of ``untold`` loans they do not; of ``unseen`` ones among these a plan does, but not which of the periods that fell
    due were paid: from ``unseen_least`` if all were to ``unseen_most`` if none was. ``unrecorded`` is the principal
    that was paid and that the lenders' own records lack: by them so much more is owed. ``explained`` adds up the sizes
    of differences in which nothing was lost.
    """

    refunds: tuple[Discrepancy, ...]
    confirm: tuple[Discrepancy, ...]
    harmless: tuple[Discrepancy, ...]
    owed: Fen | None
    stated: int
    untold: int
    unseen: int
    unseen_least: Fen
    unseen_most: Fen
    unrecorded: Fen
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
    owed = {a.facility: max(a.adjusted, 0) + a.to_guarantor for a in explanation.accounts if a.principal is not None}
    loans = [f for f in explanation.facilities if f.principal is not None]
    by_plan = {f.id: _owed_by_plan(explanation, f) for f in loans if f.id not in owed}
    owed |= {loan: rest for loan, rest in by_plan.items() if rest is not None}
    left = [f for f in loans if f.id not in owed and not _is_found_settled(f)]
    unseen = [between for f in left if (between := _owed_between(explanation, f))]
    coming = [o for o in explanation.outlook if o.is_due and o.amount]
    return Summary(
        refunds=tuple(found[Claim.REFUND]),
        confirm=tuple(found[Claim.CONFIRM]),
        harmless=tuple(found[Claim.NOTHING]),
        owed=sum(owed.values()) if owed else None,
        stated=len(owed),
        unrecorded=sum(max(a.book - max(a.adjusted, 0), 0) for a in explanation.accounts if a.principal is not None),
        untold=len(left),
        unseen=len(unseen),
        unseen_least=sum(least for least, _ in unseen),
        unseen_most=sum(most for _, most in unseen),
        missed=_missed(explanation),
        next_due=min(coming, key=lambda o: (o.on, o.facility or ""), default=None),
    )


def _is_found_settled(loan: Facility) -> bool:
    """Whether the debits that gave a loan's terms paid all of it: nothing is owed, though no paper says so."""
    rows = loan.versions[-1].instalments if loan.basis is Basis.INFERRED and loan.versions else ()
    return bool(rows) and all(row.state in ("settled", "settled-early") for row in rows)


def _owed_between(explanation: Explanation, loan: Facility) -> tuple[Fen, Fen] | None:
    """What is owed by a plan where all that fell due was paid, and where nothing was but what is seen.

    None of a loan of which more is doubted than that: where one of its debits belongs to no period, or it has another
    plan since.
    """
    rows = loan.versions[-1].instalments if loan.basis is Basis.GIVEN and len(loan.versions) == 1 else ()
    whole = sum(row.principal for row in rows) == loan.principal and all(row.principal for row in rows)
    running = next((s for s in explanation.standings if s.facility == loan.id), None)
    if not whole or (running is not None and set(running.doubts) != {Doubt.UNTOLD}):
        return None
    paid = {chain.period for chain in explanation.chains if chain.facility == loan.id and _is_paid(explanation, chain)}
    left = [row for row in rows if row.state != "settled" and row.period not in paid]
    return sum(row.principal for row in left if row.due > explanation.as_of), sum(row.principal for row in left)


def _owed_by_plan(explanation: Explanation, loan: Facility) -> Fen | None:
    """What is owed of a loan without the lender's record: what is to come, where every period before was seen paid."""
    running = next((s for s in explanation.standings if s.facility == loan.id), None)
    if running is not None:
        told = {sum(period.principal for period in reading.periods) for reading in running.readings}
        return told.pop() if len(told) == 1 and not running.doubts else None
    own = [chain for chain in explanation.chains if chain.facility == loan.id and chain.period]
    is_split = bool(loan.versions) and any(row.principal for row in loan.versions[-1].instalments)
    return 0 if is_split and own and all(_is_paid(explanation, chain) for chain in own) else None


def _is_paid(explanation: Explanation, chain: Chain) -> bool:
    """Whether a period was paid by the lender's record, or what was debited for it and is not back makes it up."""
    if chain.state in ("paid", "late", "settled-early"):
        return True
    events = [explanation.events_by_id[x] for x in chain.events if x in explanation.events_by_id]
    debits = sum(e.amount or 0 for e in events if e.kind in (EventKind.DEBIT, EventKind.SETTLEMENT))
    paid = max(debits, -sum(e.amount or 0 for e in events if e.kind is EventKind.BANK))  # rows of the same money
    back = sum(abs(e.amount or 0) for e in events if e.kind is EventKind.REFUND)
    return chain.state == "unrecorded" and paid - back >= (chain.expected or 0) > 0


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
