"""Loans of which only the wallet tells: the debits after each drawdown, and the terms found from them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.facts import Product, WalletKind
from app.core.inference import Candidate, Drawn, Inference, Paid, Status, infer_all
from app.core.linking.loan_books import LoanBook
from app.core.linking.payers import may_pay
from app.core.linking.payments import Movement
from app.core.linking.periods import RepaymentActivity
from app.core.money import yuan

_NO_LOANS = (Product.HUABEI, Product.RESERVE, Product.CARD, Product.OTHER)
"""Products whose repayments follow bills or rules of their own, not a plan that begins with a drawdown."""


@dataclass(frozen=True, slots=True)
class InferredLoan:
    """A drawdown without any lender's table, and what the debits after it say of its terms."""

    id: str
    drawdown: Movement
    inference: Inference
    debits: dict[str, Movement]

    @property
    def best(self) -> Candidate | None:
        """The most usual answer."""
        return self.inference.best

    @property
    def stated(self) -> bool:
        """Whether the rows pin the terms down."""
        return self.inference.status is Status.STATED


def inferred_loans(
    moved: Sequence[Movement], loans: Sequence[LoanBook], activity: RepaymentActivity, as_of: date
) -> tuple[InferredLoan, ...]:
    """Infer the terms of every drawdown that no lender's table speaks of, in order of time."""
    told = {id(book.drawdown) for book in loans if book.drawdown}
    recorded = {id(link.debit) for link in activity.linked if link.repayments}
    recorded |= {id(claim.debit) for claim in activity.claims}
    recorded |= {id(debit) for early in activity.early for debit in early.debits}
    by_product: dict[tuple[Product, str], list[Movement]] = defaultdict(list)
    for m in moved:
        if m.kind is WalletKind.DRAWDOWN and m.done and id(m) not in told and m.product not in _NO_LOANS:
            by_product[m.product, m.payer].append(m)
    found: list[InferredLoan] = []
    numbered: Counter[Product] = Counter()
    for product, payer in sorted(by_product, key=lambda key: (key[0].value, key[1])):
        debits = [
            m
            for m in moved
            if m.kind is WalletKind.REPAYMENT and m.done and m.product is product and id(m) not in recorded
            and may_pay(m, payer)
        ]  # fmt: skip
        found += _of_product(by_product[product, payer], debits, as_of, numbered[product])
        numbered[product] += len(by_product[product, payer])
    return tuple(sorted(found, key=lambda loan: (loan.drawdown.at, loan.id)))


def _of_product(
    drawdowns: list[Movement], debits: list[Movement], as_of: date, numbered: int
) -> Iterator[InferredLoan]:
    paid = {f"debit-{n}": m for n, m in enumerate(debits) if m.amount > m.returned}
    loans = {_id(m, n): m for n, m in enumerate(drawdowns, start=numbered)}
    inferences = infer_all(
        [Drawn(key, m.on, m.amount, m.sources) for key, m in loans.items()],
        [Paid(key, m.on, m.amount - m.returned, m.purpose, m.trigger, m.text, m.sources) for key, m in paid.items()],
        as_of=as_of,
    )
    for inference in inferences:
        own = {role.key: paid[role.key] for role in inference.roles}
        refuting = {r.key: paid[r.key] for r in inference.refuted}
        yield InferredLoan(inference.loan, loans[inference.loan], inference, {**own, **refuting})


def _id(drawdown: Movement, number: int) -> str:
    """A name that is the same in every export: product, day and amount; numbered, since two may be alike."""
    return f"{drawdown.product.value}-{drawdown.on:%Y%m%d}-{yuan(drawdown.amount)}-{number + 1}"
