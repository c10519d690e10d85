"""Builds explanations of any size for the tests of the timeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.core.discrepancy import (
    BridgePart,
    Certainty,
    Discrepancy,
    Input,
    Layer,
    Phenomenon,
    Severity,
    Term,
    Unit,
)
from app.core.explanation import (
    Basis,
    Chain,
    Event,
    EventKind,
    Explanation,
    Facility,
    Instalment,
    Link,
    PlanVersion,
)
from app.core.facts import Source


def source(file: str, row: int) -> Source:
    return Source(file, "", row, "0" * 16)


def event(
    name: str,
    kind: EventKind,
    at: datetime | date,
    amount: int | None = 90074,
    loan: str | None = "L1",
    period: int | None = None,
    row: int = 1,
) -> Event:
    timed = isinstance(at, datetime)
    moment = at if isinstance(at, datetime) else datetime.combine(at, time())
    return Event(name, kind, moment, timed, amount, (source("支付宝.csv", row),), loan, period)


def discrepancy(
    name: str,
    at: datetime,
    events: tuple[str, ...] = (),
    severity: Severity = Severity.SERIOUS,
    amount: int = 108,
    loan: str | None = "L1",
    period: int | None = None,
) -> Discrepancy:
    bridge = (BridgePart("penalty", (Term((Input("amount", amount, Unit.MONEY),)),)),) if amount else ()
    return Discrepancy(
        name,
        "DEBIT-LATE",
        "charged",
        severity,
        Certainty.PROVED,
        Phenomenon.DEBIT_TIME,
        Layer.TECHNICAL,
        at,
        amount,
        bridge,
        0,
        (source("支付宝.csv", 1),),
        loan,
        period,
        events=events,
    )


def explanation(
    events: list[Event] | None = None,
    chains: list[Chain] | None = None,
    discrepancies: list[Discrepancy] | None = None,
    facilities: list[Facility] | None = None,
    as_of: date = date(2024, 8, 31),
) -> Explanation:
    return Explanation(
        as_of,
        (),
        tuple(facilities or ()),
        tuple(events or ()),
        tuple(chains or ()),
        tuple(discrepancies or ()),
    )


def months_after(day: date, months: int) -> date:
    total = day.month - 1 + months
    return day.replace(year=day.year + total // 12, month=total % 12 + 1)


@dataclass
class Book:
    """Gathers events, chains and discrepancies of invented loans."""

    events: list[Event] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    discrepancies: list[Discrepancy] = field(default_factory=list)
    facilities: list[Facility] = field(default_factory=list)

    def add(
        self,
        kind: EventKind,
        at: datetime | date,
        amount: int | None,
        loan: str | None,
        period: int | None = None,
    ) -> str:
        name = f"e{len(self.events)}"
        self.events.append(event(name, kind, at, amount, loan, period, len(self.events) + 2))
        return name

    def period(self, loan: str, number: int, due: date, amount: int, late: int = 0, tries: int = 0) -> list[str]:
        """A due, its failed tries, its debit, its bank row and its posting."""
        ids = [self.add(EventKind.DUE, due, amount, loan, number)]
        for n in range(tries):
            at = datetime.combine(due, time(6 + 9 * (n % 2), 12)) + timedelta(days=n // 2)
            ids.append(self.add(EventKind.FAILED_DEBIT, at, amount, loan, number))
        paid = datetime.combine(due + timedelta(days=late), time(9, 31))
        total = amount + (108 if late else 0)
        ids.append(self.add(EventKind.DEBIT, paid, total, loan, number))
        ids.append(self.add(EventKind.BANK, paid.date(), -total, loan, number))
        ids.append(self.add(EventKind.POSTING, paid + timedelta(minutes=2), total, loan, number))
        return ids

    def chain(self, loan: str, number: int, due: date, amount: int, ids: list[str], state: str = "paid") -> None:
        links = (Link(ids[0], ids[-1], "amount", Certainty.PROVED),)
        self.chains.append(Chain(f"c{len(self.chains)}", loan, tuple(ids), state, number, due, amount, links))

    def done(self, as_of: date) -> Explanation:
        return explanation(self.events, self.chains, self.discrepancies, self.facilities, as_of)


def _plan(number: int, as_of: date, first: date, periods: int, amount: int, start: int = 1) -> PlanVersion:
    parts = (Instalment(start + i, months_after(first, i), amount - 5000, 5000, amount, "open") for i in range(periods))
    return PlanVersion(number, as_of, tuple(parts))


def sketch_case() -> Explanation:
    """The case of the sketch: twelve periods of 900.74, charged twice in March, late in June, prepaid, settled."""
    book = Book()
    loan, drawn = "L1", date(2024, 1, 15)
    book.add(EventKind.DRAWDOWN, datetime(2024, 1, 15, 10, 2), 1_000_000, loan)
    owed, balance = 1_000_000, [(drawn, 1_000_000)]
    for number in range(1, 6):
        due = months_after(drawn, number)
        late, tries = (2, 2) if number == 5 else (0, 0)
        ids = book.period(loan, number, due, 90074, late, tries)
        if number == 2:
            extra = datetime.combine(due, time(20, 10)) + timedelta(days=1)
            ids += [
                book.add(EventKind.DEBIT, extra, 90074, loan, 2),
                book.add(EventKind.BANK, extra.date(), -90074, loan, 2),
            ]
            book.discrepancies.append(discrepancy("d-twice", extra, tuple(ids), amount=90074, period=2))
        if number == 5:
            book.discrepancies.append(discrepancy("d-late", datetime(2024, 6, 17, 9, 31), tuple(ids), period=5))
        book.chain(loan, number, due, 90074, ids, "late" if late else "paid")
        owed -= 80000
        balance.append((due + timedelta(days=late), owed))
    prepaid = datetime(2024, 6, 28, 11, 0)
    ids = [book.add(kind, prepaid + timedelta(minutes=m), a, loan) for kind, m, a in _PREPAID]
    ids.append(book.add(EventKind.PLAN_CHANGE, date(2024, 6, 29), None, loan))
    book.chain(loan, 6, prepaid.date(), 201040, ids)
    book.discrepancies.append(discrepancy("d-plan", prepaid, tuple(ids), Severity.WARNING, -9887))
    owed -= 200000
    balance.append((prepaid.date(), owed))
    ids = book.period(loan, 6, date(2024, 7, 15), 60089)
    book.chain(loan, 6, date(2024, 7, 15), 60089, ids)
    balance.append((date(2024, 7, 15), owed - 52000))
    settled = datetime(2024, 8, 6, 20, 18)
    ids = [book.add(kind, settled + timedelta(minutes=m), a, loan) for kind, m, a in _SETTLED]
    book.chain(loan, 7, settled.date(), 398566, ids, "settled-early")
    balance.append((settled.date(), 0))
    _bills(book, ids)
    versions = (
        _plan(1, drawn, date(2024, 2, 15), 12, 90074),
        _plan(2, date(2024, 6, 29), date(2024, 7, 15), 7, 60089, 6),
    )
    book.facilities.append(
        Facility(
            loan,
            "jiebei",
            Basis.GIVEN,
            principal=1_000_000,
            drawn_at=datetime(2024, 1, 15, 10, 2),
            terms=12,
            versions=versions,
            balance=tuple(balance),
        )
    )
    book.facilities.append(Facility("H", "huabei", Basis.GIVEN))
    book.facilities.append(Facility("R", "reserve", Basis.GIVEN, principal=50000))
    return book.done(date(2024, 8, 31))


_PREPAID = (
    (EventKind.PREPAYMENT, 0, 201040),
    (EventKind.BANK, 1, -201040),
    (EventKind.POSTING, 2, 201040),
)
_SETTLED = (
    (EventKind.SETTLEMENT, 0, 398566),
    (EventKind.BANK, 1, -398566),
    (EventKind.POSTING, 2, 398566),
)


def _bills(book: Book, settlement: list[str]) -> None:
    for month in range(2, 9):
        book.add(EventKind.BILL, date(2024, month, 1), 30000 + month * 1100, "H")
    taken = book.add(EventKind.RESERVE_TAKEN, datetime(2024, 4, 8, 12, 0), 50000, "R")
    back = book.add(EventKind.RESERVE_RETURNED, datetime(2024, 5, 1, 9, 0), 50000, "R")
    book.chain("R", 1, date(2024, 5, 1), 50000, [taken, back])
    book.discrepancies += [
        discrepancy("d-reserve", datetime(2024, 4, 9), (taken, back), Severity.WARNING, -50000, "R"),
        discrepancy("d-settle", datetime(2024, 8, 6, 20, 18), tuple(settlement), Severity.WARNING, 50000),
        discrepancy("d-info", datetime(2024, 2, 1), (), Severity.INFO, 0, "L1", 1),
    ]


def many(events: int, every: int = 40) -> Explanation:
    """About ``events`` events of monthly loans; one chain in ``every`` has a discrepancy. Always the same."""
    book = Book()
    number = 0
    while len(book.events) < events:
        loan, start = f"L{number}", date(2015, 1, 5) + timedelta(days=(number * 37) % 3000)
        start = start.replace(day=min(start.day, 28))
        book.add(EventKind.DRAWDOWN, datetime.combine(start, time(10)), 600_000, loan)
        balance = [(start, 600_000)]
        for period in range(1, 13):
            due, count = months_after(start, period), len(book.chains)
            odd = count % every == every - 1
            ids = book.period(loan, period, due, 52_000 + number % 97, 2 if odd else 0, 2 if odd else 0)
            book.chain(loan, period, due, 52_000 + number % 97, ids)
            balance.append((due, 600_000 - 50_000 * period))
            if odd:
                severity = list(Severity)[count % 3]
                at = datetime.combine(due, time(9))
                book.discrepancies.append(discrepancy(f"d{count}", at, tuple(ids), severity, 108, loan, period))
        versions = (_plan(1, start, months_after(start, 1), 12, 52_000),)
        book.facilities.append(
            Facility(loan, "jiebei", Basis.GIVEN, principal=600_000, versions=versions, balance=tuple(balance))
        )
        number += 1
    return book.done(date(2024, 8, 31))
