"""Debits at another time, of another number or from another account than expected (phenomenon two)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import Source, Trigger
from app.core.linking.bank_shares import JOINER
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.loans.formulas import given
from app.core.loans.overdue import Overdue, Paid, overdue_spans
from app.core.money import Fen
from app.core.rules.allocations import wrong_loans
from app.core.rules.context import Context
from app.core.rules.early_debits import early
from app.core.rules.late_charges import Beside, charge_returned, charged_later, collected_with_later
from app.core.rules.lateness_allowed import rules_on_lateness
from app.core.rules.penalties import Late, Penalty, explain_penalty, stated_penalty
from app.core.rules.posted_ahead import posted_ahead
from app.core.rules.posted_ahead import told as told_of_posted_ahead
from app.core.rules.posted_twice import posted_twice
from app.core.rules.why_late import Why, why_late
from app.core.rules.writing import Bridge, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """All discrepancies of debits."""
    elsewhere = {(found.book.contract, found.period) for _, found in wrong_loans(context).values()}
    twice, ahead = posted_twice(context), posted_ahead(context)
    for told in context.activity.periods:
        again = twice.get((told.book.contract, told.period))
        activity = replace(told, paid=(again.first,)) if again else told
        yield from late(context, activity)
        key = (activity.book.contract, activity.period)
        if key in ahead:
            yield told_of_posted_ahead(ahead[key])
        elif key not in elsewhere:  # else it was not this period that was paid
            yield from early(context, activity)
        yield from combined(activity)
    yield from wrong_source(context)


def late(context: Context, activity: PeriodActivity) -> Iterator[Discrepancy]:
    """The period was paid, wholly or in part, by a debit made after its due date."""
    behind = [p for p in activity.paid if p.made_on > activity.due]
    if not behind:
        return
    last = max([p for p in behind if p.cleared] or behind, key=lambda p: p.made_on)  # not what paid a penalty alone
    if moved := moved_charge(context, activity):
        yield charged_later(activity, last.at, _rows(activity, behind), moved)
        return
    penalty = penalty_of(context, activity)
    charged = _charged(activity, behind) - penalty.beyond
    back = tuple(r for p in behind if p.link for r in p.link.debit.returns)
    if charged > 0 and sum(r.amount for r in back) == charged:
        yield charge_returned(activity, last.at, _rows(activity, behind), penalty, back)
        return
    yield _late(context, activity, behind, last, penalty)
    if penalty.beyond:
        yield _above_contract(activity, last, charged, penalty.beyond)


def _late(
    context: Context, activity: PeriodActivity, behind: Sequence[PaidPart], last: PaidPart, penalty: Penalty
) -> Discrepancy:
    """What was charged for the days, and why it was late as far as the files tell."""
    days, charged = (last.made_on - activity.due).days, _charged(activity, behind) - penalty.beyond
    graced = not charged and days <= activity.book.grace_days
    bounced = sorted((m for p in behind if p.link for m in p.link.debit.recollects), key=lambda m: m.at)
    valued = max(p.part.counted_on for p in behind)  # by the lender's own books, which may have it in time
    in_time: dict[str, Any] = {} if charged or graced or valued > activity.due else {"counted_on": valued}
    severity = Severity.SERIOUS if charged else Severity.INFO if graced or in_time else Severity.WARNING
    told = told_of_bounced(bounced) or told_of_holiday(context, activity, last.made_on)
    shifted = "holiday" in told and not charged and not graced
    own, why = _rows(activity, behind), Why() if told or graced else why_late(context, activity, behind)
    return discrepancy(
        of_period(activity, last.at, (*own, *(s for m in bounced for s in m.sources), *why.rows)),
        "DEBIT-HOLIDAY" if shifted else "DEBIT-LATE",
        "shifted" if shifted else _late_variant(charged, told, graced),
        Severity.INFO if shifted else severity,
        penalty.certainty,
        Bridge(
            activity.expected - activity.waived,
            activity.expected - activity.waived + charged,
            parts=penalty.parts,
            unexplained=penalty.rest,
        ),
        paid_on=last.made_on,
        days=days,
        amount=activity.expected,
        charged=charged,
        grace=0 if penalty.keeps_grace else activity.book.grace_days,
        unpaid=max(activity.expected - activity.waived - activity.cleared, 0),
        beyond=penalty.beyond,
        **told_of_tries(activity, last.link.debit if last.link else None),
        **penalty.facts,
        **told,
        **why.facts,
        **({} if shifted else in_time),
        **{}
        if graced or in_time
        else rules_on_lateness(context, activity.book.product, activity.due, last.made_on, charged),
    )


def _above_contract(activity: PeriodActivity, last: PaidPart, entitled: Fen, beyond: Fen) -> Discrepancy:
    """What a penalty has above the dearest reading of the loan's own contract: that alone can be claimed."""
    record = activity.book.record
    rows = tuple(s for p in (*activity.paid, *activity.charges) if p.part.penalty for s in p.sources)
    return discrepancy(
        of_period(activity, last.at, (*rows, *(record.sources if record else ()))),
        "PENALTY-INTEREST",
        "above-contract",
        Severity.SERIOUS,
        Certainty.STRONG,
        Bridge(entitled, entitled + beyond, parts=(given("penalty-above-contract", beyond, rows),)),
        amount=activity.expected,
        paid_on=last.made_on,
        days=(last.made_on - activity.due).days,
        charged=entitled + beyond,
        exact=entitled,
        beyond=beyond,
    )


