"""What tells loans apart that would be called the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from app.core.discrepancy import FactValue
from app.core.explanation import Facility
from app.core.loan_names import stated_number

_TAIL = 4
"""Digits of a loan's number by which papers of lenders tell loans apart."""


def marks_apart(
    loans: Sequence[Facility], called: Callable[[Facility], object] = lambda loan: (loan.product, loan.principal)
) -> Mapping[str, tuple[str, FactValue]]:
    """What tells loans apart that are ``called`` the same, by their ids; nothing for a loan that is called so alone.

    The first that each of them has and no two share: the day it was ``drawn``, the ``tail`` of its number, the day of
    its first ``due``; else their ``number`` in order.
    """
    alike: dict[object, list[Facility]] = defaultdict(list)
    for loan in loans:
        alike[called(loan)].append(loan)
    return {
        loan.id: mark
        for group in alike.values()
        if len(group) > 1
        for loan, mark in zip(group, _marks_of(group), strict=True)
    }


def _marks_of(group: Sequence[Facility]) -> Sequence[tuple[str, FactValue]]:
    for marks in zip(*(_own_marks(loan) for loan in group), strict=True):
        if all(value for _, value in marks) and len(set(marks)) == len(group):
            return marks
    return [("number", number) for number in range(1, len(group) + 1)]


def _own_marks(loan: Facility) -> Iterator[tuple[str, FactValue]]:
    """What a loan can be told by, empty where it has none of it."""
    yield "drawn", loan.drawn_at.date() if loan.drawn_at else ""
    yield "tail", stated_number(loan.contract)[-_TAIL:]
    yield "due", min((row.due for version in loan.versions for row in version.instalments), default="")
