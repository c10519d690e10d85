"""Measures the rules that link a wallet's payment with the bank's row on a public set of payments seen from two sides.

    pip install splink        # which fetches the set when it is asked for it
    python -c "from splink import splink_datasets as s; s.transactions_origin.to_csv('origin.csv'); \
s.transactions_destination.to_csv('destination.csv')"
    python -m tests.benchmarks.bench_linking origin.csv destination.csv

The set (45,326 payments, made up by its authors) has a row of each payment in both files, with the columns
``ground_truth`` (the same text on both sides names one payment), ``memo`` (text, may be empty), ``transaction_date``
(2022-01-31, a time behind it is dropped) and ``amount`` (a decimal number, in whole units); others are passed over.
There money may arrive later, less of it for fees and foreign currency, and with part of its memo. The files may be CSV
or Parquet (which needs pyarrow). Where they are not at hand, `made_payments` measures a set that is made up here.

Rows of the origin are taken for a wallet's repayments and those of the destination for a bank's rows, as they stand and
without any rule for this set. What a wallet and a bank agree on to the fen is what the rules live by: payments whose
amount differs are lost by design, and each loss is counted under the rule that causes it.
"""

from __future__ import annotations

import csv
import sys
import time as clock
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from app.core.facts import BankRow, Outcome, Product, Source, WalletKind, WalletRow
from app.core.linking.payments import BOOKING_DAYS, movements


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as one side has it; ``amount`` in fen, ``truth`` names the payment."""

    truth: str
    memo: str
    on: date
    amount: int


@dataclass(slots=True)
class Tier:
    """Links of one certainty, and how many of them are right."""

    links: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of links that are right."""
        return self.right / self.links if self.links else 1.0


@dataclass(slots=True)
class Measured:
    """What came out. ``automatic`` are links that the memo bears out, ``by_amount`` those of amount and days alone."""

    pairs: int
    automatic: Tier = field(default_factory=Tier)
    by_amount: Tier = field(default_factory=Tier)
    lost: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> Tier:
        """Both tiers."""
        return Tier(self.automatic.links + self.by_amount.links, self.automatic.right + self.by_amount.right)

    @property
    def recall(self) -> float:
        """The share of true pairs that were linked."""
        return self.all.right / self.pairs if self.pairs else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.all.precision + self.recall
        return 2 * self.all.precision * self.recall / total if total else 0.0


def rows_of(path: Path) -> list[Paid]:
    """The rows of one side, from CSV or Parquet. Raises KeyError where a column is missing."""
    if path.suffix == ".parquet":
        import pandas

        given: Iterable[Mapping[str, object]] = pandas.read_parquet(path).astype(str).to_dict("records")
        return [_paid(row) for row in given]
    with path.open(encoding="utf-8", newline="") as file:
        return [_paid(row) for row in csv.DictReader(file)]


def _paid(row: Mapping[str, object]) -> Paid:
    fen = (Decimal(str(row["amount"])) * 100).to_integral_value(ROUND_HALF_UP)
    memo = " ".join(str(row["memo"] or "").casefold().split())
    return Paid(str(row["ground_truth"]), memo, date.fromisoformat(str(row["transaction_date"])[:10]), int(fen))


def measure(origin: Sequence[Paid], destination: Sequence[Paid]) -> Measured:
    """Link both sides: first by what the memos say, then what is left by amount and days."""
    wallet = [_wallet_row(number, paid) for number, paid in enumerate(origin)]
    bank = [_bank_row(number, paid) for number, paid in enumerate(destination)]
    by_truth = {paid.truth: number for number, paid in enumerate(destination)}
    measured = Measured(sum(paid.truth in by_truth for paid in origin))
    first = _linked(wallet, bank)
    used = set(first.values())
    left = [replace(row, payee="") for row in bank if row.sources[0].row not in used]
    second = _linked([row for row in wallet if row.sources[0].row not in first], left)
    for tier, links in ((measured.automatic, first), (measured.by_amount, second)):
        tier.links = len(links)
        tier.right = sum(origin[one].truth == destination[other].truth for one, other in links.items())
    links = first | second
    for number, paid in enumerate(origin):
        theirs = by_truth.get(paid.truth)
        if theirs is not None and links.get(number) != theirs:
            measured.lost[_why_lost(paid, destination[theirs])] += 1
    return measured


def _linked(wallet: Sequence[WalletRow], bank: Sequence[BankRow]) -> dict[int, int]:
    """The links that the rules of the program make: number of the origin's row to that of the destination's."""
    return {m.row.sources[0].row: m.bank[0].sources[0].row for m in movements(wallet, bank) if m.row and m.bank}


def _wallet_row(number: int, paid: Paid) -> WalletRow:
    return WalletRow(
        at=datetime.combine(paid.on, time(12)), kind=WalletKind.REPAYMENT, product=Product.OTHER, amount=paid.amount,
        outcome=Outcome.DONE, counterparty=paid.memo, text=paid.memo, order_no=str(number),
        sources=(Source("origin", "", number, "o"),),
    )  # fmt: skip


def _bank_row(number: int, paid: Paid) -> BankRow:
    return BankRow(
        on=paid.on, amount=-paid.amount, summary=paid.memo, payee=paid.memo,
        sources=(Source("destination", "", number, "d"),),
    )  # fmt: skip


def _why_lost(sent: Paid, arrived: Paid) -> str:
    days = (arrived.on - sent.on).days
    if sent.amount != arrived.amount:
        return "the amount differs: rules want it to the fen"
    if days < 0:
        return "booked before it was paid"
    if days > BOOKING_DAYS:
        return f"booked more than {BOOKING_DAYS} days later"
    return "another payment of the same amount and days took the row"


def tell(measured: Measured) -> None:
    """Print the figures of both tiers and what was lost."""
    for name, tier in (("memo agrees (automatic)", measured.automatic), ("amount and days", measured.by_amount)):
        print(f"{name}: {tier.links} links, precision {tier.precision:.4f}, recall {tier.right / measured.pairs:.4f}")
    print(f"both: precision {measured.all.precision:.4f}, recall {measured.recall:.4f}, F1 {measured.f1:.4f}")
    for why, count in measured.lost.most_common():
        print(f"lost, {why}: {count} ({count / measured.pairs:.4f})")


def main(arguments: Sequence[str]) -> int:
    """Measure the files given and print what came out. Exit status 2 where none are given."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    origin, destination = (rows_of(Path(path)) for path in arguments)
    began = clock.process_time()
    measured = measure(origin, destination)
    print(f"{measured.pairs} true pairs of {len(origin)} and {len(destination)} rows"
          f" in {clock.process_time() - began:.1f} s of the processor")  # fmt: skip
    tell(measured)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
