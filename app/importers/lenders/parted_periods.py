"""Puts the rows of a plan together that each hold one part of a period, 本金 in one and 利息 in the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.facts import PlanTotal
from app.importers.reading.table import Table, clean
from app.importers.recognising.part_columns import part_in
from app.importers.recognising.row_account import Fact
from app.importers.recognising.understanding import Understanding


def put_together(facts: Sequence[Fact], found: Understanding, table: Table) -> list[Fact]:
    """The facts of a table, those of one period that each are one of its parts as one, with all their rows.

    Each part's row says in a column of no other meaning which it is; a period whose rows say the same part twice stays
    as it stands, and so do all where a row says none.
    """
    totals = [fact for fact in facts if isinstance(fact, PlanTotal)]
    parts = _parts(totals, found, table)
    periods: dict[tuple[object, ...], list[PlanTotal]] = {}
    for fact in totals if parts else ():
        periods.setdefault((fact.contract, fact.as_of, fact.period, fact.due), []).append(fact)
    joined = [own for own in periods.values() if _are_parts(own, parts)]
    gone = {id(fact) for own in joined for fact in own}
    return [*(fact for fact in facts if id(fact) not in gone), *(_joined(own, parts) for own in joined)]


def _parts(totals: Sequence[PlanTotal], found: Understanding, table: Table) -> dict[int, str]:
    """By physical row, the part that its amount is, where one column says so of every row."""
    rows = [fact.sources[0].row for fact in totals]
    for column in found.unused:
        cells = (table.row(row) for row in rows)
        texts = [clean(row[column.index]) if column.index < len(row) else "" for row in cells]
        told = [part_in(text) for text in texts]
        if len(set(told)) > 1 and all(told):
            return dict(zip(rows, told, strict=True))
    return {}


def _are_parts(rows: Iterable[PlanTotal], parts: dict[int, str]) -> bool:
    said = [parts[row.sources[0].row] for row in rows]
    return len(said) > 1 and len(set(said)) == len(said)


def _joined(rows: Sequence[PlanTotal], parts: dict[int, str]) -> PlanTotal:
    amounts = {parts[row.sources[0].row]: row.instalment for row in rows}
    return replace(
        rows[0],
        instalment=sum(amounts.values()),
        principal=amounts.get("principal"),
        interest=amounts.get("interest"),
        sources=tuple(source for row in rows for source in row.sources),
    )
