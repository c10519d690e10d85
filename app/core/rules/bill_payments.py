"""What was paid for a monthly bill against what it asked for: late, twice, or the minimum and interest on the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import BEARS_FROM_SPENDING, Bill, BillLine, LineKind, Trigger
from app.core.linking.bill_scopes import scope_of
from app.core.linking.payments import Movement, Return
from app.core.loans.formulas import given
from app.core.loans.overdue import Overdue
from app.core.money import Fen
from app.core.rules.bill_accounts import BillAccount, month_of, ways_of_setting_off
from app.core.rules.bill_ends import checked_bills, next_bill, set_off, set_off_in_part, told_of_checked
from app.core.rules.bill_settlements import with_scope
from app.core.rules.context import Context
from app.core.rules.daily_charges import Charge, explain_charge
from app.core.rules.late_bills import charged_as_late, late
from app.core.rules.surplus_returns import bridge_of, surplus_returns, told_of
from app.core.rules.writing import Bridge, Occurrence, discrepancy

_TELL_NEXT_BILL = ("bill-charged-later", "bill-waived")
"""Variants that tell of the next bill's interest already."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """All discrepancies between bills and their payments."""
    paid = context.bill_payments
    for bill in context.books.bills:
        if bill.declared is None or bill.due is None or bill.declared <= 0:
            continue
        charged = charged_as_late(context, bill, bill.due)
        account = BillAccount.of(bill, bill.due, bill.declared, paid[id(bill)], charged=charged)
        for extra in account.extras:
            yield _twice(context, account, extra)
        found = list(late(context, account))
        yield from found
        yield from _beyond(context, account)
        if not any(d.variant in _TELL_NEXT_BILL for d in found):
            yield from _interest_on_rest(context, account)


def _twice(context: Context, account: BillAccount, extra: Movement) -> Discrepancy:
    """A bill that had been paid in full, and whose amount was taken once more."""
    first = max((m for m in (*account.in_time, *account.behind) if m.at <= extra.at), key=lambda m: m.at)
    lowered = [line for _, line in set_off_in_part(context, account.bill, extra.amount, extra.on)]
    back = extra.returned or -sum(line.amount for line in lowered)
    own = extra.wallet_sources or extra.bank_sources
    parts = [given("second-debit", extra.amount, own)]
    if back:
        rows = [s for r in extra.returns for s in r.sources] or [s for line in lowered for s in line.sources]
        parts.append(given("refund", -back, rows))
    by_hand = Trigger.MANUAL in {m.trigger for m in (first, extra)} and Trigger.AUTO in {first.trigger, extra.trigger}
    kept = extra.amount - back
    named = bool(extra.row and extra.row.bill_month)
    checked = () if back else checked_bills(context, account.bill, extra.on)
    return discrepancy(
        Occurrence(
            extra.at,
            (*account.rows, *first.sources, *extra.sources),
            product=account.bill.product,
            beside=tuple(s for b in checked for s in b.sources),
        ),
        "DEBIT-MANUAL-AUTO-OVERLAP" if by_hand else "DEBIT-DUPLICATE",
        "bill-returned" if kept <= 0 else "bill-partly-returned" if back else "bill-kept",
        Severity.WARNING if kept <= 0 else Severity.SERIOUS,
        Certainty.PROVED if named else Certainty.STRONG,
        Bridge(0, kept, parts=tuple(parts)),
        month=account.month,
        due=account.due,
        amount=account.declared,
        first_at=first.at,
        second_at=extra.at,
        returned=back,
        kept=kept,
        **context.waited(kept, extra.on),
        **told_of_checked(checked),
    )


def _beyond(context: Context, account: BillAccount) -> Iterator[Discrepancy]:
    """More than the bill asks for was paid by its due date, and not its whole amount twice.

    Where a part was paid by hand and the automatic debit took all of the bill, that part was taken twice. Any other
    surplus was sent on purpose: it counts towards what is not billed yet.
    """
    paid = account.in_time
    beyond = sum(m.amount - m.returned for m in paid) - account.declared
    gross = sum(m.amount for m in paid) - account.declared
    if account.behind or account.extras or gross <= 0 or not paid:
        return
    last = paid[-1]
    scope = scope_of(beyond, account.bill, last, context.moved) if len(paid) == 1 else None
    if scope:
        yield with_scope(account, last, beyond, scope)
        return
    off = set_off(context, account.bill, beyond, last.on) if beyond > 0 else ()
    whole = last.trigger is Trigger.AUTO and last.amount == account.declared
    if whole and gross == sum(m.amount for m in paid[:-1] if m.trigger is Trigger.MANUAL):
        yield _part_and_all(context, account, gross, max(beyond, 0), off)
    elif back := surplus_returns(context, paid, gross):
        yield _given_back(account, back)
    elif beyond > 0 and len(paid) == 1 and last.trigger is Trigger.MANUAL:
        later: dict[str, Any] = {"later_month": month_of(off[-1][0])} if off else {}
        yield discrepancy(
            Occurrence(
                last.at,
                (*account.rows, *last.sources, *(s for _, line in off for s in line.sources)),
                product=account.bill.product,
            ),
            "BILL-OVERPAID",
            "set-off-parts" if len(off) > 1 else "set-off" if off else "more",
            Severity.INFO,
            Certainty.PROVED,
            Bridge(
                account.declared, account.declared + beyond, parts=(given("paid-beyond-bill", beyond, last.sources),)
            ),
            month=account.month,
            due=account.due,
            amount=account.declared,
            paid=account.declared + beyond,
            rest=beyond,
            **later,
        )


