"""Which pages without a loan number show a plan that another paper numbers: the same loan, not a second one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from app.core.facts import Ledger, LoanRecord, PlanRow, PlanTotal
from app.core.money import Fen

_Row = PlanRow | PlanTotal

FIRST_DUE_WITHIN = timedelta(days=62)
"""How long after its drawdown a loan's first period falls due at the latest."""

LEAST_COMMON = 2
"""So many periods must two pages have in common before amounts alone tell that they are of one loan."""


def numbered_plans(ledger: Ledger) -> Mapping[str, tuple[_Row, ...]]:
    """The rows of every plan that bears a loan number, by that number."""
    found: dict[str, list[_Row]] = defaultdict(list)
    rows: tuple[_Row, ...] = (*ledger.plan_rows, *ledger.plan_totals)
    for row in rows:
        if row.contract:
            found[row.contract].append(row)
    return {contract: tuple(rows) for contract, rows in found.items()}


def shows_plan(page: Iterable[_Row], plan: Iterable[_Row]) -> bool:
    """Whether a page shows the plan of these rows, perhaps as it stood on another day.

    The first period falls due on the same day with the same amount; else most periods that both have do so, or all fall
    due on the same days with the same principal, as where another rate applies. A product that both name must agree.
    """
    own = list(page)
    known: dict[int, list[_Row]] = defaultdict(list)
    products = {row.product for row in own if row.product}
    for row in plan:
        known[row.period].append(row)
        if row.product and products and row.product not in products:
            return False
    common = [row for row in own if row.period in known]
    first = [row for row in common if row.period == 1]
    if first:
        return all(_is_same(row, known[1]) for row in first)
    if len(common) < LEAST_COMMON:
        return False
    same = sum(_is_same(row, known[row.period]) for row in common)
    return 2 * same > len(common) or all(_repays_same(row, known[row.period]) for row in common)


def likeliest(page: Iterable[_Row], plans: Mapping[str, Iterable[_Row]]) -> list[str]:
    """Of the plans that a page may show, by number, those of which it shows most periods as they are."""
    own, count = list(page), dict[str, int]()
    for contract, rows in plans.items():
        known: dict[int, list[_Row]] = defaultdict(list)
        for row in rows:
            known[row.period].append(row)
        count[contract] = sum(_is_same(row, known[row.period]) for row in own)
    return [contract for contract, same in count.items() if same == max(count.values())]


def is_of(whole: tuple[Fen, date, int] | None, record: LoanRecord) -> bool:
    """Whether a plan's principal, first due date and number of periods are those of a recorded drawdown."""
    if whole is None or record.drawn_at is None:
        return False
    principal, due, terms = whole
    soon = record.drawn_at.date() < due <= record.drawn_at.date() + FIRST_DUE_WITHIN
    return soon and record.principal == principal and record.terms in (None, terms)


def set_aside(ledger: Ledger, unplaced: Callable[[_Row], bool]) -> Ledger:
    """The facts without the plan rows of which nobody can tell the loan; those stand by themselves."""
    aside = tuple(row for row in ledger.planned if unplaced(row))
    if not aside:
        return ledger
    return replace(
        ledger,
        plan_rows=tuple(row for row in ledger.plan_rows if not unplaced(row)),
        plan_totals=tuple(row for row in ledger.plan_totals if not unplaced(row)),
        unplaced_plans=(*ledger.unplaced_plans, *aside),
    )


def _is_same(row: _Row, others: Iterable[_Row]) -> bool:
    return any((row.due, row.instalment) == (other.due, other.instalment) for other in others)


def _repays_same(row: _Row, others: Iterable[_Row]) -> bool:
    return bool(row.principal) and any((row.due, row.principal) == (other.due, other.principal) for other in others)
