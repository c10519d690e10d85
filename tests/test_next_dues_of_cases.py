"""Of the labelled cases, cut at days by chance, what is said to be certain came so; skipped where they are absent."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest

from app.core.ahead import DueBasis, DueKind
from app.core.pipeline import explain
from app.workspace.tables import work_calendar
from tests.cut_cases import cut, judge
from tests.labelled_cases import labelled_cases, reading_of

SEEDS = (11, 12)


@pytest.fixture(scope="module")
def came() -> Counter[tuple[DueBasis, str]]:
    """How many dues of each basis came as foretold, were changed on the way, or were wrong."""
    told: Counter[tuple[DueBasis, str]] = Counter()
    calendar = work_calendar()
    for folder in labelled_cases():
        whole = reading_of(folder).ledger
        days = [row.at.date() for row in whole.wallet] + [row.as_of for row in whole.plan_rows if row.as_of]
        first, last = min(days).toordinal() + 20, max(days).toordinal() - 10
        contracts = {loan.contract for loan in whole.loans}
        for seed in SEEDS:
            day = date.fromordinal(random.Random(f"{folder.name}-{seed}").randint(first, last))
            for due in explain(cut(whole, day), as_of=day, calendar=calendar).ahead.dues:
                if due.kind is DueKind.INSTALMENT and due.facility not in contracts:
                    assert due.basis is not DueBasis.CERTAIN  # nothing in these cases tells what it was
                    continue
                verdict = judge(whole, due, day)
                told[due.basis, "right" if verdict.right else "changed" if verdict.changed else "wrong"] += 1
    return told


def test_amount_and_date_of_what_is_certain_are_right_although_some_plans_change(
    came: Counter[tuple[DueBasis, str]],
) -> None:
    right = came[DueBasis.CERTAIN, "right"]
    all_certain = sum(count for (basis, _), count in came.items() if basis is DueBasis.CERTAIN)
    assert all_certain > 100
    assert right / all_certain >= 0.98, came


def test_nothing_is_wrong_where_neither_lender_nor_borrower_changed_the_plan(
    came: Counter[tuple[DueBasis, str]],
) -> None:
    assert came[DueBasis.CERTAIN, "wrong"] == 0, came
    assert came[DueBasis.COMPUTED, "wrong"] == 0, came
