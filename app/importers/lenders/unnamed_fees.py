"""What a plan's totals hold beside the parts that its columns name: an insurance, a second fee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.core.facts import PeriodState, PlanRow, Source
from app.core.money import Fen
from app.importers.recognising.cells import Cells
from app.importers.recognising.row_account import Fact


def with_unnamed_fees(facts: Sequence[Fact], cells: Mapping[Source, Cells]) -> list[Fact]:
    """The facts of a page, with what every total holds beyond its parts as a fee of the period.

    ``cells`` are those of each row by its source: a row of a page that lines make up bears another number than the
    line. An overdue period's total may hold a penalty; it has the fee that all others have alike, if they do.
    """
    rests = {index: rest for index, fact in enumerate(facts) if (rest := _rest(fact, cells)) is not None}
    plain = [rest for index, rest in rests.items() if not _is_overdue(facts[index])]
    if not plain or min(plain) <= 0 or any(_is_no_fee(facts[index], rest) for index, rest in rests.items()):
        return list(facts)
    alike = plain[0] if len(set(plain)) == 1 else 0
    found = list(facts)
    for index, rest in rests.items():
        fact = facts[index]
        if isinstance(fact, PlanRow):
            found[index] = replace(fact, fee=fact.fee + (min(alike, rest) if _is_overdue(fact) else rest))
    return found


def _is_no_fee(fact: Fact, rest: Fen) -> bool:
    """Whether it is more than all named parts together: then the total is that of something else."""
    return isinstance(fact, PlanRow) and rest > fact.instalment


def _is_overdue(fact: Fact) -> bool:
    return isinstance(fact, PlanRow) and fact.state is PeriodState.OVERDUE


def _rest(fact: Fact, cells: Mapping[Source, Cells]) -> Fen | None:
    """What the stated total of a plan row holds beyond its named parts; None where there is no total or no plan row."""
    if not isinstance(fact, PlanRow):
        return None
    total = cells[fact.sources[0]].fen_or_none("total")
    return None if total is None else total - fact.instalment - fact.penalty