def _given_back(account: BillAccount, back: Sequence[Return]) -> Discrepancy:
    """More than the bill asks for was paid in time, and just that came back."""
    paid = account.in_time
    return discrepancy(
        Occurrence(
            paid[-1].at, (*account.rows, *(s for m in paid for s in m.sources)), product=account.bill.product
        ),
        "SURPLUS-RETURNED", "bill", Severity.INFO, Certainty.STRONG,
        bridge_of(account.declared, paid, back), **told_of(paid, back),
        month=account.month, due=account.due, billed=account.declared,
    )  # fmt: skip


def _part_and_all(
    context: Context, account: BillAccount, gross: Fen, kept: Fen, off: Sequence[tuple[Bill, BillLine]]
) -> Discrepancy:
    """A part was paid by hand, and the automatic debit took the whole bill all the same."""
    *by_hand, last = account.in_time
    returned = sum(line.amount for _, line in off) or kept - gross
    parts = [given("second-debit", gross, (s for m in by_hand for s in m.wallet_sources or m.bank_sources))]
    if returned:
        rows = [s for _, line in off for s in line.sources]
        rows = rows or [s for m in account.in_time for r in m.returns for s in r.sources]
        parts.append(given("refund", returned, rows))
    left = gross + returned
    checked = checked_bills(context, account.bill, last.on) if left > 0 else ()
    paid = (s for m in account.in_time for s in m.sources)
    back: dict[str, Any] = {"returned": -returned} if left <= 0 else {}
    return discrepancy(
        Occurrence(
            last.at,
            (*account.rows, *paid),
            product=account.bill.product,
            beside=tuple(s for b in checked for s in b.sources),
        ),
        "DEBIT-MANUAL-AUTO-OVERLAP",
        "bill-part-kept" if left > 0 else "bill-part-returned",
        Severity.SERIOUS if left > 0 else Severity.INFO,
        Certainty.PROVED if last.row and last.row.bill_month else Certainty.STRONG,
        Bridge(0, left, parts=tuple(parts)),
        month=account.month,
        due=account.due,
        amount=account.declared,
        first_at=by_hand[0].at,
        second_at=last.at,
        total=account.declared + gross,
        beyond=gross,
        kept=left,
        **context.waited(left, last.on),
        **told_of_checked(checked),
        **back,
    )


def _interest_on_rest(context: Context, account: BillAccount) -> Iterator[Discrepancy]:
    """The interest that a later bill asks for on what was left of one that was paid by the minimum, or in part.

    What was paid in time may be less than the minimum; where the rest came before the next bill, that is told as late.
    """
    least = account.bill.minimum or 0
    lacking = max(least - account.declared + account.rest, 0)
    if account.rest <= 0 or not account.in_time or (lacking and account.behind):
        return
    asked: dict[str, Any] = {"least": least, "lacking": lacking} if lacking else {"minimum": least} if least else {}
    for later, lines in _interest_lines(context, account):
        interest = sum(line.amount for line in lines)
        charge = _charge_on_rest(context, account, later, lines, interest)
        if charge.rest and account.bill.product in BEARS_FROM_SPENDING:
            continue  # not all of it is on what was left
        paid = (s for m in (*account.in_time, *account.behind) for s in m.sources)
        yield discrepancy(
            Occurrence(
                lines[-1].posted_on,
                (*(s for line in lines for s in line.sources), *account.rows, *paid),
                product=account.bill.product,
            ),
            "MINPAY-REVOLVING",
            "interest",
            Severity.WARNING,
            charge.certainty,
            Bridge(0, interest, parts=charge.parts, unexplained=charge.rest),
            month=account.month,
            later_month=month_of(later),
            due=account.due,
            amount=account.declared,
            paid=account.declared - account.rest,
            rest=account.rest,
            interest=interest,
            **asked,
            **context.bill_paid_on(later),
            **charge.facts,
        )


def _charge_on_rest(
    context: Context, account: BillAccount, later: Bill, lines: Sequence[BillLine], interest: Fen
) -> Charge:
    """How the interest came about: by what was left, from and until which day, in the way that leaves least open."""
    ends = dict.fromkeys([lines[-1].posted_on, *([later.statement_date] if later.statement_date else [])])
    tried = [
        explain_charge(
            "revolving-interest",
            interest,
            (*before, *account.owed_until(end, refunds)),
            account.late,
            context.rules.penalties,
        )
        for refunds in ways_of_setting_off(later)
        for before in ((), *_carried_until_due(account))
        for end in ends
    ]
    return min(tried, key=lambda found: abs(found.rest))


def _carried_until_due(account: BillAccount) -> Iterator[tuple[Overdue, ...]]:
    """What this bill itself took over, from the last day to which it bears interest on that until it was due."""
    bill = account.bill
    carried = [line for line in bill.lines if line.kind is LineKind.CARRIED and line.amount > 0]
    if not carried:
        return
    owed, rows = sum(line.amount for line in carried), tuple(s for line in carried for s in line.sources)
    told = [line.posted_on for line in bill.lines if line.kind is LineKind.INTEREST]
    for since in dict.fromkeys([*sorted(told)[-1:], *([bill.statement_date] if bill.statement_date else [])]):
        if since < account.due:
            yield (Overdue(owed, 0, (account.due - since).days, rows),)


def _interest_lines(context: Context, account: BillAccount) -> Iterator[tuple[Bill, tuple[BillLine, ...]]]:
    """The next bill of the product and its lines of interest posted after this one was due, if it has any."""
    bill = next_bill(context, account.bill)
    lines = [x for x in bill.lines if x.kind is LineKind.INTEREST and x.posted_on > account.due] if bill else []
    if bill and sum(line.amount for line in lines) > 0:
        yield bill, tuple(sorted(lines, key=lambda line: (line.posted_on, line.sources)))
