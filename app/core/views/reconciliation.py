"""Sets each loan's payments, as wallet and bank show them, against the lender's records of them.

The two sides are summed independently; a rest is explained only where a discrepancy states that very amount, or where
the record itself says why (it is pending, or of a day of which no payment export speaks).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.core.discrepancy import Discrepancy, Phenomenon, distinct
from app.core.facts import Outcome, Source
from app.core.linking.claims import Claim
from app.core.linking.loan_books import LoanBook
from app.core.linking.periods import PeriodActivity
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.linking.records import LinkedDebit
from app.core.money import Fen
from app.core.normalise import PostedPart, Repayment
from app.core.reconciliation import Line, LoanAccount, Reason, Recorded
from app.core.rules.context import Context
from app.core.rules.guarantors import owed_to_guarantor


def accounts_of(context: Context, found: Sequence[Discrepancy]) -> tuple[LoanAccount, ...]:
    """An account for each loan of which the lender recorded any repayment, in order of contract."""
    index = _Index(context, found)
    return tuple(_account(index, book) for book in context.loans if book.repayments)


class _Index:
    """The payments of each loan, the records nobody paid, and the discrepancies by their rows."""

    def __init__(self, context: Context, found: Sequence[Discrepancy]) -> None:
        self.context = context
        self.activities: Mapping[tuple[str, int], PeriodActivity] = {
            (s.book.contract, s.period): s for s in context.activity.periods
        }
        self.by_row: dict[Source, list[Discrepancy]] = defaultdict(list)
        for d in found:
            for source in d.evidence:
                self.by_row[source].append(d)
        self.misposted = [d for d in found if d.code == "ALLOC-OTHER-LOAN"]
        self.claims: dict[int, list[Claim]] = defaultdict(list)
        for claim in context.activity.claims:
            self.claims[id(claim.debit)].append(claim)
        self.links: dict[str, list[LinkedDebit]] = defaultdict(list)
        for link in context.activity.linked:
            for contract in self.contracts(link):
                self.links[contract].append(link)
        self.paid = {r for link in context.activity.linked for r in link.repayments}

    def contracts(self, link: LinkedDebit) -> tuple[str, ...]:
        """The loans that a debit paid, by its records and by what else it was meant for."""
        claimed = (c.contract for c in self.claims[id(link.debit)])
        return tuple(sorted({*(r.contract for r in link.repayments), *claimed}))

    def spoken_of(self, sources: Iterable[Source]) -> list[Discrepancy]:
        """The discrepancies that rest on any of these rows, in order of their ids."""
        return sorted({d.id: d for s in sources for d in self.by_row.get(s, ())}.values(), key=lambda d: d.id)


def _account(index: _Index, book: LoanBook) -> LoanAccount:
    lines = _with_moved(index, book, [*_paid(index, book), *_unpaid(index, book)])
    lines.sort(key=lambda line: (line.on, line.paid, line.recorded.total, line.sources))
    settled = [
        h.made_on
        for h in index.context.activity.early_of(book)
        if h.kind is RepaymentKind.SETTLEMENT and h.repayment.outcome is Outcome.DONE
    ]
    owed = (book.principal or 0) - sum(line.recorded.principal for line in lines)
    return LoanAccount(
        book.contract, book.principal, tuple(_applied(lines, owed)), max(settled, default=None),
        owed_to_guarantor(index.context, book),
    )  # fmt: skip


def _applied(lines: Iterable[Line], owed: Fen) -> Iterator[Line]:
    """No more principal is repaid than is owed: what is beyond was paid too much."""
    for line in lines:
        applies = min(line.applies, max(owed, 0))
        owed -= applies
        yield replace(line, applies=applies, overpaid=line.overpaid + line.applies - applies)


# -- payments ----------------------------------------------------------------------------------------------------------


def _paid(index: _Index, book: LoanBook) -> Iterator[Line]:
    parts = _parts(index.links[book.contract], book.contract)
    for link in index.links[book.contract]:
        own = [r for r in link.repayments if r.contract == book.contract]
        claims = [c for c in index.claims[id(link.debit)] if c.contract == book.contract]
        share, returned = _shares(index, link, book.contract)
        pending = (p for r in own if r.outcome is not Outcome.DONE for p in r.parts)
        periods = {p.period for p in (*parts[id(link)], *pending)} | {c.period for c in claims}
        line = Line(
            on=link.debit.on,
            paid=share,
            returned=returned,
            recorded=_summed(parts[id(link)]),
            debit=link.debit.amount,
            period=periods.pop() if len(periods) == 1 else None,
            sources=distinct((*link.debit.sources, *(s for r in own for s in r.sources))),
        )
        yield _with_principal(index, _explained(index, line, link, own), own, claims)


def _shares(index: _Index, link: LinkedDebit, contract: str) -> tuple[Fen, Fen]:
    """This loan's share of a debit, and of what came back of it.

    What was recorded for each loan, or was meant for it; the first loan bears what is beyond, so that the shares of all
    make up the debit. What came back goes to what nobody recorded, then to the loans in their order.
    """
    contracts = index.contracts(link)
    recorded = {c: sum(r.total for r in link.repayments if r.contract == c) for c in contracts}
    meant = {c: sum(x.amount for x in index.claims[id(link.debit)] if x.contract == c) for c in contracts}
    if not link.repayments or len(contracts) == 1:
        share = {c: meant[c] or recorded[c] for c in contracts}
    else:
        share = {c: recorded[c] or meant[c] for c in contracts}
    share[contracts[0]] += link.debit.amount - sum(share.values())
    left, back = link.debit.returned, dict.fromkeys(contracts, 0)
    for c in sorted(contracts, key=lambda c: (recorded[c] != 0, c)):
        back[c] = min(left, max(share[c], 0))
        left -= back[c]
    return share[contract], back[contract]


def _parts(links: Sequence[LinkedDebit], contract: str) -> Mapping[int, Sequence[PostedPart]]:
    """The parts that were recorded of each debit; those of a record that several debits share are dealt out."""
    dealt: dict[int, list[PostedPart]] = {id(link): [] for link in links}
    sharing: dict[Repayment, list[LinkedDebit]] = defaultdict(list)
    for link in links:
        for r in link.repayments:
            if r.contract == contract and r.outcome is Outcome.DONE:
                sharing[r].append(link)
    for r, of in sharing.items():
        left = {id(link): link.debit.amount for link in of}
        for part in sorted(r.parts, key=lambda p: p.period or 0):
            rest: PostedPart | None = part
            while rest:
                taker = next((name for name, room in left.items() if room > 0), id(of[-1]))
                own, rest = (rest, None) if taker == id(of[-1]) else _cut(rest, left[taker])
                dealt[taker].append(own)
                left[taker] -= own.total
    return dealt


def _cut(part: PostedPart, room: Fen) -> tuple[PostedPart, PostedPart | None]:
    """What of a part ``room`` fen paid, charges and interest before principal, and what was left of it."""
    if part.total <= room:
        return part, None
    charges = min(part.total - part.principal - part.interest, room)
    interest = min(part.interest, room - charges)
    principal = room - charges - interest
    own = replace(part, principal=principal, interest=interest, total=room)
    rest = replace(
        part, principal=part.principal - principal, interest=part.interest - interest, total=part.total - room
    )
    return own, rest


def _recorded(repayments: Iterable[Repayment]) -> Recorded:
    return _summed([part for r in repayments for part in r.parts])


def _summed(parts: Sequence[PostedPart]) -> Recorded:
    principal, interest = sum(p.principal for p in parts), sum(p.interest for p in parts)
    return Recorded(principal, interest, sum(p.total for p in parts) - principal - interest)


def _explained(index: _Index, line: Line, link: LinkedDebit, own: Sequence[Repayment]) -> Line:
    """The line with the reason of its rest; a reason counts only where it states that very amount."""
    if not line.rest:
        return line
    found = index.spoken_of((*link.debit.sources, *(s for r in own for s in r.sources)))
    pending = sum(r.total for r in own if r.outcome is Outcome.PENDING)
    if pending == line.rest:
        return replace(line, reason=Reason.PENDING, named=pending, discrepancies=tuple(d.id for d in found))
    stating = [d for d in found if abs(line.rest) in _amounts(d)]
    if stating:
        named = tuple(d.id for d in sorted(stating, key=lambda d: (abs(d.difference) != abs(line.rest), d.id)))
        reserve = any(d.phenomenon is Phenomenon.RESERVE for d in stating)
        reason = Reason.OTHER_DEBT if reserve else Reason.DISCREPANCY
        return replace(line, reason=reason, named=line.rest, discrepancies=named)
    return replace(line, reason=Reason.OPEN, discrepancies=tuple(d.id for d in found))


def _amounts(d: Discrepancy) -> set[Fen]:
    """Every amount that a discrepancy states: its difference, its parts, what was expected and what happened."""
    stated = [d.difference, d.unexplained, d.expected, d.actual, *(part.amount for part in d.bridge)]
    stated += [value for _, value in d.facts if isinstance(value, int) and not isinstance(value, bool)]
    return {abs(amount) for amount in stated if amount}


def _with_principal(index: _Index, line: Line, own: Sequence[Repayment], claims: Sequence[Claim]) -> Line:
    """The line with the principal that its rest would repay.

    Of a debit that nobody recorded, the rest was paid for nothing that was owed; of one with a record it may have paid
    something else, so it is not called too much.
    """
    pending = [r for r in own if r.outcome is Outcome.PENDING]
    if line.rest < 0:
        came_back = line.returned >= line.recorded.total > 0
        return replace(line, applies=-line.recorded.principal if came_back else 0)
    if pending:
        return replace(line, applies=_recorded(pending).principal)
    left, applies = line.rest, 0
    for claim in claims:
        activity = index.activities.get((claim.contract, claim.period))
        if activity is None or activity.cleared + activity.waived >= activity.expected:
            continue  # paid already: all of it was too much
        interest = min(left, activity.row.interest)
        principal = min(left - interest, activity.row.principal)
        applies, left = applies + principal, left - interest - principal
    return replace(line, applies=applies, overpaid=0 if own else left)


# -- records on the wrong loan -----------------------------------------------------------------------------------------


def _with_moved(index: _Index, book: LoanBook, lines: list[Line]) -> list[Line]:
    """Put right what a discrepancy says was recorded on another loan: off that one, onto the one it was due for."""
    for d in index.misposted:
        activity = index.activities.get((d.facility or "", d.period or 0))
        if activity is None:
            continue
        if d.facility == book.contract:
            lines.append(Line(
                d.at.date(), 0, 0, Recorded(), reason=Reason.MOVED, applies=activity.row.principal, period=d.period,
                discrepancies=(d.id,), sources=d.evidence,
            ))  # fmt: skip
            continue
        fitting = [
            n for n, x in enumerate(lines) if x.recorded.total == activity.expected and {*x.sources} & {*d.evidence}
        ]
        if fitting:
            at = min(fitting, key=lambda n: (abs(lines[n].on - d.at.date()), lines[n].sources))
            away = -lines[at].recorded.principal
            lines[at] = replace(lines[at], reason=Reason.MOVED, applies=away, discrepancies=(d.id,))
    return lines


# -- records without a payment -----------------------------------------------------------------------------------------


def _unpaid(index: _Index, book: LoanBook) -> Iterator[Line]:
    for r in book.repayments:
        if r in index.paid or r.outcome is not Outcome.DONE:
            continue
        line = Line(r.at.date(), 0, 0, _recorded([r]), sources=r.sources, period=_only_period(r))
        found = index.spoken_of(r.sources)
        reason = Reason.UNSEEN if _speaks(index.context, r.at.date()) else Reason.OUTSIDE
        yield replace(line, reason=reason, named=line.rest, discrepancies=tuple(d.id for d in found))


def _only_period(repayment: Repayment) -> int | None:
    periods = {part.period for part in repayment.parts}
    return periods.pop() if len(periods) == 1 else None


def _speaks(context: Context, day: date) -> bool:
    """Whether any payment export speaks of a day."""
    return context.covered(day)
