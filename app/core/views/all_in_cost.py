"""Gathers for each loan all that was paid for it: instalments, penalties, coupons, and charges of other payees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date

from app.core.discrepancy import Discrepancy
from app.core.facts import Source
from app.core.inference import RoleKind, Status
from app.core.inference.loans import InferredLoan
from app.core.linking.claims import Claim
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.loans.all_in_cost import AllInCost, CostLine, Cover, StatedCost, yearly
from app.core.loans.standing import LoanStanding
from app.core.money import Fen
from app.core.papers import CostDisclosure
from app.core.reconciliation import Line, LoanAccount, Reason
from app.core.rules.context import Context
from app.core.rules.third_parties import charged_beside, item_of, lender_fees, payee_of, tables_by_loan
from app.core.rules.undone_settlements import came_back


def all_in_costs(
    context: Context,
    accounts: Sequence[LoanAccount],
    standings: Sequence[LoanStanding],
    disclosures: Sequence[CostDisclosure] = (),
    found: Sequence[Discrepancy] = (),
) -> tuple[AllInCost, ...]:
    """The cost of each loan whose drawdown is known, those with a lender's table first, in order of their names.

    A charge of another payee that a loan's disclosure table names is told as disclosed. What a discrepancy of
    ``found`` says was taken twice is to come back, and no cost.
    """
    by_loan = {account.facility: account for account in accounts}
    open_now = {standing.facility: standing for standing in standings}
    tables = tables_by_loan(context, disclosures)
    charges = _charges(context, tables)
    twice = [d for d in found if d.code in _TAKEN_TWICE and d.difference > 0]
    given = (_of_book(book, by_loan.get(book.contract), open_now, charges, context) for book in context.loans)
    inferred = (_of_inferred(loan, open_now, charges) for loan in context.inferred)
    costs = [_without_twice(cost, twice) for cost in (*given, *inferred) if cost]
    return tuple(replace(cost, stated=_stated(tables.get(cost.facility))) for cost in costs)


_TAKEN_TWICE = frozenset({"DEBIT-DUPLICATE", "DEBIT-MANUAL-AUTO-OVERLAP", "DEBIT-FAIL-CHARGED"})


def _without_twice(cost: AllInCost, found: Sequence[Discrepancy]) -> AllInCost:
    """A loan's cost without what was taken a second time and is not back."""
    lines, again = list(cost.lines), 0
    for d in found:
        rows = set(d.evidence)
        told = [line for line in lines if not line.to_come and rows.intersection(line.sources)]
        beyond = [line for line in told if line.cover is Cover.BEYOND and line.amount >= d.difference]
        both = [line for line in told if line.amount >= d.difference] if len(told) > 1 else []
        if extra := (beyond or both)[-1:]:
            at, rest = lines.index(extra[0]), extra[0].amount - d.difference
            lines[at : at + 1] = [replace(extra[0], amount=rest)] if rest else []
            again += d.difference
    if not again:
        return cost
    own = _of_lender(lines)
    return replace(
        cost,
        lines=tuple(lines),
        twice=again,
        cost=yearly(cost.received, cost.drawn_on, lines) if cost.cost else None,
        lender_alone=yearly(cost.received, cost.drawn_on, own) if cost.lender_alone else None,
    )


def _of_lender(lines: Sequence[CostLine]) -> list[CostLine]:
    """The lines without those that went to other payees."""
    return [line for line in lines if line.cover not in (Cover.THIRD_PARTY, Cover.DISCLOSED)]


def _stated(table: CostDisclosure | None) -> StatedCost | None:
    return StatedCost(table.yearly, table.yearly_sources) if table and table.yearly is not None else None


def _charges(context: Context, tables: Mapping[str, CostDisclosure]) -> Mapping[str, Sequence[CostLine]]:
    """The lender's own fees and other payees' charges by loan.

    Of the latter those that were taken beside a debit of that one loan and of no other.
    One is told as disclosed where a line of the loan's table names its payee or what it is for.
    """
    found: dict[str, list[CostLine]] = defaultdict(list)
    fees = list(lender_fees(context))
    own = {id(fee.charge) for fee in fees}
    for fee in fees:
        stated = item_of(tables[fee.loan], fee.charge) if fee.loan in tables else None
        kept, cover = fee.charge.amount - fee.charge.returned, Cover.PENALTY if stated else Cover.LENDER_FEE
        found[fee.loan].append(CostLine(fee.charge.on, kept, cover, sources=fee.charge.sources))
    for charge, loan in charged_beside(context):
        if id(charge) in own:
            continue
        item = item_of(tables[loan], charge) if loan in tables else None
        cover, rows = (Cover.DISCLOSED, item.sources) if item else (Cover.THIRD_PARTY, ())
        kept, sources = charge.amount - charge.returned, (*charge.sources, *rows)
        found[loan].append(CostLine(charge.on, kept, cover, payee_of(charge), sources=sources))
    return found


# -- loans with a lender's table -----------------------------------------------------------------------------------


