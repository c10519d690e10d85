"""A red packet in the method of payment is named as what covered the rest, not as another account."""

from __future__ import annotations

import pytest

from app.core.discrepancy import Severity
from tests.core.case_builder import CaseBuilder, at


def test_what_a_red_packet_covered_is_named_and_nothing_stays_open() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.paid(period)
    third = plan[2]
    case.wallet(at("04-15 09:00"), third.total - 5_00, reduction="还款红包")
    case.record(at("04-15 09:00"), 3, third.principal, third.interest)
    net = case.found()["EXPORT-NET-AMOUNT"]
    assert (net.difference, net.unexplained, net.severity) == (-5_00, 0, Severity.INFO)
    assert dict(net.facts)["wording"] == "还款红包"


def test_less_than_recorded_without_any_reduction_stays_unexplained() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total - 5_00)
    case.record(at("02-15 09:00"), 1, first.principal, first.interest)
    assert case.found()["UNEXPLAINED"].unexplained == -5_00


@pytest.mark.parametrize(("recorded", "less", "code"), [
    (True, 5_00, "EXPORT-NET-AMOUNT"), (False, 5_00, "EXPORT-NET-AMOUNT"), (True, 8_00, "UNEXPLAINED"),
])  # fmt: skip
def test_a_sum_that_the_rows_note_names_explains_that_sum_and_no_other(recorded: bool, less: int, code: str) -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total - less, reduction="还款红包", reduced_by=5_00)
    if recorded:
        case.record(at("02-15 09:00"), 1, first.principal, first.interest)
    found = case.found()[code]
    assert (found.difference, found.unexplained) == (-less, -less if code == "UNEXPLAINED" else 0)
