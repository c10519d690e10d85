"""What was compared with what, and what was not: a standing for every obligation, debit, bank row and bill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.comparison import Check, Comparison, Counts, Role, Standing, Subject
from app.core.discrepancy import Discrepancy
from app.core.rules.context import BANK_PROVIDERS, Context
from app.core.views.comparison.belonging import Belonging
from app.core.views.comparison.debits import bank_rows, debits
from app.core.views.comparison.doubts import Doubts
from app.core.views.comparison.obligations import bills, obligations, ordered, records
from app.core.views.comparison.papers import wanted

_OWN_ROLE = {Subject.BILL: Role.BILL, Subject.RECORD: Role.RECORD, Subject.BANK_ROW: Role.BANK}


def comparison_of(context: Context, found: Sequence[Discrepancy]) -> Comparison:
    """Every check in order of time, and what they come to; ``found`` are all discrepancies, named."""
    belonging, doubts = Belonging(context), Doubts(found)
    made = [
        *obligations(context, belonging, doubts),
        *records(context, belonging, doubts),
        *bills(context, belonging, doubts),
        *debits(context, belonging, doubts),
        *bank_rows(context, belonging, doubts),
    ]
    checks = tuple(sorted(made, key=_order))
    charges = frozenset(check.matter for check in checks if check.subject is Subject.CHARGE)
    standings = {matter: standing for matter, standing in _standings(checks).items() if matter not in charges}
    unchecked = frozenset(matter for matter, standing in standings.items() if standing is Standing.NOT_CHECKED)
    return Comparison(
        checks,
        replace(_counts(checks, standings, unchecked), charges=len(charges)),
        _roles(checks, unchecked),
        wanted(checks, found, unchecked),
        _accounts(context),
    )


def _order(check: Check) -> tuple[object, ...]:
    return (check.on, check.subject.value, check.matter, check.amount or 0, check.sources)


def _standings(checks: Iterable[Check]) -> dict[str, Standing]:
    """How each payment as a whole came out. That a bank booked it as the wallet says does not tell what it was for."""
    by_matter: dict[str, set[Standing]] = defaultdict(set)
    for check in checks:
        if check.matter:
            booked = check.subject is Subject.BANK_ROW and check.standing is Standing.AGREES
            by_matter[check.matter].add(Standing.NOT_CHECKED if booked else check.standing)
    order = (Standing.DIFFERS, Standing.AGREES, Standing.NOT_CHECKED)
    return {matter: next(s for s in order if s in found) for matter, found in by_matter.items()}


def _counts(checks: Sequence[Check], standings: dict[str, Standing], unchecked: frozenset[str]) -> Counts:
    booked = {
        c.matter
        for c in checks
        if c.matter in unchecked and c.subject is Subject.BANK_ROW and c.standing is Standing.AGREES
    }
    due = {c.matter for c in checks if c.matter in unchecked and c.subject in (Subject.OBLIGATION, Subject.BILL)}
    said = list(standings.values())
    return Counts(said.count(Standing.AGREES), said.count(Standing.DIFFERS), len(unchecked), len(due), len(booked))


def _own_role(check: Check) -> tuple[Role, ...]:
    """The paper it stands in itself; an obligation with a period stands in a plan, a reserve advance does not."""
    if check.subject is Subject.OBLIGATION:
        return (Role.PLAN,) if check.period is not None else ()
    return (_OWN_ROLE[check.subject],) if check.subject in _OWN_ROLE else ()


def _accounts(context: Context) -> tuple[Role, ...]:
    """The kinds of the statements of accounts that are here."""
    providers = {c.provider for c in context.coverages if not c.provider.startswith("lender")}
    return ordered({Role.BANK if name.endswith(BANK_PROVIDERS) else Role.WALLET for name in providers})


def _roles(checks: Iterable[Check], unchecked: frozenset[str]) -> tuple[Role, ...]:
    """The kinds of papers between which payments were compared."""
    found = set()
    for check in checks:
        if check.matter and check.matter not in unchecked and check.standing is not Standing.NOT_CHECKED:
            found |= {*check.roles, *_own_role(check)}
    return ordered(found)
