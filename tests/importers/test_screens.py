"""Promises of the reader of pictures: what stands on a page is read to the fen, doubt is marked, no row made up."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from app.core.facts import LineKind
from app.core.papers import PictureStanding
from app.importers.pictures import read_picture
from app.importers.pictures.text_boxes import joined
from app.importers.read import Reading, read_paths
from app.importers.reading.progress import Cancelled
from app.importers.screens.assembling import page_of
from app.importers.screens.checking import checked
from app.importers.screens.lines import lines_of_text
from app.importers.screens.naming import plan_name
from app.importers.screens.page import Cell, ScreenPage, ScreenRow
from app.importers.screens.screen_table import page_from_text, page_to_text
from app.importers.screens.screen_words import screen_words
from app.texts import Language, Phrasebook
from tests.importers import screens_drawn
from tests.languages import EVERY_LANGUAGE
from tests.shared import ROOT, shared

LOAN = "借呗 还款计划\n借款金额 3000.00元 2026年01月20日借款\n"


def plan(*rows: str, front: str = LOAN) -> ScreenPage:
    page = page_of(lines_of_text((front + "\n".join(rows)).split("\n")))
    assert page is not None
    return page


def read(folder: Path, data: bytes, name: str = "截屏.png", **more: object) -> Reading:
    (folder / name).write_bytes(data)
    return read_paths([folder / name], **more)  # type: ignore[arg-type]


def codes(reading: Reading) -> set[str]:
    return {p.code for s in reading.sources for p in s.problems}


def test_a_run_that_two_tiles_of_a_long_picture_saw_is_the_box_that_holds_all_of_it() -> None:
    corner, whole, beside = (
        (800.0, 1566.0, 812.0, 1590.0),
        (700.0, 1560.0, 860.0, 1600.0),
        (20.0, 1560.0, 200.0, 1600.0),
    )
    first = [(corner, "1"), (beside, "自动还款")]
    assert joined(first, [(whole, "8,831.19"), (beside, "again")]) == [(beside, "自动还款"), (whole, "8,831.19")]
    assert joined([(whole, "8,831.19")], [(corner, "1")]) == [(whole, "8,831.19")]
    assert joined([], first) == first


ROWS = (
    "第1期 2026-02-20 1,030.00\n本金1,000.00 利息30.00 已还清",
    "第2期 2026-03-20 1,020.00\n本金1,000.00 利息20.00 待还款",
    "第3期 2026-04-20 1,010.00\n本金1,000.00 利息10.00 待还款",
)


# --- pictures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 2], ids=["cards", "table", "months"])
def test_a_plan_on_a_picture_is_read_row_by_row_and_closes(tmp_path: Path, number: int) -> None:
    drawn = screens_drawn.page(number, dark=number == 1)
    reading = read(tmp_path, screens_drawn.as_file(drawn.picture, ("png", "jpeg60", "turned")[number]))
    found = [(r.period, r.due.isoformat(), r.principal, r.interest) for r in reading.ledger.plan_rows]
    fen = [
        (
            int(r["period"]),
            r["due"],
            *(int(r[part].replace(",", "").replace(".", "")) for part in ("principal", "interest")),
        )
        for r in drawn.rows
    ]
    assert found == fen
    assert {row.standing for row in reading.ledger.picture_rows} == {PictureStanding.CLOSED}


def test_a_photograph_of_a_screen_is_refused_with_what_to_do(tmp_path: Path) -> None:
    drawn = screens_drawn.page(0)
    reading = read(tmp_path, screens_drawn.as_file(drawn.picture, "photo"))
    assert codes(reading) == {"picture-photo"}
    assert not reading.ledger.plan_rows


def test_a_picture_that_claims_to_be_vast_ends_in_a_reason(tmp_path: Path) -> None:
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    body = zlib.compress(bytes(100))
    png += struct.pack(">I", len(body)) + b"IDAT" + body + struct.pack(">I", zlib.crc32(b"IDAT" + body))
    assert codes(read(tmp_path, png)) == {"picture-too-large"}


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(90), b"\xff\xd8\xff\xe0" + bytes(900), b"BM" + bytes(99)]
)
def test_a_damaged_picture_ends_in_a_reason(tmp_path: Path, data: bytes) -> None:
    assert codes(read(tmp_path, data)) == {"picture-damaged"}


def test_an_empty_picture_gives_no_rows(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 800), "white").save(out, "PNG")
    reading = read(tmp_path, out.getvalue())
    assert codes(reading) == {"picture-without-text"}


def test_without_the_part_that_reads_pictures_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_picture, "is_available", lambda: False)
    picture = Image.new("RGB", (401, 801), "white")
    assert codes(read(tmp_path, screens_drawn.as_file(picture))) == {"picture-reader-missing"}


def test_a_reading_can_be_cancelled(tmp_path: Path) -> None:
    picture = Image.new("RGB", (402, 802), "white")
    with pytest.raises(Cancelled):
        read(tmp_path, screens_drawn.as_file(picture), cancelled=lambda: True)


def test_reading_pictures_costs_nothing_until_there_is_one() -> None:
    run = (
        "import sys; from app.importers.registry import tiers; tiers(); print({'onnxruntime', 'PIL'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# --- pages ----------------------------------------------------------------------------------------------------------


def test_a_plan_closes_only_as_a_whole() -> None:
    assert plan(*ROWS).is_closed
    assert not plan(*ROWS[:2]).is_closed
    assert plan(*ROWS[:2]).notes == ("principal-differs",)


def test_rows_swapped_as_a_whole_do_not_close() -> None:
    """Each row still adds up, and so does the principal; the interest no longer follows what is left."""
    swapped = (ROWS[0], ROWS[1].replace("20.00", "10.00", 2).replace("2026-03-10.00", "2026-03-20"), ROWS[2])
    moved = plan(
        swapped[0],
        "第2期 2026-03-20 1,010.00\n本金1,000.00 利息10.00 待还款",
        "第3期 2026-04-20 1,020.00\n本金1,000.00 利息20.00 待还款",
    )
    assert moved.notes == ("interest-out-of-step",)
    assert not moved.is_closed


def test_a_sum_that_does_not_add_up_is_marked() -> None:
    page = plan(ROWS[0].replace("1,030.00", "1,080.00"), *ROWS[1:])
    assert page.rows[0].notes == ("parts-differ",)
    assert not page.is_closed


def test_a_point_read_as_a_comma_is_mended_and_shown_as_mended() -> None:
    row = plan(ROWS[0].replace("1,030.00", "1,030,00"), *ROWS[1:]).rows[0]
    assert (row.text("total"), row.cells["total"].note) == ("1030.00", "repaired")


def test_years_come_from_the_page_and_never_from_the_clock() -> None:
    rows = [row.replace("2026-", "") for row in ROWS]
    assert [r.text("due") for r in plan(*rows).rows] == ["2026-02-20", "2026-03-20", "2026-04-20"]
    unknown = plan(*rows, front="借呗 还款计划\n借款金额 3000.00元\n")
    assert {r.cells["due"].note for r in unknown.rows} == {"year-missing"}
    assert not unknown.is_closed


def test_today_is_resolved_by_its_neighbours_and_marked() -> None:
    cell = plan(ROWS[0], ROWS[1].replace("2026-03-20", "今天"), ROWS[2]).rows[1].cells["due"]
    assert (cell.text, cell.note) == ("2026-03-20", "completed")


def test_a_number_missed_between_two_rows_is_completed_and_marked() -> None:
    table = ["微粒贷 还款计划表 借款本金 3000.00", "期数 还款日 本金 利息 应还总额 状态"]
    rows = ["1 2026-02-20 1000.00 30.00 1030.00 已还", "2026-03-20 1000.00 20.00 1020.00 待还"]
    last = "3 2026-04-20 1000.00 10.00 1010.00 待还"
    page = page_of(lines_of_text([*table, *rows, last]))
    assert page is not None
    assert [(r.text("period"), r.cells["period"].note) for r in page.rows] == [("1", ""), ("2", "completed"), ("3", "")]
    assert not page.is_closed


def test_folded_periods_are_told() -> None:
    assert "periods-missing" in plan(ROWS[0], ROWS[2]).notes


def test_a_pasted_page_of_loans_is_read() -> None:
    path = shared("papers", "loan_app_screen_ocr.txt")
    loans = read_paths([path]).ledger.loans
    assert [(loan.drawn_at.date() if loan.drawn_at else None, loan.principal, loan.terms) for loan in loans] == [
        (date(2025, 9, 2), 2_000_000, 12),
        (date(2025, 9, 8), 1_000_000, 12),
        (date(2025, 9, 22), 1_200_000, 12),
        (date(2025, 9, 26), 9_500_000, 12),
    ]


PASTED = """微粒贷
借据详情
借款金额 5,000.00元
借款日期 2025年6月10日
还款方式 等额本息
日利率 0.045%
还款计划
第1期 2025-07-10 应还873.85元 本金806.35元 利息67.50元 已还清
第2期 2025-08-10 应还873.85元 本金815.35元 利息58.50元 已还清
第3期 2025-09-10 应还873.85元 本金826.72元 利息47.13元 待还款
第4期 2025-10-10 应还873.85元 本金839.40元 利息34.45元 待还款
第5期 2025-11-10 应还873.85元 本金849.97元 利息23.88元 待还款
第6期 2025-12-10 应还873.85元 本金862.21元 利息11.64元 待还款
"""


def test_the_pasted_page_of_a_loan_gives_its_plan_and_the_terms_above_it(tmp_path: Path) -> None:
    """Its heading is a contract's too, and a contract's reader alone would leave the periods unread."""
    path = tmp_path / "page.txt"
    path.write_text(PASTED, encoding="utf-8")
    ledger = read_paths([path]).ledger
    assert [(row.period, row.principal, row.interest) for row in ledger.plan_rows][::5] == [
        (1, 80_635, 6_750),
        (6, 86_221, 1_164),
    ]
    (loan,) = ledger.loans
    assert (loan.principal, loan.drawn_at, loan.daily_rate) == (500_000, datetime(2025, 6, 10), Decimal("0.00045"))
    assert not {s.row for s in loan.sources} & {s.row for row in ledger.plan_rows for s in row.sources}


def test_a_pasted_page_that_shows_what_is_due_in_all_gives_totals(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(re.sub(" 本金.*?利息.*?元", "", PASTED).replace("还款计划\n", ""), encoding="utf-8")
    ledger = read_paths([path]).ledger
    assert [(row.period, row.due, row.instalment) for row in ledger.plan_totals][::5] == [
        (1, date(2025, 7, 10), 87_385),
        (6, date(2025, 12, 10), 87_385),
    ]


@pytest.mark.parametrize("title", ["借款详情", "微粒贷借款详情", "我的借款"])
def test_the_plan_on_the_page_of_a_loan_is_read_whatever_the_page_is_called(title: str, tmp_path: Path) -> None:
    """Under the terms of a loan: the periods with their day and sum are its plan, not further loans."""
    terms = [title, "借款金额 10,000.00元", "借款日期 2026-01-12", "年利率（单利）14.4%"]
    lines = [*terms, *(f"第{n}期 2026-0{n + 1}-12 2,590.92元 待还款" for n in (1, 2, 3, 4))]
    path = tmp_path / "page.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    ledger = read_paths([path]).ledger
    assert [(row.period, row.instalment) for row in (*ledger.plan_totals, *ledger.plan_rows)] == [
        (number, 259_092) for number in (1, 2, 3, 4)
    ]
    assert len(ledger.loans) == 1


BILL = """花呗
2025年12月账单
应还 {declared}元
还款日 1月9日
账单明细
11-20 某超市 230.00
12-03 备用金 500.00
"""


def test_a_pasted_bill_is_read_where_its_lines_make_up_its_sum(tmp_path: Path) -> None:
    path = tmp_path / "bill.txt"
    path.write_text(BILL.format(declared="730.00"), encoding="utf-8")
    reading = read_paths([path])
    (bill,) = reading.ledger.bills
    assert (bill.month, bill.due, bill.declared) == ((2025, 12), date(2026, 1, 9), 73_000)
    assert [(line.posted_on, line.kind, line.amount) for line in bill.lines] == [
        (date(2025, 11, 20), LineKind.OTHER, 23_000),
        (date(2025, 12, 3), LineKind.RESERVE, 50_000),
    ]
    assert reading.sources[0].problems == ()


def test_a_pasted_bill_whose_lines_do_not_make_up_its_sum_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "bill.txt"
    path.write_text(BILL.format(declared="830.00"), encoding="utf-8")
    assert read_paths([path]).ledger.bills == ()


def test_a_letter_is_no_page() -> None:
    assert page_of(lines_of_text(["你好", "本金 12.00 元", "谢谢"])) is None


def test_a_confirmed_page_is_kept_as_it_was_confirmed() -> None:
    page = ScreenPage("plan", "jiebei", (ScreenRow({"due": Cell("2026-02-20"), "total": Cell("12.00")}),), {})
    again = page_from_text(page_to_text(page))
    assert again.is_confirmed
    assert [dict(row.cells) for row in again.rows] == [dict(row.cells) for row in checked(page).rows]
    with pytest.raises(ValueError, match="not a page"):
        page_from_text("[]")


def test_a_row_that_was_missed_marks_the_row_above_it() -> None:
    """The second repayment's sum was not read, so that its date and parts fall to the row above."""
    lines = ["借呗 还款记录", "自动还款 1,030.00", "2026-03-20 09:12 还款成功", "本金1,000.00 利息30.00"]
    missed = ["自动还款", "2026-02-20 09:12 还款成功", "本金990.00 利息40.00"]
    page = page_of(lines_of_text([*lines, *missed]))
    assert page is not None
    assert [row.is_doubtful for row in page.rows] == [True]
    alone = page_of(lines_of_text(lines))
    assert alone is not None
    assert [row.is_doubtful for row in alone.rows] == [False]


def test_loans_without_a_number_stay_apart_and_a_whole_plan_is_of_the_loan_on_the_list() -> None:
    path = shared("papers", "loan_app_screen_ocr.txt")
    names = [loan.contract for loan in read_paths([path]).ledger.loans]
    assert names[0] == "2025-09-02 20,000.00"
    assert len(set(names)) == 4
    assert plan_name(plan(*ROWS)) == "2026-01-20 3,000.00"
    assert plan_name(plan(*ROWS[:2])) == ""


@pytest.mark.parametrize("family", ["picture", "page-text"])
@EVERY_LANGUAGE
def test_every_kind_of_page_has_a_name_in_both_languages(family: str, language: Language) -> None:
    kinds = set(screen_words().titles) - {"disclosure"}
    assert {f"format.{family}-{kind}" for kind in kinds} <= Phrasebook(language).messages.keys()
