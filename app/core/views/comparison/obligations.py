"""The standing of what was due: periods of plans, settlements that no debit shows, reserve advances, bills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from app.core.comparison import Check, Paper, Role, Standing, Subject
from app.core.discrepancy import distinct
from app.core.explanation import NO_DAY
from app.core.facts import Bill, Product, Source, WalletRow
from app.core.linking.bank_wording import same_account
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.products import WALLETS
from app.core.loans.reserve_advance import DAYS
from app.core.normalise import Repayment
from app.core.notices import PROVIDER
from app.core.papers import LISTS
from app.core.rules.advances import Advance, advances
from app.core.rules.bill_ends import Means
from app.core.rules.context import Context
from app.core.views.comparison.belonging import Belonging, of_early_repayment, of_period
from app.core.views.comparison.doubts import Doubts
from app.core.views.comparison.papers import (
    BANK,
    BILL,
    FINAL,
    PLAN,
    RECORD,
    RESERVE,
    WALLET,
    payments_paper,
)

RESERVE_NAME = Product.RESERVE.value


def obligations(context: Context, belonging: Belonging, doubts: Doubts) -> Iterator[Check]:
    """Periods that are due, or paid already; settlements and prepayments without a debit; reserve advances."""
    for activity in context.activity.periods:
        touched = activity.paid or activity.pending or activity.claims
        if touched or (fallen_due(context, activity.due) and not belonging.never_fell_due(activity)):
            yield _period(context, belonging, doubts, activity)
    for early in context.activity.early:
        if early.link is None:
            yield _early_repayment(context, doubts, early)
    for advance in advances(context):
        last = advance.record.taken_at.date() + timedelta(days=DAYS)
        if advance.on_paper or advance.is_returned or fallen_due(context, last):  # else it is out, and nothing is due
            yield _advance(context, doubts, advance)


def fallen_due(context: Context, due: date | None) -> bool:
    """Whether it fell due before the day of the case; where no day is known, that cannot be told and all count."""
    return due is None or context.as_of <= NO_DAY or due < context.as_of


def debit_roles(moved: Iterable[Movement]) -> set[Role]:
    """Which papers show these debits."""
    found = set()
    for m in moved:
        found |= {wallet_role(m.row)} if m.row else set()
        found |= {Role.BANK} if m.bank else set()
    return found


def wallet_role(row: WalletRow) -> Role:
    """Which paper tells of a wallet's row: the wallet's export, or a message or list that stands in for it."""
    if row.provider != PROVIDER:
        return Role.WALLET
    return Role.LIST if row.rule in LISTS else Role.MESSAGE


_ROLES = tuple(Role)


def ordered(roles: set[Role]) -> tuple[Role, ...]:
    """Roles in their own order."""
    return tuple(role for role in _ROLES if role in roles)


def _period(context: Context, belonging: Belonging, doubts: Doubts, activity: PeriodActivity) -> Check:
    settled = belonging.settled.get((activity.book.contract, activity.period)) if not activity.paid else None
    debits = [*(p.link.debit for p in activity.paid if p.link), *(c.debit for c in activity.claims)]
    debits += settled.debits if settled else []
    recorded = [s for p in activity.paid for s in p.part.sources] + [*(settled.repayment.sources if settled else ())]
    roles = debit_roles(debits) | ({Role.RECORD} if recorded else set())
    named = doubts.of(activity.row.sources)
    paid = (
        activity.cleared + activity.waived >= activity.expected
        or sum(c.amount for c in activity.claims) >= activity.expected
    )
    contradicted = not debits and not _by_another(activity) and context.covered_by_wallet(activity.due)
    unsaid = not recorded and _leaves_a_rest(activity, debits)
    standing = _standing(named, met=bool(settled or paid) and bool(roles) and not (contradicted or unsaid))
    return Check(
        Subject.OBLIGATION,
        standing,
        activity.due,
        activity.expected,
        of_early_repayment(settled) if settled else of_period(activity),
        activity.row.sources,
        facility=activity.book.contract,
        period=activity.period,
        met=distinct((*recorded, *(s for m in debits for s in m.sources))),
        roles=ordered(roles),
        discrepancies=named,
        paper=_paper(context, activity, standing),
    )


def _by_another(activity: PeriodActivity) -> bool:
    """Whether the record says that another person paid: no wallet or statement of one's own shows that."""
    return bool(activity.paid) and all(p.repayment.by_another for p in activity.paid)


def _leaves_a_rest(activity: PeriodActivity, debits: Iterable[Movement]) -> bool:
    """Whether late debits are another amount than was due: what the rest is stands in no paper."""
    paid = list(debits)
    return any(m.on > activity.due for m in paid) and sum(m.amount for m in paid) != activity.expected


def _standing(named: tuple[str, ...], *, met: bool) -> Standing:
    if named:
        return Standing.DIFFERS
    return Standing.AGREES if met else Standing.NOT_CHECKED


def _paper(context: Context, activity: PeriodActivity, standing: Standing) -> Paper | None:
    if standing is not Standing.NOT_CHECKED:
        return None
    if activity.pending:
        return Paper(FINAL, activity.book.product, activity.book.contract)
    paper = payments_paper(context, activity.book.product, activity.due, activity.book.contract)
    return _beside_record(context, paper, activity.due, [p.repayment for p in activity.paid])


