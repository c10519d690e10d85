"""The workbook computes what the text claims, leads to every row it rests on, and is safe to open and to keep."""

from __future__ import annotations

import errno
import io
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from app import atomic_write
from app.core.explanation import EventKind, Explanation
from app.export.masking import mask_of
from app.export.workbook.context import FollowUp
from app.export.workbook.sheets.discrepancies import STATUSES
from app.export.workbook.workbook import workbook, write_workbook
from app.texts import Language
from tests.export.export_cases import LOAN, case, cells, event, late, part, penalty, row
from tests.export.workbook_reader import Book, broken_links, formulas, is_right, recalculated, written
from tests.languages import CHINESE, EVERY_LANGUAGE

SHEETS = [
    "摘要", "差异", "解释", "时间线", "每月合计", "时间线图", "还款计划", "核对清单", "余额对账", "凭据", "来源", "方法"
]  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Book:
    return written(case(), cells=cells())


@pytest.fixture(scope="module")
def opened(book: Book) -> openpyxl.Workbook:
    return book.looks


# -- what it computes ------------------------------------------------------------------------------------------------


@EVERY_LANGUAGE
def test_every_formula_has_the_value_that_the_program_has(language: Language) -> None:
    found = list(formulas(written(case(), language, cells=cells())))
    assert len(found) >= 50
    assert [(at, cell, value) for at, cell, value in found if not is_right(cell, value)] == []


def test_a_remainder_is_shown_and_the_check_is_still_zero() -> None:
    found = late(part("penalty-on-principal", penalty(1000_00, "0.0004", 3, row(3))), unexplained=7)
    values = {r[1]: r[2] for r in written(case(found)).values("explanations") if len(r) > 2}
    assert values["未解释"] == 0.07
    assert values["核对：合计减实际"] == 0


def test_inputs_have_names_that_formulas_use(opened: openpyxl.Workbook) -> None:
    named = {"差异1_计息的金额", "差异1_日利率", "差异1_天数", "差异1_还款日", "差异1_还清日", "差异1_核对"}
    assert named <= set(opened.defined_names)
    formula = next(c.value for r in opened["解释"].iter_rows() for c in r if "ROUND(差异1_" in str(c.value))
    assert formula == "=ROUND(差异1_计息的金额*差异1_日利率*差异1_罚息倍数*差异1_天数,2)"


def test_an_input_shows_what_the_file_says_and_leads_to_that_cell(opened: openpyxl.Workbook) -> None:
    cell = next(c for r in opened["解释"].iter_rows() for c in r if str(c.value).startswith("='凭据'"))
    assert cell.hyperlink.location == cell.value[1:]
    target = cell.value.rpartition("!")[2]
    assert opened["凭据"][target].value == "1,000.00"


def test_interest_of_a_plan_is_computed_anew_and_changes_are_marked(opened: openpyxl.Workbook) -> None:
    plans = opened["还款计划"]
    live = [c.value for r in plans.iter_rows() for c in r if "日利率" in str(c.value) and str(c.value).startswith("=")]
    assert len(live) == 6
    assert sum(c.style == "Changed amount" for r in plans.iter_rows() for c in r) == 2


def test_yearly_cost_stands_beside_the_formula_that_finds_it(opened: openpyxl.Workbook) -> None:
    assert any(str(c.value).startswith("=XIRR(") for r in opened["还款计划"].iter_rows() for c in r)


# -- how it is built -------------------------------------------------------------------------------------------------


def test_the_sheets_stand_in_the_order_of_reading(opened: openpyxl.Workbook) -> None:
    assert opened.sheetnames == SHEETS


def test_every_link_leads_to_a_cell(opened: openpyxl.Workbook) -> None:
    assert broken_links(opened) == []


def test_links_go_from_the_list_to_the_block_and_back(opened: openpyxl.Workbook) -> None:
    block = opened["差异"]["A5"].hyperlink.location
    assert block == "'解释'!A4"
    assert "'差异'!A5" in {c.hyperlink.location for r in opened["解释"].iter_rows() for c in r if c.hyperlink}


