"""Measures the linking of payments that are made up with the kinds of noise of the public set (`bench_linking`).

Run as ``python -m tests.benchmarks.made_payments``; it needs no data.

Its authors say that money may arrive later, that the amount may differ by hidden fees and foreign exchange, and that a
memo may be cut or missing; how often they do not say. So how often is given here, and the same for the same numbers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.benchmarks.bench_linking import Paid, measure, tell

PAYMENTS = 45_326  # as many as in the public set
FIRST, DAYS = date(2022, 1, 1), 365
WORDS = ("rent", "invoice", "order", "fees", "gift", "salary", "ticket", "books", "dinner", "repair", "deposit", "loan")
NAMES = ("smith", "jones", "patel", "brown", "evans", "khan", "walker", "lewis", "green", "hall", "young", "clarke")


@dataclass(frozen=True, slots=True)
class Noise:
    """How many of a thousand payments: lose a fee or are exchanged, come with a cut memo, come without any."""

    fees: int = 50
    exchanged: int = 20
    cut: int = 150
    missing: int = 50


def made_payments(noise: Noise, payments: int = PAYMENTS) -> tuple[list[Paid], list[Paid]]:
    """The rows of the origin and, in another order, those of the destination."""
    dice = random.Random("payments seen from two sides")
    pairs = list(_pairs(noise, payments, dice))
    arrived = [there for _, there in pairs]
    dice.shuffle(arrived)
    return [here for here, _ in pairs], arrived


def _pairs(noise: Noise, payments: int, dice: random.Random) -> Iterator[tuple[Paid, Paid]]:
    for number in range(payments):
        on = FIRST + timedelta(days=dice.randrange(DAYS))
        amount = round(10 ** dice.uniform(2.7, 6.0))  # 5 to 10,000, small ones most often
        memo = f"{dice.choice(WORDS)} {dice.choice(NAMES)} {dice.randrange(10_000):04d}"
        late = dice.choices((0, 1, 2, 3, 4, 5), (30, 35, 20, 8, 5, 2))[0]
        received = amount
        if dice.randrange(1000) < noise.fees:
            received -= dice.choice((50, 100, 250, amount // 100 + 1))
        if dice.randrange(1000) < noise.exchanged:
            received = round(received * dice.uniform(0.97, 1.03))
        told = (_memo(memo, noise, dice), _memo(memo, noise, dice))
        yield (
            Paid(str(number), told[0], on, amount),
            Paid(str(number), told[1], on + timedelta(days=late), max(1, received)),
        )


def _memo(memo: str, noise: Noise, dice: random.Random) -> str:
    if dice.randrange(1000) < noise.missing:
        return ""
    return memo[: dice.randrange(4, len(memo))] if dice.randrange(1000) < noise.cut else memo


def main() -> None:
    """Measure the set without differing amounts, then with some and with many."""
    for noise in (Noise(fees=0, exchanged=0), Noise(), Noise(fees=150, exchanged=50)):
        print(noise)
        tell(measure(*made_payments(noise)))


if __name__ == "__main__":
    main()
