"""From a ledger to an explanation: normalise, link, compare and explain, in that order and nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.core.calendar import WorkCalendar
from app.core.discrepancy import Discrepancy, Severity
from app.core.explanation import NO_DAY, Event, Explanation, SourceReport
from app.core.facts import Ledger, Source
from app.core.inference.loans import inferred_loans
from app.core.inference.plan_totals import with_splits
from app.core.linking.booked_payouts import with_booked_payouts
from app.core.linking.certified_pages import with_certified
from app.core.linking.fact_keys import overrides_of
from app.core.linking.followed_pages import with_followed_amounts
from app.core.linking.joint_bills import joint_bills
from app.core.linking.loan_books import loan_books
from app.core.linking.moved_dues import told_with_moved_dues
from app.core.linking.payers import with_payers
from app.core.linking.payments import movements
from app.core.linking.recollections import with_recollections
from app.core.linking.titled_products import with_titled_products
from app.core.linking.unnamed_lenders import debits_of_unnamed_lenders
from app.core.loans.lender_rules import STANDARD, LenderRules
from app.core.nameless_plans import told_apart
from app.core.normalise import keep_books
from app.core.notices import days_of, with_years
from app.core.picture_rows import held_down
from app.core.rules import (
    after_payment,
    allocations,
    beyond_plan,
    bill_charges,
    bill_instalment_ends,
    bill_instalments,
    bill_lines,
    bill_payments,
    bill_refunds,
    bill_remainders,
    bills,
    certified,
    contradictions,
    credit_reports,
    debits,
    exports,
    failed_debits,
    fee_settlements,
    given_back,
    guarantors,
    incidents,
    inferred_terms,
    late_without_plan,
    lender_fees,
    plans,
    posted_twice,
    postings,
    prepaid_interest,
    record_gaps,
    reductions,
    refund_offsets,
    reserve_returns,
    reserves,
    residuals,
    returned_periods,
    second_debits,
    settled_without_plan,
    settlements,
    shares_twice,
    short_payouts,
    shown_days,
    surplus_returns,
    taken_over,
    third_parties,
    two_pages,
    undecided,
    undone_settlements,
    unpaid_bills,
    unpaid_periods,
    unrecorded,
    wallet_only,
    whose_lists,
)
from app.core.rules.addressees import addressed
from app.core.rules.context import Context
from app.core.views.ahead import ahead_of
from app.core.views.all_in_cost import all_in_costs
from app.core.views.bill_standings import bill_standings_of
from app.core.views.chains import chains_of
from app.core.views.comparison import comparison_of
from app.core.views.events import events_of
from app.core.views.facilities import facilities_of
from app.core.views.outlook import outlook_of
from app.core.views.read_claims import read_claims
from app.core.views.reconciliation import accounts_of
from app.core.views.standings import reserves_of, standings_of

Explainer = Callable[[Context], Iterator[Discrepancy]]

EXPLAINERS: tuple[Explainer, ...] = (
    exports.explain,
    reserves.explain,
    reserve_returns.explain,
    bills.explain,
    bill_lines.explain,
    bill_charges.explain,
    bill_refunds.explain,
    bill_payments.explain,
    unpaid_bills.explain,
    bill_remainders.explain,
    bill_instalments.explain,
    bill_instalment_ends.explain,
    plans.explain,
    two_pages.explain,
    taken_over.explain,
    refund_offsets.explain,
    settlements.explain,
    settled_without_plan.explain,
    fee_settlements.explain,
    residuals.explain,
    allocations.explain,
    debits.explain,
    late_without_plan.explain,
    reductions.explain,
    failed_debits.explain,
    unpaid_periods.explain,
    second_debits.explain,
    posted_twice.explain,
    shares_twice.explain,
    unrecorded.explain,
    shown_days.explain,
    third_parties.explain,
    lender_fees.explain,
    contradictions.explain,
    certified.explain,
    undone_settlements.explain,
    given_back.explain,
    surplus_returns.explain,
    guarantors.explain,
    short_payouts.explain,
    after_payment.explain,
    wallet_only.explain,
    whose_lists.explain,
    undecided.explain,
    inferred_terms.explain,
    postings.explain,
    record_gaps.explain,
    returned_periods.explain,
    beyond_plan.explain,
    prepaid_interest.explain,
    incidents.explain,
)
"""In the order of work of the catalogue (section 1): what makes harmless comes before what alarms."""

_RANK = {Severity.SERIOUS: 0, Severity.WARNING: 1, Severity.INFO: 2}


def explain(
    ledger: Ledger,
    sources: Sequence[SourceReport] = (),
    *,
    as_of: date | None = None,
    links: Mapping[tuple[str, str], bool] | None = None,
    calendar: WorkCalendar | None = None,
    rules: LenderRules = STANDARD,
) -> Explanation:
    """Explain every discrepancy that the facts prove.

    ``as_of`` is the day the explanation speaks of; by default the latest day of which any source speaks, never the
    clock. ``links`` are a person's overrides by the keys of two facts (`fact_keys`): True joins them, False keeps them
    apart.
    ``calendar`` knows the working days on which banks book; without it weekends alone are allowed for.
    ``rules`` are those of lenders that are tried.
    The result depends on the facts and the overrides alone, not on the order of files or rows.
    """
    ledger = told_apart(ledger)
    context = tell(ledger, as_of, links, calendar, rules)
    events, standings = events_of(context, ledger), standings_of(context)
    ahead = ahead_of(context, ledger)
    proved = [d for explainer in EXPLAINERS for d in explainer(context)]
    proved += credit_reports.explain(context, ahead.credit.checks)
    asked = addressed(context, [*proved, *incidents.beside(proved)])
    found = _named(held_down(asked, ledger.picture_rows))
    accounts = accounts_of(context, found)
    return Explanation(
        as_of=context.as_of,
        sources=tuple(sources),
        facilities=facilities_of(context),
        events=events,
        chains=chains_of(context, events),
        discrepancies=tuple(_with_events(found, events)),
        outlook=outlook_of(context, standings),
        comparison=comparison_of(context, found),
        accounts=accounts,
        ahead=ahead,
        standings=standings,
        reserves=reserves_of(context),
        bill_standings=bill_standings_of(context),
        claims=read_claims(with_years(ledger), standings),
        costs=all_in_costs(context, accounts, standings, ledger.disclosures, found),
    )


def tell(
    ledger: Ledger,
    as_of: date | None = None,
    links: Mapping[tuple[str, str], bool] | None = None,
    calendar: WorkCalendar | None = None,
    rules: LenderRules = STANDARD,
) -> Context:
    """The case as every explainer sees it."""
    ledger = told_apart(ledger)
    books = keep_books(ledger)
    overrides = overrides_of(links or {}, books)
    moved = movements(books.wallet, books.bank, overrides, calendar)
    books = with_splits(books, moved)
    loans = loan_books(books, moved)
    lenders = debits_of_unnamed_lenders(moved, loans, books.bank)
    if lenders:
        named = {row.sources: row for row in lenders}
        books = replace(books, bank=tuple(named.get(row.sources, row) for row in books.bank))
        unnamed = [row for row in lenders if row.product is None]
        moved = movements(books.wallet, books.bank, overrides, calendar, unnamed)
    known, moved = moved, with_recollections(with_payers(moved, ledger.coverages))
    if lenders or any(one is not other for one, other in zip(known, moved, strict=True)):
        loans = loan_books(books, moved)
    loans = with_certified(with_titled_products(loans, moved), ledger.certificates, moved)
    loans = with_followed_amounts(loans, moved)
    books = replace(books, bills=joint_bills(books.bills, moved))
    (loans, told), day = told_with_moved_dues(loans, moved, overrides), as_of or latest_day(ledger)
    moved = with_booked_payouts(moved, books.bank, loans)
    inferred = inferred_loans(moved, loans, told, day)
    return Context(
        books, moved, loans, told, inferred, ledger.coverages, day, calendar, rules, ledger.disclosures,
        with_years(ledger),
        ledger.certificates,
        ledger.unplaced_plans,
        overrides,
    )  # fmt: skip


def latest_day(ledger: Ledger) -> date:
    """The latest day of which any source speaks; due dates to come do not count. NO_DAY without any."""
    days: list[date] = [r.at.date() for r in ledger.wallet]
    days += [r.on for r in ledger.bank]
    days += [r.as_of for r in ledger.planned if r.as_of]
    days += [max(r.at.date(), r.counted_on) for r in ledger.postings]
    days += [r.drawn_at.date() for r in ledger.loans if r.drawn_at]
    days += [b.statement_date for b in ledger.bills if b.statement_date]
    days += [(r.returned_at or r.taken_at).date() for r in ledger.reserves]
    days += days_of(with_years(ledger))
    days += [day for paper in ledger.certificates for day in (paper.settled_on, paper.issued_on) if day]
    for c in ledger.coverages:
        days += [moment.date() for moment in (c.last, c.declared_last, c.exported_at) if moment]
    return max(days, default=NO_DAY)


def _named(found: Iterable[Discrepancy]) -> list[Discrepancy]:
    """Worst first, then by time; each with an id made of what it is, so that it keeps it in a newer export."""
    ordered = sorted(found, key=_order)
    seen: Counter[str] = Counter()
    named = []
    for d in ordered:
        name = f"{d.code}.{d.facility or d.phenomenon.value}.{d.period or 0}.{d.at:%Y%m%d}"
        seen[name] += 1
        named.append(replace(d, id=name if seen[name] == 1 else f"{name}.{seen[name]}"))
    return named


def _order(d: Discrepancy) -> tuple[object, ...]:
    return (_RANK[d.severity], d.at, d.code, d.facility or "", d.period or 0, d.difference, len(d.evidence))


def _with_events(found: Iterable[Discrepancy], events: Sequence[Event]) -> Iterator[Discrepancy]:
    """Give each discrepancy the events that stand in its rows, in order of time."""
    by_row: dict[Source, list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        for source in event.sources:
            by_row[source].append(index)
    for d in found:
        own = sorted({index for source in d.evidence if source not in d.beside for index in by_row.get(source, ())})
        yield replace(d, events=tuple(events[index].id for index in own))
