"""The steps that most kinds are made of: a loan's usual life, a period late or collected twice, an early settlement."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.simulation.kinds.desk import Desk, Line
from tests.simulation.kinds.lender import Loan, Term, fen, penalty

TWICE = "DEBIT-DUPLICATE DEBIT-MANUAL-AUTO-OVERLAP"
SETTLED = "SETTLE-INTEREST-TO-DATE SETTLE-SAME-DAY"
CHANGED = "PLAN-REAMORTISED PLAN-RATE-CHANGED PLAN-DEFERRED PLAN-TERM-EXTENDED PREPAY-AS-NEXT-TERM"
DEFERRED = "PLAN-DEFERRED PLAN-TERM-EXTENDED PLAN-DUE-DAY-CHANGED PLAN-REAMORTISED"


def opened(loan: Loan) -> None:
    """The page at drawdown, and the drawdown."""
    loan.page(loan.drawn, fresh=True)
    loan.pay_out()


def paid(loan: Loan, terms: int) -> None:
    """Page at drawdown, drawdown, and so many periods paid as they should be."""
    opened(loan)
    for n in range(1, terms + 1):
        loan.pay(n)


def late(loan: Loan, number: int, days: int, charge: int, *, hand: bool = False) -> list[Line]:
    """A period paid so many days late with a charge; the rows."""
    term = loan.plan[number - 1]
    day = term.due + timedelta(days=days)
    rows = loan.debit(day, term.total + charge, hand=hand)
    rows.append(loan.post(number, day, (term.principal, term.interest, charge)))
    term.state = "已结清"
    return rows


def charge_on(loan: Loan, term: Term, days: int, rate: Decimal | None = None) -> int:
    """The usual penalty on a whole period."""
    return penalty(term.principal, term.interest, rate or loan.rate, days)


def want_late(loan: Loan, number: int, days: int, rate: Decimal | None = None, *, hand: bool = False) -> None:
    """A period paid late with the usual penalty, which must be told."""
    charge = charge_on(loan, loan.plan[number - 1], days, rate)
    loan.desk.want("late", "DEBIT-LATE", charge, late(loan, number, days, charge, hand=hand))


def want_again(loan: Loan, number: int, rows: list[Line], hour: int) -> None:
    """A period that was paid is debited once more on its due day, which must be told."""
    term = loan.plan[number - 1]
    loan.desk.want("twice", TWICE, term.total, [*rows, *loan.debit(term.due, term.total, hour)])


def closed(terms: list[Term]) -> None:
    """Periods that nothing is owed on any more."""
    for term in terms:
        term.state = "已结清"


def interest_to(loan: Loan, done: int, day: date) -> int:
    """The interest on what is owed after so many periods, by days from the last one's due day."""
    return fen(loan.left_after(done) * loan.rate * (day - loan.plan[done - 1].due).days)


def saved_by(loan: Loan, done: int, interest: int) -> int:
    """How much less interest a settlement takes than the plan; negative."""
    return interest - sum(t.interest for t in loan.plan[done:])


def settled_early(loan: Loan, done: int, day: date, hour: int = 11) -> tuple[list[Line], int]:
    """All that is owed paid by hand with interest to the day; the rows, the record's last, and the interest."""
    left, interest = loan.left_after(done), interest_to(loan, done, day)
    rows = loan.debit(day, left + interest, hour, hand=True, text="借呗提前结清")
    rows.append(loan.post("", day, (left, interest, 0), channel="提前结清", hour=hour))
    closed(loan.plan[done:])
    return rows, interest


def want_deferred(loan: Loan, before: list[Term], done: int) -> None:
    """The periods still open were put off, which must be told; ``before`` is the plan as it was."""
    rows = [row for t in (*before[done:], *loan.plan[done:]) for row in t.rows]
    rise = sum(t.interest for t in loan.plan[done:]) - sum(t.interest for t in before[done:])
    loan.desk.want("deferred", DEFERRED, (rise, 0), rows)
    loan.desk.allow(f"{CHANGED} PLAN-DUE-DAY-CHANGED", "info", "warning")


def without_records(desk: Desk) -> None:
    """The lender's record is not in the folder."""
    desk.no_records, desk.records = True, []
