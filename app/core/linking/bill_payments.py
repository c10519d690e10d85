"""Which payments were made for which monthly bill: by the month they name, else by what the bill asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from app.core.facts import Bill, LineKind, Outcome, Product, Purpose, Trigger, WalletKind
from app.core.linking.bill_scopes import OUT_AT_MOST, SCOPED, scope_of
from app.core.linking.payments import Movement
from app.core.money import Fen

BILL_DAYS = 45
"""How long after its due date a payment that names no month may still be for a bill."""

AHEAD_DAYS = 40
"""How long before its due date what a bill lists can have been repaid: what it lists begins a month before that."""

TWIN_DAYS = 10
"""How far from its due date an equal payment that names no month can repeat one that paid the bill."""

_MOST_MORE = 20
"""A late payment may hold a charge of up to one part in so many of what was owed."""

_MOST_PARTS = 3
"""Into how many payments that name no month a bill may have been cut."""

_NEVER = (Purpose.SETTLEMENT, Purpose.PREPAYMENT)


def payments_by_bill(
    bills: Sequence[Bill], moved: Iterable[Movement], taken: Collection[int]
) -> Mapping[int, tuple[Movement, ...]]:
    """The payments of each bill in order of time, by the bill's identity.

    ``taken`` are the identities of debits that lenders' records or plans give to a loan: they pay no bill unless they
    name its month. A payment is given to one bill; one that fits none is given to none.
    """
    if not bills:
        return {}
    paid: dict[int, list[Movement]] = {id(bill): [] for bill in bills}
    by_product: dict[Product, list[Bill]] = defaultdict(list)
    for bill in sorted(bills, key=_bill_order):
        by_product[bill.product].append(bill)
    all_moved = tuple(moved)
    loose: list[Movement] = []
    settling: list[Movement] = []
    for m in sorted(_repayments(all_moved), key=_order):
        own = by_product.get(m.product, ())
        named = m.row.bill_month if m.row else None
        if named:
            of_month = [b for b in own if b.month == named and not _is_of_one_before(b, m)]
            if of_month:
                paid[id(_named(of_month, m, paid))].append(m)
        elif own and id(m) not in taken:
            (settling if m.purpose in _NEVER else loose).append(m)
    for product, own in by_product.items():
        left = _give_unnamed(own, [m for m in loose if m.product is product], paid)
        left = _give_before(own, left, [m for m in all_moved if m.product is product], paid)
        _give_all_at_once(own, [*left, *(m for m in settling if m.product is product)], paid, all_moved)
    owners = _owners(bills, all_moved)
    kept = {id(bill): _of_owner(bill, paid[id(bill)], owners.get(id(bill), "")) for bill in bills}
    return {key: tuple(sorted(found, key=_order)) for key, found in kept.items()}


def _owners(bills: Sequence[Bill], moved: Iterable[Movement]) -> dict[int, str]:
    """Whose bill each is, where the files are of several persons: whoever bought what it lists, by its orders."""
    bought = {m.row.order_no: m.payer for m in moved if m.payer and m.row and m.row.order_no}
    found = {}
    for bill in bills if bought else ():
        payers = {bought[line.order_no] for line in bill.lines if line.order_no in bought}
        if len(payers) == 1:
            found[id(bill)] = payers.pop()
    return found


def _of_owner(bill: Bill, paid: Sequence[Movement], owner: str) -> list[Movement]:
    """The payments of a bill without those of another person's own bill, where its owner's alone are all of it."""
    payers = {m.payer for m in paid if m.payer}
    if len(payers) < 2:
        return list(paid)
    first = owner if owner in payers else min(paid, key=_order).payer
    own = [m for m in paid if not m.payer or m.payer == first]
    return own if sum(m.amount for m in own) >= (bill.declared or 0) else list(paid)


def _repayments(moved: Iterable[Movement]) -> Iterator[Movement]:
    return (m for m in moved if m.kind is WalletKind.REPAYMENT and m.done)


def _order(m: Movement) -> tuple[object, ...]:
    return (m.at, m.amount, m.account, m.text, m.sources)


def _bill_order(bill: Bill) -> tuple[object, ...]:
    return (bill.month, bill.due or date.min, bill.declared or 0, bill.sources)


def _give_unnamed(bills: Sequence[Bill], loose: Sequence[Movement], paid: dict[int, list[Movement]]) -> list[Movement]:
    """Give payments without a month to the bill whose amount they make up, surest first; return those left."""
    left = list(loose)
    for fits in (_whole, _unrepaid, _minimum, _with_charge):
        for m in tuple(left):
            found = [b for b in bills if may_be_for(b, m) and fits(b, m, _owed(b, paid))]
            if found:
                paid[id(min(found, key=lambda b: _distance(b, m)))].append(m)
                left.remove(m)
    for bill in bills:
        for m in _parts_of(bill, [m for m in left if may_be_for(bill, m)], _owed(bill, paid)):
            paid[id(bill)].append(m)
            left.remove(m)
    for bill, later in pairwise(bills):
        for m in _before_carried(bill, later, [m for m in left if may_be_for(bill, m)], _owed(bill, paid)):
            paid[id(bill)].append(m)
            left.remove(m)
    for m in _more_than_minimum(bills[-1], left, _owed(bills[-1], paid)):
        paid[id(bills[-1])].append(m)
        left.remove(m)
    for m in tuple(left):
        again = [b for b in bills if _repeats(b, m, paid[id(b)])]
        if again:
            paid[id(min(again, key=lambda b: _distance(b, m)))].append(m)
            left.remove(m)
    return left


def _give_before(
    bills: Sequence[Bill], loose: Sequence[Movement], moved: Sequence[Movement], paid: dict[int, list[Movement]]
) -> list[Movement]:
    """Give payments made before a bill to it where they are the rest of it, or leave what was tried to be debited."""
    left = list(loose)
    for bill in bills if left else ():
        usable = [m for m in left if _is_before(bill, m)]
        tried = {m.amount for m in moved if usable and m.outcome is Outcome.FAILED and may_be_for(bill, m)}
        found = (_parts_of(bill, usable, _owed(bill, paid) - rest, least=1) for rest in (0, *sorted(tried)))
        for m in next((parts for parts in found if parts), ()):
            paid[id(bill)].append(m)
            left.remove(m)
    return left


def _give_all_at_once(
    bills: Sequence[Bill], left: Sequence[Movement], paid: dict[int, list[Movement]], moved: Sequence[Movement]
) -> None:
    """Give a payment that repaid a bill together with the reserve advance or what was not billed yet to that bill.

    So is one made ahead of the bill, with its very amount: what was not billed yet then is what the bill lists.
    """
    for m in sorted(left, key=_order):
        ahead = [b for b in bills if not paid[id(b)] and _is_all_ahead(b, m)]
        if len(ahead) == 1:
            paid[id(ahead[0])].append(m)
    given = {id(m) for own in paid.values() for m in own}
    pairs = [(m, [b for b in bills if not paid[id(b)] and may_be_for(b, m)]) for m in sorted(left, key=_order)]
    pairs = [(m, open_bills) for m, open_bills in pairs if id(m) not in given]
    if not any(open_bills for _, open_bills in pairs):
        return  # so it is with nearly all cases, and what moved may be very much
    usable = sorted((m for m in moved if m.kind in SCOPED), key=_order)
    days = [m.on for m in usable]
    for m, open_bills in pairs:
        near = usable[bisect_left(days, m.on - OUT_AT_MOST) : bisect_right(days, m.on + timedelta(days=1))]
        fits = [b for b in open_bills if not paid[id(b)] and scope_of(m.amount - (b.declared or 0), b, m, near)]
        if len(fits) == 1:
            paid[id(fits[0])].append(m)


def _is_all_ahead(bill: Bill, m: Movement) -> bool:
    """Whether a payment that calls itself early took a bill's whole amount within a month or so before its due date."""
    if bill.due is None or not bill.declared or m.purpose not in _NEVER or m.amount != bill.declared:
        return False
    return bill.due - timedelta(days=AHEAD_DAYS) <= m.on <= bill.due


