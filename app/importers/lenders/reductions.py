"""What a plan's columns take off its sums: 减免, 优惠, 抵扣 beside what is due, before or after it was taken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.core.facts import PlanRow, PlanTotal, Posting, Source, Waiver
from app.core.money import Fen
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import amount_in, parse_amount, present
from app.importers.recognising.cells import Cells
from app.importers.recognising.role_assignment import Column
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.understanding import Understanding, unit

_PARTS = ("principal", "interest", "penalty", "fee")
_GIVEN_UP = ("interest", "penalty", "fee")
"""What a lender gives up where no word says of what: never principal."""

_OTHERS = frozenset({"net", "gross", "date", "rate", "days", "state", "channel", "method", "cumulative", "reason"})
_INTEREST_OR_FEE = "息费"


def with_reductions(gathering: Gathering, found: Understanding, cells: Mapping[Source, Cells]) -> None:
    """Let each period of a plan be due with what the page takes off, where one of its sums is what is left then.

    Of a page that shows what was taken off and no such sum, the sums stay and that is told.
    """
    planned = {
        at: fact for at, fact in enumerate(gathering.facts)
        if isinstance(fact, PlanRow | PlanTotal) and fact.sources[0] in cells
    }  # fmt: skip
    page = _Page(gathering.table, found)
    rows = {at: cells[fact.sources[0]].row for at, fact in planned.items()}
    off = {at: page.reduction(row) for at, row in rows.items()}
    if not any(off.values()):
        return
    stated = {at: _stated(fact) for at, fact in planned.items()}
    reduced = [at for at in planned if off[at]]
    if page.shows({rows[at]: stated[at] - off[at] for at in planned}, {rows[at] for at in reduced}):
        for at in reduced:
            gathering.facts[at] = _reduced(planned[at], off[at], page.part)
    elif not page.shows({rows[at]: stated[at] + off[at] for at in planned}, {rows[at] for at in reduced}):
        gathering.problem("lender-reduction-untold", found.header, column=page.reducing[0].name)


def with_reduced_payments(gathering: Gathering, found: Understanding, cells: Mapping[Source, Cells]) -> None:
    """Let what a column of a record takes off be given up by the lender, where the parts are more than was paid by it.

    What was paid is the total, or the sum beside it (实付) where the total is still that of all parts. So it must be in
    every row, and of one part that no word of the heading contradicts.
    """
    page = _Page(gathering.table, found)
    posted = {at: fact for at, fact in enumerate(gathering.facts) if isinstance(fact, Posting)}
    rows = {at: cells[fact.sources[0]].row for at, fact in posted.items()}
    off = {at: page.reduction(row) for at, row in rows.items()}
    over = {at: sum(getattr(fact, name) for name in _PARTS) - fact.total for at, fact in posted.items()}
    parts = {at: _part_of(posted[at], off[at], page.part) for at in posted if off[at]}
    paid = {rows[at]: fact.total - off[at] for at, fact in posted.items()}
    is_of_all = not any(over.values()) and page.shows(paid, {rows[at] for at in parts})
    if not parts or not (off == over or is_of_all) or not all(parts.values()):
        return
    for at, part in parts.items():
        fact, amount = posted[at], off[at]
        total = paid[rows[at]] if is_of_all else fact.total
        gathering.facts[at] = replace(fact, total=total, **{part: getattr(fact, part) - amount})
        given = {part: amount} if part in ("interest", "penalty") else {}
        gathering.facts.append(
            Waiver(fact.contract, fact.period, fact.counted_on, amount, batch=fact.batch, sources=fact.sources, **given)
        )
    told = {rows[at] for at in parts}
    gathering.problems = [
        problem for problem in gathering.problems
        if problem.code != "lender-parts-differ" or dict(problem.facts)["row"] not in told
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    table: Table
    found: Understanding

    @property
    def reducing(self) -> list[Column]:
        """The columns that say what is taken off."""
        return [c for c in self._amounts() if "waived" in c.heading.concepts and not c.heading.concepts & _OTHERS]

    @property
    def part(self) -> str:
        """The part that the headings say it is taken off; empty where they do not."""
        told: set[str] = set()
        for column in self.reducing:
            parts = [part for part in _PARTS if part in column.heading.concepts]
            told.add("penalty" if "penalty" in parts else parts[0] if len(parts) == 1 else "")
            told |= {""} if _INTEREST_OR_FEE in column.heading.text else set()
        return told.pop() if len(told) == 1 else ""

    def reduction(self, row: int) -> Fen:
        return sum(abs(self._amount(row, column)) for column in self.reducing)

    def shows(self, sums: Mapping[int, Fen], telling: set[int]) -> bool:
        """Whether a column holds these sums by row; one of what was paid may hold nothing where nothing is yet."""
        columns = [*self._amounts(), *(c for role, c in self.found.roles.items() if role == "total")]
        return any(self._holds(column, sums, telling) for column in columns if "waived" not in column.heading.concepts)

    def _holds(self, column: Column, sums: Mapping[int, Fen], telling: set[int]) -> bool:
        is_of_payment = "paid" in column.heading.concepts
        held = {row: self._amount(row, column) for row in sums}
        told = {row for row, amount in held.items() if amount or not is_of_payment}
        return bool(told & telling) and all(held[row] == sums[row] for row in told)

    def _amounts(self) -> list[Column]:
        return [c for c in self.found.unused if c.profile.share("amount") == 1 and any(map(amount_in, c.cells))]

    def _amount(self, row: int, column: Column) -> Fen:
        cells = self.table.row(row)
        text = present(cells[column.index]) if column.index < len(cells) else ""
        return parse_amount(text, unit(column.heading)) if text and amount_in(text) is not None else 0


def _stated(fact: PlanRow | PlanTotal) -> Fen:
    return fact.instalment + (fact.penalty if isinstance(fact, PlanRow) else 0)


def _reduced(fact: PlanRow | PlanTotal, off: Fen, part: str) -> PlanRow | PlanTotal:
    """The period without what is taken off one part of it; as a total where nothing tells which part that is."""
    if isinstance(fact, PlanTotal):
        return replace(fact, instalment=fact.instalment - off, principal=None, interest=None)
    if named := _part_of(fact, off, part):
        return replace(fact, waived=0 if named == "penalty" else off, **{named: getattr(fact, named) - off})
    return PlanTotal(
        fact.contract, fact.period, fact.as_of, fact.due, _stated(fact) - off, None, None,
        fact.state, fact.cleared_on, fact.sources, fact.product,
    )  # fmt: skip


def _part_of(fact: PlanRow | Posting, off: Fen, part: str) -> str:
    """The part that something is taken off: the one that is named, else the only one that may be; empty for none."""
    able = [part] if part else [name for name in _GIVEN_UP if getattr(fact, name)]
    return able[0] if len(able) == 1 and off <= getattr(fact, able[0]) else ""
