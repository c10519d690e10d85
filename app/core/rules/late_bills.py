"""A monthly bill that was repaid, wholly or in part, after its due date, and what was charged for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Bill, BillLine, LineKind
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.bill_accounts import BillAccount, month_of, month_text, ways_of_setting_off
from app.core.rules.bill_ends import next_bill, unheld_month
from app.core.rules.context import Context
from app.core.rules.daily_charges import Charge, explain_charge
from app.core.rules.lateness_allowed import rules_on_lateness
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def late(context: Context, account: BillAccount) -> Iterator[Discrepancy]:
    """A bill that was repaid after its due date; paid by the minimum in time it is not late.

    The charge is in the payment, or else on the next bill, where it may have been waived again.
    """
    if not account.behind or account.rest <= 0 or account.least_paid:
        yield from _returned(account)
        return
    last = account.behind[-1]
    found = _charged(context, account)
    holiday = _holiday(context, account, last)
    shifted = bool(holiday) and not found.charged and not found.lines
    waived: dict[str, Any] = {"waived": found.waived} if found.lines else {}
    later = {} if shifted else _of_next(context, account, found)
    paid_off = context.bill_paid_on(account.bill) if found.variant == "bill" and not shifted else {}
    debits = [s for m in account.behind for s in m.sources] + [s for line in found.lines for s in line.sources]
    yield discrepancy(
        Occurrence(last.at, (*account.rows, *debits), product=account.bill.product),
        "DEBIT-HOLIDAY" if shifted else "DEBIT-LATE",
        "bill-shifted" if shifted else found.variant,
        Severity.INFO if shifted else Severity.WARNING,
        found.charge.certainty,
        Bridge(
            account.declared, account.declared + found.charged, parts=found.charge.parts, unexplained=found.charge.rest
        ),
        due=account.due,
        paid_on=last.on,
        days=(last.on - account.due).days,
        amount=account.declared,
        month=account.month,
        charged=found.charged,
        **found.charge.facts,
        **rules_on_lateness(context, account.bill.product, account.due, last.on, found.charged + found.waived),
        **holiday if shifted else {},
        **waived,
        **later,
        **paid_off,
        missing=("bill",) if "unheld_month" in later else (),
    )


@dataclass(frozen=True, slots=True)
class _Charged:
    """What lateness cost, in fen: in the payment, or by ``lines`` of the next bill, less what that waived again."""

    charged: Fen
    charge: Charge
    lines: tuple[BillLine, ...] = ()
    later: Bill | None = None
    waived: Fen = 0

    @property
    def variant(self) -> str:
        """Where the charge stands, if there is one."""
        if not self.lines:
            return "bill-charged" if self.charged else "bill"
        return "bill-charged-later" if self.charged > 0 else "bill-waived"


def _of_next(context: Context, account: BillAccount, found: _Charged) -> dict[str, Any]:
    """What is told of the next bill: that it has the charge, that it has none, or that it is not at hand."""
    if found.later:
        return {"later_month": month_of(found.later), **context.bill_paid_on(found.later)}
    if found.variant == "bill-charged" and (next_month := _silent_month(context, account)):
        return {"later_month": next_month}
    unheld = unheld_month(context, account.bill)
    return {"unheld_month": month_text(unheld)} if unheld else {}


def _charged(context: Context, account: BillAccount) -> _Charged:
    in_payment = max(sum(m.amount for m in account.behind) - account.rest, 0)
    later = next_bill(context, account.bill)
    lines = charge_lines(later, account.due)
    if in_payment or later is None or not lines:
        return _Charged(in_payment, _tried(context, account, in_payment, [account.behind[-1].on]))
    asked = sum(line.amount for line in lines if line.amount > 0)
    ends = [max(line.posted_on for line in lines if line.amount > 0), account.behind[-1].on]
    ends += [later.statement_date] if later.statement_date else []
    waived = -sum(line.amount for line in lines if line.amount < 0)
    charge = _tried(context, account, asked, ends)
    if charge.rest and not any(line.kind is LineKind.PENALTY for line in lines):
        return _Charged(0, _tried(context, account, 0, ends))  # interest of another kind, as far as anything shows
    if waived:
        rows = (s for line in lines if line.amount < 0 for s in line.sources)
        charge = replace(charge, parts=(*charge.parts, given("penalty-waived", -waived, rows)))
    return _Charged(asked - waived, charge, lines, later, waived)


def _silent_month(context: Context, account: BillAccount) -> str:
    """The month of the next bill where its lines make up its sum and none of them charges lateness; else empty."""
    later = next_bill(context, account.bill)
    if later is None or charge_lines(later, account.due) or not later.lines:
        return ""
    return month_of(later) if sum(line.amount for line in later.lines) == later.declared else ""


def charge_lines(later: Bill | None, due: date) -> tuple[BillLine, ...]:
    """The next bill's lines of interest and penalty posted after a due date, if they ask for anything."""
    if later is None:
        return ()
    lines = [x for x in later.lines if x.kind in (LineKind.INTEREST, LineKind.PENALTY) and x.posted_on > due]
    asked, waived = (sum(sign * x.amount for x in lines if sign * x.amount > 0) for sign in (1, -1))
    return tuple(sorted(lines, key=lambda x: (x.posted_on, x.sources))) if asked >= waived and asked else ()


def charged_as_late(context: Context, bill: Bill, due: date) -> bool:
    """Whether the next bill charges lateness after a bill's due date."""
    return any(line.kind is LineKind.PENALTY for line in charge_lines(next_bill(context, bill), due))


def _tried(context: Context, account: BillAccount, charged: Fen, ends: list[date]) -> Charge:
    """The charge by the end of its days that leaves the least of it open."""
    tried = [
        explain_charge(
            "bill-late-charge", charged, account.owed_until(end, set_off), account.late, context.rules.penalties
        )
        for set_off in ways_of_setting_off(next_bill(context, account.bill))
        for end in dict.fromkeys(ends)
    ]
    return min(tried, key=lambda found: abs(found.rest))


def _holiday(context: Context, account: BillAccount, last: Movement) -> dict[str, Any]:
    """What is told of a due date on a day off, paid no later than the first working day after it."""
    name = context.day_off(account.due)
    if not name or context.calendar is None or last.on > context.calendar.on_or_after(account.due):
        return {}
    return {"holiday": f"holiday.{name}", "opens_on": context.calendar.on_or_after(account.due)}


def _returned(account: BillAccount) -> Iterator[Discrepancy]:
    """Paid in time, given back by the bank, and collected again after the due date: the days were the bank's."""
    for m in account.in_time:
        if not m.recollects or m.on <= account.due or sum(p.amount for p in account.in_time) != account.declared:
            continue
        first = min(m.recollects, key=lambda one: one.at)
        yield discrepancy(
            Occurrence(
                m.at,
                (*account.rows, *m.sources, *(s for one in m.recollects for s in one.sources)),
                product=account.bill.product,
            ),
            "DEBIT-LATE",
            "bill-returned",
            Severity.INFO,
            Certainty.PROVED,
            Bridge(account.declared, account.declared),
            due=account.due,
            paid_on=m.on,
            days=(m.on - account.due).days,
            amount=account.declared,
            month=account.month,
            taken_on=first.on,
            returned_on=first.returns[-1].at.date(),
            returned=first.returned,
        )