def moved_charge(context: Context, activity: PeriodActivity) -> tuple[Beside, Penalty] | None:
    """The penalty of a period recorded as paid late without one, where it was taken with a later period."""
    behind = [p for p in activity.paid if p.made_on > activity.due]
    if not behind or _charged(activity, behind):
        return None
    return collected_with_later(context, activity, list(_overdue(activity)))


def failed_tries(activity: PeriodActivity) -> int:
    """How many debits failed for a period; one that succeeded and came back is told by itself."""
    return sum(not m.bounced for m in activity.tries)


def told_of_tries(activity: PeriodActivity, paid_by: Movement | None) -> dict[str, Any]:
    """How many debits failed, and from which accounts where not all of them were from the one that paid in the end."""
    failed = {m.account for m in activity.tries if not m.bounced and m.account}
    told: dict[str, Any] = {"tries": failed_tries(activity), "joint": activity.joint_try}
    if paid_by and paid_by.account and failed - {paid_by.account}:
        told |= {"failed_from": tuple(sorted(failed)), "account": paid_by.account}
    return told


def penalty_of(context: Context, activity: PeriodActivity) -> Penalty:
    """How the lateness of a period was charged, by its late payments."""
    behind = [p for p in activity.paid if p.made_on > activity.due]
    overdue, accruals, charged = list(_overdue(activity)), context.accruals(activity), _charged(activity, behind)
    late = replace(Late.of(activity), stated=stated_penalty(activity.book))
    penalty = explain_penalty(charged, overdue, accruals, late, context.rules.penalties)
    if not penalty.rest or not activity.penalty_waived:
        return penalty
    whole = explain_penalty(
        charged + activity.penalty_waived, overdue, accruals, Late.of(activity), context.rules.penalties
    )  # fmt: skip
    if whole.rest:
        return penalty
    given_up = given("penalty-waived", -activity.penalty_waived, (s for w in activity.waivers for s in w.sources))
    return replace(whole, parts=(*whole.parts, given_up))


def _charged(activity: PeriodActivity, behind: Sequence[PaidPart]) -> Fen:
    return sum(p.part.penalty for p in behind) + sum(p.part.penalty for p in activity.charges)


def told_of_bounced(bounced: Sequence[Movement]) -> dict[str, Any]:
    """What is told of debits that came back before the money was collected again."""
    if not bounced:
        return {}
    back = bounced[-1].returns[-1].at.date()
    return {"taken_on": bounced[0].on, "returned_on": back, "returned": sum(m.amount for m in bounced)}


def told_of_holiday(context: Context, activity: PeriodActivity, paid_on: date) -> dict[str, Any]:
    """What is told of a due date on a day off, paid no later than the first working day after it."""
    name = context.day_off(activity.due)
    if not name or context.calendar is None or paid_on > context.calendar.on_or_after(activity.due):
        return {}
    return {"holiday": f"holiday.{name}", "opens_on": context.calendar.on_or_after(activity.due)}


def _late_variant(charged: Fen, told: Mapping[str, object], graced: bool) -> str:
    if "holiday" in told and charged:
        return "holiday-charged"
    if "returned_on" in told:
        return "returned-charged" if charged else "returned"
    return "charged" if charged else "in-grace" if graced else "no-charge"


def _overdue(activity: PeriodActivity) -> Iterator[Overdue]:
    """What was unpaid from the due date to each late payment, or between two of them."""
    paid = (
        Paid(max(activity.due, p.made_on), p.part.principal, p.part.interest, p.part.sources) for p in activity.paid
    )
    return overdue_spans(
        activity.due, activity.row.principal, activity.row.interest - activity.waived, paid, activity.row.sources
    )


def combined(activity: PeriodActivity) -> Iterator[Discrepancy]:
    """One due amount was collected from several sources on the due date, by the record or, without one, by the plan."""
    recorded = bool(activity.book.repayments)
    debits = [p.link.debit for p in activity.paid if p.link] if recorded else [c.debit for c in activity.claims]
    accounts = {d.account for d in debits}
    paid = activity.cleared if recorded else sum(d.amount for d in debits)
    if (
        len(accounts) < 2
        or any(d.on != activity.due or d.returned for d in debits)
        or paid + activity.waived != activity.expected
    ):
        return
    yield discrepancy(
        of_period(activity, debits[0].at, distinct((*_rows(activity, activity.paid), *_rows_of(debits)))),
        "DEBIT-PARTIAL-COMBINED",
        "same-day",
        Severity.INFO,
        Certainty.PROVED,
        Bridge(activity.expected, activity.expected),
        amount=activity.expected,
        accounts=tuple(sorted(accounts)),
    )


