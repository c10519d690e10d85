"""Settlements after a prepayment of which no page tells: the plan at hand still has the principal that was prepaid."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Severity
from app.core.facts import Outcome
from app.core.linking.periods import EarlyRepayment
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.loans.formulas import accrued, given
from app.core.loans.settlement import Counted
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.settled_loans import Settlement, of_settlement
from app.core.rules.writing import Bridge, discrepancy


def after_prepayment(context: Context, settled: Settlement) -> Discrepancy | None:
    """The settlement of what a prepayment had left, where the record tells to the fen that it was that; else None.

    The plan's interest is that of the principal before the prepayment: what of it was saved by which cannot be told.
    """
    own = settled.early.repayment
    gone = sum(row.principal for row in settled.open_rows) - settled.principal
    prepaid = _prepaid_since(context, settled)
    if not prepaid or gone <= 0 or _left_by_record(settled) != settled.principal:
        return None
    before = given("prepaid-before", -gone, (s for early in prepaid for s in early.repayment.sources))
    to_day, exact = _interest(settled, prepaid)
    parts = (settled.not_accrued, before, to_day)
    return discrepancy(
        of_settlement(settled),
        "SETTLE-INTEREST-TO-DATE",
        "after-prepayment",
        Severity.INFO,
        Certainty.PROVED if exact else Certainty.STRONG,
        Bridge(
            settled.planned, own.total, parts, unexplained=own.total - settled.planned - sum(p.amount for p in parts)
        ),
        prepaid=gone,
        prepaid_on=prepaid[-1].made_on,
    )


def _prepaid_since(context: Context, settled: Settlement) -> Sequence[EarlyRepayment]:
    """The recorded prepayments between the page at hand and the settlement, in order of time."""
    since = max((row.as_of for row in settled.open_rows if row.as_of), default=None)
    return [
        early for early in context.activity.early_of(settled.early.book)
        if early.kind is RepaymentKind.PREPAYMENT and early.repayment.at < settled.early.repayment.at
        and (since is None or since <= early.made_on)
    ]  # fmt: skip


def _left_by_record(settled: Settlement) -> Fen | None:
    """The principal that was left before the settlement: the page's, less what was recorded since; None without any."""
    book, own = settled.early.book, settled.early.repayment
    page = book.page_before(settled.on) or book.page_after(settled.on)
    if page is None or not own.sources:
        return None
    since = [r for r in book.repayments if r.outcome is Outcome.DONE and page.as_of <= r.at.date() and r.at < own.at]
    return sum(row.principal for row in page.open_rows) - sum(part.principal for r in since for part in r.parts)


def _interest(settled: Settlement, prepaid: Sequence[EarlyRepayment]) -> tuple[BridgePart, bool]:
    """The interest to the day, since the running period began or since the prepayment paid it until then."""
    charged, days = settled.charged, (settled.on - prepaid[-1].made_on).days
    if charged.counted is Counted.TO_THE_DAY:
        return charged.part, True
    if settled.accrual and days > 0 and settled.accrual.interest(settled.principal, days) == settled.interest:
        rows = settled.early.repayment.sources
        return accrued("interest-to-date", settled.principal, settled.accrual, days, rows), True
    return charged.part, False
