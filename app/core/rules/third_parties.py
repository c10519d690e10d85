"""Charges that another payee than the lender took beside a loan: guarantee, membership, credit enhancement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Product, WalletKind
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.papers import CostDisclosure, DisclosedItem
from app.core.rules.context import Context
from app.core.rules.guarantors import recovered_from
from app.core.rules.writing import Bridge, Occurrence, discrepancy
from app.core.sources import Service

BESIDE_REPAYMENT = timedelta(days=1)
"""How near to a repayment another payee's charge must be to count as taken with it."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every charge by another payee than the lender that was not given back in full, with how often it recurred."""
    own = {id(fee.charge) for fee in lender_fees(context)}
    charges = [charge for charge in _charges(context) if id(charge) not in own]
    loans = {id(charge): loan for charge, loan in charged_beside(context)}
    tables = tables_by_loan(context, context.disclosures)
    planned = {book.contract: len(book.periods) for book in context.loans}
    for charge in charges:
        loan = loans.get(id(charge), "")
        alike = [m for m in charges if payee_of(m) == payee_of(charge)]
        yield _charge(charge, _repaid(context), alike, tables.get(loan), planned.get(loan, 0))


@dataclass(frozen=True, slots=True)
class LenderFee:
    """A charge that the lender itself took: the product it is of, and the loan where it can be of one alone."""

    charge: Movement
    product: Product
    loan: str


def lender_fees(context: Context) -> Iterator[LenderFee]:
    """The charges whose payee is the lender: who takes them takes the repayments too, or it is named.

    A bank's row names the product of what the lender sells beside its loans; of a wallet's, what a fee for an extension
    is of.
    """
    charges = _charges(context)
    takers = _takers(context) if charges else {}
    beside = {id(charge): loan for charge, loan in charged_beside(context)} if charges else {}
    for charge in charges:
        said = charge.row.services if charge.row else charge.bank[0].services
        named = charge.row is None or Service.EXTENSION in said
        product = charge.product if named and charge.product is not Product.OTHER else takers.get(payee_of(charge))
        if product is None or not _OTHERS_SERVICES.isdisjoint(said):
            continue
        alike = [b.contract for b in context.loans if b.product is product and _runs_on(b, charge.on)]
        yield LenderFee(charge, product, beside.get(id(charge)) or (alike[0] if len(alike) == 1 else ""))


_OTHERS_SERVICES = frozenset({Service.GUARANTEE, Service.INSURANCE, Service.CREDIT_ENHANCEMENT})
"""What no lender takes a charge for itself."""


def _runs_on(book: LoanBook, on: date) -> bool:
    return book.drawn_on is None or book.drawn_on <= on


def _takers(context: Context) -> Mapping[str, Product]:
    """Who takes the repayments of one product alone, by the names that wallets and the lender's tables give."""
    named: dict[str, set[Product]] = defaultdict(set)
    for m in _repaid(context):
        if m.row and len(m.row.counterparty) > 1 and m.product is not Product.OTHER:
            named[m.row.counterparty].add(m.product)
    for book in context.loans:
        if book.record and book.record.lender:
            named[book.record.lender].add(book.product)
    return {payee: products.pop() for payee, products in named.items() if len(products) == 1}


def tables_by_loan(context: Context, disclosures: Sequence[CostDisclosure]) -> Mapping[str, CostDisclosure]:
    """The disclosure table of each loan: by its number, else the only table and the only loan of one amount."""
    loans = {book.contract: book.principal for book in context.loans}
    loans |= {loan.id: loan.drawdown.amount for loan in context.inferred}
    found: dict[str, CostDisclosure] = {}
    for table in disclosures:
        alike = [name for name, principal in loans.items() if principal is not None and principal == table.principal]
        others = [other for other in disclosures if other.principal == table.principal]
        if table.contract in loans:
            found[table.contract] = table
        elif len(alike) == 1 and len(others) == 1:
            found.setdefault(alike[0], table)
    return found


