"""Measures the whole `tallyline explain` on a wallet of many rows with some thousand loan events among them.

Run as ``python tests/benchmarks/bench_explain.py [--troubled] [ROWS [LOANS]]`` from the project's folder; 42 loans of
24 periods make about 2,000 loan events (a debit and a record each), of which some failed or are missing with
``--troubled``. Seconds are of the processor, the least of several runs, each in a process of its own; what the whole
takes is also given as a multiple of the reading.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.core.facts import Method  # noqa: E402
from app.core.loans import Period, Terms, schedule  # noqa: E402
from app.core.money import yuan  # noqa: E402
from tests.benchmarks.bench_reading import PREAMBLE, _row  # noqa: E402
from tests.due_dates import due_dates  # noqa: E402

TERMS = 24
REPEATS = 5


def write_case(folder: Path, rows: int, loans: int, *, troubled: bool = False) -> None:
    """A wallet export, a plan table and a table of repayment records, all made up and all in agreement.

    Where they are ``troubled`` one debit in five failed the day before, some by another amount; one in eleven took a
    little more; one in seven and one record in seventeen is missing.
    """
    debits, plan, records = [], ["查询日期,借据号,期数,起息日,应还日期,应还本金,应还利息,应还总额,状态"], []
    for n in range(loans):
        contract, drawn = f"JB{2022000000 + n}", date(2022, 1, 1) + timedelta(days=9 * n)
        for period in _plan(n, drawn):
            place = n * TERMS + period.number if troubled else 0
            plan.append(_plan_row(contract, drawn, period))
            if place % 5 == 1:
                debits.append(_debit(n, period, -1, period.total + place % 3 * 100, "还款失败"))
            if place % 7 != 3:
                debits.append(_debit(n, period, 0, period.total + 7 * (place % 11 == 4), "还款成功"))
            parts = f"{yuan(period.total)},{yuan(period.principal)},{yuan(period.interest)},0.00"
            if place % 17 != 5:
                at = _moment(n, period, 0)
                records.append(
                    f"{at},{period.due},{contract},{period.number},自动扣款,{parts},招商银行储蓄卡(1234),成功"
                )
    everyday = [_row(n, rows) for n in range(rows - len(debits))]
    head = [line.format(rows=rows) for line in PREAMBLE]
    _write(folder / "wallet.csv", [*head, *debits, *everyday])
    _write(folder / "plan.csv", plan)
    _write(
        folder / "records.csv",
        ["还款时间,入账日期,借据号,期数,还款类型,还款金额,本金,利息,罚息,还款账户,状态", *records],
    )


def _moment(n: int, period: Period, days: int) -> str:
    return f"{period.due + timedelta(days=days)} {6 + n % 12:02d}:{n % 60:02d}:{period.number:02d}"


def _debit(n: int, period: Period, days: int, amount: int, state: str) -> str:
    order = f"2024{n:010d}{period.number:04d}{'' if days == 0 else 'F'}"
    what = "信用借还,蚂蚁借呗,/,借呗还款,不计收支"
    return f"{_moment(n, period, days)},{what},{yuan(amount)},招商银行储蓄卡(1234),{state},{order}\t,\t,,"


def _plan(n: int, drawn: date) -> tuple[Period, ...]:
    from decimal import Decimal

    principal = 1_000_000 + 7_300 * n
    return schedule(principal, Terms(Decimal("0.0004"), Method.EQUAL_INSTALMENT), drawn, due_dates(drawn, TERMS))


def _plan_row(contract: str, drawn: date, p: Period) -> str:
    return (
        f"{drawn},{contract},{p.number},{p.starts},{p.due},{yuan(p.principal)},{yuan(p.interest)},{yuan(p.total)},待还"
    )


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("".join(f"{line}\r\n" for line in lines), encoding="gb18030", newline="")


def measure(folder: str) -> None:
    """Print the seconds of reading and explaining, and what was found; run in a process of its own."""
    from app.__main__ import NEW_OBJECTS
    from app.core.pipeline import explain
    from app.importers.read import read_paths

    gc.set_threshold(NEW_OBJECTS)  # as the program does when it starts
    began = time.process_time()
    reading = read_paths([folder])
    read = time.process_time()
    explanation = explain(reading.ledger, reading.sources)
    told = time.process_time()
    print(read - began, told - read, len(explanation.events), len(explanation.discrepancies))


def main(rows: int, loans: int, *, troubled: bool) -> None:
    """Print the seconds of each step."""
    with tempfile.TemporaryDirectory() as name:
        write_case(Path(name), rows, loans, troubled=troubled)
        command = [sys.executable, __file__, "--measure", name]
        runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(REPEATS)]
    figures = [run.stdout.split() for run in runs]
    read, told = (min(float(each[n]) for each in figures) for n in (0, 1))
    print(f"{rows} rows, {loans} loans, {figures[0][2]} events, {figures[0][3]} discrepancies")
    print(f"read {read:.2f} s, explain {told:.2f} s, together {(read + told) / read:.2f} x the reading")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2])
    else:
        given = [int(a) for a in sys.argv[1:] if a != "--troubled"]
        rows, loans = (*given, *(100_000, 42)[len(given) :])
        main(rows, loans, troubled="--troubled" in sys.argv)
