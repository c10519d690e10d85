"""Measures the case file: a decision, a large source, opening, saving, sealing."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.core.decisions import Decision, DecisionKind, Step, StepKind
from app.storage.case_file import CaseFile
from app.storage.case_store import InMemory, Keeper
from app.storage.encryption import Protection
from app.storage.originals import pack

NOW = datetime(2024, 6, 1, tzinfo=UTC)
DECISIONS = 500
MEGABYTES = 50


def timed(what: str, work: Callable[[], object]) -> None:
    """Print how long a piece of work takes."""
    began = time.perf_counter()
    work()
    print(f"{what:44} {1000 * (time.perf_counter() - began):8.1f} ms")


def note(number: int) -> Step:
    """A note."""
    return Step(StepKind.DECIDE, NOW, Decision(DecisionKind.NOTE, NOW, ("d",), f"note {number}", "x"))


def main() -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = (b"2024-01-15,%d,abc\n" % (n * 7919 % 100_003) for n in range(MEGABYTES * 50_000))
        (folder / "a.csv").write_bytes(b"".join(rows)[: MEGABYTES << 20])
        case = CaseFile.create(folder / "a.tally", NOW)
        times = []
        for number in range(DECISIONS):
            began = time.perf_counter()
            case.append(note(number))
            times.append(time.perf_counter() - began)
        print(f"{'a decision, median and worst':44} {1000 * median(times):8.1f} ms {1000 * max(times):8.1f} ms")
        timed(f"a source of {MEGABYTES} MB, packed", lambda: packed.append(pack(str(folder / "a.csv"))))
        timed(f"a source of {MEGABYTES} MB, written", lambda: case.append(note(0), sources=packed))
        case.close()
        print(f"{'the case':44} {os.path.getsize(folder / 'a.tally') / 1e6:8.1f} MB")  # noqa: PTH202
        timed("opened and checked", lambda: opened.append(CaseFile.open(folder / "a.tally")))
        timed("its log", opened[0].log)
        timed("its source", lambda: opened[0].content(opened[0].sources()[0]))
        keeper = Keeper(lambda: NOW, file=opened[0])
        memory = InMemory((), (), ())
        timed("saved under another name", lambda: keeper.save(folder / "b.tally", memory, None))
        timed("saved with a password", lambda: keeper.save(folder / "c.tally", memory, "x"))
        timed("a key from a password", lambda: Protection.by("x"))


packed: list = []  # type: ignore[type-arg]
opened: list[CaseFile] = []

if __name__ == "__main__":
    main()
