"""Where a cause lies is said only of kinds whose rows show it."""

from __future__ import annotations

from app.core.kinds import KINDS


def test_a_single_late_missed_or_double_debit_and_two_papers_that_differ_show_no_cause() -> None:
    assert {code for code, kind in KINDS.items() if not kind.cause_shown} == {
        "DEBIT-LATE", "DEBIT-MISSED", "DEBIT-DUPLICATE", "EXPORT-GAP", "SOURCE-CONTRADICTION", "UNEXPLAINED",
        "CREDIT-REPORT-MISMATCH", "SURPLUS-RETURNED",
    }  # fmt: skip


def test_two_systems_that_contradict_each_other_show_it() -> None:
    assert all(KINDS[code].cause_shown for code in ("DEBIT-FAIL-CHARGED", "POST-LAG", "POST-MISSING"))
