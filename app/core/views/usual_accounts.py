"""Which account pays a loan or a bill, by the debits that paid it of late, and what a statement last shows on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.ahead import UsualAccount
from app.core.discrepancy import distinct
from app.core.facts import BankRow
from app.core.linking.payments import Movement
from app.core.rules.bill_payments import payments_of_bills
from app.core.rules.context import Context

LAST = 6
"""Debits of one loan or bill that are looked at; what was usual longer ago may have changed."""

LEAST = 2
"""Debits from one account from which on it is called usual."""


@dataclass(frozen=True, slots=True)
class PaidDue:
    """A due date that has passed, with the debits that paid it, in order of time; none where none is known."""

    due: date
    period: int | None
    expected: int
    debits: tuple[Movement, ...]
    tries: tuple[Movement, ...] = ()


def paid_dues(context: Context) -> Mapping[str, tuple[PaidDue, ...]]:
    """The dues that have passed, or were paid already, by loan or bill product, in order of date."""
    found: dict[str, list[PaidDue]] = defaultdict(list)
    for story in context.stories.periods:
        debits = [p.link.debit for p in story.paid if p.link] + [c.debit for c in story.claims]
        if debits or story.due < context.as_of:
            found[story.book.contract].append(
                PaidDue(story.due, story.period, story.expected, _in_order(debits), _in_order(story.tries))
            )
    paid_for = payments_of_bills(context)
    for bill in context.books.bills:
        if bill.due and bill.declared and (paid_for[id(bill)] or bill.due < context.as_of):
            debits = [m for m in paid_for[id(bill)] if m.done]
            found[bill.product.value].append(PaidDue(bill.due, None, bill.declared, _in_order(debits)))
    for loan in context.inferred:
        roles = {role.key: role for candidate in (loan.best,) if candidate for role in candidate.roles}
        plan = {p.number: p for p in loan.best.plan} if loan.best else {}
        for key, role in roles.items():
            if role.period in plan:
                period = plan[role.period]
                found[loan.id].append(PaidDue(period.due, role.period, period.total, (loan.debits[key],)))
    return {name: tuple(sorted(dues, key=lambda d: (d.due, d.period or 0))) for name, dues in found.items()}


def _in_order(moved: Sequence[Movement]) -> tuple[Movement, ...]:
    once = {id(m): m for m in moved}
    return tuple(sorted(once.values(), key=lambda m: (m.at, m.amount, m.account)))


class UsualAccounts:
    """Looks up the usual account of a loan or bill product, and its rows in a bank's statement."""

    def __init__(self, context: Context, dues: Mapping[str, tuple[PaidDue, ...]]) -> None:
        self._dues = dues
        self._rows: dict[tuple[str, str], list[BankRow]] = defaultdict(list)
        for row in context.books.bank:
            self._rows[row.bank, row.account].append(row)
        self._as_of = context.as_of

    def of(self, facility: str) -> UsualAccount | None:
        """The account of most of the last debits; None where no account paid twice and more often than all others."""
        debits = self._debits(facility)
        named = [m.account for m in debits if m.account]
        counted = Counter(named).most_common(1)
        if not counted or counted[0][1] < LEAST or 2 * counted[0][1] <= len(named):
            return None
        name, times = counted[0]
        own = [m for m in debits if m.account == name]
        last = self.last_row(own)
        return UsualAccount(
            name,
            times,
            len(named),
            distinct(s for m in own for s in m.sources),
            last.balance if last else None,
            last.on if last else None,
            last.sources[0] if last else None,
        )

    def statement(self, debits: Sequence[Movement]) -> list[BankRow]:
        """The rows of the bank account that booked the latest of these debits, in the order of the books."""
        booked = [row for m in debits for row in m.bank]
        return self._rows[booked[-1].bank, booked[-1].account] if booked else []

    def last_row(self, debits: Sequence[Movement]) -> BankRow | None:
        """The latest row with a balance of the account that booked these debits; None where a day has several.

        Rows of one day that bear no time stand in no known order, so that none of their balances is the last one.
        """
        rows = [row for row in self.statement(debits) if row.balance is not None and row.on <= self._as_of]
        if not rows:
            return None
        day = max(row.on for row in rows)
        last = [row for row in rows if row.on == day]
        if len(last) > 1 and not all(row.at for row in last):
            return _end_of_chain(last)
        return max(last, key=lambda row: (row.at is not None, row.at or day, row.sources))

    def _debits(self, facility: str) -> list[Movement]:
        debits = {id(m): m for due in self._dues.get(facility, ()) for m in due.debits if m.done}
        return sorted(debits.values(), key=lambda m: (m.at, m.amount, m.account))[-LAST:]


def _end_of_chain(rows: Sequence[BankRow]) -> BankRow | None:
    """The one row of a day from whose balance no other row of that day goes on."""
    ends = [
        row
        for row in rows
        if not any(other is not row and (other.balance or 0) - other.amount == row.balance for other in rows)
    ]
    return ends[0] if len(ends) == 1 else None
