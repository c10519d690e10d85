"""Which paper would check what is not checked, and which of those missing would decide most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.comparison import Check, Paper, Standing, Wanted
from app.core.discrepancy import Discrepancy
from app.core.facts import BILLED, Product
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.products import WALLETS
from app.core.rules.bill_accounts import month_text
from app.core.rules.context import Context

PLAN, RECORD, BILL, RESERVE = "plan-page", "repayment-record", "bill", "reserve-record"
WALLET, BANK, FINAL, SLIP = "wallet-export", "bank-statement", "final-state", "bank-slip"
"""Kinds of papers (message ids ``missing.<kind>``); those that a discrepancy names as missing are kinds as well."""


def payments_paper(context: Context, product: Product, on: date, facility: str) -> Paper:
    """What would show whether an amount due on a day was paid.

    The export of the wallet that pays this product, or a bank statement; where those speak of the day and show nothing,
    the lender's record of repayments. Where bank statements alone show the product's other payments, the bank's of that
    day comes first.
    """
    wallet = WALLETS.get(product, "")
    if context.shown_by.get(product) == {False} and not context.covered_by_bank(on):
        return Paper(BANK, product)
    if wallet and not context.covered_by(wallet, on):
        return Paper(WALLET, product, source=wallet)
    if not context.covered(on):
        return Paper(BANK, product)
    return Paper(RECORD, product, facility)


def purpose_paper(context: Context, debit: Movement, facility: str) -> Paper | None:
    """What would show what a debit was for: the bill of its month, a bill, or the plan of the loan.

    Where a plan is here already and has no place for the debit, the lender's record would tell; where its record is
    here too and speaks of the time, the bank's slip of a debit that only the bank knows, and else no paper.
    """
    product, month = debit.product, debit.row.bill_month if debit.row else None
    if month:
        return Paper(BILL, product, month=month_text(month))
    if product in BILLED:
        return Paper(BILL, product)
    books = [book for book in context.loans if book.product is product and facility in ("", book.contract)]
    if not any(book.snapshots for book in books):
        return Paper(PLAN, product, facility)
    if not any(_records(book, debit.on) for book in books):
        return Paper(RECORD, product, facility)
    return Paper(SLIP, product) if debit.row is None else None


def _records(book: LoanBook, on: date) -> bool:
    """Whether the lender's record of a loan's repayments had begun by a day and goes on after it."""
    days = [r.at.date() for r in book.repayments if r.sources]
    return bool(days) and min(days) <= on <= max(days)


@dataclass(slots=True)
class _Questions:
    """What one paper would decide."""

    matters: set[str] = field(default_factory=set)
    days: list[date] = field(default_factory=list)
    discrepancies: list[str] = field(default_factory=list)


def wanted(checks: Iterable[Check], found: Sequence[Discrepancy], open_matters: frozenset[str]) -> tuple[Wanted, ...]:
    """The missing papers, those that decide most first; a payment is one question however many rows it has.

    Bills of several months of one product are asked for together.
    """
    questions: dict[Paper, _Questions] = defaultdict(_Questions)
    asking = [c for c in checks if c.standing is Standing.NOT_CHECKED and c.matter in open_matters]
    months = Counter(paper.product for paper in {c.paper for c in asking} if paper and paper.month)
    for check in asking:
        if check.paper:
            several = months[check.paper.product] > 1 and check.paper.month
            paper = replace(check.paper, month="") if several else check.paper
            questions[paper].matters.add(check.matter)
            questions[paper].days.append(check.on)
    asked_for = {(check.facility, check.period) for check in asking}
    for d in found:
        for kind in d.missing if (d.facility, d.period) not in asked_for or d.period is None else ():
            questions[_paper_of(d, kind)].discrepancies.append(d.id)
            questions[_paper_of(d, kind)].days.append(d.at.date())
    ranked = [
        Wanted(paper, len(asked.matters), tuple(dict.fromkeys(asked.discrepancies)), min(asked.days), max(asked.days))
        for paper, asked in _once_each(questions).items()
    ]
    return tuple(sorted(ranked, key=_order))


def _once_each(questions: dict[Paper, _Questions]) -> dict[Paper, _Questions]:
    """Without asking twice for one record: that of a product holds that of its only loan in question."""
    loans: dict[Paper, list[Paper]] = defaultdict(list)
    for paper in questions:
        loans[replace(paper, facility="")].append(paper)
    found: dict[Paper, _Questions] = {}
    for whole, papers in loans.items():
        joined = whole in papers and len(papers) == 2
        for paper in papers:
            into = found.setdefault(whole if joined else paper, _Questions())
            into.matters |= questions[paper].matters
            into.days += questions[paper].days
            into.discrepancies += questions[paper].discrepancies
    return found


def _paper_of(d: Discrepancy, kind: str) -> Paper:
    facts = dict(d.facts)
    named = str(facts.get("product", "")).removeprefix("product.")
    product = Product(named) if named else None
    return Paper(kind, product, d.facility or "", month=str(facts.get("unheld_month", "")) if kind == BILL else "")


def _order(want: Wanted) -> tuple[object, ...]:
    paper = want.paper
    product = paper.product.value if paper.product else ""
    return (-want.decides, paper.kind, product, paper.facility, paper.source, paper.month)
