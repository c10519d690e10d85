"""Measures what reading a file apart costs: ``python -m tests.benchmarks.bench_apart``.

Small workbooks and PDFs are read by the warm process and by this one in turn; the smallest of many is taken of each, on
the clock, since two processes share the work. Exit status 1 where a small file costs more than 30 ms more.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from app.importers import opening
from app.importers.reading import guarded, pdf, workbooks
from app.importers.reading.limits import Limits
from app.importers.reading.progress import IDLE
from tests.importers.test_opening import workbook
from tests.importers.test_pdf import document, statement

TIMES = 40
MOST = 0.030  # seconds


def main() -> int:
    """Read each file by both ways in turn, and compare."""
    limits, book, paper = Limits(), workbook(), document(statement)
    as_rows = opening.statement
    ways: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "workbook": (lambda: guarded.workbook(book, limits, IDLE), lambda: workbooks.read(book, limits)),
        "pdf": (
            lambda: guarded.pdf_rows(paper, (), limits, as_rows, IDLE),
            lambda: pdf.read(paper, (), limits, as_rows),
        ),
    }
    dearest = 0.0
    for name, (apart, here) in ways.items():
        first = seconds(apart)
        here()
        pairs = [(seconds(apart), seconds(here)) for _ in range(TIMES)]
        ours, theirs = (min(side) for side in zip(*pairs, strict=True))
        dearest = max(dearest, ours - theirs)
        print(f"{name}: {1000 * ours:.1f} ms apart, {1000 * theirs:.1f} ms here, the first {1000 * first:.0f} ms")
    return 0 if dearest <= MOST else 1


def seconds(work: Callable[[], object]) -> float:
    """How long it takes on the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
