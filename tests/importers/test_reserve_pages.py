"""The page of a reserve advance that is out tells when it was taken, or until when it is to be returned."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from app.core.facts import Ledger, Product
from app.importers.read import Reading, read_paths
from app.texts import Phrasebook, languages


def read(folder: Path, *lines: str) -> Reading:
    path = folder / "页面.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_paths([path])


@pytest.mark.parametrize(
    "lines",
    [
        ("备用金", "本次应还 500.00元", "最晚还款时间 2026-05-19 23:59", "2026-05-12 15:22 取用 500.00元", "立即还款"),
        ("花呗备用金", "使用中", "500.00", "请在05月19日前归还", "取用时间 2026-05-12 15:22", "到期未还将转入花呗账单"),
    ],
)
def test_an_advance_with_its_day_of_taking_is_out(lines: tuple[str, ...], tmp_path: Path) -> None:
    (advance,) = read(tmp_path, *lines).ledger.reserves
    assert (advance.taken_at, advance.amount, advance.returned_at) == (datetime(2026, 5, 12, 15, 22), 50_000, None)


def test_a_page_without_the_day_of_taking_reminds_of_the_last_day(tmp_path: Path) -> None:
    (told,) = read(tmp_path, "备用金", "待还金额(元)", "500.50", "最晚2026年5月19日前还款").ledger.notices
    assert (told.product, told.on, told.amount) == (Product.RESERVE, date(2026, 5, 19), 50_050)
    reading = read(tmp_path, "备用金", "待还金额(元)", "500.50", "最晚5月19日23:00前还款", "归还")
    assert [(told.on, told.month_day) for told in reading.ledger.notices] == [(None, (5, 19))]
    (problem,) = reading.sources[0].problems
    for language in languages():
        assert "页面.txt" in Phrasebook(language).say(f"problem.{problem.code}", **dict(problem.facts))


@pytest.mark.parametrize(
    "lines",
    [
        ("备用金", "可取用额度 500.00元", "最晚2026年5月19日前还款"),
        ("备用金", "取用时间 2026-05-12 15:22", "500.00元", "已归还"),
        ("花呗", "备用金 应还 500.00元", "最晚2026年5月19日前还款"),
        ("备用金", "应还 500.00元", "应还 300.00元", "最晚2026年5月19日前还款"),
    ],
)
def test_what_is_out_no_more_or_of_another_page_is_no_advance(lines: tuple[str, ...], tmp_path: Path) -> None:
    ledger = read(tmp_path, *lines).ledger
    assert not [told for told in ledger.notices if told.rule == "reserve-page"]
    assert not [advance for advance in ledger.reserves if advance.returned_at is None]
    assert ledger.bills == Ledger().bills
