"""Says what a person should know of an export: where it differs from what it declares, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Source
from app.importers.reading.table import Table
from app.importers.wallets.layout import Found
from app.importers.wallets.preamble import Declared
from app.importers.wallets.rows import Facts, Remark
from app.importers.wallets.tally import Tally

MOST_ALIKE = 20
"""Problems of one kind that are named row by row; the others are counted."""


def problems_of(
    table: Table, found: Found, tally: Tally, declared: Declared, facts: Facts, rounded: Sequence[int]
) -> tuple[Problem, ...]:
    """All problems of one export, those of the whole file first."""
    rows = [*facts.remarks, *_unreadable(tally, facts)]
    return (
        *_of_declared(table, tally, declared),
        *_of_file(table, found, tally, facts, rounded),
        *_limited(table, sorted(rows, key=lambda remark: remark.row)),
    )


def _problem(table: Table, code: str, source: Source | None, **facts: FactValue) -> Problem:
    where: tuple[tuple[str, FactValue], ...] = (("file", table.file), *((("row", source.row),) if source else ()))
    return Problem(code, source, (*where, *facts.items()))


def _of_declared(table: Table, tally: Tally, declared: Declared) -> Iterator[Problem]:
    if declared.rows is not None and declared.rows != tally.rows:
        code = "wallet-rows-differ" if tally.rows < declared.rows else "wallet-rows-more"
        yield _problem(table, code, declared.count_source, declared=declared.rows, found=tally.rows)
    else:
        yield from _of_sums(table, tally, declared)
    for restriction, source in declared.filters:
        yield _problem(table, "wallet-filtered", source, restriction=restriction)


def _of_sums(table: Table, tally: Tally, declared: Declared) -> Iterator[Problem]:
    held = {word: (rows, amount) for word, rows, amount in tally.sums}
    for word, rows, amount in declared.sums:
        found_rows, found_amount = held.get(word, (0, 0))
        if (rows, amount) != (found_rows, found_amount):
            yield _problem(
                table, "wallet-sums-differ", declared.sum_sources[word], word=word, declared_rows=rows,
                declared=amount, found_rows=found_rows, found=found_amount,
            )  # fmt: skip


def _of_file(table: Table, found: Found, tally: Tally, facts: Facts, rounded: Sequence[int]) -> Iterator[Problem]:
    if facts.rows and not found.layout.states and not found.layout.only_done:
        yield _problem(table, "wallet-no-status", table.source(found.header), rows=len(facts.rows))
    if rounded:
        yield _problem(table, "wallet-orders-rounded", table.source(rounded[0]), rows=len(rounded))
    if tally.untimed:
        yield _problem(table, "wallet-times-lost", table.source(found.header), rows=tally.untimed)


def _unreadable(tally: Tally, facts: Facts) -> Iterator[Remark]:
    for row, text in tally.bad_dates:
        if row not in facts.lost:
            yield Remark(row, "wallet-date-unreadable", (("text", text),))
    for row, text in tally.bad_amounts:
        if row not in facts.lost:
            yield Remark(row, "wallet-amount-unreadable", (("text", text),))


def _limited(table: Table, remarks: Iterable[Remark]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for remark in remarks:
        seen[remark.code] = seen.get(remark.code, 0) + 1
        if seen[remark.code] <= MOST_ALIKE:
            yield _problem(table, remark.code, table.source(remark.row), **dict(remark.facts))
    for code, count in sorted(seen.items()):
        if count > MOST_ALIKE:
            yield _problem(table, "wallet-more-rows", None, rows=count - MOST_ALIKE, kind=f"wallet.kind-{code}")
