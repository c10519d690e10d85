"""A small made-up case for the tests of what leaves the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from app.core.discrepancy import (
    BridgePart,
    Certainty,
    Discrepancy,
    Input,
    Layer,
    Phenomenon,
    Question,
    Severity,
    Term,
    Unit,
    distinct,
)
from app.core.explanation import (
    Basis,
    Chain,
    Event,
    EventKind,
    Explanation,
    Facility,
    Instalment,
    PlanVersion,
    SourceReport,
)
from app.core.facts import Method, Source
from app.core.reconciliation import Line, LoanAccount, Recorded

LOAN = "JB20240111000000000042"
DIGEST = "ab" * 8


def row(number: int, file: str = "还款计划.csv") -> Source:
    """A row of a made-up file."""
    return Source(file, "", number, DIGEST)


def money(name: str, fen: int, *rows: Source) -> Input:
    """An amount of a formula."""
    return Input(name, fen, Unit.MONEY, rows)


def penalty(fen: int, rate: str, days: int, *rows: Source) -> Term:
    """Balance times rate times one and a half times days."""
    return Term((
        money("balance", fen, *rows),
        Input("daily-rate", Decimal(rate), Unit.RATE, (row(3),)),
        Input("penalty-factor", Decimal("1.5"), Unit.FACTOR),
        Input("days", days, Unit.DAYS),
    ))  # fmt: skip


def part(component: str, *terms: Term) -> BridgePart:
    """A cause made of terms."""
    return BridgePart(component, terms)


def late(*parts: BridgePart, unexplained: int = 0, expected: int = 1000_00) -> Discrepancy:
    """A late repayment whose penalty is made of parts."""
    difference = sum(p.amount for p in parts) + unexplained
    return Discrepancy(
        id=f"DEBIT-LATE.{LOAN}.2.20240314",
        code="DEBIT-LATE",
        variant="charged",
        severity=Severity.SERIOUS,
        certainty=Certainty.PROVED,
        phenomenon=Phenomenon.DEBIT_TIME,
        layer=Layer.TECHNICAL,
        at=datetime(2024, 3, 14, 8, 0, 6),
        difference=difference,
        bridge=parts,
        unexplained=unexplained,
        evidence=distinct([row(3), row(9, "钱包.csv"), *(s for p in parts for s in p.evidence)]),
        facility=LOAN,
        period=2,
        expected=expected,
        actual=expected + difference,
        facts=tuple(sorted({
            "amount": expected, "at": datetime(2024, 3, 14, 8, 0, 6), "charged": difference - unexplained, "days": 3,
            "due": date(2024, 3, 11), "grace": 0, "paid_on": date(2024, 3, 14), "period": 2,
            "product": "product.jiebei", "tries": 0,
        }.items())),
        questions=(Question("lender", "lender-attempts"),),
        deadline="dispute-days",
        events=("e3", "e4"),
    )  # fmt: skip


def event(number: int, kind: EventKind, at: datetime, fen: int, *, period: int = 2, text: str = "") -> Event:
    """An event of the loan."""
    timed = at.hour > 0
    return Event(f"e{number}", kind, at, timed, fen, (row(number + 1, "钱包.csv"),), LOAN, period, text=text)


def events() -> tuple[Event, ...]:
    """Drawn, due, debited and posted, and due again and paid late."""
    return (
        event(1, EventKind.DRAWDOWN, datetime(2024, 1, 11, 12, 0), 3000_00, period=0),
        event(2, EventKind.DUE, datetime(2024, 3, 11), 1000_00),
        event(3, EventKind.DEBIT, datetime(2024, 3, 14, 8, 0, 6), 1001_62, text="借呗自动还款"),
        event(4, EventKind.POSTING, datetime(2024, 3, 14, 8, 0, 6), 1001_62, text="auto"),
    )


def instalment(period: int, month: int, principal: int, interest: int) -> Instalment:
    """A period from the 11th of one month to the 11th of the next."""
    due, starts = date(2024, month, 11), date(2024, month - 1, 11)
    return Instalment(period, due, principal, interest, principal + interest, "open", starts, (row(period + 1),))


def facility() -> Facility:
    """A loan with two versions of its plan, the second at a lower rate; 3,000 yuan at 0.04 % a day is 1.20 a day."""
    first = (instalment(1, 2, 1000_00, 37_20), instalment(2, 3, 1000_00, 23_20), instalment(3, 4, 1000_00, 12_40))
    lower = replace(first[1], interest=11_60, total=1011_60), replace(first[2], interest=6_20, total=1006_20)
    second = (first[0], *lower)
    return Facility(
        LOAN, "jiebei", Basis.GIVEN, contract=LOAN, principal=3000_00, drawn_at=datetime(2024, 1, 11, 12, 0),
        method=Method.EQUAL_PRINCIPAL, daily_rate=Decimal("0.0004"), terms=3,
        versions=(
            PlanVersion(1, date(2024, 1, 11), first, Decimal("0.0004")),
            PlanVersion(2, date(2024, 2, 12), second, Decimal("0.0002"), "PLAN-RATE-CHANGED"),
        ),
        balance=((date(2024, 1, 11), 3000_00), (date(2024, 3, 14), 2000_00)),
    )  # fmt: skip


def account() -> LoanAccount:
    """The late payment against its record; the row of the wallet stands for both."""
    rows = (row(4, "钱包.csv"),)
    line = Line(date(2024, 3, 14), 1001_62, 0, Recorded(1000_00, 0, 1_62), debit=1001_62, period=2, sources=rows)
    return LoanAccount(LOAN, 3000_00, (line,))


def case(*found: Discrepancy) -> Explanation:
    """The whole of it; with one late repayment unless told otherwise."""
    told: Sequence[Discrepancy] = found or (late(part("penalty-on-principal", penalty(1000_00, "0.0004", 3, row(3)))),)
    return Explanation(
        as_of=date(2024, 4, 1),
        sources=(SourceReport("钱包.csv", "cd" * 32, "alipay-app-2023", 40, 4, (date(2024, 1, 1), date(2024, 4, 1))),),
        facilities=(facility(),),
        events=events(),
        chains=(Chain("c1", LOAN, ("e2", "e3", "e4"), "late", 2, date(2024, 3, 11), 1000_00),),
        discrepancies=tuple(told),
        accounts=(account(),),
    )


def cells() -> dict[Source, list[str]]:
    """The rows of evidence as they stand in the files."""
    return {
        row(3): ["20240212", LOAN, "2", "2024-03-11", "1,000.00", "23.20", "0.0400%"],
        row(4, "钱包.csv"): ["2024-03-14 08:00:06", "借呗自动还款", "1001.62", "2024031422001445661400000001"],
    }