def test_evidence_says_where_it_is_used(book: Book) -> None:
    used = {(r[-2], r[2]): r[1] for r in book.values("evidence")[4:]}
    assert used["还款计划.csv", 3.0] == "#1"


def test_order_numbers_stay_text(opened: openpyxl.Workbook) -> None:
    cell = next(c for r in opened["凭据"].iter_rows() for c in r if str(c.value).startswith("20240314220"))
    assert cell.data_type == "s"


def test_dates_are_dates_and_amounts_numbers(opened: openpyxl.Workbook) -> None:
    assert datetime(2024, 3, 14) in [c.value for c in opened["差异"][5]]
    assert 1001.8 in written(case(), cells=cells()).values("discrepancies")[4]
    times = [c.value for c in opened["时间线"]["A"]]
    assert datetime(2024, 3, 14, 8, 0, 6) in times


def test_the_person_can_note_how_far_it_is(opened: openpyxl.Workbook, book: Book) -> None:
    choice = opened["差异"].data_validations.dataValidation[0]
    assert choice.formula1 == '"' + ",".join(book.context.say(f"status.{s}") for s in STATUSES) + '"'
    assert str(choice.sqref) == "P5"


def test_what_the_person_noted_is_kept() -> None:
    content = workbook(case(), CHINESE, followed=[FollowUp("settled", "退回了")])
    line = [c.value for c in openpyxl.load_workbook(io.BytesIO(content))["差异"][5]]
    assert line[15:17] == ["已经解决", "退回了"]


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_print_on_a4_across_with_numbered_pages(opened: openpyxl.Workbook, name: str) -> None:
    sheet = opened[name]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToWidth is not None
    assert "&P" in sheet.oddFooter.right.text


@pytest.mark.parametrize("name", ["差异", "时间线", "凭据", "来源"])
def test_tables_keep_their_header_in_view_and_on_every_page(opened: openpyxl.Workbook, name: str) -> None:
    sheet = opened[name]
    assert sheet.freeze_panes.endswith("5")
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.auto_filter.ref.startswith("A4:")


def test_charts_are_native(opened: openpyxl.Workbook) -> None:
    assert [len(opened[name]._charts) for name in ("每月合计", "余额对账")] == [1, 1]


def test_a_difference_of_several_causes_is_drawn_and_one_of_a_single_cause_is_not(opened: openpyxl.Workbook) -> None:
    several = late(part("penalty-on-principal", penalty(1000_00, "0.0004", 3, row(3))), unexplained=7)
    assert len(written(case(several)).looks["摘要"]._charts) == 1
    assert len(opened["摘要"]._charts) == 0


# -- what turns red --------------------------------------------------------------------------------------------------


def changed(book: Book, sheet: str, label: object, column: int, value: object) -> float:
    """The control cell after one cell was set, computed anew by another program."""
    opened = book.opened()
    row = next(r for r in opened[sheet].iter_rows() if any(c.value == label for c in r))
    row[column].value = value
    stream = io.BytesIO()
    opened.save(stream)
    summary = CalamineWorkbook.from_filelike(io.BytesIO(recalculated(stream.getvalue()))).get_sheet_by_name("摘要")
    return float(next(r[1] for r in summary.to_python() if r[0] == "总核对"))


def test_the_control_cell_is_nothing_while_all_holds(book: Book) -> None:
    assert [r[1] for r in book.values("summary") if r[0] == "总核对"] == [0.0]


def test_three_faults_turn_the_control_cell_red(book: Book) -> None:
    assert changed(book, "解释", "实际", 2, 1009.99) != 0  # what happened is set higher
    assert changed(book, "凭据", "1,000.00", 7, "1,003.00") != 0  # the row of the file is changed
    assert changed(book, "余额对账", 1001.62, 1, 2000) != 0  # a payment is set higher


