"""Monthly bills of any product as a stranger holds them: what they ask for, what was paid, and what went otherwise."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from app.core.facts import Bill, BillLine, LineKind, Product, Trigger
from tests.simulation.strangers import Person
from tests.simulation.strangers_loan import half_up, month_on

RATE = Decimal("0.0005")


def add_bills(who: Person, product: Product, start: date, amounts: list[int]) -> date:
    """Add some months' bills; returns the last day they speak of."""
    rng = who.rng
    first = month_on(start.replace(day=1), 1)
    months, hit = rng.randrange(2, 6), rng.randrange(0, 5)
    event = rng.choice(("none", "late", "late-charged", "twice", "minimum", "minimum-paid"))
    named, least = rng.random() < 0.6, rng.random() < 0.5 or event.startswith("minimum")
    carried = interest = 0
    due = first
    for number in range(months):
        stated = month_on(first, number)
        due = stated + timedelta(days=9)
        lines = _purchases(who, stated)
        if carried:
            lines.append(BillLine(stated - timedelta(days=22), LineKind.CARRIED, carried, sources=who.row("bills")))
        if interest:
            posted = stated - timedelta(days=1)
            lines.append(BillLine(posted, LineKind.INTEREST, interest, sources=who.row("bills")))
        total = sum(line.amount for line in lines)
        minimum = half_up(Decimal(total) / 10) if least else None
        bill = Bill(
            product, (stated.year, stated.month), due, total, tuple(lines), stated, len(lines),
            who.row("bills"), minimum,
        )  # fmt: skip
        who.add(bills=(bill,))
        amounts.append(total)
        happens = event if number == hit and number < months - 1 else "none"
        carried, interest = _pay(who, bill, due, total, happens, named)
    return due + timedelta(days=12)


def _purchases(who: Person, stated: date) -> list[BillLine]:
    rng = who.rng
    return [
        BillLine(stated - timedelta(days=rng.randrange(3, 27)), LineKind.PURCHASE, rng.randrange(20_00, 700_00),
                 sources=who.row("bills"))
        for _ in range(rng.randrange(1, 5))
    ]  # fmt: skip


def _pay(who: Person, bill: Bill, due: date, total: int, event: str, named: bool) -> tuple[int, int]:
    """Pay a bill; returns what the next bill carries of it and the interest that it asks for."""
    rng, month = who.rng, bill.month if named else None
    at = datetime.combine(due, rng.choice((time(0, 10), time(9, 31), time(12, 5))))

    def pay(when: datetime, amount: int, trigger: Trigger = Trigger.AUTO) -> None:
        who.pay(bill.product, when, amount, trigger=trigger, month=month)

    if event in ("late", "late-charged"):
        days = rng.randrange(1, 8)
        charge = days * half_up(total * RATE) if event == "late-charged" else 0
        pay(at + timedelta(days=days), total + charge, Trigger.MANUAL)
        who.say(charge, "DEBIT-LATE")
    elif event == "twice":
        pay(at, total, Trigger.MANUAL)
        pay(at + timedelta(hours=2), total)
        who.say(total, "DEBIT-DUPLICATE", "DEBIT-MANUAL-AUTO-OVERLAP")
    elif event == "minimum":
        pay(at, bill.minimum or 0)
        rest = total - (bill.minimum or 0)
        interest = (month_on(due.replace(day=1), 1) - timedelta(days=1) - due).days * half_up(rest * RATE)
        who.say(interest, "MINPAY-REVOLVING")
        return rest, interest
    elif event == "minimum-paid":
        days = rng.randrange(2, 15)
        rest = total - (bill.minimum or 0)
        pay(at, bill.minimum or 0)
        pay(at + timedelta(days=days), rest, Trigger.MANUAL)
        who.say(days * half_up(rest * RATE), "MINPAY-REVOLVING")
        return 0, days * half_up(rest * RATE)
    else:
        pay(at - timedelta(days=rng.randrange(0, 2)), total)
    return 0, 0
