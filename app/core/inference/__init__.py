"""Terms and conventions of a loan found from what was paid, without any plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.core.inference.assignment import DUPLICATE_WITHIN, Assigned, assign, left_by
from app.core.inference.debits import Pool
from app.core.inference.model import (
    Candidate,
    Change,
    ChangeKind,
    Drawn,
    Inference,
    Paid,
    Refuted,
    Role,
    RoleKind,
    Separator,
    Status,
    Terms,
)
from app.core.inference.search import promising, search
from app.core.inference.verdict import name_of, verdict
from app.core.inference.work import ENOUGH, Work
from app.core.money import Fen


def infer(drawn: Drawn, paid: Iterable[Paid], *, as_of: date, terms: int | None = None) -> Inference:
    """Return what the debits after one drawdown say about its terms.

    All amounts are fen. ``as_of`` is the day of the export: what is due on it or later may still be unpaid. ``terms``
    is the number of monthly periods where it is known. Failed tries and debits that were given back are left out by
    the caller. The order of ``paid`` does not matter. Source: F1–F5, F8, F9, F11, F22.
    """
    debits = [each for each in paid if each.on >= drawn.on]
    pool = Pool(debits)
    tested = promising(drawn, pool, terms=terms)
    loan = Assigned(drawn, tuple(search(tested, pool, as_of)), pool, tuple(tested))
    return _concluded([loan], debits, as_of)[0]


def infer_all(
    drawdowns: Iterable[Drawn], payments: Iterable[Paid], *, as_of: date, steps: int = ENOUGH
) -> tuple[Inference, ...]:
    """Return what one wallet's debits say about each of its loans, in order of drawdown.

    One debit may serve two loans due on one day. The order of either argument does not matter. After ``steps`` of work
    the loans that were not searched to the end are open and say so.
    """
    debits = list(payments)
    return tuple(_concluded(assign(drawdowns, debits, as_of, Work(steps)), debits, as_of))


def _concluded(loans: Iterable[Assigned], debits: list[Paid], as_of: date) -> list[Inference]:
    loans = list(loans)
    amounts = {each.key: each.amount for each in debits}
    left = {key: rest for key, rest in {**amounts, **left_by(loans, debits)}.items() if rest > 0}
    known = [verdict(loan, as_of, left) for loan in loans]
    by_key = {each.key: each for each in debits}
    for key in sorted(left, key=lambda key: (by_key[key].on, key)):
        if left[key] < by_key[key].amount:
            known = [_with_rest(each, key, left[key]) for each in known]
        else:
            known = _as_duplicate(by_key[key], left[key], known, by_key)
    return known


def _with_rest(inference: Inference, key: str, rest: Fen) -> Inference:
    """Leave what no other loan takes of a debit with the loan it paid, as unexplained."""
    if not any(role.key == key for role in inference.roles):
        return _without(inference, key, None)
    best = inference.candidates[0]
    roles = tuple(
        replace(role, amount=role.amount + rest, unexplained=role.unexplained + rest) if role.key == key else role
        for role in best.roles
    )
    return replace(_without(inference, key, None), candidates=(replace(best, roles=roles), *inference.candidates[1:]))


def _as_duplicate(row: Paid, rest: Fen, known: list[Inference], by_key: dict[str, Paid]) -> list[Inference]:
    """Give a row that is left to the loan of which it pays an instalment a second time within a week."""
    for n, each in enumerate(known):
        for role in each.roles:
            near = abs(row.on - by_key[role.key].on) <= DUPLICATE_WITHIN
            if role.kind is RoleKind.INSTALMENT and role.due and role.amount == rest == row.amount and near:
                again = replace(role, key=row.key, kind=RoleKind.DUPLICATE, days=(row.on - role.due).days)
                return [_without(other, row.key, again if m == n else None) for m, other in enumerate(known)]
    return known


def _without(inference: Inference, key: str, role: Role | None) -> Inference:
    unmatched = tuple(each for each in inference.unmatched if each[0] != key)
    candidates = inference.candidates
    if role is not None:
        candidates = (replace(candidates[0], roles=(*candidates[0].roles, role)), *candidates[1:])
    return replace(inference, unmatched=unmatched, candidates=candidates)


__all__ = [
    "Candidate",
    "Change",
    "ChangeKind",
    "Drawn",
    "Inference",
    "Paid",
    "Refuted",
    "Role",
    "RoleKind",
    "Separator",
    "Status",
    "Terms",
    "infer",
    "infer_all",
    "name_of",
]
