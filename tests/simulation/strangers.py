"""Cases beyond the labelled ones: bills and loans of any product, with papers missing, and what may truly be said.

Facts are made, not files. The lender's books follow rules of their own, which share no code with the program's.
``python -m tests.simulation.strangers FIRST LAST`` prints every false statement.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from app.core.discrepancy import Discrepancy, Severity
from app.core.explanation import Explanation
from app.core.facts import BankRow, Coverage, Ledger, Outcome, Product, Purpose, Source, Trigger, WalletKind, WalletRow
from app.core.pipeline import explain
from app.importers.banks.wording import worded

BANK_WORDS = {
    Product.JIEBEI: "支付宝-借呗还款",
    Product.HUABEI: "支付宝-花呗还款",
    Product.WEILIDAI: "深圳前海微众银行股份有限公司 微粒贷还款",
    Product.JINTIAO: "京东支付-金条还款",
    Product.BAITIAO: "京东支付-白条还款",
    Product.YUEFU: "财付通-美团月付还款",
    Product.FANGXINJIE: "抖音支付-放心借还款",
    Product.BANK_LOAN: "贷款还款 某银行股份有限公司",
}
NOISE = ("转账 房租", "快捷支付 超市", "消费 加油站", "水电费代扣 供电公司", "信用卡还款", "保险费 某某人寿保险")


@dataclass(frozen=True, slots=True)
class Truth:
    """Something that happened: the codes it may be told under, and the difference in fen."""

    codes: frozenset[str]
    difference: int


@dataclass
class Person:
    """A person's money and papers in the making; ``happened`` is what may be said of them."""

    rng: Random
    ledger: Ledger = field(default_factory=Ledger)
    happened: list[Truth] = field(default_factory=list)
    rows: int = 0
    wallet: bool = True
    bank: bool = True

    def row(self, file: str) -> tuple[Source, ...]:
        """A row of its own."""
        self.rows += 1
        return (Source(file, "", self.rows, file),)

    def add(self, **facts: object) -> None:
        """Put facts into the case."""
        self.ledger += replace(Ledger(), **facts)  # type: ignore[arg-type]

    def say(self, difference: int, *codes: str) -> None:
        """What may truly be told."""
        self.happened.append(Truth(frozenset(codes), difference))

    def pay(
        self,
        product: Product,
        at: datetime,
        amount: int,
        *,
        trigger: Trigger = Trigger.AUTO,
        month: tuple[int, int] | None = None,
        purpose: Purpose = Purpose.UNKNOWN,
        in_wallet: bool = True,
        kind: WalletKind = WalletKind.REPAYMENT,
    ) -> None:
        """A debit, in the wallet and booked by the bank, where these papers are given."""
        self.booked(at, -amount, BANK_WORDS[product])
        if self.wallet and in_wallet:
            self.rows += 1
            row = WalletRow(
                at, kind, product, amount, Outcome.DONE, trigger, purpose, month, "招商银行储蓄卡(1234)",
                f"{self.rows:020d}", text="还款", sources=(Source("wallet", "", self.rows, "wallet"),),
            )  # fmt: skip
            self.add(wallet=(row,))

    def booked(self, at: datetime, amount: int, text: str) -> None:
        """A row of the bank's statement; after midnight some banks date it the day before, over weekends later."""
        if not self.bank:
            return
        on = at.date()
        if at.time() < time(1) and self.rng.random() < 0.5:
            on -= timedelta(days=1)
        elif at.weekday() >= 5 and self.rng.random() < 0.3:
            on += timedelta(days=7 - at.weekday())
        timed = at if on == at.date() and self.rng.random() < 0.6 else None
        row = BankRow(on, amount, timed, bank="招商银行", account="1234", counterparty=text, sources=self.row("bank"))
        self.add(bank=(worded(row),))

    def noise(self, first: date, last: date, alike: list[int]) -> None:
        """Everyday rows of the bank, some of the very amounts of instalments."""
        day = first
        while day <= last:
            amount = self.rng.choice(alike) if alike and self.rng.random() < 0.2 else self.rng.randrange(5_00, 900_00)
            self.booked(datetime.combine(day, time(12, self.rng.randrange(60))), -amount, self.rng.choice(NOISE))
            day += timedelta(days=self.rng.randrange(3, 12))

    def covers(self, first: date, last: date) -> None:
        """What the wallet's export declares of itself."""
        if not self.wallet:
            return
        start, end = datetime.combine(first, time()), datetime.combine(last, time(23, 59))
        held = len(self.ledger.wallet)
        self.add(
            coverages=(
                Coverage("alipay", "a", start, end, held, held, start, end, end, declaring=self.row("wallet"),
                         digest="wallet"),
            )
        )  # fmt: skip


def person(seed: int) -> Person:
    """A person with one or two loans or bills, by a seed."""
    from tests.simulation.strangers_bill import add_bills
    from tests.simulation.strangers_loan import add_loan

    rng = Random(seed * 104729 + 7)
    who = Person(rng, wallet=rng.random() < 0.75, bank=rng.random() < 0.85)
    start = date(2022, 1, 3) + timedelta(days=rng.randrange(1000))
    loans = rng.sample([Product.JIEBEI, Product.WEILIDAI, Product.JINTIAO, Product.BANK_LOAN, Product.FANGXINJIE], 2)
    bills = rng.sample([Product.HUABEI, Product.BAITIAO, Product.YUEFU], 1)
    amounts: list[int] = []
    last = start
    for product in loans[: rng.choice((0, 1, 1, 2))]:
        last = max(last, add_loan(who, product, start, amounts))
    if rng.random() < 0.6 or not amounts:
        last = max(last, add_bills(who, bills[0], start, amounts))
    who.noise(start, last, amounts)
    who.covers(start - timedelta(days=3), last + timedelta(days=2))
    return who


def false_statements(who: Person, told: Explanation) -> list[Discrepancy]:
    """The loud discrepancies that nothing true stands behind, or that give another amount; each truth is told once."""
    left = list(who.happened)
    wrong = []
    for found in told.discrepancies:
        match = next((t for t in left if found.code in t.codes and found.difference == t.difference), None)
        if match:
            left.remove(match)
        elif found.severity is not Severity.INFO:
            wrong.append(found)
    return wrong


def main() -> None:
    """Explain the seeds given and print every false statement, and how much of what happened was told."""
    first, last = int(sys.argv[1]), int(sys.argv[2])
    count: Counter[str] = Counter()
    for seed in range(first, last):
        who = person(seed)
        told = explain(who.ledger)
        wrong = false_statements(who, told)
        count["false"] += len(wrong)
        count["cases"] += 1
        count["happened"] += len(who.happened)
        known = [(found.code, found.difference) for found in told.discrepancies]
        count["told"] += sum(any((code, t.difference) in known for code in t.codes) for t in who.happened)
        for found in wrong:
            papers = f"wallet {who.wallet} bank {who.bank} records {bool(who.ledger.postings)}"
            print(
                seed,
                found.id,
                found.variant,
                found.difference,
                papers,
                [(sorted(t.codes), t.difference) for t in who.happened],
            )
    print(dict(count))


if __name__ == "__main__":
    main()
