"""Tables of repayments without their parts, and of debits that were tried, tell what moved and what failed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.core.papers import Notice, NoticeKind
from app.importers.reading.table import Table
from app.importers.registry import recognise


def grid(*lines: str) -> Table:
    return Table("made-up.csv", "", "0" * 16, [line.split(",") for line in lines])


def read(*lines: str) -> tuple[Notice, ...]:
    claim = recognise(grid(*lines))
    assert [importer.name for importer in claim.importers] == ["lender-payments"]
    assert claim.reader is not None
    return claim.reader().ledger.notices


def test_a_day_a_sum_and_a_result_are_enough() -> None:
    first, second = read(
        "还款日期,还款金额,还款方式,扣款账户,结果",
        "2026-08-10,940.00,自动扣款,招商银行(1234),成功",
        '2026-09-10,1286.40,主动还款,余额宝,成功',
    )  # fmt: skip
    assert (first.kind, first.amount, first.on, first.account) == (
        NoticeKind.REPAID, 94_000, date(2026, 8, 10), "招商银行(1234)",
    )  # fmt: skip
    assert (second.amount, second.at) == (128_640, None)


def test_a_debit_that_failed_is_told_with_its_reason() -> None:
    failed, done = read(
        "扣款时间,扣款金额,扣款状态,失败原因,扣款银行卡",
        "2026-08-10 06:00,940.00,失败,余额不足,招商银行(1234)",
        "2026-08-10 18:00,940.00,成功,,招商银行(1234)",
    )
    assert (failed.kind, failed.reason, failed.at) == (NoticeKind.FAILED, "余额不足", datetime(2026, 8, 10, 6))
    assert (done.kind, done.reason) == (NoticeKind.REPAID, "")


def test_what_is_still_pending_is_neither() -> None:
    assert read("还款日期,还款金额,状态", "2026-08-10,940.00,成功", "2026-09-10,940.00,处理中")[0].on == date(
        2026, 8, 10
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["支付时间,支付金额,支付状态", "2026-08-10,940.00,成功", "2026-09-10,23.00,成功"],
        ["应还日期,应还金额,状态", "2026-08-10,940.00,待还", "2026-09-10,940.00,待还"],
    ],
    ids=["orders", "a plan of totals"],
)
def test_other_tables_of_days_and_sums_are_left_to_others(lines: list[str]) -> None:
    assert [importer.name for importer in recognise(grid(*lines)).importers] != ["lender-payments"]


@pytest.mark.parametrize("day", ["还款日期", "记录日期"])
def test_a_fee_beside_a_sum_is_no_split_of_it(day: str) -> None:
    told = read(
        "微粒贷还款记录",
        f"{day},摘要,还款金额,手续费,备注",
        "2024-04-05,第1期还款,1036.00,0.00,自动扣款",
        "2024-05-05,第2期还款,1024.00,2.00,主动还款",
    )
    assert [(notice.on, notice.amount) for notice in told] == [
        (date(2024, 4, 5), 103_600),
        (date(2024, 5, 5), 102_400),
    ]
