"""A statement that nothing heads is read where its balances prove every row of it, and otherwise asked about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.facts import Ledger
from app.importers.read import Reading, read_paths

ROWS = (
    "2026-02-03 代发工资 6500.00 7734.56",
    "2026-02-10 支付宝-借呗还款 -900.41 6834.15",
    "2026-02-11 消费 -35.50 6798.65",
    "2026-03-10 支付宝-借呗还款 -900.41 5898.24",
)
TRUTH = [
    (date(2026, 2, 3), 650_000),
    (date(2026, 2, 10), -90_041),
    (date(2026, 2, 11), -3_550),
    (date(2026, 3, 10), -90_041),
]


def read(folder: Path, rows: tuple[str, ...], *, mark: str = " ") -> Reading:
    path = folder / "流水.txt"
    path.write_text("\n".join(row.replace(" ", mark) for row in rows), encoding="utf-8")
    return read_paths([path])


@pytest.mark.parametrize("mark", [" ", ",", "\t"])
@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("title", [(), ("某某银行账户明细",)])
def test_rows_that_follow_from_one_another_are_read(
    mark: str, newest_first: bool, title: tuple[str, ...], tmp_path: Path
) -> None:
    reading = read(tmp_path, (*title, *(ROWS[::-1] if newest_first else ROWS)), mark=mark)
    assert sorted((row.on, row.amount) for row in reading.ledger.bank) == TRUTH
    assert reading.sources[0].problems[0].code == "bank-read-without-header"


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:3],
        (*ROWS[:3], ROWS[3].replace("5898.24", "5898.25")),
        tuple(row.replace("-", "", 3).replace("2026", "2026-", 1) for row in ROWS),
        (ROWS[0], ROWS[2], ROWS[1], ROWS[3]),
        tuple(f"2026-0{n}-15 第{n}期 1000.00 {9000 - n * 1000}.00" for n in range(1, 6)),
        (
            "第1期 2026-02-15 12000.00 1079.71 935.71 144.00",
            "第2期 2026-03-15 11064.29 1079.71 946.94 132.77",
            "第3期 2026-04-15 10117.35 1079.71 958.30 121.41",
            "第4期 2026-05-15 9159.05 1079.71 969.80 109.91",
        ),
    ],
    ids=["few", "broken", "no days", "mixed", "a plan of equal principals", "a plan with what is owed before"],
)
def test_rows_that_do_not_are_no_statement(rows: tuple[str, ...], tmp_path: Path) -> None:
    assert read(tmp_path, rows).ledger == Ledger()
