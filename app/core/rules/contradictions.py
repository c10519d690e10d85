"""One paper says paid from an account, and the whole statement of that account lacks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import BankRow, BankSays, Coverage, WalletKind
from app.core.linking.bank_wording import same_account
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.loans.formulas import given
from app.core.rules.context import Context, discrepancy

LEAST_BOOKED = 2
"""So many other payments of the wallet must stand in a statement before it can be said to lack one."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every successful repayment that the statement of its account should hold and does not."""
    for m in context.moved:
        paid = m.kind is WalletKind.REPAYMENT and m.done and m.row is not None and not m.bank
        if paid and not m.returns and m.account and "&" not in m.account:
            statement = _statement(context, m)
            if statement and not _may_be_elsewhere(context, m, statement):
                yield _lacking(m, statement)


def _statement(context: Context, m: Movement) -> Coverage | None:
    """The one statement of the account, if it speaks of all days on which a bank may book the payment."""
    accounts = {
        (row.bank, row.account): row
        for row in context.books.bank
        if any(c.isdigit() for c in m.account) and row.account and same_account(m.account, row)
    }
    booked = [x for x in context.moved if x.row and x.bank and (x.bank[0].bank, x.bank[0].account) in accounts]
    if len(accounts) != 1 or len(booked) < LEAST_BOOKED:
        return None
    (_, account), row = next(iter(accounts.items()))
    digests = {s.digest for r in context.books.bank if r.account == account for s in r.sources}
    days = [m.on + timedelta(days=n) for n in range(BOOKING_DAYS + 1)]
    own = [c for c in context.coverages if c.digest in digests and c.account == row.account]
    return next((c for c in own if all(context.speaks_of(c, day) for day in days)), None)


def _may_be_elsewhere(context: Context, m: Movement, statement: Coverage) -> bool:
    """Whether a debit near it that belongs to nothing may hold it: joined with others, or less a reduction."""
    used = {source for x in context.moved for source in x.bank_sources}

    def near(row: BankRow) -> bool:
        days = (row.on - m.on).days
        about = BankSays.REPAYMENT in row.says or 2 * -row.amount >= m.amount
        return row.amount < 0 and row.account == statement.account and -1 <= days <= BOOKING_DAYS and about

    return any(near(row) and used.isdisjoint(row.sources) for row in context.books.bank)


def _lacking(m: Movement, statement: Coverage) -> Discrepancy:
    return discrepancy(
        "SOURCE-CONTRADICTION",
        "not-in-statement",
        Severity.WARNING,
        Certainty.STRONG,
        m.at,
        evidence=(*m.wallet_sources, *statement.declaring),
        parts=[given("not-in-statement", -m.amount, m.wallet_sources)],
        expected=m.amount,
        actual=0,
        product=m.product,
        amount=m.amount,
        account=m.account,
        paid_on=m.on,
    )
