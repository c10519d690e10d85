"""What a bank statement shows and no other paper speaks of: told as open, with the paper that would decide it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import BankRow, BankSays, PeriodState, Source
from app.core.linking.bank_returns import RETURN_DAYS
from app.core.linking.bank_wording import wording
from app.core.linking.periods import PeriodActivity
from app.core.linking.unrecorded_settlements import LEAST_AHEAD, closes
from app.core.loans.formulas import given
from app.core.rules.allocations import wrong_loans
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy, of_period

BEFORE, AFTER = timedelta(days=3), timedelta(days=10)
"""How far from a due date a bank's debit of its amount may lie to be possibly its payment."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """All of them."""
    yield from equal_repayments(context)
    for activity, row in unclear_payments(context):
        yield _perhaps_paid(activity, row)


def equal_repayments(context: Context) -> Iterator[Discrepancy]:
    """Equal repayments from one account on one day, of which only the bank tells: one loan twice, or two loans."""
    free = _free_debits(context)
    groups: dict[tuple[object, ...], list[BankRow]] = defaultdict(list)
    for row in free:
        if BankSays.REPAYMENT in row.says and row.product is None and not context.covered_by_wallet(row.on):
            groups[row.bank, row.account, row.amount, wording(row), row.on].append(row)
    recurring = Counter(key[:4] for key, rows in groups.items() if len(rows) > 1)
    for key, rows in groups.items():
        if len(rows) > 1 and recurring[key[:4]] == 1 and not _came_back(context, rows[0]):
            yield _once_or_twice(rows)


def unclear_payments(context: Context) -> Iterator[tuple[PeriodActivity, BankRow]]:
    """Periods shown as unpaid, with the bank's debit of that amount about that day whose purpose no paper tells.

    A bank row serves one period, the nearest.
    """
    elsewhere = wrong_loans(context)
    free = [row for row in _free_debits(context) if row.product is None]
    used: set[int] = set()
    for activity in context.activity.periods:
        if (activity.book.contract, activity.period) in elsewhere or not _shown_unpaid(activity):
            continue
        near = [row for row in free if id(row) not in used and _is_near(row, activity)]
        if near:
            row = min(near, key=lambda r: (abs(r.on - activity.due), r.on, r.sources))
            used.add(id(row))
            yield activity, row


def may_be_its_payment(context: Context, activity: PeriodActivity) -> bool:
    """Whether a bank's debit of a period's amount about its due date names no product and belongs to nothing known."""
    return any(row.product is None and _is_near(row, activity) for row in _free_debits(context))


def may_have_settled(context: Context, activity: PeriodActivity) -> bool:
    """Whether a bank's debit that names no product, before a period was due, is all that the loan took to the fen."""
    book = activity.book
    for row in _free_debits(context):
        page = book.page_before(row.on) or book.page_after(row.on)
        ahead = [own for own in page.open_rows if own.due > row.on] if page else []
        early = row.product is None and row.on < activity.due and len(ahead) >= LEAST_AHEAD
        if (
            early
            and sum(own.principal for own in ahead) <= -row.amount
            and closes(book, ahead, -row.amount, row.on, booked=True)
        ):
            return True
    return False


def _is_near(row: BankRow, activity: PeriodActivity) -> bool:
    return -row.amount == activity.expected and -BEFORE <= row.on - activity.due <= AFTER


def _free_debits(context: Context) -> Sequence[BankRow]:
    """The debits of bank statements that belong to no payment known otherwise."""
    used = {source for m in context.booked for booked in m.bank for source in booked.sources}
    return [row for row in context.books.bank if row.amount < 0 and used.isdisjoint(row.sources)]


def _came_back(context: Context, row: BankRow) -> bool:
    """Whether the account got the same amount back soon after."""
    return any(
        back.amount == -row.amount and (back.bank, back.account) == (row.bank, row.account)
        and 0 <= (back.on - row.on).days <= RETURN_DAYS
        for back in context.books.bank
    )  # fmt: skip


def _shown_unpaid(activity: PeriodActivity) -> bool:
    later = [row for page, row in activity.pages() if page.as_of > activity.due]
    unpaid = bool(later) and later[-1].state in (PeriodState.OPEN, PeriodState.OVERDUE)
    return unpaid and not (activity.paid or activity.pending or activity.claims)


def _once_or_twice(rows: Sequence[BankRow]) -> Discrepancy:
    first, *more = sorted(rows, key=lambda row: (_moment(row), row.sources))
    sources: tuple[Source, ...] = tuple(s for row in rows for s in row.sources)
    extra = -sum(row.amount for row in more)
    return discrepancy(
        Occurrence(_moment(more[-1]), sources),
        "DEBIT-DUPLICATE",
        "undecided",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(
            -first.amount,
            -first.amount + extra,
            parts=(given("second-debit", extra, (s for row in more for s in row.sources)),),
        ),
        missing=("wallet-bill",),
        amount=-first.amount,
        first_at=_moment(first),
        second_at=_moment(more[-1]),
        wording=wording(first),
        times=len(rows),
    )


def _perhaps_paid(activity: PeriodActivity, row: BankRow) -> Discrepancy:
    page, shown = activity.pages()[-1]
    return discrepancy(
        of_period(activity, _moment(row), (*row.sources, *shown.sources, *activity.row.sources)),
        "POST-MISSING",
        "unclear",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(activity.expected, 0, parts=(given("debited-not-posted", row.amount, row.sources),)),
        missing=("bank-slip",),
        paid_at=_moment(row),
        amount=activity.expected,
        shown_on=page.as_of,
        payee=wording(row) or row.bank,
    )


def _moment(row: BankRow) -> datetime:
    return row.at or datetime.combine(row.on, time())
