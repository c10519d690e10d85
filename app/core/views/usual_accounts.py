"""Which account pays a loan or a bill, by the debits that paid it of late, and what a statement last shows on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.ahead import UsualAccount
from app.core.discrepancy import distinct
from app.core.facts import BankRow, Bill, Outcome
from app.core.linking.bank_wording import same_account
from app.core.linking.payments import Movement
from app.core.rules.context import Context
from app.core.rules.funds import last_with_balance

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
    for activity in context.activity.periods:
        debits = [p.link.debit for p in activity.paid if p.link] + [c.debit for c in activity.claims]
        if debits or activity.due < context.as_of:
            found[activity.book.contract].append(
                PaidDue(activity.due, activity.period, activity.expected, _in_order(debits), _in_order(activity.tries))
            )
    paid_for = context.bill_payments
    for bill in context.books.bills:
        if bill.due and bill.declared and (paid_for[id(bill)] or bill.due < context.as_of):
            debits = [m for m in paid_for[id(bill)] if m.done]
            tries = [m for m in context.moved if _is_failed_try(m, bill)]
            found[bill.product.value].append(
                PaidDue(bill.due, None, bill.declared, _in_order(debits), _in_order(tries))
            )
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


def _is_failed_try(m: Movement, bill: Bill) -> bool:
    return bool(m.outcome is Outcome.FAILED and m.product is bill.product and m.row and m.row.bill_month == bill.month)


class UsualAccounts:
    """Looks up the usual account of a loan or bill product, and its rows in a bank's statement."""

    def __init__(self, context: Context, dues: Mapping[str, tuple[PaidDue, ...]]) -> None:
        self._dues = dues
        self._bank = context.books.bank
        self._rows: dict[str, list[BankRow]] = {}

    def of(self, facility: str) -> UsualAccount | None:
        """The account of most of the last debits; None where no account paid twice and more often than all others."""
        debits = self._debits(facility)
        named = [m.account for m in debits if m.account]
        counted = Counter(named).most_common(1)
        if not counted or counted[0][1] < LEAST or 2 * counted[0][1] <= len(named):
            return None
        name, times = counted[0]
        last = last_with_balance(self.statement(name))
        return UsualAccount(
            name,
            times,
            len(named),
            distinct(s for m in debits if m.account == name for s in m.sources),
            last.balance if last else None,
            last.on if last else None,
            last.sources[0] if last else None,
        )

    def statement(self, account: str) -> list[BankRow]:
        """The rows of the one bank account that this name means, as debits or their wording show; else none."""
        if account not in self._rows:
            booked = {
                (row.bank, row.account)
                for dues in self._dues.values()
                for due in dues
                for m in (*due.debits, *due.tries)
                if m.account == account
                for row in m.bank
            }
            named = booked or {(row.bank, row.account) for row in self._bank if row.bank and same_account(account, row)}
            only = named.pop() if len(named) == 1 else None
            self._rows[account] = [row for row in self._bank if (row.bank, row.account) == only]
        return self._rows[account]

    def _debits(self, facility: str) -> list[Movement]:
        debits = {id(m): m for due in self._dues.get(facility, ()) for m in due.debits if m.done}
        return sorted(debits.values(), key=lambda m: (m.at, m.amount, m.account))[-LAST:]
