"""On paper: a discrepancy stays whole, a long case stays under sixty pages, and month totals outlive a filter."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.explanation import EventKind, Explanation
from app.core.facts import Source
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Row, Sheet, amount_width, column
from app.export.workbook.paper import (
    LEAST_POINTS,
    MOST_PAGES,
    PAGE_SCALE,
    PAGE_WIDTH,
    ROW_POINTS,
    allotted,
    high,
    kept_whole,
    led_in,
    printed_widths,
    room,
    scale,
    side_by_side,
)
from app.export.workbook.sheet_xml import written as written_rows
from app.export.workbook.styles import SIZE, add_styles
from app.export.workbook.workbook import all_sheets
from app.resource_files import resource
from app.texts import Language, Phrasebook, languages
from app.workspace import Workspace
from app.workspace.exports import export_workbook
from app.workspace.shown_rows import shown_rows
from tests.export.export_cases import LOAN, case, cells, event, events, late, part, penalty, row
from tests.export.seen_cells import cut_texts, hashed_figures
from tests.export.workbook_reader import formulas, is_right, written
from tests.languages import EVERY_LANGUAGE
from tests.shared import shared

WIDTHS = (100.0,)


def long_case(count: int) -> Explanation:
    """A debit each hour, each in a row of its own."""
    first = datetime(2020, 1, 1, 8)
    more = [event(n, EventKind.DEBIT, first + timedelta(hours=7 * n), 100_00) for n in range(5, count)]
    return replace(case(), events=(*events(), *more))


@pytest.fixture(scope="module")
def long() -> openpyxl.Workbook:
    return written(long_case(3000), cells=cells()).looks


@given(needed=st.lists(st.integers(1, 300), min_size=1, max_size=15), most=st.integers(20, 60))
def test_pages_are_given_up_to_what_is_needed_and_no_more_than_there_are(needed: list[int], most: int) -> None:
    given_ = allotted(needed, [most // len(needed)] * len(needed), most)
    assert all(g <= n for g, n in zip(given_, needed, strict=True))
    assert sum(given_) == min(sum(needed), most) or sum(given_) <= most


@given(heights=st.lists(st.integers(20, 900), min_size=1, max_size=30))
def test_a_block_that_fits_on_a_page_is_never_divided(heights: list[int]) -> None:
    rows = [Row((), float(h)) for h in heights]
    breaks = kept_whole(rows, range(1, len(rows) + 1), WIDTHS)
    for start, end in zip([1, *breaks], [*breaks, len(rows) + 1], strict=True):
        page: Sequence[Row] = rows[start - 1 : end - 1]
        assert high(page) <= room(WIDTHS) or len(page) == 1


def test_every_explanation_begins_where_a_page_can_hold_it() -> None:
    found = [
        replace(late(part("penalty-on-principal", penalty(1000_00, "0.0004", 3, row(3)))), id=f"DEBIT-LATE.{LOAN}.{n}")
        for n in range(6)
    ]
    opened = written(case(*found), cells=cells()).looks
    starts = {int(c.row) for c in opened["解释"]["B"] if str(c.value).startswith("▲")}
    breaks = {b.id + 1 for b in opened["解释"].row_breaks.brk}
    assert len(breaks) >= 2
    assert breaks <= starts


def test_a_long_case_prints_its_tables_in_part_and_says_so(long: openpyxl.Workbook) -> None:
    sheet = long["时间线"]
    last = int(sheet.print_area.rpartition("$")[2])
    assert 100 < last < sheet.max_row
    assert sheet.oddHeader.right.text == f"打印到第 {last} 行，共 {sheet.max_row} 行；其余在工作簿里看"
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
    assert long["解释"].oddHeader.right.text is None


def test_a_short_case_is_printed_whole() -> None:
    opened = written(case(), cells=cells()).looks
    for sheet in (s for s in opened.worksheets if s.print_area):
        assert int(sheet.print_area.rpartition("$")[2]) >= sheet.max_row
        assert sheet.oddHeader.right.text is None


def test_the_first_page_says_how_it_came_out_and_what_to_look_at_before_what_the_papers_are() -> None:
    found = [str(r[0]) for r in written(case(late()), cells=cells()).values("summary")]
    assert found.index("结论") < found.index("总核对") < found.index("可以要回") < found.index("先看这几处")
    assert found.index("先看这几处") < found.index("借款和账单") < found.index("文件")


def test_the_code_of_a_discrepancy_is_there_for_programs_and_folded_away() -> None:
    sheet = written(case(late()), cells=cells()).looks["差异"]
    (code,) = [c for c in sheet[4] if c.value == "代码（供程序用）"]
    assert sheet.cell(5, code.column).value == "DEBIT-LATE"
    assert sheet.column_dimensions[code.column_letter].hidden
    assert sheet.sheet_format.outlineLevelCol == 1
    assert not any(d.hidden for letters, d in sheet.column_dimensions.items() if letters != code.column_letter)


def test_a_list_without_a_discrepancy_takes_one_page() -> None:
    nothing = replace(case(), discrepancies=())
    assert written(nothing, cells=cells()).looks["差异"].page_setup.fitToWidth == 1


@given(heights=st.lists(st.integers(10, 120), min_size=4, max_size=60), at=st.integers(1, 3))
def test_what_leads_in_to_a_table_stands_on_the_page_of_its_first_row(heights: list[int], at: int) -> None:
    rows = [Row((), float(h)) for h in heights]
    leads = [(n, n + 2) for n in range(at, len(rows) - 2, 5)]
    breaks = led_in(rows, leads, 400.0)
    page_of, used, page = {}, 0.0, 0
    for number, points in enumerate(heights, start=1):
        if number in breaks or used + points > 400:
            used, page = 0.0, page + 1
        used += points
        page_of[number] = page
    assert [lead for lead in leads if page_of[lead[0]] != page_of[lead[1]]] == []
    assert set(breaks) <= {first for first, _ in leads}


def test_the_list_of_discrepancies_is_printed_in_letters_that_can_be_read() -> None:
    sheet = next(s for s in all_sheets(written(case(late())).context)[0] if s.name == "差异")
    names = [cell.value for cell in list(sheet.rows)[sheet.heading - 1].cells if cell]
    widths = list(printed_widths(sheet))
    asked = names.index("可以这样问")
    assert SIZE * scale(sheet) >= LEAST_POINTS
    assert sum(widths[sheet.frozen_columns : asked]) == sum(widths[asked:]), "a page break parts what belongs together"
    opened = written(case(late())).looks["差异"]
    assert (opened.page_setup.orientation, opened.page_setup.fitToWidth) == ("landscape", 2)
    assert (opened.print_title_rows, opened.print_title_cols) == ("$4:$4", "$A:$C")


def test_a_long_case_stays_under_sixty_pages() -> None:
    assert MOST_PAGES < 60
    assert sum(allotted([500] * 13, [2] * 13)) <= MOST_PAGES


def test_month_totals_stand_outside_the_table_that_is_filtered(long: openpyxl.Workbook) -> None:
    months = long["每月合计"]
    assert months["G5"].value.startswith("=ROUND(SUMIFS('时间线'!$I$5:$I$3003,'时间线'!$A$5:$A$3003,")
    assert all(c.value is None or not isinstance(c.value, str) or "SUM" not in c.value for c in long["时间线"]["G"][4:])
    assert long["时间线"]["G3"].value == "=ROUND(SUBTOTAL(109,G5:G3003),2)"


def test_month_totals_are_what_their_formulas_compute() -> None:
    book = written(long_case(200), cells=cells())
    found = [(at, cell, value) for at, cell, value in formulas(book) if at.startswith("每月合计")]
    assert len(found) > 30
    assert [x for x in found if not is_right(x[1], x[2])] == []


def test_who_sees_no_picture_is_told_what_it_shows() -> None:
    book = written(case(), cells=cells())
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        drawings = [
            parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/drawings/") and "rels" not in n
        ]
        maker = parts.read("docProps/app.xml").decode()
    assert len(drawings) == 3
    assert [d.count("descr=") for d in drawings] == [1, 1, 1]
    assert any("descr=\"图：每月应还和已还。图里的数在 '每月合计'!" in d for d in drawings)
    assert "<Application>Tallyline</Application>" in maker


def drawn_rows(worksheet: Any) -> list[tuple[int, int]]:
    """The first and the last row that each chart of a sheet covers."""
    charts = [(x.anchor._from.row + 1, x.anchor.ext.height / _ROW) for x in worksheet._charts]
    return [(first, ceil(first + rows)) for first, rows in charts]


_ROW = 18 * 12_700
"""The height of a row, in the units of drawings."""


@EVERY_LANGUAGE
def test_a_chart_is_printed_whole(sample: Workspace, language: Language, tmp_path: Path) -> None:
    export_workbook(sample, tmp_path / "out.xlsx", language)
    opened = openpyxl.load_workbook(tmp_path / "out.xlsx")
    printed = {s.title: int(s.print_area.rpartition("$")[2]) for s in opened.worksheets if s.print_area}
    drawn = {s.title: drawn_rows(s) for s in opened.worksheets if s.title in printed}
    assert sum(map(len, drawn.values())) >= 3
    assert {name: rows for name, rows in drawn.items() if any(last > printed[name] for _, last in rows)} == {}


def test_evidence_of_discrepancies_comes_first_under_the_names_of_its_files() -> None:
    column = [r[0] for r in written(case(), cells=cells()).values("evidence")]
    assert column.index("差异用到的行") < column.index("E1") < column.index("其余用到的行")
    assert "还款计划.csv" in column


@pytest.fixture(scope="module")
def sample() -> Workspace:
    workspace = Workspace()
    workspace.add([resource("samples")])
    return workspace


def context_of(workspace: Workspace, language: Language) -> WorkbookContext:
    rows = shown_rows(workspace)
    return WorkbookContext(workspace.explanation, Phrasebook(language), cells=rows.cells, headings=rows.headings)


@EVERY_LANGUAGE
def test_no_text_of_the_sample_is_cut_and_no_figure_is_a_row_of_hashes(sample: Workspace, language: Language) -> None:
    context = context_of(sample, language)
    assert [*cut_texts(context), *hashed_figures(context)] == []


@EVERY_LANGUAGE
def test_every_sheet_is_printed_across_one_page_in_letters_that_can_be_read(
    sample: Workspace, language: Language
) -> None:
    context = context_of(sample, language)
    sheets = all_sheets(context)[0]
    assert [f"{s.name} {SIZE * scale(s):.1f}" for s in sheets if SIZE * scale(s) < LEAST_POINTS] == []
    two = {context.sheet("discrepancies")}  # what is asked stands on the page beside
    assert {s.name for s in sheets if side_by_side(s) > 1} == two
    assert {s.name for s in sheets if s.one_page} == {context.sheet("picture")}, "a page fitted in height shrinks"


@given(widths=st.lists(st.floats(5, 60), min_size=1, max_size=60), frozen=st.integers(0, 2))
def test_columns_that_no_page_holds_go_on_the_next_rather_than_in_smaller_letters(
    widths: list[float], frozen: int
) -> None:
    assert SIZE * scale(Sheet("", widths, (), frozen_columns=frozen)) >= LEAST_POINTS


def test_a_column_of_amounts_is_wide_enough_for_its_sum() -> None:
    assert amount_width(0, -123_456_78) >= amount_width(123_456_78) > amount_width(999_99)
    assert amount_width(999_999_99) <= 13


@pytest.mark.slow
def test_no_text_of_a_labelled_case_is_cut() -> None:
    """Of a sixth of the cases and a ninth of the hard ones, in turn in either language."""
    cut: dict[str, list[str]] = {}
    for number, folder in enumerate(
        [*sorted(shared("cases").iterdir())[::6], *sorted(shared("cases-hard", "cases").iterdir())[::9]]
    ):
        language = languages()[number % len(languages())]
        workspace = Workspace()
        workspace.add([folder])
        context = context_of(workspace, language)
        cut[folder.name] = [*cut_texts(context), *hashed_figures(context)]
    assert {name: texts for name, texts in cut.items() if texts} == {}


def with_a_wide_table() -> tuple[Explanation, dict[Source, list[str]]]:
    """Ten rows of a wallet of twelve columns, and four of a lender's table of twenty-nine before it by name."""
    wallet = [replace(row(n, "钱包.csv"), digest="wallet") for n in range(1, 11)]
    lender = [replace(row(n, "借据明细.csv"), digest="lender") for n in range(1, 5)]
    debits = [event(n, EventKind.DEBIT, datetime(2024, 3, n, 8), 100_00) for n in range(1, 15)]
    told = [replace(debit, sources=(s,)) for debit, s in zip(debits, (*wallet, *lender), strict=True)]
    texts = {s: [f"{n} 支付宝自动还款" for n in range(12)] for s in wallet}
    texts |= {s: [f"{n * 100_000}" for n in range(1, 30)] for s in lender}
    return replace(case(), events=tuple(told), discrepancies=(), accounts=(), chains=()), texts


