"""What a bank gave back of debits that it booked: in one credit, or in several of which none is the whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations

from app.core.facts import BankRow, BankSays, Product
from app.core.money import Fen

RETURN_DAYS = 15
"""How long a return is looked for; one to three days are usual (domain fact E28)."""

_MOST_PARTS = 3
"""In how many credits that name no product a debit may have come back."""

_MOST_CREDITS = 12
"""How many credits about one debit are tried."""

_LONG_AGO = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Taken:
    """A debit that a bank booked: its moment, amount and product, what is known to have come back, in fen.

    ``failed``: its wallet says that it did not go through.
    """

    at: datetime
    amount: Fen
    product: Product
    booked: BankRow
    returned: Fen
    failed: bool


def may_give_back(credit: BankRow) -> bool:
    """Whether the words of a bank's credit are those of a return, or of a repayment of a product: nobody else pays it.

    One of the second kind is a return only of the whole of a debit.
    """
    repays = credit.product is not None and BankSays.REPAYMENT in credit.says
    return BankSays.RETURNED in credit.says or repays


def returns_of(debits: Mapping[int, Taken], credits: Sequence[BankRow]) -> dict[int, tuple[BankRow, ...]]:
    """The credits that give money back, by the number of the debit that each most likely belongs to (`_nearness`).

    What then is left of them may make up a failed or a repeated debit together.
    """
    found: dict[int, list[BankRow]] = defaultdict(list)
    left = []
    for credit in credits:
        usable = [
            (debit.amount == credit.amount, *_nearness(credit, debit), -n)
            for n, debit in debits.items()
            if _gives_back(credit, debit)
            and credit.amount + debit.returned + sum(row.amount for row in found[n]) <= debit.amount
        ]
        if usable:
            found[-max(usable)[-1]].append(credit)
        elif credit.product is None:
            left.append(credit)
    whole = {n: tuple(rows) for n, rows in found.items() if rows}
    open_ones = {n: debit for n, debit in debits.items() if n not in whole and not debit.returned}
    return whole | dict(_in_parts(open_ones, left))


def _in_parts(debits: Mapping[int, Taken], credits: Sequence[BankRow]) -> Iterator[tuple[int, tuple[BankRow, ...]]]:
    """The credits that make up a debit to the fen; none where several sets do.

    Only a debit that failed, or the latest of several equal ones: any other had no cause to come back.
    """
    times = Counter((debit.amount, debit.product) for debit in debits.values() if not debit.failed)
    free = list(credits)
    for n, debit in sorted(debits.items(), key=lambda one: (one[1].failed, one[1].at), reverse=True) if credits else ():
        if debit.failed or times[debit.amount, debit.product] > 1:
            near = [c for c in free if c.amount < debit.amount and _is_after(c, debit)][:_MOST_CREDITS]
            if own := _parts(near, debit.amount):
                times[debit.amount, debit.product] -= 1
                free = [c for c in free if not any(c is part for part in own)]
                yield n, own


def _parts(credits: Sequence[BankRow], amount: Fen) -> tuple[BankRow, ...]:
    for size in range(2, _MOST_PARTS + 1):
        fits = [own for own in combinations(credits, size) if sum(c.amount for c in own) == amount]
        if fits:
            return fits[0] if len(fits) == 1 else ()
    return ()


def _nearness(credit: BankRow, debit: Taken) -> tuple[bool, timedelta]:
    """The larger, the more likely a credit gives back this debit of several: the latest before it.

    A credit that bears a day only may be of any hour of it. Of debits of that day the first is taken, which supposes
    that what was given back was collected again, and not that it was collected twice.
    """
    if credit.at is None and debit.at.date() == credit.on:
        return False, _midnight_after(credit.on) - debit.at
    return True, debit.at - _LONG_AGO


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())


def _gives_back(credit: BankRow, debit: Taken) -> bool:
    """Whether a bank's credit can be the return of a debit: the product named or none.

    Where no product is named, or no return, only the whole amount is taken for one.
    """
    named, is_whole = credit.product, credit.amount == debit.amount
    says_so = named is debit.product and BankSays.RETURNED in credit.says
    return _is_after(credit, debit) and (says_so or (is_whole and named in (None, debit.product)))


def _is_after(credit: BankRow, debit: Taken) -> bool:
    """Whether a credit came to the account of a debit, not before it, and within the days of a return."""
    booked = debit.booked
    return (
        (credit.bank, credit.account) == (booked.bank, booked.account)
        and 0 <= (credit.on - booked.on).days <= RETURN_DAYS
        and (credit.at is None or credit.at >= debit.at)
    )