def wrong_source(context: Context) -> Iterator[Discrepancy]:
    """A period was collected from another account than its loan usually uses."""
    used = _accounts_used(context)
    everywhere: Counter[str] = Counter()
    for accounts in used.values():
        everywhere.update(accounts)
    usual = {
        book.contract: _usual(used[book.contract]) or _usual_of_person(book, used[book.contract], everywhere)
        for book in context.loans
    }
    for activity in context.activity.periods:
        own, account = used[activity.book.contract], usual[activity.book.contract]
        debit = _one_debit(activity)
        if not (account and debit and debit.row and debit.account) or account in debit.account.split(JOINER):
            continue  # a message that names no account tells of none
        if not _for_good(context, activity, debit.account):
            yield _from_elsewhere(activity, debit, account, own[account] or everywhere[account])


def _one_debit(activity: PeriodActivity) -> Movement | None:
    """The debit that alone paid a period, by its record or, of a loan without any, by the plan."""
    if activity.book.repayments:
        return activity.paid[0].link.debit if len(activity.paid) == 1 and activity.paid[0].link else None
    debit = activity.claims[0].debit if len(activity.claims) == 1 else None
    return None if debit is None or debit.trigger is Trigger.MANUAL else debit  # by hand the account was chosen


def _for_good(context: Context, activity: PeriodActivity, account: str) -> bool:
    """Whether a period is one of the last, or of the first, two or more, that an account paid: it was changed for good.

    The account that paid the first periods is the older one, however many the new one has paid since.
    """
    others = sorted(context.activity.periods_of(activity.book).values(), key=lambda s: s.due)
    paid = [
        (own.due, accounts) for own in others
        if (accounts := {p.link.debit.account for p in own.paid if p.link} | {c.debit.account for c in own.claims})
    ]  # fmt: skip
    runs = [list(run) for _, run in groupby(paid, key=lambda own: own[1] == {account})]
    ends = [run for run in (runs[:1] + runs[-1:]) if run[0][1] == {account} and len(run) > 1]
    return any(activity.due == due for run in ends for due, _ in run)


def _accounts_used(context: Context) -> Mapping[str, Counter[str]]:
    """How often each account paid each loan, by the wallet's own words; a bank alone words its accounts otherwise."""
    debits: dict[str, dict[tuple[datetime, Fen], str]] = defaultdict(dict)
    for link in context.activity.linked:
        if link.debit.row and link.debit.account:
            for repayment in link.repayments:
                debits[repayment.contract][link.debit.at, link.debit.amount] = link.debit.account
    for claim in context.activity.claims:
        if claim.debit.row and claim.debit.account and not context.loan[claim.contract].repayments:
            debits[claim.contract][claim.debit.at, claim.debit.amount] = claim.debit.account
    return defaultdict(Counter, {contract: Counter(of_loan.values()) for contract, of_loan in debits.items()})


def _usual(used: Counter[str]) -> str | None:
    """The account that most of a loan's debits came from; at least two, and more than from any other."""
    ranked = sorted(used.items(), key=lambda item: (-item[1], item[0]))
    runner_up = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0] if ranked and ranked[0][1] >= 2 and ranked[0][1] > runner_up else None


def _usual_of_person(book: LoanBook, used: Counter[str], everywhere: Counter[str]) -> str | None:
    """Where a loan has too few debits: the account all other loans use, if the loan was also paid out to it."""
    others = everywhere - used
    usual = _usual(others) if len(others) == 1 else None
    paid_out_to = book.drawdown.account if book.drawdown else ""
    return usual if usual and usual == paid_out_to and others[usual] >= 3 else None


def _from_elsewhere(activity: PeriodActivity, debit: Movement, usual: str, times: int) -> Discrepancy:
    return discrepancy(
        of_period(activity, debit.at, distinct((*_rows(activity, activity.paid), *debit.sources))),
        "DEBIT-WRONG-SOURCE",
        "other-account",
        Severity.WARNING,
        Certainty.PROVED,
        Bridge(activity.expected, activity.expected),
        paid_on=debit.on,
        amount=debit.amount,
        account=debit.account,
        usual=usual,
        times=times,
    )


def _rows(activity: PeriodActivity, parts: Sequence[PaidPart]) -> tuple[Source, ...]:
    tries = (s for t in activity.tries for s in t.sources)
    return distinct((*activity.row.sources, *(s for p in (*parts, *activity.charges) for s in p.sources), *tries))


def _rows_of(debits: Sequence[Movement]) -> Iterator[Source]:
    return (source for debit in debits for source in debit.sources)
