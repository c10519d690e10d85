"""Cases of instalment purchases made by chance, each with what is true of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from app.core.calendar import due_dates_from
from app.core.facts import Outcome, PeriodState, PlanRow, Product, Purpose, WalletKind
from tests.core.case_builder import CaseBuilder

BANK_WORDS = {
    Product.HUABEI: "支付宝-花呗还款",
    Product.BAITIAO: "京东白条还款",
    Product.YUEFU: "美团月付还款",
    Product.DOUYIN: "抖音月付还款",
}
"""How a bank's statement words a payment of each product that sells purchases in instalments."""


@dataclass
class Made:
    """A case with the codes that are true of it and their differences; every other warning is false."""

    case: CaseBuilder
    wanted: dict[str, int] = field(default_factory=dict)
    allowed: frozenset[str] = frozenset()
    told: str = ""


class Purchase:
    """A purchase in instalments with a flat fee, its pages and payments."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.case = rng, CaseBuilder()
        self.product = rng.choice(tuple(BANK_WORDS))
        self.terms = rng.choice((3, 6, 9, 12, 24))
        total = rng.randrange(300_00, 20_000_00)
        each = total // self.terms
        self.principal = [each] * (self.terms - 1) + [total - each * (self.terms - 1)]
        self.fee = rng.choice((0, rng.randrange(1_00, 1 + max(2_00, each // 20))))
        self.fees = [self.fee] * self.terms
        self.bought_at = datetime(
            rng.randint(2021, 2025), rng.randint(1, 12), rng.randint(1, 28), rng.randint(8, 22), 7
        )
        first = self.bought_at.date() + timedelta(days=rng.randint(12, 45))
        self.dues = list(due_dates_from(first, self.terms, first.day))
        self.number = f"FQ{rng.randrange(10**12)}"
        self.in_wallet, self.in_bank = rng.choice(((True, True), (True, True), (True, False), (False, True)))
        self.order = None
        if self.in_wallet or rng.random() < 0.5:
            row = self.case.wallet(self.bought_at, total, WalletKind.PURCHASE, product=self.product, text="电脑")
            self.order = row.order_no
        if rng.random() < 0.7:
            self.page(self.bought_at.date())

    def page(self, on: date, paid: int = 0) -> None:
        """The plan as it stands."""
        rows = tuple(
            PlanRow(
                self.number, n + 1, on, due, self.principal[n], 0, fee=self.fees[n],
                state=PeriodState.SETTLED if n < paid else PeriodState.OPEN, sources=self.case._row("plan.csv"),
            )
            for n, due in enumerate(self.dues)
        )  # fmt: skip
        self.case._add(plan_rows=rows)

    def debit(self, at: datetime, amount: int, **more: object) -> None:
        """A payment, in the papers that this case has."""
        if self.in_wallet:
            self.case.wallet(at, amount, product=self.product, text="还款", **more)
        if self.in_bank:
            self.case.bank(at.date(), -amount, BANK_WORDS[self.product])

    def pay(self, first: int, last: int) -> None:
        """The instalments from the one to before the other, each on its due day."""
        for n in range(first, last):
            noon = datetime.combine(self.dues[n], datetime.min.time()) + timedelta(hours=self.rng.randint(8, 20))
            self.debit(noon, self.principal[n] + self.fees[n])

    def noise(self) -> None:
        """Purchases on credit, and their refunds, that have nothing to do with the plan."""
        for _ in range(self.rng.randint(0, 6)):
            at = self.bought_at + timedelta(days=self.rng.randint(1, 200), hours=self.rng.randint(0, 5))
            row = self.case.wallet(
                at, self.rng.randrange(5_00, 900_00), WalletKind.PURCHASE, product=self.product, text="x"
            )
            if self.rng.random() < 0.3:
                self.case.wallet(
                    at + timedelta(days=2), row.amount, WalletKind.REFUND, product=self.product, refund_of=row.order_no
                )


def clean(rng: Random) -> Made:
    """Nothing is wrong."""
    p = Purchase(rng)
    paid = rng.randint(0, p.terms)
    p.pay(0, paid)
    p.noise()
    if paid:
        p.page(p.dues[paid - 1] + timedelta(days=1), paid)
    return Made(p.case, told="clean")


def settled(rng: Random) -> Made:
    """Settled early with some of the fees, or with an amount that is none of them."""
    p = Purchase(rng)
    paid = rng.randint(0, p.terms - 2)
    p.pay(0, paid)
    p.noise()
    left = p.terms - paid
    fees = rng.choice((0, 1, 2, left, None))
    fees = min(fees, left) if fees is not None else None
    rest, planned = sum(p.principal[paid:]), sum(p.principal[paid:]) + sum(p.fees[paid:])
    beside = fees * p.fee if fees is not None else rng.randrange(0, max(1, left * p.fee))
    before = p.dues[paid - 1] if paid else p.bought_at.date()
    if (p.dues[paid] - before).days < 4:
        return clean(rng)
    on = before + timedelta(days=rng.randint(2, (p.dues[paid] - before).days - 1))
    if rng.random() < 0.6:
        p.page(before + timedelta(days=1), paid)
    worded = rng.random() < 0.5 and p.in_wallet
    at = datetime.combine(on, datetime.min.time()) + timedelta(hours=11)
    p.debit(at, rest + beside, purpose=Purpose.SETTLEMENT if worded else Purpose.UNKNOWN)
    p.page(on + timedelta(days=rng.choice((0, 1, 3, 10))), p.terms)
    code = "SETTLE-FEE-REMAINING" if p.fee else "SETTLE-INTEREST-TO-DATE"
    return Made(p.case, {code: rest + beside - planned}, frozenset({code}), told=f"settled {fees} {worded}")


def refunded(rng: Random) -> Made:
    """Refunded in part, from the last period backwards, with or without the row of the refund."""
    p = Purchase(rng)
    paid = rng.randint(0, p.terms - 2)
    p.pay(0, paid)
    p.noise()
    before = p.dues[paid - 1] if paid else p.bought_at.date()
    if (p.dues[paid] - before).days < 8:
        return clean(rng)
    p.page(before + timedelta(days=1), paid)
    seen = rng.random() < 0.8 and p.order
    amount = rng.randrange(1_00, max(2_00, sum(p.principal[paid + 1 :])))
    if seen:
        at = datetime.combine(before + timedelta(days=3), datetime.min.time()) + timedelta(hours=15)
        p.case.wallet(at, amount, WalletKind.REFUND, product=p.product, refund_of=p.order, outcome=Outcome.DONE)
    left, fees_fall, before_total = amount, rng.random() < 0.5, sum(p.principal) + sum(p.fees)
    for n in reversed(range(paid, p.terms)):
        part = min(left, p.principal[n])
        if part and fees_fall:
            p.fees[n] -= p.fees[n] * part // p.principal[n]
        p.principal[n], left = p.principal[n] - part, left - part
    p.page(before + timedelta(days=5), paid)
    difference = sum(p.principal) + sum(p.fees) - before_total
    wanted = {"REFUND-OFFSET": difference} if seen else {}
    return Made(p.case, wanted, frozenset({"REFUND-OFFSET"} if seen else {"PLAN-REAMORTISED"}), told=f"refunded {seen}")


KINDS: tuple[Callable[[Random], Made], ...] = (clean, settled, refunded)
