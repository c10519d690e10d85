"""Rows that an export declares and does not hold, so that nothing is called missing where it cannot be known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Coverage, Source
from app.core.rules.context import Context
from app.core.rules.export_gaps import gap_of
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """A gap for every export that declares more than it holds."""
    for coverage in sorted(context.coverages, key=_order):
        yield from _gap(coverage)
        yield from _holes(context, coverage)


def _order(coverage: Coverage) -> tuple[str, str, date, int]:
    first = coverage.declared_first.date() if coverage.declared_first else date.min
    return (coverage.provider, coverage.account, first, coverage.rows)


def _gap(coverage: Coverage) -> Iterator[Discrepancy]:
    gap = gap_of(coverage)
    if gap is None or coverage.declared_rows is None:
        return
    first, last = gap
    ends = [s for s in (coverage.oldest_source, *_far_end(coverage, last)) if s]
    yield discrepancy(
        Occurrence(datetime.combine(first, time()), (*coverage.declaring, *ends)),
        "EXPORT-GAP",
        "rows-missing",
        Severity.WARNING,
        Certainty.PROVED,
        Bridge(0, 0),
        declared_rows=coverage.declared_rows,
        rows=coverage.rows,
        short=coverage.declared_rows - coverage.rows,
        gap_from=first,
        gap_to=last,
        file=coverage.declaring[0].file if coverage.declaring else "",
    )


def _far_end(coverage: Coverage, last: date) -> Iterator[Source | None]:
    """The newest row, where the rows may also be missing after the oldest one."""
    if coverage.first and last > coverage.first.date() and coverage.newest_source != coverage.oldest_source:
        yield coverage.newest_source


def _holes(context: Context, coverage: Coverage) -> Iterator[Discrepancy]:
    """A gap wherever a statement's running balance does not follow from the row before."""
    for gap in context.holes_of(coverage).all:
        yield discrepancy(
            Occurrence(datetime.combine(gap.last, time()), (gap.before, gap.after) if gap.before else (gap.after,)),
            "EXPORT-GAP",
            "balance-breaks",
            Severity.WARNING,
            Certainty.PROVED,
            Bridge(0, 0),
            gap_from=gap.first,
            gap_to=gap.last,
            row=gap.after.row,
            file=gap.after.file,
        )
