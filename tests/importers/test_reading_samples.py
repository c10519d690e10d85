"""Every file of the shared material is read, or refused for the right reason."""

from __future__ import annotations

import pytest

from app.core.explanation import SourceReport
from app.importers.read import read_paths
from tests.shared import shared

NO_STATEMENTS = {
    "PROVENANCE.md": "unknown-format",
    "loan_rows_verbatim.csv": "unknown-format",  # strings with their evidence, no export
}
UNKNOWN = {"unknown-format", "unknown-format-like", "no-table", "two-formats", "lender-table-unsure"}


def unread(report: SourceReport) -> set[str]:
    return {problem.code for problem in report.problems} & UNKNOWN


def test_every_sample_is_recognised_or_refused() -> None:
    reports = [r for r in read_paths([shared("samples")]).sources if ".json" not in r.file]
    assert {r.file: next(iter(unread(r))) for r in reports if unread(r)} == NO_STATEMENTS
    assert all(r.rows > 0 for r in reports if not unread(r))


@pytest.mark.parametrize("tier", ["full", "noplan"])
def test_every_file_of_a_case_is_recognised(tier: str) -> None:
    cases = sorted(shared("cases").glob(f"{tier}-*"))[:3]
    assert cases
    reports = read_paths(cases).sources
    assert [r.file for r in reports if unread(r) or not r.rows] == []
