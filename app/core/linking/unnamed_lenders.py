"""Which debits of a bank statement belong to a loan whose lender no table of words knows: told by the loan's plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.core.facts import BankRow, BankSays, PeriodState, PlanRow, Product, WalletKind
from app.core.linking.bank_wording import wording
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.products import NEAR_DRAWDOWN
from app.core.linking.unrecorded_settlements import LEAST_AHEAD, closes
from app.core.money import Fen

LEAST_PERIODS = 2
"""So many periods must have been debited to the fen about their due dates, if a loan has more than one; one alone may
be chance."""

_Payee = tuple[str, str, str]


def debits_of_unnamed_lenders(
    moved: Sequence[Movement], loans: Sequence[LoanBook], bank: Sequence[BankRow]
) -> tuple[BankRow, ...]:
    """The rows of each payee that debited a loan of which no debit is known, by two or more periods' exact amounts, or
    that took the rest of two or more periods beside the lender that is known.

    A settlement whose row names nobody is one of them where it closes such a loan to the fen and no other.
    They are of no known product, or of one that its lender's papers alone name: then that is the rows' ``product``.
    A row that belongs to a payment already, or names a product or a charge, is none of them. Where two payees fit a
    loan as well, the one that is said to be repaid is taken, else none. The order of rows plays no part.
    """
    told = {m.product for m in moved if m.kind is WalletKind.REPAYMENT}
    unnamed = [b for b in loans if b.snapshots and (b.product is Product.OTHER or b.product not in told)]
    alone = {source for m in moved if m.row is None for source in m.bank_sources}
    named = [b for b in loans if b.snapshots and b not in unnamed] if alone else []
    if not unnamed and not named:
        return ()
    used = {source for m in moved for source in m.bank_sources}
    rows: dict[_Payee, list[BankRow]] = defaultdict(list)
    for row in bank:
        if row.amount < 0 and row.product is None and _may_repay(row) and used.isdisjoint(row.sources):
            rows[row.bank, row.account, row.payee or wording(row)].append(row)
    together = _fallen_due_together(unnamed)
    products: dict[_Payee, set[Product]] = defaultdict(set)
    for book in unnamed:
        one = _paid_out_by(book, bank, rows) or _payee_of(book, rows, together)
        for payee in {one} if one else set(_sharers_of(book, rows)):
            products[payee].add(book.product)
    if named and rows:
        of_day: dict[tuple[date, Product], list[Fen]] = defaultdict(list)
        for row in bank:
            if row.amount < 0 and row.product and not alone.isdisjoint(row.sources):
                of_day[row.on, row.product].append(-row.amount)
        others: dict[tuple[date, Fen], set[_Payee]] = defaultdict(set)
        for payee, own in rows.items():
            for row in own:
                others[row.on, -row.amount].add(payee)
        for book in named:
            if beside := _sharer_beside(book, of_day, others):
                products[beside].add(book.product)
    found = [(row, of) for payee, of in sorted(products.items()) for row in rows[payee]]
    left = (row for payee in sorted(rows.keys() - products.keys()) for row in rows[payee])
    found += [(row, {ended.product}) for row in left if (ended := _settled_by(row, unnamed))]
    return tuple(
        row if of == {Product.OTHER} else replace(row, product=next(iter(of))) for row, of in found if len(of) == 1
    )


def _may_repay(row: BankRow) -> bool:
    moved = not {BankSays.MONEY_MOVED, BankSays.SETTLES}.isdisjoint(row.says)
    return moved and BankSays.THIRD_PARTY_CHARGE not in row.says


def _settled_by(row: BankRow, books: Sequence[LoanBook]) -> LoanBook | None:
    """The only loan that a row which calls itself a settlement and names no payee ends to the fen."""
    if row.payee or BankSays.SETTLES not in row.says:
        return None
    fits = [book for book in books if book.is_split and _is_ended(book, row)]
    return fits[0] if len(fits) == 1 else None


def _is_ended(book: LoanBook, row: BankRow) -> bool:
    page = book.page_before(row.on) or book.page_after(row.on)
    ahead = [due for due in page.open_rows if due.due > row.on] if page else []
    return len(ahead) >= LEAST_AHEAD and closes(book, ahead, -row.amount, row.on, booked=True)


def _paid_out_by(book: LoanBook, bank: Sequence[BankRow], rows: Mapping[_Payee, Sequence[BankRow]]) -> _Payee | None:
    """The payee of the one credit of the amount lent, within days of the drawdown, if it also debited the account."""
    drawn, lent = book.drawn_on, book.principal
    if drawn is None or lent is None:
        return None
    found = {
        (row.bank, row.account, row.payee) for row in bank
        if row.amount == lent and row.payee and 0 <= (row.on - drawn).days <= NEAR_DRAWDOWN
    }  # fmt: skip
    payee = found.pop() if len(found) == 1 else None
    return payee if payee in rows else None


_Sums = Mapping[tuple[str, int], Fen]


def _fallen_due_together(books: Sequence[LoanBook]) -> _Sums:
    """What two loans that fall due on the same days ask for together, by loan and period; one debit may take both."""
    of_day: dict[date, list[PlanRow]] = defaultdict(list)
    for book in books:
        for period in book.periods:
            if row := book.in_force(period, date.max):
                of_day[row.due].append(row)
    pairs = (rows for rows in of_day.values() if len(rows) == 2)
    return {(row.contract, row.period): sum(r.instalment for r in rows) for rows in pairs for row in rows}


def _payee_of(book: LoanBook, rows: Mapping[_Payee, Sequence[BankRow]], together: _Sums) -> _Payee | None:
    """The payee that took most of a loan's periods; None where none took two, or two payees took as many.

    Of two equal loans the one that is shown as overdue is not the one whose every period was taken.
    """
    unpaid = _overdue(book)
    taken = {payee: set(_periods(book, own, together)) for payee, own in rows.items()}
    fits = {payee: len(periods) for payee, periods in taken.items()}
    said = {payee: any(BankSays.REPAYMENT in row.says for row in own) for payee, own in rows.items()}
    least = min(LEAST_PERIODS, len(book.periods))
    ranked = sorted(((not taken[p] & unpaid, said[p], fits[p], p) for p in rows if fits[p] >= least), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][:3] == ranked[1][:3]):
        return None
    return ranked[0][3]


def _sharers_of(book: LoanBook, rows: Mapping[_Payee, Sequence[BankRow]]) -> tuple[_Payee, ...]:
    """The two payees that took a loan's periods in shares: together on one day their exact amount, twice or more."""
    taken: Counter[tuple[_Payee, ...]] = Counter()
    for period in book.periods:
        taken.update({pair for row in book.due_rows(period, date.max) for pair in _pairs(row, rows)})
    ranked = taken.most_common(2)
    alone = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] > ranked[1][1])
    return ranked[0][0] if alone and ranked[0][1] >= LEAST_PERIODS else ()