def test_a_table_that_a_page_can_show_takes_one_beside_a_wider_one() -> None:
    """Else each of its pages had an empty one beside it, for the columns of the lender's table."""
    explanation, texts = with_a_wide_table()
    opened = written(explanation, cells=texts).looks["凭据"]
    areas = [openpyxl.utils.range_boundaries(area) for area in opened.print_area.replace("'凭据'!", "").split(",")]
    (_, first, narrow, end), (_, begins, wide, last) = areas
    assert (first, end + 1, last) == (1, begins, opened.max_row), "each row is printed, and once"
    assert (narrow, wide) == (3 + 12, 3 + 29)
    names = [c.value for c in opened["A"] if c.value in ("钱包.csv", "借据明细.csv")]
    assert names == ["钱包.csv", "借据明细.csv"], "the wider comes last"
    setup = opened.page_setup
    assert (setup.scale, opened.sheet_properties.pageSetUpPr.fitToPage) == (PAGE_SCALE, False)
    letters = [opened.column_dimensions[column(n)].width for n in range(1, narrow + 1)]
    assert sum(letters) <= PAGE_WIDTH * 0.9


def test_tables_that_are_all_narrow_are_fitted_to_one_page() -> None:
    explanation, texts = with_a_wide_table()
    opened = written(explanation, cells={s: t[:12] for s, t in texts.items()}).looks["凭据"]
    assert "," not in opened.print_area
    assert (opened.page_setup.fitToWidth, opened.sheet_properties.pageSetUpPr.fitToPage) == (1, True)


