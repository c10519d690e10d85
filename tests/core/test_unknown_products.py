"""Debits and records of the same money, of which one side names no product, are found beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from app.core.facts import Outcome, Product, Purpose, Trigger, WalletKind
from app.core.linking.payments import Movement
from app.core.linking.unknown_products import across_unknown_products
from app.core.money import Fen
from app.core.normalise import PostedPart, Repayment

START = datetime(2026, 1, 5, 8)
LOAN = "JB1"


def debit(amount: Fen, days: int = 0, product: Product = Product.OTHER) -> Movement:
    """What a bank shows that names a platform alone."""
    return Movement(
        START + timedelta(days=days), amount, WalletKind.REPAYMENT, product, Outcome.DONE, Trigger.UNKNOWN,
        Purpose.UNKNOWN, "", "", None,
    )  # fmt: skip


def record(amount: Fen, days: int = 0) -> Repayment:
    """A repayment as the lender recorded it, all of it principal."""
    at = START + timedelta(days=days)
    part = PostedPart(1, amount, 0, 0, 0, 0, 0, amount, at.date(), ())
    return Repayment(LOAN, at, at.date(), (part,), Trigger.UNKNOWN, "", Outcome.DONE, "", ())


class Asked(Mapping[str, Product]):
    """The products of loans, and how often one was asked for."""

    times = 0

    def __getitem__(self, contract: str) -> Product:
        self.times += 1
        return {LOAN: Product.JIEBEI}[contract]

    def __iter__(self) -> Iterator[str]:
        return iter((LOAN,))

    def __len__(self) -> int:
        return 1


def joined(debits: list[Movement], records: list[Repayment], asked: Asked | None = None) -> list[tuple[int, int]]:
    """The places of what belongs together where nothing is linked yet."""
    return [*across_unknown_products(debits, range(len(debits)), records, range(len(records)), asked or Asked())]


def test_one_debit_and_one_record_of_a_day_and_sum_belong_together() -> None:
    assert joined([debit(500_00), debit(500_00, 1)], [record(500_00)]) == [(0, 0)]


def test_where_two_fit_nothing_is_joined() -> None:
    assert joined([debit(500_00), debit(500_00)], [record(500_00)]) == []


def test_known_products_are_left_to_the_other_rules() -> None:
    assert joined([debit(500_00, product=Product.JIEBEI)], [record(500_00)]) == []
    assert joined([debit(500_00, product=Product.HUABEI)], [record(500_00)]) == []


def test_only_what_is_of_one_day_and_sum_is_compared() -> None:
    asked = Asked()
    debits, records = [debit(n) for n in range(1, 301)], [record(n) for n in range(201, 501)]
    assert joined(debits, records, asked) == [(n, n - 200) for n in range(200, 300)]
    assert asked.times == 100
