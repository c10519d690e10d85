"""The work of explaining grows with what there is to explain: steps of the core are counted, not time."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from app.core.facts import Ledger
from app.core.pipeline import explain
from app.importers.read import read_paths
from tests.benchmarks.bench_explain import write_case

CORE = str(Path(sys.modules[explain.__module__].__file__ or "").parent)
LEAST, GROWTH = 100_000, 2.2
"""Twice the rows and loans may take a little more than twice the steps: sorting does."""


def steps(ledger: Ledger) -> int:
    """Count the lines of the core that explaining runs through, those of every turn of a loop too."""
    count = 0

    def on_line(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame: FrameType, event: str, _: Any) -> Any:
        return on_line if frame.f_code.co_filename.startswith(CORE) else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        explain(ledger)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.slow
def test_twice_as_much_takes_about_twice_the_steps(tmp_path: Path) -> None:
    counted = []
    for times in (1, 2):
        folder = tmp_path / str(times)
        folder.mkdir()
        write_case(folder, 4_000 * times, 10 * times, troubled=True)
        counted.append(steps(read_paths([folder]).ledger))
    assert counted[0] > LEAST
    assert counted[1] < GROWTH * counted[0]
