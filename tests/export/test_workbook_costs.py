"""The sheet of the all-in cost: its rates are formulas, and each payment is covered by a line or named as in none."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from app.core.explanation import Explanation
from app.core.loans.all_in_cost import AllInCost, CostLine, Cover, StatedCost, yearly
from app.texts import Language
from tests.export.export_cases import LOAN, case, cells, row
from tests.export.workbook_reader import Book, formulas, is_right, recalculated, written
from tests.languages import EVERY_LANGUAGE

DRAWN = date(2024, 1, 11)


def costed(*more: CostLine, unknown: bool = False) -> Explanation:
    """A loan of 3,000 yuan with two instalments paid, one to come, and what else was paid."""
    own = [
        CostLine(date(2024, 2, 11), 1037_20, Cover.PLAN, sources=(row(3),)),
        CostLine(date(2024, 3, 14), 1023_20, Cover.PLAN, sources=(row(4, "钱包.csv"),)),
        CostLine(date(2024, 4, 11), 1012_40, Cover.PLAN, to_come=True),
    ]
    lines = sorted([*own, *more], key=lambda line: (line.on, line.cover.value))
    alone = [line for line in lines if line.cover not in (Cover.DISCLOSED, Cover.THIRD_PARTY)]
    own_rate = yearly(3000_00, DRAWN, own)
    cost = AllInCost(
        LOAN, "jiebei", 3000_00, DRAWN, tuple(lines), None if unknown else yearly(3000_00, DRAWN, lines),
        None if unknown else yearly(3000_00, DRAWN, alone), own_rate,
    )  # fmt: skip
    return replace(case(), costs=(cost,))


GUARANTEE = CostLine(date(2024, 2, 11), 30_00, Cover.THIRD_PARTY, "某某融资担保有限公司")
NAMED = replace(GUARANTEE, cover=Cover.DISCLOSED, on=date(2024, 4, 11))
PENALTY = CostLine(date(2024, 3, 14), 1_62, Cover.PENALTY)
COUPON = CostLine(date(2024, 3, 14), -5_00, Cover.COUPON)


def overview(book: Book, content: bytes | None = None) -> list[object]:
    """The row of the loan in the overview."""
    opened = CalamineWorkbook.from_filelike(io.BytesIO(content or book.content))
    return opened.get_sheet_by_name(book.context.sheet("costs")).to_python(skip_empty_area=False)[5]


@EVERY_LANGUAGE
@pytest.mark.parametrize("unknown", [False, True])
def test_every_formula_comes_to_what_the_program_says(language: Language, *, unknown: bool) -> None:
    book = written(costed(GUARANTEE, NAMED, PENALTY, COUPON, unknown=unknown), language, cells=cells())
    found = [x for x in formulas(book) if x[0].startswith(book.context.sheet("costs"))]
    assert len(found) > 12
    assert [(at, cell, value) for at, cell, value in found if not is_right(cell, value)] == []


def test_what_is_in_no_line_of_the_lender_is_added_up_and_named() -> None:
    book = written(costed(GUARANTEE, PENALTY, COUPON))
    assert overview(book)[3:6] == [2087.02, 1012.4, 30.0]
    (named,) = [r for r in book.values("costs") if len(r) > 5 and r[5] == "某某融资担保有限公司"]
    assert named[2:5] == [-30.0, 0.0, "没有"]


def test_the_cost_without_other_payees_stands_beside_the_whole() -> None:
    nominal, effective, alone, planned = (float(str(x)) for x in overview(written(costed(GUARANTEE)))[6:10])
    assert alone < planned < nominal < effective


def test_the_rate_that_the_lenders_table_states_leads_to_its_row() -> None:
    e = costed()
    stated = StatedCost(Decimal("0.2240"), (row(3),))
    book = written(replace(e, costs=(replace(e.costs[0], stated=stated),)), cells=cells())
    assert overview(book)[10] == 0.224
    assert overview(written(e))[10] == ""
    sheet = book.looks[book.context.sheet("costs")]
    assert sheet["K6"].hyperlink.location == book.context.evidence_place(row(3))


def test_a_loan_whose_payments_cannot_be_told_has_no_rate() -> None:
    assert overview(written(costed(unknown=True)))[6:9] == ["", "", ""]


def test_a_payment_that_is_changed_turns_the_checks() -> None:
    book = written(costed(GUARANTEE))
    opened = book.opened()
    sheet = opened[book.context.sheet("costs")]
    next(c for r in sheet.iter_rows() for c in r if c.value == -1037.2).value = -1137.2
    stream = io.BytesIO()
    opened.save(stream)
    anew = recalculated(stream.getvalue())
    assert overview(book, anew)[11] != 0
    summary = CalamineWorkbook.from_filelike(io.BytesIO(anew)).get_sheet_by_name("摘要").to_python()
    assert next(r[1] for r in summary if r[0] == "总核对") != 0


def test_a_payment_whose_cover_is_taken_away_is_missed_by_the_check() -> None:
    book = written(costed(PENALTY))
    opened = book.opened()
    sheet = opened[book.context.sheet("costs")]
    next(c for r in sheet.iter_rows() for c in r if c.value == "罚息和费用").value = "别的"
    stream = io.BytesIO()
    opened.save(stream)
    assert overview(book, recalculated(stream.getvalue()))[12] == -1.62


def test_a_case_without_costs_has_no_such_sheet() -> None:
    book = written(case())
    assert book.context.sheet("costs") not in book.sheet_names
