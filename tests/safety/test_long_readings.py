"""What is long, or made to be searched for ever, is read in time that grows as its length, and can be cancelled."""

from __future__ import annotations

import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from app.importers.read import read_paths
from app.importers.reading import delimited, loose_text, progress
from app.importers.reading.delimited import DelimitedBody
from app.importers.reading.limits import Limits
from app.importers.reading.mails import mails_of

SOON = 5.0
"""Seconds of the processor's time; a search that runs away takes minutes on these texts, any other milliseconds."""
LONG = 60_000
PLAN = "期数,应还日期,应还本金,应还利息{}\n1,2024-01-15,100.00,1.00\n2,2024-02-15,{},1.00\n"
STATEMENT = "交易日期,摘要,支出,收入,余额\n2024-01-15,还款,100.00,,900.00\n{},还款,100.00,,800.00\n"
WALLET = "支付宝账户：1\n{}\n交易时间,交易分类,交易对方,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号\n"


@pytest.mark.parametrize(
    "text",
    [
        "\t" * LONG + "x",
        PLAN.format("\t" * LONG + "x", "100.00"),
        PLAN.format(" 单位" + " " * LONG + "x", "100.00"),
        PLAN.format("", "1,111.11" + " " * LONG + "x"),
        STATEMENT.format("PM1:1" + " " * LONG + "x"),
        STATEMENT.format("字" * LONG),
        STATEMENT.format("a:" + "," * LONG + "x"),
        WALLET.format("起始时间:[]" * (LONG // 7)),
        WALLET.format("导出时间:1" + " " * LONG + "x"),
        "还款计划 借呗\n" + "尾号" + " " * 3_900 + "x\n" + ("【支付宝】您的借呗尾号" + " " * 1_900 + "x\n") * 9,
        f"<html><table><tr><td colspan={' ' * LONG}x>1</td></tr></table></html>",
    ],
    ids=["tabs", "heading", "unit", "comma", "half of a day", "footer", "labels", "range", "exported", "tail", "span"],
)
def test_no_search_runs_away_on_a_long_cell(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    began = sum(os.times()[:2])
    assert len(read_paths([path]).sources) == 1
    assert sum(os.times()[:2]) - began < SOON


def test_a_line_of_quotes_takes_no_more_memory_than_its_text() -> None:
    text = b"a,b\n" + b'"' * (4 << 20)
    tracemalloc.start()
    try:
        body = DelimitedBody(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [damage.code for damage in body.damage] == ["line-too-long"]
    assert peak < 2 * len(text)


@pytest.mark.parametrize("cell", ["<td>", "<td>x</td>"])
def test_a_row_of_a_page_is_no_wider_than_a_sheet(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><table><tr>" + cell * 20_000)
    (source,) = read_paths([path]).sources
    assert [problem.code for problem in source.problems] == ["sheet-too-large"]


def test_mails_of_a_box_begin_at_their_first_lines_alone() -> None:
    head = b"From a@b Mon Jan  1 00:00:00 2024\nFrom: a@b\nTo: c@d\nMime-Version: 1.0\n\n"
    box = b"".join((head, b"one\nFrom here on it is text\n", head, b"two\n>From c\n"))
    first, second = mails_of(box, Limits())
    assert first.data.endswith(b"one\nFrom here on it is text\n") and second.data.endswith(b"two\n>From c\n")


def calls_between_questions(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The most calls of functions that a reading makes between two questions whether it is cancelled."""
    monkeypatch.setattr(progress, "INTERVAL", 0.0)
    monkeypatch.setattr(delimited, "_TOP", 10)  # so many lines are looked at without a question
    monkeypatch.setattr(loose_text, "_MOST", 10)
    most = calls = 0

    def asked() -> bool:
        nonlocal most, calls
        most, calls = max(most, calls), 0
        return False

    def called(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(called)
    try:
        read_paths([path], cancelled=asked)
    finally:
        sys.setprofile(None)
    return most


def ofx(rows: int) -> str:
    row = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>2024{:02}{:02}120000<TRNAMT>-{}.50<NAME>Shop</STMTTRN>\n"
    return "OFXHEADER:100\n<OFX><CURDEF>CNY<BANKTRANLIST>\n" + "".join(
        row.format(n // 28 % 12 + 1, n % 28 + 1, n + 1) for n in range(rows)
    )


def messages(rows: int) -> str:
    return "".join(f"【支付宝】您的借呗1月账单{n}.00元，将于2024-01-{n % 28 + 1:02}自动扣款。\n" for n in range(rows))


@pytest.mark.parametrize("made", [ofx, messages], ids=["statement", "messages"])
def test_a_cancel_is_asked_for_as_often_in_a_long_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[int], str]
) -> None:
    waits = []
    for rows in (100, 100, 300):  # the first fills what is remembered
        path = tmp_path / f"{len(waits)}.txt"
        path.write_text(made(rows), encoding="utf-8")
        waits.append(calls_between_questions(path, monkeypatch))
    assert waits[2] < 2 * waits[1] + 4_000
