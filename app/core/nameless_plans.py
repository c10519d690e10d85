"""Plans whose pages name no contract: which pages are of one loan, and which record of a drawdown is theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from app.core.facts import (
    BankSays,
    Ledger,
    LoanRecord,
    Outcome,
    PlanRow,
    PlanTotal,
    Posting,
    WalletKind,
)
from app.core.loan_names import name_of_plan
from app.core.money import Fen
from app.core.nameless_pages import Page, Place, Tables, pages_of
from app.core.numbered_plans import is_of, likeliest, numbered_plans, set_aside, shows_plan
from app.core.sole_fits import sole_fits

PAID_WITHIN = timedelta(days=31)
"""How far from its due date a period may have been repaid for the repayment to tell whose period it was."""

DAYS_IN_PAIRS = 2
"""On so many days the same instalment must have been taken twice for two pages of it to be of two loans."""


def _paired(ledger: Ledger) -> frozenset[Fen]:
    """The amounts that left twice on one day, in fen, on so many days that it is no mistake: two loans are alike."""
    taken: dict[tuple[date, Fen], set[object]] = defaultdict(set)
    for row in ledger.wallet:
        if row.kind is WalletKind.REPAYMENT and row.outcome is Outcome.DONE:
            taken[row.at.date(), row.amount].add((row.at, row.order_no))
    booked: dict[tuple[date, Fen], set[object]] = defaultdict(set)
    for entry in ledger.bank:
        if BankSays.REPAYMENT in entry.says:
            booked[entry.on, -entry.amount].add((entry.account, entry.at, entry.balance))
    days: Counter[Fen] = Counter(
        amount for on, amount in {*taken, *booked} if max(len(taken[on, amount]), len(booked[on, amount])) > 1
    )
    return frozenset(amount for amount, times in days.items() if times >= DAYS_IN_PAIRS)


def told_apart(ledger: Ledger) -> Ledger:
    """The facts, those of plans without a contract named where they are of several loans or of one that is recorded.

    A plan that repays the amount of one record of as many periods, and falls due as soon after it as a loan does, is
    that loan's, as is one whose periods the repayments of one contract pay to the fen. Pages that cannot be of one loan
    are given a name each; a lone plan stays without one. What states the terms beside a plan is of its loan; what was
    repaid, by another paper, of the loan whose periods it pays.
    """
    tables = Tables.of((*ledger.plan_rows, *ledger.plan_totals))
    ledger = _numbered(ledger, tables)
    pages = pages_of((*ledger.plan_rows, *ledger.plan_totals), tables)
    if not pages:
        return ledger
    loans = _loans(pages, ledger)
    names = _names(loans, ledger)
    if set(names) == {""}:
        return ledger
    of_page = {page.place: name for name, own in zip(names, loans, strict=True) for page in own}
    of_file = _of_postings(ledger.postings, loans, names, tables)
    return replace(
        ledger,
        plan_rows=_renamed(ledger.plan_rows, of_page, tables),
        plan_totals=_renamed(ledger.plan_totals, of_page, tables),
        loans=_renamed(ledger.loans, of_page, tables),
        postings=_renamed(ledger.postings, of_page | of_file, tables),
    )


def _numbered(ledger: Ledger, tables: Tables) -> Ledger:
    """The facts, each page without a number that shows the plan of one numbered loan given that loan's number.

    Of two loans that are alike, as many equal debits a month tell, one may have its number and the other none. A page
    that may be of several numbered loans is set aside: nobody can tell whose it is.
    """
    pages, plans = pages_of((*ledger.plan_rows, *ledger.plan_totals), tables), numbered_plans(ledger)
    if not pages or not plans:
        return ledger
    paired, of_page, unplaced = _paired(ledger), dict[Place, str](), set[Place]()
    unplanned = [r for r in ledger.loans if r.contract and r.contract not in plans]
    for page in pages:
        twin = any(row.instalment in paired for row in page.rows)
        fits = likeliest(page.rows, {c: rows for c, rows in plans.items() if shows_plan(page.rows, rows)})
        if fits and len(fits) + sum(is_of(page.whole, record) for record in unplanned) > 1:
            unplaced.add(page.place)
        elif len(fits) == 1 and not (twin and page.is_twin(Page(page.place, plans[fits[0]]))):
            of_page[page.place] = fits[0]
    ledger = set_aside(ledger, lambda row: not row.contract and tables.place(row.sources) in unplaced)
    return replace(
        ledger,
        plan_rows=_renamed(ledger.plan_rows, of_page, tables),
        plan_totals=_renamed(ledger.plan_totals, of_page, tables),
        loans=_renamed(ledger.loans, of_page, tables),
        postings=_renamed(ledger.postings, of_page, tables),
    )


def _loans(pages: Sequence[Page], ledger: Ledger) -> list[list[Page]]:
    """The pages of each loan: each goes to the first loan that none of its pages contradicts.

    Two pages that agree in every amount are of twins where the same instalment was taken twice, period after period.
    """
    paired = _paired(ledger) if len(pages) > 1 else frozenset()
    loans: list[list[Page]] = []
    for page in pages:
        twin = any(row.instalment in paired for row in page.rows)
        own = next(
            (
                loan
                for loan in loans
                if not any(page.is_other_loan(other) or (twin and page.is_twin(other)) for other in loan)
            ),
            None,
        )
        if own is None:
            loans.append([page])
        else:
            own.append(page)
    return loans


def _names(loans: Sequence[Sequence[Page]], ledger: Ledger) -> list[str]:
    recorded = _repaid(loans, ledger) | _recorded(loans, ledger)
    met: Counter[tuple[date, Fen]] = Counter()
    names = []
    for index, pages in enumerate(loans):
        name = recorded.get(index, "")
        if not name and len(loans) > 1:
            first = min(row.due for page in pages for row in page.rows)
            principal = next((whole[0] for page in pages if (whole := page.whole)), 0)
            met[first, principal] += 1
            name = name_of_plan(first, principal, met[first, principal])
        names.append(name)
    return names


def _recorded(loans: Sequence[Sequence[Page]], ledger: Ledger) -> dict[int, str]:
    """The contract of the one record without a plan that each loan fits, where it fits no other loan."""
    planned = _planned(ledger)
    unplanned = {r.contract: r for r in ledger.loans if r.contract and r.contract not in planned}
    return sole_fits(
        {
            index: [c for c, record in unplanned.items() if any(is_of(page.whole, record) for page in pages)]
            for index, pages in enumerate(loans)
        }
    )


def _repaid(loans: Sequence[Sequence[Page]], ledger: Ledger) -> dict[int, str]:
    """The one contract, neither planned nor with a record of its drawdown, whose repayments pay each loan's periods."""
    known = _planned(ledger) | {record.contract for record in ledger.loans}
    by_contract: dict[str, list[Posting]] = defaultdict(list)
    for posting in ledger.postings:
        if posting.contract and posting.contract not in known and posting.period is not None:
            by_contract[posting.contract].append(posting)
    return sole_fits(
        {
            index: [c for c, own in by_contract.items() if 2 * sum(_pays(p, pages) for p in own) > len(own)]
            for index, pages in enumerate(loans)
        }
    )


