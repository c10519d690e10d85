"""In the labelled cases each month that may show as late has a planted cause; skipped where they are absent."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from app.core.ahead import MarkBasis
from tests.labelled_cases import explanation_of
from tests.shared import shared

LATE = {MarkBasis.UNPAID, MarkBasis.WITHIN, MarkBasis.GRACE}
LATE_CAUSES = {"DEBIT-LATE", "DEBIT-MISSED", "POST-MISSING"}
POSTED_CAUSES = {"POST-LAG", "DEBIT-CUTOFF-MIDNIGHT"}


def _planted(truth: Path) -> dict[str | None, set[str]]:
    codes: dict[str | None, set[str]] = defaultdict(set)
    for finding in json.loads(truth.read_text("utf-8"))["findings"]:
        codes[finding["loan"]].add(finding["code"])
    return codes


def test_no_month_is_called_late_without_a_cause_and_no_late_debit_is_left_out() -> None:
    invented, left_out, seen = [], [], 0
    for truth in sorted(shared("cases-truth").glob("full-*.json")):
        codes = _planted(truth)
        months = explanation_of(shared("cases", truth.stem)).ahead.credit.months
        late: dict[str, set[MarkBasis]] = defaultdict(set)
        for month in months:
            late[month.facility].add(month.basis)
        for facility, bases in late.items():
            seen += len(bases & LATE)
            if bases & LATE and not codes[facility] & LATE_CAUSES:
                invented.append((truth.stem, facility))
            if MarkBasis.POSTED_LATE in bases and not codes[facility] & POSTED_CAUSES:
                invented.append((truth.stem, facility))
        left_out += [
            (truth.stem, loan)
            for loan, found in codes.items()
            if loan and "DEBIT-LATE" in found and not late[loan] & LATE
        ]
    assert seen > 10
    assert invented == []
    assert left_out == []
