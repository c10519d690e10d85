"""A lender that knows its own books: it draws up a loan, keeps it, and hands out nothing but the debits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from app.core.calendar import due_dates_from
from app.core.facts import Method, Purpose
from app.core.inference import Drawn, Paid
from app.core.loans import STANDARD, Convention, Period, Terms, interest, schedule
from app.core.money import Fen, product
from tests.due_dates import due_dates

PENALTY = Decimal("1.5")


def plan_of(
    principal: Fen, rate: str, method: Method, on: date, terms: int, convention: Convention = STANDARD
) -> tuple[Period, ...]:
    """Return the plan of a loan due on the day of its drawdown."""
    return schedule(principal, Terms(Decimal(rate), method, convention), on, due_dates(on, terms))


def paid_as_planned(plan: tuple[Period, ...], count: int | None = None) -> list[Paid]:
    """Return debits that pay the first ``count`` periods on their days."""
    return [Paid(f"row-{each.number:02}", each.due, each.total) for each in plan[:count]]


@dataclass
class Lender:
    """One loan as its lender keeps it; every method writes debits and moves the books."""

    principal: Fen
    rate: Decimal
    method: Method
    drawn_on: date
    terms: int
    convention: Convention = STANDARD
    debits: list[Paid] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.original = self.terms, self.rate
        self.balance, self.since = self.principal, self.drawn_on
        day = min(self.drawn_on.day, 28)
        self.dues = due_dates(self.drawn_on, self.terms, day)
        self.recast()

    @property
    def drawn(self) -> Drawn:
        return Drawn("loan", self.drawn_on, self.principal)

    def recast(self) -> None:
        """Compute what is left of the plan anew."""
        self.plan = schedule(self.balance, Terms(self.rate, self.method, self.convention), self.since, self.dues)

    def write(self, on: date, amount: Fen, purpose: Purpose = Purpose.UNKNOWN) -> None:
        self.debits.append(Paid(f"row-{len(self.debits):02}", on, amount, purpose))

    def pay(self, late: int = 0, *, waive: bool = False, parts: bool = False, odd: Fen = 0) -> None:
        """Collect the next instalment, ``late`` days after (or before) its due date."""
        period = self.plan[0]
        charged = self.penalty(period, late) if late > 0 else 0
        amount = period.total + charged + odd - (period.interest // 2 if waive else 0)
        pieces = [amount // 3, amount - amount // 3] if parts else [amount]
        for piece in pieces:
            self.write(period.due + timedelta(late), piece)
        self.balance -= period.principal
        self.since, self.dues, self.plan = period.due, self.dues[1:], self.plan[1:]

    def penalty(self, period: Period, days: int) -> Fen:
        factors = self.rate, PENALTY, days
        return product(period.principal, *factors) + product(period.interest, *factors)

    def prepay(self, principal: Fen, on: date) -> None:
        """Take a part of the principal with the interest to date on that part; the term is kept."""
        accrued = interest(principal, self.rate, self.since, on, self.convention)
        self.write(on, principal + accrued, Purpose.PREPAYMENT)
        self.balance -= principal
        self.recast()

    def settle(self, on: date, extra_days: int = 0, reserve: Fen = 0) -> None:
        ends = on + timedelta(extra_days)
        self.write(on, self.balance + interest(self.balance, self.rate, self.since, ends) + reserve, Purpose.SETTLEMENT)
        self.balance, self.plan, self.dues = 0, (), ()

    def move_due_day(self, shift: int) -> None:
        first = self.dues[0] + timedelta(shift)
        self.dues = due_dates_from(first, len(self.dues), first.day)
        self.recast()

    def defer(self, added: int) -> None:
        self.dues = due_dates_from(self.dues[0], len(self.dues) + added, self.dues[0].day)
        self.recast()

    def change_rate(self, factor: str) -> None:
        self.rate *= Decimal(factor)
        self.recast()


COURSES = (
    "plain", "plain", "running", "running", "late", "early", "parts", "waived", "odd", "prepaid", "settled",
    "one-day-more", "with-reserve", "moved", "deferred", "rate",
)  # fmt: skip
METHODS = (Method.EQUAL_INSTALMENT,) * 6 + (Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY) * 2 + (Method.BULLET,)
ROUND_RATES = ("0.00015", "0.0002", "0.00025", "0.0003", "0.00035", "0.0004", "0.00045", "0.0005", "0.0006")


def any_loan(random: Random) -> tuple[Lender, str, date]:
    """Draw a loan and what became of it; return its lender, the course and the day of the export."""
    fine = random.random()
    rate = Decimal(random.choice(ROUND_RATES))
    if fine < 0.2:
        rate = Decimal(random.randrange(15, 66)) / 100_000
    principal = random.choice((1000, 3000, 5000, 8000, 10_000, 15_600, 20_000, 50_000)) * 100
    if random.random() < 0.3:
        principal = random.randrange(10, 800) * 10_000
    terms = random.choice((3, 6, 6, 9, 12, 12, 12, 24))
    method = random.choice(METHODS)
    on = date(2023, 1, 1) + timedelta(random.randrange(700))
    lender = Lender(principal, rate, method, on, terms)
    course = random.choice(COURSES) if method is not Method.BULLET else "plain"
    as_of = _tell(lender, course, random)
    return lender, course, as_of


def _tell(lender: Lender, course: str, random: Random) -> date:
    if lender.method is Method.BULLET:
        lender.pay()
        return lender.since + timedelta(30)
    before = random.randrange(2, max(3, lender.terms - 1)) if lender.terms > 3 else 1
    for _ in range(before):
        lender.pay()
    if course == "running":
        return lender.since + timedelta(random.randrange(1, 25))
    _happen(lender, course, random)
    while lender.plan:
        lender.pay()
    return max(debit.on for debit in lender.debits) + timedelta(30)


def _happen(lender: Lender, course: str, random: Random) -> None:
    middle = lender.since + timedelta(random.randrange(2, 20))
    if course == "late":
        lender.pay(random.randrange(1, 12))
    elif course == "early":
        lender.pay(-random.randrange(1, 3))
    elif course == "parts":
        lender.pay(parts=True)
    elif course == "waived":
        lender.pay(waive=True)
    elif course == "odd":
        lender.pay(odd=random.randrange(101, 600))
    elif course == "prepaid":
        lender.prepay(max(10_000, lender.balance // 300 * 100 // 10_000 * 10_000), middle)
    elif course in ("settled", "one-day-more", "with-reserve"):
        lender.settle(middle, int(course == "one-day-more"), 50_000 if course == "with-reserve" else 0)
    elif course == "moved":
        lender.move_due_day(random.choice((-8, -3, 3, 5, 8)))
    elif course == "deferred" and lender.method is not Method.INTEREST_ONLY:
        lender.defer(random.choice((3, 6)))
    elif course == "rate":
        lender.change_rate(random.choice(("0.8", "1.2")))


def shuffled(debits: list[Paid], random: Random) -> list[Paid]:
    """Return the debits in another order under the same keys."""
    other = [replace(each) for each in debits]
    random.shuffle(other)
    return other
