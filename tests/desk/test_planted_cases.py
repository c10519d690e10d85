"""From files to patterns: what one lender did to many borrowers is found and named, and chance is told of nothing."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from app.desk.patterns import Common
from app.desk.run import run_desk
from tests.desk.made_cases import InThisProcess, order
from tests.desk.planted_cases import FEE, LATE_DAY, LENDERS, Made, borrowers, planted, write_desk


def patterns(folder: Path, made: list[Made], chance: random.Random) -> dict[tuple[Common, str], set[tuple[str, int]]]:
    """By what is common and the kind: value and number of cases of each pattern."""
    write_desk(folder / "desk", made, chance)
    asked = order(folder / "desk", folder / "out", workbooks=False, letters=False)
    ran = run_desk(asked, InThisProcess())
    assert [entry.case for entry in ran.failed] == []
    found: dict[tuple[Common, str], set[tuple[str, int]]] = {}
    for pattern in ran.patterns:
        found.setdefault((pattern.common, pattern.code), set()).add((pattern.value, len(pattern.cases)))
    return found


@pytest.mark.slow
def test_a_lender_late_on_one_day_and_a_fee_of_many_cases_are_found_and_named(tmp_path: Path) -> None:
    chance = random.Random(11)
    found = patterns(tmp_path, planted(chance, late=24, fees=25, others=24), chance)
    # Each case was late by two to four days: each day of payment is a pattern of its own, and together they are all.
    late = dict(found.pop((Common.DAY, "DEBIT-LATE")))
    assert set(late) == {(LATE_DAY + timedelta(days=days)).isoformat() for days in (2, 3, 4)}
    assert sum(late.values()) >= 24
    fees = dict(found.pop((Common.AMOUNT, "FEE-THIRD-PARTY")))
    assert fees[str(FEE)] >= 25
    assert {value for (common, _), values in found.items() for value, _ in values if common is Common.LENDER} <= {
        LENDERS[0]
    }


@pytest.mark.slow
def test_of_borrowers_who_have_nothing_in_common_nothing_is_told(tmp_path: Path) -> None:
    chance = random.Random(21)
    assert patterns(tmp_path, borrowers(chance, 75), chance) == {}
