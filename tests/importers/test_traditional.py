"""Papers in traditional letters are read as the same words; texts in simplified letters stay as they are."""

from __future__ import annotations

from pathlib import Path

from app.importers.read import read_paths
from app.importers.reading.traditional import is_traditional, simplified, simplified_rows


def test_headings_become_the_words_that_are_known() -> None:
    rows = [["期數", "還款日期", "應還金額", "狀態"], ["1", "2026-07-20", "1,047.45", "未還"]]
    assert simplified_rows(rows) == [["期数", "还款日期", "应还金额", "状态"], ["1", "2026-07-20", "1,047.45", "未还"]]


def test_a_text_keeps_its_length_so_that_places_stay() -> None:
    text = "貸款結餘 帳戶 1,234.50 還款"
    assert len(simplified(text)) == len(text)


def test_a_shop_with_a_traditional_name_does_not_change_an_export_in_simplified_letters() -> None:
    rows = [["交易时间", "交易对方", "金额"], ["2026-07-20", "還款處", "12.00"]]
    assert simplified_rows(rows) == [["交易时间", "交易对方", "金额"], ["2026-07-20", "還款處", "12.00"]]


def test_simplified_words_are_none() -> None:
    assert not is_traditional("还款日期 应还金额 状态")


def test_headings_in_traditional_letters_are_read_above_simplified_rows(tmp_path: Path) -> None:
    path = tmp_path / "結單.csv"
    rows = ("帳戶結單", "日期,交易詳情,存入,支出,結餘", "2026-02-10,支付宝还款 财付通网络 说明时间,,900.41,99.59")
    path.write_text("\n".join(rows), encoding="utf-8")
    assert [row.amount for row in read_paths([path]).ledger.bank] == [-90_041]
