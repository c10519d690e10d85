"""What each debit was for: the periods, the settlement or the bill that linking gave it to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from app.core.facts import Bill, BillLine, LineKind, WalletKind
from app.core.linking.payments import Movement
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.records import LinkedDebit
from app.core.normalise import Repayment
from app.core.rules.bill_ends import Means, bill_ends, set_off
from app.core.rules.context import Context
from app.core.rules.second_debits import every_month_again

CREDITED_DAYS = 3
"""How far from the day of a payment a bill's line may stand that takes it off."""


class Belonging:
    """Look-ups by debit; a debit or bill is known by its identity within the context.

    ``debits_of`` counts the debits that make up a recorded repayment, ``paid_for`` holds the payments of a bill,
    ``credited`` the lines by which bills take off what was paid ahead.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.activities: dict[tuple[str, int | None], PeriodActivity] = {
            (activity.book.contract, activity.period): activity for activity in context.activity.periods
        }
        self.links: dict[int, LinkedDebit] = {id(link.debit): link for link in context.activity.linked}
        self.early: dict[int, EarlyRepayment] = {}
        self.settled: dict[tuple[str, int | None], EarlyRepayment] = {}
        self._settled_on: dict[str, date] = {}
        for early in context.activity.early:
            self.early |= {id(debit): early for debit in early.debits}
            if early.ends:
                keys = {(early.book.contract, part.period) for part in early.repayment.parts}
                self.settled |= dict.fromkeys(keys, early)
                self._settled_on.setdefault(early.book.contract, early.made_on)
        for found in context.taken_over.values():
            self._settled_on |= {book.contract: found.last_due(book) for book in found.old}
        self.paid_for, self.ends = context.bill_payments, bill_ends(context)
        self.credited = dict(_credited(context, {id(m) for own in self.paid_for.values() for m in own}))
        self.bill_names = dict(_names_of_bills(context.books.bills))
        self.bills: dict[int, Bill] = {id(m): b for b in context.books.bills for m in self.paid_for[id(b)]}
        self.debits_of: Counter[Repayment] = Counter(r for link in context.activity.linked for r in link.repayments)
        self.loans: dict[int, str] = {id(m): loan.id for loan in context.inferred for m in loan.debits.values()}
        self.loans |= {id(loan.drawdown): loan.id for loan in context.inferred}
        self.loans |= {id(book.drawdown): book.contract for book in context.loans if book.drawdown}
        self._periods: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
        for link in context.activity.linked:
            self._periods[id(link.debit)] += [(r.contract, p.period) for r in link.repayments for p in r.parts]
        of_others = {id(m) for debits in every_month_again(context).values() for m in debits}
        for claim in context.activity.claims:
            if id(claim.debit) not in of_others:
                self._periods[id(claim.debit)].append((claim.contract, claim.period))
        self._numbers = {id(m): number for number, m in enumerate(context.moved)}

    def never_fell_due(self, activity: PeriodActivity) -> bool:
        """Whether its loan was settled, or given back, before the period's due date."""
        return activity.due > self._settled_on.get(activity.book.contract, date.max)

    def activities_of(self, debit: Movement) -> list[PeriodActivity]:
        """The periods it paid or was meant for, each once."""
        keys = dict.fromkeys(self._periods.get(id(debit), ()))
        return [self.activities[key] for key in keys if key in self.activities]

    def is_whole(self, bill: Bill) -> bool:
        """Whether payments, and what was taken off or put into instalments, are all that a bill asks for.

        What was paid beyond it belongs to the later bill that takes exactly that off. A bill that states no sum is
        whole where its lines are exactly what was paid by its month's name.
        """
        paid, end = self.paid_for[id(bill)], self.ends.get(id(bill))
        if bill.declared is None:
            return _is_what_lines_make(bill, paid)
        if not paid and (end is None or end.means is not Means.INSTALMENTS):
            return False
        beyond = sum(m.amount - m.returned for m in paid) - bill.declared
        if beyond > 0:
            return bool(set_off(self._context, bill, beyond, paid[-1].on))
        return not beyond or (end is not None and end.is_met)

    def facility(self, debit: Movement) -> str:
        """The loan or bill product it belongs to, given or inferred; empty where none is known."""
        periods, bill = self._periods.get(id(debit)), self.bills.get(id(debit))
        if bill:
            return bill.product.value
        return periods[0][0] if periods else self.loans.get(id(debit), "")

    def matter(self, debit: Movement) -> str:
        """The payment it is a part of: its bill, its settlement, its first period, else itself.

        Empty where all of it came back and it belongs to nothing: no payment came of it.
        """
        bill, early, activities = self.bills.get(id(debit)), self.early.get(id(debit)), self.activities_of(debit)
        if bill:
            return self.bill_names[id(bill)]
        if early:
            return of_early_repayment(early)
        if activities:
            return of_period(activities[0])
        return "" if debit.returned >= debit.amount else f"debit.{self._numbers[id(debit)]}"


def _is_what_lines_make(bill: Bill, paid: Sequence[Movement]) -> bool:
    """Whether payments that all name a bill's month come to the sum of its lines."""
    named = bool(paid) and all(m.row and m.row.bill_month == bill.month for m in paid)
    return named and sum(m.amount - m.returned for m in paid) == sum(line.amount for line in bill.lines) > 0


def _credited(context: Context, given: set[int]) -> Iterator[tuple[int, BillLine]]:
    """The lines by which bills take off what was paid ahead, by the payment of that very amount and about that day."""
    lines = [(b.product, x) for b in context.books.bills for x in b.lines if x.kind is LineKind.CREDIT]
    for m in context.moved_as(WalletKind.REPAYMENT) if lines else ():
        own = [
            x for product, x in lines
            if product is m.product and x.amount == -m.amount and abs((x.posted_on - m.on).days) <= CREDITED_DAYS
        ]  # fmt: skip
        if own and m.done and id(m) not in given:
            yield id(m), own[0]


def of_period(activity: PeriodActivity) -> str:
    """The name of a period's payment."""
    return f"{activity.book.contract}.{activity.period}"


def of_early_repayment(early: EarlyRepayment) -> str:
    """The name of a settlement's or a prepayment's payment."""
    return f"{early.book.contract}.{early.kind.value}.{early.repayment.at:%Y%m%d%H%M%S}"


def _names_of_bills(bills: Sequence[Bill]) -> Iterator[tuple[int, str]]:
    """The name of each bill's payment, by the bill's identity: two persons have a bill of one month each."""
    seen: Counter[str] = Counter()
    for bill in bills:
        name = f"{bill.product.value}.{bill.month[0]}-{bill.month[1]:02d}"
        seen[name] += 1
        yield id(bill), name if seen[name] == 1 else f"{name}.{seen[name]}"