def _is_of_one_before(bill: Bill, m: Movement) -> bool:
    """Whether a payment that names a bill's month is of another bill of it, made before the bill day moved.

    Nothing is collected by itself before the bill that asks for it is made.
    """
    too_early = bill.statement_date is not None and m.on < bill.statement_date
    return too_early and m.trigger is Trigger.AUTO and m.amount != bill.declared


def _named(bills: Sequence[Bill], m: Movement, paid: Mapping[int, Sequence[Movement]]) -> Bill:
    """Which bill of the month that a payment names it is for, where a moved statement day made two of them.

    The one of which it is all that is still owed, else the first of which anything is owed.
    """
    owing = [bill for bill in bills if _owed(bill, paid) > 0]
    return next((bill for bill in owing if _owed(bill, paid) == m.amount), [*owing, *bills][0])


def _owed(bill: Bill, paid: Mapping[int, Sequence[Movement]]) -> Fen:
    """What is still to be paid of a bill; nothing where it declares nothing."""
    return (bill.declared or 0) - sum(m.amount for m in paid[id(bill)])


def may_be_for(bill: Bill, m: Movement) -> bool:
    """Whether a payment lies between the day a bill was made and some weeks after it was due."""
    if bill.due is None or bill.declared is None:
        return False
    begins = bill.statement_date or bill.due - timedelta(days=25)
    return begins <= m.on <= bill.due + timedelta(days=BILL_DAYS)


