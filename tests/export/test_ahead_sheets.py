"""The sheets on what lies ahead compute their sums live, lead to the rows, and are there only where they tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from app.core.ahead import RiskKind
from app.core.explanation import Explanation
from app.core.pipeline import explain
from app.texts import Language
from tests.core.case_builder import CaseBuilder, day
from tests.core.generated_credit_reports import planted, right
from tests.core.generated_risks import composed
from tests.export.export_cases import case as without_dues
from tests.export.workbook_reader import broken_links, formulas, is_right, written
from tests.languages import EVERY_LANGUAGE


def with_dues() -> Explanation:
    case = CaseBuilder()
    for period in case.loan()[:4]:
        case.paid(period)
    return explain(case.ledger, as_of=day("06-01"))


MADE = pytest.mark.parametrize(
    "made", [with_dues, lambda: planted("overdue-now", 1), lambda: composed(RiskKind.DRAINED, 1, planted=True)]
)


@MADE
def test_every_link_leads_to_a_row(made: Callable[[], Explanation]) -> None:
    assert broken_links(written(made()).looks) == []


@EVERY_LANGUAGE
@MADE
def test_every_formula_has_the_value_that_the_program_has(language: Language, made: Callable[[], Explanation]) -> None:
    book = written(made(), language, only="ahead")
    found = [(at, cell, value) for at, cell, value in formulas(book) if at.startswith(book.context.sheet("ahead"))]
    assert not [(at, cell, value) for at, cell, value in found if not is_right(cell, value)]
    assert bool(found) is bool(book.context.explanation.ahead.dues)


def test_each_due_has_a_row_with_its_day_amount_and_how_sure_it_is() -> None:
    book = written(with_dues())
    rows = book.values("ahead")[4:12]
    assert [str(row[0]) for row in rows[:2]] == ["2026-06-15", "2026-07-15"]
    assert [row[3] for row in rows] == ["确定", *["推算"] * 7]
    assert rows[0][2] == 1080.49
    opened = book.looks[book.context.sheet("ahead")]
    assert opened["A5"].value == datetime(2026, 6, 15)
    assert opened["I5"].hyperlink


@EVERY_LANGUAGE
def test_a_chart_draws_the_months_of_the_table_beside_it(language: Language) -> None:
    book = written(with_dues(), language)
    opened = book.looks[book.context.sheet("ahead")]
    (chart,) = opened._charts
    months = [row[0] for row in opened.iter_rows(min_row=16, max_row=23, values_only=True)]
    assert [str(month)[:7] for month in months] == [f"2026-{n:02d}" for n in range(6, 13)] + ["2027-01"]
    assert [series.val.numRef.f.rpartition("!")[2] for series in chart.series] == ["$C$16:$C$23", "$D$16:$D$23"]


def test_one_month_alone_has_no_chart() -> None:
    case = CaseBuilder()
    for period in case.loan()[:11]:
        case.paid(period)
    book = written(explain(case.ledger, as_of=day("12-20")))
    assert book.looks[book.context.sheet("ahead")]._charts == []


def test_what_contradicts_stands_first_among_the_statements_of_a_report() -> None:
    rows = written(planted("balance", 1)).values("credit")
    head = next(n for n, row in enumerate(rows) if "报告写的" in row)
    assert rows[head + 1][2] == "不一致" and "余额" in str(rows[head + 1][3])
    assert "不一致" not in [row[2] for row in rows[head + 2 :]]


def test_a_sheet_that_has_nothing_to_tell_is_not_there() -> None:
    assert "接下来" not in written(without_dues()).sheet_names
    assert "征信" not in written(with_dues()).sheet_names
    assert "征信" in written(right(1)).sheet_names


def test_names_of_accounts_are_masked_in_it() -> None:
    from app.export.masking import masked

    book = written(masked(with_dues()), masked=True)
    assert not any("1234" in str(cell) for row in book.values("ahead") for cell in row)