def item_of(table: CostDisclosure, charge: Movement) -> DisclosedItem | None:
    """The line of a table that names who took a charge or what it is for; no line on what only lateness costs."""
    return next((item for item in table.items if not item.contingent and _names(item, charge)), None)


def _names(item: DisclosedItem, charge: Movement) -> bool:
    payee = payee_of(charge)
    if item.payee and (item.payee in payee or (payee and payee in item.payee)):
        return True
    said = charge.row.services if charge.row else charge.bank[0].services
    return not set(item.services).isdisjoint(said)


def charged_beside(context: Context) -> Iterator[tuple[Movement, str]]:
    """Each charge of another payee that was taken beside a debit of one loan and of no other, with that loan."""
    loans_of: dict[int, set[str]] = defaultdict(set)
    for link in context.activity.linked:
        loans_of[id(link.debit)] |= {r.contract for r in link.repayments}
    for claim in context.activity.claims:
        loans_of[id(claim.debit)].add(claim.contract)
    for loan in context.inferred:
        for debit in loan.debits.values():
            loans_of[id(debit)].add(loan.id)
    repaid = _repaid(context)
    for charge in _charges(context):
        loans = {loan for m in repaid if _is_beside(m, charge) for loan in loans_of[id(m)]}
        if len(loans) == 1:
            yield charge, loans.pop()


def _charges(context: Context) -> list[Movement]:
    """What others took and did not give back, but for what repays a guarantor."""
    repaid = {id(one.charge) for book in context.loans for one in recovered_from(context, book)}
    return [m for m in context.moved_as(WalletKind.CHARGE) if m.done and m.returned < m.amount and id(m) not in repaid]


def _repaid(context: Context) -> list[Movement]:
    return [m for m in context.moved_as(WalletKind.REPAYMENT) if m.done]


def _is_beside(repayment: Movement, charge: Movement) -> bool:
    return abs(repayment.at - charge.at) <= BESIDE_REPAYMENT or (not charge.row and repayment.on == charge.on)


def payee_of(charge: Movement) -> str:
    """Who took it, by the wallet's counterparty, else by the bank's.

    Banks write what was paid for behind the name, parted by a blank, which no Chinese firm's name holds.
    """
    if charge.row:
        return charge.row.counterparty
    named = charge.bank[0].counterparty or charge.text
    name, _, rest = named.partition(" ")
    return name if rest and not name.isascii() and len(name) >= _SHORTEST_FIRM else named


_SHORTEST_FIRM = 6
"""Characters that the name of a firm has at least; what is shorter is a word of the bank's."""


def _charge(
    charge: Movement,
    repaid: Sequence[Movement],
    alike: Sequence[Movement],
    table: CostDisclosure | None,
    planned: int,
) -> Discrepancy:
    """A charge; ``planned`` are the periods of the plan of the loan beside which it stands, 0 where none is here."""
    beside = [m for m in repaid if _is_beside(m, charge)]
    kept = charge.amount - charge.returned
    item = item_of(table, charge) if table else None
    stated: dict[str, Any] = {"plan_periods": planned} if beside and not item else {}
    if item:
        stated = {"disclosed": f"{item.name} {item.said}".strip()}
    elif table:
        stated["items"] = tuple(dict.fromkeys(one.name for one in table.items if not one.contingent))
    return discrepancy(
        Occurrence(
            charge.at,
            (
                *charge.sources,
                *(s for m in beside for s in (m.wallet_sources or m.bank_sources)),
                *(item.sources if item else ()),
            ),
            product=beside[0].product if beside else charge.product,
        ),
        "FEE-THIRD-PARTY",
        "disclosed" if item else "with-repayment" if beside else "alone",
        Severity.INFO if item else Severity.WARNING,
        Certainty.STRONG if beside else Certainty.PATTERN,
        Bridge(0, kept, parts=(given("third-party-fee", kept, charge.sources),)),
        payee=payee_of(charge),
        wording=charge.text,
        amount=kept,
        times=len(alike) if len(alike) > 1 else 0,
        total=sum(m.amount - m.returned for m in alike),
        **stated,
    )