def _beside_record(context: Context, paper: Paper, on: date, recorded: Iterable[Repayment]) -> Paper | None:
    """What would show a payment where that is not the lender's record, which is here: a statement of its account.

    None where the statement of that account is here, and lacks it.
    """
    accounts = {repayment.account for repayment in recorded if repayment.sources}
    if paper.kind != RECORD or not accounts:
        return paper
    named = next(iter(accounts)) if len(accounts) == 1 else ""
    here = any(same_account(named, row) for row in context.books.bank if row.bank) if named else False
    return None if here and context.covered_by_bank(on) else Paper(BANK, paper.product, source=named)


def _early_repayment(context: Context, doubts: Doubts, early: EarlyRepayment) -> Check:
    repayment, book = early.repayment, early.book
    page = book.page_before(early.made_on)
    rows = tuple(s for row in page.open_rows for s in row.sources) if page else ()
    named = doubts.of(repayment.sources)
    standing = _standing(named, met=False)
    paper = payments_paper(context, book.product, early.made_on, book.contract)
    return Check(
        Subject.OBLIGATION,
        standing,
        early.made_on,
        repayment.total,
        of_early_repayment(early),
        repayment.sources,
        facility=book.contract,
        met=distinct(rows) if named else (),
        roles=(Role.PLAN, Role.RECORD) if named and rows else (),
        discrepancies=named,
        paper=_beside_record(context, paper, early.made_on, [repayment]) if standing is Standing.NOT_CHECKED else None,
    )


def records(context: Context, belonging: Belonging, doubts: Doubts) -> Iterator[Check]:
    """Recorded repayments of periods that no plan shows, and that no debit is known of."""
    told = {early.repayment for early in context.activity.early}
    for book in context.loans:
        for repayment in book.repayments:
            planned = any((book.contract, part.period) in belonging.activities for part in repayment.parts)
            if not (planned or belonging.debits_of[repayment] or repayment in told):
                yield _record(context, doubts, book, repayment)


def _record(context: Context, doubts: Doubts, book: LoanBook, repayment: Repayment) -> Check:
    named, on = doubts.of(repayment.sources), repayment.at.date()
    paper = payments_paper(context, book.product, on, book.contract)
    return Check(
        Subject.RECORD,
        _standing(named, met=False),
        on,
        repayment.total,
        f"{book.contract}.record.{repayment.at:%Y%m%d%H%M%S}",
        repayment.sources,
        facility=book.contract,
        discrepancies=named,
        paper=None if named else Paper(PLAN, book.product, book.contract) if paper.kind == RECORD else paper,
    )


def _advance(context: Context, doubts: Doubts, advance: Advance) -> Check:
    """A reserve advance: its record against the wallet, or against the bill it moved to."""
    record = advance.record
    moved = [m for m in (advance.taken, *advance.parts) if m]
    on_paper = advance.on_paper
    lines = [line for _, line in advance.lines if line.amount == record.amount]
    rows: list[Source] = [s for m in moved for s in m.sources] + [s for line in lines for s in line.sources]
    named = doubts.of((*advance.evidence, *rows))
    standing = _standing(named, met=on_paper and bool(rows))
    wallet = Paper(WALLET, Product.RESERVE, source=WALLETS[Product.RESERVE])
    missing = wallet if on_paper else Paper(RESERVE, Product.RESERVE)
    return Check(
        Subject.OBLIGATION,
        standing,
        record.taken_at.date(),
        record.amount,
        f"{RESERVE_NAME}.{record.taken_at:%Y%m%d%H%M%S}.{record.amount}",
        distinct(record.sources),
        facility=RESERVE_NAME,
        met=distinct(rows) if on_paper else (),
        roles=ordered(debit_roles(moved) | ({Role.BILL} if lines else set()) | ({Role.RESERVE} if on_paper else set())),
        discrepancies=named,
        paper=missing if standing is Standing.NOT_CHECKED else None,
    )


def bills(context: Context, belonging: Belonging, doubts: Doubts) -> Iterator[Check]:
    """Bills that are due and ask for something, against what was paid for them, less what came back."""
    for bill in context.books.bills:
        if fallen_due(context, bill.due) and (bill.declared is None or bill.declared > 0):
            yield _bill(context, belonging, doubts, bill)


def _bill(context: Context, belonging: Belonging, doubts: Doubts, bill: Bill) -> Check:
    paid = belonging.paid_for[id(bill)]
    rows = bill.sources or distinct(s for line in bill.lines for s in line.sources)
    named, end = doubts.of(rows), belonging.ends.get(id(bill))
    moved = end.rows if end and end.means is Means.INSTALMENTS else ()
    standing = _standing(named, met=belonging.is_whole(bill))
    return Check(
        Subject.BILL,
        standing,
        bill.due or bill.statement_date or date(bill.month[0], bill.month[1], 1),
        bill.declared,
        belonging.bill_names[id(bill)],
        rows,
        facility=bill.product.value,
        met=distinct((*(s for m in paid for s in m.sources), *moved)),
        roles=ordered(debit_roles(paid) | ({Role.PLAN if end and end.plan else Role.BILL} if moved else set())),
        discrepancies=named,
        paper=_bill_paper(context, bill, paid) if standing is Standing.NOT_CHECKED else None,
    )


def _bill_paper(context: Context, bill: Bill, paid: tuple[Movement, ...]) -> Paper:
    """The bill's own page where it declares nothing, else what would show its payments, else what they were for."""
    if bill.declared is None:
        return Paper(BILL, bill.product, month=f"{bill.month[0]}-{bill.month[1]:02d}")
    if bill.due and not paid:
        return payments_paper(context, bill.product, bill.due, "")
    return Paper(RECORD, bill.product)
