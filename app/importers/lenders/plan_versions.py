"""Reads the plans that one sheet holds before and after a change, each as it stood on its own day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from app.core.explanation import Problem
from app.core.facts import PlanRow, PlanTotal
from app.importers.importer import Imported, Reader
from app.importers.reading.table import Table
from app.importers.recognising.labels import ASKED, day_in
from app.importers.recognising.plan_versions import Part, Version, plans_apart, version_in

_CHANGED_ON = re.compile(
    r"(?:变更|调整|修改|展期|重组|生效)(?:的)?(?:日期|时间|日|于)|(?:changed|effective) on", re.IGNORECASE
)
_WITHIN = 60  # rows looked through for the day of the change


def read_plans_apart(
    table: Table, claimed: Callable[[Table], tuple[str, Reader | None]]
) -> list[Imported] | Problem | None:
    """The plans of a sheet, each of its day; why they are not used; or None where the sheet holds no several plans.

    ``claimed`` says who reads a table, and how. A plan after a change is used only with the day of the change, or with
    the day on which it was asked for. A plan that goes on beside itself is one.
    """
    parts = plans_apart(table)
    readers = [claimed(part.table) for part in parts]
    if len(parts) < 2 or not all(name == "lender" and reader for name, reader in readers):
        return None
    read = [reader() for _, reader in readers if reader]
    if not all(_planned(one) for one in read):
        return read if not any(_planned(one) for one in read) else None
    changed = _changed_on(table)
    dated = [_dated(one, part, changed) for one, part in zip(read, parts, strict=True)]
    if any(_may_be_one(a, b) for a, b in combinations(dated, 2)) and not _goes_on(read):
        return Problem("lender-plans-untold", table.source(1), (("file", table.file), ("count", len(parts))))
    return dated


def _planned(imported: Imported) -> tuple[PlanRow | PlanTotal, ...]:
    return imported.ledger.planned


def _changed_on(table: Table) -> date | None:
    """The one day that the sheet gives for the change."""
    lines = [table.joined(number) for number in range(1, min(len(table), _WITHIN) + 1)]
    days = {day_in(line[found.end() :]) for line in lines if (found := _CHANGED_ON.search(line))}
    return days.pop() if len(days) == 1 else None


def _dated(imported: Imported, part: Part, changed: date | None) -> Imported:
    """The plan with the day from which it holds: that behind the change, as pages stand at the start of their day."""
    if part.version is not Version.AFTER or all(row.as_of for row in _planned(imported)):
        return imported
    changed = changed or _titled(part.table)
    ledger = imported.ledger
    problems = tuple(problem for problem in imported.problems if problem.code != "lender-plan-without-day")
    if changed is None:
        count, source = len(_planned(imported)), _planned(imported)[0].sources[0]
        told = Problem(
            "lender-plan-after-untold", source, (("file", source.file), ("row", source.row), ("count", count))
        )
        return replace(
            imported, ledger=replace(ledger, plan_rows=(), plan_totals=()), used=0, problems=(*problems, told)
        )
    since = changed + timedelta(days=1)
    return replace(
        imported,
        ledger=replace(
            ledger,
            plan_rows=tuple(replace(row, as_of=row.as_of or since) for row in ledger.plan_rows),
            plan_totals=tuple(replace(row, as_of=row.as_of or since) for row in ledger.plan_totals),
        ),
        problems=problems,
    )


def _titled(table: Table) -> date | None:
    """The day in the words that call a plan the one after a change."""
    for number in range(1, min(len(table), _WITHIN) + 1):
        for text in table.row(number):
            if version_in(text) is Version.AFTER and not ASKED.search(text) and (day := day_in(text)):
                return day
    return None


def _may_be_one(one: Imported, other: Imported) -> bool:
    """Whether two plans may be taken for one: a contract and a day that both show, and nothing that parts the loans."""
    shared = {(r.contract, r.as_of) for r in _planned(one)} & {(r.contract, r.as_of) for r in _planned(other)}
    return bool(shared) and not (shared == {("", None)} and _are_of_two_loans(_planned(one), _planned(other)))


def _are_of_two_loans(one: Sequence[PlanRow | PlanTotal], other: Sequence[PlanRow | PlanTotal]) -> bool:
    """Whether two whole plans cannot be of one loan: other products, or another day of the month and another sum.

    A change moves the day of a plan, or makes it of another sum, and hardly both at once.
    """
    products = [{row.product for row in rows} - {None} for rows in (one, other)]
    if all(products) and not products[0] & products[1]:
        return True
    days = [Counter(row.due.day for row in rows).most_common(1)[0][0] for rows in (one, other)]
    sums = [sum(row.principal or row.instalment for row in rows) for rows in (one, other)]
    return days[0] != days[1] and sums[0] != sums[1] and all(min(r.period for r in rows) == 1 for rows in (one, other))


def _goes_on(read: Sequence[Imported]) -> bool:
    """Whether the plans are one that goes on beside itself: its numbers and due dates rise from block to block."""
    numbered = all("period" in {role for _, role in one.columns} for one in read)
    rows = [(row.period, row.due) for one in read for row in _planned(one)]
    return numbered and rows == sorted(rows) and len({period for period, _ in rows}) == len(rows)
