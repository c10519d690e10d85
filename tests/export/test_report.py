"""The report counts, adds up and concludes the same for every view."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.discrepancy import Discrepancy, Severity, Term
from app.core.explanation import Explanation
from app.export.report import report_of
from tests.export.export_cases import case, late, money, part


def of(fen: int, severity: Severity = Severity.WARNING, unexplained: int = 0) -> Discrepancy:
    """A discrepancy of an amount."""
    terms = (Term((money("refund", abs(fen)),), fen < 0),) if fen else ()
    return replace(late(*([part("refund", *terms)] if terms else []), unexplained=unexplained), severity=severity)


def test_more_and_less_are_kept_apart() -> None:
    totals = report_of(case(of(5_00), of(-3_00))).totals[Severity.WARNING]
    assert (totals.count, totals.more, totals.less) == (2, 5_00, 3_00)


def test_remainders_do_not_cancel() -> None:
    assert report_of(case(of(0, unexplained=5), of(0, unexplained=-5))).all.unexplained == 10


def test_the_worst_five_leave_out_what_is_only_odd() -> None:
    found = [of(n + 1, Severity.SERIOUS if n < 4 else Severity.INFO) for n in range(8)]
    assert list(report_of(case(*found)).worst) == found[:4]


def test_the_period_is_that_of_all_files() -> None:
    assert report_of(case()).period == (date(2024, 1, 1), date(2024, 4, 1))


@pytest.mark.parametrize(
    ("found", "conclusion"),
    [
        ((of(1, Severity.INFO),), "harmless"),
        ((of(1, Severity.WARNING),), "explained"),
        ((of(1, Severity.SERIOUS),), "act"),
        ((of(1, Severity.SERIOUS), of(0, unexplained=1)), "unexplained"),
    ],
)
def test_the_conclusion_follows_from_the_worst(found: tuple[Discrepancy, ...], conclusion: str) -> None:
    assert report_of(case(*found)).conclusion == conclusion


def test_no_discrepancy_and_no_file_are_two_conclusions() -> None:
    assert report_of(replace(case(), discrepancies=())).conclusion == "nothing-found"
    assert report_of(Explanation(date(2024, 1, 1), (), (), (), (), ())).conclusion == "nothing-read"
