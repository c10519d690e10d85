"""Debits that the bank gave back, and the later debits that collected the same money again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from app.core.facts import Outcome, WalletKind
from app.core.linking.bank_returns import RETURN_DAYS
from app.core.linking.payments import Movement

_WITHIN = timedelta(days=RETURN_DAYS)

_MOST_MORE = 20
"""A debit that collects again may be larger by a late charge, of one part in so many at most."""


def with_recollections(moved: Sequence[Movement]) -> tuple[Movement, ...]:
    """Mark each debit whose whole amount came back as ``bounced``, and name it in the debit that replaced it.

    A debit that came back although another of its amount had gone through by then was one too many: it is no bounced
    debit but a second one that was returned, and stays as it is.
    """
    bounced = [m for m in moved if _came_back(m) and not _was_one_too_many(m, moved)]
    marked = {id(m): replace(m, bounced=True) for m in bounced}
    again: dict[int, list[Movement]] = {}
    for m in sorted(bounced, key=lambda m: m.at):
        replacement = _collected_again(m, [other for other in moved if id(other) not in again])
        if replacement is not None:
            again.setdefault(id(replacement), []).append(marked[id(m)])
    for key, replaced in again.items():
        own = next(m for m in moved if id(m) == key)
        marked[key] = replace(marked.get(key, own), recollects=tuple(replaced))
    return tuple(marked.get(id(m), m) for m in moved)


def _came_back(m: Movement) -> bool:
    return m.kind is WalletKind.REPAYMENT and m.outcome is Outcome.DONE and m.returned >= m.amount > 0


def _was_one_too_many(m: Movement, moved: Sequence[Movement]) -> bool:
    """Whether another debit of the same money had gone through before this one came back."""
    return any(
        _went_through(m, other)
        and other.amount == m.amount
        and abs(other.at - m.at) <= _WITHIN
        and not _on_or_after_return(m, other)
        for other in moved
    )  # fmt: skip


def _went_through(m: Movement, other: Movement) -> bool:
    """Whether another debit of the same product succeeded and did not come back."""
    same = other is not m and other.kind is m.kind and other.product is m.product and other.payer == m.payer
    return same and other.outcome is Outcome.DONE and not other.returned


def _on_or_after_return(m: Movement, other: Movement) -> bool:
    """Whether a debit was made once the money was back; a return that bears a day only may be of any hour of it."""
    back = m.returns[-1].at
    return other.at >= back and other.at > m.at


def _collected_again(m: Movement, moved: Sequence[Movement]) -> Movement | None:
    """The first debit after the return that took the same money, perhaps with a late charge on top."""
    most = m.amount + m.amount // _MOST_MORE
    later = [
        other
        for other in moved
        if _went_through(m, other) and m.amount <= other.amount <= most
        and _on_or_after_return(m, other) and other.at - m.at <= _WITHIN
    ]  # fmt: skip
    return min(later, key=lambda o: (o.at, o.sources), default=None)