def _planned(ledger: Ledger) -> set[str]:
    return {row.contract for row in ledger.plan_rows} | {row.contract for row in ledger.plan_totals}


def _pays(posting: Posting, pages: Sequence[Page]) -> bool:
    """Whether it repays a period to the fen, penalty aside, near the period's due date."""
    amount = posting.total - posting.penalty
    return any(
        row.period == posting.period
        and row.instalment == amount
        and abs(posting.counted_on - row.due) <= PAID_WITHIN
        and (row.product is None or posting.product in (None, row.product))
        for page in pages
        for row in page.rows
    )


def _of_postings(
    postings: Iterable[Posting], loans: Sequence[Sequence[Page]], names: Sequence[str], tables: Tables
) -> dict[Place, str]:
    """The loan of each table of repayments without a contract: the one of which most rows pay a period to the fen."""
    by_place: dict[Place, list[Posting]] = defaultdict(list)
    for posting in postings:
        if not posting.contract:
            by_place[tables.place(posting.sources)].append(posting)
    due = [{(row.period, row.instalment) for page in pages for row in page.rows} for pages in loans]
    found = {}
    for place, own in by_place.items():
        paid = {(posting.period, posting.total) for posting in own}
        ranked = sorted(((len(paid & of_loan), name) for of_loan, name in zip(due, names, strict=True)), reverse=True)
        if ranked[0][0] and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
            found[place] = ranked[0][1]
    return found


_Named = TypeVar("_Named", PlanRow, PlanTotal, LoanRecord, Posting)


def _renamed(facts: Iterable[_Named], names: Mapping[Place, str], tables: Tables) -> tuple[_Named, ...]:
    placed = ((fact, tables.place(fact.sources)) for fact in facts)
    return tuple(
        replace(fact, contract=names[place]) if not fact.contract and place in names else fact for fact, place in placed
    )