def _of_book(
    book: LoanBook,
    account: LoanAccount | None,
    open_now: Mapping[str, LoanStanding],
    charges: Mapping[str, Sequence[CostLine]],
    context: Context,
) -> AllInCost | None:
    received = book.received
    if book.principal is None or received is None or book.drawn_on is None:
        return None
    standing = open_now.get(book.contract)
    reduced = {s for row in context.books.wallet if row.reduction for s in row.sources}
    paid = [x for line in account.lines for x in _of_line(line, reduced)] if account else list(_claimed(context, book))
    ahead = list(_to_come(standing))
    repaid = sum(line.recorded.principal for line in account.lines) if account else _principal_claimed(context, book)
    whole = repaid + (sum(p.principal for p in standing.readings[0].periods) if ahead and standing else 0)
    undone = book.contract in came_back(context) or any(r.by_guarantor for r in book.repayments)
    known = whole == book.principal and not undone and not (standing and standing.doubts)
    everything = sorted([*paid, *ahead, *charges.get(book.contract, ())], key=_order)
    return AllInCost(
        facility=book.contract,
        product=book.product.value,
        received=received,
        short=book.principal - received,
        drawn_on=book.drawn_on,
        lines=tuple(everything),
        cost=yearly(received, book.drawn_on, everything) if known else None,
        lender_alone=yearly(received, book.drawn_on, _of_lender(everything)) if known else None,
        planned=yearly(book.principal, book.drawn_on, _planned(book, book.principal)),
    )


def _of_line(line: Line, reduced: Set[Source]) -> Iterator[CostLine]:
    """What a payment of the loan's account was for, part by part; what repaid another debt is no cost of this loan.

    Of a day of which no payment export speaks the lender's record stands for the payment, as it does for what it has
    beyond the debit, unless that came back or the debit's wallet row, one of ``reduced``, names a coupon.
    """
    if line.reason in (Reason.MOVED, Reason.OTHER_DEBT) and not line.recorded.total:
        return
    own = line.recorded.principal + line.recorded.interest
    rest = line.rest if line.paid else 0
    if line.reason is Reason.OTHER_DEBT:
        rest -= line.named
    less = Cover.RETURNED if line.returned >= -rest else Cover.COUPON
    if rest < 0 and less is Cover.COUPON and reduced.isdisjoint(line.sources):
        rest = -line.returned
    parts = (
        (own, Cover.PLAN),
        (line.recorded.charges, Cover.PENALTY),
        (rest, less if rest < 0 else Cover.PLAN if line.applies and not own else Cover.BEYOND),
    )
    yield from (CostLine(line.on, amount, cover, sources=line.sources) for amount, cover in parts if amount)


def _claimed(context: Context, book: LoanBook) -> Iterator[CostLine]:
    """The debits of a loan of which the lender's records are not there: what they were meant for, and what is beyond.

    A reduction that the wallet names paid what a debit is less; what is beyond several loans' dues is the first's.
    """
    for debit, claims in _by_debit(context):
        own = sum(claim.amount for claim in claims if claim.contract == book.contract)
        if not own:
            continue
        first = min(claim.contract for claim in claims) == book.contract
        rest = debit.amount - sum(claim.amount for claim in claims) if first else 0
        above = max(rest - debit.returned, 0)
        back = min(max(debit.returned - max(rest, 0), 0), own)
        parts = ((own - back, Cover.PLAN), (above, Cover.ABOVE), (min(rest, 0), Cover.COUPON))
        yield from (CostLine(debit.on, amount, cover, sources=debit.sources) for amount, cover in parts if amount)


def _by_debit(context: Context) -> Sequence[tuple[Movement, Sequence[Claim]]]:
    """The debits that no record tells of, each with all that it was meant for."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in context.activity.claims:
        found[id(claim.debit)].append(claim)
    return [(claims[0].debit, claims) for claims in found.values()]


def _principal_claimed(context: Context, book: LoanBook) -> Fen:
    """The principal of the periods that such debits pay in full."""
    activities = context.activity.periods_of(book).values()
    return sum(s.row.principal for s in activities if sum(c.amount for c in s.claims) >= s.expected > 0)


def _to_come(standing: LoanStanding | None, cover: Cover = Cover.PLAN) -> Iterator[CostLine]:
    for period in standing.readings[0].periods if standing and standing.readings and not standing.doubts else ():
        yield CostLine(period.due, period.instalment, cover, to_come=True, sources=period.sources)


def _planned(book: LoanBook, principal: Fen) -> list[CostLine]:
    """The plan at drawdown; none where the first page does not hold the whole loan."""
    rows = book.snapshots[0].rows if book.snapshots else ()
    if sum(row.principal for row in rows) != principal:
        return []
    return [CostLine(row.due, row.instalment, Cover.PLAN, sources=row.sources) for row in rows]


# -- loans of which only debits tell -------------------------------------------------------------------------------


def _of_inferred(
    loan: InferredLoan, open_now: Mapping[str, LoanStanding], charges: Mapping[str, Sequence[CostLine]]
) -> AllInCost | None:
    if loan.inference.status is not Status.STATED:
        return None
    taken = [(loan.debits[role.key], role.amount - role.reserve) for role in loan.inference.roles]
    paid = [CostLine(debit.on, amount, Cover.TERMS, sources=debit.sources) for debit, amount in taken]
    ahead = _to_come(open_now.get(loan.id), Cover.TERMS)
    everything = sorted([*paid, *ahead, *charges.get(loan.id, ())], key=_order)
    received, drawn_on = loan.drawdown.amount, loan.drawdown.on
    standing = open_now.get(loan.id)
    repaid = sum(role.principal for role in loan.inference.roles if role.kind is not RoleKind.DUPLICATE)
    periods = standing.readings[0].periods if standing and standing.readings and not standing.doubts else ()
    known = repaid + sum(period.principal for period in periods) == received and not (standing and standing.doubts)
    return AllInCost(
        facility=loan.id,
        product=loan.drawdown.product.value,
        received=received,
        drawn_on=drawn_on,
        lines=tuple(everything),
        cost=yearly(received, drawn_on, everything) if known else None,
        lender_alone=yearly(received, drawn_on, _of_lender(everything)) if known else None,
    )


def _order(line: CostLine) -> tuple[date, bool, str, Fen, str]:
    return (line.on, line.to_come, line.cover.value, line.amount, line.payee)
