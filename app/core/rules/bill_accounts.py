"""A monthly bill with what was paid for it: in time, late, and beyond what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.facts import Bill, BillLine, LineKind, Purpose, Source
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.loans.overdue import Overdue, Paid, overdue_spans
from app.core.money import Fen
from app.core.rules.penalties import Late


def month_of(bill: Bill) -> str:
    """A bill's month as text."""
    return month_text(bill.month)


def month_text(month: tuple[int, int]) -> str:
    """A year and month as the text that facts tell."""
    return f"{month[0]}-{month[1]:02d}"


def ways_of_setting_off(later: Bill | None) -> tuple[tuple[BillLine, ...], ...]:
    """The refunds that may have lowered what was left of the bill before: none of those on ``later``, or all of them.

    Whether a refund lessens what bears interest, or only the bill that lists it, is the lender's rule.
    """
    refunds = tuple(x for x in later.lines if x.kind is LineKind.REFUND and x.amount < 0) if later else ()
    return ((), refunds) if refunds else ((),)


@dataclass(frozen=True, slots=True)
class BillAccount:
    """A bill with what was paid for it: by its due date, behind it, and beyond what it asked for."""

    bill: Bill
    due: date
    declared: Fen
    in_time: tuple[Movement, ...]
    behind: tuple[Movement, ...]
    extras: tuple[Movement, ...]

    @classmethod
    def of(
        cls, bill: Bill, due: date, declared: Fen, payments: Sequence[Movement], *, charged: bool = False
    ) -> BillAccount:
        """Take the payments one by one, in order of time; ``charged``: a later bill has a charge for lateness."""
        counted: list[Movement] = []
        extras: list[Movement] = []
        for m in payments:
            total = sum(p.amount for p in counted)
            again = any(p.amount == m.amount for p in counted) or m.amount == declared
            if m.purpose is not Purpose.OVERDUE_CHARGE and total >= declared and again:
                extras.append(m)
            elif total < declared or m.purpose is Purpose.OVERDUE_CHARGE:
                counted.append(m)
        in_time = _in_time(counted, due, declared, charged=charged)
        return cls(bill, due, declared, in_time, tuple(m for m in counted if m not in in_time), tuple(extras))

    @property
    def rest(self) -> Fen:
        """What was not paid by the due date, in fen."""
        return self.declared - sum(m.amount for m in self.in_time)

    @property
    def least_paid(self) -> bool:
        """Whether the minimum that the bill allows was paid by its due date."""
        return self.bill.minimum is not None and 0 < self.bill.minimum <= self.declared - self.rest

    @property
    def month(self) -> str:
        """The bill's month as text."""
        return month_of(self.bill)

    @property
    def rows(self) -> tuple[Source, ...]:
        """The rows that declare what was due."""
        return self.bill.sources

    def owed_until(self, end: date, set_off: Sequence[BillLine] = ()) -> tuple[Overdue, ...]:
        """What was left unpaid after the due date and for how many days, up to ``end``.

        ``set_off`` are refunds on a later bill that took off it what was still owed, from the day they were posted.
        """
        refunds = (Paid(x.posted_on, -x.amount, evidence=x.sources) for x in set_off if self.due < x.posted_on < end)
        paid = [*(Paid(m.on, m.amount) for m in self.behind if m.on < end), *refunds, Paid(end, 0)]
        return tuple(span for span in overdue_spans(self.due, self.rest, 0, paid, self.rows) if span.principal > 0)

    @property
    def late(self) -> Late:
        """The product and the due date, which rules hold for."""
        return Late(self.bill.product, self.due)


def _in_time(counted: Sequence[Movement], due: date, declared: Fen, *, charged: bool) -> tuple[Movement, ...]:
    """The payments made by the due date; one that only the bank shows may be booked days later than it was made.

    Such a one is late for sure only beyond those days, where it took more than was left to pay, or where a later bill
    has a charge for it.
    """
    found: list[Movement] = []
    for m in counted:
        left = declared - sum(p.amount for p in found)
        days = (m.first_at.date() - due).days
        booked_only = m.row is None and days <= BOOKING_DAYS and m.amount <= left and not charged
        if days <= 0 or booked_only:
            found.append(m)
    return tuple(found)
