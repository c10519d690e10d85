"""Each loan and bill product with its terms, its plan versions and what was still owed when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from app.core.explanation import Basis, Facility, Instalment, PlanVersion
from app.core.facts import Outcome
from app.core.linking.loan_books import LoanBook
from app.core.linking.plan_pages import Snapshot
from app.core.loan_names import stated_number
from app.core.loans.yearly_cost import xirr
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.plan_change import PlanChange
from app.core.rules.successive_pages import plan_changes
from app.core.views.events import HUABEI, MARKED, RESERVE, default_place
from app.core.views.inferred_facilities import facility_of


def facilities_of(context: Context) -> tuple[Facility, ...]:
    """Loans by contract, then bill products and the reserve where anything speaks of them."""
    changes: dict[int, list[PlanChange]] = defaultdict(list)
    for change in plan_changes(context):
        changes[id(change.book)].append(change)
    found = [_of_loan(context, book, changes[id(book)]) for book in context.loans]
    told = all(loan.stated and loan.best and loan.best.closes for loan in context.inferred)
    found += [facility_of(loan, with_balance=told) for loan in context.inferred]
    found += [
        Facility(id=name, product=name, basis=Basis.GIVEN)
        for name in sorted({bill.product.value for bill in context.books.bills} | _worded(context))
    ]
    return tuple(found)


def _worded(context: Context) -> set[str]:
    """The bill products and the reserve that the movements speak of: every mark of the timeline names one or a loan."""
    names = {HUABEI} if any(m.product.value == HUABEI for m in context.moved) else set[str]()
    names |= {place.facility for m in context.moved_as(*MARKED) if (place := default_place(m)).facility}
    return names | ({RESERVE} if context.books.reserves else set())


def _of_loan(context: Context, book: LoanBook, changed: Iterable[PlanChange]) -> Facility:
    record = book.record
    drawn_at = record.drawn_at if record else None
    return Facility(
        id=book.contract,
        product=book.product.value,
        basis=Basis.GIVEN,
        lender=record.lender if record else "",
        contract=stated_number(book.contract),
        principal=book.principal,
        drawn_at=drawn_at or (book.drawdown.at if book.drawdown else None),
        method=record.method if record else None,
        daily_rate=record.daily_rate if record else None,
        terms=record.terms if record else len(book.snapshots[0].rows) if book.snapshots else None,
        due_day=record.due_day if record else None,
        grace_days=record.grace_days if record else None,
        state=record.state if record else "",
        annual_rate=_yearly_cost(book),
        versions=tuple(_versions(context, book, changed)),
        balance=tuple(_balance(book)),
    )


def _yearly_cost(book: LoanBook) -> Decimal | None:
    """The effective yearly cost of a loan that is repaid, by the flows that happened (F6, XIRR); None while it runs."""
    done = [r for r in book.repayments if r.outcome is Outcome.DONE and not r.by_guarantor]
    if book.principal is None or book.drawn_on is None:
        return None
    if book.received != book.principal:  # the all-in cost counts what was paid out
        return None
    if book.principal != sum(part.principal for r in done for part in r.parts):
        return None
    rate = xirr([(book.drawn_on, book.principal), *((r.at.date(), -r.total) for r in done)]).rate
    return round(rate, 6) if rate is not None else None


def _versions(context: Context, book: LoanBook, changed: Iterable[PlanChange]) -> Iterator[PlanVersion]:
    """The first page and each page after a change; pages that changed nothing or have no parts are no versions."""
    changes = {change.second.as_of: change.code for change in changed if not change.second.concluded}
    pages = [page for page in book.snapshots if page is book.snapshots[0] or page.as_of in changes]
    for number, page in enumerate(pages if book.is_split else (), start=1):
        accrual = context.accrual(book, page)
        yield PlanVersion(
            number, page.as_of, _instalments(page), accrual.rate if accrual else None, changes.get(page.as_of, "")
        )


def _instalments(page: Snapshot) -> tuple[Instalment, ...]:
    return tuple(
        Instalment(
            r.period, r.due, r.principal, r.interest, r.instalment + r.penalty, r.state.value, r.starts,
            r.sources,
        )
        for r in page.rows if not r.follows
    )  # fmt: skip


def _balance(book: LoanBook) -> Iterator[tuple[date, Fen]]:
    """Outstanding principal after the drawdown and each recorded repayment; a guarantor's does not end the debt."""
    if book.principal is None or book.drawn_on is None or not book.is_split:
        return
    owed = book.principal
    yield book.drawn_on, owed
    for r in book.repayments:
        if r.outcome is Outcome.DONE and not r.by_guarantor and (repaid := sum(part.principal for part in r.parts)):
            owed -= repaid
            yield r.counted_on, owed
