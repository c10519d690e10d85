"""Pasted and typed tables are read however their cells are parted, and each row keeps its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.read import read_paths
from app.importers.reading.delimited import DelimitedBody
from app.importers.reading.loose_text import loosely_parted
from app.importers.reading.table import Table

HEADER = ("期数", "还款日", "应还本金", "应还利息", "应还总额", "状态")
PLAN = (
    ("1", "2025-10-22", "971.90", "62.00", "1,033.90", "已还"),
    ("2", "2025-11-22", "976.92", "56.98", "1,033.90", "待还"),
    ("3", "2025-12-22", "981.97", "51.93", "1,033.90", "待还"),
)
WAYS = {
    "tabs": "\n".join("\t".join(row) for row in (HEADER, *PLAN)),
    "bars": "\n".join("|".join(row) for row in (HEADER, *PLAN)),
    "semicolons": "\n".join(";".join(row) for row in (HEADER, *PLAN)),
    "blanks": "\n".join(" ".join(row) for row in (HEADER, *PLAN)),
    "wide gaps": "\n".join("    ".join(row) for row in (HEADER, *PLAN)),
    "ideographic blanks": "\n".join("\u3000\u3000".join(row) for row in (HEADER, *PLAN)),
    "markdown": "\n".join(f"| {' | '.join(row)} |" for row in (HEADER, ("---",) * 6, *PLAN)),
    "a cell on each line": "\n".join(cell for row in (HEADER, *PLAN) for cell in row),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("title", ["", "我的借呗还款计划\n\n"])
def test_a_plan_is_read_however_its_cells_are_parted(way: str, title: str, tmp_path: Path) -> None:
    path = tmp_path / "计划.txt"
    path.write_text(title + WAYS[way], encoding="utf-8")
    rows = sorted(read_paths([path]).ledger.plan_rows, key=lambda row: row.period)
    assert [(row.period, row.principal, row.interest) for row in rows] == [
        (1, 97190, 6200), (2, 97692, 5698), (3, 98197, 5193),
    ]  # fmt: skip
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(rows[n].sources[0].row - 1 < len(lines) for n in range(3))
    assert "971.90" in "".join(lines[rows[0].sources[0].row - 1 : rows[0].sources[0].row + 2])


def test_empty_cells_between_gaps_keep_their_columns(tmp_path: Path) -> None:
    text = (
        "日期        支出      收入        余额        摘要\n"
        "2025-10-02            8,500.00   12,500.00   工资\n"
        "2025-10-22  1,033.90             11,466.10   借呗还款\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert [row.amount for row in read_paths([tmp_path / "a.txt"]).ledger.bank] == [850000, -103390]


@given(st.text(max_size=400))
def test_no_text_whatever_raises_and_rows_stay_where_they_are(text: str) -> None:
    table = Table("a.txt", "", "0", DelimitedBody(text.encode("utf-8", "ignore")))
    for other in loosely_parted(table):
        assert len(other) == len(table)


def test_prose_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天 还了 一笔 钱\n明天 再还 一笔 钱\n后天 不还\n", encoding="utf-8")
    (report,) = read_paths([tmp_path / "a.txt"]).sources
    assert report.format == ""


def test_the_cells_of_a_page_without_a_table_stand_below_its_title(tmp_path: Path) -> None:
    cells = "".join(f"<div>{cell}</div>" for row in (HEADER, *PLAN) for cell in row)
    path = tmp_path / "plan.html"
    path.write_text(f"<!DOCTYPE html><html><body><p>查询日期：2025-11-01</p>{cells}</body></html>", encoding="utf-8")
    rows = read_paths([path]).ledger.plan_rows
    assert [row.instalment for row in rows] == [103_390] * 3
    assert {str(row.as_of) for row in rows} == {"2025-11-01"}
