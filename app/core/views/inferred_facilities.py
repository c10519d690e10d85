"""Shows a loan whose terms were found from debits alone: its plan, and why each other answer was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from app.core.discrepancy import FactValue
from app.core.explanation import Basis, Facility, Hypothesis, Instalment, PlanVersion
from app.core.facts import Source
from app.core.inference import Candidate, Change, ChangeKind, Refuted, Role, RoleKind, Terms
from app.core.inference.loans import InferredLoan
from app.core.inference.model import decimal_rate
from app.core.loans import STANDARD, Period
from app.core.money import Fen


def facility_of(loan: InferredLoan, *, with_balance: bool) -> Facility:
    """The loan as every view shows it. Terms are given only where the rows pin them down.

    What is owed is told ``with_balance``: a sum of some loans alone would read as settled while others run.
    """
    terms, best = loan.inference.terms, loan.best
    return Facility(
        id=loan.id,
        product=loan.drawdown.product.value,
        basis=Basis.INFERRED if terms else Basis.OPEN,
        principal=loan.drawdown.amount,
        drawn_at=loan.drawdown.at,
        method=terms.method if terms else None,
        daily_rate=terms.daily_rate if terms else None,
        terms=terms.terms if terms else None,
        due_day=terms.due_day if terms else None,
        grace_days=terms.grace_days if terms else None,
        versions=tuple(_versions(loan, best)) if terms and best else (),
        hypotheses=tuple(_hypotheses(loan)),
        balance=tuple(_balance(loan, best)) if best and with_balance else (),
    )


def _balance(loan: InferredLoan, best: Candidate) -> Iterator[tuple[date, Fen]]:
    """Outstanding principal after the drawdown and after each debit, by what the debits are found to have paid."""
    owed = loan.drawdown.amount
    yield loan.drawdown.on, owed
    for role in sorted(best.roles, key=lambda r: (loan.debits[r.key].on, r.key)):
        if role.principal and role.kind is not RoleKind.DUPLICATE:  # that money is owed back, it repaid nothing
            owed -= role.principal
            yield loan.debits[role.key].on, owed


def _versions(loan: InferredLoan, best: Candidate) -> Iterator[PlanVersion]:
    """The plan at drawdown, and the one that is still to come where it differs."""
    drawn = loan.drawdown.on
    yield PlanVersion(1, drawn, _instalments(best.plan, best.roles, loan), best.terms.daily_rate)
    to_come = tuple(best.to_come)
    if to_come and to_come != tuple(best.plan[-len(to_come) :]):
        changed = max((c.on for c in best.changes), default=drawn)
        yield PlanVersion(2, changed, _instalments(to_come, best.roles, loan), best.terms.daily_rate, "PLAN-INFERRED")


def _instalments(plan: Iterable[Period], roles: Iterable[Role], loan: InferredLoan) -> tuple[Instalment, ...]:
    paid = {role.period: loan.debits[role.key] for role in roles if role.period is not None}
    ended = any(change.kind is ChangeKind.SETTLED for change in loan.inference.changes)
    return tuple(
        Instalment(
            p.number, p.due, p.principal, p.interest, p.total,
            "settled" if p.number in paid else "settled-early" if ended else "open", p.starts,
            paid[p.number].sources if p.number in paid else (),
        )
        for p in plan
    )  # fmt: skip


def _hypotheses(loan: InferredLoan) -> Iterator[Hypothesis]:
    """Every answer that closes all rows; then each refused one with the row that refutes it.

    Where the search was cut off, that alone: nothing found by then is claimed or refused.
    """
    if not loan.inference.searched:
        yield Hypothesis(True, "not-searched")
    for candidate in loan.inference.candidates:
        yield Hypothesis(candidate.closes, "closes" if candidate.closes else "nearest", _told(candidate.terms))
    for refuted in loan.inference.refuted:
        yield _refusal(refuted, loan.debits[refuted.key].sources)
    for change in loan.inference.changes:
        shown = loan.debits.get(change.shown_by)
        yield Hypothesis(True, f"change-{change.kind.value}", _change(change), shown.sources if shown else ())
    separator = loan.inference.separator
    if separator:
        yield Hypothesis(True, "separator", (("on", separator.on), ("count", len(separator.expected))))


def _told(terms: Terms) -> tuple[tuple[str, FactValue], ...]:
    departures = tuple(
        f"convention.{name}.{getattr(terms.convention, name).value}"
        for name in terms.convention.__dataclass_fields__
        if getattr(terms.convention, name) is not getattr(STANDARD, name)
    )
    return (
        ("method", f"method.{terms.method.value}"),
        ("periods", terms.terms),
        ("rate", terms.daily_rate),
        ("due_day", terms.due_day),
        ("convention", departures[0] if departures else "convention.standard"),
    )


def _refusal(refuted: Refuted, sources: tuple[Source, ...]) -> Hypothesis:
    facts: dict[str, FactValue] = {"paid": refuted.paid, "expected": refuted.expected or 0}
    if refuted.terms is None:
        return Hypothesis(False, "refuted-method", (("method", f"method.{refuted.family}"), *facts.items()), sources)
    told = (*_told(refuted.terms), *facts.items())
    if refuted.expected not in (None, refuted.paid):
        return Hypothesis(False, "refuted", told, sources)
    another_method = refuted.family == refuted.terms.method.value
    nothing_due = another_method and refuted.expected is None
    return Hypothesis(False, "refuted-nothing-due" if nothing_due else "refuted-row", told, sources)


def _change(change: Change) -> tuple[tuple[str, FactValue], ...]:
    further: list[tuple[str, FactValue]] = []
    if change.replan and change.interest_on:
        further += [
            ("replan", f"replan.{change.replan.value}"),
            ("interest", f"interest-on.{change.interest_on.value}"),
        ]
    if change.rate_before is not None and change.rate_after is not None:
        further += [("before", decimal_rate(change.rate_before)), ("after", decimal_rate(change.rate_after))]
    return (
        ("on", change.on),
        ("period", change.period),
        ("principal", change.principal),
        ("amount", change.amount),
        ("added", change.added_terms),
        ("shift", change.shift_days),
        *further,
    )