def test_a_table_of_loans_is_followed_by_its_first_block_on_a_page_of_its_own_where_both_do_not_fit() -> None:
    rows = [Row(), *[Row()] * 9, *[Row()] * 25, *[Row()] * 10]
    assert room(WIDTHS) < high(rows[:35]) < room(WIDTHS) * 1.5
    assert kept_whole(rows, [11, 36], WIDTHS)[0] == 11
    assert kept_whole(rows, [2, 36], WIDTHS)[0] == 36, "a title alone is no page"


@pytest.mark.parametrize(("more", "tight"), [(0, False), (3, True), (30, False)])
def test_a_page_of_a_few_rows_is_drawn_in_by_rows_that_are_a_little_lower(more: int, tight: bool) -> None:
    whole = 20
    room_of_page = whole * ROW_POINTS
    rows = [Row((Cell("x"),)) for _ in range(whole + more)]
    ids = add_styles(openpyxl.Workbook(), languages()[0])
    found = written_rows(rows, ids, room=room_of_page, may_tighten=True)
    assert found.is_tight is tight
    assert len(found.page_ends) == (1 if more < 4 else 3)
    assert not written_rows(rows, ids, room=room_of_page).is_tight, (
        "where a picture counts on the height, nothing moves"
    )


@pytest.mark.parametrize(("rows", "times"), [(12, 0), (120, 3)])
def test_a_table_of_evidence_that_goes_on_bears_its_file_again_at_the_head_of_each_page(rows: int, times: int) -> None:
    explanation, texts = with_a_wide_table()
    many = [replace(next(iter(texts)), row=n) for n in range(1, rows + 1)]
    debits = [event(n, EventKind.DEBIT, datetime(2024, 3, 1, 8), 1_00) for n in range(rows)]
    told = tuple(replace(debit, sources=(s,)) for debit, s in zip(debits, many, strict=True))
    opened = written(replace(explanation, events=told), cells={s: ["自动还款"] for s in many}).looks["凭据"]
    again = [int(c.row) for c in opened["A"] if c.value == "钱包.csv（接上页）"]
    assert len(again) >= times
    assert bool(again) is bool(times)
    assert {b.id + 1 for b in opened.row_breaks.brk} == set(again), "each stands where a page begins"
    pages = [end - start for start, end in pairwise([1, *again, opened.max_row + 1])]
    assert max(pages) * ROW_POINTS < 700