def test_cells_that_must_be_nothing_turn_red(opened: openpyxl.Workbook) -> None:
    for name in ("摘要", "差异", "解释", "余额对账"):
        ranges = [str(r.sqref) for r in opened[name].conditional_formatting]
        rules = [rule for r in opened[name].conditional_formatting for rule in r.rules]
        assert ranges, name
        assert all((rule.operator, rule.formula) == ("notEqual", ["0"]) for rule in rules)


def test_the_picture_of_the_timeline_is_made_of_shapes(book: Book) -> None:
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        shapes = parts.read("xl/drawings/shapes6.xml").decode()
        assert "shapes6.xml" in parts.read("xl/worksheets/_rels/sheet6.xml.rels").decode()
    assert shapes.count("<xdr:sp ") > 30
    assert "放款" in shapes


def test_the_workbook_names_its_maker_and_what_it_is(opened: openpyxl.Workbook) -> None:
    assert opened.properties.creator.startswith("Tallyline ")
    assert opened.properties.title == "对账时间线：差异解释"


def test_the_same_explanation_gives_the_same_cells() -> None:
    names = ("summary", "discrepancies", "explanations", "timeline", "plans", "reconciliation", "evidence")
    first, second = written(case(), cells=cells()), written(case(), cells=cells())
    assert [first.values(n) for n in names] == [second.values(n) for n in names]


def test_a_case_without_anything_still_gives_a_workbook() -> None:
    empty = Explanation(case().as_of, (), (), (), (), ())
    found = written(empty).values("summary")
    assert "没有一个能读懂" in str(found)


# -- safe to open ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ['=HYPERLINK("http://example.com")', "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_is_not_one(text: str) -> None:
    hostile = replace(case(), events=(*case().events, event(5, EventKind.DEBIT, datetime(2024, 3, 20), 1, text=text)))
    sheet = written(hostile, cells={row(3): [text]}).looks["凭据"]
    found = [c for r in sheet.iter_rows() for c in r if c.value == text]
    assert [(c.data_type, c.quotePrefix) for c in found] == [("s", True)]


def test_the_first_page_says_how_many_more_there_are_than_it_lists() -> None:
    several = [replace(case().discrepancies[0], id=f"DEBIT-LATE.{n}") for n in range(7)]
    assert "另有 2 处，见“差异”表" in str(written(case(*several)).values("summary"))
    assert "另有" not in str(written(case(*several[:5])).values("summary"))


def test_no_number_and_no_formula_is_marked_as_text(opened: openpyxl.Workbook) -> None:
    found = [
        c for sheet in opened for r in sheet.iter_rows() for c in r if c.data_type in "nfd" and c.value is not None
    ]
    assert len(found) > 50
    assert [c.coordinate for c in found if c.quotePrefix] == []


def test_control_characters_and_endless_texts_are_no_trouble() -> None:
    texts = ["a\x00\x1b[31mb", "长" * 40_000, "\ud800", "_x0041_"]
    found = written(case(), cells={row(3): texts}).values("evidence")
    line = next(r for r in found if "a\N{REPLACEMENT CHARACTER}" in str(r))
    assert len(str(line[4])) == 32_767
    assert line[6] == "_x0041_"


def test_masks_hold_in_the_whole_file() -> None:
    mask = mask_of(case(), [t for texts in cells().values() for t in texts])
    content = written(mask.value(case()), masked=True, cells=mask.cells(cells())).content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist()).decode(errors="replace")
    assert LOAN not in everything
    assert "2001445661400000" not in everything
    assert "已换成代号" in everything


# -- written whole or not at all -------------------------------------------------------------------------------------


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr(atomic_write.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_workbook(case(), target, CHINESE)
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_target_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "the file is open in another program")

    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr(atomic_write.Path, "replace", held)
    with pytest.raises(PermissionError):
        write_workbook(case(), target, CHINESE)
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_workbook(case(), tmp_path / "gone" / "out.xlsx", CHINESE)