def _sharer_beside(
    book: LoanBook,
    known: Mapping[tuple[date, Product], Sequence[Fen]],
    others: Mapping[tuple[date, Fen], set[_Payee]],
) -> _Payee | None:
    """The payee that took, of two or more periods, what the debits of the known lender left of the exact due.

    ``known`` are those debits by day and product, ``others`` the payees of debits by their day and amount.
    """
    taken: Counter[_Payee] = Counter()
    for period in book.periods:
        rests = {
            (on, due.instalment - amount)
            for due in book.due_rows(period, date.max)
            for on in (due.due + timedelta(days=n) for n in range(-1, BOOKING_DAYS + 1))
            for amount in known.get((on, book.product), ())
        }
        taken.update({payee for rest in rests for payee in others.get(rest, ())})
    ranked = taken.most_common(2)
    alone = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] > ranked[1][1])
    return ranked[0][0] if alone and ranked[0][1] >= LEAST_PERIODS else None


def _pairs(due: PlanRow, rows: Mapping[_Payee, Sequence[BankRow]]) -> Iterator[tuple[_Payee, ...]]:
    """Every two payees of which a debit each, of one day about a due date, makes up what was due."""
    of_amount: dict[tuple[date, Fen], set[_Payee]] = defaultdict(set)
    for payee, own in rows.items():
        for row in own:
            if _about(row, due):
                of_amount[row.on, -row.amount].add(payee)
    for (on, amount), payees in of_amount.items():
        others = of_amount.get((on, due.instalment - amount), ())
        yield from (tuple(sorted((one, other))) for one in payees for other in others if one != other)


def _about(row: BankRow, due: PlanRow) -> bool:
    """Whether a bank may have booked a debit of a due date on this row's day."""
    return -1 <= (row.on - due.due).days <= BOOKING_DAYS


def _overdue(book: LoanBook) -> set[int]:
    """The periods that the last page shows as overdue."""
    last = book.snapshots[-1]
    return {row.period for row in last.rows if row.state is PeriodState.OVERDUE}


def _periods(book: LoanBook, rows: Sequence[BankRow], together: _Sums) -> Iterator[int]:
    """The periods whose exact amount one of the rows took about the due date."""
    for period in book.periods:
        joined = together.get((book.contract, period))
        for row in rows:
            due = (
                shown.due for shown in book.due_rows(period, row.on) if -row.amount in (shown.instalment, joined)
            )  # fmt: skip
            if any(-1 <= (row.on - day).days <= BOOKING_DAYS for day in due):
                yield period
                break
