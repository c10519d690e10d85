"""Which loan of the rows an account of a credit report is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.core.calendar import month_end
from app.core.discrepancy import distinct
from app.core.money import Fen
from app.core.papers import CreditAccount, CreditLineKind
from app.core.views.overdue_spans import Borrowed

YUAN: Fen = 100
"""Reports count whole yuan; which way they round is not told, so less than one yuan is no difference."""

LAG = 1
"""Months that a settlement may take to be shown (domain fact A23)."""

Month = tuple[int, int]

_LEAST_NAME = 4
"""Letters that a lender's name must have to be found in another one."""


def same_lender(a: str, b: str) -> bool:
    """Whether two names, the forms of companies left out, mean one lender: one holds the other."""
    return min(len(a), len(b)) >= _LEAST_NAME and (a in b or b in a)


def lender_of(account: CreditAccount) -> str:
    """The name by which an account's lender is compared."""
    return account.lender_stem or account.lender


def month_of(day: date) -> Month:
    return day.year, day.month


def month_plus(month: Month, count: int) -> Month:
    """The month ``count`` months later."""
    year, number = divmod(month[0] * 12 + month[1] - 1 + count, 12)
    return year, number + 1


def last_day_of(month: Month) -> date:
    """The last day of a month."""
    return month_end(*month)


def text_of(month: Month) -> str:
    return f"{month[0]}-{month[1]:02d}"


def own_loan(
    account: CreditAccount, accounts: Sequence[CreditAccount], loans: Sequence[Borrowed]
) -> tuple[Borrowed | None, str]:
    """The one loan that an account is of: by the day and the amount, else by the lender and the day."""
    if account.kind is CreditLineKind.REVOLVING:
        return None, "line-of-several"
    drawn = [loan for loan in loans if loan.drawn_on and account.opened and loan.drawn_on == account.opened]
    drawn = [loan for loan in drawn if _may_be_lender(lender_of(account), loan.lender)]
    same = [loan for loan in drawn if same_yuan(loan.principal, account.amount)]
    if len(same) == 1:
        return same[0], ""
    named = [loan for loan in drawn if loan.lender and account.lender]
    twins = [a for a in accounts if (a.lender, a.opened) == (account.lender, account.opened)]
    if not same and len(named) == 1 and len(twins) == 1 and account.amount is not None:
        return named[0], ""
    return None, "several-loans" if len(same) > 1 else "no-loan"


def _may_be_lender(a: str, b: str) -> bool:
    """Whether two names can mean one lender: one holds the other, or one is not given."""
    return not a or not b or a in b or b in a


def same_yuan(a: Fen | None, b: Fen | None) -> bool:
    return a is not None and b is not None and abs(a - b) < YUAN


def line_of(account: CreditAccount, loans: Sequence[Borrowed]) -> Borrowed | None:
    """All loans that were drawn from a revolving line, as one; None where the rows do not name its lender.

    Other loans of the line may lie in no file, so that its figures are those of these loans only if its balance is.
    """
    own = [
        loan
        for loan in loans
        if loan.lender and account.lender and _may_be_lender(lender_of(account), loan.lender)
        and loan.drawn_on and account.opened and account.opened <= loan.drawn_on
    ]  # fmt: skip
    if not own or not all(loan.owed for loan in own):
        return None
    if len(own) == 1:
        return own[0]
    days = sorted({on for loan in own for on, _ in loan.owed})
    owed = tuple((day, sum(_owed_on(loan, day) for loan in own)) for day in days)
    spans = tuple(sorted((s for loan in own for s in loan.spans), key=lambda s: (s.due, s.amount, s.evidence)))
    ends = [loan.settled_on for loan in own]
    return replace(
        own[0],
        facility=own[0].facility,
        principal=None,
        settled_on=max(end for end in ends if end) if all(ends) else None,
        grace=min(loan.grace for loan in own),
        spans=spans,
        owed=owed,
        evidence=distinct(s for loan in own for s in loan.evidence),
    )


def _owed_on(loan: Borrowed, day: date) -> Fen:
    return next((fen for on, fen in reversed(loan.owed) if on <= day), 0)
