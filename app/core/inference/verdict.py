"""From the paths that were found to a verdict: stated, several or open, and which row rules out what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.core.facts import Method
from app.core.inference.assignment import Assigned
from app.core.inference.hypothesis import ALTERNATIVES, Hypothesis
from app.core.inference.model import (
    Candidate,
    Change,
    Inference,
    Refuted,
    Role,
    RoleKind,
    Separator,
    Status,
)
from app.core.inference.plausibility import DECISIVE
from app.core.inference.rate_within import as_one_change
from app.core.inference.search import Found, follow_all
from app.core.loans import Convention
from app.core.money import Fen

ENOUGH_ROWS = 2
NAMED = 8


def verdict(loan: Assigned, as_of: date, unmatched: Mapping[str, Fen]) -> Inference:
    """Return what the rows say about a loan; ``unmatched`` are the rows that no loan explains, with what is left."""
    left = tuple(sorted(unmatched.items()))
    if loan.is_cut:
        return Inference(loan.drawn.key, Status.OPEN, unmatched=left, searched=False)
    loan = loan._replace(pool=loan.pool.with_work())
    if not loan.found or loan.score >= 0:
        return Inference(loan.drawn.key, Status.OPEN, unmatched=left)
    best = loan.found[0]
    rivals = _rivals(loan.found)
    candidates = tuple(candidate(each) for each in rivals)
    refuted = tuple(_refuted_methods(loan, best, candidates[0], as_of))
    if len(rivals) > 1 or not _enough(candidates[0], unmatched):
        status = Status.SEVERAL if candidates[0].closes or len(rivals) > 1 else Status.OPEN
        separator = _separator(candidates)
        return Inference(loan.drawn.key, status, None, candidates, (), (), separator, refuted, left)
    undecided, ruled_out = _conventions(loan, best, candidates[0], as_of)
    return Inference(
        loan.drawn.key,
        Status.STATED,
        candidates[0].terms,
        candidates,
        tuple(each.terms.convention for each in undecided),
        tuple(undecided),
        _separator((candidates[0], *undecided)),
        (*refuted, *ruled_out),
        left,
    )


def _rivals(found: Sequence[Found]) -> list[Found]:
    """Return the best path of each answer that is not decisively less usual than the best, at most eight."""
    kept: dict[object, Found] = {}
    for each in found:
        if each.score <= found[0].score + DECISIVE:
            kept.setdefault(each.hypothesis.terms.answer, each)
    return list(kept.values())[:NAMED]


def _enough(best: Candidate, unmatched: Mapping[str, Fen]) -> bool:
    """Say whether enough rows close to 0.00 to state terms: two at least, and three for each that does not."""
    odd = sum(not role.closes or role.key in unmatched for role in best.roles)
    closing = sum(role.closes and role.kind is not RoleKind.PENALTY for role in best.roles) - odd
    in_one_sum = best.terms.method is Method.BULLET
    return closing >= (1 if in_one_sum else ENOUGH_ROWS) and closing >= 3 * odd


def candidate(found: Found) -> Candidate:
    """Return a path as an answer: roles and changes in order of time, each change with the row that shows it."""
    entries = found.end.entries()
    roles = tuple(entry for entry in entries if isinstance(entry, Role))
    changes = tuple(
        entry if entry.shown_by else replace(entry, shown_by=_next_row(entries[n:]))
        for n, entry in enumerate(entries)
        if isinstance(entry, Change)
    )
    roles, changes = as_one_change(roles, changes, found.hypothesis.plan, found.hypothesis.terms.convention)
    terms = replace(found.hypothesis.terms, grace_days=_grace(roles))
    return Candidate(terms, found.hypothesis.plan, found.end.plan, changes, roles)


def _next_row(entries: Sequence[Role | Change]) -> str:
    return next((entry.key for entry in entries if isinstance(entry, Role)), "")


def _grace(roles: Sequence[Role]) -> int | None:
    """Return the longest delay that cost nothing, None where nothing was late without cost."""
    charged = {role.period for role in roles if role.penalty}
    return max((r.days for r in roles if r.days > 0 and r.period not in charged), default=None)


def _separator(candidates: Sequence[Candidate]) -> Separator | None:
    """Return the first day on which the answers expect different amounts."""
    coming = [{period.due: period.total for period in each.to_come} for each in candidates]
    for day in sorted({due for dues in coming for due in dues}):
        expected = tuple((each.terms, dues.get(day, 0)) for each, dues in zip(candidates, coming, strict=True))
        if len({amount for _, amount in expected}) > 1:
            return Separator(day, expected)
    return None


def _refuted_methods(loan: Assigned, best: Found, answer: Candidate, as_of: date) -> Iterator[Refuted]:
    """Yield, for each other method, the row that its best terms cannot close."""
    rows = {row.key: row for row in loan.pool.rows}
    ordered = sorted(answer.roles, key=lambda role: (rows[role.key].on, role.key))
    for method in (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET):
        if method is best.hypothesis.terms.method:
            continue
        rival = next((each for each in loan.tested if each.terms.method is method), None)
        if rival is None:
            first = ordered[0]
            yield Refuted(method.value, None, first.key, rows[first.key].amount, None)
            continue
        closed = {role.key for role in _strictly(rival, loan, as_of) if role.closes}
        for role in ordered:
            if role.key not in closed:
                expected = _expected_on(rival, rows[role.key].on)
                yield Refuted(method.value, rival.terms, role.key, rows[role.key].amount, expected)
                break


def _strictly(hypothesis: Hypothesis, loan: Assigned, as_of: date) -> list[Role]:
    found = follow_all([hypothesis], loan.pool, as_of, strict=True)
    return [entry for entry in found[0].end.entries() if isinstance(entry, Role)] if found else []


def _expected_on(hypothesis: Hypothesis, day: date) -> Fen | None:
    """Return what the plan at drawdown expects on the due date nearest to a day, None a fortnight away from any."""
    period = min(hypothesis.plan, key=lambda each: (abs((each.due - day).days), each.due))
    return period.total if abs((period.due - day).days) <= 14 else None


def _conventions(loan: Assigned, best: Found, answer: Candidate, as_of: date) -> tuple[list[Candidate], list[Refuted]]:
    """Return the answers under other conventions that close just as well, and for each other one the row against it."""
    undecided: list[Candidate] = []
    refuted: list[Refuted] = []
    for convention in ALTERNATIVES:
        other = best.hypothesis.under(convention)
        if other.terms == best.hypothesis.terms:
            continue
        plain = _plainly_against(convention, other, answer)
        if plain is not None:
            refuted.append(plain)
            continue
        worse = other.cost - best.hypothesis.cost
        found = follow_all([other], loan.pool, as_of, limit=best.score + worse)
        if found and found[0].score <= best.score + worse:
            if found[0].end.plan != best.end.plan or other.plan != best.hypothesis.plan:
                undecided.append(candidate(found[0]))
        else:
            refuted.extend(_against(convention, other, loan, answer, as_of))
    return undecided, refuted


def _plainly_against(convention: Convention, other: Hypothesis, answer: Candidate) -> Refuted | None:
    """Return the first instalment before any change that the other plan at drawdown does not give, if there is one."""
    changed = min((change.period for change in answer.changes), default=len(other.plan) + 1)
    for role in answer.roles:
        if role.kind is RoleKind.INSTALMENT and role.closes and role.period and role.period < changed:
            expected = other.plan[role.period - 1].total if role.period <= len(other.plan) else 0
            if expected != role.principal + role.interest:
                return Refuted(name_of(convention), other.terms, role.key, role.amount, expected)
    return None


def _against(
    convention: Convention, other: Hypothesis, loan: Assigned, answer: Candidate, as_of: date
) -> Iterator[Refuted]:
    """Yield the first row that the other convention leaves open, following it as planned."""
    rows = {row.key: row for row in loan.pool.rows}
    closed = {role.key for role in _strictly(other, loan, as_of) if role.closes}
    for role in sorted(answer.roles, key=lambda role: (rows[role.key].on, role.key)):
        if role.key not in closed:
            yield Refuted(name_of(convention), other.terms, role.key, rows[role.key].amount, None)
            return


def name_of(convention: Convention) -> str:
    """Return what of a convention departs from the standard one, by the field's names: ``rounding=down``."""
    standard = ALTERNATIVES[0]
    fields = convention.__dataclass_fields__
    apart = [
        f"{name}={getattr(convention, name).value}"
        for name in fields
        if getattr(convention, name) is not getattr(standard, name)
    ]
    return " ".join(apart) or "standard"