def _distance(bill: Bill, m: Movement) -> tuple[int, date]:
    due = bill.due or date.min
    return (abs((m.on - due).days), due)


def _whole(bill: Bill, m: Movement, owed: Fen) -> bool:
    return 0 < m.amount == owed


def _unrepaid(bill: Bill, m: Movement, owed: Fen) -> bool:
    """Whether a payment is what the bill leaves to be paid of what it says was partly repaid."""
    return 0 < m.amount == owed - bill.repaid


def _is_before(bill: Bill, m: Movement) -> bool:
    """Whether a payment was made before the bill, while what it lists was being spent."""
    begins = bill.statement_date
    return begins is not None and bill.due is not None and bill.due - timedelta(days=AHEAD_DAYS) <= m.on < begins


def _minimum(bill: Bill, m: Movement, owed: Fen) -> bool:
    return bill.minimum == m.amount < owed and bill.due is not None and m.on <= bill.due


def _with_charge(bill: Bill, m: Movement, owed: Fen) -> bool:
    late = bill.due is not None and m.on > bill.due
    return late and 0 < owed < m.amount <= owed + owed // _MOST_MORE


def _parts_of(bill: Bill, usable: Sequence[Movement], owed: Fen, least: int = 2) -> tuple[Movement, ...]:
    """The one smallest set of payments, ``least`` or more, that is all that is owed of a bill; none if several are."""
    for size in range(least, _MOST_PARTS + 1):
        fits = [c for c in combinations(usable[:12], size) if sum(m.amount for m in c) == owed]
        if fits:
            return fits[0] if len(fits) == 1 else ()
    return ()


def _before_carried(bill: Bill, later: Bill, usable: Sequence[Movement], owed: Fen) -> tuple[Movement, ...]:
    """The payments that leave of a bill exactly what the next one takes over; none if several sets do."""
    carried = sum(line.amount for line in later.lines if line.kind is LineKind.CARRIED and line.amount > 0)
    part = owed - carried
    if not 0 < carried < owed:
        return ()
    alone = [m for m in usable if m.amount == part]
    return tuple(alone) if len(alone) == 1 else () if alone else _parts_of(bill, usable, part)


def _more_than_minimum(last: Bill, left: Sequence[Movement], owed: Fen) -> tuple[Movement, ...]:
    """The only payment in time of the last bill that is its minimum or more, and less than all of it."""
    near = [m for m in left if may_be_for(last, m)]
    fits = len(near) == 1 and last.minimum is not None and last.minimum <= near[0].amount < owed
    return tuple(near) if fits and last.due is not None and near[0].on <= last.due else ()


def _repeats(bill: Bill, m: Movement, paid: Sequence[Movement]) -> bool:
    """Whether a payment takes a bill's whole amount once more, within days of its due date."""
    if bill.due is None or not paid or m.amount != bill.declared:
        return False
    return abs((m.on - bill.due).days) <= TWIN_DAYS and sum(p.amount for p in paid) >= bill.declared
