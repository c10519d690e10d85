"""Headings printed in one run are parted by the columns below them, where that can be done in one way alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from app.importers.read import read_paths
from app.importers.reading.glued_headings import columns_below, parted
from tests.importers.paper_pdfs import FONT


@pytest.mark.parametrize(
    "headings",
    [
        ["期数", "应还日期", "应还总额", "应还本金", "应还利息"],
        ["交易日期", "摘要", "收入金额", "支出金额", "账户余额", "对方户名"],
        ["还款日", "还款金额", "本金", "利息", "罚息"],
        ["期次", "到期日", "应还本金(元)", "应还利息(元)", "状态"],
    ],
)
def test_a_run_of_headings_is_parted_into_as_many_as_there_are_columns(headings: list[str]) -> None:
    assert parted("".join(headings), len(headings)) == headings
    assert parted("".join(headings), len(headings) + 3) == []


@pytest.mark.parametrize("text", ["还款计划表还款计划表", "本期应还金额的说明", "本金本金本金", "期数" * 60])
def test_what_is_no_run_of_headings_stays_whole(text: str) -> None:
    assert parted(text, 3) == []


def test_columns_are_the_stretches_in_which_cells_stand() -> None:
    assert columns_below([[(0, 10), (30, 60)], [(2, 8), (35, 50), (70, 90)]]) == [(0, 10), (30, 60), (70, 90)]


def test_a_copied_plan_below_a_run_of_headings_is_read(tmp_path: Path) -> None:
    rows = [f"{n} 2026-0{n + 1}-15 {1_000 + i}.00 1000.00 {i}.00" for n, i in enumerate((12, 8, 4), 1)]
    path = tmp_path / "plan.txt"
    path.write_text(
        "\n".join(["查询日期：2026-01-20", "期数应还日期应还总额应还本金应还利息", *rows]), encoding="utf-8"
    )
    assert [row.instalment for row in read_paths([path]).ledger.plan_rows] == [101_200, 100_800, 100_400]


def test_in_a_pdf_the_cells_below_a_run_of_headings_stay_in_their_columns(tmp_path: Path) -> None:
    rows = [["2026-03-10", "借呗还款", "", "900.41", "1,099.59"], ["2026-03-11", "工资", "50.00", "", "1,149.59"]]
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(tmp_path / "流水.pdf"), pagesize=(595, 842))
    canvas.setFont(FONT, 9)
    canvas.drawString(40, 800, "交易日期摘要收入金额支出金额账户余额")
    for line, row in enumerate([*rows, ["2026-03-12", "利息", "1.00", "", "1,150.59"]]):
        for place, cell in enumerate(row):
            canvas.drawString(40 + 90 * place, 780 - 14 * line, cell)
    canvas.save()
    read = read_paths([tmp_path / "流水.pdf"]).ledger.bank
    assert [row.amount for row in read] == [-90_041, 5_000, 100]
    assert [row.balance for row in read] == [109_959, 114_959, 115_059]
