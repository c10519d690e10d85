"""The benchmark on the public set of payments, tried on a made-up set of the same shape whose damage is known."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.linking.payments import BOOKING_DAYS
from tests.benchmarks.bench_linking import Paid, main, measure, rows_of
from tests.benchmarks.made_payments import Noise, made_payments

NAMES = ("MATTEO ROSSI", "ANNA SMITH", "CHEN WEI", "JULES MARTIN", "EVA NOVAK", "OMAR HADDAD", "LEA WAGNER", "IDA BERG")
WHATS = ("RENT", "INVOICE", "GIFT", "LOAN", "REFUND", "BILL", "SAVINGS")


def sent(count: int, dice: random.Random) -> list[Paid]:
    """Payments as their origin has them: no two of one amount."""
    cents = dice.sample(range(100, 9_000_000), count)
    return [
        Paid(
            str(n),
            f"{dice.choice(NAMES)} {dice.choice(WHATS)} {dice.randrange(10**6)}".casefold(),
            date(2022, 1, 1) + timedelta(days=dice.randrange(365)),
            amount,
        )
        for n, amount in enumerate(cents)
    ]


def arrived(paid: Iterable[Paid], dice: random.Random) -> tuple[list[Paid], Counter[str]]:
    """The same payments as their destination has them, and how many have which damage."""
    rows, damage = [], Counter[str]()
    for one in paid:
        kind = dice.choices(("whole", "cut", "other memo", "fee", "late"), (50, 20, 10, 12, 8))[0]
        damage[kind] += 1
        other = replace(one, on=one.on + timedelta(days=dice.randrange(BOOKING_DAYS + 1)))
        match kind:
            case "cut":
                other = replace(other, memo=one.memo[: dice.randrange(6, 12)])
            case "other memo":
                other = replace(other, memo="incoming")
            case "fee":
                other = replace(other, amount=one.amount - 1 - one.amount // 50)
            case "late":
                other = replace(other, on=one.on + timedelta(days=BOOKING_DAYS + 1 + dice.randrange(20)))
        rows.append(other)
    dice.shuffle(rows)
    return rows, damage


@pytest.mark.parametrize("seed", range(3))
def test_what_amount_and_days_agree_on_is_found_and_each_loss_is_named(seed: int) -> None:
    dice = random.Random(seed)
    origin = sent(1_500, dice)
    destination, damage = arrived(origin, dice)
    measured = measure(origin, destination)
    assert measured.automatic.links == damage["whole"] + damage["cut"]
    assert measured.automatic.precision == 1
    assert measured.by_amount.right == damage["other memo"]
    assert {why.split(":")[0]: count for why, count in measured.lost.items()} == {
        "the amount differs": damage["fee"],
        f"booked more than {BOOKING_DAYS} days later": damage["late"],
    }
    assert measured.all.right + measured.lost.total() == measured.pairs == 1_500
    assert 0 < measured.recall < measured.f1 < 1


def test_of_payments_that_cannot_be_told_apart_a_wrong_one_counts_against_precision() -> None:
    first, second = (Paid(str(n), "salary", date(2022, 1, 1 + n), 100_00) for n in range(2))
    overtaken = [replace(first, on=date(2022, 1, 5), memo="in"), replace(second, on=date(2022, 1, 3), memo="in")]
    measured = measure([first, second], overtaken)
    assert (measured.by_amount.links, measured.by_amount.right) == (2, 0)
    assert (measured.all.precision, measured.recall, measured.f1) == (0, 0, 0)
    assert measured.lost == Counter({"another payment of the same amount and days took the row": 2})


def test_the_files_are_read_as_they_are_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(7)
    origin = sent(60, dice)
    for name, rows in (("origin", origin), ("destination", arrived(origin, dice)[0])):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(["", "ground_truth", "memo", "transaction_date", "amount", "unique_id"])
            for n, row in enumerate(rows):
                table.writerow([n, row.truth, row.memo.upper(), row.on, Decimal(row.amount) / 100, n])
    paths = [str(tmp_path / f"{name}.csv") for name in ("origin", "destination")]
    assert rows_of(Path(paths[0])) == origin
    assert main(paths) == 0
    said = capsys.readouterr().out
    assert said.startswith("60 true pairs of 60 and 60 rows")
    assert "lost, the amount differs" in said
    assert main([]) == 2


def test_a_set_made_up_with_the_noise_of_the_public_one_is_the_same_each_time_and_linked_where_amounts_agree() -> None:
    whole = made_payments(Noise(fees=0, exchanged=0), 1_500)
    assert whole == made_payments(Noise(fees=0, exchanged=0), 1_500)
    measured = measure(*whole)
    assert measured.pairs == 1_500
    assert measured.automatic.precision >= 0.999
    assert measured.f1 >= 0.97
    differing = measure(*made_payments(Noise(fees=100, exchanged=0), 1_500))
    assert differing.lost["the amount differs: rules want it to the fen"] > 100
