"""Bills listed without a year take it from what the list says besides, and from nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.importers.read import read_paths

_UP = ("11月账单 34.56 已还清", "12月账单 834.00 已还清", "1月账单 1,234.56 已还清")


@pytest.mark.parametrize(
    ("above", "lines", "first"),
    [
        ("截图日期 2024-02-03", _UP, (2023, 11)),
        ("截至2024年1月9日", _UP[::-1], (2024, 1)),
        ("", ("5月账单 1.50 还款日 2024-06-09", "4月账单 834.00 还款日 2024-05-09"), (2024, 5)),
        ("", ("12月账单 1.50 还款日 2024-01-09", "11月账单 834.00 还款日 2023-12-09"), (2023, 12)),
        ("", ("2024年2月账单 1.50", "1月账单 834.00", "12月账单 8.00"), (2024, 2)),
    ],
)
def test_months_below_each_other_take_the_year_that_one_thing_tells(
    above: str, lines: tuple[str, ...], first: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "账单.txt"
    path.write_text("\n".join(["花呗账单", above, *lines]), encoding="utf-8")
    bills = read_paths([path]).ledger.bills
    assert len(bills) == len(lines)
    assert bills[0].month == first


@pytest.mark.parametrize(
    "lines",
    [
        _UP,  # nothing tells a year
        ("截图日期 2024-08-03", *_UP),  # the newest may be of either year
        ("截图日期 2024-02-03", _UP[0], _UP[2]),  # a month between them is missing
        ("截图日期 2024-02-03", "2024年11月账单 34.56", *_UP[1:]),  # two years are told
    ],
)
def test_bills_whose_year_is_not_told_are_left_with_what_to_write(lines: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "账单.txt"
    path.write_text("\n".join(["花呗账单", *lines]), encoding="utf-8")
    reading = read_paths([path])
    assert not reading.ledger.bills
    assert [problem.code for problem in reading.sources[0].problems] == ["page-text-bills-unsaid"]
