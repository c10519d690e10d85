"""The sheet of settlements computes, on any day that is set in its cell, what the program says of that day."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from app.core.explanation import Explanation
from app.core.facts import Method, Product
from app.core.inference.hypothesis import ALTERNATIVES
from app.core.loans.conventions import STANDARD, Convention, Rate, RoundingStep, Terms
from app.core.loans.late_charge import Grace
from app.core.loans.penalty_rules import CONTRACT_RULE, PenaltyRule
from app.core.loans.schedules import schedule
from app.core.loans.settlement import settle
from app.core.loans.settlement_fees import SettlementFee
from app.core.loans.standing import LoanStanding, OpenPeriod, Reading
from app.core.money import Rounding
from app.core.pipeline import explain
from app.export.workbook.sheets.settlement import DAY, day_of
from app.importers.read import read_paths
from app.texts import Language
from tests.core.case_builder import CaseBuilder
from tests.due_dates import due_dates
from tests.export.export_cases import LOAN, case
from tests.export.export_cases import row as source_row
from tests.export.libre_office import all_computed, needs_libre_office
from tests.export.libre_office import differing as compared
from tests.export.workbook_reader import Book, formulas, is_right, recalculated, written
from tests.labelled_cases import explanation_of, labelled_cases
from tests.languages import CHINESE, EVERY_LANGUAGE

MOST_CASES = 5
AMOUNTS, STATE = (8, 9, 10, 11), 13
"""Columns from 0: to settle, at least, at most, by the plan; and the remark."""


def running(folder: Path, name: str = "还款计划.csv") -> Explanation:
    """A loan of 3,000 yuan at 0.04 % a day with its plan, of which nothing is paid yet."""
    periods = [("2024-01-11", "2024-02-11", "1000.00", "37.20"), ("2024-02-11", "2024-03-11", "1000.00", "23.20"),
               ("2024-03-11", "2024-04-11", "1000.00", "12.40")]  # fmt: skip
    lines = ["查询日期,借据号,期数,起息日,应还日期,应还本金,应还利息,应还总额,状态"]
    for n, (starts, due, principal, interest) in enumerate(periods, start=1):
        whole = f"{float(principal) + float(interest):.2f}"
        lines.append(f"2024-01-20,JB20240111000000000042,{n},{starts},{due},{principal},{interest},{whole},待还")
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read_paths([folder])
    return explain(reading.ledger, reading.sources)


def alone(e: Explanation, language: Language = CHINESE) -> Book:
    """The sheet of settlements without the others, whose cells it names none of."""
    return written(e, language, only="settlement")


def rows(content: bytes, sheet: str) -> list[list[object]]:
    """The rows of the table of loans."""
    found = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )
    return [r for r in found[6:] if r[1] != "" and len(r) > STATE and r[STATE]]


def moved(book: Book, day: date) -> bytes:
    """The workbook with another day in its cell, computed anew by another program."""
    names = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).sheet_names
    sheet = f"xl/worksheets/sheet{names.index(book.context.sheet('settlement')) + 1}.xml"
    other = f"<v>{(day - date(1899, 12, 30)).days}</v>".encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book.content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == sheet:
                part, found = _DAY_CELL.subn(rb"\1" + other, part)
                assert found == 1
            target.writestr(name, part)
    return recalculated(stream.getvalue())


_DAY_CELL = re.compile(rb'(<c r="B4"[^>]*>)<v>\d+</v>')


def differing(e: Explanation, book: Book, day: date) -> list[object]:
    """The loans whose live amounts on a day are not those of the program."""
    wrong: list[object] = []
    told = {book.context.facility(s.facility): settle(s, day) for s in e.standings}
    for row in rows(moved(book, day), book.context.sheet("settlement")):
        payoff = told.get(str(row[0]))
        if payoff is None or "不随日期变" in str(row[STATE]) or not payoff.ways:
            continue
        live = [round(float(str(row[n])) * 100) for n in AMOUNTS]
        own = [payoff.ways[0].amount, payoff.least, payoff.most, payoff.planned]
        wrong += [(row[0], day, live, own)] if live != own else []
    return wrong


def test_every_day_of_a_plan_gives_what_the_program_says_of_it(tmp_path: Path) -> None:
    e = running(tmp_path)
    book = written(e)
    assert book.context.sheet("settlement") in book.sheet_names
    first = day_of(book.context)
    days = [first, first + timedelta(1), date(2024, 2, 11), date(2024, 2, 12), date(2024, 3, 10), date(2024, 4, 11)]
    assert [x for day in days for x in differing(e, book, day)] == []


@EVERY_LANGUAGE
def test_its_formulas_have_the_values_that_are_stored(tmp_path: Path, language: Language) -> None:
    book = written(running(tmp_path), language)
    found = [x for x in formulas(book) if x[0].startswith(book.context.sheet("settlement"))]
    assert len(found) > 10
    assert [(at, cell, value) for at, cell, value in found if not is_right(cell, value)] == []


def test_a_day_outside_the_papers_says_so_and_gives_no_amount(tmp_path: Path) -> None:
    book = written(running(tmp_path))
    name = book.context.sheet("settlement")
    late, early = (rows(moved(book, day), name)[0] for day in (date(2025, 1, 1), date(2023, 1, 1)))
    assert late[STATE] == "晚于计划的最后一期"
    assert late[AMOUNTS[0]] == 0
    assert early[STATE] == "早于资料的最后一天，不能算"


def test_the_day_is_a_cell_with_a_name(tmp_path: Path) -> None:
    opened: openpyxl.Workbook = written(running(tmp_path)).looks
    assert opened.defined_names[DAY].attr_text == "'结清'!$B$4"


@pytest.mark.slow
def test_the_labelled_cases_give_the_same_on_three_days() -> None:
    compared = 0
    for folder in labelled_cases():
        e = explanation_of(folder)
        if not any(settle(s, e.as_of).ways for s in e.standings):
            continue
        book = written(e)
        if book.context.sheet("settlement") not in book.sheet_names:
            continue
        first = day_of(book.context)
        for day in (first, first + timedelta(9), first + timedelta(33)):
            assert differing(e, book, day) == []
        compared += 1
        if compared == MOST_CASES:
            break
    assert compared == MOST_CASES


# -- lateness and fees ------------------------------------------------------------------------------------------------

KNOWN = date(2024, 3, 20)


def standing(*, late: bool = False, fee: int = 0, grace: int = 0, periods: int = 4) -> Explanation:
    """A loan of 1,000 yuan a period at 0.04 % a day; ``late`` leaves the period of 11 March open."""
    months = range(3 if late else 4, 3 + periods)
    rows = (source_row(3),)
    opened = tuple(
        OpenPeriod(n, date(2024, n - 1, 11), date(2024, n, 11), 1000_00, 12_37 * (9 - n), fee, sources=rows)
        for n in months
    )
    loan = LoanStanding(
        LOAN, Product.JIEBEI, 9000_00, KNOWN, (Reading(opened, Decimal("0.0004")),), date(2023, 8, 11),
        grace_days=grace, penalties=(CONTRACT_RULE, KEPT),
    )  # fmt: skip
    return replace(case(), standings=(loan,))


KEPT = PenaltyRule("multiple-grace-kept", multiple=Decimal("1.5"), grace=Grace.KEPT, published=False)
DAYS = [KNOWN, KNOWN + timedelta(1), date(2024, 4, 10), date(2024, 4, 11), date(2024, 4, 12), date(2024, 5, 11)]


@pytest.mark.parametrize(
    "case_of",
    [
        {"late": True},
        {"late": True, "grace": 3},
        {"late": True, "grace": 15},
        {"fee": 5_00},
        {"late": True, "fee": 5_00},
    ],
    ids=str,
)
def test_lateness_and_fees_follow_the_day_by_every_way_that_may_hold(case_of: dict[str, Any]) -> None:
    e = standing(**case_of)
    book = alone(e)
    (told,) = rows(book.content, book.context.sheet("settlement"))
    assert "不随日期变" not in str(told)
    assert [x for day in DAYS for x in differing(e, book, day)] == []


@pytest.mark.parametrize("periods", [2, 3, 5])
@EVERY_LANGUAGE
def test_the_ways_of_fees_stand_below_the_periods_with_their_values(periods: int, language: Language) -> None:
    book = alone(standing(late=True, fee=5_00, periods=periods), language)
    found = [x for x in formulas(book) if x[0].startswith(book.context.sheet("settlement"))]
    assert [(at, cell, value) for at, cell, value in found if not is_right(cell, value)] == []
    labels = [str(r[0]) for r in book.values("settlement")]
    assert book.context.book.say("settle-way.next-fee") in labels
    assert any(book.context.book.say("penalty-base.joined") in label for label in labels)


def test_a_loan_that_is_late_past_its_plan_still_costs_what_is_overdue() -> None:
    e = standing(late=True, periods=1)
    assert differing(e, alone(e), KNOWN + timedelta(40)) == []


@EVERY_LANGUAGE
def test_bills_stand_below_the_loans_and_leave_their_formulas_right(language: Language) -> None:
    case = CaseBuilder()
    for period in case.loan()[:2]:
        case.paid(period)
    case.bill(4, [case.line(date(2026, 3, 12), 800_00)])
    case.covers(date(2026, 1, 1), date(2026, 4, 5))
    book = alone(explain(case.ledger, as_of=date(2026, 4, 5)), language)
    sheet = book.context.sheet("settlement")
    (row,) = [row for row in book.values("settlement") if 800 in row[:STATE]]
    assert "2026-04-10" in str(row[STATE])
    (loans,) = [r for r in book.values("settlement") if r[0] == book.context.say("settlement.together")]
    (whole,) = [
        r
        for r in book.values("settlement")
        if str(r[0]).startswith(book.context.say("settlement.with-bills", on=date(2026, 4, 5)))
    ]
    assert whole[8] == loans[8] + 800 and whole[9:11] == [loans[9] + 800, loans[10] + 800]
    found = [(cell, value) for at, cell, value in formulas(book) if at.startswith(sheet)]
    assert found and all(is_right(cell, value) for cell, value in found)


@EVERY_LANGUAGE
def test_a_fee_that_public_pages_tell_of_stands_in_the_remark_of_its_loan_on_every_day(language: Language) -> None:
    e = standing(fee=5_00)
    rule = SettlementFee(
        "share-5", Decimal("0.05"), products=frozenset({Product.JIEBEI}), published=True, seen="2023–2025"
    )
    e = replace(e, standings=(replace(e.standings[0], fees=(rule,)),))
    book = alone(e, language)
    found = [(cell, value) for at, cell, value in formulas(book) if at.startswith(book.context.sheet("settlement"))]
    assert all(is_right(cell, value) for cell, value in found)
    (told,) = rows(moved(book, date(2024, 4, 12)), book.context.sheet("settlement"))
    assert "2023–2025" in str(told[STATE]) and "5.00%" in str(told[STATE])


# -- loans of which several readings close all rows -------------------------------------------------------------------

COUNTINGS = [
    *(c for c in ALTERNATIVES if c.day_count is not STANDARD.day_count or c.step is not STANDARD.step),
    *(replace(STANDARD, rounding=rounding) for rounding in Rounding if rounding is not STANDARD.rounding),
]
"""The conventions that give another interest to a day; the others only divide a plan otherwise."""


DRAWN = date(2023, 10, 31)


def read_as(
    *conventions: Convention, rate: Rate = Decimal("0.00045"), method: Method = Method.EQUAL_INSTALMENT
) -> Explanation:
    """A loan of 10,000 yuan over eight periods of which the last four are open, by each of some conventions."""
    readings = []
    for by in conventions:
        plan = schedule(10_000_00, Terms(rate, method, by), DRAWN, due_dates(DRAWN, 8))
        left = [OpenPeriod(p.number, p.starts, p.due, p.principal, p.interest, sources=(source_row(3),)) for p in plan]
        readings.append(Reading(tuple(left[4:]), rate, method, by))
    loan = LoanStanding(LOAN, Product.JIEBEI, 10_000_00, date(2024, 3, 29), tuple(readings), DRAWN)
    return replace(case(), standings=(loan,))


FORTNIGHTS = [date(2024, 3, 29) + timedelta(n) for n in (0, 1, 2, 3, 17, 31, 32, 33, 34, 62, 63, 79, 93)]
"""Due days, the days around them, ends of months and days inside the periods."""


@pytest.mark.parametrize("by", COUNTINGS, ids=str)
def test_each_reading_follows_the_day_with_its_own_days_and_rounding(by: Convention) -> None:
    e = read_as(STANDARD, by)
    book = alone(e)
    (told,) = rows(book.content, book.context.sheet("settlement"))
    assert "不随日期变" not in str(told)
    assert [x for day in FORTNIGHTS[::2] for x in differing(e, book, day)] == []


@pytest.mark.parametrize("rounding", Rounding)
def test_half_a_fen_is_rounded_as_the_reading_says(rounding: Rounding) -> None:
    by = replace(STANDARD, rounding=rounding)
    e = read_as(by, replace(by, step=RoundingStep.PER_DAY), rate=Decimal("0.0004555"), method=Method.INTEREST_ONLY)
    book = alone(e)
    assert [x for day in FORTNIGHTS[:6] for x in differing(e, book, day)] == []


@pytest.mark.parametrize("rate", [Decimal("0.00045"), Fraction(18, 100 * 365)], ids=str)
@EVERY_LANGUAGE
def test_the_block_of_each_reading_has_the_values_that_are_stored(rate: Rate, language: Language) -> None:
    book = alone(read_as(*ALTERNATIVES, rate=rate), language)
    found = [x for x in formulas(book) if x[0].startswith(book.context.sheet("settlement"))]
    assert [(at, cell, value) for at, cell, value in found if not is_right(cell, value)] == []
    titles = [str(r[0]) for r in book.values("settlement")]
    assert any(book.context.book.say("convention.day_count.both-ends") in title for title in titles)


def test_the_least_and_the_most_are_those_of_all_readings_on_every_day() -> None:
    e = read_as(*ALTERNATIVES)
    book = alone(e)
    assert [x for day in FORTNIGHTS for x in differing(e, book, day)] == []


def test_past_the_first_plan_that_ends_no_reading_gives_an_amount() -> None:
    e = read_as(STANDARD, COUNTINGS[0])
    first, second = e.standings[0].readings
    e = replace(e, standings=(replace(e.standings[0], readings=(first, replace(second, periods=second.periods[:2]))),))
    book = alone(e)
    (told,) = rows(moved(book, second.periods[1].due + timedelta(1)), book.context.sheet("settlement"))
    assert (told[STATE], [told[n] for n in AMOUNTS]) == ("晚于计划的最后一期", [0, 0, 0, 0])


def test_a_lateness_by_several_readings_stays_as_it_was_computed() -> None:
    e = read_as(STANDARD, COUNTINGS[0])
    late = replace(e.standings[0], known_until=date(2024, 4, 30))
    (told,) = rows(alone(replace(e, standings=(late,))).content, "结清")
    assert "不随日期变" in str(told[STATE])


@pytest.mark.slow
@needs_libre_office
def test_libreoffice_computes_every_reading_alike(tmp_path: Path) -> None:
    book = written(read_as(*ALTERNATIVES))
    contents = {"stored": book.content} | {str(day): moved(book, day) for day in FORTNIGHTS}
    anew = all_computed(contents, tmp_path, drawn=False)
    found = {name: compared(content, anew[name]) for name, content in contents.items()}
    assert {name: wrong for name, (_, wrong) in found.items() if wrong} == {}
    assert all(count > 100 for count, _ in found.values())
