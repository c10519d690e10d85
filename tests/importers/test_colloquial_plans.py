"""Plans that people write down in their own words are read as they mean them, and what is unclear is left to them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.core.facts import PeriodState, PlanRow, PlanTotal
from app.importers.reading.table import Table
from app.importers.recognising.understanding import Doubt, understand
from app.importers.registry import recognise

PAID, OPEN, UNSAID = PeriodState.SETTLED, PeriodState.OPEN, PeriodState.UNKNOWN


def planned(*lines: str) -> Sequence[PlanRow | PlanTotal]:
    claim = recognise(Table("made-up.csv", "", "0" * 16, [line.split(",") for line in lines]))
    assert claim.reader is not None
    return claim.reader().ledger.planned


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("第几个月,几号还,要还多少,还了吗", ("还了", "还没还", "没还")),
        ("第几期,还款日期,要还的钱,还了没有", ("还了", "还没", "没有还")),
        ("第几个月,还款日,得还多少钱,还清了吗", ("已还", "还了一部分", "未")),
        ("期,还款日,应还,状态", ("✓", "✗", "×")),
        ("期,还款日,应还,还了没", ("√", "❌", "x")),
    ],
)
def test_what_is_due_and_whether_it_was_paid_is_known_by_everyday_words(header: str, said: Sequence[str]) -> None:
    rows = [f"{n},2026-0{n}-05,1066.19,{word}" for n, word in enumerate(said, 1)]
    told = [(row.period, row.due.month, row.instalment, row.state) for row in planned(header, *rows)]
    assert told == [(1, 1, 106_619, PAID), (2, 2, 106_619, OPEN), (3, 3, 106_619, OPEN)]


def test_what_was_paid_beside_what_is_due_is_not_taken_for_it() -> None:
    rows = ["2026-01-05,1066.19,1066.19,✓", "2026-02-05,1066.19,1000.00,✗", "2026-03-05,1066.19,0,✗"]
    told = [(row.instalment, row.state) for row in planned("还款日,应还,已还,状态", *rows)]
    assert told == [(106_619, PAID), (106_619, OPEN), (106_619, OPEN)]


def test_what_was_paid_is_as_said_and_a_table_with_differences_tells_no_day_of_it() -> None:
    header = "期数,应还日期,应还金额,实还日期,实还金额,差额"
    rows = [f"{n},2026-0{n}-05,1066.19,2026-0{n}-06,1070.25,4.06" for n in (1, 2, 3)]
    claim = recognise(Table("made-up.csv", "", "0" * 16, [line.split(",") for line in (header, *rows)]))
    assert claim.reader is not None
    read = claim.reader()
    assert {(row.instalment, row.cleared_on) for row in read.ledger.planned} == {(106_619, None)}
    assert read.ledger.postings == ()
    assert "lender-paid-as-said" in {problem.code for problem in read.problems}


def test_the_column_that_says_what_was_repaid_goes_before_one_that_never_does() -> None:
    rows = ["2026-01-05,1066.19,还了,正常", "2026-02-05,1066.19,没还,逾期", "2026-03-05,1066.19,没还,正常"]
    assert [row.state for row in planned("还款日,应还,已还,状态", *rows)] == [PAID, OPEN, OPEN]


def test_a_sum_that_comes_month_after_month_is_no_number_of_a_period() -> None:
    rows = [f"300.00,2026-0{n}-10,{1500 + n}.40,待还" for n in (1, 2, 3)]
    told = understand(Table("made-up.csv", "", "0" * 16, [r.split(",") for r in ("期数,还款日,应还金额,状态", *rows)]))
    roles = told.guess.roles if isinstance(told, Doubt) else told.roles if told else {}
    assert "period" not in roles
