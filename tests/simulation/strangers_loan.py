"""A loan of any product as a stranger holds it: its books, what went otherwise, and the papers that show it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.core.facts import LoanRecord, Method, PeriodState, PlanRow, Posting, Product, Trigger
from tests.simulation.strangers import Person

RATES = ("0.0002", "0.0003", "0.00035", "0.0004", "0.0005")


def half_up(amount: Decimal) -> int:
    """Whole fen."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def month_on(day: date, months: int) -> date:
    """The same day of a later month; days are 1 to 28."""
    index = day.month - 1 + months
    return date(day.year + index // 12, index % 12 + 1, day.day)


def equal_principal(principal: int, terms: int, rate: Decimal, drawn: date) -> list[tuple[date, int, int]]:
    """Due date, principal and interest of each period, interest by the days since the last due date."""
    share, left, since, plan = principal // terms, principal, drawn, []
    for number in range(1, terms + 1):
        due = month_on(drawn, number)
        own = share if number < terms else left
        plan.append((due, own, half_up(left * rate * (due - since).days)))
        left, since = left - own, due
    return plan


def add_loan(who: Person, product: Product, start: date, amounts: list[int]) -> date:
    """Add a loan; returns the last day its papers speak of."""
    rng = who.rng
    drawn = start.replace(day=rng.randrange(2, 28))
    terms, rate = rng.choice((6, 10, 12)), Decimal(rng.choice(RATES))
    plan = equal_principal(rng.randrange(20, 300) * 100_00, terms, rate, drawn)
    paid = rng.randrange(2, terms)
    amounts += [p + i for _, p, i in plan[:paid]]
    contract = f"{product.value.upper()}{rng.randrange(10**9)}"
    recorded, brand = rng.random() < 0.5, rng.random() < 0.4
    event = rng.choice(("none", "none", "late", "twice", "late-part"))
    hit = rng.randrange(paid)
    for number, (due, principal, interest) in enumerate(plan[:paid]):
        happens = event if number == hit else "none"
        _pay(who, product, contract, number + 1, due, principal, interest, rate, happens, recorded)
    as_of = plan[paid - 1][0] + timedelta(days=rng.randrange(22, 25))
    if rng.random() < 0.8:
        who.add(
            loans=(
                LoanRecord(
                    contract, sum(p for _, p, _ in plan), datetime.combine(drawn, time(10)), terms,
                    Method.EQUAL_PRINCIPAL, rate, drawn.day, 0, product if brand else Product.OTHER,
                    sources=who.row("loans"),
                ),
            )
        )  # fmt: skip
    _page(who, contract, plan, drawn, drawn, 0)
    if rng.random() < 0.7:
        _page(who, contract, plan, drawn, as_of, paid)
    return as_of


def _page(who: Person, contract: str, plan: list[tuple[date, int, int]], drawn: date, on: date, paid: int) -> None:
    since = drawn
    rows = []
    for number, (due, principal, interest) in enumerate(plan, 1):
        state = PeriodState.SETTLED if number <= paid else PeriodState.OPEN
        rows.append(
            PlanRow(contract, number, on, due, principal, interest, since, state=state, sources=who.row("plan"))
        )
        since = due
    who.add(plan_rows=tuple(rows))


def _pay(
    who: Person, product: Product, contract: str, period: int, due: date, principal: int, interest: int,
    rate: Decimal, event: str, recorded: bool,
) -> None:  # fmt: skip
    rng = who.rng
    at = datetime.combine(due, rng.choice((time(0, 10), time(9, 31), time(12, 5), time(21, 5))))
    total = principal + interest
    if event == "late":
        days = rng.randrange(1, 16)
        charge = half_up(principal * rate * Decimal("1.5") * days) + half_up(interest * rate * Decimal("1.5") * days)
        at += timedelta(days=days)
        who.pay(product, at, total + charge)
        _record(who, contract, period, at, principal, interest, charge, recorded)
        who.say(charge, "DEBIT-LATE", *_by_night(who, at))
    elif event == "late-part":
        part, days = interest + principal // 3, rng.randrange(1, 10)
        rest = total - part
        charge = half_up(rest * rate * Decimal("1.5") * days)
        who.pay(product, at, part)
        _record(who, contract, period, at, part - interest, interest, 0, recorded)
        later = at + timedelta(days=days)
        who.pay(product, later, rest + charge)
        _record(who, contract, period, later, rest, 0, charge, recorded)
        who.say(charge, "DEBIT-LATE", *_by_night(who, at))
    elif event == "twice":
        by_hand = rng.random() < 0.5
        who.pay(product, at, total, trigger=Trigger.MANUAL if by_hand else Trigger.AUTO)
        _record(who, contract, period, at, principal, interest, 0, recorded)
        who.pay(product, at + timedelta(hours=rng.randrange(1, 3)), total)
        who.say(total, "DEBIT-DUPLICATE", "DEBIT-MANUAL-AUTO-OVERLAP")
    else:
        who.pay(product, at, total)
        _record(who, contract, period, at, principal, interest, 0, recorded)


def _by_night(who: Person, at: datetime) -> list[str]:
    """What else may be told of a debit after midnight: the bank dates it the day before, and shows it paid in time."""
    return ["POST-LAG"] if not who.wallet and at.time() < time(1) else []


def _record(
    who: Person, contract: str, period: int, at: datetime, principal: int, interest: int, charge: int, recorded: bool
) -> None:
    if recorded:
        posting = Posting(
            contract, period, at, at.date(), principal + interest + charge, principal, interest, penalty=charge,
            trigger=Trigger.AUTO, sources=who.row("records"),
        )  # fmt: skip
        who.add(postings=(posting,))
