"""Measures the workbook of 50,000 events beside a bare openpyxl write-only dump of the same cells.

Run as ``python tests/benchmarks/bench_workbook.py [EVENTS]`` from the project's folder. Seconds are of processor time,
each figure the best of several processes; memory is the peak of a process, the explanation itself included.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
EVENTS = 50_000
REPEATS = 3

from app.core.discrepancy import (  # noqa: E402 - the path is set above
    BridgePart,
    Certainty,
    Discrepancy,
    Input,
    Layer,
    Phenomenon,
    Severity,
    Term,
    Unit,
)
from app.core.explanation import Basis, Chain, Event, EventKind, Explanation, Facility, SourceReport  # noqa: E402
from app.core.facts import Source  # noqa: E402
from app.export.workbook import workbook  # noqa: E402
from app.export.workbook.context import WorkbookContext  # noqa: E402
from app.export.workbook.grid import Formula  # noqa: E402
from app.export.workbook.styles import Kind  # noqa: E402
from app.texts import Phrasebook  # noqa: E402
from tests.languages import CHINESE  # noqa: E402

FIRST = datetime(2019, 1, 1, 8, 30)
KINDS = (EventKind.DUE, EventKind.DEBIT, EventKind.BANK, EventKind.POSTING)


def made_up(events: int) -> tuple[Explanation, dict[Source, list[str]]]:
    """Made-up periods of twenty loans: due, debited, booked, posted; every hundredth was debited twice."""
    loans = [f"LN{n:08d}" for n in range(20)]
    rows = [Source("还款记录.csv", "", n + 2, "0123456789abcdef") for n in range(events)]
    marks = tuple(_event(n, rows[n], loans[n // 4 % 20]) for n in range(events))
    facilities = tuple(Facility(loan, "jiebei", Basis.GIVEN, contract=loan, principal=12_000_00) for loan in loans)
    chains = tuple(
        Chain(f"c{n}", loans[n % 20], tuple(f"e{4 * n + k + 1}" for k in range(4)), "paid") for n in range(events // 4)
    )
    span = (date(2019, 1, 1), date(2024, 1, 1))
    report = SourceReport("还款记录.csv", "0" * 64, "lender-records", events, events, span)
    found = tuple(_double(marks[n + 1], rows[n + 1]) for n in range(0, events, 800))
    cells = {row: _cells(n, row) for n, row in enumerate(rows)}
    return Explanation(date(2024, 1, 1), (report,), facilities, marks, chains, found), cells


def _event(n: int, row: Source, loan: str) -> Event:
    at = FIRST + timedelta(minutes=50 * n)
    amount = 100_00 + n % 90_000
    return Event(f"e{n + 1}", KINDS[n % 4], at, True, amount, (row,), loan, n // 80 + 1, text="借呗自动还款")


def _cells(n: int, row: Source) -> list[str]:
    amount = f"{100 + n % 900}.00"
    return [str(row.row), "2023-01-01 08:30:00", f"2023{n:024d}", "借呗自动还款", amount, "成功", "余额宝", "还款"]


def _double(event: Event, row: Source) -> Discrepancy:
    amount = event.amount or 0
    part = BridgePart("second-debit", (Term((Input("second-debit", amount, Unit.MONEY, (row,)),)),))
    facts = (("amount", amount), ("at", event.at), ("due", event.at.date()), ("first_at", event.at), ("kept", amount),
             ("period", 1), ("product", "product.jiebei"), ("returned", 0), ("second_at", event.at))  # fmt: skip
    return Discrepancy(
        f"DEBIT-DUPLICATE.{event.id}", "DEBIT-DUPLICATE", "kept", Severity.SERIOUS, Certainty.PROVED,
        Phenomenon.DEBIT_TIME, Layer.TECHNICAL, event.at, amount, (part,), 0, (row,), event.facility, 1,
        amount, 2 * amount, facts, events=(event.id,),
    )  # fmt: skip


def ours(events: int, *, computed: bool) -> None:
    """The whole workbook, with or without the values of its formulas."""
    explanation, cells = made_up(events)
    if not computed:
        workbook.recalculated = lambda data: data  # type: ignore[attr-defined]
    report(lambda: len(workbook.workbook(explanation, CHINESE, cells=cells)))


def bare(events: int) -> None:
    """The same cells, sheet by sheet, without a look, a link or a formula's value."""
    from openpyxl import Workbook

    explanation, cells = made_up(events)
    sheets = values(explanation, cells)

    def dump() -> int:
        book = Workbook(write_only=True)
        for name, rows in sheets:
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return len(stream.getvalue())

    report(dump)


def values(explanation: Explanation, cells: dict[Source, list[str]]) -> list[tuple[str, list[list[object]]]]:
    """What stands in the cells of our workbook, as openpyxl takes it."""
    context = WorkbookContext(explanation, Phrasebook(CHINESE), cells=cells)
    sheets = []
    for sheet in workbook.all_sheets(context)[0]:
        rows = [[_value(cell) for cell in row.cells] for row in sheet.rows]
        sheets.append((sheet.name, rows))
    return sheets


def _value(cell: object) -> object:
    if cell is None or cell.value in (None, ""):  # type: ignore[attr-defined]
        return None
    value = cell.value  # type: ignore[attr-defined]
    if isinstance(value, Formula):
        return f"={value.text}"
    return value / 100 if cell.look.kind is Kind.MONEY and isinstance(value, int) else value  # type: ignore[attr-defined]


def report(work: object) -> None:
    """Do the work and print seconds and peak megabytes."""
    start = time.process_time()
    size = work()  # type: ignore[operator]
    seconds = time.process_time() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size)


def measured(what: str, events: int) -> tuple[float, float, int]:
    """The best seconds, the largest memory and the size of several processes."""
    found = []
    for _ in range(REPEATS):
        command = [sys.executable, __file__, what, str(events)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        seconds, memory, size = done.stdout.split()
        found.append((float(seconds), float(memory), int(size)))
    return min(f[0] for f in found), max(f[1] for f in found), found[0][2]


def main() -> None:
    """Print a line for each."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    plain, memory, size = measured("bare", events)
    print(f"{events:,} events")
    print(f"  bare openpyxl dump  {plain:6.2f} s           {memory:5.0f} MB  {size / 1e6:5.1f} MB file")
    for name, what in (("written", "written"), ("with values", "computed")):
        seconds, memory, size = measured(what, events)
        print(f"  {name:18}  {seconds:6.2f} s  {seconds / plain:4.2f} x  {memory:5.0f} MB  {size / 1e6:5.1f} MB file")


if __name__ == "__main__":
    tasks = {"bare": bare, "written": lambda n: ours(n, computed=False), "computed": lambda n: ours(n, computed=True)}
    if len(sys.argv) > 2:
        tasks[sys.argv[1]](int(sys.argv[2]))
    else:
        main()
